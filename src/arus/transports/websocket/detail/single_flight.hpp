// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace arus::websocket::detail {

/// Coroutines of any loop that wait for one thing. Safe from every thread.
class Waiters {
public:
    /// Adds the caller unless `is_over()`, which is asked under the lock that release() takes, and
    /// suspends it.
    template <class IsOver>
    Awaitable<void> wait(IsOver is_over) {
        const auto executor = co_await asio::this_coro::executor;
        auto initiate = [this, &is_over, executor](auto handler) {
            asio::any_completion_handler<void()> waiting(std::move(handler));
            {
                const std::lock_guard lock(mutex_);
                if (!is_over()) {
                    waiting_.push_back({std::move(waiting), executor});
                    return;
                }
            }
            asio::post(executor, std::move(waiting));
        };
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
            std::move(initiate), use_awaitable);
    }

    /// Runs `change()` under the lock, then resumes up to `count` of those that wait, each on its
    /// own executor.
    template <class Change>
    void release(std::size_t count, Change change) {
        std::vector<Waiting> leaving;
        {
            const std::lock_guard lock(mutex_);
            change();
            count = std::min(count, waiting_.size());
            const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
            leaving.assign(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
            waiting_.erase(waiting_.begin(), end);
        }
        for (auto& one : leaving) {
            asio::post(one.executor, std::move(one.handler));
        }
    }

private:
    struct Waiting {
        asio::any_completion_handler<void()> handler;
        asio::any_io_executor executor;
    };
    std::mutex mutex_;
    std::vector<Waiting> waiting_;
};

/// Makes callers that want the same thing at the same time share one piece of work: the first one
/// does it, the others wait and get its outcome. Safe from every executor. `Value` is copied to
/// each.
template <class Key, class Value>
class SingleFlight {
public:
    /// What `work()`, an Awaitable<Value>, returns or throws, of this caller or of one that began
    /// before and has not ended.
    template <class Work>
    Awaitable<Value> run(Key key, Work work) {
        std::shared_ptr<Flight> flight;
        bool first = false;
        {
            const std::lock_guard lock(mutex_);
            auto& held = flights_[key];
            first = held == nullptr;
            if (first) {
                held = std::make_shared<Flight>();
            }
            flight = held;
        }
        if (first) {
            try {
                flight->value.emplace(co_await work());
            } catch (...) {
                flight->error = std::current_exception();
            }
            {
                const std::lock_guard lock(mutex_);
                flights_.erase(key);
            }
            flight->waiters.release(SIZE_MAX, [&flight] { flight->ended = true; });
        } else {
            co_await flight->waiters.wait([&flight] { return flight->ended; });
        }
        if (flight->error) {
            std::rethrow_exception(flight->error);
        }
        co_return *flight->value;
    }

private:
    struct Flight {
        Waiters waiters;
        bool ended = false;
        std::optional<Value> value;
        std::exception_ptr error;
    };

    std::mutex mutex_;
    std::map<Key, std::shared_ptr<Flight>> flights_;
};

/// At most so many coroutines between enter() and leave() at a time; the others wait in order.
class Gate {
public:
    explicit Gate(std::size_t places) : free_(places) {}

    Awaitable<void> enter() {
        bool in = false;
        while (!in) {
            co_await waiters_.wait([this, &in] {
                in = free_ > 0;
                free_ -= in ? 1 : 0;
                return in;
            });
        }
    }
    void leave() {
        waiters_.release(1, [this] { ++free_; });
    }

private:
    Waiters waiters_;
    std::size_t free_;
};

}  // namespace arus::websocket::detail
