// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/identity_store.hpp"
#include "arus/app/ports/ledger_store.hpp"
#include "arus/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace arus::sqlite {

struct Options {
    std::filesystem::path folder;          ///< holds `arus.db`; made if it is missing
    const Clock* clock = &system_clock();  ///< must outlive the stores
    std::size_t read_threads = 2;          ///< 1 to 16, each with a connection of its own
    std::size_t read_queue_max = 1'000;  ///< reads waiting for a thread; beyond: Failure overloaded
    std::size_t write_queue_max = 4'096;  ///< batches and acts waiting for the writer; beyond:
                                          ///< Failure overloaded
    std::size_t cache_bytes_max = 256U << 20U;  ///< page caches of all connections together; memory
                                                ///< is taken only as used
};

/// What the metrics show of the writer.
struct Figures {
    std::uint64_t commits = 0;    ///< durable database transactions
    std::uint64_t commit_us = 0;  ///< time spent in them, the wait for the disk included
    std::uint64_t waiting = 0;    ///< batches and acts that wait for the writer now
    std::uint64_t wal_pages = 0;  ///< length of the write-ahead log
};

/// Both stores on one SQLite file: WAL, synchronous=FULL, one writer thread, readers in parallel on
/// snapshots.
///
/// Life: must outlive every coroutine that awaits one of its calls. Safe from every thread. The
/// folder is locked against a second server for as long as this lives.
class SqliteStores {
public:
    virtual ~SqliteStores() = default;

    virtual app::LedgerStore& ledger() = 0;
    virtual app::IdentityStore& identity() = 0;
    virtual Figures figures() const = 0;

    /// Refuses new calls (Failure overloaded), finishes what is queued, writes the log back into
    /// the database file and closes it. May be called again; the destructor calls it too. Blocks.
    virtual void stop() = 0;
};

/// Opens or makes the database, applies the migrations that it lacks and prepares every statement.
/// Throws Failure: configuration (folder in use by another process, a migration that was edited, a
/// database of a newer version or of another program), unavailable (the folder cannot be read or
/// written), corrupt.
std::unique_ptr<SqliteStores> open_sqlite(Options options);

}  // namespace arus::sqlite
