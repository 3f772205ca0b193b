// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace arus {

/// Machinery that did not work: a database lost, a deadline passed, a disk full. Thrown by adapters
/// and by waits with a deadline, caught in three places only: the request, the message loop, main.
class Failure : public std::runtime_error {
public:
    enum class Kind {
        unavailable,
        timeout,
        overloaded,
        storage_full,
        corrupt,
        configuration,
        internal
    };

    struct Facts {
        Kind kind = Kind::internal;
        bool retryable = false;     ///< the same call may succeed later
        bool outcome_known = true;  ///< false: a commit was in flight and may or may not have
                                    ///< become durable
        std::string source;         ///< which part speaks, for example `sqlite`
    };

    Failure(Facts facts, const std::string& message) :
        std::runtime_error(message), facts_(std::move(facts)) {}

    const Facts& facts() const noexcept { return facts_; }

private:
    Facts facts_;
};

}  // namespace arus
