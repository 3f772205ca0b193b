// SPDX-License-Identifier: Apache-2.0
#include "arus/async/blocking_pool.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/async/task_scope.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

namespace arus {
namespace {

using namespace std::chrono_literals;

Awaitable<int> thread_changes(BlockingPool& pool, LoopPool& loops) {
    const bool on_loop = loops.current() == 0;
    const bool off_loop = co_await pool.run(
        Deadline::in(5s), [&loops] { return loops.current() == loops.size(); });
    const bool on_loop_again = loops.current() == 0;
    co_return on_loop&& off_loop&& on_loop_again ? 1 : 0;
}

TEST(BlockingPool, runs_work_off_the_loop_and_comes_back_to_it) {
    LoopPool loops(2);
    BlockingPool pool({.name = "test", .threads = 1, .queue_max = 4});
    EXPECT_EQ(
        asio::co_spawn(loops.loop(0), thread_changes(pool, loops), asio::use_future).get(), 1);
}

Awaitable<void> run_throwing(BlockingPool& pool) {
    co_await pool.run(Deadline::in(5s), [] { throw std::out_of_range("work failed"); });
}

TEST(BlockingPool, hands_on_what_the_work_throws) {
    LoopPool loops(1);
    BlockingPool pool({.name = "test", .threads = 1, .queue_max = 4});
    auto ended = asio::co_spawn(loops.loop(0), run_throwing(pool), asio::use_future);
    EXPECT_THROW(ended.get(), std::out_of_range);
}

Awaitable<void> run_waiting(BlockingPool& pool, std::shared_future<void> gate, Deadline deadline) {
    const auto work = [gate] { gate.wait(); };  // named: GCC bug 107288
    co_await pool.run(deadline, work);
}

Failure::Kind kind_of(std::future<void> ended) {
    try {
        ended.get();
    } catch (const Failure& failure) {
        return failure.facts().kind;
    }
    return Failure::Kind::internal;
}

TEST(BlockingPool, refuses_work_beyond_its_queue_and_work_that_waited_too_long) {
    LoopPool loops(1);
    BlockingPool pool({.name = "test", .threads = 1, .queue_max = 1});
    std::promise<void> open;
    std::promise<void> started;
    const std::shared_future<void> gate = open.get_future().share();
    auto first = asio::co_spawn(
        loops.loop(0),
        pool.run(
            Deadline::in(5s),
            [&started, gate] {
                started.set_value();
                gate.wait();
            }),
        asio::use_future);
    started.get_future().wait();
    auto second = asio::co_spawn(
        loops.loop(0), run_waiting(pool, gate, Deadline::in(0ms)), asio::use_future);
    while (pool.queued() == 0) {
        std::this_thread::yield();
    }
    auto third = asio::co_spawn(
        loops.loop(0), run_waiting(pool, gate, Deadline::in(5s)), asio::use_future);
    EXPECT_EQ(kind_of(std::move(third)), Failure::Kind::overloaded);
    open.set_value();
    first.get();
    EXPECT_EQ(kind_of(std::move(second)), Failure::Kind::timeout);
}

Awaitable<void> fail_at_once() {
    throw std::runtime_error("on purpose");
    co_return;
}

TEST(TaskScope, waits_for_its_tasks_and_survives_what_they_throw) {
    LoopPool loops(1);
    BlockingPool pool({.name = "test", .threads = 1, .queue_max = 1});
    TaskScope scope("test");
    std::promise<void> open;
    const std::shared_future<void> gate = open.get_future().share();
    scope.spawn(loops.loop(0).get_executor(), run_waiting(pool, gate, Deadline::in(5s)));
    scope.spawn(loops.loop(0).get_executor(), fail_at_once());
    EXPECT_FALSE(scope.wait(Deadline::in(10ms)));
    open.set_value();
    EXPECT_TRUE(scope.wait(Deadline::in(5s)));
    EXPECT_EQ(scope.running(), 0U);
}

}  // namespace
}  // namespace arus
