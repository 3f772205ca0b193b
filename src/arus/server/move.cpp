// SPDX-License-Identifier: Apache-2.0
// `arus move`: the books of a data folder into the database of ARUS_DATABASE_URL.
#include "arus/app/backup/move.hpp"
#include "arus/adapters/mysql/mysql_tables.hpp"
#include "arus/adapters/sqlite/sqlite_diagnosis.hpp"
#include "arus/adapters/sqlite/sqlite_stores.hpp"
#include "arus/adapters/sqlite/sqlite_tables.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/base/failure.hpp"
#include "arus/server/commands.hpp"
#include "arus/server/open_stores.hpp"
#include "arus/server/verb_options.hpp"

#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <cstdio>
#include <filesystem>

namespace arus::server {

namespace {

using namespace std::chrono_literals;
using Outcome = app::Move::Outcome;
using Stage = app::Move::Stage;

/// Tells on stderr how far it is: on a terminal in one line, else now and then.
class ProgressLine {
public:
    void tell(const app::Move::Progress& progress) {
        const auto now = std::chrono::steady_clock::now();
        const bool is_new_stage = !has_told_ || progress.stage != stage_;
        if (!is_new_stage && now < next_) {
            return;
        }
        has_told_ = true;
        stage_ = progress.stage;
        next_ = now + (is_terminal_ ? 200ms : 5'000ms);
        std::string line = word_of(stage_);
        if (progress.rows_total > 0) {
            line += " " + std::to_string(progress.rows * 100 / progress.rows_total) + " %";
        }
        line += ", " + std::to_string(progress.rows) + " rows";
        if (!progress.table.empty()) {
            line += ", " + progress.table;
        }
        std::fprintf(stderr, is_terminal_ ? "\r\033[K%s" : "%s\n", line.c_str());
    }

    void end() const {
        if (is_terminal_ && has_told_) {
            std::fputs("\r\033[K", stderr);
        }
    }

private:
    static const char* word_of(Stage stage) {
        switch (stage) {
            case Stage::survey:
                return "counting";
            case Stage::copy:
                return "copying";
            case Stage::compare:
                return "comparing";
        }
        return "";
    }

    const bool is_terminal_ = ::isatty(STDERR_FILENO) == 1;
    bool has_told_ = false;
    Stage stage_ = Stage::survey;
    std::chrono::steady_clock::time_point next_;
};

int print(const app::Move::Report& report, const std::string& target) {
    switch (report.outcome) {
        case Outcome::moved:
            for (const app::Move::BookProof& book : report.books) {
                std::printf(
                    "book %s: equal, %llu transactions, %zu balances, sequence %llu, offset %llu, "
                    "epoch %s, hash %s\n",
                    book.book.text().c_str(), static_cast<unsigned long long>(book.transactions),
                    book.accounts, static_cast<unsigned long long>(book.position.sequence),
                    static_cast<unsigned long long>(book.position.offset),
                    book.position.epoch.c_str(), hex_of(book.position.hash).c_str());
            }
            std::printf(
                "moved%s: %zu books, %llu rows in %zu tables are the same in %s\n",
                report.resumed ? " (a move that had been interrupted)" : "", report.books.size(),
                static_cast<unsigned long long>(report.rows), report.tables, target.c_str());
            std::printf(
                "From now on start arus with that database. Keep the data folder as a backup and "
                "serve it no more: what is\nposted there afterwards is not in the new one.\n");
            return exit_ok;
        case Outcome::already_moved:
            std::printf("these books are in %s already, row for row\n", target.c_str());
            return exit_ok;
        case Outcome::source_broken:
            std::fprintf(
                stderr, "arus: nothing was moved: the books in the data folder are damaged: %s\n",
                report.detail.c_str());
            return exit_failure;
        case Outcome::target_in_use:
            std::fprintf(
                stderr, "arus: nothing was moved: %s (%s); name an empty database\n",
                report.detail.c_str(), target.c_str());
            return exit_failure;
        case Outcome::other_move:
            std::fprintf(
                stderr,
                "arus: nothing was moved: %s (%s); drop that database and begin with an empty "
                "one\n",
                report.detail.c_str(), target.c_str());
            return exit_failure;
        case Outcome::tables_differ:
            std::fprintf(stderr, "arus: nothing was moved: %s\n", report.detail.c_str());
            return exit_failure;
        case Outcome::not_the_same:
            std::fprintf(
                stderr,
                "arus: what was written is not what was read: %s; the database is not opened by "
                "arus until it is dropped\n",
                report.detail.c_str());
            return exit_failure;
    }
    return exit_failure;
}

}  // namespace

int move(const Arguments& arguments) {
    const auto read = read_verb_options(arguments, {});
    if (const int* const code = std::get_if<int>(&read)) {
        return *code;
    }
    const config::Settings& settings = std::get<VerbOptions>(read).settings;
    if (!is_mysql(settings)) {
        return refuse_usage("name the database to move into: ARUS_DATABASE_URL=mysql://…");
    }
    if (!std::filesystem::exists(std::filesystem::path(settings.data_dir) / "arus.db")) {
        return refuse_usage("there are no books in " + settings.data_dir + " (--data-dir)");
    }
    const sqlite::Diagnosis found = sqlite::diagnose_sqlite(settings.data_dir);
    if (found.is_ours && found.schema_version < found.schema_version_wanted) {
        std::fprintf(
            stderr,
            "arus: nothing was moved: the books in %s are of an older version; start this version "
            "on them once and stop it, then move\n",
            settings.data_dir.c_str());
        return exit_failure;
    }
    config::Settings source_settings = settings;
    source_settings.database_url.clear();
    source_settings.migrate_database_url.clear();

    LoopPool loops(1);
    // Holds the folder, so that no server writes to it meanwhile.
    const OpenedStores source = open_stores(source_settings, system_clock(), Preparation::migrate);
    const auto source_tables = sqlite::open_sqlite_tables(settings.data_dir);
    prepare_mysql(settings, system_clock());
    const auto target_tables = mysql::open_mysql_tables(
        mysql_owner_options(settings, system_clock()));
    const auto target = mysql::open_mysql(mysql_owner_options(settings, system_clock()));

    app::Move mover(
        {*source_tables, *target_tables, source.stores->ledger(), target->ledger()}, {});
    ProgressLine line;
    auto task = mover.run([&line](const app::Move::Progress& progress) { line.tell(progress); });
    const app::Move::Report report =
        asio::co_spawn(loops.loop(0), std::move(task), asio::use_future).get();
    line.end();
    return print(report, storage_text(settings));
}

}  // namespace arus::server
