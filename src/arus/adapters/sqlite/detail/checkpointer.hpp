// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/database.hpp"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

// Copies the write-ahead log back into the database file beside the writer, from a connection of
// its own.
//
//   pages in the log   what is done
//   >= passive_pages   PASSIVE: copies what it can, stops nobody
//   >= full_pages      PASSIVE, then FULL: the writer waits for the little that came meanwhile;
//   after that its next commit
//                      begins the log anew (SQLite documentation, "Write-Ahead Logging",
//                      section 2.3)
//
// PASSIVE alone would never let the log begin anew while commits keep coming: some pages are always
// newer.
namespace arus::sqlite {

class Checkpointer {
public:
    static constexpr std::uint64_t passive_pages = 4'000;  // 16 MB: a page that changes often is
                                                           // copied once a round
    static constexpr std::uint64_t full_pages = 8'000;

    /// Watches the commits of `writer`, which must outlive this.
    Checkpointer(const std::filesystem::path& file, Connection& writer);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    /// Ends the thread and closes its connection. May be called again.
    void stop();

    /// Length of the log after the last commit.
    std::uint64_t wal_pages() const { return wal_pages_.load(std::memory_order_relaxed); }

private:
    static int on_commit(void* self, sqlite3*, const char*, int pages);
    void work_loop();
    void checkpoint();

    Connection& writer_;
    std::unique_ptr<Connection> connection_;
    std::atomic<std::uint64_t> wal_pages_{0};

    std::mutex mutex_;
    std::condition_variable wake_;
    bool due_ = false;
    bool stopped_ = false;
    std::thread thread_;
};

/// Copies everything and empties the log. For the end, when nobody else has the database open.
void checkpoint_everything(Connection& connection);

}  // namespace arus::sqlite
