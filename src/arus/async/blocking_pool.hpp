// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"
#include "arus/base/failure.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace arus {

/// Threads for work that blocks: SQLite reads, password hashing, files. The queue is bounded; a job
/// that finds it full, or whose deadline passes before a thread takes it up, is not run at all and
/// ends in Failure (overloaded, timeout).
///
/// Life: outlives every coroutine that awaits run(). stop() finishes the queued jobs and joins.
class BlockingPool {
public:
    struct Options {
        std::string name;           ///< shown in logs and failures
        std::size_t threads = 1;    ///< at least 1
        std::size_t queue_max = 1;  ///< jobs waiting for a thread
        int nice = 0;               ///< added to the threads' niceness, 0 to 19
    };

    explicit BlockingPool(Options options);
    ~BlockingPool();
    BlockingPool(const BlockingPool&) = delete;
    BlockingPool& operator=(const BlockingPool&) = delete;

    /// Runs `work()` on a thread of the pool and resumes the caller on its own executor with what
    /// it returned or threw. The deadline bounds the wait in the queue, not the work, which cannot
    /// be interrupted.
    template <class Work>
    Awaitable<std::invoke_result_t<Work&>> run(Deadline deadline, Work work);

    /// Refuses new jobs, finishes the queued ones, joins. May be called again.
    void stop();

    /// Jobs waiting for a thread now.
    std::size_t queued() const;

private:
    using Job = std::function<void()>;

    /// False if the queue is full or the pool stopped.
    bool enqueue(Job job);
    void work_loop();

    Options options_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> jobs_;
    bool stopped_ = false;
    std::vector<std::thread> threads_;
};

template <class Work>
Awaitable<std::invoke_result_t<Work&>> BlockingPool::run(Deadline deadline, Work work) {
    using Value = std::invoke_result_t<Work&>;
    using Held = std::conditional_t<std::is_void_v<Value>, bool, Value>;
    struct State {
        Work work;
        std::optional<Held> value;
        std::exception_ptr error;
    };
    const auto state = std::make_shared<State>(State{std::move(work), std::nullopt, nullptr});
    const auto executor = co_await asio::this_coro::executor;
    auto initiate = [this, state, deadline, executor](auto handler) {
        const auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        const auto guard = asio::make_work_guard(executor);
        auto finish = [shared, executor] {
            asio::post(executor, [shared] { std::move (*shared)(); });
        };
        const bool queued = enqueue([this, state, deadline, finish, guard] {
            try {
                if (deadline.has_passed()) {
                    throw Failure(
                        {Failure::Kind::timeout, true, true, options_.name},
                        "no thread was free in time");
                }
                if constexpr (std::is_void_v<Value>) {
                    state->work();
                    state->value.emplace(true);
                } else {
                    state->value.emplace(state->work());
                }
            } catch (...) {
                state->error = std::current_exception();
            }
            finish();
        });
        if (!queued) {
            state->error = std::make_exception_ptr(Failure(
                {Failure::Kind::overloaded, true, true, options_.name},
                "too much work is waiting"));
            finish();
        }
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        std::move(initiate), use_awaitable);
    if (state->error) {
        std::rethrow_exception(state->error);
    }
    if constexpr (!std::is_void_v<Value>) {
        co_return std::move(*state->value);
    }
}

}  // namespace arus
