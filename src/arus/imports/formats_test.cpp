// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/date_format.hpp"
#include "arus/imports/number_format.hpp"
#include "arus/imports/text_decoder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace arus::imports {

namespace {

struct NumberCase {
    std::string_view text;
    char decimal;
    int exponent;
    std::optional<std::int64_t> minor;  ///< nothing: wrong
};

class Numbers : public testing::TestWithParam<NumberCase> {};

TEST_P(Numbers, are_read_as_written) {
    const NumberCase& one = GetParam();
    const ParsedNumber number = parse_number(one.text, one.decimal, one.exponent);
    if (one.minor) {
        ASSERT_EQ(number.state, ParsedNumber::State::number) << one.text;
        EXPECT_EQ(number.minor, *one.minor) << one.text;
    } else {
        EXPECT_EQ(number.state, ParsedNumber::State::wrong) << one.text;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table, Numbers,
    testing::Values(
        NumberCase{"1.234.567,00", ',', 0, 1'234'567},
        NumberCase{"1.234.567,00", ',', 2, 123'456'700},
        NumberCase{"1,234,567.89", '.', 2, 123'456'789}, NumberCase{"1234567", '.', 0, 1'234'567},
        NumberCase{"Rp 1.234.567", ',', 0, 1'234'567}, NumberCase{"Rp150.000,-", ',', 0, 150'000},
        NumberCase{"Rp. 150.000,00", ',', 0, 150'000}, NumberCase{"-150", '.', 0, -150},
        NumberCase{"150-", '.', 0, -150}, NumberCase{"(1,500.25)", '.', 2, -150'025},
        NumberCase{"-Rp 5.000", ',', 0, -5'000}, NumberCase{"Rp -5.000", ',', 0, -5'000},
        NumberCase{"1 000 000", '.', 0, 1'000'000}, NumberCase{"1'000.50", '.', 2, 100'050},
        NumberCase{
            "1\xC2\xA0"
            "000,50",
            ',', 2, 100'050},
        NumberCase{
            "\xE2\x88\x92"
            "7",
            '.', 0, -7},
        NumberCase{"1,000.00 CR", '.', 2, 100'000}, NumberCase{"1,000.00 DB", '.', 2, -100'000},
        NumberCase{"1,000.00DB", '.', 2, -100'000}, NumberCase{"-5,000 DB", '.', 0, -5'000},
        NumberCase{"(5,000) CR", '.', 0, std::nullopt}, NumberCase{"+25", '.', 0, 25},
        NumberCase{"007", '.', 0, 7}, NumberCase{"0", '.', 0, 0}, NumberCase{"0,00", ',', 0, 0},
        NumberCase{"150 IDR", '.', 0, 150}, NumberCase{"$12.50", '.', 2, 1'250},
        NumberCase{"€12,50", ',', 2, 1'250}, NumberCase{"12.50", '.', 0, std::nullopt},
        NumberCase{"1.23.456", ',', 0, std::nullopt},
        NumberCase{"12.3456.789", ',', 0, std::nullopt}, NumberCase{"1,2,3", '.', 0, std::nullopt},
        NumberCase{"1.234,567", ',', 2, std::nullopt}, NumberCase{"=1+1", '.', 0, std::nullopt},
        NumberCase{"=150", '.', 0, std::nullopt}, NumberCase{"@150", '.', 0, std::nullopt},
        NumberCase{"12abcd", '.', 0, std::nullopt}, NumberCase{"seribu", '.', 0, std::nullopt},
        NumberCase{"1e6", '.', 0, std::nullopt},
        NumberCase{"99999999999999999999", '.', 0, std::nullopt},
        NumberCase{"--5", '.', 0, std::nullopt}, NumberCase{"1.", '.', 0, std::nullopt}));

TEST(Numbers, nothing_and_a_lone_dash_are_empty) {
    for (const std::string_view text : {"", "  ", "-", "\xC2\xA0"}) {
        EXPECT_EQ(parse_number(text, '.', 0).state, ParsedNumber::State::empty);
    }
}

struct DecimalCase {
    std::vector<std::string_view> samples;
    int exponent;
    char decimal;
    bool is_ambiguous;
};

TEST(Numbers, the_mark_of_the_decimals_is_found) {
    const std::vector<DecimalCase> cases{
        {{"1.234.567,00", "5.000,00"}, 0, ',', false},
        {{"1,234,567.00", "5,000.00"}, 0, '.', false},
        {{"1.234.567", "5.000"}, 0, ',', false},
        {{"150.000"}, 0, ',', false},
        {{"150,000"}, 2, '.', false},
        {{"150000", "75000"}, 0, '.', false},
        {{"12,5", "3"}, 2, ',', false},
        {{"1.500"}, 3, ',', true},
        {{"1.234,00", "1,234.00"}, 2, '.', true},
        {{"5.000", "6,000"}, 0, ',', true}};
    for (const DecimalCase& one : cases) {
        const DecimalGuess guess = guess_decimal(one.samples, one.exponent);
        EXPECT_EQ(guess.decimal, one.decimal) << one.samples.front();
        EXPECT_EQ(guess.is_ambiguous, one.is_ambiguous) << one.samples.front();
    }
}

struct DayCase {
    std::string_view text;
    DateOrder order;
    std::string_view day;  ///< empty: none
};

class Days : public testing::TestWithParam<DayCase> {};

TEST_P(Days, are_read_as_written) {
    const auto day = parse_day(GetParam().text, GetParam().order);
    EXPECT_EQ(day ? date_text(*day) : "", GetParam().day) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Table, Days,
    testing::Values(
        DayCase{"31/12/2026", DateOrder::dmy, "2026-12-31"},
        DayCase{"31/12/2026", DateOrder::mdy, ""},
        DayCase{"12/31/2026", DateOrder::mdy, "2026-12-31"},
        DayCase{"1/2/2026", DateOrder::dmy, "2026-02-01"},
        DayCase{"1/2/2026", DateOrder::mdy, "2026-01-02"},
        DayCase{"31-12-26", DateOrder::dmy, "2026-12-31"},
        DayCase{"31.12.2026", DateOrder::dmy, "2026-12-31"},
        DayCase{"2026-12-31", DateOrder::ymd, "2026-12-31"},
        DayCase{"2026/12/31", DateOrder::ymd, "2026-12-31"},
        DayCase{"2026-12-31", DateOrder::dmy, ""}, DayCase{"26-12-31", DateOrder::ymd, ""},
        DayCase{"20261231", DateOrder::ymd, "2026-12-31"},
        DayCase{"31122026", DateOrder::dmy, "2026-12-31"},
        DayCase{"31 Desember 2026", DateOrder::dmy, "2026-12-31"},
        DayCase{"31 Des 2026", DateOrder::mdy, "2026-12-31"},
        DayCase{"Dec 31, 2026", DateOrder::dmy, "2026-12-31"},
        DayCase{"31-Mei-26", DateOrder::dmy, "2026-05-31"},
        DayCase{"2026 Agu 5", DateOrder::ymd, "2026-08-05"},
        DayCase{"31/12/2026 14:05:09", DateOrder::dmy, "2026-12-31"},
        DayCase{"2026-12-31T14:05:09Z", DateOrder::ymd, "2026-12-31"},
        DayCase{"30/02/2026", DateOrder::dmy, ""},
        DayCase{"29/02/2028", DateOrder::dmy, "2028-02-29"}, DayCase{"31/12", DateOrder::dmy, ""},
        DayCase{"", DateOrder::dmy, ""}, DayCase{"kemarin", DateOrder::dmy, ""},
        DayCase{"31/12/2026x", DateOrder::dmy, ""}, DayCase{"31/Foo/2026", DateOrder::dmy, ""},
        DayCase{"0/1/2026", DateOrder::dmy, ""}));

TEST(Days, the_order_is_found_or_said_to_be_ambiguous) {
    struct Case {
        std::vector<std::string_view> samples;
        std::optional<DateOrder> order;
        bool is_ambiguous;
    };
    const std::vector<Case> cases{
        {{"01/02/2026", "31/12/2026"}, DateOrder::dmy, false},
        {{"01/02/2026", "12/31/2026"}, DateOrder::mdy, false},
        {{"01/02/2026", "03/04/2026"}, DateOrder::dmy, true},
        {{"05/05/2026"}, DateOrder::dmy, false},
        {{"2026-01-02"}, DateOrder::ymd, false},
        {{"2 Jan 2026", "3 Feb 2026"}, DateOrder::dmy, false},
        {{"halo", "dunia"}, std::nullopt, false}};
    for (const Case& one : cases) {
        const auto guess = guess_date_order(one.samples);
        ASSERT_EQ(guess.has_value(), one.order.has_value()) << one.samples.front();
        if (guess) {
            EXPECT_EQ(guess->order, *one.order) << one.samples.front();
            EXPECT_EQ(guess->is_ambiguous, one.is_ambiguous) << one.samples.front();
        }
    }
}

std::string decoded(Encoding encoding, std::string_view bytes, std::size_t piece) {
    TextDecoder decoder(encoding);
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        decoder.feed(bytes.substr(at, piece), out);
    }
    decoder.finish(out);
    return out;
}

std::string utf_16(std::u16string_view text, bool is_little) {
    std::string out;
    for (const char16_t unit : text) {
        const char low = static_cast<char>(unit & 0xFFU);
        const char high = static_cast<char>(unit >> 8U);
        out += is_little ? low : high;
        out += is_little ? high : low;
    }
    return out;
}

TEST(TextDecoder, gives_the_same_however_the_bytes_are_cut) {
    const std::u16string_view wide = u"\xFEFFKopi €3, ☕ 𝄞\r\n";
    const std::string want = "Kopi €3, ☕ 𝄞\r\n";
    for (std::size_t piece = 1; piece < 9; ++piece) {
        EXPECT_EQ(decoded(Encoding::utf_16le, utf_16(wide, true), piece), want);
        EXPECT_EQ(decoded(Encoding::utf_16be, utf_16(wide, false), piece), want);
        EXPECT_EQ(decoded(Encoding::utf_8, "\xEF\xBB\xBF" + want, piece), want);
        EXPECT_EQ(decoded(Encoding::windows_1252, "Caf\xE9 \x80", piece), "Café €");
        EXPECT_EQ(
            decoded(
                Encoding::utf_8,
                "a\xFF"
                "b\xE2\x82",
                piece),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
    }
}

TEST(TextDecoder, finds_the_encoding) {
    EXPECT_EQ(detect_encoding("tanggal;jumlah\n"), Encoding::utf_8);
    EXPECT_EQ(detect_encoding("\xEF\xBB\xBFtanggal"), Encoding::utf_8);
    EXPECT_EQ(detect_encoding("Café"), Encoding::utf_8);
    EXPECT_EQ(detect_encoding("Caf\xE9;1\n"), Encoding::windows_1252);
    EXPECT_EQ(detect_encoding(utf_16(u"tanggal;jumlah\n", true)), Encoding::utf_16le);
    EXPECT_EQ(detect_encoding(utf_16(u"tanggal;jumlah\n", false)), Encoding::utf_16be);
    EXPECT_EQ(detect_encoding(utf_16(u"\xFEFFx", true)), Encoding::utf_16le);
    EXPECT_EQ(
        detect_encoding(std::string_view("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0", 20)),
        std::nullopt);
}

}  // namespace

}  // namespace arus::imports
