// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/stores.hpp"
#include "arus/base/time.hpp"

#include <cstddef>
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
    /// Opens a database of this version that a running server may have open too, for a short act
    /// that is not of the ledger: takes no lock of the folder and migrates nothing.
    bool beside_server = false;
    std::size_t cache_bytes_max = 128U << 20U;  ///< page caches of all connections together; memory
                                                ///< is taken only as used
};

/// Every store on one SQLite file: WAL, synchronous=FULL, one writer thread, readers in parallel on
/// snapshots. The folder is locked against a second server for as long as they live.
///
/// Opens or makes the database, applies the migrations that it lacks and prepares every statement.
/// Throws Failure: configuration (folder in use by another process, a migration that was edited, a
/// database of a newer version or of another program), unavailable (the folder cannot be read or
/// written), corrupt.
std::unique_ptr<app::Stores> open_sqlite(Options options);

}  // namespace arus::sqlite
