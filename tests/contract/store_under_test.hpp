// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/identity_store.hpp"
#include "arus/app/ports/import_store.hpp"
#include "arus/app/ports/ledger_store.hpp"
#include "arus/app/ports/notification_store.hpp"
#include "arus/app/ports/people_store.hpp"
#include "arus/app/ports/statement_store.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/time.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

// The seam between the suite and the stores it is run on. Each adapter adds a factory; the cases
// know nothing else of it.
namespace arus::contract {

/// A clock that tests set by hand.
class HandClock final : public Clock {
public:
    Instant now() const override { return {now_us_.load()}; }
    void set(Instant now) { now_us_ = now.us; }
    void advance_us(std::int64_t us) { now_us_ += us; }

private:
    // 2026-11-22T03:00:00Z, 10 o'clock in Jakarta
    std::atomic<std::int64_t> now_us_{1'795'316'400'000'000};
};

/// A fresh, empty database of one kind, with everything that belongs to it.
class StoreUnderTest {
public:
    virtual ~StoreUnderTest() = default;

    HandClock clock;

    virtual app::LedgerStore& ledger() = 0;
    virtual app::IdentityStore& identity() = 0;
    virtual app::PeopleStore& people() = 0;
    virtual app::AuditStore& audit() = 0;
    virtual app::StatementStore& statements() = 0;
    virtual app::JobStore& jobs() = 0;
    virtual app::NotificationStore& notifications() = 0;
    virtual app::ImportStore& imports() = 0;

    /// Closes the stores and opens them again on the same database: another instance, as far as
    /// they can tell.
    virtual void restart() = 0;

    /// Every row of every table in a fixed order, from a connection that is not the stores' own.
    virtual std::string dump() = 0;

    /// Keeps the stores from writing until the result goes: what is asked of them meanwhile piles
    /// up.
    virtual std::shared_ptr<void> block_writes() = 0;

    /// Runs SQL on a connection that is not the stores' own; the database's message if it was
    /// refused.
    virtual std::optional<std::string> try_sql(const std::string& sql) = 0;
};

struct StoreKind {
    std::string name;
    std::function<std::unique_ptr<StoreUnderTest>()> make;
};

/// How a case names its kind when it fails.
inline void PrintTo(const StoreKind& kind, std::ostream* out) {
    *out << kind.name;
}

/// The kinds that can be tested on this machine: SQLite, and MySQL where ARUS_TEST_MYSQL_URL names
/// a server. Throws where CI=true and it does not.
std::vector<StoreKind> store_kinds();

std::unique_ptr<StoreUnderTest> make_sqlite_under_test();
/// `url` is of a user who may do everything on a server that is there for tests.
std::unique_ptr<StoreUnderTest> make_mysql_under_test(const std::string& url);

}  // namespace arus::contract
