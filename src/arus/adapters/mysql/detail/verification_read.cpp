// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/verification_read.hpp"

#include "arus/adapters/mysql/detail/acts_stream.hpp"
#include "arus/adapters/mysql/detail/event_reads.hpp"
#include "arus/adapters/mysql/detail/queries_read.hpp"

#include <limits>
#include <memory>
#include <utility>

namespace arus::mysql {

namespace {

constexpr std::size_t events_at_once = 256;
constexpr std::size_t event_bytes_at_once = 1U << 20U;
constexpr std::size_t contacts_at_once = 1'000;
constexpr std::size_t sums_at_once = 2'000;

/// Numbers below every day and hour.
constexpr std::int32_t before_all = std::numeric_limits<std::int32_t>::min();

using Comparison = ledger::Verification::Comparison;

/// What follows from a history, and what is stored, for work that may go on when its check was
/// given up.
struct History {
    explicit History(ledger::Verification from) : all(std::move(from)) {}
    ledger::Verification all;
    ledger::EntryVerification entries;
};
struct EntriesHeld {
    explicit EntriesHeld(std::shared_ptr<const History> of) :
        history(std::move(of)), comparison(history->entries) {}
    std::shared_ptr<const History> history;
    ledger::EntryComparison comparison;
};

/// One event and what it speaks of.
struct Step {
    ledger::Event event;
    ActOfEvent act;
};

/// One check under way. Lives in the frame of verify_book.
class Check {
public:
    Check(
        Connection& connection, BlockingPool& checkers, app::EntryCheckpoints& checkpoints,
        BookId book, Deadline deadline, std::shared_ptr<app::VerifyWatch> watch) :
        connection_(connection),
        checkers_(checkers),
        checkpoints_(checkpoints),
        book_(book),
        deadline_(deadline),
        watch_(std::move(watch)) {}

    Awaitable<std::optional<app::VerificationRecord>> run(std::optional<ledger::Verification> from);

private:
    Awaitable<bool> belongs(const ledger::Verification& checkpoint);
    Awaitable<std::uint64_t> sequence_before(std::uint64_t offset, std::uint64_t last_sequence);
    Awaitable<void> add_history(const ledger::Head& head, std::shared_ptr<History> history);
    Awaitable<ledger::VerificationReport> compare(
        const ledger::Book& book, const ledger::Head& head,
        const ledger::Verification& verification);
    Awaitable<void> compare_chart(Comparison& comparison);
    Awaitable<void> compare_contacts(Comparison& comparison);
    template <class Second, class Third, class Take>
    Awaitable<void> compare_sums(const char* sql, Take take);
    Awaitable<void> compare_contact_balances(Comparison& comparison);
    Awaitable<std::vector<ledger::Finding>> compare_entries(std::shared_ptr<const History> history);
    Awaitable<void> compare_entries_of(std::shared_ptr<EntriesHeld> held, AccountId account);
    Awaitable<std::vector<ledger::Finding>> check_keys();

    Connection& connection_;
    BlockingPool& checkers_;
    app::EntryCheckpoints& checkpoints_;
    BookId book_;
    Deadline deadline_;
    std::shared_ptr<app::VerifyWatch> watch_;
};

Awaitable<std::optional<app::VerificationRecord>> Check::run(
    std::optional<ledger::Verification> from) {
    watch_->throw_if_stopped();
    const auto book = co_await read_book(connection_, book_);
    const auto head = co_await read_head(connection_, book_);
    if (!book || !head) {
        co_return std::nullopt;
    }
    bool goes_on = from && from->clean();
    if (goes_on) {
        goes_on = co_await belongs(*from);
    }
    std::optional<ledger::EntryVerification> entries;
    if (goes_on) {
        entries = checkpoints_.find(book_, from->next_offset() - 1, from->hash());
    }
    const bool in_full = !entries;
    const auto history = std::make_shared<History>(
        in_full ? ledger::Verification(*book) : std::move(*from));
    if (!in_full) {
        history->entries = std::move(*entries);
    }
    app::VerificationRecord record;
    record.position = position_of(*head);
    record.checked_from_offset = history->all.next_offset() - 1;
    co_await add_history(*head, history);
    record.report = co_await compare(*book, *head, history->all);
    auto findings = co_await compare_entries(history);
    add_findings(record.report, std::move(findings));
    if (in_full) {
        // Keys are never changed and no sum depends on them.
        auto keys = co_await check_keys();
        add_findings(record.report, std::move(keys));
    }
    if (record.report.ok) {
        checkpoints_.keep(
            book_, history->all.next_offset() - 1, history->all.hash(), history->entries);
        record.checkpoint = history->all;
    }
    co_return record;
}

Awaitable<bool> Check::belongs(const ledger::Verification& checkpoint) {
    const auto offset = checkpoint.next_offset() - 1;
    if (offset == 0) {
        co_return false;  // nothing is gained, and the book may have changed since it was made
    }
    const auto hash = co_await find_event_hash(connection_, book_, offset);
    co_return hash && *hash == checkpoint.hash();
}

// History ---------------------------------------------------------------------------------------

/// The sequence of the last act whose event lies before `offset`. Sequences follow offsets, so
/// halving finds it; where an act is missing, which the check will find, everything is walked.
Awaitable<std::uint64_t> Check::sequence_before(std::uint64_t offset, std::uint64_t last_sequence) {
    std::uint64_t low = 0;
    std::uint64_t high = offset <= 1 ? 0 : last_sequence;
    while (low < high) {
        const std::uint64_t middle = low + (high - low + 1) / 2;
        auto rows = co_await connection_.execute(
            queries::find_offset, book_, middle, book_, middle);
        if (!rows.next()) {
            co_return 0;
        }
        if (rows.count(0) < offset) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    co_return low;
}

Awaitable<void> Check::add_history(const ledger::Head& head, std::shared_ptr<History> history) {
    const auto first = history->all.next_offset();
    watch_->begin(first, head.offset);
    const auto before = co_await sequence_before(first, head.sequence);
    ActsStream acts(connection_, book_, before);
    EventStream events(connection_, book_, first - 1);
    for (;;) {
        auto chunk = co_await events.next(events_at_once, event_bytes_at_once);
        if (chunk.empty()) {
            break;
        }
        auto steps = std::make_shared<std::vector<Step>>();
        steps->reserve(chunk.size());
        for (auto& event : chunk) {
            Step step;
            step.act = co_await acts.at(event.offset);
            step.event = std::move(event);
            steps->push_back(std::move(step));
        }
        auto work = [history, steps] {
            for (const auto& step : *steps) {
                const auto rows = step.act.rows();
                history->all.add(step.event, rows);
                history->entries.add(rows);
            }
        };
        co_await checkers_.run(deadline_, std::move(work));
        watch_->done += steps->size();
        watch_->throw_if_stopped();
    }
}

// Sums ------------------------------------------------------------------------------------------

Awaitable<ledger::VerificationReport> Check::compare(
    const ledger::Book& book, const ledger::Head& head, const ledger::Verification& verification) {
    auto comparison = verification.compare(book, head);
    co_await compare_chart(comparison);
    co_await compare_contacts(comparison);
    const auto add_day = [&comparison](const Rows& rows) {
        comparison.by_day(
            {rows.id<OutletId>(0), rows.id<AccountId>(2), rows.date(1), rows.integer(3),
             rows.integer(4)});
    };
    co_await compare_sums<Date, AccountId>(queries::list_activity_days, add_day);
    const auto add_month = [&comparison](const Rows& rows) {
        comparison.by_month(
            {rows.id<OutletId>(0), rows.id<AccountId>(2), rows.date(1), rows.integer(3),
             rows.integer(4)});
    };
    co_await compare_sums<Date, AccountId>(queries::list_activity_months, add_month);
    const auto add_hour = [&comparison](const Rows& rows) {
        comparison.by_hour(
            {rows.id<OutletId>(0), rows.date(1), static_cast<int>(rows.integer(2)), rows.integer(3),
             rows.integer(4), rows.integer(5)});
    };
    co_await compare_sums<Date, std::int64_t>(queries::list_activity_hours, add_hour);
    const auto add_payment = [&comparison](const Rows& rows) {
        comparison.payment(
            {rows.id<OutletId>(0), rows.date(1), rows.id<AccountId>(2), rows.integer(3),
             rows.integer(4)});
    };
    co_await compare_sums<Date, AccountId>(queries::list_activity_payments, add_payment);
    co_await compare_contact_balances(comparison);
    auto counts = co_await connection_.execute(queries::count_rows, book_, book_, book_);
    if (counts.next()) {
        comparison.counts({counts.count(0), counts.count(1), counts.count(2)});
    }
    co_return comparison.finish();
}

Awaitable<void> Check::compare_chart(Comparison& comparison) {
    const auto accounts = co_await read_accounts(connection_, book_);
    for (const auto& account : accounts) {
        comparison.account(account);
    }
    const auto outlets = co_await read_outlets(connection_, book_);
    for (const auto& outlet : outlets) {
        comparison.outlet(outlet);
    }
    auto balances = co_await connection_.execute(queries::list_balances, book_);
    while (balances.next()) {
        comparison.balance(
            {balances.id<AccountId>(0),
             {balances.integer(1), balances.integer(2), balances.integer(3), balances.integer(4)}});
    }
}

Awaitable<void> Check::compare_contacts(Comparison& comparison) {
    std::string after;
    for (bool more = true; more;) {
        watch_->throw_if_stopped();
        auto rows = co_await connection_.execute(
            queries::list_contacts, book_, after, contacts_at_once);
        more = rows.size() == contacts_at_once;
        while (rows.next()) {
            const auto contact = contact_of(rows);
            after = contact.code;
            comparison.contact(contact);
        }
    }
}

/// A number or an id as the part of a key that a row holds.
template <class Part>
Part part_of(const Rows& rows, std::size_t column) {
    if constexpr (std::is_same_v<Part, AccountId>) {
        return rows.id<AccountId>(column);
    } else if constexpr (std::is_same_v<Part, Date>) {
        return rows.date(column);
    } else {
        return rows.integer(column);
    }
}

/// What comes before every key.
template <class Part>
Part first_part() {
    if constexpr (std::is_same_v<Part, AccountId>) {
        return {};
    } else {
        return Part{before_all};
    }
}

/// Gives every row of a table of sums to `take`.
template <class Second, class Third, class Take>
Awaitable<void> Check::compare_sums(const char* sql, Take take) {
    OutletId outlet;
    auto second = first_part<Second>();
    auto third = first_part<Third>();
    for (bool more = true; more;) {
        watch_->throw_if_stopped();
        auto rows = co_await connection_.execute(
            sql, book_, outlet, outlet, second, outlet, second, third, sums_at_once);
        more = rows.size() == sums_at_once;
        while (rows.next()) {
            outlet = rows.template id<OutletId>(0);
            second = part_of<Second>(rows, 1);
            third = part_of<Third>(rows, 2);
            take(rows);
        }
    }
}

Awaitable<void> Check::compare_contact_balances(Comparison& comparison) {
    AccountId account;
    ContactId contact;
    for (bool more = true; more;) {
        watch_->throw_if_stopped();
        auto rows = co_await connection_.execute(
            queries::list_contact_balances, book_, account, account, contact, sums_at_once);
        more = rows.size() == sums_at_once;
        while (rows.next()) {
            account = rows.id<AccountId>(0);
            contact = rows.id<ContactId>(1);
            comparison.contact_balance({contact, account, rows.integer(2), rows.integer(3)});
        }
    }
}

// Entries and keys ------------------------------------------------------------------------------

Awaitable<std::vector<ledger::Finding>> Check::compare_entries(
    std::shared_ptr<const History> history) {
    const auto held = std::make_shared<EntriesHeld>(std::move(history));
    // By account, those too of which no event speaks.
    auto accounts = co_await connection_.execute(queries::list_accounts_with_entries, book_);
    while (accounts.next()) {
        const auto account = accounts.id<AccountId>(0);
        co_await compare_entries_of(held, account);
    }
    co_return held->comparison.finish();
}

Awaitable<std::vector<ledger::Finding>> Check::check_keys() {
    watch_->throw_if_stopped();
    auto rows = co_await connection_.execute(queries::count_keys_astray, book_);
    const std::uint64_t astray = rows.next() ? rows.count(0) : 0;
    co_return ledger::findings_of_keys(astray);
}

Awaitable<void> Check::compare_entries_of(std::shared_ptr<EntriesHeld> held, AccountId account) {
    std::int64_t date = before_all;
    std::int64_t sequence = 0;
    std::int64_t position = 0;
    for (bool more = true; more;) {
        watch_->throw_if_stopped();
        auto rows = co_await connection_.execute(
            queries::list_account_entries, book_, account, date, sequence, position, sums_at_once,
            book_, account, date, sequence, sums_at_once, book_, account, date, sums_at_once,
            sums_at_once);
        more = rows.size() == sums_at_once;
        auto entries = std::make_shared<std::vector<ledger::AccountEntry>>();
        entries->reserve(rows.size());
        while (rows.next()) {
            date = rows.integer(0);
            sequence = rows.integer(1);
            position = rows.integer(2);
            entries->push_back(
                {account, rows.date(0), rows.count(1), static_cast<int>(position), rows.integer(3),
                 rows.count(4), rows.optional_id<OutletId>(5), rows.optional_id<ContactId>(6)});
        }
        auto work = [held, entries] {
            for (const auto& entry : *entries) {
                held->comparison.add(entry);
            }
        };
        co_await checkers_.run(deadline_, std::move(work));
    }
}

}  // namespace

Awaitable<std::optional<app::VerificationRecord>> verify_book(
    Connection& connection, BlockingPool& checkers, app::EntryCheckpoints& checkpoints, BookId book,
    std::optional<ledger::Verification> from, Deadline deadline,
    std::shared_ptr<app::VerifyWatch> watch) {
    Check check(connection, checkers, checkpoints, book, deadline, std::move(watch));
    co_return co_await check.run(std::move(from));
}

}  // namespace arus::mysql
