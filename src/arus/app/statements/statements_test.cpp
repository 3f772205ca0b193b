// SPDX-License-Identifier: Apache-2.0
#include "arus/app/statements/statements.hpp"

#include "arus/app/detail/fake_statement_store.hpp"
#include "arus/app/detail/test_house.hpp"
#include "arus/app/transactions/transactions.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace arus::app {
namespace {

using detail::code_in;
using detail::FakeStatementStore;
using detail::first_field_in;
using detail::TestHouse;
using reports::StatementName;

StatementRequest of(StatementName name) {
    StatementRequest request;
    request.name = name;
    return request;
}

class StatementsTest : public testing::Test {
protected:
    StatementsTest() {
        post("1101", "3101", "1000000", "2026-11-01");
        post("1101", "4101", "75000", "2026-11-22");
        house_.add_member(book_, cashier_, Role::cashier, {});
    }

    RequestContext as(const User& user) { return TestHouse::context_of(user); }

    void post(
        const std::string& debit, const std::string& credit, const std::string& amount,
        const char* date) {
        ledger::TransactionDraft draft;
        draft.date = parse_date(date);
        draft.postings = {
            {debit, ledger::Direction::debit, amount, std::nullopt},
            {credit, ledger::Direction::credit, amount, std::nullopt}};
        const std::string key = "key-" + std::to_string(++keys_) + "-of-test";
        ASSERT_TRUE(house_.run(transactions_.post(as(owner_), book_, draft, {key, false})));
    }

    AccountId account(const std::string& code) {
        for (const auto& one : house_.run(house_.ledgers.list_accounts(book_, TestHouse::soon()))) {
            if (one.code == code) {
                return one.id;
            }
        }
        throw std::runtime_error("no account " + code);
    }

    EntryRecord entry(const std::string& code, std::int64_t amount_minor, std::uint64_t sequence) {
        EntryRecord one;
        one.account_id = account(code);
        one.amount_minor = amount_minor;
        one.act.sequence = sequence;
        one.act.date = *parse_date("2026-11-22");
        return one;
    }

    StatementReport made(StatementRequest request) {
        auto resolved = house_.run(statements_.resolve(as(owner_), book_, std::move(request)));
        return house_.run(statements_.make(std::move(*resolved), TestHouse::soon()));
    }

    /// The kind of the failure, or that there was none.
    static std::string failure_of(const std::function<void()>& act) {
        try {
            act();
        } catch (const Failure& failure) {
            return failure.facts().kind == Failure::Kind::corrupt ? "corrupt" : "another";
        }
        return "none";
    }

    TestHouse house_;
    User owner_ = house_.add_user("sari");
    User cashier_ = house_.add_user("budi");
    BookId book_ = house_.add_book(owner_);
    Transactions transactions_{house_.ledgers, *house_.committer, house_.access, house_.clock};
    FakeStatementStore store_{house_.ledgers};
    Statements statements_{store_, house_.ledgers, house_.access, house_.clock};
    int keys_ = 0;
};

TEST_F(StatementsTest, fill_in_what_was_left_out) {
    const auto balance = house_.run(
        statements_.resolve(as(owner_), book_, of(StatementName::balance_sheet)));
    EXPECT_EQ(text_of(balance->request), "balance-sheet|2026-11-22|-|-|-|-|-|-|-");
    const auto income = house_.run(
        statements_.resolve(as(owner_), book_, of(StatementName::income_statement)));
    EXPECT_EQ(text_of(income->request), "income-statement|-|2026-11-01|2026-11-22|-|-|-|-|-");
    StatementRequest month = of(StatementName::income_statement);
    month.to = parse_date("2026-08-17");
    const auto august = house_.run(statements_.resolve(as(owner_), book_, month));
    EXPECT_EQ(date_text(*august->request.from), "2026-08-01");
}

TEST_F(StatementsTest, are_not_for_a_cashier) {
    EXPECT_EQ(
        code_in(house_.run(statements_.resolve(as(cashier_), book_, StatementRequest{}))),
        "forbidden");
    EXPECT_EQ(
        code_in(house_.run(statements_.resolve(as(cashier_), book_, AgingRequest{}))), "forbidden");
    EXPECT_EQ(
        code_in(house_.run(statements_.general_ledger(as(cashier_), book_, {}))), "forbidden");
    EXPECT_EQ(code_in(house_.run(statements_.changes(as(cashier_), book_, {}))), "forbidden");
    EXPECT_EQ(
        code_in(house_.run(
            statements_.explain(as(cashier_), book_, StatementRequest{}, ExplainRequest{}))),
        "forbidden");
}

TEST_F(StatementsTest, that_do_not_tie_out_are_an_alarm_and_no_page) {
    EXPECT_EQ(failure_of([&] { made(of(StatementName::balance_sheet)); }), "none");
    house_.ledgers.balance_error_minor = 1;
    for (const auto name :
         {StatementName::trial_balance, StatementName::income_statement,
          StatementName::balance_sheet, StatementName::cash_flow}) {
        EXPECT_EQ(failure_of([&] { made(of(name)); }), "corrupt") << text_of(name);
    }
}

TEST_F(StatementsTest, of_age_that_are_not_what_the_accounts_say_are_an_alarm) {
    EXPECT_EQ(
        failure_of([&] {
            auto resolved = house_.run(statements_.resolve(as(owner_), book_, AgingRequest{}));
            house_.run(statements_.make(std::move(*resolved), TestHouse::soon()));
        }),
        "corrupt");
}

TEST_F(StatementsTest, read_the_sums_again_where_the_fiscal_year_changed_meanwhile) {
    store_.changes_year_after_reads = 0;
    const StatementReport report = made(of(StatementName::balance_sheet));
    EXPECT_EQ(store_.reads, 2);
    EXPECT_EQ(report.book.fiscal_year_start, "07-01");
}

TEST_F(StatementsTest, of_one_account_must_come_to_its_balance) {
    GeneralLedgerRequest request;
    request.account_id = account("4101");
    store_.entry_page.items = {entry("4101", -75'000, 2)};
    const auto report = house_.run(statements_.general_ledger(as(owner_), book_, request));
    EXPECT_EQ(report->closing_minor, 75'000);
    EXPECT_EQ(report->lines.at(0).balance_minor, 75'000);
    EXPECT_EQ(store_.last_entries->at_sequence, 2U);
    store_.entry_page.items = {entry("4101", -74'999, 2)};
    EXPECT_EQ(
        failure_of([&] {
            (void)house_.run(statements_.general_ledger(as(owner_), book_, request)).has_value();
        }),
        "corrupt");
}

TEST_F(StatementsTest, have_cells_that_are_the_sum_of_their_entries) {
    const StatementRequest income = of(StatementName::income_statement);
    const ExplainRequest cell{"sales", 0, {}};
    store_.entry_page.items = {entry("4101", -75'000, 2)};
    const auto told = house_.run(statements_.explain(as(owner_), book_, income, cell));
    EXPECT_EQ(told->explanation.amount_minor, 75'000);
    EXPECT_EQ(told->explanation.items.at(0).amount_minor, 75'000);
    store_.entry_page.items.push_back(entry("4101", -1, 1));
    EXPECT_EQ(
        failure_of([&] {
            (void)house_.run(statements_.explain(as(owner_), book_, income, cell)).has_value();
        }),
        "corrupt");
}

TEST_F(StatementsTest, changed_by_what_the_acts_between_added) {
    ChangesRequest request;
    request.statement.name = StatementName::income_statement;
    request.from_sequence = 1;
    const auto nothing = house_.run(statements_.changes(as(owner_), book_, request));
    EXPECT_TRUE(nothing->items.empty());
    EXPECT_TRUE(nothing->difference.rows.empty());
    ChangeRecord change;
    change.act.sequence = 2;
    change.act.date = *parse_date("2026-11-22");
    change.postings = {{account("1101"), 75'000}, {account("4101"), -75'000}};
    store_.change_page.items = {change};
    EXPECT_EQ(
        failure_of(
            [&] { (void)house_.run(statements_.changes(as(owner_), book_, request)).has_value(); }),
        "corrupt")
        << "the sums say that nothing changed";
}

TEST_F(StatementsTest, take_no_cursor_of_another_list) {
    GeneralLedgerRequest request;
    request.account_id = account("4101");
    store_.entry_page.items = {entry("4101", -75'000, 2)};
    store_.entry_page.has_more = true;
    const auto page = house_.run(statements_.general_ledger(as(owner_), book_, request));
    ASSERT_TRUE(page->next_cursor);
    request.page.cursor = page->next_cursor;
    EXPECT_EQ(
        code_in(house_.run(statements_.general_ledger(as(owner_), book_, request))), "accepted");
    request.account_id = account("1101");
    EXPECT_EQ(
        first_field_in(house_.run(statements_.general_ledger(as(owner_), book_, request))),
        "?cursor pattern");
}

}  // namespace
}  // namespace arus::app
