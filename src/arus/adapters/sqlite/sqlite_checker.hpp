// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/audit_store.hpp"
#include "arus/app/ports/ledger_store.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace arus::sqlite {

/// Reads the books of a data folder to check them, beside a running server or without one. Never
/// changes anything: no migration, no lock, no write. For one thread; every call blocks and throws
/// Failure.
class SqliteChecker {
public:
    virtual ~SqliteChecker() = default;

    /// Every book that has a history, by id.
    virtual std::vector<BookId> list_books() = 0;

    /// The whole history and all stored sums, in one snapshot; nothing if there is no such book.
    /// `watch` as in LedgerStore::verify.
    virtual std::optional<app::VerificationRecord> verify(
        BookId book, Deadline deadline, app::VerifyWatch& watch) = 0;

    /// The chain of the book's audit log; of the server's own for the id that is none.
    virtual app::AuditVerification verify_audit(BookId book, Deadline deadline) = 0;
};

/// Throws Failure: configuration (no database in the folder, one of another program or another
/// version), unavailable.
std::unique_ptr<SqliteChecker> open_sqlite_for_checking(const std::filesystem::path& folder);

}  // namespace arus::sqlite
