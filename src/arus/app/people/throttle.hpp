// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace arus::app {

/// Token buckets by name, in memory: each name may do `burst` things at once and one more every
/// `refill`. A bucket that is full again is forgotten; of more than `names_max` names the one that
/// is nearest to full goes. Safe from every thread.
class Throttle {
public:
    using Time = std::chrono::steady_clock::time_point;

    struct Options {
        std::size_t burst = 10;                  ///< at least 1
        std::chrono::milliseconds refill{6000};  ///< at least 1 ms
        std::size_t names_max = 10'000;          ///< at least 1
    };

    explicit Throttle(Options options);

    /// Takes one from the bucket of `name`; false if it is empty, which takes nothing. After
    /// `refill` there is one again.
    bool take(const std::string& name, Time now);
    /// Puts one back that was taken and turned out not to count.
    void give_back(const std::string& name, Time now);

    /// Names that are not full.
    std::size_t size() const;
    std::chrono::milliseconds refill() const { return options_.refill; }

private:
    /// When the bucket will be full: each token taken moves it `refill` later. Full means not after
    /// now.
    using FullAt = Time;

    void make_room(Time now);

    Options options_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, FullAt> full_at_;
};

}  // namespace arus::app
