// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/result.hpp"
#include "arus/ledger/act.hpp"
#include "arus/ledger/event.hpp"

#include <span>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

// The rules of the ledger, the same for every store: pure, deterministic, no I/O, no clock.
//
//   store:  lock the head -> lookups_of() -> load what they name into BookState -> evaluate_batch()
//   -> write Effects
//
// Every rule is applied to one entry after the other; an entry that is refused leaves no trace in
// state or effects, the rest go on. In an atomic submission one refusal undoes its siblings, which
// then carry `batch_refused`.
namespace arus::ledger {

/// A transaction that entries refer to, as the store holds it.
struct KnownTransaction {
    Transaction transaction;
    std::optional<TransactionKind> reversed_kind;  ///< of a reversal: the kind of what it reverses
};

/// A key that was used before.
struct KnownKey {
    Hash256 request_hash{};
    TransactionId transaction_id;
    std::uint64_t offset = 0;  ///< of the event that was its result
};

struct AccountState {
    Account account;
    Totals totals;
    bool is_used() const { return totals != Totals{}; }
};

/// What evaluation may read of a book. It must hold every account of the book (the turnover, a
/// place in the tree of accounts and a new exponent concern them all) and everything else that
/// lookups_of() names and that exists; it may hold more. What has no entry here does not exist. A
/// store keeps accounts, outlets and head from one batch to the next while the head shows that
/// nobody else committed, and throws all of it away when an outcome is unknown.
struct BookState {
    Book book;
    Head head;
    std::unordered_map<AccountId, AccountState> accounts;
    std::unordered_map<std::string, AccountId> account_ids;  ///< by code
    std::unordered_map<OutletId, Outlet> outlets;
    std::unordered_map<std::string, OutletId> outlet_ids;  ///< by code
    std::unordered_map<ContactId, Contact> contacts;
    std::unordered_map<std::string, ContactId> contact_ids;  ///< by code
    std::unordered_map<TransactionId, KnownTransaction> transactions;
    std::unordered_map<std::string, KnownKey> keys;

    /// Forgets what only one batch needed: contacts, transactions, keys.
    void forget_lookups();
};

/// What a batch refers to.
struct Lookups {
    std::unordered_set<std::string> keys;
    std::unordered_set<TransactionId> transactions;  ///< with postings; also load the accounts of
                                                     ///< these
    std::unordered_set<AccountId> accounts;
    std::unordered_set<std::string> account_codes;
    std::unordered_set<OutletId> outlets;
    std::unordered_set<std::string> outlet_codes;
    std::unordered_set<ContactId> contacts;
    std::unordered_set<std::string> contact_codes;
};
Lookups lookups_of(std::span<const Submission> submissions);

/// Given with each batch, read once under the lock.
struct Context {
    Instant now;
    LocalHour now_local;       ///< `now` on a clock in the zone that the book has before this batch
    std::uint64_t writer = 0;  ///< this instance, for the head
};

/// The entry took effect, now or (replayed) when it first came.
struct Accepted {
    std::uint64_t offset = 0;  ///< of the event that is its result
    bool replayed = false;
    std::variant<std::monostate, Account, Outlet, Contact, Book> made;  ///< monostate for money
                                                                        ///< acts
};
using Verdict = std::variant<Accepted, Refusal>;

/// A pending transaction was posted or voided.
struct Settlement {
    TransactionId transaction_id;
    std::uint64_t sequence = 0;
    SettleDraft::Outcome outcome = SettleDraft::Outcome::posted;
    Date date;  ///< the business day it counts in from now on
    std::optional<int> local_hour;
    Instant at;
    UserId settled_by;
    std::uint64_t offset = 0;  ///< of its event
};

struct NewTransaction {
    Transaction transaction;
    std::uint64_t offset = 0;  ///< of its event
};

struct NewKey {
    std::string key;
    KnownKey known;
};

/// Sums to add to what is stored; zero ids stand for "all outlets".
struct BalanceDelta {
    AccountId account_id;
    Totals delta;  ///< members may be negative: a settled hold leaves the pending side
};
struct ActivityDelta {
    OutletId outlet_id;  ///< none: all outlets together, those without an outlet too
    AccountId account_id;
    Date day;  ///< in by_month the first of the month
    std::int64_t debit_minor = 0;
    std::int64_t credit_minor = 0;
};
struct HourDelta {
    OutletId outlet_id;
    Date day;
    int hour = -1;                   ///< 0 to 23, or -1 where the hour is not known
    std::int64_t income_minor = 0;   ///< credit less debit of income accounts
    std::int64_t expense_minor = 0;  ///< debit less credit of expense accounts
    std::int64_t sales = 0;          ///< sales less reversed sales
};
struct PaymentDelta {
    OutletId outlet_id;
    Date day;
    AccountId account_id;  ///< cash, bank or clearing account that sales debit
    std::int64_t amount_minor = 0;
    std::int64_t sales = 0;
};
struct ContactDelta {
    ContactId contact_id;
    AccountId account_id;
    std::int64_t debit_minor = 0;
    std::int64_t credit_minor = 0;
};

/// Everything a store writes for a batch, each list in the order of its keys or of its making,
/// without repeats.
struct Effects {
    std::vector<std::vector<Verdict>> verdicts;  ///< one list a submission, one verdict an entry,
                                                 ///< in order

    std::vector<NewTransaction> transactions;
    std::vector<Settlement> settlements;
    std::vector<NewKey> keys;
    std::vector<Event> events;      ///< contiguous, up to the new head
    std::vector<Account> accounts;  ///< to insert (version 1) or replace
    std::vector<Outlet> outlets;
    std::vector<Contact> contacts;
    std::optional<Book> book;  ///< to replace

    std::vector<BalanceDelta> balances;
    std::vector<ActivityDelta> by_day;
    std::vector<ActivityDelta> by_month;
    std::vector<HourDelta> by_hour;
    std::vector<PaymentDelta> payments;
    std::vector<ContactDelta> contact_balances;

    bool has_commit() const { return !events.empty(); }
};

/// Decides every entry and advances `state` to what it will be once the effects are durable; the
/// new head stands in `state.head`. If writing fails, the caller throws `state` away.
///
/// Commit time: the later of context.now, cut to whole milliseconds, and the head's, so that the
/// order of commits and of their times agree. Money acts: for a key that is known with the same
/// hash the verdict is Accepted{replayed}; the rules are not asked again. Refusals: in the order of
/// RefusalCode, the first that applies. Overflow: the turnover of a book (the debit totals of all
/// accounts, held ones too) stays within int64, and every sum of postings is a part of it; so none
/// of the sums below can leave int64, nor can a report's.
Effects evaluate_batch(
    BookState& state, std::span<const Submission> submissions, const Context& context);

/// The sums that the transactions and settlements in `effects` add, and nothing else:
/// evaluate_batch() ends with it, and history can be summed with it again. Fills the last six lists
/// of `effects`, each sorted by its key, without repeats and without rows of nothing but zeros.
/// `state` must hold every account they touch, every settled transaction and, with its
/// reversed_kind, every reversal.
void add_sums(Effects& effects, const BookState& state);

}  // namespace arus::ledger
