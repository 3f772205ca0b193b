// SPDX-License-Identifier: Apache-2.0
// A database from before there were account entries gets those of its history, and keeps what
// contacts owe where it is put into another order.
#include "arus/adapters/sqlite/detail/schema.hpp"
#include "arus/adapters/sqlite/test_folder.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arus::sqlite {
namespace {

constexpr Connection::Settings writing{
    .mode = Connection::Mode::read_write, .cache_bytes_max = 1U << 20U};
constexpr std::size_t migrations_before = 3;
constexpr std::size_t migrations_before_order = 5;

std::string id(int number) {
    return "x'000000000000000000000000000000" + std::string(number < 10 ? "0" : "")
           + std::to_string(number) + "'";
}

void add_transaction(
    Connection& connection, int sequence, bool is_pending, int date, const std::string& outlet,
    const std::string& contact) {
    connection.execute(
        ("INSERT INTO transactions (book_id, id, sequence, offset, pending, date, kind, outlet_id,"
         " contact_id, created_by, amount_minor, committed_at_us, posting_count, tag_count,"
         " line_count, description, created_by_name) VALUES ("
         + id(1) + ", " + id(20 + sequence) + ", " + std::to_string(sequence) + ", "
         + std::to_string(sequence) + ", " + (is_pending ? "1" : "0") + ", " + std::to_string(date)
         + ", 'journal', " + outlet + ", " + contact + ", " + id(2)
         + ", 10, 0, 2, 0, 0, 'uji', 'uji')")
            .c_str());
    for (int position = 0; position < 2; ++position) {
        connection.execute(
            ("INSERT INTO postings (book_id, sequence, position, account_id, direction,"
             " amount_minor) VALUES ("
             + id(1) + ", " + std::to_string(sequence) + ", " + std::to_string(position) + ", "
             + id(3 + position) + ", " + (position == 0 ? "'debit'" : "'credit'") + ", 10)")
                .c_str());
    }
}

void settle(
    Connection& connection, int sequence, int transaction, const std::string& outcome, int date) {
    connection.execute(("INSERT INTO settlements (book_id, sequence, offset, transaction_id,"
                        " transaction_sequence, outcome, date, at_us, settled_by) VALUES ("
                        + id(1) + ", " + std::to_string(sequence) + ", " + std::to_string(sequence)
                        + ", " + id(20 + transaction) + ", " + std::to_string(transaction) + ", '"
                        + outcome + "', " + std::to_string(date) + ", 0, " + id(2) + ")")
                           .c_str());
}

TEST(StatementMigration, gives_an_older_database_the_entries_of_what_counts) {
    const TestFolder folder;
    Connection connection(folder.path() / "arus.db", writing);
    ASSERT_GT(embedded_migrations().size(), migrations_before);
    migrate(connection, embedded_migrations().first(migrations_before), {});
    add_transaction(connection, 1, false, 100, id(5), "NULL");
    add_transaction(connection, 2, true, 100, "NULL", id(6));   // posted on another day
    add_transaction(connection, 3, true, 100, "NULL", "NULL");  // voided
    add_transaction(connection, 4, true, 100, "NULL", "NULL");  // still held
    settle(connection, 5, 2, "posted", 107);
    settle(connection, 6, 3, "voided", 107);

    migrate(connection, embedded_migrations(), {});
    EXPECT_EQ(
        connection.read_text(
            "SELECT group_concat(substr(hex(account_id), -2) || ' ' || date || ' ' || sequence"
            " || ' ' || position || ' ' || amount_minor || ' ' || transaction_sequence || ' '"
            " || iif(outlet_id IS NULL, '-', substr(hex(outlet_id), -2)) || ' '"
            " || iif(contact_id IS NULL, '-', substr(hex(contact_id), -2)), '|')"
            " FROM (SELECT * FROM account_entries ORDER BY account_id, date, sequence)"),
        "03 100 1 0 10 1 05 -|03 107 5 0 10 2 - 06|04 100 1 1 -10 1 05 -|04 107 5 1 -10 2 - 06");
    EXPECT_THROW(connection.execute("DELETE FROM account_entries"), Failure);
    EXPECT_THROW(connection.execute("UPDATE account_entries SET amount_minor = 1"), Failure);
}

TEST(StatementMigration, keeps_what_contacts_owe) {
    const TestFolder folder;
    Connection connection(folder.path() / "arus.db", writing);
    migrate(connection, embedded_migrations().first(migrations_before_order), {});
    for (const int contact : {6, 7}) {
        for (const int account : {4, 3}) {
            connection.execute(("INSERT INTO contact_balances (book_id, contact_id, account_id,"
                                " debit_minor, credit_minor) VALUES ("
                                + id(1) + ", " + id(contact) + ", " + id(account) + ", "
                                + std::to_string(contact * 10) + ", " + std::to_string(account)
                                + ")")
                                   .c_str());
        }
    }

    migrate(connection, embedded_migrations(), {});
    EXPECT_EQ(
        connection.read_text(
            "SELECT group_concat(substr(hex(account_id), -2) || ' ' || substr(hex(contact_id), -2)"
            " || ' ' || debit_minor || ' ' || credit_minor, '|') FROM contact_balances"),
        "03 06 60 3|03 07 70 3|04 06 60 4|04 07 70 4");
}

}  // namespace
}  // namespace arus::sqlite
