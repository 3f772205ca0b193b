// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/failure.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace arus::records {

/// A stored value that makes no sense: Failure corrupt.
[[noreturn]] inline void throw_corrupt(std::string_view what) {
    throw Failure(
        {Failure::Kind::corrupt, false, true, "store"},
        "a stored value makes no sense: " + std::string(what));
}

/// The value, or Failure corrupt where there is none.
template <class T>
T parsed(std::optional<T> value, std::string_view what) {
    if (!value) {
        throw_corrupt(what);
    }
    return std::move(*value);
}

}  // namespace arus::records
