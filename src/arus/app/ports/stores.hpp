// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/identity_store.hpp"
#include "arus/app/ports/import_store.hpp"
#include "arus/app/ports/ledger_store.hpp"
#include "arus/app/ports/notification_store.hpp"
#include "arus/app/ports/people_store.hpp"
#include "arus/app/ports/statement_store.hpp"

#include <cstdint>

namespace arus::app {

/// What the metrics show of a database.
struct StoreFigures {
    std::uint64_t commits = 0;      ///< durable database transactions of the ledger
    std::uint64_t commit_us = 0;    ///< time spent in them, the wait for the disk included
    std::uint64_t waiting = 0;      ///< calls that wait for a writer or a connection now
    std::uint64_t wal_pages = 0;    ///< SQLite: length of the write-ahead log
    std::uint64_t connections = 0;  ///< MySQL: open now
    std::uint64_t retries = 0;      ///< MySQL: commits tried again after a deadlock or lock timeout
    bool is_full = false;           ///< a write found no room on disk, and none was committed since
};

/// Every store of one database. Must outlive every coroutine that awaits one of its calls. Safe
/// from every thread.
class Stores {
public:
    virtual ~Stores() = default;

    virtual LedgerStore& ledger() = 0;
    virtual IdentityStore& identity() = 0;
    virtual PeopleStore& people() = 0;
    virtual AuditStore& audit() = 0;
    virtual StatementStore& statements() = 0;
    virtual JobStore& jobs() = 0;
    virtual NotificationStore& notifications() = 0;
    virtual ImportStore& imports() = 0;
    virtual StoreFigures figures() const = 0;

    /// True where other instances may commit to the same books: their heads must be asked for.
    virtual bool is_shared() const = 0;

    /// Refuses new calls (Failure overloaded), finishes what is under way and closes. May be called
    /// again; the destructor calls it too. Blocks.
    virtual void stop() = 0;
};

}  // namespace arus::app
