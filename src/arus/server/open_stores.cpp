// SPDX-License-Identifier: Apache-2.0
#include "arus/server/open_stores.hpp"

#include "arus/adapters/mysql/mysql_tables.hpp"
#include "arus/adapters/sqlite/sqlite_stores.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"
#include "arus/server/database_judgement.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

namespace arus::server {

namespace {

using namespace std::chrono_literals;

constexpr auto ask_timeout = 30s;
constexpr auto start_timeout = 30s;
constexpr auto start_pause = 500ms;
constexpr std::size_t threads_max = 2;  ///< of the connections; their work is small

[[noreturn]] void refuse(const std::string& message) {
    throw Failure({Failure::Kind::configuration, false, true, "server"}, message);
}

mysql::Options options_of(
    const std::string& url, const config::Settings& settings, const Clock& clock) {
    mysql::Options options = mysql::parse_url(url);
    options.clock = &clock;
    options.connections_max = settings.database_connections;
    options.connections_min = std::min<std::size_t>(2, options.connections_max);
    options.threads = std::min(threads_max, options.connections_max);
    return options;
}

bool is_one_database(const mysql::Options& a, const mysql::Options& b) {
    return a.database == b.database && a.unix_socket == b.unix_socket && a.host == b.host
           && a.port == b.port;
}

void refuse_unsafe(const std::vector<Judgement>& judgements) {
    std::string faults;
    for (const Judgement& judgement : judgements) {
        const std::string text = judgement.subject + ": " + judgement.found + "; "
                                 + judgement.advice;
        if (judgement.level == Judgement::Level::refusal) {
            faults += "\n  " + text;
        } else if (judgement.level != Judgement::Level::ok && judgement.subject != schema_subject) {
            // The schema is brought up to date in a moment.
            log::warn("the database is not as it should be", {{"what", text}});
        }
    }
    if (!faults.empty()) {
        refuse(
            "the database does not keep what a ledger promises (`arus doctor` explains):" + faults);
    }
}

/// Half of the books must not be served.
void refuse_half_moved(const mysql::Options& owner) {
    LoopPool loops(1);
    const auto tables = mysql::open_mysql_tables(owner);
    const auto under_way = asio::co_spawn(
                               loops.loop(0), tables->move_under_way(Deadline::in(ask_timeout)),
                               asio::use_future)
                               .get();
    if (under_way) {
        refuse(
            under_way->starts_with("restore ")
                ? "a restore into this database has not ended: run `arus restore` again with the "
                  "same file, or drop the database"
                : "a move into this database has not ended: run `arus move` again, or drop the "
                  "database");
    }
}

/// A database that is being started at the same time, as in a stack of containers, is waited for.
mysql::Diagnosis diagnose_when_there(const mysql::Options& options) {
    const auto until = std::chrono::steady_clock::now() + start_timeout;
    for (bool is_first = true;; is_first = false) {
        try {
            return mysql::diagnose_mysql(options);
        } catch (const Failure& failure) {
            const auto kind = failure.facts().kind;
            const bool may_come = kind == Failure::Kind::unavailable
                                  || kind == Failure::Kind::timeout;
            if (!may_come || std::chrono::steady_clock::now() >= until) {
                throw;
            }
            if (is_first) {
                log::warn("waiting for the database", {{"what", failure.what()}});
            }
        }
        std::this_thread::sleep_for(start_pause);
    }
}

JudgementContext context_of(const config::Settings& settings, const mysql::Options& options) {
    JudgementContext context;
    context.has_owner_url = !settings.migrate_database_url.empty();
    context.is_remote = is_remote(options);
    context.connections_max = options.connections_max;
    return context;
}

/// What the server's own user lacks, in words; empty where it lacks nothing. Warns of rights that
/// nobody should have, unless that user is the schema's owner too: prepare_mysql() has done so.
std::string missing_rights(const mysql::Diagnosis& diagnosis, const JudgementContext& context) {
    std::string missing;
    for (const Judgement& judgement : judge(diagnosis, context)) {
        if (judgement.subject != rights_subject) {
            continue;
        }
        const std::string text = judgement.found + "; " + judgement.advice;
        if (judgement.level == Judgement::Level::problem) {
            missing = text;
        } else if (judgement.level == Judgement::Level::warning && context.has_owner_url) {
            log::warn(
                "the database is not as it should be", {{"what", judgement.subject + ": " + text}});
        }
    }
    return missing;
}

OpenedStores open_mysql_stores(
    const config::Settings& settings, const Clock& clock, Preparation preparation) {
    const mysql::Options options = mysql_options(settings, clock);
    const mysql::Options owner = mysql_owner_options(settings, clock);
    if (preparation == Preparation::migrate) {
        prepare_mysql(settings, clock);
    } else {
        diagnose_when_there(options);
    }
    refuse_half_moved(owner);
    OpenedStores opened;
    opened.stores = mysql::open_mysql(options);
    const mysql::Diagnosis diagnosis = mysql::diagnose_mysql(options);
    if (preparation == Preparation::migrate) {
        const std::string missing = missing_rights(diagnosis, context_of(settings, options));
        if (!missing.empty()) {
            refuse("the server's user lacks rights that it needs: " + missing);
        }
    }
    if (!diagnosis.excess_privileges.empty()) {
        opened.degraded.emplace_back("grants");
    }
    return opened;
}

std::string migrate_mysql_stores(const config::Settings& settings, const Clock& clock) {
    prepare_mysql(settings, clock);
    refuse_half_moved(mysql_owner_options(settings, clock));
    const mysql::Options options = mysql_options(settings, clock);
    try {
        return missing_rights(mysql::diagnose_mysql(options), context_of(settings, options));
    } catch (const Failure& failure) {
        // The schema is done; who serves may have no rights at all yet.
        return std::string(failure.what())
               + "; let the database's administrator run migrations/mysql/grants.sql";
    }
}

}  // namespace

bool is_mysql(const config::Settings& settings) {
    return !settings.database_url.empty();
}

mysql::Options mysql_options(const config::Settings& settings, const Clock& clock) {
    return options_of(settings.database_url, settings, clock);
}

mysql::Options mysql_owner_options(const config::Settings& settings, const Clock& clock) {
    mysql::Options options = mysql_options(settings, clock);
    if (settings.migrate_database_url.empty()) {
        return options;
    }
    mysql::Options owner = options_of(settings.migrate_database_url, settings, clock);
    if (!is_one_database(options, owner)) {
        refuse("database_url and migrate_database_url name different databases");
    }
    return owner;
}

bool is_remote(const mysql::Options& options) {
    const bool is_loopback = options.host == "localhost" || options.host == "::1"
                             || options.host.starts_with("127.");
    return options.unix_socket.empty() && !is_loopback;
}

std::string storage_text(const config::Settings& settings) {
    if (!is_mysql(settings)) {
        return "SQLite in " + settings.data_dir;
    }
    const mysql::Options options = mysql::parse_url(settings.database_url);
    const std::string place = options.unix_socket.empty()
                                  ? options.host + ":" + std::to_string(options.port)
                                  : options.unix_socket;
    return "MySQL or MariaDB at " + place + ", database " + options.database + ", as "
           + options.user;
}

OpenedStores open_stores(
    const config::Settings& settings, const Clock& clock, Preparation preparation) {
    if (is_mysql(settings)) {
        return open_mysql_stores(settings, clock, preparation);
    }
    if (!settings.migrate_database_url.empty()) {
        refuse("migrate_database_url is set, database_url is not");
    }
    sqlite::Options options;
    options.beside_server = preparation == Preparation::beside_server;
    options.folder = settings.data_dir;
    options.clock = &clock;
    options.read_threads = settings.read_threads;
    OpenedStores opened;
    opened.stores = sqlite::open_sqlite(std::move(options));
    return opened;
}

std::string migrate_stores(const config::Settings& settings, const Clock& clock) {
    if (is_mysql(settings)) {
        return migrate_mysql_stores(settings, clock);
    }
    open_stores(settings, clock, Preparation::migrate).stores->stop();
    return {};
}

void prepare_mysql(
    const config::Settings& settings, const Clock& clock, std::optional<int> schema_version) {
    const mysql::Options owner = mysql_owner_options(settings, clock);
    // Before anything is written, by a server that would lose it.
    JudgementContext context = context_of(settings, owner);
    context.is_of_owner = context.has_owner_url;
    refuse_unsafe(judge(diagnose_when_there(owner), context));
    mysql::migrate_mysql_to(owner, schema_version.value_or(mysql::mysql_schema_version()));
}

}  // namespace arus::server
