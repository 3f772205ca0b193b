// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/schema.hpp"

#include "arus/adapters/sqlite/detail/queries.hpp"
#include "arus/base/assert.hpp"
#include "arus/base/log.hpp"

#include <map>

namespace arus::sqlite {

namespace {

[[noreturn]] void refuse(const std::string& message) {
    throw Failure({Failure::Kind::configuration, false, true, "sqlite"}, message);
}

std::map<int, Hash256> read_applied(Connection& connection) {
    std::map<int, Hash256> applied;
    Statement statement(connection, queries::list_migrations);
    auto rows = statement.query();
    while (rows.next()) {
        applied.emplace(static_cast<int>(rows.integer(0)), rows.hash(1));
    }
    return applied;
}

void apply(Connection& connection, std::span<const Migration> migrations, Instant now) {
    connection.execute(queries::create_schema_migrations);
    const auto applied = read_applied(connection);
    if (!applied.empty() && applied.rbegin()->first > static_cast<int>(migrations.size())) {
        refuse("the database was made by a newer version of this program");
    }
    Statement record(connection, queries::insert_migration);
    int expected = 0;
    for (const auto& migration : migrations) {
        ARUS_ASSERT(migration.version == ++expected);
        const auto checksum = sha256(migration.sql);
        if (const auto found = applied.find(migration.version); found != applied.end()) {
            if (found->second != checksum) {
                refuse(
                    "migration " + std::string(migration.name)
                    + " is not the one that was applied to this database");
            }
            continue;
        }
        if (static_cast<int>(applied.size()) >= migration.version) {
            refuse(
                "migration " + std::string(migration.name)
                + " is missing between others in this database");
        }
        connection.execute(std::string(migration.sql).c_str());
        record.run(migration.version, migration.name, checksum, now);
        log::info("migration applied", {{"name", migration.name}});
    }
    connection.execute(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
    connection.execute(("PRAGMA user_version = " + std::to_string(migrations.size())).c_str());
}

}  // namespace

void check_owner(Connection& connection) {
    const auto owner = connection.read_integer("PRAGMA application_id");
    if (owner == application_id) {
        return;
    }
    if (owner != 0 || connection.read_integer(queries::count_schema_objects) != 0) {
        refuse("the file is a database of another program");
    }
}

void migrate(Connection& connection, std::span<const Migration> migrations, Instant now) {
    connection.execute("BEGIN IMMEDIATE");
    try {
        apply(connection, migrations, now);
        connection.execute("COMMIT");
    } catch (...) {
        if (connection.in_transaction()) {
            connection.execute("ROLLBACK");
        }
        throw;
    }
}

std::string schema_text(Connection& connection) {
    std::string text;
    Statement statement(connection, queries::list_schema);
    auto rows = statement.query();
    while (rows.next()) {
        text.append(rows.text(0)).append(";\n\n");
    }
    return text;
}

}  // namespace arus::sqlite
