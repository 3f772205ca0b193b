// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/database.hpp"
#include "arus/adapters/sqlite/detail/queries.hpp"
#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <vector>

// One thread writes. What waits when it is free goes into one database transaction, each part in
// its own savepoint (a part that is alone needs none):
//
//   BEGIN IMMEDIATE
//     SAVEPOINT part   first part   RELEASE          a part that throws is rolled back alone
//     SAVEPOINT part   second part  RELEASE
//   COMMIT                                           one wait for the disk; only now are the
//   callers told
//
// While the disk is waited for, new parts queue up and form the next group. If the whole
// transaction is lost, every part of it fails: with a known outcome where it was rolled back, with
// an unknown one where the commit itself broke.
namespace arus::sqlite {

class WriterThread {
public:
    struct Options {
        std::size_t queue_max = 1;
        std::size_t group_weight_max = 4'096;  ///< a group is closed once its parts weigh this much
    };

    /// `forget` is called on the writer's thread whenever something was rolled back after it had
    /// been believed.
    WriterThread(Connection& connection, Options options, std::function<void()> forget);
    ~WriterThread();
    WriterThread(const WriterThread&) = delete;
    WriterThread& operator=(const WriterThread&) = delete;

    /// Runs `work()` on the writer's thread inside the next group and resumes the caller on its own
    /// executor with what it returned, after the commit is on disk, or with what it threw. Throws
    /// Failure: overloaded (queue full), timeout (the deadline passed before its turn), and those
    /// of the commit.
    template <class Work>
    Awaitable<std::invoke_result_t<Work&>> run(Deadline deadline, std::size_t weight, Work work);

    /// Refuses new parts, finishes the queued ones, joins. May be called again.
    void stop();

    std::uint64_t commits() const { return commits_.load(std::memory_order_relaxed); }
    std::uint64_t commit_us() const { return commit_us_.load(std::memory_order_relaxed); }
    std::size_t queued() const;
    /// The disk took no more, and nothing was written since.
    bool is_full() const { return is_full_.load(std::memory_order_relaxed); }

private:
    /// One part of a group. perform() and finish() run on the writer's thread; finish() only after
    /// the outcome is known.
    struct Part {
        Deadline deadline;
        std::size_t weight = 1;
        std::function<void()> perform;
        std::function<void(std::exception_ptr)> finish;
        std::exception_ptr error;
    };
    using Group = std::vector<Part>;

    bool enqueue(Part part);
    Group take_group();
    void work_loop();
    void write(Group& group);
    void write_alone(Part& part);
    void write_parts(Group& group);
    void write_part(Part& part);
    /// Gives the part its failure if its deadline has passed.
    static bool is_too_late(Part& part);
    void roll_back();
    void commit(Group& group);
    void lose(Group& group, const std::exception_ptr& cause);
    int rows_changed() const { return sqlite3_total_changes(connection_.handle()); }

    Options options_;
    Connection& connection_;
    std::function<void()> forget_;
    Statement begin_;
    Statement commit_;
    Statement rollback_;
    Statement savepoint_;
    Statement release_;
    Statement rollback_to_;

    std::atomic<std::uint64_t> commits_{0};
    std::atomic<std::uint64_t> commit_us_{0};
    std::atomic<bool> is_full_{false};
    int changed_before_ = 0;  ///< rows_changed() when the group began

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Part> parts_;
    bool stopped_ = false;
    std::thread thread_;
};

template <class Work>
Awaitable<std::invoke_result_t<Work&>> WriterThread::run(
    Deadline deadline, std::size_t weight, Work work) {
    using Value = std::invoke_result_t<Work&>;
    using Held = std::conditional_t<std::is_void_v<Value>, bool, Value>;
    struct State {
        Work work;
        std::optional<Held> value;
        std::exception_ptr error;
    };
    const auto state = std::make_shared<State>(State{std::move(work), std::nullopt, nullptr});
    const auto executor = co_await asio::this_coro::executor;
    auto initiate = [this, state, deadline, weight, executor](auto handler) {
        const auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        const auto guard = asio::make_work_guard(executor);
        auto finish = [state, shared, executor, guard](std::exception_ptr error) {
            state->error = std::move(error);
            asio::post(executor, [shared] { std::move (*shared)(); });
        };
        auto perform = [state] {
            if constexpr (std::is_void_v<Value>) {
                state->work();
                state->value.emplace(true);
            } else {
                state->value.emplace(state->work());
            }
        };
        if (!enqueue({deadline, weight, perform, finish, nullptr})) {
            finish(std::make_exception_ptr(Failure(
                {Failure::Kind::overloaded, true, true, "sqlite"},
                "too much is waiting for the writer")));
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

}  // namespace arus::sqlite
