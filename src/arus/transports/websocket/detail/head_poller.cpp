// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/head_poller.hpp"

#include "arus/base/log.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

namespace arus::websocket::detail {

void HeadPoller::every(std::chrono::milliseconds interval) {
    asio::post(loop_, [this, interval] {
        interval_ = interval;
        timer_.cancel();
        if (interval_.count() > 0 && !running_ && !stopped_) {
            running_ = true;
            shared_.tasks.spawn(loop_.get_executor(), run());
        }
    });
}

void HeadPoller::stop() {
    stopped_ = true;
    timer_.cancel();
}

Awaitable<void> HeadPoller::run() {
    while (!stopped_ && interval_.count() > 0) {
        boost::system::error_code ignored;
        timer_.expires_after(interval_);
        co_await timer_.async_wait(asio::redirect_error(use_awaitable, ignored));
        bool has_failed = false;
        try {
            co_await look_at_all();
        } catch (const std::exception& failure) {
            has_failed = true;
            if (!is_failing_) {
                log::warn("the heads of books cannot be read", {{"what", failure.what()}});
            }
        }
        is_failing_ = has_failed;
    }
    running_ = false;
}

Awaitable<void> HeadPoller::look_at_all() {
    const std::vector<BookLogRef> logs = shared_.history.listened();
    for (const BookLogRef& log : logs) {
        if (stopped_ || interval_.count() == 0) {
            co_return;
        }
        co_await look_at(log);
    }
}

Awaitable<void> HeadPoller::look_at(BookLogRef log) {
    const auto before = log->head();
    const std::uint64_t generation = log->generation();
    const auto now = co_await shared_.history.fresh_head(log);
    if (!now) {
        co_return;
    }
    if (!before || now->offset > before->offset || log->generation() != generation) {
        on_news_(log);
    }
}

}  // namespace arus::websocket::detail
