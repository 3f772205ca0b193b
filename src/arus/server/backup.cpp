// SPDX-License-Identifier: Apache-2.0
// `arus backup`: everything in one file, beside running servers.
#include "arus/app/backup/backup.hpp"
#include "arus/adapters/mysql/mysql_tables.hpp"
#include "arus/adapters/sqlite/sqlite_tables.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/server/backup_file.hpp"
#include "arus/server/commands.hpp"
#include "arus/server/open_stores.hpp"
#include "arus/server/verb_options.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <array>
#include <cstdio>
#include <ctime>
#include <filesystem>

namespace arus::server {

namespace {

using namespace std::chrono_literals;

constexpr auto step_timeout = 60s;

/// `arus-20261122-151144.backup`, by UTC.
std::string default_name(Instant now) {
    const std::time_t seconds = now.us / 1'000'000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    const std::size_t size = std::strftime(
        text.data(), text.size(), "arus-%Y%m%d-%H%M%S.backup", &parts);
    return {text.data(), size};
}

/// The file to be made: in a folder under a name of its own.
std::filesystem::path file_of(const std::optional<std::string>& out, Instant now) {
    std::filesystem::path path = out.value_or(default_name(now));
    return std::filesystem::is_directory(path) ? path / default_name(now) : path;
}

/// What is told of a backup; to stderr where stdout is the file itself.
void print(
    std::FILE* to, const std::string& name, const app::BackupDone& done, std::uint64_t bytes) {
    for (const app::BackupBook& book : done.books) {
        std::fprintf(
            to, "book %s: sequence %llu, offset %llu, epoch %s, hash %s\n",
            book.book.text().c_str(), static_cast<unsigned long long>(book.sequence),
            static_cast<unsigned long long>(book.offset), book.epoch.c_str(),
            hex_of(book.hash).c_str());
    }
    std::fprintf(
        to, "backup %s: %zu books, %llu rows in %llu tables, %llu bytes, sum %s\n", name.c_str(),
        done.books.size(), static_cast<unsigned long long>(done.rows),
        static_cast<unsigned long long>(done.tables), static_cast<unsigned long long>(bytes),
        hex_of(done.sum).c_str());
}

app::BackupDone write(
    const config::Settings& settings, const app::BackupHeader& header, app::ByteSink& file) {
    LoopPool loops(1);
    const std::unique_ptr<app::TableSnapshot> snapshot =
        is_mysql(settings) ? mysql::open_mysql_snapshot(mysql_options(settings, system_clock()))
                           : sqlite::open_sqlite_tables(settings.data_dir);
    ProgressLine line("reading");
    auto task = app::write_backup(
        *snapshot, file, header, step_timeout,
        [&line](const app::TableProgress& progress) { line.tell(progress); });
    app::BackupDone done = asio::co_spawn(loops.loop(0), std::move(task), asio::use_future).get();
    line.end();
    return done;
}

}  // namespace

int backup(const Arguments& arguments) {
    const auto read = read_verb_options(arguments, {"--out"});
    if (const int* const code = std::get_if<int>(&read)) {
        return *code;
    }
    const auto& options = std::get<VerbOptions>(read);
    const config::Settings& settings = options.settings;
    if (!is_mysql(settings)
        && !std::filesystem::exists(std::filesystem::path(settings.data_dir) / "arus.db")) {
        return refuse_usage("there are no books in " + settings.data_dir + " (--data-dir)");
    }
    app::BackupHeader header;
    header.at = system_clock().now();
    header.program = ARUS_VERSION;
    header.store = is_mysql(settings) ? "mysql" : "sqlite";
    if (options.value("out") == "-") {
        StdoutFile file;
        const app::BackupDone done = write(settings, header, file);
        file.flush();
        print(stderr, "on stdout", done, file.bytes());
        return exit_ok;
    }
    const std::filesystem::path path = file_of(options.value("out"), header.at);
    NewFile file(path);
    const app::BackupDone done = write(settings, header, file);
    file.publish();
    print(stdout, path.string(), done, file.bytes());
    return exit_ok;
}

}  // namespace arus::server
