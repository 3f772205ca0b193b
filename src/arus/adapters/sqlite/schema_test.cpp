// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/schema.hpp"
#include "arus/adapters/sqlite/detail/import_queries.hpp"
#include "arus/adapters/sqlite/detail/job_queries.hpp"
#include "arus/adapters/sqlite/detail/notification_queries.hpp"
#include "arus/adapters/sqlite/detail/people_queries.hpp"

#include "arus/adapters/sqlite/detail/identity_queries.hpp"
#include "arus/adapters/sqlite/detail/identity_writer.hpp"
#include "arus/adapters/sqlite/detail/ledger_writer.hpp"
#include "arus/adapters/sqlite/detail/readers.hpp"
#include "arus/adapters/sqlite/sqlite_stores.hpp"
#include "arus/adapters/sqlite/test_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace arus::sqlite {
namespace {

constexpr Connection::Settings writing{
    .mode = Connection::Mode::read_write, .cache_bytes_max = 1U << 20U};

Failure::Kind kind_of_opening(const Options& options) {
    try {
        open_sqlite(options);
    } catch (const Failure& failure) {
        return failure.facts().kind;
    }
    ADD_FAILURE() << "it was opened";
    return Failure::Kind::internal;
}

Failure::Kind kind_of_migrating(Connection& connection, std::span<const Migration> migrations) {
    try {
        migrate(connection, migrations, {});
    } catch (const Failure& failure) {
        EXPECT_FALSE(connection.in_transaction());
        return failure.facts().kind;
    }
    ADD_FAILURE() << "it was migrated";
    return Failure::Kind::internal;
}

TEST(Schema, is_the_one_that_the_snapshot_shows) {
    const TestFolder folder;
    Connection connection(folder.path() / "arus.db", writing);
    migrate(connection, embedded_migrations(), {});
    std::ifstream file("migrations/sqlite/schema.sql");
    ASSERT_TRUE(file) << "run the tests from the root of the repository";
    std::stringstream snapshot;
    snapshot << file.rdbuf();
    const std::string header =
        "-- SPDX-License-Identifier: Apache-2.0\n-- What the migrations add up to. A test compares "
        "it; see ../README.md.\n\n";
    const auto actual = header + schema_text(connection);
    if (snapshot.str() != actual) {
        std::ofstream("build/schema.sql") << actual;
        FAIL() << "the schema has changed: look at build/schema.sql and, if it is right, copy it "
                  "to migrations/sqlite/";
    }
}

TEST(Schema, is_made_once_and_then_left_alone) {
    const TestFolder folder;
    Connection connection(folder.path() / "arus.db", writing);
    migrate(connection, embedded_migrations(), {1});
    migrate(connection, embedded_migrations(), {2});
    EXPECT_EQ(connection.read_integer("SELECT max(applied_at_us) FROM schema_migrations"), 1);
    EXPECT_EQ(
        connection.read_integer("PRAGMA user_version"),
        static_cast<std::int64_t>(embedded_migrations().size()));
    EXPECT_EQ(connection.read_integer("PRAGMA application_id"), application_id);
}

TEST(Schema, grows_by_new_migrations_only) {
    const TestFolder folder;
    Connection connection(folder.path() / "arus.db", writing);
    const Migration first{1, "0001_a.sql", "CREATE TABLE a (id INTEGER) STRICT;"};
    const Migration second{
        2, "0002_b.sql", "CREATE TABLE b (id INTEGER) STRICT; INSERT INTO b VALUES (7);"};
    migrate(connection, std::array{first}, {});
    migrate(connection, std::array{first, second}, {});
    EXPECT_EQ(connection.read_integer("SELECT id FROM b"), 7);
    EXPECT_EQ(connection.read_integer("PRAGMA user_version"), 2);
}

TEST(Schema, refuses_a_migration_that_was_edited) {
    const TestFolder folder;
    Connection connection(folder.path() / "arus.db", writing);
    migrate(
        connection, std::array{Migration{1, "0001_a.sql", "CREATE TABLE a (id INTEGER) STRICT;"}},
        {});
    EXPECT_EQ(
        kind_of_migrating(
            connection, std::array{Migration{1, "0001_a.sql", "CREATE TABLE a (id TEXT) STRICT;"}}),
        Failure::Kind::configuration);
}

TEST(Schema, refuses_a_database_of_a_newer_version) {
    const TestFolder folder;
    Connection connection(folder.path() / "arus.db", writing);
    const Migration first{1, "0001_a.sql", "CREATE TABLE a (id INTEGER) STRICT;"};
    const Migration second{2, "0002_b.sql", "CREATE TABLE b (id INTEGER) STRICT;"};
    migrate(connection, std::array{first, second}, {});
    EXPECT_EQ(kind_of_migrating(connection, std::array{first}), Failure::Kind::configuration);
}

TEST(Schema, leaves_nothing_of_a_migration_that_breaks) {
    const TestFolder folder;
    Connection connection(folder.path() / "arus.db", writing);
    const Migration broken{
        1, "0001_a.sql", "CREATE TABLE a (id INTEGER) STRICT; INSERT INTO nothing VALUES (1);"};
    EXPECT_EQ(kind_of_migrating(connection, std::array{broken}), Failure::Kind::internal);
    EXPECT_EQ(connection.read_integer("SELECT count(*) FROM sqlite_schema"), 0);
}

TEST(Opening, refuses_the_database_of_another_program_and_does_not_touch_it) {
    const TestFolder folder;
    {
        Connection other(folder.path() / "arus.db", writing);
        other.execute("CREATE TABLE notes (text TEXT)");
    }
    EXPECT_EQ(kind_of_opening({.folder = folder.path()}), Failure::Kind::configuration);
    Connection other(folder.path() / "arus.db", writing);
    EXPECT_EQ(other.read_text("PRAGMA journal_mode"), "delete");
    EXPECT_EQ(other.read_integer("SELECT count(*) FROM sqlite_schema"), 1);
}

TEST(Opening, refuses_a_file_that_is_no_database) {
    const TestFolder folder;
    std::ofstream(folder.path() / "arus.db") << std::string(8'192, 'x');
    EXPECT_EQ(kind_of_opening({.folder = folder.path()}), Failure::Kind::corrupt);
}

TEST(Opening, refuses_a_folder_that_is_in_use) {
    const TestFolder folder;
    auto first = open_sqlite({.folder = folder.path()});
    EXPECT_EQ(kind_of_opening({.folder = folder.path()}), Failure::Kind::configuration);
    first.reset();
    EXPECT_NO_THROW(open_sqlite({.folder = folder.path()}));
}

TEST(Opening, refuses_a_folder_that_cannot_be_made) {
    const TestFolder folder;
    std::ofstream(folder.path() / "file") << "x";
    EXPECT_EQ(
        kind_of_opening({.folder = folder.path() / "file" / "data"}), Failure::Kind::unavailable);
}

/// No statement may walk a whole table or sort more than a handful of rows: what it may do is
/// written here.
TEST(Queries, are_served_by_indexes) {
    const TestFolder folder;
    Connection writer(folder.path() / "arus.db", writing);
    writer.start_wal();
    migrate(writer, embedded_migrations(), {});
    const LedgerWriter ledger_writer(writer, system_clock());
    const IdentityWriter identity_writer(writer, system_clock());
    ReadSession session(folder.path() / "arus.db", {.cache_bytes_max = 1U << 20U});

    // Besides what must see everything: rules, of which a person has few, and jobs, which go after
    // some days.
    const std::vector<std::string> scans_allowed{
        queries::list_books, queries::has_users, queries::list_books_behind,
        queries::list_books_with_rule, queries::count_jobs};
    const std::vector<std::string> sorts_allowed{
        queries::sum_months,
        queries::sum_days,
        queries::sum_made_after,
        queries::sum_settled_after,
        queries::sum_payments,
        queries::list_books_of_user,
        queries::list_members,
        queries::list_rules,
        queries::list_active_rules,
        queries::list_books_behind,
        queries::list_books_with_rule,
        queries::count_jobs,
        queries::list_sessions,
        queries::list_import_mappings,
        queries::delete_old_import_mappings};
    int looked_at = 0;
    for (const auto* connection : {&writer, &session.connection}) {
        std::vector<std::string> all;
        for (auto* statement = sqlite3_next_stmt(connection->handle(), nullptr);
             statement != nullptr; statement = sqlite3_next_stmt(connection->handle(), statement)) {
            all.emplace_back(sqlite3_sql(statement));
        }
        for (const auto& sql : all) {
            ++looked_at;
            Statement plan(*connection, "EXPLAIN QUERY PLAN " + sql);
            auto rows = plan.query();
            while (rows.next()) {
                const auto step = rows.string(3);
                if (step.starts_with("SCAN") && step != "SCAN CONSTANT ROW") {
                    EXPECT_TRUE(std::count(scans_allowed.begin(), scans_allowed.end(), sql))
                        << sql << "\n"
                        << step;
                }
                if (step.find("TEMP B-TREE") != std::string::npos
                    || step.find("AUTOMATIC") != std::string::npos) {
                    EXPECT_TRUE(std::count(sorts_allowed.begin(), sorts_allowed.end(), sql))
                        << sql << "\n"
                        << step;
                }
            }
        }
    }
    EXPECT_GT(looked_at, 100);
}

TEST(Queries, that_take_back_later_acts_look_at_nothing_else) {
    const TestFolder folder;
    Connection connection(folder.path() / "arus.db", writing);
    migrate(connection, embedded_migrations(), {});
    const auto plan_of = [&connection](const char* sql) {
        Statement plan(connection, std::string("EXPLAIN QUERY PLAN ") + sql);
        std::string text;
        auto rows = plan.query();
        while (rows.next()) {
            text.append(rows.text(3)).append("\n");
        }
        return text;
    };
    EXPECT_EQ(
        plan_of(queries::sum_made_after),
        "SEARCH t USING INDEX sqlite_autoindex_transactions_2 (book_id=? AND sequence>?)\n"
        "SEARCH p USING PRIMARY KEY (book_id=? AND sequence=?)\n"
        "USE TEMP B-TREE FOR GROUP BY\n");
    EXPECT_EQ(
        plan_of(queries::sum_settled_after),
        "SEARCH s USING PRIMARY KEY (book_id=? AND sequence>?)\n"
        "SEARCH t USING INDEX sqlite_autoindex_transactions_2 (book_id=? AND sequence=?)\n"
        "SEARCH p USING PRIMARY KEY (book_id=? AND sequence=?)\n"
        "USE TEMP B-TREE FOR GROUP BY\n");
}

}  // namespace
}  // namespace arus::sqlite
