// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/grants.hpp"
#include "arus/adapters/mysql/test_database.hpp"

#include <algorithm>
#include <fstream>
#include <future>
#include <map>
#include <set>
#include <sstream>

namespace arus::mysql {
namespace {

using namespace std::chrono_literals;

std::string text_of_file(const char* path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

Failure::Kind kind_of_migrating(const Options& options) {
    try {
        migrate_mysql(options);
    } catch (const Failure& failure) {
        return failure.facts().kind;
    }
    ADD_FAILURE() << "it was migrated";
    return Failure::Kind::internal;
}

Failure::Kind kind_of_opening(const Options& options) {
    try {
        open_mysql(options);
    } catch (const Failure& failure) {
        return failure.facts().kind;
    }
    ADD_FAILURE() << "it was opened";
    return Failure::Kind::internal;
}

TEST(Statements, end_with_a_semicolon_before_an_empty_line) {
    EXPECT_EQ(
        split_statements("-- words;\n\n-- more\nCREATE TABLE a (\n  -- inside\n  b INT);\n\n"
                         "CREATE TRIGGER c BEGIN\n  d;\nEND;\n"),
        (std::vector<std::string>{
            "CREATE TABLE a (\n  -- inside\n  b INT)", "CREATE TRIGGER c BEGIN\n  d;\nEND"}));
    EXPECT_EQ(split_statements("A;\n\nB"), (std::vector<std::string>{"A", "B"}));
    EXPECT_TRUE(split_statements("\n-- nothing\n").empty());
    EXPECT_TRUE(split_statements("").empty());
}

TEST(Grants, say_the_same_in_the_file_and_in_the_program) {
    std::map<std::string, std::set<std::string>> in_file;
    std::stringstream lines(text_of_file("migrations/mysql/grants.sql"));
    for (std::string line; std::getline(lines, line);) {
        const std::string_view grant = "GRANT ";
        if (!line.starts_with(grant)) {
            continue;
        }
        const auto on = line.find(" ON `arus`.");
        ASSERT_NE(on, std::string::npos) << line;
        const auto table = line.substr(on + 11, line.find(" TO ") - on - 11);
        std::stringstream privileges(line.substr(grant.size(), on - grant.size()));
        for (std::string privilege; std::getline(privileges, privilege, ',');) {
            privilege.erase(0, privilege.find_first_not_of(' '));
            in_file[table].insert(privilege);
        }
    }
    std::map<std::string, std::set<std::string>> in_program{{"*", {"SELECT"}}};
    for (const auto& grant : table_grants) {
        const auto add = [&](bool has, const char* privilege) {
            if (has) {
                in_program["`" + std::string(grant.table) + "`"].insert(privilege);
            }
        };
        add(grant.insert, "INSERT");
        add(grant.update, "UPDATE");
        add(grant.remove, "DELETE");
    }
    EXPECT_EQ(in_file, in_program);
}

class Schema : public ServerTest {
protected:
    std::string schema() { return run_here(read_schema(owner)); }

    static Awaitable<SchemaState> read_state(Options options) {
        auto connection = co_await Connection::open(make_target(options), Deadline::in(30s));
        connection->set_deadline(Deadline::in(60s));
        co_return co_await read_schema_state(*connection);
    }

    static Awaitable<std::string> read_schema(Options options) {
        auto connection = co_await Connection::open(make_target(options), Deadline::in(30s));
        connection->set_deadline(Deadline::in(60s));
        co_return co_await schema_text(*connection);
    }
};

TEST_F(Schema, is_the_one_that_the_snapshot_shows) {
    migrate_mysql(owner);
    if (!diagnose_mysql(owner).is_mariadb) {
        GTEST_SKIP() << "the snapshot is in the words of MariaDB";
    }
    const std::string header =
        "-- SPDX-License-Identifier: Apache-2.0\n-- What the migrations add up to, in the words of "
        "MariaDB 10.11. A test compares it; see\n-- ../README.md.\n\n";
    const auto actual = header + schema();
    if (text_of_file("migrations/mysql/schema.sql") != actual) {
        std::ofstream("build/schema.mysql.sql") << actual;
        FAIL() << "the schema has changed: look at build/schema.mysql.sql and, if it is right, "
                  "copy it to migrations/mysql/schema.sql";
    }
}

TEST_F(Schema, has_a_grant_for_each_of_its_tables) {
    migrate_mysql(owner);
    std::vector<std::string> granted;
    for (const auto& grant : table_grants) {
        granted.emplace_back(grant.table);
    }
    EXPECT_EQ(
        read(
            owner,
            "SELECT table_name FROM information_schema.tables WHERE table_schema = "
            "DATABASE() ORDER BY CAST(table_name AS BINARY)"),
        granted);
}

TEST_F(Schema, is_made_once_by_two_who_begin_together) {
    auto other = std::async(std::launch::async, [this] { migrate_mysql(owner); });
    migrate_mysql(owner);
    other.get();
    EXPECT_EQ(
        read(
            owner,
            "SELECT CAST(COUNT(*) AS CHAR) FROM schema_migrations WHERE applied_at_us IS "
            "NOT NULL AND statements_started = statements_finished"),
        std::vector<std::string>{std::to_string(embedded_migrations().size())});
}

/// Code of the server's error, 0 if there was none.
Awaitable<int> migrate_by(Options options, std::vector<Migration> migrations) {
    auto connection = co_await Connection::open(make_target(options), Deadline::in(30s));
    connection->set_deadline(Deadline::in(60s));
    int code = 0;
    try {
        co_await migrate(*connection, migrations, system_clock());
    } catch (const Failure& failure) {
        const std::string words(failure.what());
        EXPECT_NE(words.find("statement 2"), std::string::npos) << words;
        code = 1;
    }
    co_return code;
}

TEST_F(Schema, is_taken_up_where_it_broke) {
    const std::vector<Migration> migrations{
        {1, "0001_three.sql",
         "CREATE TABLE a (x INT PRIMARY KEY);\n\n-- the one that breaks\nCREATE TABLE b (x INT "
         "PRIMARY KEY);\n\nCREATE TABLE c (x INT PRIMARY KEY);\n"},
        {2, "0002_one.sql", "INSERT INTO c VALUES (1) ON DUPLICATE KEY UPDATE x = x;\n"}};
    const auto state = [&] {
        return read(
            owner,
            "SELECT CONCAT_WS(' ', version, statements_started, statements_finished, "
            "applied_at_us IS NOT NULL) FROM schema_migrations ORDER BY version");
    };
    // A statement that was never begun and finds its table there is an error.
    ASSERT_EQ(run_here(migrate_by(owner, {})), 0);
    ASSERT_EQ(run(owner, "CREATE TABLE b (other INT PRIMARY KEY)"), 0);
    EXPECT_EQ(run_here(migrate_by(owner, migrations)), 1);
    EXPECT_EQ(state(), std::vector<std::string>{"1 2 1 0"});
    ASSERT_EQ(run(owner, "DROP TABLE b"), 0);
    EXPECT_TRUE(run_here(read_state(owner)).unfinished);
    // One that was begun may have been done: here it was.
    ASSERT_EQ(run(owner, "CREATE TABLE b (x INT PRIMARY KEY)"), 0);
    EXPECT_EQ(run_here(migrate_by(owner, migrations)), 0);
    EXPECT_EQ(state(), (std::vector<std::string>{"1 3 3 1", "2 1 1 1"}));
    EXPECT_EQ(read(owner, "SELECT CAST(x AS CHAR) FROM c"), std::vector<std::string>{"1"});
    EXPECT_EQ(run_here(migrate_by(owner, migrations)), 0);
    EXPECT_EQ(run_here(read_state(owner)).version, 2);
    EXPECT_FALSE(run_here(read_state(owner)).unfinished);
}

TEST_F(Schema, of_what_contacts_owe_is_put_into_order_and_taken_up_where_that_broke) {
    constexpr int before_order = 5;
    const auto state = [&] {
        return read(
            owner,
            "SELECT CONCAT_WS(' ', statements_started, statements_finished, applied_at_us IS NOT"
            " NULL) FROM schema_migrations WHERE version = 6");
    };
    const auto key = [&] {
        return read(
            owner,
            "SELECT CONCAT(index_name, ' ', GROUP_CONCAT(column_name ORDER BY seq_in_index))"
            " FROM information_schema.statistics WHERE table_schema = DATABASE()"
            " AND table_name = 'contact_balances' GROUP BY index_name");
    };
    const auto rows = [&] {
        return read(
            owner,
            "SELECT CONCAT_WS(' ', HEX(account_id), HEX(contact_id), debit_minor, credit_minor)"
            " FROM contact_balances ORDER BY account_id, contact_id");
    };
    const std::vector<std::string> ordered{"PRIMARY book_id,account_id,contact_id"};
    migrate_mysql_to(owner, before_order);
    ASSERT_EQ(
        run(owner,
            "INSERT INTO contact_balances (book_id, contact_id, account_id, debit_minor,"
            " credit_minor) VALUES (REPEAT('b', 16), REPEAT('c', 16), REPEAT('z', 16), 1, 2),"
            " (REPEAT('b', 16), REPEAT('d', 16), REPEAT('a', 16), 3, 4)"),
        0);
    const std::vector<std::string> kept = rows();
    ASSERT_EQ(kept.size(), 2U);
    migrate_mysql(owner);
    EXPECT_EQ(key(), ordered);
    EXPECT_EQ(rows(), kept);
    // Its second statement was done, and nobody could say so any more.
    ASSERT_EQ(
        run(owner,
            "UPDATE schema_migrations SET statements_finished = 1, applied_at_us = NULL"
            " WHERE version = 6"),
        0);
    migrate_mysql(owner);
    EXPECT_EQ(state(), std::vector<std::string>{"2 2 1"});
    // The same with the first.
    ASSERT_EQ(
        run(owner,
            "CREATE INDEX contact_balances_by_account ON contact_balances (book_id,"
            " account_id); UPDATE schema_migrations SET statements_started = 1,"
            " statements_finished = 0, applied_at_us = NULL WHERE version = 6"),
        0);
    migrate_mysql(owner);
    EXPECT_EQ(state(), std::vector<std::string>{"2 2 1"});
    EXPECT_EQ(key(), ordered);
    EXPECT_EQ(rows(), kept);
}

TEST_F(Schema, that_is_not_whole_is_not_opened) {
    migrate_mysql(owner);
    ASSERT_EQ(run(owner, "UPDATE schema_migrations SET applied_at_us = NULL WHERE version = 2"), 0);
    EXPECT_EQ(kind_of_opening(owner), Failure::Kind::configuration);
    EXPECT_TRUE(diagnose_mysql(owner).schema_unfinished);
}

TEST_F(Schema, of_another_program_is_left_alone) {
    ASSERT_EQ(run(owner, "CREATE TABLE theirs (id INT PRIMARY KEY)"), 0);
    EXPECT_EQ(kind_of_migrating(owner), Failure::Kind::configuration);
    EXPECT_EQ(
        read(
            owner,
            "SELECT table_name FROM information_schema.tables WHERE table_schema = "
            "DATABASE()"),
        std::vector<std::string>{"theirs"});
}

TEST_F(Schema, that_is_newer_or_was_edited_is_refused) {
    EXPECT_EQ(kind_of_opening(owner), Failure::Kind::configuration);  // none yet
    migrate_mysql(owner);
    ASSERT_EQ(
        run(owner, "UPDATE schema_migrations SET checksum = REPEAT('x', 32) WHERE version = 1"), 0);
    EXPECT_EQ(kind_of_migrating(owner), Failure::Kind::configuration);
    EXPECT_EQ(kind_of_opening(owner), Failure::Kind::configuration);
    ASSERT_EQ(
        run(owner,
            "DELETE FROM schema_migrations WHERE version > 1; INSERT INTO schema_migrations "
            "VALUES (99, 'later', REPEAT('y', 32), 0, 0, 0, 1)"),
        0);
    EXPECT_EQ(kind_of_migrating(owner), Failure::Kind::configuration);
}

TEST_F(Schema, needs_no_rights_where_there_is_nothing_to_do) {
    migrate_mysql(owner);
    migrate_mysql(make_user());
}

TEST_F(Schema, is_described_with_the_rights_of_who_asks) {
    migrate_mysql(owner);
    const auto user = make_user();
    auto found = diagnose_mysql(user);
    EXPECT_TRUE(found.excess_privileges.empty());
    EXPECT_TRUE(found.missing_privileges.empty());
    EXPECT_TRUE(found.missing_triggers.empty());
    EXPECT_EQ(found.schema_version, found.schema_version_wanted);
    EXPECT_EQ(found.flush_log_at_trx_commit, 1);
    EXPECT_NE(found.session_sql_mode.find("STRICT_ALL_TABLES"), std::string::npos);
    EXPECT_NEAR(
        static_cast<double>(found.server_time.us), static_cast<double>(found.machine_time.us), 5e6);

    const auto of_owner = diagnose_mysql(owner);
    const auto has = [&](const char* table, const char* privilege) {
        return std::ranges::any_of(of_owner.excess_privileges, [&](const auto& one) {
            return one.table == table && one.privilege == privilege;
        });
    };
    EXPECT_TRUE(has("events", "UPDATE"));
    EXPECT_TRUE(has("postings", "DELETE"));
    EXPECT_FALSE(has("balances", "UPDATE"));

    ASSERT_EQ(
        run(server,
            "REVOKE UPDATE ON " + owner.database + ".balances FROM '" + user.user + "'@'%'"),
        0);
    ASSERT_EQ(run(owner, "DROP TRIGGER postings_refuse_update"), 0);
    found = diagnose_mysql(user);
    ASSERT_EQ(found.missing_privileges.size(), 1U);
    EXPECT_EQ(found.missing_privileges[0].table, "balances");
    EXPECT_EQ(found.missing_privileges[0].privilege, "UPDATE");
    EXPECT_EQ(
        diagnose_mysql(owner).missing_triggers, std::vector<std::string>{"postings_refuse_update"});
}

TEST_F(Schema, tells_every_right_to_insert_that_is_missing) {
    migrate_mysql(owner);
    const auto user = make_user();
    for (const auto& grant : table_grants) {
        if (grant.insert) {
            ASSERT_EQ(
                run(server, "REVOKE INSERT ON " + owner.database + "." + std::string(grant.table)
                                + " FROM '" + user.user + "'@'%'"),
                0);
        }
    }
    const auto found = diagnose_mysql(user);
    std::vector<std::string> missing;
    for (const auto& one : found.missing_privileges) {
        EXPECT_EQ(one.privilege, "INSERT") << one.table;
        missing.push_back(one.table);
    }
    std::vector<std::string> wanted;
    for (const auto& grant : table_grants) {
        if (grant.insert) {
            wanted.emplace_back(grant.table);
        }
    }
    EXPECT_EQ(missing, wanted);
    EXPECT_TRUE(diagnose_mysql(owner).missing_privileges.empty());
}

}  // namespace
}  // namespace arus::mysql
