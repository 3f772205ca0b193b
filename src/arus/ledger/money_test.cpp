// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/money.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace arus::ledger {
namespace {

constexpr std::int64_t int64_max = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t int64_min = std::numeric_limits<std::int64_t>::min();

struct AmountRow {
    const char* text;
    int exponent;
    std::optional<std::int64_t> minor;
};

constexpr std::nullopt_t none = std::nullopt;

const AmountRow amount_rows[] = {
    {"0", 0, 0},
    {"1", 0, 1},
    {"150000", 0, 150000},
    {"150000", 2, 15000000},
    {"12.5", 2, 1250},
    {"12.50", 2, 1250},
    {"0.05", 2, 5},
    {"0.0001", 4, 1},
    {"1000000000000000", 0, 1'000'000'000'000'000},
    {"9999999999999999", 0, 9'999'999'999'999'999},
    {"922337203685477.5807", 4, int64_max},
    {"922337203685477.5808", 4, none},
    {"9999999999999999.9999", 4, none},
    {"10000000000000000", 0, none},  // 17 digits
    {"", 0, none},
    {"-1", 0, none},
    {"+1", 0, none},
    {"01", 0, none},
    {"00", 0, none},
    {".5", 2, none},
    {"5.", 2, none},
    {"12.345", 2, none},
    {"1.0", 0, none},
    {"1,5", 2, none},
    {"1e3", 2, none},
    {" 1", 0, none},
    {"1 ", 0, none},
    {"1.2.3", 4, none},
    {"1.-2", 4, none},
    {"0x10", 0, none},
    {"NaN", 0, none},
    {"\xD9\xA1", 0, none},  // a digit, but not one of ours
};

TEST(Money, reads_amount_text_by_the_exponent_and_nothing_else) {
    for (const auto& row : amount_rows) {
        EXPECT_EQ(parse_amount(row.text, row.exponent), row.minor)
            << row.text << " with exponent " << row.exponent;
    }
}

TEST(Money, reads_a_sign_only_where_one_is_allowed) {
    EXPECT_EQ(parse_signed_amount("-12.50", 2), -1250);
    EXPECT_EQ(parse_signed_amount("12.50", 2), 1250);
    EXPECT_EQ(parse_signed_amount("-0", 0), 0);
    EXPECT_EQ(parse_signed_amount("--1", 0), std::nullopt);
    EXPECT_EQ(parse_signed_amount("-", 0), std::nullopt);
    EXPECT_EQ(parse_signed_amount("+1", 0), std::nullopt);
}

TEST(Money, writes_exactly_as_many_decimals_as_the_exponent) {
    EXPECT_EQ(amount_text(150000, 0), "150000");
    EXPECT_EQ(amount_text(1250, 2), "12.50");
    EXPECT_EQ(amount_text(5, 2), "0.05");
    EXPECT_EQ(amount_text(0, 3), "0.000");
    EXPECT_EQ(amount_text(-5, 2), "-0.05");
    EXPECT_EQ(amount_text(-150000, 0), "-150000");
    EXPECT_EQ(amount_text(int64_max, 4), "922337203685477.5807");
    EXPECT_EQ(amount_text(int64_min, 0), "-9223372036854775808");
}

TEST(Money, reads_back_what_it_writes) {
    for (int exponent = 0; exponent <= exponent_max; ++exponent) {
        for (std::int64_t minor = 1; minor < amount_minor_max; minor = minor * 7 + 3) {
            EXPECT_EQ(parse_amount(amount_text(minor, exponent), exponent), minor);
            EXPECT_EQ(parse_signed_amount(amount_text(-minor, exponent), exponent), -minor);
        }
    }
}

TEST(Money, adds_up_to_the_last_unit_and_not_beyond) {
    EXPECT_EQ(checked_add(int64_max - 1, 1), int64_max);
    EXPECT_EQ(checked_add(int64_max, 1), std::nullopt);
    EXPECT_EQ(checked_add(int64_min, -1), std::nullopt);
    EXPECT_EQ(checked_add(int64_min, int64_max), -1);
}

}  // namespace
}  // namespace arus::ledger
