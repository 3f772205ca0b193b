// SPDX-License-Identifier: Apache-2.0
// `arus restore`: a backup into an empty data folder or database.
#include "arus/adapters/mysql/mysql_tables.hpp"
#include "arus/adapters/sqlite/sqlite_restore.hpp"
#include "arus/adapters/sqlite/sqlite_stores.hpp"
#include "arus/app/backup/backup.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/base/failure.hpp"
#include "arus/server/backup_file.hpp"
#include "arus/server/commands.hpp"
#include "arus/server/open_stores.hpp"
#include "arus/server/verb_options.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <cstdio>

namespace arus::server {

namespace {

using namespace std::chrono_literals;
using Sessions = app::Restore::Sessions;

constexpr auto act_timeout = 60s;
constexpr const char* nothing = "arus: nothing was restored: ";

template <class T>
T wait_for(LoopPool& loops, Awaitable<T> task) {
    return asio::co_spawn(loops.loop(0), std::move(task), asio::use_future).get();
}

int refuse(const std::string& what) {
    std::fprintf(stderr, "%s%s\n", nothing, what.c_str());
    return exit_failure;
}

int print(
    const app::BackupFacts& facts, const app::Restore::Filled& filled,
    const app::Restore::Checked& checked, const std::string& where) {
    for (const app::Restore::BookProof& book : checked.books) {
        std::printf(
            "book %s: ok, %llu transactions, sequence %llu, offset %llu, new epoch %s\n",
            book.book.text().c_str(), static_cast<unsigned long long>(book.transactions),
            static_cast<unsigned long long>(book.position.sequence),
            static_cast<unsigned long long>(book.position.offset), book.position.epoch.c_str());
    }
    std::printf(
        "restored%s: %zu books, %llu rows in %zu tables, in %s\n",
        filled.resumed ? " (a restore that had been interrupted)" : "", checked.books.size(),
        static_cast<unsigned long long>(filled.rows), facts.tables.size(), where.c_str());
    return exit_ok;
}

/// What a restore works on.
struct Work {
    const config::Settings& settings;
    const app::BackupFacts& facts;
    app::Restore& restore;
    LoopPool& loops;
};

app::Restore::Filled fill(const Work& work, app::TableTarget& target) {
    ProgressLine line("restoring");
    auto filled = wait_for(
        work.loops, work.restore.fill(target, [&line](const app::TableProgress& progress) {
            line.tell(progress);
        }));
    line.end();
    return filled;
}

app::Restore::Checked check(const Work& work, app::Stores& stores) {
    return wait_for(work.loops, work.restore.check(stores.ledger(), stores.audit()));
}

int restore_sqlite(const Work& work) {
    const config::Settings& settings = work.settings;
    const auto fresh = sqlite::open_sqlite_restore(
        settings.data_dir, work.facts.header.schema_version, system_clock());
    const auto filled = fill(work, fresh->tables());
    if (!filled.fault.empty()) {
        return refuse(filled.fault);
    }
    wait_for(work.loops, fresh->tables().finish(Deadline::in(act_timeout)));
    app::Restore::Checked checked;
    {
        sqlite::Options options;
        options.folder = fresh->work_folder();
        options.clock = &system_clock();
        options.read_threads = 1;
        const auto stores = sqlite::open_sqlite(std::move(options));  // and the migrations since
        checked = check(work, *stores);
        stores->stop();
    }
    if (!checked.fault.empty()) {
        return refuse(checked.fault);
    }
    fresh->publish();
    return print(work.facts, filled, checked, storage_text(settings));
}

/// Before the schema is touched: a database that is in use stays as it is.
std::optional<std::string> find_rows(const Work& work, app::TableTarget& target) {
    const Deadline deadline = Deadline::in(act_timeout);
    if (wait_for(work.loops, target.move_under_way(deadline))) {
        return std::nullopt;  // perhaps this one's; it finds out
    }
    auto shapes = wait_for(work.loops, target.tables(deadline));
    return wait_for(work.loops, app::find_rows(target, std::move(shapes), deadline));
}

int restore_mysql(const Work& work) {
    const mysql::Options owner = mysql_owner_options(work.settings, system_clock());
    {
        const auto before = mysql::open_mysql_tables(owner);
        if (const auto in_use = find_rows(work, *before)) {
            return refuse(
                "the database holds rows already (table " + *in_use + ", "
                + storage_text(work.settings) + "); name an empty database");
        }
    }
    prepare_mysql(work.settings, system_clock(), work.facts.header.schema_version);
    const auto target = mysql::open_mysql_tables(owner);
    const auto filled = fill(work, *target);
    if (!filled.fault.empty() && !filled.written) {
        return refuse("the database cannot take it: " + filled.fault);
    }
    std::string fault = filled.fault;
    app::Restore::Checked checked;
    if (fault.empty()) {
        mysql::migrate_mysql(owner);
        const auto stores = mysql::open_mysql(owner);
        checked = check(work, *stores);
        stores->stop();
        fault = checked.fault;
    }
    if (!fault.empty()) {
        std::fprintf(
            stderr,
            "arus: what was restored is not what was backed up: %s; the database is not opened by "
            "arus until it is dropped\n",
            fault.c_str());
        return exit_failure;
    }
    wait_for(work.loops, target->finish(Deadline::in(act_timeout)));
    return print(work.facts, filled, checked, storage_text(work.settings));
}

}  // namespace

int restore(const Arguments& arguments) {
    if (arguments.empty() || arguments.front().starts_with("-")) {
        return refuse_usage("say which file: arus restore FILE [--end-sessions] [--data-dir DIR]");
    }
    const std::string path = arguments.front();
    Arguments rest(arguments.begin() + 1, arguments.end());
    app::Restore::Options options;
    if (std::erase(rest, "--end-sessions") > 0) {
        options.sessions = Sessions::end;
    }
    const auto read = read_verb_options(rest, {});
    if (const int* const code = std::get_if<int>(&read)) {
        return *code;
    }
    const config::Settings& settings = std::get<VerbOptions>(read).settings;
    OldFile file(path);
    const auto checked = app::check_backup(file);
    if (const auto* const fault = std::get_if<app::BackupFault>(&checked)) {
        return refuse(path + ": " + fault->what);
    }
    const auto& facts = std::get<app::BackupFacts>(checked);
    const int known = is_mysql(settings) ? mysql::mysql_schema_version()
                                         : sqlite::sqlite_schema_version();
    if (facts.header.schema_version < 1 || facts.header.schema_version > known) {
        return refuse(
            path + ": the backup was made by a newer version of Arus (" + facts.header.program
            + ", schema " + std::to_string(facts.header.schema_version)
            + "; this program knows schema " + std::to_string(known)
            + "): restore it with that version");
    }
    app::Restore restore(file, facts, options);
    LoopPool loops(1);
    const Work work{settings, facts, restore, loops};
    try {
        return is_mysql(settings) ? restore_mysql(work) : restore_sqlite(work);
    } catch (const Failure& failure) {
        if (is_mysql(settings)) {
            throw;  // rows may have been written; run again, it goes on
        }
        return refuse(failure.what());
    }
}

}  // namespace arus::server
