// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/table_copy.hpp"
#include "arus/base/time.hpp"

#include <filesystem>
#include <memory>

namespace arus::sqlite {

/// A new database for a data folder that has none, made beside its place and put there at the end
/// in one step. Until then the folder has no books; a try that broke leaves nothing that the next
/// one would not throw away.
///
///   tables() filled and finished · open_sqlite({.folder = work_folder()}) to check it, stopped ·
///   publish()
///
/// Holds the data folder, so that no server starts in it meanwhile. Calls block.
class SqliteRestore {
public:
    virtual ~SqliteRestore() = default;

    /// finish() makes everything durable and closes the database; nothing may be called on it
    /// afterwards.
    virtual app::TableTarget& tables() = 0;
    virtual const std::filesystem::path& work_folder() const = 0;
    /// Precondition: tables() are finished, nobody has the database open.
    virtual void publish() = 0;
};

/// The database has the schema of this version, from 1 to that of the program. Throws Failure:
/// configuration (the folder is in use, or has books, which are never overwritten), unavailable.
std::unique_ptr<SqliteRestore> open_sqlite_restore(
    const std::filesystem::path& folder, int schema_version, const Clock& clock);

/// The last migration that this program knows.
int sqlite_schema_version();

}  // namespace arus::sqlite
