// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/ledger_store.hpp"
#include "arus/reports/aging.hpp"
#include "arus/reports/statement.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace arus::app {

/// Sums of postings by account over several windows, all of one moment.
struct StatementQuery {
    struct Window {
        std::optional<Date> from;  ///< inclusive; absent: from the beginning
        Date to;                   ///< inclusive
        std::optional<OutletId> outlet_id;
        bool operator==(const Window&) const = default;
    };
    std::vector<Window> windows;               ///< at least one
    std::optional<std::uint64_t> at_sequence;  ///< as known then; absent: now. Not beyond the head
    std::optional<std::uint64_t> earlier_sequence;  ///< the same windows as known at another time
};

struct StatementRecord {
    Position position;  ///< the head, or where the book stood after the act of `at_sequence`
    ledger::Book book;
    std::vector<ledger::Account> accounts;                  ///< every account, by code
    std::vector<ledger::Outlet> outlets;                    ///< every outlet, by code
    std::vector<std::vector<reports::Sides>> sums;          ///< one a window, one an account
    std::vector<std::vector<reports::Sides>> earlier_sums;  ///< empty without earlier_sequence
};

/// What an act of the ledger shows of itself beside its postings.
struct ActRecord {
    TransactionId transaction_id;
    std::uint64_t sequence = 0;  ///< of the act that made it count: the transaction's or its
                                 ///< settlement's
    Date date;                   ///< the business day it counts in
    ledger::TransactionKind kind = ledger::TransactionKind::journal;
    std::string description;
    std::optional<std::string> reference;
    std::optional<OutletId> outlet_id;
    std::optional<ContactId> contact_id;
    std::optional<Instant> made_at;
    Instant committed_at;  ///< of the transaction
    UserId created_by;
    std::string created_by_name;
    std::optional<DeviceId> device_id;
};

/// A posting that counts.
struct EntryRecord {
    ActRecord act;
    AccountId account_id;
    std::int64_t amount_minor = 0;  ///< a debit is positive, a credit negative
    int position = 0;               ///< in its transaction
    std::optional<std::string> memo;
};

/// Which entries of some accounts, in the order of date, sequence and position.
struct EntryQuery {
    enum class Order { oldest_first, newest_first };
    enum class Side { any, debit, credit };
    std::vector<AccountId> account_ids;  ///< each once; the cost grows with their number
    std::optional<Date> from;            ///< inclusive; absent: from the beginning
    Date to;                             ///< inclusive
    /// Absent: of every outlet (contact); present but empty: of those without.
    std::optional<std::optional<OutletId>> outlet_id;
    std::optional<std::optional<ContactId>> contact_id;
    Side side = Side::any;
    std::uint64_t at_sequence = 0;  ///< acts up to this one count
    Order order = Order::oldest_first;
    /// Strictly behind this entry, in the order asked for.
    struct After {
        Date date;
        std::uint64_t sequence = 0;
        int position = 0;
    };
    std::optional<After> after;
    std::size_t limit = 50;  ///< 1 to 5000
};

struct EntryPage {
    std::vector<EntryRecord> items;
    bool has_more = false;
};

/// What contacts owe or are owed on a day, by age.
struct AgingQuery {
    reports::AgingSide side = reports::AgingSide::receivable;
    Date as_of;
    std::optional<std::uint64_t> at_sequence;  ///< as known then; absent: now
};

struct AgingRecord {
    Position position;
    ledger::Book book;
    std::vector<AccountId> account_ids;          ///< accounts of the side's subtype, by code
    std::vector<reports::ContactSums> contacts;  ///< those with postings, and what has no contact
    reports::Sides control;                      ///< sums of those accounts, whoever's
};

/// Acts that count in some window of knowledge.
struct ChangeQuery {
    std::uint64_t after = 0;  ///< exclusive
    std::uint64_t to = 0;     ///< inclusive
    std::size_t limit = 500;  ///< acts, 1 to 5000
};

struct ChangeRecord {
    ActRecord act;
    struct Posting {
        AccountId account_id;
        std::int64_t amount_minor = 0;  ///< a debit is positive
    };
    std::vector<Posting> postings;
};

struct ChangePage {
    std::vector<ChangeRecord> items;  ///< by sequence
    bool has_more = false;
};

/// What statements are made of. Every read is one consistent snapshot; every call throws Failure
/// where the database does not answer in time; a book that is not there has no accounts and
/// position 0. Safe from every executor; resumes the caller on its own.
///
/// Sums cost accounts and months, at most 31 days at each end of a window, not history; knowledge
/// of earlier costs what came after it.
class StatementStore {
public:
    virtual ~StatementStore() = default;

    virtual Awaitable<StatementRecord> statement(
        BookId book, StatementQuery query, Deadline deadline) = 0;
    virtual Awaitable<EntryPage> entries(BookId book, EntryQuery query, Deadline deadline) = 0;
    virtual Awaitable<AgingRecord> aging(BookId book, AgingQuery query, Deadline deadline) = 0;
    virtual Awaitable<ChangePage> changes(BookId book, ChangeQuery query, Deadline deadline) = 0;
};

}  // namespace arus::app
