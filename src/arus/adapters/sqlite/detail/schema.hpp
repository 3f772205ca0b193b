// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/database.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace arus::sqlite {

/// One file of migrations/sqlite, as it was when the program was built.
struct Migration {
    int version = 0;
    std::string_view name;  ///< of the file
    std::string_view sql;
};

/// All of them, by version from 1 on. Generated at build time.
std::span<const Migration> embedded_migrations();

/// Written into the file's header: tells an Arus database from any other.
inline constexpr std::int32_t application_id = 0x41525553;

/// Throws Failure configuration if the file belongs to another program. Changes nothing.
void check_owner(Connection& connection);

/// Brings the database to the last of `migrations`: checks what was applied before, applies the
/// rest in order in one transaction, each recorded with its SHA-256. Throws Failure configuration
/// for a database of a newer version and for a migration that is not what was applied.
void migrate(Connection& connection, std::span<const Migration> migrations, Instant now);

/// Every statement that makes up the schema, tables before indexes before triggers: what
/// migrations/sqlite/schema.sql shows.
std::string schema_text(Connection& connection);

}  // namespace arus::sqlite
