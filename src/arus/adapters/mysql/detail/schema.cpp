// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/schema.hpp"

#include "arus/adapters/mysql/detail/queries.hpp"
#include "arus/adapters/mysql/detail/text_formatter.hpp"
#include "arus/base/assert.hpp"
#include "arus/base/log.hpp"

#include <algorithm>
#include <chrono>
#include <map>

namespace arus::mysql {

namespace {

using namespace std::chrono_literals;

constexpr int lock_wait_s = 10;
constexpr auto migrate_patience = 10min;

[[noreturn]] void refuse(const std::string& message) {
    throw Failure({Failure::Kind::configuration, false, true, "mysql"}, message);
}

struct Applied {
    Hash256 checksum{};
    std::size_t started = 0;
    std::size_t finished = 0;
    bool complete = false;
};
using AppliedByVersion = std::map<int, Applied>;

Awaitable<bool> has_table(Connection& connection) {
    const auto rows = co_await connection.execute(queries::find_schema_migrations);
    co_return !rows.empty();
}

Awaitable<AppliedByVersion> read_applied(Connection& connection) {
    AppliedByVersion applied;
    auto rows = co_await connection.execute(queries::list_migrations);
    while (rows.next()) {
        applied.emplace(
            static_cast<int>(rows.integer(0)),
            Applied{
                rows.hash(1), static_cast<std::size_t>(rows.count(2)),
                static_cast<std::size_t>(rows.count(3)), !rows.is_null(4)});
    }
    co_return applied;
}

void check_applied(const AppliedByVersion& applied, std::span<const Migration> migrations) {
    if (!applied.empty() && applied.rbegin()->first > static_cast<int>(migrations.size())) {
        refuse("the database was made by a newer version of this program");
    }
    bool missing_before = false;
    for (const auto& migration : migrations) {
        const auto found = applied.find(migration.version);
        if (found == applied.end()) {
            missing_before = true;
            continue;
        }
        if (missing_before) {
            refuse(
                "a migration before " + std::string(migration.name)
                + " is missing in this database");
        }
        if (found->second.checksum != sha256(migration.sql)) {
            refuse(
                "migration " + std::string(migration.name)
                + " is not the one that was applied to this database");
        }
    }
}

bool is_complete(const AppliedByVersion& applied, std::span<const Migration> migrations) {
    return applied.size() == migrations.size()
           && std::ranges::all_of(applied, [](const auto& one) { return one.second.complete; });
}

/// What it would have made is there: of a statement that was begun before, the good end.
bool exists_already(int code) {
    switch (code) {
        case 1050:  // table
        case 1060:  // column
        case 1061:  // key
        case 1068:  // primary key
        case 1091:  // what was to be dropped is gone
        case 1359:  // trigger
        case 1826:  // foreign key
        case 3822:  // check constraint
            return true;
        default:
            return false;
    }
}

Awaitable<void> run_statement(Connection& connection, std::string statement, bool begun_before) {
    try {
        co_await connection.query(std::move(statement));
    } catch (const MysqlFailure& failure) {
        if (!begun_before || !exists_already(failure.server_code())) {
            throw;
        }
    }
}

Awaitable<void> apply(
    Connection& connection, const Migration& migration, Applied state, const Clock& clock) {
    const auto statements = split_statements(migration.sql);
    for (std::size_t i = state.finished; i < statements.size(); ++i) {
        const bool begun_before = state.started > i;
        co_await connection.execute(queries::mark_statement_started, i, i + 1, migration.version);
        try {
            co_await run_statement(connection, statements[i], begun_before);
        } catch (const Failure& failure) {
            throw Failure(
                failure.facts(), "migration " + std::string(migration.name) + ", statement "
                                     + std::to_string(i + 1) + ": " + failure.what());
        }
    }
    co_await connection.execute(
        queries::mark_migration_applied, statements.size(), clock.now(), migration.version);
    log::info("migration applied", {{"name", migration.name}});
}

Awaitable<void> apply_all(
    Connection& connection, std::span<const Migration> migrations, const Clock& clock) {
    const bool has_any = co_await has_table(connection);
    if (!has_any) {
        auto counted = co_await connection.execute(queries::count_tables);
        if (counted.next() && counted.integer(0) != 0) {
            refuse("the database holds tables of another program");
        }
        std::string create(queries::create_schema_migrations);
        co_await connection.query(std::move(create));
    }
    const auto applied = co_await read_applied(connection);
    check_applied(applied, migrations);
    int expected = 0;
    for (const auto& migration : migrations) {
        ARUS_ASSERT(migration.version == ++expected);
        Applied state;
        const auto found = applied.find(migration.version);
        if (found != applied.end()) {
            state = found->second;
        } else {
            co_await connection.execute(
                queries::insert_migration, migration.version, migration.name, sha256(migration.sql),
                clock.now());
        }
        if (!state.complete) {
            co_await apply(connection, migration, state, clock);
        }
    }
}

/// Locks of GET_LOCK are the server's, not the database's, and their names are short.
Awaitable<std::string> lock_name(Connection& connection) {
    std::string text("SELECT DATABASE()");
    const auto replies = co_await connection.query(std::move(text));
    auto rows = replies.rows(0);
    rows.next();
    const auto digest = sha256(rows.text(0));
    co_return "arus.migrate." + hex_of(digest).substr(0, 32);
}

Awaitable<void> take_lock(Connection& connection, const std::string& name, Deadline deadline) {
    bool told = false;
    while (!deadline.has_passed()) {
        auto rows = co_await connection.execute(queries::take_lock, name, lock_wait_s);
        if (rows.next() && !rows.is_null(0) && rows.integer(0) == 1) {
            co_return;
        }
        if (!told) {
            log::info("another instance migrates the database; waiting for it", {});
            told = true;
        }
    }
    throw Failure(
        {Failure::Kind::timeout, true, true, "mysql"},
        "another instance has been migrating the database for too long");
}

void trim_comments(std::string_view& statement) {
    for (;;) {
        const auto first = statement.find_first_not_of(" \t\r\n");
        if (first == std::string_view::npos) {
            statement = {};
            return;
        }
        statement.remove_prefix(first);
        if (!statement.starts_with("--")) {
            break;
        }
        const auto end = statement.find('\n');
        statement.remove_prefix(end == std::string_view::npos ? statement.size() : end);
    }
    const auto last = statement.find_last_not_of(" \t\r\n");
    statement = statement.substr(0, last + 1);
}

}  // namespace

std::vector<std::string> split_statements(std::string_view sql) {
    std::vector<std::string> statements;
    while (!sql.empty()) {
        auto end = sql.find(";\n\n");
        if (end == std::string_view::npos) {
            end = sql.find_last_not_of(" \t\r\n");
            if (end != std::string_view::npos && sql[end] != ';') {
                ++end;
            }
        }
        auto statement = sql.substr(0, end);
        sql.remove_prefix(
            end == std::string_view::npos ? sql.size() : std::min(end + 1, sql.size()));
        trim_comments(statement);
        if (!statement.empty()) {
            statements.emplace_back(statement);
        }
    }
    return statements;
}

Awaitable<void> migrate(
    Connection& connection, std::span<const Migration> migrations, const Clock& clock) {
    // Where there is nothing to do no right to do it is needed.
    const bool has_any = co_await has_table(connection);
    if (has_any) {
        const auto applied = co_await read_applied(connection);
        check_applied(applied, migrations);
        if (is_complete(applied, migrations)) {
            co_return;
        }
    }
    const auto deadline = Deadline::in(migrate_patience);
    connection.set_deadline({deadline.at + 1min});
    const auto name = co_await lock_name(connection);
    co_await take_lock(connection, name, deadline);
    co_await apply_all(connection, migrations, clock);
    co_await connection.execute(queries::release_lock, name);
    connection.clear_deadline();
}

Awaitable<void> check_schema(Connection& connection, std::span<const Migration> migrations) {
    const bool has_any = co_await has_table(connection);
    if (!has_any) {
        refuse("the database has no schema yet: run `arus migrate` as the schema's owner");
    }
    const auto applied = co_await read_applied(connection);
    check_applied(applied, migrations);
    if (!is_complete(applied, migrations)) {
        refuse(
            "the database's schema is older than this program or a migration of it did not end: "
            "run `arus migrate` as the schema's owner");
    }
}

Awaitable<SchemaState> read_schema_state(Connection& connection) {
    SchemaState state;
    const bool has_any = co_await has_table(connection);
    if (!has_any) {
        co_return state;
    }
    const auto applied = co_await read_applied(connection);
    for (const auto& [version, one] : applied) {
        if (!one.complete) {
            state.unfinished = true;
            break;
        }
        state.version = version;
    }
    co_return state;
}

Awaitable<std::string> schema_text(Connection& connection) {
    std::string text;
    auto tables = co_await connection.execute(queries::list_tables);
    while (tables.next()) {
        auto show = "SHOW CREATE TABLE `" + tables.string(0) + "`";
        const auto replies = co_await connection.query(std::move(show));
        auto rows = replies.rows(0);
        rows.next();
        text.append(rows.text(1)).append(";\n\n");
    }
    auto triggers = co_await connection.execute(queries::list_triggers);
    while (triggers.next()) {
        text.append("CREATE TRIGGER ").append(triggers.text(0)).append(" ");
        text.append(triggers.text(1)).append(" ").append(triggers.text(2)).append(" ON ");
        text.append(triggers.text(3)).append(" FOR EACH ROW\n").append(triggers.text(4));
        text.append(";\n\n");
    }
    co_return text;
}

}  // namespace arus::mysql
