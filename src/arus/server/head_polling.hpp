// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/loop_pool.hpp"
#include "arus/async/task_scope.hpp"
#include "arus/server/brokers.hpp"
#include "arus/transports/websocket/realtime.hpp"

#include <atomic>

namespace arus::server {

/// Where instances share a database: how often the socket asks it for the heads of its books. Every
/// 250 ms while nothing else brings the events of other instances; every second, for what got lost,
/// while the broker does.
class HeadPolling {
public:
    /// Begins on the first loop. All three must outlive stop().
    HeadPolling(const Brokers& brokers, websocket::Realtime& realtime, LoopPool& loops);
    ~HeadPolling() { stop(); }
    HeadPolling(const HeadPolling&) = delete;
    HeadPolling& operator=(const HeadPolling&) = delete;

    /// May be called again.
    void stop();

private:
    Awaitable<void> follow();

    const Brokers& brokers_;
    websocket::Realtime& realtime_;
    std::atomic<bool> is_stopping_{false};
    TaskScope tasks_{"head polling"};
};

}  // namespace arus::server
