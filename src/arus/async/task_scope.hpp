// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>

namespace arus {

/// Owns the coroutines a component has spawned: names them, logs what they throw, and lets the
/// component wait for all of them before it goes. Nothing in Arus is spawned any other way.
///
/// Life: must outlive its tasks, which wait() makes sure of. Safe from every thread.
class TaskScope {
public:
    explicit TaskScope(std::string name) : name_(std::move(name)) {}
    /// Precondition: no task is running.
    ~TaskScope();
    TaskScope(const TaskScope&) = delete;
    TaskScope& operator=(const TaskScope&) = delete;

    /// Starts `task` on `executor`. An exception that leaves the task is logged as an error under
    /// the scope's name.
    void spawn(const asio::any_io_executor& executor, Awaitable<void> task);

    /// Tasks that have not ended.
    std::size_t running() const;

    /// Blocks the calling thread, which must not be one the tasks need, until every task has ended;
    /// false if the deadline came first.
    bool wait(Deadline deadline);

private:
    std::string name_;
    mutable std::mutex mutex_;
    std::condition_variable ended_;
    std::size_t running_ = 0;
};

}  // namespace arus
