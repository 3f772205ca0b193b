// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/sqlite_restore.hpp"

#include "arus/adapters/sqlite/detail/folder_lock.hpp"
#include "arus/adapters/sqlite/detail/schema.hpp"
#include "arus/adapters/sqlite/detail/table_rows.hpp"
#include "arus/base/assert.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <system_error>
#include <utility>

namespace arus::sqlite {

namespace {

constexpr std::size_t cache_bytes_max = 64U << 20U;
constexpr const char* work_folder_name = "restoring";

[[noreturn]] void throw_unavailable(const std::string& what, int code) {
    throw Failure(
        {Failure::Kind::unavailable, false, true, "sqlite"},
        what + ": " + std::generic_category().message(code));
}

/// What was written, or which names a folder has, reaches the disk.
void sync(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        throw_unavailable("open " + path.string(), errno);
    }
    const int code = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    if (code != 0) {
        throw_unavailable("flush " + path.string(), code);
    }
}

/// One transaction from the first row to finish(), its journal in memory and nothing flushed
/// before: the file is thrown away as a whole if anything breaks.
class FreshTables final : public app::TableTarget {
public:
    FreshTables(std::filesystem::path file, int schema_version, const Clock& clock) :
        file_(std::move(file)),
        connection_(std::make_unique<Connection>(
            file_, Connection::Settings{
                       .mode = Connection::Mode::read_write, .cache_bytes_max = cache_bytes_max})) {
        connection_->execute("PRAGMA journal_mode = MEMORY");
        connection_->execute("PRAGMA synchronous = OFF");
        // Checked at the end, whichever order the tables come in.
        connection_->execute("PRAGMA foreign_keys = OFF");
        ARUS_ASSERT(schema_version >= 1 && schema_version <= sqlite_schema_version());
        migrate(
            *connection_, embedded_migrations().first(static_cast<std::size_t>(schema_version)),
            clock.now());
        connection_->execute("BEGIN");
    }

    Awaitable<std::vector<app::TableShape>> tables(Deadline) override {
        co_return table_shapes(*connection_);
    }
    Awaitable<app::TablePage> read(
        app::TableShape shape, app::TablePageQuery query, Deadline) override {
        co_return read_table_page(*connection_, shape, query);
    }
    Awaitable<std::optional<std::string>> move_under_way(Deadline) override {
        co_return std::nullopt;
    }
    Awaitable<void> begin(std::string, Deadline) override { co_return; }
    Awaitable<std::optional<app::TableRow>> last_key(app::TableShape, Deadline) override {
        co_return std::nullopt;
    }
    Awaitable<void> append(
        app::TableShape shape, std::vector<app::TableRow> rows, Deadline) override {
        if (!filler_ || filled_ != shape.name) {
            filler_ = std::make_unique<TableFiller>(*connection_, shape);
            filled_ = shape.name;
        }
        for (const app::TableRow& row : rows) {
            filler_->add(row);
        }
        co_return;
    }
    Awaitable<void> finish(Deadline) override {
        filler_.reset();
        {
            Statement check(*connection_, "PRAGMA foreign_key_check");
            auto broken = check.query();
            if (broken.next()) {
                throw Failure(
                    {Failure::Kind::corrupt, false, true, "sqlite"},
                    "a row of " + broken.string(0) + " names one of " + broken.string(2)
                        + " that is not there");
            }
        }
        connection_->execute("COMMIT");
        connection_.reset();
        sync(file_);
        co_return;
    }

private:
    std::filesystem::path file_;
    std::unique_ptr<Connection> connection_;  ///< null once finished
    std::unique_ptr<TableFiller> filler_;     ///< of the table that is being filled
    std::string filled_;
};

class FreshDatabase final : public SqliteRestore {
public:
    FreshDatabase(const std::filesystem::path& folder, int schema_version, const Clock& clock) :
        folder_(folder), lock_(folder), work_folder_(emptied(folder)) {
        tables_ = std::make_unique<FreshTables>(work_folder_ / "arus.db", schema_version, clock);
    }
    ~FreshDatabase() override {
        tables_.reset();
        std::error_code ignored;  // the next try throws away what is left
        std::filesystem::remove_all(work_folder_, ignored);
    }

    app::TableTarget& tables() override { return *tables_; }
    const std::filesystem::path& work_folder() const override { return work_folder_; }

    void publish() override {
        const auto log = work_folder_ / "arus.db-wal";
        if (std::filesystem::exists(log) && std::filesystem::file_size(log) > 0) {
            throw Failure(
                {Failure::Kind::internal, false, true, "sqlite"},
                "the restored database has a log that was not written back");
        }
        const auto made = work_folder_ / "arus.db";
        sync(made);
        if (::rename(made.c_str(), (folder_ / "arus.db").c_str()) != 0) {
            throw_unavailable("put the restored database in its place", errno);
        }
        sync(folder_);
    }

private:
    static std::filesystem::path emptied(const std::filesystem::path& folder) {
        // A link counts even if it leads nowhere: perhaps a disk is not mounted.
        if (std::filesystem::exists(std::filesystem::symlink_status(folder / "arus.db"))) {
            throw Failure(
                {Failure::Kind::configuration, false, true, "sqlite"},
                "there are books in " + folder.string()
                    + " already, and a restore overwrites nothing: name another folder with "
                      "--data-dir, or move arus.db away");
        }
        for (const char* const log : {"arus.db-wal", "arus.db-journal"}) {
            if (!std::filesystem::exists(folder / log)) {
                continue;
            }
            // It would be taken for that of the new arus.db; and it may hold what was posted last.
            throw Failure(
                {Failure::Kind::configuration, false, true, "sqlite"},
                "there is the log of other books in " + folder.string() + ": move " + log
                    + " to the arus.db that it belongs to, or name another folder with --data-dir");
        }
        auto work = folder / work_folder_name;
        std::error_code error;
        std::filesystem::remove_all(work, error);
        if (!error) {
            std::filesystem::create_directories(work, error);
        }
        if (error) {
            throw_unavailable("make " + work.string(), error.value());
        }
        return work;
    }

    std::filesystem::path folder_;
    FolderLock lock_;
    std::filesystem::path work_folder_;
    std::unique_ptr<FreshTables> tables_;
};

}  // namespace

std::unique_ptr<SqliteRestore> open_sqlite_restore(
    const std::filesystem::path& folder, int schema_version, const Clock& clock) {
    return std::make_unique<FreshDatabase>(folder, schema_version, clock);
}

int sqlite_schema_version() {
    return static_cast<int>(embedded_migrations().size());
}

}  // namespace arus::sqlite
