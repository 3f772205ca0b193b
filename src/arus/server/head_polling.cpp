// SPDX-License-Identifier: Apache-2.0
#include "arus/server/head_polling.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <optional>

namespace arus::server {

namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 100ms;
constexpr std::chrono::milliseconds with_a_broker = 1s;
constexpr std::chrono::milliseconds without_a_broker = 250ms;

}  // namespace

HeadPolling::HeadPolling(const Brokers& brokers, websocket::Realtime& realtime, LoopPool& loops) :
    brokers_(brokers), realtime_(realtime) {
    tasks_.spawn(loops.loop(0).get_executor(), follow());
}

void HeadPolling::stop() {
    is_stopping_ = true;
    tasks_.wait(Deadline::in(10s));
}

Awaitable<void> HeadPolling::follow() {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor);
    std::optional<bool> has_broker;
    while (!is_stopping_) {
        if (const bool brings = brokers_.brings_events(); has_broker != brings) {
            has_broker = brings;
            realtime_.poll_heads(brings ? with_a_broker : without_a_broker);
        }
        timer.expires_after(look_every);
        co_await timer.async_wait(use_awaitable);
    }
}

}  // namespace arus::server
