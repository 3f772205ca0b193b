// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/mysql_stores.hpp"

#include "arus/adapters/mysql/detail/blocking.hpp"
#include "arus/adapters/mysql/detail/import_store.hpp"
#include "arus/adapters/mysql/detail/job_store.hpp"
#include "arus/adapters/mysql/detail/notification_store.hpp"
#include "arus/adapters/mysql/detail/people_stores.hpp"
#include "arus/adapters/mysql/detail/prepared_statements.hpp"
#include "arus/adapters/mysql/detail/schema.hpp"
#include "arus/adapters/mysql/detail/statement_store.hpp"
#include "arus/adapters/mysql/detail/stores.hpp"
#include "arus/adapters/mysql/detail/target.hpp"
#include "arus/base/assert.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace arus::mysql {

namespace {

constexpr std::size_t checks_waiting_max = 16;

class MysqlStores final : public app::Stores {
public:
    explicit MysqlStores(const Options& options) :
        pool_(options),
        ledger_writer_(pool_, *options.clock),
        checkers_(
            {.name = "mysql check", .threads = 1, .queue_max = checks_waiting_max, .nice = 10}),
        ledger_(pool_, ledger_writer_, checkers_),
        identity_(pool_, *options.clock),
        people_(pool_),
        audit_(pool_),
        statements_(pool_),
        jobs_(pool_, *options.clock),
        notifications_(pool_),
        imports_(pool_, *options.clock) {}

    ~MysqlStores() override { stop(); }

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
        figures.commits = ledger_writer_.commits();
        figures.commit_us = ledger_writer_.commit_us();
        figures.waiting = pool_.waiting();
        figures.connections = pool_.connections();
        figures.retries = pool_.retries();
        figures.is_full = pool_.is_full();
        return figures;
    }
    bool is_shared() const override { return true; }

    void stop() override {
        const std::lock_guard lock(stop_mutex_);
        if (stopped_) {
            return;
        }
        stopped_ = true;
        pool_.stop();
        checkers_.stop();
    }

private:
    // In the order in which they are made; they go in the reverse one.
    Pool pool_;
    LedgerWriter ledger_writer_;
    BlockingPool checkers_;
    MysqlLedgerStore ledger_;
    MysqlIdentityStore identity_;
    MysqlPeopleStore people_;
    MysqlAuditStore audit_;
    MysqlStatementStore statements_;
    MysqlJobStore jobs_;
    MysqlNotificationStore notifications_;
    MysqlImportStore imports_;
    std::mutex stop_mutex_;
    bool stopped_ = false;
};

Awaitable<void> check(Options options) {
    auto connection = co_await Connection::open(
        make_target(options), Deadline::in(options.connect_timeout));
    connection->set_deadline(Deadline::in(options.connect_timeout));
    co_await check_schema(*connection, embedded_migrations());
    for (const char* sql : prepared_statements()) {
        co_await connection->prepare(sql);
    }
    co_await connection->close();
}

Awaitable<void> migrate_over_one_connection(Options options, int schema_version) {
    auto connection = co_await Connection::open(
        make_target(options), Deadline::in(options.connect_timeout));
    connection->set_deadline(Deadline::in(options.connect_timeout));
    const SchemaState state = co_await read_schema_state(*connection);
    connection->clear_deadline();
    // One that was begun must be ended, also beyond what was asked for.
    const int begun = state.version + (state.unfinished ? 1 : 0);
    const int wanted = std::max(schema_version, begun);
    if (wanted <= mysql_schema_version()) {
        co_await migrate(
            *connection, embedded_migrations().first(static_cast<std::size_t>(wanted)),
            *options.clock);
    } else {
        co_await migrate(*connection, embedded_migrations(), *options.clock);  // refuses
    }
    connection->set_deadline(Deadline::in(options.connect_timeout));
    co_await connection->close();
}

}  // namespace

std::unique_ptr<app::Stores> open_mysql(Options options) {
    run_here(check(options));
    return std::make_unique<MysqlStores>(options);
}

void migrate_mysql(const Options& options) {
    migrate_mysql_to(options, mysql_schema_version());
}

void migrate_mysql_to(const Options& options, int schema_version) {
    ARUS_ASSERT(schema_version >= 1 && schema_version <= mysql_schema_version());
    run_here(migrate_over_one_connection(options, schema_version));
}

int mysql_schema_version() {
    return static_cast<int>(embedded_migrations().size());
}

}  // namespace arus::mysql
