// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "workbench.hpp"

#include "arus/async/task_scope.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace arus::bench {

/// Posts sales over a number of connections and checks every reply.
class Posting {
public:
    Posting(Workbench& bench, std::size_t connections);

    /// Each connection sends its next sale as soon as the last one was answered.
    Awaitable<void> closed(std::chrono::duration<double> time);
    /// Sale k is meant to be sent k / rate after the beginning, whether or not earlier ones have
    /// been answered. Latency counts from that moment, so that a server that stalls is not excused
    /// from what would have come meanwhile. The connections take the sales in turn; one that is
    /// late sends at once.
    Awaitable<void> open(double rate, std::chrono::duration<double> time);

    /// Called with each sale's offset, the moment it was meant to be sent and the moment of its
    /// reply.
    std::function<void(std::uint64_t offset, TimePoint intended, TimePoint replied)> on_reply;

    const Latencies& latencies() const { return latencies_; }
    std::uint64_t accepted() const { return latencies_.count(); }
    std::uint64_t refused() const { return refused_; }  ///< any reply but 201: must be 0
    double per_second() const;
    /// Accepted in each second of the load.
    const std::vector<std::uint64_t>& by_second() const { return by_second_; }
    boost::json::object json() const;

private:
    Awaitable<void> connect_all();
    Awaitable<void> wait_for_all();
    Awaitable<void> keep_posting(HttpConnection& connection, TimePoint until);
    Awaitable<void> post_on_time(
        HttpConnection& connection, std::size_t first, double rate, TimePoint until);
    Awaitable<void> post_one(HttpConnection& connection, TimePoint intended);

    Workbench& bench_;
    std::vector<std::unique_ptr<HttpConnection>> connections_;
    TaskScope tasks_{"posting"};
    Latencies latencies_;
    std::uint64_t refused_ = 0;
    std::vector<std::uint64_t> by_second_;
    TimePoint began_;
    TimePoint ended_;
};

}  // namespace arus::bench
