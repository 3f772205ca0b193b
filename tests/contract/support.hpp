// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store_under_test.hpp"

#include "arus/async/loop_pool.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <future>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What the cases share: a book with a small chart, words for acts, waiting for coroutines.
namespace arus::contract {

inline Deadline soon() {
    return Deadline::in(std::chrono::seconds(60));
}

/// Runs every case once for each kind of store.
class StoreTest : public ::testing::TestWithParam<StoreKind> {
protected:
    StoreTest() : store(GetParam().make()) {}

    app::LedgerStore& ledger() { return store->ledger(); }
    app::IdentityStore& identity() { return store->identity(); }
    app::PeopleStore& people() { return store->people(); }
    app::AuditStore& audit() { return store->audit(); }
    app::JobStore& jobs() { return store->jobs(); }
    app::NotificationStore& notifications() { return store->notifications(); }

    template <class T>
    std::future<T> start(Awaitable<T> task) {
        return asio::co_spawn(loops.loop(0), std::move(task), asio::use_future);
    }
    template <class T>
    T wait(Awaitable<T> task) {
        return start(std::move(task)).get();
    }

    template <class TypedId>
    TypedId new_id() {
        return TypedId::make(store->clock.now());
    }

    LoopPool loops{1};
    std::unique_ptr<StoreUnderTest> store;
};

#define ARUS_CONTRACT_SUITE(suite)                                           \
    INSTANTIATE_TEST_SUITE_P(                                                \
        stores, suite, ::testing::ValuesIn(::arus::contract::store_kinds()), \
        [](const auto& kind) { return kind.param.name; })

/// A member of the test's book and what they do.
inline ledger::Entry entry_of(const ledger::Actor& actor, ledger::Act act) {
    ledger::Entry entry;
    entry.act = std::move(act);
    entry.actor = actor;
    return entry;
}

/// A money act under a key; the hash stands for the request.
inline ledger::Entry money_entry(
    const ledger::Actor& actor, ledger::Act act, std::string key, bool id_given) {
    auto entry = entry_of(actor, std::move(act));
    entry.idempotency.key = std::move(key);
    entry.idempotency.id_given = id_given;
    entry.idempotency.request_hash = ledger::request_hash("POST", "/test", entry.act, id_given);
    return entry;
}

inline ledger::PostingDraft leg(
    ledger::Direction direction, std::string account_code, std::string amount) {
    ledger::PostingDraft posting;
    posting.account = std::move(account_code);
    posting.direction = direction;
    posting.amount = std::move(amount);
    return posting;
}

inline std::string text_of(const app::CommitVerdict& verdict) {
    if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
        return std::string(code_of(refusal->code)) + ": " + refusal->detail;
    }
    return std::get<app::Committed>(verdict).replayed ? "replayed" : "committed";
}

inline const app::Committed& committed(const app::CommitVerdict& verdict) {
    if (std::holds_alternative<Refusal>(verdict)) {
        throw std::runtime_error("refused: " + text_of(verdict));
    }
    return std::get<app::Committed>(verdict);
}

inline RefusalCode refused(const app::CommitVerdict& verdict) {
    if (!std::holds_alternative<Refusal>(verdict)) {
        throw std::runtime_error("not refused: " + text_of(verdict));
    }
    return std::get<Refusal>(verdict).code;
}

/// A book in Asia/Jakarta, rupiah, with this chart:
///   1101 cash  1102 bank  1201 receivable  2101 payable  3101 capital  4101 sales  5101 cogs  6101
///   operating
/// and outlets PST and BDG.
class BookTest : public StoreTest {
protected:
    BookTest();
    /// A fresh database with a fresh book.
    void start_over();

    app::NewBook new_book(std::string name);
    static ledger::AccountDraft account_draft(
        std::string code, std::string name, ledger::AccountType type,
        ledger::AccountSubtype subtype, AccountId id);

    AccountId account(const std::string& code);
    OutletId outlet(const std::string& code);

    ledger::TransactionDraft sale(std::string amount);
    ledger::TransactionDraft draft(
        std::string debit_code, std::string credit_code, std::string amount);

    app::CommitResult commit(std::vector<ledger::Entry> entries, bool atomic = false);
    app::CommitVerdict commit_one(ledger::Entry entry);
    /// Under the key that is the draft's id.
    app::CommitVerdict post(ledger::TransactionDraft draft);
    TransactionId must_post(ledger::TransactionDraft draft);

    app::VerificationRecord verify();
    ledger::Totals totals_of(const std::string& code, app::BalanceQuery query = {});
    Date today() const;

    BookId book;
    UserId owner;
    ledger::Actor actor;

private:
    void set_up_book();
};

}  // namespace arus::contract
