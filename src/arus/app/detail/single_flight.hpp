// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"
#include "arus/base/failure.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace arus::app::detail {

/// Makes callers that want the same thing at the same time share one piece of work: the first one
/// does it, the others wait for its outcome, each no longer than its own deadline. Safe from every
/// executor. `Value` is copied to each.
template <class Value>
class SingleFlight {
public:
    /// What `work`, an Awaitable<Value> that has not begun, returns or throws; or the outcome of
    /// another caller's that had begun and not ended. Throws Failure timeout where that takes too
    /// long.
    Awaitable<Value> run(std::string key, Awaitable<Value> work, Deadline deadline) {
        const asio::any_io_executor executor = co_await asio::this_coro::executor;
        std::shared_ptr<Flight> flight;
        std::shared_ptr<asio::steady_timer> timer;
        {
            const std::lock_guard lock(mutex_);
            std::shared_ptr<Flight>& held = flights_[key];
            if (held) {
                timer = std::make_shared<asio::steady_timer>(executor, deadline.at);
                held->waiting.push_back(timer);
            } else {
                held = std::make_shared<Flight>();
            }
            flight = held;
        }
        if (timer) {
            boost::system::error_code woken;
            co_await timer->async_wait(asio::redirect_error(use_awaitable, woken));
        } else {
            try {
                flight->value.emplace(co_await std::move(work));
            } catch (...) {
                flight->error = std::current_exception();
            }
            land(key, *flight);
        }
        const std::lock_guard lock(mutex_);
        if (!flight->is_over) {
            throw Failure(
                {Failure::Kind::timeout, true, true, "reports"}, "the result took too long");
        }
        if (flight->error) {
            std::rethrow_exception(flight->error);
        }
        co_return *flight->value;
    }

private:
    /// value and error are written by the caller that works, before is_over, and read after it.
    struct Flight {
        std::vector<std::shared_ptr<asio::steady_timer>> waiting;
        bool is_over = false;
        std::optional<Value> value;
        std::exception_ptr error;
    };

    void land(const std::string& key, Flight& flight) {
        const std::lock_guard lock(mutex_);
        flights_.erase(key);
        flight.is_over = true;
        for (const auto& timer : std::exchange(flight.waiting, {})) {
            // On the timer's own loop: it is not safe from any other.
            asio::post(timer->get_executor(), [timer] { timer->cancel(); });
        }
    }

    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Flight>> flights_;
};

}  // namespace arus::app::detail
