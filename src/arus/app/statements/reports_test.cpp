// SPDX-License-Identifier: Apache-2.0
#include "arus/app/statements/reports.hpp"

#include "arus/app/books/chart.hpp"
#include "arus/app/detail/fake_statement_store.hpp"
#include "arus/app/detail/test_house.hpp"
#include "arus/app/transactions/transactions.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace arus::app {
namespace {

using detail::code_in;
using detail::first_field_in;
using detail::TestHouse;

class ReportsTest : public testing::Test {
protected:
    ReportsTest() {
        house_.add_member(book_, cashier_, Role::cashier, {own_});
        post("1101", "3101", "1000000", "2026-11-01");
        post("1101", "4101", "75000", "2026-11-22", own_);
        post("1103", "4101", "20000", "2026-11-21");
        post("6101", "1101", "30000", "2026-11-22");
        post("1101", "4101", "9000", "2026-12-01");
    }

    RequestContext as(const User& user) { return TestHouse::context_of(user); }

    OutletId add_outlet(const std::string& code) {
        ledger::OutletDraft draft;
        draft.outlet.code = code;
        draft.outlet.name = "Outlet " + code;
        return house_.run(chart_.create_outlet(as(owner_), book_, draft))->id;
    }

    void post(
        const std::string& debit, const std::string& credit, const std::string& amount,
        const char* date, std::optional<OutletId> outlet = std::nullopt) {
        ledger::TransactionDraft draft;
        draft.date = parse_date(date);
        draft.outlet_id = outlet;
        draft.postings = {
            {debit, ledger::Direction::debit, amount, std::nullopt},
            {credit, ledger::Direction::credit, amount, std::nullopt}};
        const std::string key = "key-" + std::to_string(++keys_) + "-of-test";
        ASSERT_TRUE(house_.run(transactions_.post(as(owner_), book_, draft, {key, false})));
    }

    Result<Balances> balances(const User& user, BalancesRequest request = {}) {
        return house_.run(reports_.balances(as(user), book_, std::move(request)));
    }
    Result<SummaryReport> summary(const User& user, SummaryRequest request = {}) {
        return house_.run(reports_.summary(as(user), book_, std::move(request)));
    }

    int keys_ = 0;
    TestHouse house_;
    User owner_ = house_.add_user("Sari");
    User cashier_ = house_.add_user("Kadek");
    BookId book_ = house_.add_book(owner_);
    Chart chart_{house_.ledgers, *house_.committer, house_.access, house_.audit, house_.clock};
    Transactions transactions_{house_.ledgers, *house_.committer, house_.access, house_.clock};
    detail::FakeStatementStore statements_{house_.ledgers};
    Reports reports_{house_.ledgers, statements_, house_.access, house_.clock};
    OutletId own_ = add_outlet("A");
    OutletId other_ = add_outlet("B");
};

TEST_F(ReportsTest, gives_balances_over_all_days_unless_told_otherwise) {
    const auto sum_of = [](const Balances& balances, const std::string& code) {
        const auto item = std::ranges::find_if(balances.record.items, [&](const BalanceItem& one) {
            return one.account.code == code;
        });
        return item->totals.balance_minor(item->account.type);
    };
    EXPECT_EQ(sum_of(*balances(owner_), "1101"), 1'054'000);
    EXPECT_EQ(
        sum_of(*balances(owner_, {parse_date("2026-11-21"), std::nullopt, std::nullopt}), "1101"),
        1'000'000);
    EXPECT_EQ(sum_of(*balances(cashier_, {std::nullopt, own_, std::nullopt}), "1101"), 75'000);
}

TEST_F(ReportsTest, refuses_sequences_out_of_reach_and_outlets_that_are_not_there) {
    EXPECT_EQ(
        first_field_in(balances(owner_, {std::nullopt, std::nullopt, 6})), "?at_sequence range");
    EXPECT_EQ(code_in(balances(owner_, {std::nullopt, std::nullopt, 0})), "accepted");
    EXPECT_EQ(
        first_field_in(balances(owner_, {std::nullopt, OutletId::make({1}), std::nullopt})),
        "?outlet_id unknown_outlet");
}

TEST_F(ReportsTest, shows_a_cashier_figures_of_an_own_outlet_only) {
    EXPECT_EQ(code_in(balances(cashier_)), "forbidden");
    EXPECT_EQ(code_in(balances(cashier_, {std::nullopt, other_, std::nullopt})), "forbidden");
    EXPECT_EQ(code_in(summary(cashier_)), "forbidden");
    EXPECT_EQ(code_in(summary(cashier_, {std::nullopt, std::nullopt, own_})), "accepted");
    EXPECT_EQ(house_.ledgers.last_summary->outlet_scope, std::vector<OutletId>{own_});
}

TEST_F(ReportsTest, sums_up_today_against_the_same_hour_yesterday_and_last_week) {
    const Date today = *parse_date("2026-11-22");
    house_.ledgers.summary_answer.hours = {
        {today, 9, 75'000, 0, 1},
        {today, 10, 0, 30'000, 0},
        {today.plus_days(-1), 10, 20'000, 0, 1},
        {today.plus_days(-1), 11, 999, 0, 1},
        {today.plus_days(-7), 9, 40'000, 0, 4}};
    const auto report = summary(owner_);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->from, today);
    EXPECT_EQ(report->figures.until_hour, 10) << "half past ten in Jakarta";
    EXPECT_EQ(report->figures.figures.income_minor, 75'000);
    EXPECT_EQ(report->figures.figures.expense_minor, 30'000);
    EXPECT_EQ(report->figures.figures.cash_minor, 1'065'000) << "not what is dated later";
    EXPECT_EQ(report->figures.yesterday.income_minor, 20'000);
    EXPECT_EQ(report->figures.yesterday.cash_minor, 1'020'000);
    EXPECT_EQ(report->figures.last_week.average_minor, 10'000);
    EXPECT_EQ(report->figures.last_week.cash_minor, 1'000'000);
    EXPECT_EQ(report->figures.hours[9].typical_income_minor, 10'000);
    EXPECT_EQ(report->position.sequence, 5U);
    EXPECT_EQ(statements_.last_query->at_sequence, 5U) << "what the other figures know of";

    const auto of_outlet = summary(owner_, {std::nullopt, std::nullopt, own_});
    ASSERT_TRUE(of_outlet);
    EXPECT_EQ(of_outlet->figures.figures.cash_minor, 75'000);
    EXPECT_EQ(of_outlet->figures.yesterday.cash_minor, 0);
}

TEST_F(ReportsTest, compares_whole_days_where_the_range_does_not_end_today) {
    const SummaryRequest request{parse_date("2026-11-01"), parse_date("2026-11-21"), std::nullopt};
    EXPECT_FALSE(summary(owner_, request)->figures.until_hour);
}

TEST_F(ReportsTest, ranks_outlets_by_income_and_shows_only_the_one_that_was_asked_for) {
    OutletFigures small;
    small.outlet.id = own_;
    small.income_minor = 1;
    OutletFigures large;
    large.outlet.id = other_;
    large.income_minor = 2;
    house_.ledgers.summary_answer.outlets = {small, large};
    EXPECT_EQ(summary(owner_)->outlets.at(0).outlet.id, other_);
    const auto one = summary(owner_, {std::nullopt, std::nullopt, own_});
    ASSERT_EQ(one->outlets.size(), 1U);
    EXPECT_EQ(one->outlets[0].outlet.id, own_);
}

TEST_F(ReportsTest, refuses_ranges_that_run_backwards_or_too_long) {
    const Date to = *parse_date("2026-11-22");
    EXPECT_EQ(first_field_in(summary(owner_, {to, to.plus_days(-1), std::nullopt})), "?from range");
    EXPECT_EQ(
        first_field_in(summary(owner_, {to.plus_days(-366), to, std::nullopt})), "?from range");
    EXPECT_EQ(code_in(summary(owner_, {to.plus_days(-365), to, std::nullopt})), "accepted");
}

}  // namespace
}  // namespace arus::app
