// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/transports/websocket/detail/shared.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>

namespace arus::websocket::detail {

/// Reads the heads of the books that somebody listens to, as long as it is told to: how an instance
/// follows what others commit when no bus connects them. Belongs to one loop, but for every().
class HeadPoller {
public:
    /// A book stands further on than was known. On the loop.
    using OnNews = std::function<void(const BookLogRef&)>;

    HeadPoller(Shared& shared, asio::io_context& loop, OnNews on_news) :
        shared_(shared), loop_(loop), timer_(loop), on_news_(std::move(on_news)) {}

    /// From now on at most so often; 0: not at all. From any thread.
    void every(std::chrono::milliseconds interval);

    /// No more reads after the one under way.
    void stop();

private:
    Awaitable<void> run();
    Awaitable<void> look_at_all();
    Awaitable<void> look_at(BookLogRef log);

    Shared& shared_;
    asio::io_context& loop_;
    asio::steady_timer timer_;
    OnNews on_news_;
    std::chrono::milliseconds interval_{0};
    bool running_ = false;
    bool stopped_ = false;
    bool is_failing_ = false;
};

}  // namespace arus::websocket::detail
