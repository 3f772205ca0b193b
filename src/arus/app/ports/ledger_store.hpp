// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"
#include "arus/base/failure.hpp"
#include "arus/ledger/evaluate.hpp"
#include "arus/ledger/verification.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace arus::app {

/// The events of one durable commit, shared by everybody who passes them on.
struct CommittedBatch {
    BookId book_id;
    std::string epoch;
    std::vector<ledger::Event> events;  ///< contiguous, at least one
    Instant committed_at;
};

/// An entry that took effect, in this commit or (replayed) in an earlier one.
struct Committed {
    bool replayed = false;
    std::string epoch;
    ledger::Event event;  ///< the result of a money act as first committed; of other acts the event
                          ///< that tells of it
    std::variant<std::monostate, ledger::Account, ledger::Outlet, ledger::Contact, ledger::Book>
        made;
};
using CommitVerdict = std::variant<Committed, Refusal>;

struct CommitResult {
    std::vector<std::vector<CommitVerdict>> verdicts;  ///< one list a submission, one verdict an
                                                       ///< entry, in order
    std::shared_ptr<const CommittedBatch> batch;       ///< null where nothing was written
};

/// Where the reader of a figure stands: the figure is true exactly at this position.
struct Position {
    std::string epoch;
    std::uint64_t sequence = 0;
    std::uint64_t offset = 0;
    Hash256 hash{};  ///< of the event at `offset`
};

struct BookRecord {
    ledger::Book book;
    ledger::Head head;
};

struct TransactionRecord {
    ledger::Transaction transaction;  ///< as it is now, with settlement and reversal
    std::uint64_t offset = 0;         ///< of the event that shows its present status
    Hash256 hash{};
    std::string epoch;
};

/// Which transactions, newest first. Every member that is present narrows the list.
struct TransactionQuery {
    enum class Order { sequence, date };
    Order order = Order::sequence;
    std::optional<Date> from;  ///< inclusive
    std::optional<Date> to;    ///< inclusive
    std::optional<AccountId> account_id;
    std::optional<std::vector<OutletId>> outlet_ids;  ///< present but empty: none
    std::optional<ContactId> contact_id;
    std::optional<std::string> tag;
    std::optional<ledger::TransactionKind> kind;
    std::optional<ledger::TransactionStatus> status;
    std::optional<UserId> created_by;
    std::optional<bool> late;                     ///< booked on another day than asked for
    std::optional<std::string> reference_prefix;  ///< `q` is one of these three, any that fits
    std::optional<std::int64_t> amount_minor;
    std::optional<std::vector<std::string>> words;
    /// Strictly older than this; the date counts for Order::date only.
    struct After {
        std::uint64_t sequence = 0;
        Date date;
    };
    std::optional<After> after;
    std::size_t limit = 50;  ///< 1 to 500
};

struct TransactionPage {
    std::vector<TransactionRecord> items;
    bool has_more = false;
};

/// Sums of postings by account. Without dates: all of them, from the stored balances.
struct BalanceQuery {
    std::optional<Date> from;  ///< inclusive; absent: from the beginning
    std::optional<Date> to;    ///< inclusive; absent: to the end of time
    std::optional<OutletId> outlet_id;
    std::optional<std::uint64_t> at_sequence;  ///< as known then: later acts are subtracted
};

struct BalanceItem {
    ledger::Account account;
    ledger::Totals totals;  ///< pending members are filled only where neither date, outlet nor
                            ///< at_sequence is asked for
};

struct BalanceRecord {
    Position position;  ///< the head, or where the book stood after the act of `at_sequence`
    std::vector<BalanceItem> items;  ///< every account of the book, by code
};

/// What the dashboard needs, as kept by the commit.
struct SummaryQuery {
    std::vector<Date> days;  ///< the days whose hours are wanted, at most 62
    Date from;               ///< of outlets and payments, inclusive
    Date to;                 ///< inclusive
    std::optional<OutletId> outlet_id;
    std::optional<std::vector<OutletId>> outlet_scope;  ///< a cashier's outlets; narrows `outlets`
};
struct HourFigures {
    Date day;
    int hour = -1;  ///< -1: hour not known
    std::int64_t income_minor = 0;
    std::int64_t expense_minor = 0;
    std::int64_t sales = 0;
};
struct OutletFigures {
    ledger::Outlet outlet;
    std::int64_t income_minor = 0;
    std::int64_t expense_minor = 0;
    std::int64_t sales = 0;
    std::optional<Instant> last_committed_at;
};
struct PaymentFigures {
    AccountId account_id;
    std::string code;
    std::string name;
    std::int64_t amount_minor = 0;
    std::int64_t sales = 0;
};
struct SummaryRecord {
    Position position;
    std::vector<HourFigures> hours;        ///< by day and hour; absent where nothing happened
    std::vector<OutletFigures> outlets;    ///< every outlet that is not archived, by code
    std::vector<PaymentFigures> payments;  ///< by amount, largest first
};

struct EventQuery {
    std::uint64_t after = 0;            ///< events with a larger offset
    std::size_t limit = 500;            ///< events looked at, 1 to 5000
    std::size_t bytes_max = 4U << 20U;  ///< stop after the event that passes this many bytes of
                                        ///< data
};
struct EventPage {
    Position head;
    std::vector<ledger::Event> events;  ///< contiguous from after + 1
};

struct ContactQuery {
    std::optional<std::string> after_code;
    std::optional<std::string> q;  ///< part of code or name, without regard to case
    std::size_t limit = 50;
};
struct ContactPage {
    std::vector<ledger::Contact> items;  ///< by code
    bool has_more = false;
};

/// What a check of a book found, and from where the next one may go on.
struct VerificationRecord {
    ledger::VerificationReport report;  ///< of the history and of all stored sums, at `position`
    std::uint64_t checked_from_offset = 0;  ///< the chain was recomputed after this offset
    Position position;
    std::optional<ledger::Verification> checkpoint;  ///< for the next check; absent where something
                                                     ///< was found
};

/// A check of a book under way, shared by the store, which says how far it is, and by who waits for
/// it and may end it. Safe from every thread.
struct VerifyWatch {
    std::atomic<std::uint64_t> done{0};   ///< events of the history that were checked
    std::atomic<std::uint64_t> total{0};  ///< events to check, 0 until it is known; the stored sums
                                          ///< come after the last of them
    std::atomic<bool> is_stopped{false};  ///< once set, the check ends

    /// For the store, as it begins with the history from the event at `first` to the head's.
    void begin(std::uint64_t first, std::uint64_t head_offset) {
        done = 0;
        total = head_offset < first ? 0 : head_offset - first + 1;
    }
    /// For the store, between what it reads.
    void throw_if_stopped() const {
        if (is_stopped) {
            throw Failure(
                {Failure::Kind::unavailable, true, true, "verify"}, "the check was stopped");
        }
    }
};

struct NewBook {
    ledger::Book book;
    UserId owner;
    ledger::Submission chart;  ///< accounts and outlets of the template; none of it may be refused
};

/// A book's ledger in a database. Every read is one consistent snapshot; every call throws Failure
/// where the database does not answer in time. Safe from every executor; resumes the caller on its
/// own.
class LedgerStore {
public:
    virtual ~LedgerStore() = default;

    /// Evaluates and writes the submissions of one book in one durable database transaction, in
    /// order. Returns only after the commit is on disk. An unknown book: every entry is refused
    /// with `not_found`. Entries that are all refused write nothing. Failure with outcome_known ==
    /// false: the commit was in flight; the same call again, with the same keys, finds the truth.
    virtual Awaitable<CommitResult> commit_batch(
        BookId book, std::vector<ledger::Submission> submissions, Deadline deadline) = 0;

    /// A book, its head, its owner's membership and its chart, all or nothing. The events of the
    /// chart are 1 to n.
    virtual Awaitable<BookRecord> create_book(NewBook book, Deadline deadline) = 0;

    virtual Awaitable<std::optional<BookRecord>> find_book(BookId book, Deadline deadline) = 0;
    virtual Awaitable<std::vector<ledger::Account>> list_accounts(
        BookId book, Deadline deadline) = 0;  ///< by code
    virtual Awaitable<std::vector<ledger::Outlet>> list_outlets(
        BookId book, Deadline deadline) = 0;  ///< by code
    virtual Awaitable<ContactPage> list_contacts(
        BookId book, ContactQuery query, Deadline deadline) = 0;
    virtual Awaitable<std::optional<TransactionRecord>> find_transaction(
        BookId book, TransactionId id, Deadline deadline) = 0;
    virtual Awaitable<TransactionPage> list_transactions(
        BookId book, TransactionQuery query, Deadline deadline) = 0;
    virtual Awaitable<BalanceRecord> balances(
        BookId book, BalanceQuery query, Deadline deadline) = 0;
    virtual Awaitable<SummaryRecord> summary(
        BookId book, SummaryQuery query, Deadline deadline) = 0;
    virtual Awaitable<EventPage> events(BookId book, EventQuery query, Deadline deadline) = 0;
    /// The hash of the event at `offset`, h(0) for 0; nothing beyond the head.
    virtual Awaitable<std::optional<Hash256>> event_hash(
        BookId book, std::uint64_t offset, Deadline deadline) = 0;

    /// Checks what was committed after `from`, the checkpoint of an earlier check (absent, or not
    /// of this history any more: everything), then compares all stored sums. One snapshot. Nothing
    /// for a book that is not there. Once it is stopped through `watch` (null: nobody watches) it
    /// ends, as soon as it hears of that, in Failure unavailable: no report, and no checkpoint. It
    /// hears between what it reads; one that waits for the checks before it, when its turn comes.
    virtual Awaitable<std::optional<VerificationRecord>> verify(
        BookId book, std::optional<ledger::Verification> from, Deadline deadline,
        std::shared_ptr<VerifyWatch> watch = nullptr) = 0;

    /// Every book of the database, by id.
    virtual Awaitable<std::vector<BookId>> list_books(Deadline deadline) = 0;
};

}  // namespace arus::app
