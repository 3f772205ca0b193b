// SPDX-License-Identifier: Apache-2.0
#include "arus/reports/trial_balance.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>

namespace arus::reports {
namespace {

AccountId id_of(const std::string& code) {
    AccountId id;
    std::copy_n(code.begin(), std::min(code.size(), id.bytes.size()), id.bytes.begin());
    return id;
}

AccountTotals account(
    const std::string& code, ledger::AccountType type, std::int64_t debit, std::int64_t credit,
    const std::string& parent = "") {
    AccountTotals one;
    one.account.id = id_of(code);
    one.account.code = code;
    one.account.name = "name of " + code;
    one.account.type = type;
    if (!parent.empty()) {
        one.account.parent_id = id_of(parent);
    }
    one.debit_minor = debit;
    one.credit_minor = credit;
    return one;
}

using Type = ledger::AccountType;

TrialBalance made(std::vector<AccountTotals> accounts) {
    auto result = trial_balance(std::move(accounts));
    EXPECT_TRUE(std::holds_alternative<TrialBalance>(result));
    return std::get<TrialBalance>(std::move(result));
}

std::string shape_of(const TrialBalance& statement) {
    std::string shape;
    for (const TrialBalanceRow& row : statement.rows) {
        shape += std::string(static_cast<std::size_t>(row.level), '>') + row.code
                 + (row.is_header ? "* " : " ");
    }
    return shape;
}

TEST(TrialBalance, puts_parents_before_their_children_and_siblings_by_code) {
    const TrialBalance statement = made(
        {account("41", Type::income, 0, 0), account("112", Type::asset, 0, 0, "11"),
         account("11", Type::asset, 0, 0, "1"), account("12", Type::asset, 0, 0, "1"),
         account("111", Type::asset, 0, 0, "11"), account("1", Type::asset, 0, 0)});
    EXPECT_EQ(shape_of(statement), "1* >11* >>111 >>112 >12 41 ");
    EXPECT_EQ(statement.rows[1].parent_id, id_of("1"));
    EXPECT_FALSE(statement.rows[0].parent_id);
}

TEST(TrialBalance, counts_own_and_childrens_amounts_on_the_natural_side) {
    const TrialBalance statement = made(
        {account("1", Type::asset, 100, 0), account("11", Type::asset, 70, 20, "1"),
         account("12", Type::asset, 0, 30, "1"), account("4", Type::income, 5, 125)});
    EXPECT_EQ(statement.rows[0].amount_minor, 120);
    EXPECT_EQ(statement.rows[0].debit_minor, 100) << "sides show the account's own balance";
    EXPECT_EQ(statement.rows[1].amount_minor, 50);
    EXPECT_EQ(statement.rows[2].amount_minor, -30);
    EXPECT_EQ(statement.rows[2].debit_minor, 0);
    EXPECT_EQ(statement.rows[2].credit_minor, 30);
    EXPECT_EQ(statement.rows[3].amount_minor, 120);
    EXPECT_EQ(statement.debits_minor, 150);
    EXPECT_EQ(statement.credits_minor, 150);
}

TEST(TrialBalance, is_refused_where_the_books_are_wrong) {
    EXPECT_EQ(
        std::get<Defect>(trial_balance({account("1", Type::asset, 1, 0)})), Defect::unbalanced);
}

TEST(TrialBalance, is_refused_where_a_sum_leaves_its_range) {
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(
        std::get<Defect>(trial_balance(
            {account("1", Type::asset, most, 0), account("2", Type::asset, most, 0),
             account("3", Type::income, 0, most), account("4", Type::income, 0, most)})),
        Defect::overflow);
}

TEST(TrialBalance, treats_a_parent_that_is_missing_or_goes_in_a_circle_as_none) {
    EXPECT_EQ(shape_of(made({account("1", Type::asset, 0, 0, "9")})), "1 ");
    const TrialBalance circle = made(
        {account("1", Type::asset, 0, 0, "2"), account("2", Type::asset, 0, 0, "1"),
         account("3", Type::asset, 0, 0, "2")});
    ASSERT_EQ(circle.rows.size(), 3U);
    EXPECT_EQ(made({account("1", Type::asset, 0, 0, "1")}).rows.size(), 1U);
}

TEST(TrialBalance, of_random_balanced_books_ties_out_and_shows_every_account_once) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto up_to = [&](int most) {
        return std::uniform_int_distribution<int>(0, most)(random);
    };
    constexpr Type types[] = {
        Type::asset, Type::liability, Type::equity, Type::income, Type::expense};
    for (int round = 0; round < 200; ++round) {
        std::vector<AccountTotals> accounts;
        const int count = 2 + up_to(30);
        for (int i = 0; i < count; ++i) {
            const std::string parent = i > 0 && up_to(2) > 0 ? std::to_string(100 + up_to(i - 1))
                                                             : "";
            accounts.push_back(account(std::to_string(100 + i), types[up_to(4)], 0, 0, parent));
        }
        for (int i = 0; i < 100; ++i) {
            const std::int64_t amount = 1 + up_to(1'000'000);
            accounts[static_cast<std::size_t>(up_to(count - 1))].debit_minor += amount;
            accounts[static_cast<std::size_t>(up_to(count - 1))].credit_minor += amount;
        }
        std::ranges::shuffle(accounts, random);
        const TrialBalance statement = made(accounts);
        EXPECT_EQ(statement.debits_minor, statement.credits_minor);
        ASSERT_EQ(statement.rows.size(), accounts.size());
        std::vector<std::string> seen;
        for (const TrialBalanceRow& row : statement.rows) {
            seen.push_back(row.code);
        }
        std::ranges::sort(seen);
        EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end());
    }
}

}  // namespace
}  // namespace arus::reports
