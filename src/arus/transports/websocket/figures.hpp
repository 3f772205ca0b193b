// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace arus::websocket {

/// What the metrics show of the socket. Totals since the start unless said otherwise.
struct Figures {
    std::uint64_t sockets = 0;        ///< open now
    std::uint64_t subscriptions = 0;  ///< open now
    std::uint64_t queued_bytes = 0;  ///< unsent now, of all sockets, as of their last look within a
                                     ///< second
    std::uint64_t books = 0;         ///< remembered now
    std::uint64_t history_bytes = 0;  ///< remembered now
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;  ///< before the upgrade
    std::uint64_t commands = 0;
    std::uint64_t deliveries = 0;   ///< frames of events handed to sockets, live or caught up
    std::uint64_t slow_closes = 0;  ///< 4108
    std::uint64_t dead_closes = 0;  ///< 4109
    std::uint64_t rewound = 0;      ///< clients that knew a history which is not this one: an alarm
    std::uint64_t page_reads = 0;   ///< of history from the database
    std::uint64_t head_reads = 0;
    std::uint64_t value_streams = 0;  ///< different values that are listened to now
    std::uint64_t value_bytes = 0;    ///< remembered of them now
    std::uint64_t value_reads = 0;    ///< of values from the application

    /// From the batch's arrival on this instance, right after its commit, to the write for its last
    /// subscriber of a loop.
    static constexpr std::array<double, 12> lag_bounds_s{0.0005, 0.001, 0.002, 0.005, 0.01, 0.015,
                                                         0.025,  0.05,  0.1,   0.25,  0.5,  1.0};
    std::array<std::uint64_t, 13> lag_counts{};  ///< not cumulative; the last one is beyond the
                                                 ///< last bound
    double lag_sum_s = 0;
};

}  // namespace arus::websocket
