// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/journal_reader.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arus::imports {

namespace {

std::vector<JournalEntryDraft> read_all(
    std::string_view text, std::string currency, int exponent, std::size_t piece) {
    JournalReader reader(std::move(currency), exponent);
    std::vector<JournalEntryDraft> entries;
    JournalEntryDraft entry;
    for (std::size_t at = 0; at < text.size(); at += piece) {
        reader.feed(text.substr(at, piece));
        while (reader.next(entry)) {
            entries.push_back(entry);
        }
    }
    reader.finish();
    while (reader.next(entry)) {
        entries.push_back(entry);
    }
    return entries;
}

constexpr std::string_view shop = R"(; a shop's own journal
decimal-mark ,
commodity Rp 1.000,00
account assets:kas  ; type: C
account aset lain
    ; type: A
Y2026

2026-01-02 * (12) Penjualan pagi | tunai  ; kind: sale, outlet: DAGO
    ; tag: pagi
    assets:kas            Rp 1.250.000   ; laci
    income:penjualan

1/3 ! Beli gula
  expenses:bahan   Rp 75.000,00
  aset lain        Rp -75.000,00 = Rp 0
P 2026-01-03 USD Rp 16.000
comment
2026-01-04 not an entry
end comment
2026.01.05 Listrik
    expenses:listrik   350000 
    assets:kas        -350000
)";

TEST(JournalReader, reads_what_people_write_however_it_is_cut) {
    const std::string text(shop);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, text.size()}) {
        const auto entries = read_all(text, "IDR", 0, piece);
        ASSERT_EQ(entries.size(), 3U);
        EXPECT_FALSE(entries[0].fault) << entries[0].fault->detail;
        EXPECT_EQ(entries[0].line, 9U);
        EXPECT_EQ(entries[0].description, "Penjualan pagi | tunai");
        EXPECT_EQ(entries[0].code, "12");
        EXPECT_EQ(entries[0].kind, "sale");
        EXPECT_EQ(entries[0].outlet_code, "DAGO");
        EXPECT_EQ(entries[0].tags, std::vector<std::string>{"pagi"});
        ASSERT_EQ(entries[0].postings.size(), 2U);
        EXPECT_EQ(entries[0].postings[0].memo, "laci");
        EXPECT_EQ(entries[0].postings[1].amount_minor, -1'250'000);
        EXPECT_EQ(date_text(*entries[1].date), "2026-01-03");
        EXPECT_FALSE(entries[1].fault);
        ASSERT_TRUE(entries[2].fault);  // no commodity beside one: that is a second commodity
        EXPECT_EQ(entries[2].fault->code, "currency_mixed");
    }
}

TEST(JournalReader, knows_types_as_declared_or_by_name) {
    JournalReader reader("IDR", 0);
    reader.feed("account simpanan\n    ; type: A\naccount assets:kas  ; type:C\n");
    reader.finish();
    JournalEntryDraft entry;
    EXPECT_FALSE(reader.next(entry));
    EXPECT_EQ(reader.type_of("simpanan:mandiri"), ledger::AccountType::asset);
    EXPECT_EQ(reader.type_of("Liabilities:usaha"), ledger::AccountType::liability);
    EXPECT_EQ(reader.type_of("pendapatan:kopi"), ledger::AccountType::income);
    EXPECT_EQ(reader.type_of("biaya"), ledger::AccountType::expense);
    EXPECT_EQ(reader.type_of("entah:apa"), std::nullopt);
    EXPECT_TRUE(reader.is_cash("assets:kas"));
}

struct RefusedCase {
    std::string_view text;
    std::string_view code;
};

TEST(JournalReader, refuses_by_line_what_it_does_not_read) {
    const std::string_view head = "2026-01-01 x\n";
    const std::vector<RefusedCase> cases{
        {"2026-01-01 x\n  a  1 USD\n  b\n", "currency_mixed"},
        {"2026-01-01 x\n  a  Rp 1\n  b  IDR -1\n", "currency_mixed"},
        {"2026-01-01 x\n  a  10 @ 3\n  b\n", "not_supported"},
        {"2026-01-01 x\n  a  10 {3}\n  b\n", "not_supported"},
        {"2026-01-01 x\n  a  = 10\n  b\n", "not_supported"},
        {"2026-01-01 x\n  (a)  10\n", "not_supported"},
        {"2026-01-01 x\n  [a]  10\n  b\n", "not_supported"},
        {"2026-01-01 x\n  a  10  ; date:2026-02-01\n  b\n", "not_supported"},
        {"2026-01-01 x\n  a  10\n  ; date:2026-02-01\n  b\n", "not_supported"},
        {"2026-01-01 x\n  a  10  ; later [2026-02-01]\n  b\n", "not_supported"},
        {"  a  10\n  b\n", "syntax_invalid"},
        {"D $1,000.00\n", "currency_mixed"},
        {"~ monthly\n  a  10\n  b\n", "not_supported"},
        {"= expenses\n  a  *2\n", "not_supported"},
        {"include other.journal\n", "not_supported"},
        {"i 2026/01/01 09:00 kerja\n", "not_supported"},
        {"2026-01-01 x\n  a  10\n  b  -9\n", "unbalanced"},
        {"2026-01-01 x\n  a  10\n  b\n  c\n", "unbalanced"},
        {"2026-01-01 x\n  a  10\n", "unbalanced"},
        {"2026-13-01 x\n  a  10\n  b\n", "date_invalid"},
        {"01-02 x\n  a  10\n  b\n", "date_invalid"},
        {"2026-01-01 x\n  a  1.000\n  b\n", "amount_invalid"},
        {"2026-01-01 x\n  a  1.5\n  b\n", "amount_invalid"},
        {"2026-01-01 x\n  a  sepuluh\n  b\n", "amount_invalid"},
        {"2026-01-01 x\n  a  0\n  b\n", "amount_zero"},
        {"apa ini\n", "syntax_invalid"},
        {"decimal-mark ;\n", "syntax_invalid"}};
    for (const RefusedCase& one : cases) {
        const auto entries = read_all(one.text, "IDR", 0, one.text.size());
        ASSERT_EQ(entries.size(), 1U) << one.text;
        ASSERT_TRUE(entries[0].fault) << one.text;
        EXPECT_EQ(entries[0].fault->code, one.code) << one.text << entries[0].fault->detail;
    }
    EXPECT_EQ(read_all(head, "IDR", 0, 3).front().fault->code, "amount_zero");
}

TEST(JournalReader, reads_numbers_as_hledger_does) {
    struct Case {
        std::string_view amount;
        std::int64_t minor;
    };
    for (const Case& one : std::vector<Case>{
             {"1,000.00", 100'000},
             {"1.000,00", 100'000},
             {"1,000,000", 100'000'000},
             {"1000.", 100'000},
             {"-12.5", -1'250},
             {".5", 50},
             {"1 000.25", 100'025},
             {"12,34", 1'234},
             {"+7", 700}}) {
        const std::string text = "2026-01-01 x\n  a  " + std::string(one.amount) + "\n  b\n";
        const auto entries = read_all(text, "USD", 2, text.size());
        ASSERT_EQ(entries.size(), 1U);
        ASSERT_FALSE(entries[0].fault) << one.amount << entries[0].fault->detail;
        EXPECT_EQ(entries[0].postings[0].amount_minor, one.minor) << one.amount;
    }
    for (const std::string_view amount : {"$12.50", "$ 12.50", "-$12.50", "$-12.50", "12.50 $"}) {
        const std::string text = "2026-01-01 x\n  a  " + std::string(amount) + "\n  b\n";
        const auto entries = read_all(text, "USD", 2, text.size());
        ASSERT_FALSE(entries[0].fault) << amount << entries[0].fault->detail;
        EXPECT_EQ(std::abs(entries[0].postings[0].amount_minor), 1'250) << amount;
    }
}

TEST(JournalReader, behind_an_alias_nothing_is_read) {
    const auto entries = read_all(
        "2026-01-01 x\n  a  1\n  b\nalias a=c\n2026-01-02 y\n  a  1\n  b\n", "IDR", 0, 5);
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_FALSE(entries[0].fault);
    EXPECT_EQ(entries[1].fault->code, "not_supported");
    EXPECT_EQ(entries[2].fault->code, "not_supported");
}

TEST(JournalReader, the_marks_of_another_commodity_say_nothing) {
    const auto entries = read_all(
        "commodity Rp1.000,00\ncommodity $1,000.00\n2026-01-01 x\n  a  Rp5.000\n  b\n", "IDR", 0,
        7);
    ASSERT_EQ(entries.size(), 1U);
    ASSERT_FALSE(entries[0].fault) << entries[0].fault->detail;
    EXPECT_EQ(entries[0].postings[0].amount_minor, 5'000);
}

TEST(JournalReader, behind_a_default_of_another_commodity_nothing_is_read) {
    const auto entries = read_all("D 1,000.00 USD\n2026-01-01 x\n  a  5\n  b\n", "IDR", 0, 9);
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].fault->code, "currency_mixed");
    EXPECT_EQ(entries[1].fault->code, "not_supported");
}

TEST(JournalReader, an_entry_is_not_read_without_a_line_that_is_too_long) {
    const std::string text = "2026-01-01 x\n  a  5\n  b\n  c  7  ; " + std::string(100'000, 'x')
                             + "\n  d  9\n\n2026-01-02 y\n  a  1\n  b\n";
    for (const std::size_t piece : {text.size(), std::size_t{50'000}}) {
        const auto entries = read_all(text, "IDR", 0, piece);
        ASSERT_EQ(entries.size(), 2U);
        ASSERT_TRUE(entries[0].fault);
        EXPECT_EQ(entries[0].fault->code, "line_too_long");
        EXPECT_FALSE(entries[1].fault);
    }
}

TEST(JournalReader, a_line_that_is_too_long_ends_no_comment) {
    const std::string text = "comment\n" + std::string(100'000, 'x')
                             + "\n2026-01-01 x\n  a  5\n  b\nend comment\n";
    const auto entries = read_all(text, "IDR", 0, text.size());
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].fault->code, "line_too_long");
}

TEST(JournalReader, a_posting_behind_an_empty_line_is_not_passed_over) {
    const auto entries = read_all(
        "2026-01-01 x\n  a  5\n  b\n\n  c  7\n  d\n2026-01-02 y\n  a  1\n  b\n", "IDR", 0, 4);
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_FALSE(entries[0].fault);
    ASSERT_TRUE(entries[1].fault);
    EXPECT_EQ(entries[1].fault->code, "syntax_invalid");
    EXPECT_EQ(entries[1].line, 5U);
    EXPECT_FALSE(entries[2].fault);
}

TEST(JournalReader, an_endless_line_is_one_fault) {
    JournalReader reader("IDR", 0);
    JournalEntryDraft entry;
    std::size_t count = 0;
    for (int i = 0; i < 10; ++i) {
        reader.feed(std::string(1U << 20U, 'x'));
        count += reader.next(entry) ? 1 : 0;
    }
    reader.feed("\n2026-01-01 x\n  a  1\n  b\n");
    reader.finish();
    std::vector<std::string> codes;
    while (reader.next(entry)) {
        codes.push_back(entry.fault ? entry.fault->code : "");
    }
    EXPECT_EQ(count, 0U);
    EXPECT_EQ(codes, (std::vector<std::string>{"line_too_long", ""}));
}

}  // namespace

}  // namespace arus::imports
