// SPDX-License-Identifier: Apache-2.0
#include "support.hpp"

#include <algorithm>
#include <thread>

namespace arus::contract {
namespace {

class Figure : public BookTest {
protected:
    void SetUp() override {
        pst = outlet("PST");
        bdg = outlet("BDG");
    }
    /// Sale of `amount` on a day before today.
    TransactionId sell(
        std::string amount, int days_ago, std::optional<OutletId> where = std::nullopt) {
        auto made = sale(std::move(amount));
        made.date = today().plus_days(-days_ago);
        made.outlet_id = where;
        return must_post(std::move(made));
    }

    /// What was debited to cash.
    std::int64_t cash(
        std::optional<Date> from, std::optional<Date> to,
        std::optional<OutletId> where = std::nullopt,
        std::optional<std::uint64_t> at_sequence = std::nullopt) {
        app::BalanceQuery query;
        query.from = from;
        query.to = to;
        query.outlet_id = where;
        query.at_sequence = at_sequence;
        return totals_of("1101", query).debit_minor;
    }
    std::int64_t cash_at(std::uint64_t sequence) {
        return cash(std::nullopt, std::nullopt, std::nullopt, sequence);
    }

    OutletId pst;
    OutletId bdg;
};

constexpr std::nullopt_t none = std::nullopt;

TEST_P(Figure, adds_up_balances_to_a_day_from_a_day_and_by_outlet) {
    // Today is the 22nd of November.
    sell("1", 0, pst);
    sell("20", 21, bdg);    // the 1st
    sell("300", 22, pst);   // 31 October
    sell("4000", 60, bdg);  // 23 September
    EXPECT_EQ(totals_of("1101").debit_minor, 4'321);
    const auto day = [this](int days_ago) {
        return std::optional<Date>(today().plus_days(-days_ago));
    };
    EXPECT_EQ(cash(none, day(1)), 4'320);
    EXPECT_EQ(cash(none, day(22)), 4'300);
    EXPECT_EQ(cash(none, day(23)), 4'000);
    EXPECT_EQ(cash(day(22), day(21)), 320);
    EXPECT_EQ(cash(day(21), none), 21);
    EXPECT_EQ(cash(day(60), day(22)), 4'300);
    EXPECT_EQ(cash(day(59), day(0)), 321);
    EXPECT_EQ(cash(day(0), day(21)), 0);
    EXPECT_EQ(cash(none, none, pst), 301);
    EXPECT_EQ(cash(none, day(1), bdg), 4'020);
    EXPECT_EQ(cash(none, none, new_id<OutletId>()), 0);
}

TEST_P(Figure, shows_balances_as_they_were_known_before_later_acts) {
    sell("1", 5, pst);       // sequence 1
    auto held = sale("20");  // 2
    held.pending = true;
    held.outlet_id = pst;
    held.date = today();
    const auto held_id = must_post(held);
    sell("300", 9, bdg);  // 3
    ledger::SettleDraft settle;
    settle.target = held_id;
    settle.date = today().plus_days(-3);
    committed(commit_one(money_entry(actor, settle, "key-settle", false)));  // 4
    EXPECT_EQ(cash_at(4), 321);
    EXPECT_EQ(cash_at(3), 301);
    EXPECT_EQ(cash_at(2), 1);
    EXPECT_EQ(cash_at(0), 0);
    EXPECT_EQ(cash(none, today().plus_days(-4), none, 3), 301);
    EXPECT_EQ(cash(none, none, pst, 3), 1);
    EXPECT_EQ(cash(none, none, pst, 4), 21);
}

TEST_P(Figure, lists_every_account_by_code_with_the_position) {
    sell("7", 0);
    const auto record = wait(ledger().balances(book, {}, soon()));
    ASSERT_EQ(record.items.size(), 8U);
    EXPECT_EQ(record.items.front().account.code, "1101");
    EXPECT_EQ(record.items.back().account.code, "6101");
    const auto head = wait(ledger().find_book(book, soon()))->head;
    EXPECT_EQ(record.position.sequence, 1U);
    EXPECT_EQ(record.position.offset, head.offset);
    EXPECT_EQ(record.position.hash, head.hash);
    EXPECT_EQ(record.position.epoch, head.epoch);
}

TEST_P(Figure, summarises_hours_outlets_and_payments) {
    auto by_bank = draft("1102", "4101", "50");
    by_bank.kind = ledger::TransactionKind::sale;
    by_bank.outlet_id = pst;
    by_bank.date = today();
    must_post(by_bank);
    sell("200", 0, bdg);
    sell("1000", 1, bdg);
    auto cost = draft("6101", "1101", "30");
    cost.kind = ledger::TransactionKind::expense;
    cost.date = today();
    cost.outlet_id = bdg;
    must_post(cost);
    ledger::OutletChange archive;

    app::SummaryQuery query;
    query.days = {today(), today().plus_days(-1), today()};
    query.from = today();
    query.to = today();
    auto record = wait(ledger().summary(book, query, soon()));
    ASSERT_EQ(record.hours.size(), 2U);
    EXPECT_EQ(record.hours[0].day, today().plus_days(-1));
    EXPECT_EQ(record.hours[0].hour, -1);  // booked for yesterday: the hour is not known
    EXPECT_EQ(record.hours[0].income_minor, 1'000);
    EXPECT_EQ(record.hours[1].hour, 10);
    EXPECT_EQ(record.hours[1].income_minor, 250);
    EXPECT_EQ(record.hours[1].expense_minor, 30);
    EXPECT_EQ(record.hours[1].sales, 2);
    ASSERT_EQ(record.outlets.size(), 2U);
    EXPECT_EQ(record.outlets[0].outlet.code, "BDG");
    EXPECT_EQ(record.outlets[0].income_minor, 200);
    EXPECT_EQ(record.outlets[0].expense_minor, 30);
    EXPECT_EQ(record.outlets[0].sales, 1);
    EXPECT_EQ(record.outlets[0].last_committed_at, store->clock.now());
    ASSERT_EQ(record.payments.size(), 2U);
    EXPECT_EQ(record.payments[0].code, "1101");
    EXPECT_EQ(record.payments[0].amount_minor, 200);
    EXPECT_EQ(record.payments[1].code, "1102");
    EXPECT_EQ(record.payments[1].sales, 1);

    query.outlet_id = pst;
    query.outlet_scope = std::vector<OutletId>{pst};
    record = wait(ledger().summary(book, query, soon()));
    ASSERT_EQ(record.hours.size(), 1U);
    EXPECT_EQ(record.hours[0].income_minor, 50);
    ASSERT_EQ(record.outlets.size(), 1U);
    EXPECT_EQ(record.outlets[0].outlet.code, "PST");
    ASSERT_EQ(record.payments.size(), 1U);

    archive.id = bdg;
    archive.archived = true;
    committed(commit_one(entry_of(actor, archive)));
    query = {};
    query.from = today();
    query.to = today();
    EXPECT_EQ(wait(ledger().summary(book, query, soon())).outlets.size(), 1U);
}

/// What a check must find: each line damages a sum or a row behind the store's back.
TEST_P(Figure, is_found_to_be_wrong_by_a_check_when_a_stored_sum_is_damaged) {
    const std::string second_posting =
        "INSERT INTO postings SELECT book_id, sequence, 7, account_id, direction, amount_minor, "
        "memo "
        "FROM postings WHERE position = 0";
    const std::string damages[] = {
        "UPDATE balances SET debit_minor = debit_minor + 1 WHERE debit_minor > 0",
        "UPDATE activity_days SET credit_minor = credit_minor + 1",
        "UPDATE activity_months SET debit_minor = debit_minor + 1",
        "UPDATE activity_hours SET sales = sales + 1",
        "UPDATE activity_payments SET amount_minor = amount_minor - 1",
        "UPDATE contact_balances SET debit_minor = debit_minor + 1",
        "UPDATE accounts SET name = 'Lain' WHERE code = '1101'",
        "UPDATE outlets SET archived = 1 WHERE code = 'PST'",
        "UPDATE book_heads SET sequence = sequence + 1",
        "DELETE FROM activity_days",
        "DELETE FROM contacts",
        second_posting,
    };
    for (const auto& damage : damages) {
        start_over();
        ledger::ContactDraft contact;
        contact.contact.id = new_id<ContactId>();
        contact.contact.code = "C1";
        contact.contact.name = "Toko";
        committed(commit_one(entry_of(actor, contact)));
        auto made = sale("75000");
        made.outlet_id = outlet("PST");
        made.contact_id = contact.contact.id;
        must_post(made);
        ASSERT_TRUE(verify().report.ok);
        ASSERT_EQ(store->try_sql(damage), std::nullopt) << damage;
        const auto record = wait(ledger().verify(book, std::nullopt, soon()));
        ASSERT_TRUE(record);
        EXPECT_FALSE(record->report.ok) << damage;
        EXPECT_FALSE(record->report.findings.empty()) << damage;
        EXPECT_FALSE(record->checkpoint) << damage;
    }
}

TEST_P(Figure, is_found_to_be_wrong_by_a_check_when_the_history_is_damaged) {
    const char* drops[] = {"events", "postings", "transactions"};
    for (const auto* table : drops) {
        ASSERT_EQ(
            store->try_sql(std::string("DROP TRIGGER ") + table + "_refuse_update"), std::nullopt);
        ASSERT_EQ(
            store->try_sql(std::string("DROP TRIGGER ") + table + "_refuse_delete"), std::nullopt);
    }
    sell("75000", 0, pst);
    auto checked = verify();
    ASSERT_TRUE(checked.checkpoint);
    sell("5", 0, pst);
    // What came after the checkpoint is seen from the checkpoint; what came before it only by a
    // check in full.
    ASSERT_EQ(
        store->try_sql("UPDATE postings SET amount_minor = 6 WHERE amount_minor = 5"),
        std::nullopt);
    EXPECT_FALSE(wait(ledger().verify(book, checked.checkpoint, soon()))->report.ok);
    ASSERT_EQ(
        store->try_sql("UPDATE postings SET amount_minor = 5 WHERE amount_minor = 6"),
        std::nullopt);
    EXPECT_TRUE(wait(ledger().verify(book, checked.checkpoint, soon()))->report.ok);
    EXPECT_EQ(wait(ledger().verify(book, checked.checkpoint, soon()))->checked_from_offset, 11U);

    ASSERT_EQ(
        store->try_sql("UPDATE events SET data = CAST(replace(CAST(data AS TEXT), '75000', "
                       "'75001') AS BLOB) WHERE offset = 11"),
        std::nullopt);
    const auto damaged = wait(ledger().verify(book, std::nullopt, soon()));
    EXPECT_FALSE(damaged->report.ok);
    EXPECT_FALSE(damaged->report.chain_ok);
    ASSERT_EQ(
        store->try_sql("UPDATE events SET data = CAST(replace(CAST(data AS TEXT), '75001', "
                       "'75000') AS BLOB) WHERE offset = 11"),
        std::nullopt);

    ASSERT_EQ(store->try_sql("DELETE FROM transactions WHERE sequence = 1"), std::nullopt);
    EXPECT_FALSE(wait(ledger().verify(book, std::nullopt, soon()))->report.ok);
}

/// The rows by which statements find an account's postings, and the keys by which callers find
/// their results: damage before and after a checkpoint, found by a check in full and, but for keys,
/// from the checkpoint.
TEST_P(Figure, is_found_to_be_wrong_by_a_check_when_entries_or_keys_are_damaged) {
    struct Damage {
        const char* sql;
        const char* code;
        bool is_seen_from_a_checkpoint;
    };
    const Damage damages[] = {
        {"UPDATE account_entries SET amount_minor = amount_minor + 1 WHERE sequence = 1",
         "account_entry_mismatch", true},
        {"UPDATE account_entries SET amount_minor = amount_minor + 1 WHERE sequence = 4",
         "account_entry_mismatch", true},
        {"UPDATE account_entries SET date = date + 1 WHERE sequence = 1", "account_entry_mismatch",
         true},
        {"UPDATE account_entries SET sequence = 7 WHERE sequence = 2", "account_entry_mismatch",
         true},
        {"UPDATE account_entries SET transaction_sequence = 1 WHERE sequence = 2",
         "account_entry_mismatch", true},
        {"UPDATE account_entries SET outlet_id = NULL WHERE sequence = 1", "account_entry_mismatch",
         true},
        {"DELETE FROM account_entries WHERE sequence = 4", "account_entry_mismatch", true},
        {"DELETE FROM account_entries", "account_entry_mismatch", true},
        {"INSERT INTO account_entries SELECT book_id, account_id, date, sequence, position + 100,"
         " amount_minor, transaction_sequence, outlet_id, contact_id FROM account_entries"
         " WHERE sequence = 1",
         "account_entry_mismatch", true},
        {"UPDATE idempotency_keys SET offset = 1", "key_mismatch", false},
        {"UPDATE idempotency_keys SET transaction_id = x'00000000000000000000000000000000'",
         "key_mismatch", false},
    };
    const auto is_found = [](const app::VerificationRecord& record, std::string_view code) {
        return std::ranges::any_of(
            record.report.findings, [&](const auto& finding) { return finding.code == code; });
    };
    for (const auto& damage : damages) {
        start_over();
        SetUp();
        for (const std::string table : {"account_entries", "idempotency_keys"}) {
            for (const std::string act : {"_refuse_update", "_refuse_delete"}) {
                ASSERT_EQ(store->try_sql("DROP TRIGGER " + table + act), std::nullopt);
            }
        }
        sell("75000", 0, pst);
        sell("5", 0, pst);
        auto held = sale("9");
        held.pending = true;
        ledger::SettleDraft settle;
        settle.target = must_post(held);
        auto checked = verify();
        ASSERT_TRUE(checked.report.ok && checked.checkpoint) << damage.sql;
        committed(commit_one(money_entry(actor, settle, "settle-1", false)));
        sell("6", 0, bdg);
        const auto tail = wait(ledger().verify(book, checked.checkpoint, soon()));
        ASSERT_TRUE(tail->report.ok) << damage.sql;
        ASSERT_GT(tail->checked_from_offset, 0U);
        ASSERT_EQ(store->try_sql(damage.sql), std::nullopt) << damage.sql;
        const auto full = wait(ledger().verify(book, std::nullopt, soon()));
        EXPECT_FALSE(full->report.ok) << damage.sql;
        EXPECT_TRUE(is_found(*full, damage.code)) << damage.sql;
        const auto from = wait(ledger().verify(book, checked.checkpoint, soon()));
        EXPECT_EQ(is_found(*from, damage.code), damage.is_seen_from_a_checkpoint) << damage.sql;
    }
}

TEST_P(Figure, says_how_far_its_check_is) {
    sell("1", 0);
    sell("2", 0);
    const auto whole = std::make_shared<app::VerifyWatch>();
    auto checked = wait(ledger().verify(book, std::nullopt, soon(), whole));
    ASSERT_TRUE(checked && checked->checkpoint);
    EXPECT_EQ(whole->done, checked->position.offset);
    EXPECT_EQ(whole->total, checked->position.offset);
    sell("3", 0);
    const auto rest = std::make_shared<app::VerifyWatch>();
    ASSERT_TRUE(wait(ledger().verify(book, checked->checkpoint, soon(), rest)));
    EXPECT_EQ(rest->done, 1U);
    EXPECT_EQ(rest->total, 1U);
}

TEST_P(Figure, ends_a_check_that_is_stopped) {
    const auto check = [this](const std::shared_ptr<app::VerifyWatch>& watch) {
        return start(ledger().verify(book, std::nullopt, soon(), watch));
    };
    const auto is_stopped = [](std::future<std::optional<app::VerificationRecord>> checked) {
        try {
            checked.get();
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.facts().kind, Failure::Kind::unavailable) << failure.what();
            EXPECT_TRUE(failure.facts().retryable);
            return true;
        }
        return false;
    };
    const auto never = std::make_shared<app::VerifyWatch>();
    never->is_stopped = true;
    EXPECT_TRUE(is_stopped(check(never)));
    EXPECT_EQ(never->done, 0U);

    for (int round = 0; round < 4; ++round) {
        std::vector<ledger::Entry> entries;
        for (int i = 0; i < 500; ++i) {
            auto made = sale("1");
            auto key = made.id.text();
            entries.push_back(money_entry(actor, std::move(made), std::move(key), true));
        }
        commit(std::move(entries));
    }
    // A machine that stalls may miss the middle of a check; another one comes.
    const auto deadline = soon();
    bool is_met = false;
    while (!is_met && !deadline.has_passed()) {
        const auto watch = std::make_shared<app::VerifyWatch>();
        auto checked = check(watch);
        while (watch->done == 0 && !deadline.has_passed()) {
            std::this_thread::yield();
        }
        watch->is_stopped = true;
        is_met = is_stopped(std::move(checked)) && watch->done < watch->total;
    }
    EXPECT_TRUE(is_met);
    EXPECT_EQ(verify().report.transactions, 2'000U);
}

TEST_P(Figure, ignores_a_checkpoint_of_another_history) {
    sell("1", 0);
    auto mine = verify();
    const auto here = book;
    book = wait(ledger().create_book(new_book("Kedua"), soon())).book.id;
    for (int i = 0; i < 3; ++i) {
        sell("2", 0);
    }
    const auto record = wait(ledger().verify(book, mine.checkpoint, soon()));
    EXPECT_TRUE(record->report.ok);
    EXPECT_EQ(record->checked_from_offset, 0U);
    EXPECT_EQ(record->report.transactions, 3U);
    book = here;
}

ARUS_CONTRACT_SUITE(Figure);

}  // namespace
}  // namespace arus::contract
