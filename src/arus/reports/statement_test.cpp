// SPDX-License-Identifier: Apache-2.0
// Statements of a small shop, checked by hand: the arithmetic stands beside the figures.
#include "arus/reports/statement.hpp"

#include "arus/base/testing/seed.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <string>

namespace arus::reports {
namespace {

using ledger::AccountSubtype;
using ledger::AccountType;
using Subtype = AccountSubtype;
using Type = AccountType;

constexpr std::string_view year_start = "01-01";

Date day(std::string_view text) {
    return *parse_date(text);
}

AccountId id_of(const std::string& code) {
    AccountId id;
    std::copy_n(code.begin(), std::min(code.size(), id.bytes.size()), id.bytes.begin());
    return id;
}

OutletId outlet(std::uint8_t number) {
    OutletId id;
    id.bytes[0] = number;
    return id;
}

ledger::Account account(
    const std::string& code, Type type, Subtype subtype, const std::string& parent = "") {
    ledger::Account one;
    one.id = id_of(code);
    one.code = code;
    one.name = "name of " + code;
    one.type = type;
    one.subtype = subtype;
    if (!parent.empty()) {
        one.parent_id = id_of(parent);
    }
    return one;
}

/// The shop's chart, by code.
std::vector<ledger::Account> shop_chart() {
    return {
        account("1000", Type::asset, Subtype::other),
        account("1100", Type::asset, Subtype::other, "1000"),
        account("1101", Type::asset, Subtype::cash, "1100"),
        account("1103", Type::asset, Subtype::bank, "1100"),
        account("1201", Type::asset, Subtype::receivable, "1000"),
        account("1301", Type::asset, Subtype::inventory, "1000"),
        account("1504", Type::asset, Subtype::fixed_asset, "1000"),
        account("1590", Type::asset, Subtype::fixed_asset, "1000"),
        account("2101", Type::liability, Subtype::payable),
        account("2201", Type::liability, Subtype::loan),
        account("3101", Type::equity, Subtype::capital),
        account("3102", Type::equity, Subtype::capital),
        account("4000", Type::income, Subtype::sales),
        account("4101", Type::income, Subtype::sales, "4000"),
        account("4104", Type::income, Subtype::sales, "4000"),
        account("4201", Type::income, Subtype::other_income, "4000"),
        account("5101", Type::expense, Subtype::cogs),
        account("6101", Type::expense, Subtype::operating),
        account("6111", Type::expense, Subtype::operating),
        account("7101", Type::expense, Subtype::other),
        account("8101", Type::expense, Subtype::tax),
    };
}

struct Leg {
    std::string code;
    std::int64_t debit = 0;  ///< a credit is negative
};
struct Booking {
    std::string date;
    std::vector<Leg> legs;
    std::optional<OutletId> outlet_id = std::nullopt;
};

/// Two calendar years of a shop that opened on the 1st of December 2025.
std::vector<Booking> shop_bookings() {
    return {
        {"2025-12-01", {{"1103", 10'000}, {"3101", -10'000}}},  // the owner's money
        {"2025-12-05", {{"1504", 2'400}, {"1103", -2'400}}},    // an oven
        {"2025-12-10", {{"1301", 3'000}, {"2101", -3'000}}},    // goods on credit
        {"2025-12-20", {{"1101", 2'500}, {"4101", -2'500}}},    // sales, for cash
        {"2025-12-20", {{"5101", 1'000}, {"1301", -1'000}}},    // what was sold had cost
        {"2025-12-31", {{"6111", 100}, {"1590", -100}}},        // the oven wears off
        {"2026-01-05", {{"2101", 3'000}, {"1103", -3'000}}},    // goods paid
        {"2026-01-10", {{"1103", 5'000}, {"2201", -5'000}}},    // a loan
        {"2026-01-15", {{"1101", 4'000}, {"1201", 1'000}, {"4101", -5'000}}, outlet(1)},
        {"2026-01-15", {{"5101", 1'500}, {"1301", -1'500}}, outlet(1)},
        {"2026-01-20", {{"4104", 200}, {"1101", -200}}, outlet(2)},      // goods taken back
        {"2026-01-25", {{"6101", 1'200}, {"1103", -1'200}}, outlet(2)},  // wages
        {"2026-01-28", {{"1103", 30}, {"4201", -30}}},                   // interest earned
        {"2026-01-31", {{"7101", 50}, {"2201", 450}, {"1103", -500}}},   // loan: interest,
                                                                         // instalment
        {"2026-01-31", {{"6111", 100}, {"1590", -100}}},
        {"2026-01-31", {{"8101", 25}, {"1103", -25}}},        // tax
        {"2026-01-31", {{"3102", 700}, {"1101", -700}}},      // taken home
        {"2026-02-02", {{"1101", 1'000}, {"1201", -1'000}}},  // a customer pays
    };
}

Sides sides_of(std::int64_t debit) {
    return debit > 0 ? Sides{debit, 0} : Sides{0, -debit};
}

/// What a store would add up.
std::vector<ColumnSums> sums_of(
    StatementName name, const std::vector<ledger::Account>& accounts,
    const std::vector<Column>& columns, const std::vector<Booking>& bookings,
    std::string_view fiscal_year_start = year_start) {
    std::vector<ColumnSums> sums(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (const Span span : spans_of(name)) {
            auto& of_accounts = sums[i][static_cast<std::size_t>(span)];
            of_accounts.resize(accounts.size());
            const SpanDays days = days_of(span, columns[i], fiscal_year_start);
            for (const Booking& booking : bookings) {
                const bool counts = days.holds(day(booking.date))
                                    && (columns[i].kind == Column::Kind::rest
                                            ? !booking.outlet_id
                                            : !columns[i].outlet_id
                                                  || columns[i].outlet_id == booking.outlet_id);
                for (const Leg& leg : booking.legs) {
                    const auto index = static_cast<std::size_t>(
                        std::ranges::find(accounts, leg.code, &ledger::Account::code)
                        - accounts.begin());
                    if (counts) {
                        of_accounts.at(index).debit_minor += sides_of(leg.debit).debit_minor;
                        of_accounts.at(index).credit_minor += sides_of(leg.debit).credit_minor;
                    }
                }
            }
        }
    }
    return sums;
}

Statement made(
    StatementName name, const std::vector<Column>& columns,
    const std::vector<Booking>& bookings = shop_bookings(),
    const std::vector<ledger::Account>& accounts = shop_chart()) {
    auto result = make_statement(
        name, accounts, columns, sums_of(name, accounts, columns, bookings));
    EXPECT_TRUE(std::holds_alternative<Statement>(result));
    return std::get<Statement>(std::move(result));
}

std::vector<Column> range_column(std::string_view from, std::string_view to) {
    ColumnPlan plan;
    plan.range = DayRange{day(from), day(to)};
    return *columns_of(plan, {}, year_start);
}

std::vector<Column> day_column(std::string_view as_of) {
    ColumnPlan plan;
    plan.is_of_balances = true;
    plan.as_of = day(as_of);
    return *columns_of(plan, {}, year_start);
}

std::string key_of(const std::string& code_or_key) {
    const bool is_code = !code_or_key.empty() && code_or_key[0] >= '0' && code_or_key[0] <= '9';
    return is_code ? id_of(code_or_key).text() : code_or_key;
}

const Row& row(const Statement& statement, const std::string& code_or_key) {
    const auto found = std::ranges::find(statement.rows, key_of(code_or_key), &Row::key);
    if (found == statement.rows.end()) {
        throw std::runtime_error("no row " + code_or_key);
    }
    return *found;
}

std::int64_t amount(
    const Statement& statement, const std::string& code_or_key, std::size_t column = 0) {
    return row(statement, code_or_key).amounts.at(column);
}

/// Code (or key) of every row with its level as `>`, headers with `*`.
std::string shape_of(const Statement& statement) {
    std::string shape;
    for (const Row& one : statement.rows) {
        shape += (shape.empty() ? "" : " ") + std::string(static_cast<std::size_t>(one.level), '>')
                 + (one.key.size() == 36 ? one.code : one.key)
                 + (one.kind == Row::Kind::header ? "*" : "");
    }
    return shape;
}

// Trial balance ---------------------------------------------------------------------------------

TEST(TrialBalance, shows_balances_on_their_sides_and_trees_with_their_sums) {
    const Statement statement = made(StatementName::trial_balance, day_column("2026-01-31"));
    EXPECT_EQ(
        shape_of(statement),
        "1000* >1100* >>1101 >>1103 >1201 >1301 >1504 >1590 2101 2201 3101 3102 "
        "4000* >4101 >4104 >4201 5101 6101 6111 7101 8101");
    // cash 2500 + 4000 - 200 - 700; bank 10000 - 2400 - 3000 + 5000 - 1200 + 30 - 500 - 25
    EXPECT_EQ(amount(statement, "1101"), 5'600);
    EXPECT_EQ(amount(statement, "1103"), 7'905);
    EXPECT_EQ(amount(statement, "1100"), 13'505);
    // goods 3000 - 1000 - 1500
    EXPECT_EQ(amount(statement, "1301"), 500);
    EXPECT_EQ(amount(statement, "1590"), -200) << "a credit on an asset";
    EXPECT_EQ(row(statement, "1590").credits.at(0), 200);
    EXPECT_EQ(row(statement, "1590").debits.at(0), 0);
    // 13505 + 1000 + 500 + 2400 - 200
    EXPECT_EQ(amount(statement, "1000"), 17'205);
    EXPECT_EQ(row(statement, "1000").debits.at(0), 0) << "its own balance, not its children's";
    EXPECT_EQ(amount(statement, "2201"), 4'550);
    EXPECT_EQ(amount(statement, "4104"), -200) << "a debit on income";
    // debits: 5600 7905 1000 500 2400 | 700 | 200 | 2500 1200 200 50 25
    // credits: 200 | 0 4550 | 10000 | 7500 30
    EXPECT_EQ(statement.totals.at(0).second.at(0), 22'280);
    EXPECT_EQ(statement.totals.at(1).second.at(0), 22'280);
}

TEST(TrialBalance, takes_a_parent_that_is_not_there_or_goes_in_a_circle_for_none) {
    std::vector<ledger::Account> accounts{
        account("1", Type::asset, Subtype::other, "2"),
        account("2", Type::asset, Subtype::other, "1"),
        account("3", Type::asset, Subtype::other, "9")};
    const Statement statement = made(
        StatementName::trial_balance, day_column("2026-01-31"), {}, accounts);
    EXPECT_EQ(shape_of(statement), "1 2 3");
}

// Income statement ------------------------------------------------------------------------------

TEST(IncomeStatement, goes_from_sales_to_net_income) {
    const Statement statement = made(
        StatementName::income_statement, range_column("2026-01-01", "2026-01-31"));
    EXPECT_EQ(
        shape_of(statement),
        "sales* >4101 >4104 cogs* >5101 gross_profit operating* >6101 >6111 operating_profit "
        "other_income* >4201 other_expense* >7101 profit_before_tax tax* >8101 net_income");
    EXPECT_EQ(row(statement, "sales").code, "4000") << "one account stands above all of them";
    EXPECT_EQ(amount(statement, "sales"), 4'800);  // 5000 - 200
    EXPECT_EQ(amount(statement, "cogs"), 1'500);
    EXPECT_EQ(amount(statement, "gross_profit"), 3'300);  // 4800 - 1500
    EXPECT_EQ(amount(statement, "operating"), 1'300);     // 1200 + 100
    EXPECT_EQ(amount(statement, "operating_profit"), 2'000);
    EXPECT_EQ(amount(statement, "other_income"), 30);
    EXPECT_EQ(amount(statement, "other_expense"), 50);
    EXPECT_EQ(amount(statement, "profit_before_tax"), 1'980);  // 2000 + 30 - 50
    EXPECT_EQ(amount(statement, "tax"), 25);
    EXPECT_EQ(amount(statement, "net_income"), 1'955);
    EXPECT_EQ(row(statement, "4101").parent_key, "sales");
}

TEST(IncomeStatement, by_month_adds_up_to_the_whole_and_compares) {
    ColumnPlan plan;
    plan.range = DayRange{day("2025-12-01"), day("2026-01-31")};
    plan.interval = Interval::month;
    plan.compare = Compare::previous_period;
    const Statement statement = made(
        StatementName::income_statement, *columns_of(plan, {}, year_start));
    // December: 2500 - 1000 - 100; January 1955; both; November and before: none, December, none
    const std::vector<std::int64_t> wanted{1'400, 1'955, 3'355, 0, 1'400, 0};
    EXPECT_EQ(row(statement, "net_income").amounts, wanted);
}

TEST(IncomeStatement, by_outlet_has_what_no_outlet_has_beside_them) {
    ColumnPlan plan;
    plan.range = DayRange{day("2026-01-01"), day("2026-01-31")};
    plan.is_split_by_outlet = true;
    std::vector<ledger::Outlet> outlets(2);
    outlets[0].id = outlet(1);
    outlets[1].id = outlet(2);
    const Statement statement = made(
        StatementName::income_statement, *columns_of(plan, outlets, year_start));
    // 5000 - 1500; -200 - 1200; 30 - 50 - 100 - 25; all
    const std::vector<std::int64_t> wanted{3'500, -1'400, -145, 1'955};
    EXPECT_EQ(row(statement, "net_income").amounts, wanted);
}

// Balance sheet ---------------------------------------------------------------------------------

TEST(BalanceSheet, holds_assets_against_liabilities_equity_and_earnings) {
    const Statement statement = made(StatementName::balance_sheet, day_column("2026-01-31"));
    EXPECT_EQ(
        shape_of(statement),
        "assets* >1100* >>1101 >>1103 >1201 >1301 >1504 >1590 liabilities* >2101 >2201 "
        "equity* >3101 >3102 >earlier_earnings >current_earnings liabilities_and_equity");
    EXPECT_EQ(row(statement, "assets").code, "1000");
    EXPECT_EQ(amount(statement, "assets"), 17'205);  // as in the trial balance
    EXPECT_EQ(amount(statement, "liabilities"), 4'550);
    EXPECT_EQ(amount(statement, "earlier_earnings"), 1'400);  // December's income
    EXPECT_EQ(amount(statement, "current_earnings"), 1'955);  // January's
    EXPECT_EQ(amount(statement, "3102"), -700);
    EXPECT_EQ(amount(statement, "equity"), 12'655);  // 10000 - 700 + 1400 + 1955
    EXPECT_EQ(amount(statement, "liabilities_and_equity"), 17'205);
}

TEST(BalanceSheet, counts_earnings_from_the_fiscal_year_of_the_book) {
    const auto columns = day_column("2026-01-31");
    const auto accounts = shop_chart();
    const auto result = make_statement(
        StatementName::balance_sheet, accounts, columns,
        sums_of(StatementName::balance_sheet, accounts, columns, shop_bookings(), "12-01"));
    const auto& statement = std::get<Statement>(result);
    EXPECT_EQ(amount(statement, "earlier_earnings"), 0);
    EXPECT_EQ(amount(statement, "current_earnings"), 3'355);  // 1400 + 1955
}

TEST(BalanceSheet, has_nothing_earlier_where_the_year_was_closed_into_an_account) {
    auto accounts = shop_chart();
    accounts.insert(accounts.begin() + 12, account("3201", Type::equity, Subtype::retained));
    auto bookings = shop_bookings();
    bookings.push_back(
        {"2025-12-31", {{"4101", 2'500}, {"5101", -1'000}, {"6111", -100}, {"3201", -1'400}}});
    const Statement statement = made(
        StatementName::balance_sheet, day_column("2026-01-31"), bookings, accounts);
    EXPECT_EQ(amount(statement, "earlier_earnings"), 0);
    EXPECT_EQ(amount(statement, "3201"), 1'400);
    EXPECT_EQ(amount(statement, "current_earnings"), 1'955);
    EXPECT_EQ(amount(statement, "equity"), 12'655);
}

// Cash flow -------------------------------------------------------------------------------------

TEST(CashFlow, explains_the_change_of_cash) {
    const Statement statement = made(
        StatementName::cash_flow, range_column("2026-01-01", "2026-01-31"));
    EXPECT_EQ(
        shape_of(statement),
        "operating_activities* >profit >1201 >1301 >1590 >2101 investing_activities* >1504 "
        "financing_activities* >2201 >3101 >3102 net_change opening_cash closing_cash");
    EXPECT_EQ(amount(statement, "profit"), 1'955);
    EXPECT_EQ(amount(statement, "1201"), -1'000) << "customers owe more";
    EXPECT_EQ(amount(statement, "1301"), 1'500) << "goods were sold off";
    EXPECT_EQ(amount(statement, "1590"), 100) << "wear is no cash";
    EXPECT_EQ(amount(statement, "2101"), -3'000) << "suppliers were paid";
    // 1955 - 1000 + 1500 + 100 - 3000
    EXPECT_EQ(amount(statement, "operating_activities"), -445);
    EXPECT_EQ(amount(statement, "investing_activities"), 0);
    // 5000 - 450 - 700
    EXPECT_EQ(amount(statement, "financing_activities"), 3'850);
    EXPECT_EQ(amount(statement, "net_change"), 3'405);
    // cash 2500, bank 10000 - 2400
    EXPECT_EQ(amount(statement, "opening_cash"), 10'100);
    EXPECT_EQ(amount(statement, "closing_cash"), 13'505);  // 5600 + 7905
}

TEST(CashFlow, of_one_part_begins_where_the_part_before_ended) {
    ColumnPlan plan;
    plan.range = DayRange{day("2025-12-01"), day("2026-02-28")};
    plan.interval = Interval::month;
    const Statement statement = made(StatementName::cash_flow, *columns_of(plan, {}, year_start));
    const std::vector<std::int64_t> opening{0, 10'100, 13'505, 0};
    const std::vector<std::int64_t> closing{10'100, 13'505, 14'505, 14'505};
    EXPECT_EQ(row(statement, "opening_cash").amounts, opening);
    EXPECT_EQ(row(statement, "closing_cash").amounts, closing);
    const std::vector<std::int64_t> oven{-2'400, 0, 0, -2'400};
    EXPECT_EQ(row(statement, "1504").amounts, oven);
}

// What does not tie out -------------------------------------------------------------------------

TEST(Statements, are_refused_where_debits_and_credits_differ) {
    for (const StatementName name :
         {StatementName::trial_balance, StatementName::income_statement,
          StatementName::balance_sheet, StatementName::cash_flow}) {
        const auto columns = is_of_balances(name) ? day_column("2026-01-31")
                                                  : range_column("2026-01-01", "2026-01-31");
        const auto accounts = shop_chart();
        auto sums = sums_of(name, accounts, columns, shop_bookings());
        for (const Span span : spans_of(name)) {
            auto broken = sums;
            broken[0][static_cast<std::size_t>(span)][2].debit_minor += 1;
            const auto result = make_statement(name, accounts, columns, broken);
            EXPECT_EQ(std::get<Defect>(result), Defect::unbalanced) << text_of(name);
        }
    }
}

TEST(Statements, are_refused_where_spans_do_not_fit_each_other) {
    const auto columns = day_column("2026-01-31");
    const auto accounts = shop_chart();
    auto sums = sums_of(StatementName::balance_sheet, accounts, columns, shop_bookings());
    auto& year = sums[0][static_cast<std::size_t>(Span::fiscal_year)];
    year[13].credit_minor += 7;  // balanced in itself
    year[2].debit_minor += 7;
    EXPECT_EQ(
        std::get<Defect>(make_statement(StatementName::balance_sheet, accounts, columns, sums)),
        Defect::unbalanced);

    const auto range = range_column("2026-01-01", "2026-01-31");
    sums = sums_of(StatementName::cash_flow, accounts, range, shop_bookings());
    auto& before = sums[0][static_cast<std::size_t>(Span::before)];
    before[2].debit_minor += 7;
    before[10].credit_minor += 7;
    EXPECT_EQ(
        std::get<Defect>(make_statement(StatementName::cash_flow, accounts, range, sums)),
        Defect::unbalanced);
}

TEST(Statements, are_refused_where_parts_do_not_make_the_whole) {
    ColumnPlan plan;
    plan.range = DayRange{day("2025-12-01"), day("2026-01-31")};
    plan.interval = Interval::month;
    const auto columns = *columns_of(plan, {}, year_start);
    const auto accounts = shop_chart();
    auto sums = sums_of(StatementName::income_statement, accounts, columns, shop_bookings());
    auto& whole = sums.at(2)[static_cast<std::size_t>(Span::period)];
    whole[2].debit_minor += 7;
    whole[13].credit_minor += 7;
    EXPECT_EQ(
        std::get<Defect>(make_statement(StatementName::income_statement, accounts, columns, sums)),
        Defect::unbalanced);
}

TEST(Statements, are_refused_where_a_sum_leaves_its_range) {
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    std::vector<ledger::Account> accounts{
        account("1", Type::asset, Subtype::cash), account("11", Type::asset, Subtype::cash, "1"),
        account("3", Type::equity, Subtype::capital), account("4", Type::equity, Subtype::capital)};
    const auto columns = day_column("2026-01-31");
    std::vector<ColumnSums> sums(1);
    sums[0][static_cast<std::size_t>(Span::until_end)] = {{most, 0}, {1, 0}, {0, most}, {0, 1}};
    EXPECT_EQ(
        std::get<Defect>(make_statement(StatementName::trial_balance, accounts, columns, sums)),
        Defect::overflow);
}

TEST(Statements, differ_only_in_the_rows_that_a_booking_moved) {
    const auto columns = range_column("2026-01-01", "2026-01-31");
    const auto accounts = shop_chart();
    constexpr auto name = StatementName::income_statement;
    auto bookings = shop_bookings();
    const Statement earlier = made(name, columns);
    bookings.push_back({"2026-01-31", {{"1101", 60}, {"4101", -60}}});
    const Statement later = made(name, columns, bookings);
    const auto again = make_statement_like(
        later, accounts, sums_of(name, accounts, columns, shop_bookings()));
    const auto result = difference(later, std::get<Statement>(again));
    const auto& moved = std::get<Statement>(result);
    EXPECT_EQ(
        shape_of(moved), "sales* >4101 gross_profit operating_profit profit_before_tax net_income");
    for (const Row& one : moved.rows) {
        EXPECT_EQ(one.amounts, std::vector<std::int64_t>{60}) << one.key;
    }
    EXPECT_EQ(amount(earlier, "net_income") + 60, amount(later, "net_income"));
}

// Any books -------------------------------------------------------------------------------------

TEST(Statements, of_any_books_tie_out_and_agree_with_each_other) {
    const unsigned seed = test_seed(20'261'122);
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto pick = [&random](std::size_t end) { return random() % end; };
    const auto accounts = shop_chart();
    for (int round = 0; round < 50; ++round) {
        std::vector<Booking> bookings;
        for (int i = 0; i < 60; ++i) {
            Booking booking{
                date_text(day("2025-01-01").plus_days(static_cast<std::int32_t>(pick(700)))), {}};
            const auto value = static_cast<std::int64_t>(1 + pick(10'000));
            booking.legs = {
                {accounts[pick(accounts.size())].code, value},
                {accounts[pick(accounts.size())].code, -value}};
            if (pick(2) == 0) {
                booking.outlet_id = outlet(static_cast<std::uint8_t>(1 + pick(2)));
            }
            bookings.push_back(std::move(booking));
        }
        ColumnPlan plan;
        plan.range = DayRange{day("2025-06-10"), day("2026-09-20")};
        plan.interval = static_cast<Interval>(2 + pick(2));
        plan.compare = Compare::previous_year;
        const auto ranges = *columns_of(plan, {}, year_start);
        const Statement income = made(StatementName::income_statement, ranges, bookings);
        const Statement cash = made(StatementName::cash_flow, ranges, bookings);
        EXPECT_EQ(row(income, "net_income").amounts, row(cash, "profit").amounts);
        plan.is_of_balances = true;
        const auto ends = *columns_of(plan, {}, year_start);
        const Statement sheet = made(StatementName::balance_sheet, ends, bookings);
        const Statement trial = made(StatementName::trial_balance, ends, bookings);
        for (std::size_t i = 0; i < ends.size(); ++i) {
            EXPECT_EQ(
                amount(sheet, "1101", i) + amount(sheet, "1103", i),
                amount(trial, "1101", i) + amount(trial, "1103", i));
        }
    }
}

}  // namespace
}  // namespace arus::reports
