// SPDX-License-Identifier: Apache-2.0
#include "arus/async/loop_pool.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/log.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <exception>

namespace arus {

namespace {

void run_loop(boost::asio::io_context& loop) {
    const auto guard = boost::asio::make_work_guard(loop);
    try {
        loop.run();
    } catch (const std::exception& error) {
        // Every coroutine is spawned through a TaskScope, which catches; what still arrives here is
        // our own fault.
        log::error("an exception left an event loop", {{"what", error.what()}});
        ARUS_ASSERT(!"an exception left an event loop");
    }
}

}  // namespace

LoopPool::LoopPool(std::size_t count) {
    ARUS_ASSERT(count >= 1);
    for (std::size_t i = 0; i < count; ++i) {
        loops_.push_back(std::make_unique<boost::asio::io_context>(1));
    }
    for (auto& loop : loops_) {
        threads_.emplace_back([&context = *loop] { run_loop(context); });
    }
}

LoopPool::~LoopPool() {
    stop();
}

boost::asio::io_context& LoopPool::next() {
    return *loops_[next_.fetch_add(1, std::memory_order_relaxed) % loops_.size()];
}

std::size_t LoopPool::current() const {
    for (std::size_t i = 0; i < loops_.size(); ++i) {
        if (loops_[i]->get_executor().running_in_this_thread()) {
            return i;
        }
    }
    return loops_.size();
}

void LoopPool::stop() {
    for (auto& loop : loops_) {
        loop->stop();
    }
    for (auto& thread : threads_) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

}  // namespace arus
