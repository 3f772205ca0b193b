// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace arus {

/// A point in time by which a wait must have ended. There is no default: who waits decides for how
/// long.
struct Deadline {
    std::chrono::steady_clock::time_point at;

    static Deadline in(std::chrono::milliseconds span) {
        return {std::chrono::steady_clock::now() + span};
    }
    bool has_passed() const { return std::chrono::steady_clock::now() >= at; }
};

}  // namespace arus
