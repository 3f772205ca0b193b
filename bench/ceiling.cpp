// SPDX-License-Identifier: Apache-2.0
#include "ceiling.hpp"

#include "arus/base/bytes.hpp"

#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace arus::bench {

namespace {

constexpr const char* none_hex = "00000000000000000000000000000000";

std::string random_hex(std::size_t bytes) {
    std::string raw(bytes, '\0');
    fill_random({reinterpret_cast<std::uint8_t*>(raw.data()), raw.size()});
    return hex_of({reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size()});
}

std::string literal(const std::string& hex) {
    return "x'" + hex + "'";
}

std::string text_literal(const std::string& text) {
    return literal(hex_of({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}));
}

std::string joined(const std::vector<std::string>& rows) {
    std::string text;
    for (const std::string& row : rows) {
        text += (text.empty() ? "" : ",") + row;
    }
    return text;
}

void write_sums(std::ofstream& out, const CeilingOptions& options) {
    const std::string book = literal(options.book_hex);
    const std::string total = std::to_string(25'000 * options.rows);
    const std::string count = std::to_string(options.rows);
    const std::string day = std::to_string(options.day);
    const std::string debit = literal(options.debit_hex);
    const std::string credit = literal(options.credit_hex);
    const std::string add =
        " ON DUPLICATE KEY UPDATE debit_minor = debit_minor + VALUES(debit_minor), credit_minor = "
        "credit_minor + VALUES(credit_minor);\n";
    out << "INSERT INTO balances (book_id, account_id, debit_minor, credit_minor, "
           "pending_debit_minor, pending_credit_minor) VALUES ("
        << book << ',' << debit << ',' << total << ",0,0,0),(" << book << ',' << credit << ",0,"
        << total << ",0,0)" << add;
    for (const char* const table : {"activity_days", "activity_months"}) {
        const bool is_days = std::string(table) == "activity_days";
        out << "INSERT INTO " << table << " (book_id, outlet_id, " << (is_days ? "day" : "month")
            << ", account_id, debit_minor, credit_minor) VALUES (" << book << ','
            << literal(none_hex) << ',' << day << ',' << debit << ',' << total << ",0),(" << book
            << ',' << literal(none_hex) << ',' << day << ',' << credit << ",0," << total << ")"
            << add;
    }
    out << "INSERT INTO activity_hours (book_id, outlet_id, day, hour, income_minor, "
           "expense_minor, sales) VALUES ("
        << book << ',' << literal(none_hex) << ',' << day << ",10," << total << ",0," << count
        << ") ON DUPLICATE KEY UPDATE income_minor = income_minor + VALUES(income_minor), sales = "
           "sales + VALUES(sales);\n"
        << "INSERT INTO activity_payments (book_id, outlet_id, day, account_id, amount_minor, "
           "sales) VALUES ("
        << book << ',' << literal(none_hex) << ',' << day << ',' << debit << ',' << total << ','
        << count
        << ") ON DUPLICATE KEY UPDATE amount_minor = amount_minor + VALUES(amount_minor), sales = "
           "sales + VALUES(sales);\n";
}

}  // namespace

void write_ceiling(const std::filesystem::path& file, const CeilingOptions& options) {
    std::ofstream out(file);
    const std::string book = literal(options.book_hex);
    const std::string user = literal(options.user_hex);
    const std::string now = "1795316400000000";
    const std::string data = text_literal(std::string(options.data_bytes, '{'));
    std::uint64_t sequence = options.first_sequence;
    for (std::size_t batch = 0; batch < options.batches; ++batch) {
        std::vector<std::string> transactions;
        std::vector<std::string> postings;
        std::vector<std::string> keys;
        std::vector<std::string> events;
        for (std::size_t i = 0; i < options.rows; ++i, ++sequence) {
            const std::string number = std::to_string(sequence);
            const std::string id = random_hex(16);
            const std::string day = std::to_string(options.day);
            transactions.push_back(
                "(" + book + ',' + literal(id) + ',' + number + ',' + number + ",0," + day
                + ",'sale'," + user + ",25000,10," + now + ",2,0,0,"
                + text_literal("Kopi susu gula aren") + ',' + text_literal("Bench") + ")");
            postings.push_back(
                "(" + book + ',' + number + ",0," + literal(options.debit_hex) + ",'debit',25000),("
                + book + ',' + number + ",1," + literal(options.credit_hex) + ",'credit',25000)");
            keys.push_back(
                "(" + book + ',' + text_literal(id + "----") + ',' + literal(random_hex(32)) + ','
                + literal(id) + ',' + number + ")");
            events.push_back(
                "(" + book + ',' + number + ',' + now + ",'transaction.posted',"
                + literal(random_hex(32)) + ',' + data + ")");
        }
        out << "BEGIN;\nSELECT sequence FROM book_heads WHERE book_id = " << book
            << " FOR UPDATE;\n"
            << "INSERT INTO transactions (book_id, id, sequence, `offset`, pending, date, kind, "
               "created_by, amount_minor, local_hour, committed_at_us, posting_count, tag_count, "
               "line_count, description, created_by_name) VALUES "
            << joined(transactions) << ";\n"
            << "INSERT INTO postings (book_id, sequence, position, account_id, direction, "
               "amount_minor) VALUES "
            << joined(postings) << ";\n"
            << "INSERT INTO idempotency_keys (book_id, idempotency_key, request_hash, "
               "transaction_id, `offset`) VALUES "
            << joined(keys) << ";\n";
        write_sums(out, options);
        out << "INSERT INTO events (book_id, `offset`, at_us, type, hash, data) VALUES "
            << joined(events) << ";\nUPDATE book_heads SET sequence = " << sequence - 1
            << ", `offset` = " << sequence - 1 << ", hash = " << literal(random_hex(32))
            << ", version = version + 1 WHERE book_id = " << book << ";\nCOMMIT;\n";
    }
    if (!out.flush()) {
        throw std::runtime_error("cannot write " + file.string());
    }
}

}  // namespace arus::bench
