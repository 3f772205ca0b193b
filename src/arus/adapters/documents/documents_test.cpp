// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/documents/documents.hpp"

#include "arus/adapters/documents/detail/amount_format.hpp"
#include "arus/base/failure.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace arus::documents {
namespace {

using app::DocumentForm;
using Column = app::DocumentColumn;

constexpr std::string_view long_name = "Peralatan dapur pusat dan cabang Surabaya";  // 41
                                                                                     // characters

app::DocumentHead head_of(std::string locale, int exponent) {
    app::DocumentHead head;
    head.book_name = "Kopi Senja";
    head.title = locale == "id" ? "Neraca Saldo" : "Trial Balance";
    head.lines = {locale == "id" ? "Per tanggal 22/11/2026" : "As of 22/11/2026"};
    head.footer = "Posisi 42 · " + std::string(64, 'a');
    head.page_word = locale == "id" ? "Halaman" : "Page";
    head.of_word = locale == "id" ? "dari" : "of";
    head.total_word = locale == "id" ? "Jumlah" : "Total";
    head.locale = std::move(locale);
    head.currency = exponent == 0 ? "IDR" : "USD";
    head.exponent = exponent;
    head.columns = {
        {"Kode", Column::Kind::text, 10, false},
        {"Tanggal", Column::Kind::date, 11, false},
        {"Akun", Column::Kind::text, 40, false},
        {"Debit", Column::Kind::amount, 20, true},
        {"Kredit", Column::Kind::amount, 20, true}};
    return head;
}

app::DocumentRow row_of(std::string code, std::string name, std::int64_t debit) {
    app::DocumentRow row;
    row.cells = {std::move(code), Date{20'779}, std::move(name), debit, std::monostate{}};
    return row;
}

std::string all_of(app::Document& document) {
    std::string bytes;
    for (std::string piece = document.take(100); !piece.empty(); piece = document.take(4'096)) {
        bytes += piece;
    }
    return bytes;
}

std::string made(DocumentForm form, app::DocumentHead head, int rows) {
    auto document = make_documents()->make(form, std::move(head));
    for (int i = 0; i < rows; ++i) {
        EXPECT_TRUE(document->add(row_of("1101", std::string(long_name), 999'999'999'999'999)));
    }
    document->close();
    return all_of(*document);
}

/// What a program of the machine says of a file; its name stands for `%` in the command.
std::string said_of(const std::string& bytes, std::string command) {
    std::string name = (std::filesystem::temp_directory_path() / "arus-documents-XXXXXX").string();
    const int descriptor = ::mkstemp(name.data());
    EXPECT_GE(descriptor, 0);
    std::ofstream(name, std::ios::binary) << bytes;
    command.replace(command.find('%'), 1, name);
    FILE* const pipe = ::popen(command.c_str(), "r");
    std::string said;
    std::array<char, 4'096> buffer{};
    for (std::size_t count = 1; count > 0;) {
        count = std::fread(buffer.data(), 1, buffer.size(), pipe);
        said.append(buffer.data(), count);
    }
    EXPECT_EQ(::pclose(pipe), 0) << command;
    std::filesystem::remove(name);
    return said;
}

TEST(Amounts, are_grouped_as_people_write_them) {
    EXPECT_EQ(grouped_amount(0, 0, "id"), "0");
    EXPECT_EQ(grouped_amount(999, 0, "id"), "999");
    EXPECT_EQ(grouped_amount(1'000, 0, "id"), "1.000");
    EXPECT_EQ(grouped_amount(-1'234'567, 0, "id"), "-1.234.567");
    EXPECT_EQ(grouped_amount(123'456'750, 2, "id"), "1.234.567,50");
    EXPECT_EQ(grouped_amount(123'456'750, 2, "en"), "1,234,567.50");
    EXPECT_EQ(grouped_amount(-5, 2, "en"), "-0.05");
    EXPECT_EQ(grouped_amount(999'999'999'999'999, 0, "en"), "999,999,999,999,999");
    EXPECT_EQ(grouped_amount(INT64_MIN, 0, "en"), "-9,223,372,036,854,775,808");
}

TEST(Csv, quotes_as_the_standard_says) {
    auto document = make_documents()->make(DocumentForm::csv, head_of("id", 2));
    document->add(row_of("1101", "Kas, \"kecil\"\r\ndi laci", -1'250));
    document->close();
    EXPECT_EQ(
        all_of(*document),
        "Kode,Tanggal,Akun,Debit,Kredit\r\n"
        "1101,2026-11-22,\"Kas, \"\"kecil\"\"\r\ndi laci\",-12.50,\r\n");
}

TEST(Csv, holds_no_formula) {
    for (const std::string text :
         {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0",
          "=HYPERLINK(\"x\",\"y\")"}) {
        auto document = make_documents()->make(DocumentForm::csv, head_of("en", 0));
        document->add(row_of(text, "x", 1));
        const std::string bytes = all_of(*document);
        const std::string line = bytes.substr(bytes.find("\r\n") + 2);
        EXPECT_TRUE(line.starts_with("'") || line.starts_with("\"'")) << line;
    }
}

TEST(Xlsx, has_typed_cells_and_sums_as_formulas) {
    const std::string bytes = made(DocumentForm::xlsx, head_of("id", 0), 3);
    const std::string sheet = said_of(bytes, "unzip -p % xl/worksheets/sheet1.xml");
    EXPECT_NE(sheet.find("<v>999999999999999</v>"), std::string::npos);
    EXPECT_NE(sheet.find("<f>SUM(D7:D9)</f>"), std::string::npos) << sheet.substr(0, 3'000);
    EXPECT_NE(sheet.find("<v>2999999999999997</v>"), std::string::npos);
    EXPECT_NE(sheet.find("state=\"frozen\""), std::string::npos);
    EXPECT_NE(sheet.find("<v>46348</v>"), std::string::npos);  // 2026-11-22 as spreadsheets count
}

TEST(Xlsx, never_rounds) {
    auto document = make_documents()->make(DocumentForm::xlsx, head_of("en", 2));
    document->add(row_of("1", "Large", 9'007'199'254'740'993));  // 2^53 + 1
    document->close();
    const std::string sheet = said_of(all_of(*document), "unzip -p % xl/worksheets/sheet1.xml");
    EXPECT_NE(sheet.find("90071992547409.93"), std::string::npos);
    EXPECT_EQ(sheet.find("<f>SUM(D"), std::string::npos);  // it would leave the text out

    const std::string sum = said_of(
        made(DocumentForm::xlsx, head_of("id", 0), 10), "unzip -p % xl/worksheets/sheet1.xml");
    EXPECT_NE(sum.find("9999999999999990"), std::string::npos);  // each an exact number, not so the
                                                                 // sum
    EXPECT_EQ(sum.find("<f>SUM(D"), std::string::npos);
}

TEST(Xlsx, holds_no_formula_that_was_text) {
    auto document = make_documents()->make(DocumentForm::xlsx, head_of("en", 0));
    document->add(row_of("=1+1", "=HYPERLINK(\"http://x\")", 1));
    document->close();
    const std::string sheet = said_of(all_of(*document), "unzip -p % xl/worksheets/sheet1.xml");
    EXPECT_EQ(sheet.find("<f>1+1"), std::string::npos);
    EXPECT_EQ(sheet.find("<f>HYPERLINK"), std::string::npos);
    EXPECT_NE(sheet.find("=1+1"), std::string::npos);
}

TEST(Xlsx, is_a_failure_without_a_folder_for_temporary_files) {
    const char* const before = std::getenv("TMPDIR");
    const std::string kept = before == nullptr ? "" : before;
    ::setenv("TMPDIR", "/nonexistent-folder", 1);
    EXPECT_THROW(make_documents()->make(DocumentForm::xlsx, head_of("en", 0)), Failure);
    if (before == nullptr) {
        ::unsetenv("TMPDIR");
    } else {
        ::setenv("TMPDIR", kept.c_str(), 1);
    }
}

TEST(Pdf, repeats_its_head_and_numbers_its_pages) {
    const std::string bytes = made(DocumentForm::pdf, head_of("id", 0), 120);
    const std::string text = said_of(bytes, "pdftotext -layout % -");
    std::size_t heads = 0;
    for (std::size_t at = text.find("Kredit"); at != std::string::npos;
         at = text.find("Kredit", at + 1)) {
        ++heads;
    }
    EXPECT_GE(heads, 2U);
    EXPECT_NE(text.find("Halaman 1 dari " + std::to_string(heads)), std::string::npos) << text;
    EXPECT_NE(
        text.find("Halaman " + std::to_string(heads) + " dari " + std::to_string(heads)),
        std::string::npos);
    EXPECT_NE(text.find("999.999.999.999.999"), std::string::npos);
    EXPECT_NE(text.find("119.999.999.999.999.880"), std::string::npos);  // the sum
    EXPECT_NE(text.find(std::string(64, 'a')), std::string::npos);
    EXPECT_NE(text.find("22/11/2026"), std::string::npos);
}

TEST(Pdf, shows_names_of_40_characters_whole) {
    const std::string text = said_of(
        made(DocumentForm::pdf, head_of("en", 2), 1), "pdftotext -layout % -");
    EXPECT_NE(text.find("9,999,999,999,999.99"), std::string::npos);
    EXPECT_EQ(text.find("…"), std::string::npos) << text;
    EXPECT_NE(text.find("Surabaya"), std::string::npos);
}

TEST(Pdf, is_made_of_no_rows_too) {
    const std::string text = said_of(
        made(DocumentForm::pdf, head_of("en", 0), 0), "pdftotext -layout % -");
    EXPECT_NE(text.find("Page 1 of 1"), std::string::npos);
}

TEST(Pdf, shows_what_stands_for_noncharacters) {
    app::DocumentHead head = head_of("en", 0);
    head.book_name = "Kopi\uFFFE";
    auto document = make_documents()->make(DocumentForm::pdf, std::move(head));
    ASSERT_TRUE(document->add(row_of("1101", "a\uFDD0b\uFFFFc\U0010FFFEd\U0001F600 Kas", 1)));
    document->close();
    const std::string text = said_of(all_of(*document), "pdftotext -layout % -");
    EXPECT_NE(text.find("Kas"), std::string::npos) << text;
    EXPECT_NE(text.find("a\uFFFDb\uFFFDc\uFFFDd"), std::string::npos) << text;
}

TEST(Pdf, takes_no_more_than_its_rows) {
    auto document = make_documents()->make(DocumentForm::pdf, head_of("en", 0));
    const app::DocumentRow row = row_of("1", "x", 1);
    for (int i = 0; i < 100'000; ++i) {
        ASSERT_TRUE(document->add(row));
    }
    EXPECT_FALSE(document->add(row));
}

}  // namespace
}  // namespace arus::documents
