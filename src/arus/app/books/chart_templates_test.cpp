// SPDX-License-Identifier: Apache-2.0
#include "arus/app/books/chart_templates.hpp"

#include "arus/base/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace arus::app {
namespace {

const Instant now{1'700'000'000'000'000};

class ChartTemplates : public testing::TestWithParam<std::string_view> {};

TEST_P(ChartTemplates, holds_distinct_codes_whose_parents_come_first_and_have_the_same_type) {
    for (const std::string_view locale : {"id", "en"}) {
        std::map<AccountId, ledger::AccountType> known;
        std::set<std::string> codes;
        for (const ledger::Account& account : chart_accounts(GetParam(), locale, now)) {
            EXPECT_TRUE(codes.insert(account.code).second) << account.code;
            if (account.parent_id) {
                ASSERT_TRUE(known.contains(*account.parent_id)) << account.code;
                EXPECT_EQ(known.at(*account.parent_id), account.type) << account.code;
            }
            EXPECT_TRUE(known.emplace(account.id, account.type).second);
            EXPECT_GE(utf8_length(account.name).value_or(0), 1U);
            EXPECT_LE(utf8_length(account.name).value_or(999), 120U);
        }
    }
}

TEST_P(ChartTemplates, has_what_a_first_sale_and_a_closing_need) {
    const auto accounts = chart_accounts(GetParam(), "id", now);
    const auto has = [&](const char* code, ledger::AccountSubtype subtype) {
        return std::ranges::any_of(accounts, [&](const ledger::Account& account) {
            return account.code == code && account.subtype == subtype;
        });
    };
    EXPECT_TRUE(has("1101", ledger::AccountSubtype::cash));
    EXPECT_TRUE(has("1103", ledger::AccountSubtype::bank));
    EXPECT_TRUE(has("3101", ledger::AccountSubtype::capital));
    EXPECT_TRUE(has("3201", ledger::AccountSubtype::retained));
    EXPECT_TRUE(has("4101", ledger::AccountSubtype::sales));
    EXPECT_TRUE(has("6101", ledger::AccountSubtype::operating));
}

INSTANTIATE_TEST_SUITE_P(All, ChartTemplates, testing::Values("umkm", "minimal"));

TEST(ChartTemplatesNames, speak_the_owners_language) {
    const auto name_of = [](std::string_view locale) {
        const auto accounts = chart_accounts("umkm", locale, now);
        return std::ranges::find(accounts, "4101", &ledger::Account::code)->name;
    };
    EXPECT_EQ(name_of("id"), "Penjualan");
    EXPECT_EQ(name_of("en"), "Sales");
    EXPECT_TRUE(chart_accounts("none", "id", now).empty());
    EXPECT_FALSE(is_chart_template("big"));
}

}  // namespace
}  // namespace arus::app
