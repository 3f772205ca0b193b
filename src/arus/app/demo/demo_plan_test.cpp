// SPDX-License-Identifier: Apache-2.0
#include "arus/app/demo/demo_plan.hpp"
#include "arus/app/books/chart_templates.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace arus::app {
namespace {

DemoPlan plan_from(Date first_day) {
    DemoIds ids;
    for (auto& outlet : ids.outlets) {
        outlet = OutletId::make({1});
    }
    for (std::size_t i = 0; i < demo_contacts().size(); ++i) {
        ids.contacts.push_back(ContactId::make({1}));
    }
    return {7, first_day, ids};
}

TEST(DemoPlan, makes_the_same_day_again_to_the_id) {
    const Date first = *parse_date("2026-08-24");
    const auto plan = plan_from(first);
    const auto once = plan.day(first.plus_days(30));
    const auto again = plan.day(first.plus_days(30));
    ASSERT_EQ(once.size(), again.size());
    for (std::size_t i = 0; i < once.size(); ++i) {
        EXPECT_EQ(once[i].draft.id, again[i].draft.id);
        EXPECT_EQ(once[i].at, again[i].at);
        EXPECT_EQ(once[i].draft.postings[0].amount, again[i].draft.postings[0].amount);
    }
}

TEST(DemoPlan, balances_every_entry_on_accounts_of_its_chart_and_never_overdraws_cash) {
    std::map<std::string, ledger::AccountType> types;
    for (const auto& account : chart_accounts("umkm", "id", {1})) {
        types.emplace(account.code, account.type);
    }
    const Date first = *parse_date("2026-08-24");
    const auto plan = plan_from(first);
    std::map<std::string, std::int64_t> balances;
    std::set<TransactionId> ids;
    std::size_t count = 0;
    for (Date day = first; day < first.plus_days(91); day = day.plus_days(1)) {
        Instant before{0};
        for (const auto& made : plan.day(day)) {
            EXPECT_LE(before, made.at);
            before = made.at;
            EXPECT_EQ(local_hour("Asia/Jakarta", made.at).date, day);
            EXPECT_EQ(made.draft.date, day);
            EXPECT_TRUE(ids.insert(made.draft.id).second);
            std::int64_t sum = 0;
            for (const auto& posting : made.draft.postings) {
                const auto& code = std::get<std::string>(posting.account);
                ASSERT_TRUE(types.contains(code)) << code;
                const auto amount = std::stoll(posting.amount);
                EXPECT_GT(amount, 0);
                sum += posting.direction == ledger::Direction::debit ? amount : -amount;
                if (!made.is_mistake) {
                    balances[code] += posting.direction == ledger::Direction::debit ? amount
                                                                                    : -amount;
                }
            }
            EXPECT_EQ(sum, 0);
            EXPECT_GE(balances["1101"], 0) << date_text(day);
            ++count;
        }
        EXPECT_GE(balances["1103"], 0) << date_text(day);
        EXPECT_LE(balances["2101"], 0) << date_text(day);
    }
    EXPECT_GT(count, 9'000U);
    EXPECT_LT(count, 25'000U);
    EXPECT_GT(-balances["4101"], balances["5102"] + balances["6101"] + balances["6102"])
        << "the chain earns money";
}

TEST(DemoPlan, sells_at_night_only_where_the_shop_is_open) {
    const auto plan = plan_from(*parse_date("2026-08-24"));
    std::mt19937_64 random{1};
    const auto at_night = *parse_instant("2026-11-22T19:30:00Z");  // 02.30 in Jakarta
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(plan.live_sale(at_night, random).outlet, 0U);
    }
}

}  // namespace
}  // namespace arus::app
