// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/testing/test_book.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace arus::ledger::testing {
namespace {

using Outcome = SettleDraft::Outcome;

Date day(const char* text) {
    return *parse_date(text);
}

void lock(TestBook& book, const char* date) {
    BookChange change;
    change.lock_date = std::optional(parse_date(date));
    book.must(Act(change));
}

void limit(TestBook& book, std::string_view code, const char* minimum) {
    book.must(Act(AccountChange{
        book.account(code), {}, {}, {}, std::optional(std::optional(std::string(minimum))), {}}));
}

TransactionId hold(TestBook& book, TransactionDraft draft) {
    draft.pending = true;
    return book.post(draft);
}

std::string settle(
    TestBook& book, TransactionId id, Outcome outcome, std::optional<Date> date = {}) {
    return outcome_of(book.commit(book.entry(SettleDraft{id, outcome, date})));
}

std::string reverse(TestBook& book, TransactionId target, std::optional<Date> date = {}) {
    return outcome_of(
        book.commit(book.entry(ReverseDraft{book.new_transaction_id(), target, date, {}})));
}

Totals totals(const TestBook& book, std::string_view code) {
    return book.state.accounts.at(book.account(code)).totals;
}

TEST(Transactions, carry_what_was_asked_and_what_the_commit_adds) {
    TestBook book;
    auto draft = book.sale();
    draft.reference = "INV-8";
    draft.outlet_id = book.outlet("PST");
    draft.contact_id = book.contact("C1");
    draft.tags = {"qris"};
    draft.lines = {{"Kopi", "3", "75000"}};
    draft.postings[0].memo = "tunai";
    draft.postings[1].account = book.account("4101");
    book.owner.device_id = id_of<DeviceId>(5);
    const auto sequence = book.state.head.sequence;
    const auto offset = book.must(Act(draft)).offset;

    ASSERT_EQ(book.last.transactions.size(), 1U);
    EXPECT_EQ(book.last.transactions[0].offset, offset);
    const auto& made = book.last.transactions[0].transaction;
    EXPECT_EQ(made.sequence, sequence + 1);
    EXPECT_EQ(made.date, book.today());
    EXPECT_EQ(made.original_date, std::nullopt);
    EXPECT_EQ(made.local_hour, 14);
    EXPECT_EQ(made.committed_at, book.context.now);
    EXPECT_EQ(made.created_by_name, "Sari");
    EXPECT_EQ(made.device_id, id_of<DeviceId>(5));
    EXPECT_EQ(made.postings[0].account_code, "1101");
    EXPECT_EQ(made.postings[0].account_name, "Account 1101");
    EXPECT_EQ(made.postings[0].memo, "tunai");
    EXPECT_EQ(made.postings[1].account_code, "4101");
    ASSERT_EQ(book.last.events.size(), 1U);
    EXPECT_EQ(book.last.events[0].type, EventType::transaction_posted);
    EXPECT_EQ(book.last.events[0].outlet_id, draft.outlet_id);
    EXPECT_EQ(*book.last.events[0].data, encode_transaction(made, 0));
    EXPECT_EQ(totals(book, "1101").debit_minor, 75000);
    EXPECT_EQ(totals(book, "4101").credit_minor, 75000);
    EXPECT_EQ(book.state.head.version, book.state.head.offset);  // one commit for each event so far
    EXPECT_EQ(book.state.head.writer, 7U);
}

TEST(Transactions, never_commit_before_the_commit_before_them) {
    TestBook book;
    book.context.now.us -= us_per_hour;  // the clock was set back
    const auto last_at = book.state.head.at;
    book.post(book.sale());
    EXPECT_EQ(book.last.events[0].at, last_at);
    EXPECT_EQ(book.state.head.at, last_at);
}

TEST(Transactions, accept_the_first_and_the_last_date_and_the_smallest_and_the_largest_amount) {
    TestBook book;
    for (const auto date : {day("2000-01-01"), book.today().plus_days(366)}) {
        auto draft = book.sale();
        draft.date = date;
        EXPECT_EQ(book.transaction(book.post(draft)).date, date);
    }
    book.post(book.sale("1"));
    book.post(book.sale("1000000000000000"));
}

TEST(Transactions, take_the_hour_from_the_clock_that_fits_the_date) {
    struct Row {
        const char* date;
        const char* made_at;
        std::optional<int> hour;
    };
    const Row rows[] = {
        {"2026-11-22", nullptr, 14},
        {"2026-11-22", "2026-11-22T01:30:00Z", 8},  // 08:30 of that day on the device
        {"2026-11-22", "2026-11-21T23:00:00Z", 6},
        {"2026-11-22", "2026-11-21T16:59:59Z", 14},  // still the day before
        {"2026-11-22", "2026-11-22T07:07:00Z", 14},  // five minutes ahead is bearable
        {"2026-11-22", "2026-11-22T09:00:00Z", 14},  // two hours ahead is not
        {"2026-11-21", "2026-11-21T03:00:00Z", 10},  // sent a day late
        {"2026-11-21", nullptr, std::nullopt},
        {"2026-11-21", "2026-11-20T03:00:00Z", std::nullopt},
        {"2026-11-23", "2026-11-22T18:00:00Z", std::nullopt},  // tomorrow, by a device that runs
                                                               // ahead
    };
    for (const auto& row : rows) {
        TestBook book;
        auto draft = book.sale();
        draft.date = day(row.date);
        draft.made_at = row.made_at == nullptr ? std::nullopt : parse_instant(row.made_at);
        const auto& made = book.transaction(book.post(draft));
        EXPECT_EQ(made.local_hour, row.hour)
            << row.date << " " << (row.made_at == nullptr ? "-" : row.made_at);
        EXPECT_EQ(made.made_at, draft.made_at);
        EXPECT_EQ(made.date, *draft.date) << "a device's clock never changes the date";
    }
}

TEST(Limits, are_compared_with_what_is_available_on_the_normal_side) {
    TestBook book;
    limit(book, "1102", "0");
    book.post(book.transfer("3101", "1102", "100"));
    EXPECT_EQ(
        outcome_of(book.commit(book.entry(book.transfer("1102", "6101", "101")))),
        "insufficient_balance");
    book.post(book.transfer("1102", "6101", "40"));
    const auto held = hold(book, book.transfer("1102", "6101", "50"));  // 10 are left
    EXPECT_EQ(
        outcome_of(book.commit(book.entry(book.transfer("1102", "6101", "11")))),
        "insufficient_balance");
    hold(book, book.transfer("3101", "1102", "1000"));  // what may come does not count
    EXPECT_EQ(
        outcome_of(book.commit(book.entry(book.transfer("1102", "6101", "11")))),
        "insufficient_balance");
    EXPECT_EQ(settle(book, held, Outcome::voided), "accepted");
    book.post(book.transfer("1102", "6101", "60"));
    EXPECT_EQ(totals(book, "1102").balance_minor(AccountType::asset), 0);

    limit(book, "2101", "-20");  // a liability is lowered by debits
    book.post(book.transfer("1101", "2101", "20"));
    EXPECT_EQ(
        outcome_of(book.commit(book.entry(book.transfer("1101", "2101", "1")))),
        "insufficient_balance");
    book.post(book.transfer("2101", "1101", "1"));
    book.post(book.transfer("1101", "2101", "1"));
}

TEST(Limits, refuse_only_what_lowers) {
    TestBook book;
    book.post(book.transfer("3101", "1102", "100"));
    limit(book, "1102", "500");  // may be set above what there is
    book.post(book.transfer("3101", "1102", "1"));
    auto neutral = book.transfer("1102", "1102", "1000");  // in and out in one act
    book.post(neutral);
    EXPECT_EQ(
        outcome_of(book.commit(book.entry(book.transfer("1102", "3101", "1")))),
        "insufficient_balance");
}

TEST(Limits, hold_for_reversals_too) {
    TestBook book;
    const auto in = book.post(book.transfer("3101", "1102", "100"));
    book.post(book.transfer("1102", "6101", "60"));
    limit(book, "1102", "0");
    EXPECT_EQ(reverse(book, in), "insufficient_balance");
}

TEST(Reversals, mirror_their_target_and_inherit_what_it_belongs_to) {
    TestBook book;
    auto draft = book.sale();
    draft.outlet_id = book.outlet("PST");
    draft.contact_id = book.contact("C1");
    draft.tags = {"qris"};
    draft.reference = "INV-8";
    draft.lines = {{"Kopi", "1", "75000"}};
    draft.postings[0].memo = "tunai";
    const auto target = book.post(draft);
    book.pass_time(2);
    const ReverseDraft reverse_draft{book.new_transaction_id(), target, std::nullopt, std::nullopt};
    book.must(Act(reverse_draft));

    const auto& reversal = book.transaction(reverse_draft.id);
    EXPECT_EQ(reversal.kind, TransactionKind::reversal);
    EXPECT_EQ(reversal.reverses_id, target);
    EXPECT_EQ(reversal.description, "Kopi susu");
    EXPECT_EQ(reversal.reference, "INV-8");
    EXPECT_EQ(reversal.outlet_id, draft.outlet_id);
    EXPECT_EQ(reversal.contact_id, draft.contact_id);
    EXPECT_EQ(reversal.tags, draft.tags);
    EXPECT_TRUE(reversal.lines.empty());
    EXPECT_EQ(reversal.date, book.today());
    EXPECT_EQ(reversal.local_hour, 16);
    EXPECT_EQ(reversal.postings[0].direction, Direction::credit);
    EXPECT_EQ(reversal.postings[0].account_code, "1101");
    EXPECT_EQ(reversal.postings[0].amount_minor, 75000);
    EXPECT_EQ(reversal.postings[0].memo, "tunai");
    EXPECT_EQ(book.transaction(target).reversed_by_id, reverse_draft.id);
    EXPECT_EQ(book.last.events.size(), 1U) << "nothing is said of the target";
    EXPECT_EQ(reverse(book, target), "already_reversed");
}

TEST(Reversals, go_to_the_targets_date_while_it_is_open_and_else_to_today) {
    TestBook book;
    auto draft = book.sale();
    draft.date = day("2026-10-31");
    const auto first = book.post(draft);
    draft.id = book.new_transaction_id();
    const auto second = book.post(draft);
    book.must(Act(ReverseDraft{book.new_transaction_id(), first, std::nullopt, "Salah"}));
    EXPECT_EQ(book.last.transactions[0].transaction.date, day("2026-10-31"));
    EXPECT_EQ(book.last.transactions[0].transaction.description, "Salah");
    EXPECT_EQ(book.last.transactions[0].transaction.local_hour, std::nullopt);
    lock(book, "2026-10-31");
    EXPECT_EQ(reverse(book, second, day("2026-10-31")), "period_locked");
    EXPECT_EQ(reverse(book, second), "accepted");
    EXPECT_EQ(book.last.transactions[0].transaction.date, book.today());
    EXPECT_EQ(book.last.transactions[0].transaction.original_date, std::nullopt);
}

TEST(Replacements, are_one_act_of_two_transactions) {
    TestBook book;
    limit(book, "1101", "0");
    const auto wrong = book.post(book.sale("100"));
    book.post(book.transfer("1101", "6101", "90"));  // a reversal of its own would now be refused
    EXPECT_EQ(reverse(book, wrong), "insufficient_balance");
    auto right = book.sale("95");
    right.replaces_id = wrong;
    const auto sequence = book.state.head.sequence;
    const auto accepted = book.must(Act(right));

    ASSERT_EQ(book.last.transactions.size(), 2U);
    const auto& reversal = book.last.transactions[0].transaction;
    const auto& replacement = book.last.transactions[1].transaction;
    EXPECT_EQ(reversal.reverses_id, wrong);
    EXPECT_EQ(reversal.sequence, sequence + 1);
    EXPECT_EQ(replacement.id, right.id);
    EXPECT_EQ(replacement.replaces_id, wrong);
    EXPECT_EQ(replacement.sequence, sequence + 2);
    EXPECT_EQ(accepted.offset, book.last.transactions[1].offset);
    EXPECT_EQ(book.last.keys.size(), 1U);
    EXPECT_EQ(book.transaction(wrong).reversed_by_id, reversal.id);
    EXPECT_EQ(totals(book, "1101").balance_minor(AccountType::asset), 5);

    auto again = book.sale("94");
    again.replaces_id = right.id;
    again.postings[0].amount = again.postings[1].amount = "1";
    EXPECT_EQ(outcome_of(book.commit(book.entry(again))), "insufficient_balance");
    EXPECT_EQ(book.transaction(right.id).reversed_by_id, std::nullopt);
}

TEST(Replacements, of_a_locked_day_are_booked_on_open_days) {
    TestBook book;
    auto draft = book.sale("100");
    draft.date = day("2026-10-31");
    const auto wrong = book.post(draft);
    lock(book, "2026-10-31");
    auto right = book.sale("90");
    right.replaces_id = wrong;
    right.date = day("2026-10-31");
    EXPECT_EQ(outcome_of(book.commit(book.entry(right))), "period_locked");
    right.if_locked = IfLocked::next_open_day;
    book.must(Act(right));
    EXPECT_EQ(book.last.transactions[0].transaction.date, book.today());
    EXPECT_EQ(book.last.transactions[1].transaction.date, day("2026-11-01"));
    EXPECT_EQ(book.last.transactions[1].transaction.original_date, day("2026-10-31"));
}

TEST(Replacements, give_their_reversal_an_id_that_follows_from_theirs) {
    TestBook book;
    const auto wrong = book.post(book.sale());
    auto right = book.sale();
    right.id = *TransactionId::parse("0192f0c0-a1b2-7c3d-8e4f-001122334455");
    right.replaces_id = wrong;
    const std::vector<Submission> submissions = {{{book.entry(right)}, false}};
    book.must(Act(right));
    const auto reversal_id = book.last.transactions[0].transaction.id;
    // SHA-256("arus.v1 reversal" || id), computed by another program.
    EXPECT_EQ(reversal_id.text(), "0192f0c0-a1b2-76e0-94eb-53c51e5c24fe");
    EXPECT_TRUE(lookups_of(submissions).transactions.contains(reversal_id));

    TestBook other;
    auto squatter = other.sale();
    squatter.id = reversal_id;
    other.post(squatter);
    right.replaces_id = other.post(other.sale());
    EXPECT_EQ(outcome_of(other.commit(other.entry(right))), "idempotency_key_reused");
}

TEST(Pending, is_held_apart_and_counts_once_it_is_posted) {
    TestBook book;
    const auto id = hold(book, book.sale("100"));
    EXPECT_EQ(book.last.events[0].type, EventType::transaction_pending);
    EXPECT_EQ(totals(book, "1101"), (Totals{0, 0, 100, 0}));
    EXPECT_EQ(totals(book, "4101"), (Totals{0, 0, 0, 100}));
    EXPECT_TRUE(book.last.by_day.empty());
    EXPECT_EQ(reverse(book, id), "not_reversible");

    const auto held = book.transaction(id);
    book.pass_time(3);
    const auto sequence = book.state.head.sequence;
    EXPECT_EQ(settle(book, id, Outcome::posted), "accepted");
    EXPECT_EQ(totals(book, "1101"), (Totals{100, 0, 0, 0}));
    const auto& posted = book.transaction(id);
    EXPECT_EQ(posted.status, TransactionStatus::posted);
    EXPECT_EQ(posted.sequence, held.sequence);
    EXPECT_EQ(posted.settled_sequence, sequence + 1);
    EXPECT_EQ(posted.local_hour, 17) << "of the settlement's commit";
    EXPECT_EQ(posted.committed_at, held.committed_at);
    EXPECT_EQ(book.last.events[0].type, EventType::transaction_posted);
    EXPECT_EQ(*book.last.events[0].data, encode_transaction(posted, 0));
    EXPECT_FALSE(book.last.by_day.empty());
    EXPECT_EQ(settle(book, id, Outcome::voided), "not_pending");
    EXPECT_EQ(reverse(book, id), "accepted");
}

TEST(Pending, is_released_when_voided_even_in_a_locked_period) {
    TestBook book;
    const auto id = hold(book, book.sale("100"));
    lock(book, "2026-11-22");
    EXPECT_EQ(settle(book, id, Outcome::posted), "period_locked");
    EXPECT_EQ(settle(book, id, Outcome::posted, day("2026-11-23")), "accepted");
    EXPECT_EQ(book.transaction(id).date, day("2026-11-23"));
    EXPECT_EQ(book.transaction(id).local_hour, std::nullopt);

    lock(book, "2026-11-01");
    const auto second = hold(book, book.sale("100"));
    lock(book, "2026-11-22");
    EXPECT_EQ(settle(book, second, Outcome::voided), "accepted");
    EXPECT_EQ(book.last.events[0].type, EventType::transaction_voided);
    EXPECT_EQ(book.transaction(second).status, TransactionStatus::voided);
    EXPECT_EQ(book.transaction(second).local_hour, 14);
    EXPECT_EQ(totals(book, "1101"), (Totals{100, 0, 0, 0}));
    EXPECT_EQ(reverse(book, second, day("2026-11-23")), "not_reversible");
}

TEST(Locks, refuse_or_move_to_the_next_open_day_as_asked) {
    TestBook book;
    lock(book, "2026-11-22");
    auto draft = book.sale();
    EXPECT_EQ(outcome_of(book.commit(book.entry(draft))), "period_locked");
    draft.if_locked = IfLocked::next_open_day;
    book.must(Act(draft));
    EXPECT_EQ(book.transaction(draft.id).date, day("2026-11-23"));
    EXPECT_EQ(book.transaction(draft.id).original_date, day("2026-11-22"));
    EXPECT_EQ(book.transaction(draft.id).local_hour, std::nullopt);
    EXPECT_EQ(reverse(book, draft.id), "accepted") << "the target's day is open";

    lock(book, "2026-11-21");  // moves both ways
    book.post(book.sale());
    BookChange far;
    far.lock_date = std::optional(std::optional(book.today().plus_days(366)));
    book.must(Act(far));
    auto late = book.sale();
    late.if_locked = IfLocked::next_open_day;
    EXPECT_EQ(outcome_of(book.commit(book.entry(late))), "period_locked")
        << "no open day is left in the range";
}

TEST(Overflow, is_refused_before_any_total_or_sum_of_the_book_leaves_int64) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    TestBook book;
    auto& cash = book.state.accounts.at(book.account("1101")).totals;
    auto& sales = book.state.accounts.at(book.account("4101")).totals;
    cash.debit_minor = sales.credit_minor = most - 10;
    EXPECT_EQ(outcome_of(book.commit(book.entry(book.sale("11")))), "balance_overflow");
    const auto elsewhere = book.transfer("3101", "1102", "11");  // hours and reports add accounts
                                                                 // up
    EXPECT_EQ(outcome_of(book.commit(book.entry(elsewhere))), "balance_overflow");
    auto pending = book.sale("11");
    pending.pending = true;
    EXPECT_EQ(outcome_of(book.commit(book.entry(pending))), "balance_overflow");
    const auto held = hold(book, book.sale("4"));
    book.post(book.sale("6"));
    EXPECT_EQ(cash.debit_minor + cash.pending_debit_minor, most);
    EXPECT_EQ(outcome_of(book.commit(book.entry(book.sale("1")))), "balance_overflow");
    EXPECT_EQ(settle(book, held, Outcome::posted), "accepted")
        << "what is held has its place already";
    EXPECT_EQ(cash.debit_minor, most);
}

TEST(Archive, keeps_new_postings_out_and_lets_holds_go) {
    TestBook book;
    const auto held = hold(book, book.sale("100"));
    const auto posted = book.post(book.sale("100"));
    AccountChange archive;
    archive.id = book.account("4101");
    archive.archived = true;
    book.must(Act(archive));
    EXPECT_EQ(reverse(book, posted), "account_archived");
    EXPECT_EQ(settle(book, held, Outcome::posted), "account_archived");
    EXPECT_EQ(settle(book, held, Outcome::voided), "accepted");
    archive.archived = false;
    book.must(Act(archive));
    EXPECT_EQ(reverse(book, posted), "accepted");
}

TEST(Archive, of_an_outlet_or_contact_does_not_stop_corrections) {
    TestBook book;
    auto draft = book.sale();
    draft.outlet_id = book.outlet("PST");
    draft.contact_id = book.contact("C1");
    book.post(draft);
    book.must(Act(OutletChange{*draft.outlet_id, {}, true}));
    book.must(Act(ContactChange{*draft.contact_id, {}, {}, {}, {}, true}));
    EXPECT_EQ(reverse(book, draft.id), "accepted");
}

}  // namespace
}  // namespace arus::ledger::testing
