// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <vector>

namespace arus::bench {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;

/// Durations, kept as counts in buckets that are at most 1.6 % wide; so many that nothing is lost,
/// so few that adding costs nothing.
class Latencies {
public:
    Latencies();

    void add(Clock::duration duration);
    std::uint64_t count() const { return count_; }
    /// The duration that the share `q` (0 to 1) of all does not exceed, in milliseconds; 0 if there
    /// is none.
    double quantile_ms(double q) const;
    double max_ms() const { return static_cast<double>(max_ns_) / 1e6; }

    /// count, p50, p90, p99, p999, max and the curve for a plot.
    boost::json::object json() const;

private:
    std::vector<std::uint64_t> counts_;
    std::uint64_t count_ = 0;
    std::uint64_t max_ns_ = 0;
};

}  // namespace arus::bench
