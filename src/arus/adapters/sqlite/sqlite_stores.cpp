// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/sqlite_stores.hpp"

#include "arus/adapters/sqlite/detail/checkpointer.hpp"
#include "arus/adapters/sqlite/detail/folder_lock.hpp"
#include "arus/adapters/sqlite/detail/import_store.hpp"
#include "arus/adapters/sqlite/detail/job_store.hpp"
#include "arus/adapters/sqlite/detail/notification_store.hpp"
#include "arus/adapters/sqlite/detail/people_stores.hpp"
#include "arus/adapters/sqlite/detail/schema.hpp"
#include "arus/adapters/sqlite/detail/statement_store.hpp"
#include "arus/adapters/sqlite/detail/stores.hpp"
#include "arus/base/assert.hpp"
#include "arus/base/log.hpp"

#include <mutex>
#include <utility>

namespace arus::sqlite {

namespace {

/// SQLite counts every allocation under one lock unless told not to. Has no effect where the
/// library is in use already, which harms nothing.
void configure_library() {
    static std::once_flag once;
    std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

constexpr std::size_t checks_waiting_max = 16;
constexpr std::size_t checker_cache_bytes_max = 8U << 20U;

/// Half of the budget is the writer's, the readers share the rest.
std::size_t writer_cache_bytes(const Options& options) {
    return options.cache_bytes_max / 2;
}

class SqliteStores final : public app::Stores {
public:
    explicit SqliteStores(const Options& options) :
        lock_(options.beside_server ? nullptr : std::make_unique<FolderLock>(options.folder)),
        file_(options.folder / "arus.db"),
        writer_(open_writer(file_, options)),
        ledger_writer_(std::make_unique<LedgerWriter>(*writer_, *options.clock)),
        identity_writer_(std::make_unique<IdentityWriter>(*writer_, *options.clock)),
        audit_writer_(std::make_unique<AuditWriter>(*writer_)),
        people_writer_(std::make_unique<PeopleWriter>(*writer_, *identity_writer_, *audit_writer_)),
        job_writer_(std::make_unique<JobWriter>(*writer_, *options.clock)),
        notification_writer_(std::make_unique<NotificationWriter>(*writer_)),
        import_writer_(std::make_unique<ImportWriter>(*writer_, *options.clock)),
        checkpointer_(file_, *writer_),
        readers_(
            file_, {.threads = options.read_threads,
                    .queue_max = options.read_queue_max,
                    .cache_bytes_max = (options.cache_bytes_max - writer_cache_bytes(options))
                                       / options.read_threads}),
        checkers_(
            file_, {.threads = 1,
                    .queue_max = checks_waiting_max,
                    .cache_bytes_max = checker_cache_bytes_max,
                    .nice = 10}),
        thread_(std::make_unique<WriterThread>(
            *writer_, WriterThread::Options{.queue_max = options.write_queue_max},
            [this] { ledger_writer_->forget(); })),
        ledger_(*thread_, *ledger_writer_, readers_, checkers_),
        identity_(*thread_, *identity_writer_, readers_),
        people_(*thread_, *people_writer_, readers_),
        audit_(*thread_, *audit_writer_, readers_, checkers_),
        statements_(readers_),
        jobs_(*thread_, *job_writer_, readers_, *options.clock),
        notifications_(*thread_, *notification_writer_, readers_),
        imports_(*thread_, *import_writer_, readers_) {}

    ~SqliteStores() override { stop(); }

    app::LedgerStore& ledger() override { return ledger_; }
    app::IdentityStore& identity() override { return identity_; }
    app::PeopleStore& people() override { return people_; }
    app::AuditStore& audit() override { return audit_; }
    app::StatementStore& statements() override { return statements_; }
    app::JobStore& jobs() override { return jobs_; }
    app::NotificationStore& notifications() override { return notifications_; }
    app::ImportStore& imports() override { return imports_; }

    app::StoreFigures figures() const override {
        app::StoreFigures figures;
        figures.commits = thread_->commits();
        figures.commit_us = thread_->commit_us();
        figures.waiting = thread_->queued();
        figures.wal_pages = checkpointer_.wal_pages();
        figures.is_full = thread_->is_full();
        return figures;
    }
    bool is_shared() const override { return false; }

    void stop() override {
        const std::lock_guard lock(stop_mutex_);
        if (stopped_) {
            return;
        }
        stopped_ = true;
        thread_->stop();
        readers_.stop();
        checkers_.stop();
        checkpointer_.stop();
        if (!lock_) {
            return;  // the log is the server's to write back
        }
        try {
            checkpoint_everything(*writer_);
        } catch (const Failure& failure) {
            // Nothing is lost: the next start reads the log.
            log::warn("the log could not be written back at the end", {{"what", failure.what()}});
        }
    }

private:
    static void check_version(Connection& connection) {
        const auto applied = connection.read_integer("SELECT count(*) FROM schema_migrations");
        if (applied != static_cast<std::int64_t>(embedded_migrations().size())) {
            throw Failure(
                {Failure::Kind::configuration, false, true, "sqlite"},
                "the database has the schema of another version; run `arus migrate`");
        }
    }

    static std::unique_ptr<Connection> open_writer(
        const std::filesystem::path& file, const Options& options) {
        auto connection = std::make_unique<Connection>(
            file, Connection::Settings{
                      .mode = Connection::Mode::read_write,
                      .cache_bytes_max = writer_cache_bytes(options)});
        check_owner(*connection);
        connection->start_wal();
        if (options.beside_server) {
            check_version(*connection);
        } else {
            migrate(*connection, embedded_migrations(), options.clock->now());
        }
        return connection;
    }

    // In the order in which they are made; they go in the reverse one, statements before their
    // connections.
    std::unique_ptr<FolderLock> lock_;  ///< null beside a server
    std::filesystem::path file_;
    std::unique_ptr<Connection> writer_;
    std::unique_ptr<LedgerWriter> ledger_writer_;
    std::unique_ptr<IdentityWriter> identity_writer_;
    std::unique_ptr<AuditWriter> audit_writer_;
    std::unique_ptr<PeopleWriter> people_writer_;
    std::unique_ptr<JobWriter> job_writer_;
    std::unique_ptr<NotificationWriter> notification_writer_;
    std::unique_ptr<ImportWriter> import_writer_;
    Checkpointer checkpointer_;
    Readers readers_;
    Readers checkers_;
    std::unique_ptr<WriterThread> thread_;
    SqliteLedgerStore ledger_;
    SqliteIdentityStore identity_;
    SqlitePeopleStore people_;
    SqliteAuditStore audit_;
    SqliteStatementStore statements_;
    SqliteJobStore jobs_;
    SqliteNotificationStore notifications_;
    SqliteImportStore imports_;
    std::mutex stop_mutex_;
    bool stopped_ = false;
};

}  // namespace

std::unique_ptr<app::Stores> open_sqlite(Options options) {
    ARUS_ASSERT(
        options.clock != nullptr && options.read_threads >= 1 && options.read_threads <= 16);
    if (options.beside_server && !std::filesystem::exists(options.folder / "arus.db")) {
        throw Failure(
            {Failure::Kind::configuration, false, true, "sqlite"},
            "there are no books in " + options.folder.string());
    }
    configure_library();
    return std::make_unique<SqliteStores>(options);
}

}  // namespace arus::sqlite
