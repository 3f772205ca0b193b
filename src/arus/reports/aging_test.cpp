// SPDX-License-Identifier: Apache-2.0
#include "arus/reports/aging.hpp"

#include <gtest/gtest.h>

namespace arus::reports {
namespace {

const Date today = *parse_date("2026-11-22");

ContactId contact(std::uint8_t number) {
    ContactId id;
    id.bytes[0] = number;
    return id;
}

ContactSums sums(std::uint8_t number, Sides until_end, std::array<Sides, 3> young) {
    return {contact(number), "C" + std::to_string(number), "name", until_end, young};
}

using Amounts = std::array<std::int64_t, 5>;

Aging made(AgingSide side, const std::vector<ContactSums>& contacts, const Sides& control) {
    auto result = make_aging(side, today, contacts, control);
    EXPECT_TRUE(std::holds_alternative<Aging>(result));
    return std::get<Aging>(std::move(result));
}

TEST(Ageing, has_columns_of_30_days_and_the_whole) {
    std::string text;
    for (const Column& column : aging_columns(today)) {
        text += (column.from ? date_text(*column.from) : "") + ".." + date_text(column.to) + ' ';
    }
    EXPECT_EQ(
        text,
        "2026-10-23..2026-11-22 2026-09-23..2026-10-22 2026-08-24..2026-09-22 ..2026-08-23 "
        "..2026-11-22 ");
}

TEST(Ageing, lets_payments_settle_the_oldest_first) {
    // Charged 1000 of old, 300, 200 and 100 in the three young buckets: 1600; paid 1250.
    // 350 are open: the 100 and 200 of the two youngest, and 50 of the 300 before.
    const Aging aging = made(
        AgingSide::receivable, {sums(1, {1'600, 1'250}, {{{100, 0}, {200, 1'250}, {300, 0}}})},
        {1'600, 1'250});
    EXPECT_EQ(aging.rows.at(0).amounts, (Amounts{100, 200, 50, 0, 350}));
    EXPECT_EQ(aging.open, aging.rows[0].amounts);
}

TEST(Ageing, leaves_in_the_last_bucket_what_is_older) {
    const Aging aging = made(
        AgingSide::receivable, {sums(1, {1'600, 0}, {{{100, 0}, {200, 0}, {300, 0}}})}, {1'600, 0});
    EXPECT_EQ(aging.rows.at(0).amounts, (Amounts{100, 200, 300, 1'000, 1'600}));
}

TEST(Ageing, gives_an_overpaid_balance_the_age_of_the_payments) {
    // Charged 100, paid 40 then 90 lately: 30 too much, of the latest payment.
    const Aging aging = made(
        AgingSide::receivable, {sums(1, {100, 130}, {{{0, 90}, {0, 40}, {100, 0}}})}, {100, 130});
    EXPECT_EQ(aging.rows.at(0).amounts, (Amounts{-30, 0, 0, 0, -30}));
}

TEST(Ageing, of_payables_counts_credits) {
    const Aging aging = made(
        AgingSide::payable, {sums(1, {50, 250}, {{{50, 120}, {0, 0}, {0, 130}}})}, {50, 250});
    EXPECT_EQ(aging.rows.at(0).amounts, (Amounts{120, 0, 80, 0, 200}));
}

TEST(Ageing, ranks_by_balance_leaves_out_zeros_and_puts_the_nameless_last) {
    ContactSums none = sums(0, {900, 0}, {{{900, 0}, {}, {}}});
    none.contact_id.reset();
    const Aging aging = made(
        AgingSide::receivable,
        {none, sums(1, {10, 0}, {{{10, 0}, {}, {}}}), sums(2, {70, 70}, {}), sums(3, {40, 0}, {})},
        {1'020, 70});
    ASSERT_EQ(aging.rows.size(), 3U);
    EXPECT_EQ(aging.rows[0].code, "C3");
    EXPECT_EQ(aging.rows[1].code, "C1");
    EXPECT_EQ(aging.rows[2].key, "none");
    EXPECT_EQ(aging.open, (Amounts{910, 0, 0, 40, 950}));
}

TEST(Ageing, is_refused_where_contacts_are_not_what_the_accounts_say) {
    const auto result = make_aging(AgingSide::receivable, today, {sums(1, {100, 0}, {})}, {101, 0});
    EXPECT_EQ(std::get<Defect>(result), Defect::unbalanced);
}

}  // namespace
}  // namespace arus::reports
