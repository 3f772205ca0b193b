// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/task_scope.hpp"
#include "arus/base/time.hpp"
#include "arus/transports/websocket/backend.hpp"
#include "arus/transports/websocket/detail/history.hpp"
#include "arus/transports/websocket/detail/stream.hpp"
#include "arus/transports/websocket/detail/value_hub.hpp"
#include "arus/transports/websocket/figures.hpp"
#include "arus/transports/websocket/options.hpp"

#include <atomic>

namespace arus::websocket::detail {

/// Counted by every loop, read by whoever shows metrics.
struct Counters {
    using Count = std::atomic<std::uint64_t>;
    Count sockets{0};
    Count subscriptions{0};
    Count queued_bytes{0};
    Count accepted{0};
    Count refused{0};
    Count commands{0};
    Count deliveries{0};
    Count slow_closes{0};
    Count dead_closes{0};
    Count rewound{0};
    std::array<Count, Figures::lag_bounds_s.size() + 1> lag_counts{};
    Count lag_sum_us{0};

    void observe_lag(std::chrono::steady_clock::duration lag);
};

inline void add(Counters::Count& count, std::uint64_t by = 1) {
    count.fetch_add(by, std::memory_order_relaxed);
}

/// What all loops of the module have in common. Outlives them; safe from every thread.
struct Shared {
    Shared(Backend& b, const arus::Clock& c, Options o) :
        options(std::move(o)),
        backend(b),
        clock(c),
        history(
            b, {.book_bytes_max = options.book_bytes_max,
                .total_bytes_max = options.history_bytes_max,
                .page_events = options.page_events,
                .page_bytes_max = options.page_bytes_max,
                .reads_max = options.page_reads_max,
                .read_timeout = options.call_timeout}),
        values({b, options, c, history, numbers, tasks}) {}

    const Options options;
    Backend& backend;
    const arus::Clock& clock;
    History history;
    StreamNumbers numbers;
    Counters counters;
    std::atomic<bool> refusing{false};  ///< draining or stopped: no socket is let in
    TaskScope tasks{"websocket"};
    ValueHub values;
};

inline void Counters::observe_lag(std::chrono::steady_clock::duration lag) {
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(lag).count();
    const double seconds = static_cast<double>(us) / 1e6;
    std::size_t bucket = 0;
    while (bucket < Figures::lag_bounds_s.size() && seconds > Figures::lag_bounds_s[bucket]) {
        ++bucket;
    }
    add(lag_counts[bucket]);
    add(lag_sum_us, static_cast<std::uint64_t>(us));
}

}  // namespace arus::websocket::detail
