// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/ledger_store.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/async/task_scope.hpp"

#include <atomic>

namespace arus::server {

/// Asks a database on another machine now and then whether it is there, so that /readyz tells the
/// truth while nobody posts.
///
/// Life: made and stopped by the instance, before its loops and its store.
class DatabaseWatch {
public:
    /// Begins to ask, on the first loop. Both must outlive stop().
    DatabaseWatch(app::LedgerStore& ledger, LoopPool& loops);
    ~DatabaseWatch() { stop(); }
    DatabaseWatch(const DatabaseWatch&) = delete;
    DatabaseWatch& operator=(const DatabaseWatch&) = delete;

    /// What the last question found. Safe from every thread.
    bool is_there() const { return is_there_; }

    /// Asks no more; waits for the question under way. May be called again.
    void stop();

private:
    Awaitable<void> keep_asking();

    app::LedgerStore& ledger_;
    std::atomic<bool> is_there_{true};
    std::atomic<bool> is_stopping_{false};
    TaskScope tasks_{"database watch"};
};

}  // namespace arus::server
