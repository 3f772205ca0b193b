// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/connection.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

// The server commits every statement that changes the schema by itself, so a migration is no
// transaction. What keeps it whole:
//
//   schema_migrations   version, name, checksum, started_at_us, statements_started,
//                       statements_finished, applied_at_us (NULL until the last statement is done)
//
//   for each statement:  mark it started, and those before it finished · run it
//   at the end:          mark all finished and the migration applied
//
// A run that broke is taken up at the first statement that is not finished. If that one had been
// started, its work may be there already; "it exists already" is then as good as done. One
// instance migrates at a time (GET_LOCK).
namespace arus::mysql {

/// One file of migrations/mysql, as it was when the program was built.
struct Migration {
    int version = 0;
    std::string_view name;  ///< of the file
    std::string_view sql;
};

/// All of them, by version from 1 on. Generated at build time.
std::span<const Migration> embedded_migrations();

/// The statements of a migration, without comments before them and the semicolon after them. One
/// ends with a semicolon before an empty line or the end.
std::vector<std::string> split_statements(std::string_view sql);

/// Brings the database to the last of `migrations`. Throws Failure configuration for a database of
/// a newer version or of another program and for a migration that is not what was applied.
Awaitable<void> migrate(
    Connection& connection, std::span<const Migration> migrations, const Clock& clock);

/// Throws Failure configuration unless exactly `migrations` were applied, each in full.
Awaitable<void> check_schema(Connection& connection, std::span<const Migration> migrations);

/// What is known of the schema: the last version that was applied in full (0: none), and whether
/// one was begun that is not finished.
struct SchemaState {
    int version = 0;
    bool unfinished = false;
};
Awaitable<SchemaState> read_schema_state(Connection& connection);

/// Every statement that makes up the schema as the server shows it, tables before triggers, each by
/// name: what migrations/mysql/schema.sql holds, as MariaDB 10.11 writes it.
Awaitable<std::string> schema_text(Connection& connection);

}  // namespace arus::mysql
