// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

namespace arus::http {

/// Token buckets by name in a table of fixed size: each name may do `burst` things at once and
/// `per_second` over time. Where more names come than there is room for, the fullest bucket among
/// eight neighbours is forgotten, so that who asks most stays counted. Safe from every thread; a
/// call takes a short lock that few share.
class RateLimit {
public:
    using Time = std::chrono::steady_clock::time_point;

    struct Options {
        std::size_t per_second = 1;  ///< at least 1
        std::size_t burst = 1;       ///< at least 1
        std::size_t names_max = 32'768;
    };

    explicit RateLimit(Options options);

    /// Takes one from the bucket of `name`; false if it is empty, which takes nothing.
    bool take(std::string_view name, Time now);

private:
    static constexpr std::size_t neighbours = 8;
    static constexpr std::size_t locks = 64;

    /// `full_at`: when the bucket will be full, in nanoseconds of the steady clock; each token
    /// taken moves it one interval later. A slot of nobody was full for ever.
    struct Slot {
        std::uint64_t name = 0;
        std::int64_t full_at = 0;
    };
    using Set = std::array<Slot, neighbours>;

    std::int64_t interval_ns_;
    std::int64_t tolerance_ns_;
    std::uint64_t salt_;
    std::vector<Set> sets_;
    std::array<std::mutex, locks> mutexes_;
};

}  // namespace arus::http
