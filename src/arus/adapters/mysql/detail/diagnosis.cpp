// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/blocking.hpp"
#include "arus/adapters/mysql/detail/grants.hpp"
#include "arus/adapters/mysql/detail/queries.hpp"
#include "arus/adapters/mysql/detail/schema.hpp"
#include "arus/adapters/mysql/detail/target.hpp"

#include <charconv>
#include <map>
#include <set>

namespace arus::mysql {

namespace {

bool is_on(std::string_view text) {
    return text == "1" || text == "ON" || text.starts_with("DETECT_AND_RECOVER");
}

/// MariaDB 12 knows more ways to be read only than ON.
bool is_off(std::string_view text) {
    return text.empty() || text == "0" || text == "OFF";
}

/// Quotes a name of the schema.
std::string quoted(std::string_view name) {
    std::string text("`");
    for (const char c : name) {
        text.append(c == '`' ? "``" : std::string(1, c));
    }
    return text + "`";
}

/// Whether this user may do what a statement does, however the right came to them: the server looks
/// at rights before it plans, and EXPLAIN carries nothing out.
Awaitable<bool> may(Connection& connection, std::string statement) {
    std::string text("EXPLAIN " + statement);
    try {
        co_await connection.query(std::move(text));
        co_return true;
    } catch (const MysqlFailure& failure) {
        const int code = failure.server_code();
        if (code == 1364) {
            co_return true;  // a column without a value: that is looked at after the rights
        }
        if (code != 1142 && code != 1143) {  // no right to the table or the column
            throw;
        }
    }
    co_return false;
}

Awaitable<void> read_privileges(Connection& connection, Diagnosis& diagnosis) {
    std::map<std::string, std::string, std::less<>> columns;
    auto rows = co_await connection.execute(queries::list_first_columns);
    while (rows.next()) {
        columns.emplace(rows.string(0), rows.string(1));
    }
    for (const auto& grant : table_grants) {
        const auto found = columns.find(grant.table);
        if (found == columns.end() || !grant.insert) {
            continue;
        }
        const auto table = quoted(grant.table);
        const auto column = quoted(found->second);
        const bool updates = co_await may(
            connection, "UPDATE " + table + " SET " + column + " = " + column + " WHERE 1 = 0");
        const bool deletes = co_await may(connection, "DELETE FROM " + table + " WHERE 1 = 0");
        const bool inserts = co_await may(
            connection, "INSERT INTO " + table + " (" + column + ") SELECT " + column + " FROM "
                            + table + " WHERE 1 = 0");
        const auto note = [&](std::vector<TablePrivilege>& list, const char* privilege) {
            list.push_back({std::string(grant.table), privilege});
        };
        if (grant.is_history() && updates) {
            note(diagnosis.excess_privileges, "UPDATE");
        }
        if (grant.is_history() && deletes) {
            note(diagnosis.excess_privileges, "DELETE");
        }
        if (!inserts) {
            note(diagnosis.missing_privileges, "INSERT");
        }
        if (grant.update && !updates) {
            note(diagnosis.missing_privileges, "UPDATE");
        }
        if (grant.remove && !deletes) {
            note(diagnosis.missing_privileges, "DELETE");
        }
    }
}

/// The triggers that the applied migrations make and that are not there.
Awaitable<void> read_triggers(Connection& connection, Diagnosis& diagnosis) {
    std::set<std::string> there;
    auto rows = co_await connection.execute(queries::list_triggers);
    while (rows.next()) {
        there.insert(rows.string(0));
    }
    constexpr std::string_view create = "CREATE TRIGGER ";
    for (const auto& migration : embedded_migrations()) {
        if (migration.version > diagnosis.schema_version) {
            break;
        }
        for (const auto& statement : split_statements(migration.sql)) {
            if (!statement.starts_with(create)) {
                continue;
            }
            const auto name = statement.substr(
                create.size(), statement.find(' ', create.size()) - create.size());
            if (!there.contains(name)) {
                diagnosis.missing_triggers.push_back(name);
            }
        }
    }
}

using Settings = std::map<std::string, std::string, std::less<>>;

Awaitable<Settings> read_settings(Connection& connection) {
    std::string text(queries::show_settings);
    const auto replies = co_await connection.query(std::move(text));
    Settings settings;
    auto rows = replies.rows(0);
    while (rows.next()) {
        settings.emplace(rows.string(0), rows.string(1));
    }
    co_return settings;
}

const std::string& text_of(const Settings& settings, std::string_view name) {
    static const std::string none;
    const auto found = settings.find(name);
    return found == settings.end() ? none : found->second;
}

/// 0 where the server has no such setting.
std::int64_t number_of(const Settings& settings, std::string_view name) {
    const auto& text = text_of(settings, name);
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && rest == end ? number : 0;
}

void describe(const Settings& settings, Diagnosis& diagnosis) {
    diagnosis.sql_mode = text_of(settings, "sql_mode");
    diagnosis.strict = diagnosis.sql_mode.find("STRICT_TRANS_TABLES") != std::string::npos
                       || diagnosis.sql_mode.find("STRICT_ALL_TABLES") != std::string::npos;
    diagnosis.flush_log_at_trx_commit = number_of(settings, "innodb_flush_log_at_trx_commit");
    diagnosis.binlog = is_on(text_of(settings, "log_bin"));
    diagnosis.sync_binlog = number_of(settings, "sync_binlog");
    const auto& isolation = text_of(settings, "transaction_isolation");
    diagnosis.isolation = isolation.empty() ? text_of(settings, "tx_isolation") : isolation;
    diagnosis.doublewrite = is_on(text_of(settings, "innodb_doublewrite"));
    // A server that does not have the setting does not need it.
    const auto trusts = settings.find("log_bin_trust_function_creators");
    diagnosis.trust_function_creators = trusts == settings.end() || is_on(trusts->second);
    diagnosis.read_only = !is_off(text_of(settings, "read_only"));
    diagnosis.galera = is_on(text_of(settings, "wsrep_on"));
    const auto count = [&](std::string_view name) {
        return static_cast<std::uint64_t>(number_of(settings, name));
    };
    diagnosis.max_allowed_packet = count("max_allowed_packet");
    diagnosis.buffer_pool_bytes = count("innodb_buffer_pool_size");
    diagnosis.max_connections = count("max_connections");
}

Awaitable<void> read_server(Connection& connection, Diagnosis& diagnosis, const Clock& clock) {
    co_await connection.prepare(queries::read_session);  // so that the times lie close together
    const auto before = clock.now();
    auto rows = co_await connection.execute(queries::read_session);
    const auto after = clock.now();
    rows.next();
    diagnosis.machine_time = {before.us + (after.us - before.us) / 2};
    diagnosis.version = rows.string(0);
    diagnosis.is_mariadb = connection.is_mariadb();
    diagnosis.user = rows.string(1);
    diagnosis.server_time = rows.instant(2);
    diagnosis.session_sql_mode = rows.string(3);
    diagnosis.database_charset = rows.string(4);
    diagnosis.database_collation = rows.string(5);
    const auto settings = co_await read_settings(connection);
    describe(settings, diagnosis);
    std::string show_cipher(queries::show_cipher);
    const auto cipher = co_await connection.query(std::move(show_cipher));
    auto cipher_rows = cipher.rows(0);
    if (cipher_rows.next()) {
        diagnosis.tls_cipher = cipher_rows.string(1);
    }
}

Awaitable<Diagnosis> diagnose(Options options) {
    auto connection = co_await Connection::open(
        make_target(options), Deadline::in(options.connect_timeout));
    connection->set_deadline(Deadline::in(2 * options.connect_timeout));
    Diagnosis diagnosis;
    co_await read_server(*connection, diagnosis, *options.clock);
    const auto schema = co_await read_schema_state(*connection);
    diagnosis.schema_version = schema.version;
    diagnosis.schema_unfinished = schema.unfinished;
    diagnosis.schema_version_wanted = static_cast<std::int64_t>(embedded_migrations().size());
    if (schema.version > 0) {
        co_await read_triggers(*connection, diagnosis);
        co_await read_privileges(*connection, diagnosis);
    }
    co_await connection->close();
    co_return diagnosis;
}

}  // namespace

Diagnosis diagnose_mysql(const Options& options) {
    return run_here(diagnose(options));
}

}  // namespace arus::mysql
