// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

namespace arus {

/// A fixed number of event loops, each an io_context run by exactly one thread. What lives on one
/// loop (a session, a part of the hub) needs neither lock nor strand; loops talk to one another by
/// posting.
///
/// Life: made and joined by `server/`. stop() may be called from any thread and again.
class LoopPool {
public:
    /// Precondition: count >= 1. The threads start at once.
    explicit LoopPool(std::size_t count);
    ~LoopPool();
    LoopPool(const LoopPool&) = delete;
    LoopPool& operator=(const LoopPool&) = delete;

    std::size_t size() const { return loops_.size(); }
    /// Precondition: index < size().
    boost::asio::io_context& loop(std::size_t index) { return *loops_[index]; }
    /// Loops in turn, to spread sessions. Safe from every thread.
    boost::asio::io_context& next();
    /// The index of the loop whose thread calls; size() if it is none of this pool's.
    std::size_t current() const;

    /// Lets every loop end after the handler it is in, and waits for the threads.
    void stop();

private:
    std::vector<std::unique_ptr<boost::asio::io_context>> loops_;
    std::vector<std::thread> threads_;
    std::atomic<std::size_t> next_{0};
};

}  // namespace arus
