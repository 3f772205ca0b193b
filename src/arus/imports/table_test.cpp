// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/account_names.hpp"
#include "arus/imports/row_identity.hpp"
#include "arus/imports/row_page.hpp"
#include "arus/imports/table_guess.hpp"
#include "arus/imports/table_row.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arus::imports {

namespace {

std::vector<CsvRow> rows_of(std::string_view text, std::size_t piece, CsvFormat format = {}) {
    CsvReader reader(format);
    std::vector<CsvRow> rows;
    CsvRow row;
    for (std::size_t at = 0; at < text.size(); at += piece) {
        reader.feed(text.substr(at, piece));
        while (reader.next(row)) {
            rows.push_back(row);
        }
    }
    reader.finish();
    while (reader.next(row)) {
        rows.push_back(row);
    }
    return rows;
}

using Cells = std::vector<std::string>;

TEST(CsvReader, reads_quotes_and_every_end_of_line_however_the_text_is_cut) {
    const std::string text = "a,\"b \"\"x\"\", c\"\r\n\"two\nlines\",2\rlast,\"\"\n\n";
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        const auto rows = rows_of(text, piece);
        ASSERT_EQ(rows.size(), 4U) << piece;
        EXPECT_EQ(rows[0].cells, (Cells{"a", "b \"x\", c"}));
        EXPECT_EQ(rows[1].cells, (Cells{"two\nlines", "2"}));
        EXPECT_EQ(rows[2].cells, (Cells{"last", ""}));
        EXPECT_TRUE(rows[3].is_blank());
        EXPECT_EQ(rows[0].line, 1U);
        EXPECT_EQ(rows[1].line, 2U);
        EXPECT_EQ(rows[2].line, 4U);
    }
}

TEST(CsvReader, names_a_row_that_breaks_a_limit_and_reads_on_behind_it) {
    const std::string text = "1,a\n" + std::string(200'000, 'x') + "\n2,b\n" + std::string(300, ',')
                             + "\n3,c\n\"never closed,x\n4,d\n";
    for (const std::size_t piece : {std::size_t{1'000}, std::size_t{65'536}, text.size()}) {
        const auto rows = rows_of(text, piece);
        ASSERT_EQ(rows.size(), 7U) << piece;
        EXPECT_EQ(rows[1].fault, CsvFault::line_too_long);
        EXPECT_EQ(rows[2].cells, (Cells{"2", "b"}));
        EXPECT_EQ(rows[3].fault, CsvFault::too_many_columns);
        EXPECT_EQ(rows[4].cells, (Cells{"3", "c"}));
        EXPECT_EQ(rows[5].fault, CsvFault::quote_open);
        EXPECT_EQ(rows[6].cells, (Cells{"4", "d"}));
        EXPECT_EQ(rows[6].line, 7U);
    }
}

TEST(CsvReader, a_quote_left_open_does_not_swallow_the_next_line) {
    const std::string text = "1,\"kopi,5\n2,\"teh\" manis,6\n3,\"roti,7\n4,\"two\nlines\" ,8\n";
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        const auto rows = rows_of(text, piece);
        ASSERT_EQ(rows.size(), 4U) << piece;
        EXPECT_EQ(rows[0].fault, CsvFault::quote_open);
        EXPECT_EQ(rows[1].cells, (Cells{"2", "teh manis", "6"}));
        EXPECT_EQ(rows[2].fault, CsvFault::quote_open);
        EXPECT_EQ(rows[3].cells, (Cells{"4", "two\nlines ", "8"}));
        EXPECT_EQ(rows[3].line, 4U);
    }
}

TEST(CsvReader, a_file_of_one_endless_line_is_one_fault) {
    for (const char c : {'x', ',', '"'}) {
        CsvReader reader({});
        CsvRow row;
        std::size_t faults = 0;
        for (int i = 0; i < 10; ++i) {
            reader.feed(std::string(1U << 20U, c));
            while (reader.next(row)) {
                faults += row.fault != CsvFault::none ? 1 : 0;
            }
        }
        reader.finish();
        while (reader.next(row)) {}
        EXPECT_EQ(faults, 1U) << c;
    }
}

constexpr std::string_view bank =
    "Nama;PT Kopi Kita;;;\n"
    "Periode;Desember 2026;;;\n"
    "Tanggal;Keterangan;Debet;Kredit;Saldo\n"
    "31/12/2026;\"Setoran; tunai\";;1.234.567,00;2.000.000,00\n"
    "02/12/2026;Listrik PLN;350.000,00;;765.433,00\n";

TEST(TableGuess, finds_everything_of_a_bank_file) {
    const auto guess = guess_table(bank, true, {}, 0);
    ASSERT_TRUE(guess);
    const Mapping& mapping = guess->mapping;
    EXPECT_EQ(mapping.separator, ';');
    EXPECT_EQ(mapping.quote, '"');
    EXPECT_EQ(mapping.header_rows, 3U);
    EXPECT_EQ(mapping.decimal, ',');
    EXPECT_EQ(mapping.date_order, DateOrder::dmy);
    EXPECT_FALSE(guess->is_date_ambiguous);
    EXPECT_FALSE(guess->is_decimal_ambiguous);
    const Columns& columns = *mapping.columns;
    EXPECT_EQ(columns[Field::date], 0U);
    EXPECT_EQ(columns[Field::description], 1U);
    EXPECT_EQ(columns[Field::debit], 2U);
    EXPECT_EQ(columns[Field::credit], 3U);
    EXPECT_EQ(columns[Field::balance], 4U);
    EXPECT_EQ(guess->columns.at(1).samples.front(), "Setoran; tunai");
    EXPECT_EQ(guess->signature.size(), 32U);
}

TEST(TableGuess, finds_columns_without_a_head_and_says_what_is_ambiguous) {
    const auto guess = guess_table(
        "01/02/2026\tToko A\t150000\n03/04/2026\tToko B\t-7500\n", true, {}, 0);
    ASSERT_TRUE(guess);
    EXPECT_EQ(guess->mapping.separator, '\t');
    EXPECT_EQ(guess->mapping.header_rows, 0U);
    EXPECT_TRUE(guess->is_date_ambiguous);
    const Columns& columns = *guess->mapping.columns;
    EXPECT_EQ(columns[Field::date], 0U);
    EXPECT_EQ(columns[Field::description], 1U);
    EXPECT_EQ(columns[Field::amount], 2U);
}

TEST(TableGuess, the_signature_is_of_the_form_and_not_of_the_rows) {
    const std::string head = "date,description,amount\n";
    const auto one = guess_table(head + "2026-01-01,a,1\n", true, {}, 0);
    const auto same = guess_table(head + "2026-02-01,b,2\n2026-02-02,c,3\n", true, {}, 0);
    const auto other = guess_table("date,memo,amount\n2026-01-01,a,1\n", true, {}, 0);
    ASSERT_TRUE(one && same && other);
    EXPECT_EQ(one->signature, same->signature);
    EXPECT_NE(one->signature, other->signature);
}

TEST(TableGuess, a_first_row_with_a_mistake_is_no_head) {
    const auto guess = guess_table(
        "date,description,amount\n2026-01-01,a,=1+1\n2026-01-02,b,5\n", true, {}, 0);
    ASSERT_TRUE(guess);
    EXPECT_EQ(guess->mapping.header_rows, 1U);
}

TEST(TableGuess, there_is_no_table_in_one_column) {
    EXPECT_FALSE(guess_table("halo\ndunia\n", true, {}, 0));
    EXPECT_FALSE(guess_table("", true, {}, 0));
}

std::vector<TableRow> read_all(std::string_view text, Mapping known, int exponent) {
    const auto guess = guess_table(text, true, known, exponent);
    EXPECT_TRUE(guess);
    const Mapping mapping = merged(std::move(known), guess->mapping);
    const TableRowReader reader(mapping, exponent);
    std::vector<TableRow> rows;
    const auto all = sample_rows(text, true, {*mapping.separator, *mapping.quote}, 1'000);
    for (std::size_t i = *mapping.header_rows; i < all.size(); ++i) {
        rows.push_back(reader.read(all[i]));
    }
    return rows;
}

TEST(TableRow, says_what_came_and_what_left) {
    Mapping known;
    known.counter_account_code = "4201";
    known.rules = std::vector<Rule>{{"pln", "6102"}, {"setoran", "4101"}};
    const auto rows = read_all(bank, known, 0);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].amount_minor, 1'234'567);
    EXPECT_EQ(rows[0].description, "Setoran; tunai");
    EXPECT_EQ(rows[0].account_code, "4101");
    EXPECT_EQ(date_text(*rows[0].date), "2026-12-31");
    EXPECT_EQ(rows[1].amount_minor, -350'000);
    EXPECT_EQ(rows[1].account_code, "6102");
    known.is_inverted = true;
    EXPECT_EQ(read_all(bank, known, 0)[0].amount_minor, -1'234'567);
}

TEST(TableRow, a_minus_beside_the_direction_does_not_turn_it_round) {
    const auto rows = read_all(
        "date,description,amount,dc\n"
        "2026-01-01,a,-5000,DB\n2026-01-02,b,5000,DB\n2026-01-03,c,5000,CR\n"
        "2026-01-04,d,-5000,CR\n",
        {}, 0);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].amount_minor, -5'000);
    EXPECT_EQ(rows[1].amount_minor, -5'000);
    EXPECT_EQ(rows[2].amount_minor, 5'000);
    ASSERT_TRUE(rows[3].fault);
    EXPECT_EQ(rows[3].fault->code, "amount_invalid");
}

TEST(TableRow, the_direction_is_found_under_any_head) {
    for (const std::string name : {"", "dr/cr", "catatan"}) {
        const auto rows = read_all(
            "date,description,amount," + name
                + ",saldo\n2026-01-01,a,5000,DB,1\n2026-01-02,b,6000,CR,2\n",
            {}, 0);
        ASSERT_EQ(rows.size(), 2U);
        EXPECT_EQ(rows[0].amount_minor, -5'000) << name;
        EXPECT_EQ(rows[1].amount_minor, 6'000) << name;
    }
}

TEST(TableRow, thousands_are_not_read_as_decimals_that_are_zero) {
    Mapping known;
    known.decimal = '.';  // as a file of small amounts left it
    const auto rows = read_all(
        "date,description,amount\n2026-01-01,a,500\n2026-01-02,b,150.000\n"
        "2026-01-03,c,\"1,500.00\"\n2026-01-04,d,150000.000\n",
        known, 0);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].amount_minor, 500);
    ASSERT_TRUE(rows[1].fault);
    EXPECT_EQ(rows[1].fault->code, "amount_invalid");
    EXPECT_EQ(rows[2].amount_minor, 1'500);
    EXPECT_EQ(rows[3].amount_minor, 150'000);
}

TEST(TableRow, names_what_is_wrong_with_a_row) {
    const std::string text =
        "date,description,amount,dc,ref\n"
        "2026-01-01,fine,10,CR,r1\n"
        "2026-13-01,bad day,10,CR,\n"
        ",no day,10,CR,\n"
        "2026-01-02,bad amount,ten,CR,\n"
        "2026-01-03,no amount,,CR,\n"
        "2026-01-04,zero,0,CR,\n"
        "2026-01-05,which way,10,?,\n"
        "2026-01-06,bad \xEF\xBF\xBD text,10,DB,\n"
        "2026-01-07,left,10,DB,\n"
        "\n"
        "2026-01-08,=HYPERLINK(1),10,CR,\n";
    const auto rows = read_all(text, {}, 0);
    ASSERT_EQ(rows.size(), 11U);
    const std::vector<std::string> codes{
        "",
        "date_invalid",
        "date_missing",
        "amount_invalid",
        "amount_missing",
        "amount_zero",
        "amount_invalid",
        "text_invalid",
        "",
        "amount_missing",
        ""};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(rows[i].fault ? rows[i].fault->code : "", codes[i]) << i;
        EXPECT_EQ(rows[i].line, i + 2);
    }
    EXPECT_EQ(rows[0].reference, "r1");
    EXPECT_EQ(rows[8].amount_minor, -10);
    EXPECT_TRUE(rows[4].fault->is_skipped);
    EXPECT_EQ(rows[10].description, "=HYPERLINK(1)");
}

TEST(RowIdentity, is_of_the_content_its_count_and_what_was_undone) {
    RowContent content;
    content.account = "a";
    content.date = *parse_date("2026-01-31");
    content.amount_minor = 5;
    content.description = "x";
    const Hash256 hash = content_hash(content);
    const TransactionId id = transaction_id_of(hash, 0, 0, content.date);
    EXPECT_EQ(id, transaction_id_of(content_hash(content), 0, 0, content.date));
    EXPECT_NE(id, transaction_id_of(hash, 1, 0, content.date));
    EXPECT_NE(id, transaction_id_of(hash, 0, 1, content.date));
    EXPECT_EQ(id.text().substr(14, 1), "7");
    EXPECT_EQ(
        id.text().substr(0, 13),
        make_uuid_v7({content.date.days * 86'400'000'000LL}).size()
            ? uuid_text(make_uuid_v7({content.date.days * 86'400'000'000LL})).substr(0, 13)
            : "");
    content.reference = "";
    EXPECT_NE(hash, content_hash(content));
    EXPECT_NE(reversal_id_of(id), id);
    RowCounter counter;
    EXPECT_EQ(counter.next(hash), 0U);
    EXPECT_EQ(counter.next(hash), 1U);
    EXPECT_EQ(counter.next(content_hash(content)), 0U);
}

TEST(RowPage, gives_back_what_was_packed) {
    RowPage page;
    RowOutcome row;
    row.line = 7;
    row.verdict = Verdict::posted;
    row.transaction_id.bytes[3] = 9;
    row.amount_minor = -150;
    row.description = "kopi \"susu\"";
    page.add(row, 2);
    row.verdict = Verdict::refused;
    row.fault = RowFault{"date_invalid", "no", false};
    page.add(row, 2);
    const auto rows = unpack(page.bytes());
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ((*rows)[0].transaction_id, row.transaction_id);
    EXPECT_NE((*rows)[0].json.find(R"("amount":"-1.50")"), std::string_view::npos);
    EXPECT_EQ((*rows)[1].verdict, Verdict::refused);
    EXPECT_EQ(page.counts()[static_cast<std::size_t>(Verdict::posted)], 1U);
    EXPECT_FALSE(unpack(std::string_view(page.bytes()).substr(0, page.bytes().size() - 1)));
}

TEST(AccountNames, means_the_account_by_code_or_by_name) {
    ledger::Account kas;
    kas.code = "1101";
    kas.name = "Kas";
    AccountNames others({kas});
    const auto by_code = others.find("assets:1101 Kas Kecil", ledger::AccountType::asset, false);
    ASSERT_TRUE(std::holds_alternative<const ledger::Account*>(by_code));
    AccountNames names({kas});
    const auto by_name = names.find("Assets:kas", ledger::AccountType::asset, false);
    ASSERT_TRUE(std::holds_alternative<const ledger::Account*>(by_name));
    EXPECT_TRUE(std::holds_alternative<std::string>(
        names.find("income:1101 Kas", ledger::AccountType::income, false)));
    const auto made = std::get<NewAccount>(
        names.find("assets:bank:BCA Tahapan Utama Sekali", ledger::AccountType::asset, false));
    EXPECT_EQ(made.code, "A-bank-BCA-Tahapan-U");
    EXPECT_EQ(made.name, "bank:BCA Tahapan Utama Sekali");
    EXPECT_EQ(made.subtype, ledger::AccountSubtype::bank);
    const auto coded = std::get<NewAccount>(
        names.find("expenses:6102 Listrik", ledger::AccountType::expense, false));
    EXPECT_EQ(coded.code, "6102");
    EXPECT_EQ(coded.name, "Listrik");
    // Two names alike in all that would be kept of them are not one account.
    EXPECT_TRUE(std::holds_alternative<std::string>(
        names.find("assets:" + std::string(120, 'a') + "1", ledger::AccountType::asset, false)));
    EXPECT_TRUE(std::holds_alternative<NewAccount>(
        names.find("assets:" + std::string(120, 'a'), ledger::AccountType::asset, false)));
}

/// The code of the account that a name means; one that is new joins the chart.
std::string code_of_name(
    AccountNames& names, std::vector<ledger::Account>& chart, std::string_view name) {
    const auto found = names.find(name, ledger::AccountType::asset, false);
    if (const auto* const account = std::get_if<const ledger::Account*>(&found)) {
        return (*account)->code;
    }
    const auto& made = std::get<NewAccount>(found);
    ledger::Account account;
    account.code = made.code;
    account.name = made.name;
    names.add(account);
    chart.push_back(account);
    return made.code;
}

TEST(AccountNames, two_names_of_a_journal_are_two_accounts) {
    const std::vector<std::pair<std::string, std::string>> wanted{
        {"assets:401k vanguard", "401k"}, {"assets:401k fidelity", "401k-2"},
        {"assets:401k", "401k-3"},        {"assets:401k vanguard", "401k"},
        {"Assets:401k Vanguard", "401k"}, {"assets:401k-2 schwab", "401k-2-2"},
        {"assets:fidelity", "A-fidelity"}};
    std::vector<ledger::Account> chart;
    AccountNames names(chart);
    for (const auto& [name, code] : wanted) {
        EXPECT_EQ(code_of_name(names, chart, name), code) << name;
    }
    // Read again, whole or after a part of the accounts was made, each is what it was.
    for (std::size_t made = 0; made <= chart.size(); ++made) {
        std::vector<ledger::Account> some(
            chart.begin(), chart.begin() + static_cast<std::ptrdiff_t>(made));
        AccountNames again(some);
        for (const auto& [name, code] : wanted) {
            EXPECT_EQ(code_of_name(again, some, name), code) << name << " after " << made;
        }
    }
    // A later journal that names only the second.
    AccountNames later(chart);
    EXPECT_EQ(code_of_name(later, chart, "assets:401k fidelity"), "401k-2");
}

TEST(AccountNames, what_arus_wrote_comes_to_the_same_codes) {
    const std::vector<std::pair<std::string, std::string>> written{
        {"assets:1101 Kas ,toko,", "1101"},
        {"assets:1101-2 Kas ,toko,", "1101-2"},
        {"assets:1102 Kas ,toko,", "1102"}};
    ledger::Account kas;
    kas.code = "1101";
    kas.name = "Kas (toko)";
    ledger::Account other = kas;
    other.code = "1101-2";
    for (std::vector<ledger::Account> chart :
         {std::vector<ledger::Account>{}, std::vector<ledger::Account>{kas, other}}) {
        AccountNames names(chart);
        for (const auto& [name, code] : written) {
            EXPECT_EQ(code_of_name(names, chart, name), code) << name;
        }
    }
}

}  // namespace

}  // namespace arus::imports
