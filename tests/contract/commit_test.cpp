// SPDX-License-Identifier: Apache-2.0
#include "support.hpp"

#include <algorithm>

namespace arus::contract {
namespace {

class Commit : public BookTest {};

TEST_P(Commit, creates_a_book_with_its_chart_head_and_owner) {
    const auto record = wait(ledger().find_book(book, soon()));
    ASSERT_TRUE(record);
    EXPECT_EQ(record->book.name, "Kopi Arus");
    EXPECT_EQ(record->book.time_zone, "Asia/Jakarta");
    EXPECT_FALSE(record->book.lock_date);
    EXPECT_EQ(record->head.sequence, 0U);
    EXPECT_EQ(record->head.offset, 10U);
    EXPECT_EQ(record->head.epoch.size(), 16U);
    const auto accounts = wait(ledger().list_accounts(book, soon()));
    ASSERT_EQ(accounts.size(), 8U);
    EXPECT_TRUE(std::is_sorted(accounts.begin(), accounts.end(), [](const auto& a, const auto& b) {
        return a.code < b.code;
    }));
    EXPECT_EQ(wait(ledger().list_outlets(book, soon())).front().code, "BDG");
    const auto membership = wait(identity().find_membership(owner, book, soon()));
    ASSERT_TRUE(membership);
    EXPECT_EQ(membership->role, app::Role::owner);
    EXPECT_TRUE(verify().report.ok);
}

TEST_P(Commit, writes_nothing_of_a_book_whose_chart_is_refused) {
    auto made = new_book("Gagal");
    made.chart.entries.push_back(made.chart.entries.front());
    std::get<ledger::AccountDraft>(made.chart.entries.back().act)
        .account.id = new_id<AccountId>();  // its code is taken
    const auto before = store->dump();
    EXPECT_THROW(wait(ledger().create_book(made, soon())), Failure);
    EXPECT_EQ(store->dump(), before);
    EXPECT_FALSE(wait(ledger().find_book(made.book.id, soon())));
}

TEST_P(Commit, lists_books_by_id) {
    const auto second = wait(ledger().create_book(new_book("Kedua"), soon())).book.id;
    const auto books = wait(ledger().list_books(soon()));
    EXPECT_EQ(books, (std::vector<BookId>{std::min(book, second), std::max(book, second)}));
}

TEST_P(Commit, posts_a_transaction_and_shows_it) {
    auto made = sale("75000");
    made.reference = "INV-8";
    made.outlet_id = outlet("PST");
    made.tags = {"qris", "pagi"};
    made.lines = {{"Kopi susu", "3", "75000"}};
    made.postings[0].memo = "laci";
    const auto id = must_post(made);
    const auto found = wait(ledger().find_transaction(book, id, soon()));
    ASSERT_TRUE(found);
    const auto& transaction = found->transaction;
    EXPECT_EQ(transaction.sequence, 1U);
    EXPECT_EQ(transaction.status, ledger::TransactionStatus::posted);
    EXPECT_EQ(transaction.date, today());
    EXPECT_EQ(transaction.reference, "INV-8");
    EXPECT_EQ(transaction.tags, (std::vector<std::string>{"qris", "pagi"}));
    ASSERT_EQ(transaction.lines.size(), 1U);
    EXPECT_EQ(transaction.lines[0].quantity, "3");
    EXPECT_EQ(transaction.lines[0].amount_minor, 75'000);
    ASSERT_EQ(transaction.postings.size(), 2U);
    EXPECT_EQ(transaction.postings[0].account_code, "1101");
    EXPECT_EQ(transaction.postings[0].account_name, "Kas");
    EXPECT_EQ(transaction.postings[0].memo, "laci");
    EXPECT_EQ(transaction.postings[1].direction, ledger::Direction::credit);
    EXPECT_EQ(transaction.created_by_name, "Sari");
    EXPECT_EQ(found->offset, 11U);
    const auto head = wait(ledger().find_book(book, soon()))->head;
    EXPECT_EQ(found->hash, head.hash);
    EXPECT_EQ(found->epoch, head.epoch);
    EXPECT_EQ(totals_of("1101"), (ledger::Totals{75'000, 0, 0, 0}));
    EXPECT_EQ(totals_of("4101"), (ledger::Totals{0, 75'000, 0, 0}));
    EXPECT_TRUE(verify().report.ok);
}

TEST_P(Commit, hands_back_the_batch_as_it_is_stored) {
    auto first = sale("1000");
    auto second = sale("2000");
    const auto result = commit(
        {money_entry(actor, first, "key-first", false),
         money_entry(actor, second, "key-second", false)});
    ASSERT_TRUE(result.batch);
    EXPECT_EQ(result.batch->book_id, book);
    ASSERT_EQ(result.batch->events.size(), 2U);
    const auto page = wait(ledger().events(book, {.after = 10}, soon()));
    ASSERT_EQ(page.events.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(*page.events[i].data, *result.batch->events[i].data);
        EXPECT_EQ(page.events[i].hash, result.batch->events[i].hash);
        EXPECT_EQ(page.events[i].at, result.batch->events[i].at);
        EXPECT_EQ(page.events[i].offset, 11 + i);
        EXPECT_EQ(committed(result.verdicts[0][i]).event.offset, 11 + i);
    }
    EXPECT_EQ(page.head.offset, 12U);
    EXPECT_EQ(page.head.epoch, result.batch->epoch);
}

TEST_P(Commit, refuses_every_entry_of_an_unknown_book) {
    const auto before = store->dump();
    book = new_id<BookId>();
    const auto result = commit(
        {money_entry(actor, sale("1"), "key-unknown", false),
         entry_of(actor, ledger::BookChange{})});
    EXPECT_FALSE(result.batch);
    ASSERT_EQ(result.verdicts.at(0).size(), 2U);
    EXPECT_EQ(refused(result.verdicts[0][0]), RefusalCode::not_found);
    EXPECT_EQ(refused(result.verdicts[0][1]), RefusalCode::not_found);
    EXPECT_EQ(store->dump(), before);
    EXPECT_FALSE(wait(ledger().find_book(book, soon())));
    EXPECT_FALSE(wait(ledger().verify(book, std::nullopt, soon())));
    EXPECT_TRUE(wait(ledger().events(book, {}, soon())).events.empty());
}

TEST_P(Commit, leaves_no_trace_of_refusals) {
    must_post(sale("500"));
    const auto before = store->dump();
    auto unbalanced = sale("100");
    unbalanced.postings[0].amount = "99";
    EXPECT_EQ(refused(post(unbalanced)), RefusalCode::unbalanced_transaction);
    auto unknown = sale("100");
    unknown.postings[0].account = "9999";
    EXPECT_EQ(refused(post(unknown)), RefusalCode::unknown_account);
    EXPECT_EQ(refused(post(sale("1.5"))), RefusalCode::amount_invalid);
    auto by_nobody = sale("1");
    by_nobody.outlet_id = new_id<OutletId>();
    EXPECT_EQ(refused(post(by_nobody)), RefusalCode::unknown_outlet);
    EXPECT_EQ(store->dump(), before);
}

TEST_P(Commit, takes_the_good_entries_of_a_submission_and_refuses_the_rest) {
    auto bad = sale("7");
    bad.postings.pop_back();
    const auto result = commit(
        {money_entry(actor, sale("1"), "key-one", false), money_entry(actor, bad, "key-two", false),
         money_entry(actor, sale("2"), "key-three", false)});
    EXPECT_EQ(text_of(result.verdicts[0][0]), "committed");
    EXPECT_EQ(refused(result.verdicts[0][1]), RefusalCode::unbalanced_transaction);
    EXPECT_EQ(text_of(result.verdicts[0][2]), "committed");
    EXPECT_EQ(totals_of("1101").debit_minor, 3);
    EXPECT_EQ(wait(ledger().find_book(book, soon()))->head.sequence, 2U);
}

TEST_P(Commit, takes_an_atomic_submission_wholly_or_not_at_all) {
    auto bad = sale("7");
    bad.postings.pop_back();
    const auto before = store->dump();
    const auto result = commit(
        {money_entry(actor, sale("1"), "key-one", false),
         money_entry(actor, bad, "key-two", false)},
        true);
    EXPECT_EQ(refused(result.verdicts[0][0]), RefusalCode::batch_refused);
    EXPECT_EQ(refused(result.verdicts[0][1]), RefusalCode::unbalanced_transaction);
    EXPECT_FALSE(result.batch);
    EXPECT_EQ(store->dump(), before);
    const auto good = commit(
        {money_entry(actor, sale("1"), "key-one", false),
         money_entry(actor, sale("2"), "key-two", false)},
        true);
    EXPECT_EQ(text_of(good.verdicts[0][0]), "committed");
    EXPECT_EQ(totals_of("1101").debit_minor, 3);
}

TEST_P(Commit, holds_settles_reverses_and_replaces) {
    auto held = sale("1000");
    held.pending = true;
    const auto held_id = must_post(held);
    EXPECT_EQ(totals_of("1101"), (ledger::Totals{0, 0, 1'000, 0}));
    EXPECT_EQ(
        wait(ledger().find_transaction(book, held_id, soon()))->transaction.status,
        ledger::TransactionStatus::pending);

    ledger::SettleDraft settle;
    settle.target = held_id;
    settle.date = today().plus_days(-1);
    EXPECT_EQ(text_of(commit_one(money_entry(actor, settle, "key-settle", false))), "committed");
    auto shown = wait(ledger().find_transaction(book, held_id, soon()));
    EXPECT_EQ(shown->transaction.status, ledger::TransactionStatus::posted);
    EXPECT_EQ(shown->transaction.settled_sequence, 2U);
    EXPECT_EQ(shown->transaction.date, today().plus_days(-1));
    EXPECT_EQ(shown->offset, 12U);
    EXPECT_EQ(totals_of("1101"), (ledger::Totals{1'000, 0, 0, 0}));

    auto voided = sale("50");
    voided.pending = true;
    const auto voided_id = must_post(voided);
    ledger::SettleDraft undo;
    undo.target = voided_id;
    undo.outcome = ledger::SettleDraft::Outcome::voided;
    committed(commit_one(money_entry(actor, undo, "key-void-1", false)));
    EXPECT_EQ(
        wait(ledger().find_transaction(book, voided_id, soon()))->transaction.status,
        ledger::TransactionStatus::voided);
    EXPECT_EQ(
        refused(commit_one(money_entry(actor, undo, "key-void-2", false))),
        RefusalCode::not_pending);

    ledger::ReverseDraft reverse;
    reverse.id = new_id<TransactionId>();
    reverse.target = held_id;
    committed(commit_one(money_entry(actor, reverse, "key-reverse-1", false)));
    EXPECT_EQ(
        wait(ledger().find_transaction(book, held_id, soon()))->transaction.reversed_by_id,
        reverse.id);
    EXPECT_EQ(
        wait(ledger().find_transaction(book, reverse.id, soon()))->transaction.kind,
        ledger::TransactionKind::reversal);
    reverse.id = new_id<TransactionId>();
    EXPECT_EQ(
        refused(commit_one(money_entry(actor, reverse, "key-reverse-2", false))),
        RefusalCode::already_reversed);

    const auto wrong = must_post(sale("300"));
    auto right = sale("350");
    right.replaces_id = wrong;
    const auto right_id = must_post(right);
    EXPECT_EQ(
        wait(ledger().find_transaction(book, right_id, soon()))->transaction.replaces_id, wrong);
    EXPECT_TRUE(wait(ledger().find_transaction(book, wrong, soon()))->transaction.reversed_by_id);
    EXPECT_EQ(totals_of("1101"), (ledger::Totals{1'650, 1'300, 0, 0}));
    EXPECT_TRUE(verify().report.ok);
}

TEST_P(Commit, changes_accounts_outlets_contacts_and_the_book) {
    ledger::ContactDraft contact;
    contact.contact.id = new_id<ContactId>();
    contact.contact.code = "C1";
    contact.contact.name = "Toko Budi";
    contact.contact.phone = "0812";
    const auto made = committed(commit_one(entry_of(actor, contact)));
    EXPECT_EQ(std::get<ledger::Contact>(made.made).name, "Toko Budi");
    EXPECT_EQ(made.event.data->find("Budi"), std::string::npos);

    ledger::ContactChange rename;
    rename.id = contact.contact.id;
    rename.name = "Toko Badu";
    rename.phone = std::optional<std::string>();
    EXPECT_EQ(
        std::get<ledger::Contact>(committed(commit_one(entry_of(actor, rename))).made).version, 2U);
    const auto contacts = wait(ledger().list_contacts(book, {}, soon())).items;
    ASSERT_EQ(contacts.size(), 1U);
    EXPECT_EQ(contacts[0].name, "Toko Badu");
    EXPECT_FALSE(contacts[0].phone);

    ledger::AccountChange account_change;
    account_change.id = account("1102");
    account_change.name = "Bank Mandiri";
    account_change.min_balance = std::optional<std::string>("-500");
    committed(commit_one(entry_of(actor, account_change)));
    ledger::OutletChange outlet_change;
    outlet_change.id = outlet("BDG");
    outlet_change.archived = true;
    committed(commit_one(entry_of(actor, outlet_change)));
    ledger::BookChange book_change;
    book_change.name = "Kopi Baru";
    book_change.lock_date = std::optional<Date>(today().plus_days(-10));
    committed(commit_one(entry_of(actor, book_change)));

    store->restart();
    EXPECT_EQ(wait(ledger().list_accounts(book, soon()))[1].name, "Bank Mandiri");
    EXPECT_EQ(wait(ledger().list_accounts(book, soon()))[1].min_balance_minor, -500);
    EXPECT_TRUE(wait(ledger().list_outlets(book, soon()))[0].archived);
    EXPECT_EQ(wait(ledger().find_book(book, soon()))->book.name, "Kopi Baru");
    EXPECT_EQ(wait(ledger().find_book(book, soon()))->book.lock_date, today().plus_days(-10));
    auto late = sale("1");
    late.date = today().plus_days(-20);
    EXPECT_EQ(refused(post(late)), RefusalCode::period_locked);
    late.if_locked = ledger::IfLocked::next_open_day;
    const auto id = must_post(late);
    EXPECT_EQ(
        wait(ledger().find_transaction(book, id, soon()))->transaction.original_date,
        today().plus_days(-20));
    EXPECT_EQ(refused(post(draft("6101", "1102", "501"))), RefusalCode::insufficient_balance);
    EXPECT_TRUE(verify().report.ok);
}

TEST_P(Commit, finds_everything_again_after_a_restart) {
    const auto id = must_post(sale("75000"));
    const auto before = store->dump();
    const auto head = wait(ledger().find_book(book, soon()))->head;
    store->restart();
    EXPECT_EQ(store->dump(), before);
    const auto after = wait(ledger().find_book(book, soon()))->head;
    EXPECT_EQ(after.hash, head.hash);
    EXPECT_EQ(after.epoch, head.epoch);
    EXPECT_EQ(wait(ledger().find_transaction(book, id, soon()))->transaction.sequence, 1U);
    must_post(sale("1"));
    EXPECT_EQ(totals_of("1101").debit_minor, 75'001);
    EXPECT_TRUE(verify().report.ok);
}

TEST_P(Commit, keeps_commit_times_in_order_when_the_clock_goes_back) {
    must_post(sale("1"));
    const auto first = wait(ledger().find_book(book, soon()))->head.at;
    store->clock.advance_us(-3'600'000'000);
    must_post(sale("2"));
    EXPECT_GE(wait(ledger().find_book(book, soon()))->head.at, first);
    EXPECT_TRUE(verify().report.ok);
}

TEST_P(Commit, dates_a_sale_by_the_clock_though_an_earlier_commit_was_made_with_the_clock_ahead) {
    const auto day = today();
    store->clock.advance_us(3 * 365 * 86'400'000'000LL);
    must_post(sale("1"));
    store->clock.advance_us(-3 * 365 * 86'400'000'000LL);
    const auto id = must_post(sale("2"));
    EXPECT_EQ(wait(ledger().find_transaction(book, id, soon()))->transaction.date, day);
    EXPECT_TRUE(verify().report.ok);
}

TEST_P(Commit, forgets_what_it_knew_when_another_writer_committed) {
    must_post(sale("10"));
    // What another instance would leave: another writer and version in the head, another limit on
    // an account.
    ASSERT_EQ(
        store->try_sql("UPDATE accounts SET min_balance_minor = 0 WHERE code = '1101';"
                       "UPDATE book_heads SET writer = 42, version = version + 1"),
        std::nullopt);
    EXPECT_EQ(refused(post(draft("6101", "1101", "11"))), RefusalCode::insufficient_balance);
    committed(post(draft("6101", "1101", "10")));
}

TEST_P(Commit, keeps_the_books_of_a_group_apart_when_one_fails) {
    const auto first = book;
    const auto second = wait(ledger().create_book(new_book("Kedua"), soon())).book.id;
    ASSERT_EQ(
        store->try_sql("DELETE FROM book_heads WHERE book_id = x'" + hex_of(second.bytes) + "';"),
        std::nullopt);
    auto blocked = store->block_writes();
    std::vector<std::future<app::CommitResult>> results;
    for (int i = 0; i < 20; ++i) {
        std::vector<ledger::Submission> submissions(1);
        submissions[0].entries.push_back(
            money_entry(actor, sale("5"), "key-group-" + std::to_string(i), false));
        results.push_back(start(
            ledger().commit_batch(i % 2 == 0 ? first : second, std::move(submissions), soon())));
    }
    blocked.reset();
    for (int i = 0; i < 20; ++i) {
        const auto verdict = results[static_cast<std::size_t>(i)].get().verdicts.at(0).at(0);
        EXPECT_EQ(text_of(verdict).starts_with("committed"), i % 2 == 0) << text_of(verdict);
    }
    EXPECT_EQ(totals_of("1101").debit_minor, 50);
    EXPECT_TRUE(verify().report.ok);
}

TEST_P(Commit, undoes_only_the_part_that_breaks) {
    const auto first = book;
    const auto second = wait(ledger().create_book(new_book("Kedua"), soon())).book.id;
    // The place of the next event is taken: writing the second book's batch breaks after its first
    // rows.
    ASSERT_EQ(
        store->try_sql(
            "INSERT INTO events SELECT book_id, offset + 1, at_us, type, hash, outlet_id, data "
            "FROM events WHERE book_id = x'"
            + hex_of(second.bytes) + "' AND offset = 10"),
        std::nullopt);
    auto blocked = store->block_writes();
    auto ahead = start(identity().delete_session(Hash256{}, soon()));  // waits for the database;
                                                                       // the others pile up behind
    std::vector<ledger::Submission> broken(1);
    broken[0].entries.push_back(money_entry(actor, sale("5"), "key-broken", false));
    std::vector<ledger::Submission> good(1);
    good[0].entries.push_back(money_entry(actor, sale("5"), "key-good-1", false));
    auto more = good;
    more[0].entries[0].idempotency.key = "key-good-2";
    std::get<ledger::TransactionDraft>(more[0].entries[0].act).id = new_id<TransactionId>();
    auto kept_before = start(ledger().commit_batch(first, good, soon()));
    auto lost = start(ledger().commit_batch(second, broken, soon()));
    auto kept_after = start(ledger().commit_batch(first, more, soon()));
    blocked.reset();
    EXPECT_FALSE(ahead.get());
    EXPECT_THROW(lost.get(), Failure);
    EXPECT_EQ(text_of(kept_before.get().verdicts[0][0]), "committed");
    EXPECT_EQ(text_of(kept_after.get().verdicts[0][0]), "committed");
    EXPECT_EQ(totals_of("1101").debit_minor, 10);
    EXPECT_TRUE(verify().report.ok);
    ASSERT_TRUE(wait(ledger().find_book(second, soon())));
    EXPECT_EQ(wait(ledger().find_book(second, soon()))->head.offset, 10U);
    book = second;
    EXPECT_EQ(totals_of("1101").debit_minor, 0);
}

TEST_P(Commit, refuses_work_whose_deadline_has_passed) {
    const auto before = store->dump();
    std::vector<ledger::Submission> submissions(1);
    submissions[0].entries.push_back(money_entry(actor, sale("5"), "key-too-late", false));
    try {
        wait(ledger().commit_batch(book, submissions, Deadline::in(std::chrono::milliseconds(-1))));
        FAIL() << "it was done";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.facts().kind, Failure::Kind::timeout);
        EXPECT_TRUE(failure.facts().outcome_known);
    }
    EXPECT_EQ(store->dump(), before);
}

TEST_P(Commit, lets_nobody_change_or_delete_the_history) {
    auto made = sale("100");
    made.tags = {"qris"};
    made.lines = {{"Kopi", "1", "100"}};
    must_post(made);
    auto held = sale("5");
    held.pending = true;
    ledger::SettleDraft settle;
    settle.target = must_post(held);
    committed(commit_one(money_entry(actor, settle, "key-settle", false)));
    const auto before = store->dump();
    for (const auto* table :
         {"transactions", "postings", "settlements", "events", "idempotency_keys",
          "transaction_tags", "receipt_lines"}) {
        EXPECT_TRUE(store->try_sql(std::string("UPDATE ") + table + " SET book_id = book_id"))
            << table;
        EXPECT_TRUE(store->try_sql(std::string("DELETE FROM ") + table)) << table;
    }
    EXPECT_EQ(store->dump(), before);
}

ARUS_CONTRACT_SUITE(Commit);

}  // namespace
}  // namespace arus::contract
