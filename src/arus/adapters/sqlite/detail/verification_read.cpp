// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/verification_read.hpp"

#include <limits>
#include <utility>

namespace arus::sqlite {

VerificationRead::VerificationRead(const Connection& connection) :
    find_head_(connection, queries::find_head),
    find_book_(connection, queries::find_book),
    find_event_hash_(connection, queries::find_event_hash),
    find_offset_(connection, queries::find_offset),
    list_events_(connection, queries::list_events),
    list_made_(connection, queries::list_made_after),
    list_settled_(connection, queries::list_settled_after),
    list_accounts_(connection, queries::list_accounts),
    list_outlets_(connection, queries::list_outlets),
    list_contacts_(connection, queries::list_all_contacts),
    list_balances_(connection, queries::list_balances),
    list_days_(connection, queries::list_activity_days),
    list_months_(connection, queries::list_activity_months),
    list_hours_(connection, queries::list_activity_hours),
    list_payments_(connection, queries::list_activity_payments),
    list_contact_balances_(connection, queries::list_contact_balances),
    list_account_entries_(connection, queries::list_account_entries),
    count_keys_astray_(connection, queries::count_keys_astray),
    count_rows_(connection, queries::count_rows),
    transactions_(connection) {
}

std::optional<app::VerificationRecord> VerificationRead::verify(
    BookId book, std::optional<ledger::Verification> from, app::VerifyWatch& watch,
    app::EntryCheckpoints* checkpoints) {
    watch.throw_if_stopped();
    try {
        return check(book, std::move(from), watch, checkpoints);
    } catch (const Failure& failure) {
        if (failure.facts().kind == Failure::Kind::timeout) {
            watch.throw_if_stopped();  // the snapshot has heard of it in a statement
        }
        throw;
    }
}

std::optional<app::VerificationRecord> VerificationRead::check(
    BookId book, std::optional<ledger::Verification> from, app::VerifyWatch& watch,
    app::EntryCheckpoints* checkpoints) {
    const auto found = read_book(find_book_, book);
    const auto head = read_head(find_head_, book);
    if (!found || !head) {
        return std::nullopt;
    }
    std::optional<ledger::EntryVerification> entries;
    if (from && checkpoints != nullptr && from->clean() && belongs(book, *from)) {
        entries = checkpoints->find(book, from->next_offset() - 1, from->hash());
    }
    const bool in_full = !entries;
    auto verification = in_full ? ledger::Verification(*found) : std::move(*from);
    if (in_full) {
        entries.emplace();
    }
    app::VerificationRecord record;
    record.position = position_of(*head);
    record.checked_from_offset = verification.next_offset() - 1;
    add_history(book, *head, verification, *entries, watch);
    record.report = compare(*found, *head, verification);
    add_findings(record.report, compare_entries(book, *entries));
    if (in_full) {
        // Keys are never changed and no sum depends on them.
        add_findings(record.report, check_keys(book));
    }
    if (record.report.ok) {
        if (checkpoints != nullptr) {
            checkpoints->keep(
                book, verification.next_offset() - 1, verification.hash(), std::move(*entries));
        }
        record.checkpoint = std::move(verification);
    }
    return record;
}

bool VerificationRead::belongs(BookId book, const ledger::Verification& checkpoint) {
    const auto offset = checkpoint.next_offset() - 1;
    if (offset == 0) {
        return false;  // nothing is gained, and the book may have changed since it was made
    }
    auto rows = find_event_hash_.query(book, offset);
    return rows.next() && rows.hash(0) == checkpoint.hash();
}

// History ---------------------------------------------------------------------------------------

class VerificationRead::Acts {
public:
    Acts(VerificationRead& read, BookId book, std::uint64_t after_sequence) :
        read_(read),
        book_(book),
        made_(read.list_made_.query(book, after_sequence)),
        settled_(read.list_settled_.query(book, after_sequence)) {
        has_made_ = made_.next();
        has_settled_ = settled_.next();
    }

    /// The rows that the event at `offset` speaks of, as far as they are there; valid until the
    /// next call.
    ledger::EventRows rows_of(std::uint64_t offset) {
        while (has_made_ && made_.count(1) < offset) {
            has_made_ = made_.next();
        }
        while (has_settled_ && settled_.count(1) < offset) {
            has_settled_ = settled_.next();
        }
        transaction_.reset();
        reversed_.reset();
        settlement_.reset();
        if (has_made_ && made_.count(1) == offset) {
            transaction_ = read_.transactions_.find_as_made(book_, made_.count(0));
            if (transaction_ && transaction_->transaction.reverses_id) {
                const auto sequence = read_.transactions_.find_sequence(
                    book_, *transaction_->transaction.reverses_id);
                reversed_ = sequence ? read_.transactions_.find_as_made(book_, *sequence)
                                     : std::nullopt;
            }
        } else if (has_settled_ && settled_.count(1) == offset) {
            settlement_ = settlement_of(settled_);
            transaction_ = read_.transactions_.find_as_made(book_, settled_.count(3));
        }
        ledger::EventRows rows;
        rows.transaction = transaction_ ? &transaction_->transaction : nullptr;
        rows.settlement = settlement_ ? &*settlement_ : nullptr;
        rows.reversed = reversed_ ? &reversed_->transaction : nullptr;
        return rows;
    }

private:
    VerificationRead& read_;
    BookId book_;
    Rows made_;
    Rows settled_;
    bool has_made_ = false;
    bool has_settled_ = false;
    std::optional<TransactionReader::Found> transaction_;
    std::optional<TransactionReader::Found> reversed_;
    std::optional<ledger::Settlement> settlement_;
};

/// The sequence of the last act whose event lies before `offset`. Sequences follow offsets, so
/// halving finds it; where an act is missing, which the check will find, everything is walked.
std::uint64_t VerificationRead::sequence_before(
    BookId book, std::uint64_t offset, std::uint64_t last_sequence) {
    std::uint64_t low = 0;
    std::uint64_t high = last_sequence;
    while (low < high) {
        const std::uint64_t middle = low + (high - low + 1) / 2;
        auto rows = find_offset_.query(book, middle);
        if (!rows.next()) {
            return 0;
        }
        if (rows.count(0) < offset) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

void VerificationRead::add_history(
    BookId book, const ledger::Head& head, ledger::Verification& verification,
    ledger::EntryVerification& entries, app::VerifyWatch& watch) {
    const auto first = verification.next_offset();
    watch.begin(first, head.offset);
    Acts acts(*this, book, sequence_before(book, first, head.sequence));
    auto events = list_events_.query(book, first - 1, std::numeric_limits<std::int64_t>::max());
    while (events.next()) {
        const auto event = event_of(events);
        const auto rows = acts.rows_of(event.offset);
        verification.add(event, rows);
        entries.add(rows);
        watch.done += 1;
        watch.throw_if_stopped();
    }
}

// Sums ------------------------------------------------------------------------------------------

ledger::VerificationReport VerificationRead::compare(
    const ledger::Book& book, const ledger::Head& head, const ledger::Verification& verification) {
    auto comparison = verification.compare(book, head);
    compare_chart(book.id, comparison);
    compare_activity(book.id, comparison);
    auto counts = count_rows_.query(book.id);
    if (counts.next()) {
        comparison.counts({counts.count(0), counts.count(1), counts.count(2)});
    }
    return comparison.finish();
}

void VerificationRead::compare_chart(BookId book, ledger::Verification::Comparison& comparison) {
    auto accounts = list_accounts_.query(book);
    while (accounts.next()) {
        comparison.account(account_of(accounts));
    }
    auto outlets = list_outlets_.query(book);
    while (outlets.next()) {
        comparison.outlet(outlet_of(outlets));
    }
    auto contacts = list_contacts_.query(book);
    while (contacts.next()) {
        comparison.contact(contact_of(contacts));
    }
    auto balances = list_balances_.query(book);
    while (balances.next()) {
        comparison.balance(
            {balances.id<AccountId>(0),
             {balances.integer(1), balances.integer(2), balances.integer(3), balances.integer(4)}});
    }
}

void VerificationRead::compare_activity(BookId book, ledger::Verification::Comparison& comparison) {
    const auto activity_of = [](const Rows& rows) {
        return ledger::ActivityDelta{
            rows.id<OutletId>(0), rows.id<AccountId>(2), rows.date(1), rows.integer(3),
            rows.integer(4)};
    };
    auto days = list_days_.query(book);
    while (days.next()) {
        comparison.by_day(activity_of(days));
    }
    auto months = list_months_.query(book);
    while (months.next()) {
        comparison.by_month(activity_of(months));
    }
    auto hours = list_hours_.query(book);
    while (hours.next()) {
        comparison.by_hour(
            {hours.id<OutletId>(0), hours.date(1), static_cast<int>(hours.integer(2)),
             hours.integer(3), hours.integer(4), hours.integer(5)});
    }
    auto payments = list_payments_.query(book);
    while (payments.next()) {
        comparison.payment(
            {payments.id<OutletId>(0), payments.date(1), payments.id<AccountId>(2),
             payments.integer(3), payments.integer(4)});
    }
    auto contacts = list_contact_balances_.query(book);
    while (contacts.next()) {
        comparison.contact_balance(
            {contacts.id<ContactId>(0), contacts.id<AccountId>(1), contacts.integer(2),
             contacts.integer(3)});
    }
}

std::vector<ledger::Finding> VerificationRead::compare_entries(
    BookId book, const ledger::EntryVerification& entries) {
    ledger::EntryComparison comparison(entries);
    auto rows = list_account_entries_.query(book);
    while (rows.next()) {
        comparison.add(
            {rows.id<AccountId>(0), rows.date(1), rows.count(2), static_cast<int>(rows.integer(3)),
             rows.integer(4), rows.count(5), rows.optional_id<OutletId>(6),
             rows.optional_id<ContactId>(7)});
    }
    return comparison.finish();
}

std::vector<ledger::Finding> VerificationRead::check_keys(BookId book) {
    auto rows = count_keys_astray_.query(book);
    return ledger::findings_of_keys(rows.next() ? rows.count(0) : 0);
}

}  // namespace arus::sqlite
