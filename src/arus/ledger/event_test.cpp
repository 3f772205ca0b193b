// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/event.hpp"

#include "arus/ledger/detail/event_reader.hpp"

#include <gtest/gtest.h>

// Golden bytes: what is written here is in the hash chain of books that exist. A test that fails
// here means that old books no longer verify; the expectation is never adapted to the code.
namespace arus::ledger {
namespace {

template <class TypedId>
TypedId id(const char* text) {
    return *TypedId::parse(text);
}

const BookId book_id = id<BookId>("0192f0c0-a1b2-7c3d-8e4f-001122334455");

Transaction full_transaction() {
    Transaction t;
    t.id = id<TransactionId>("0192f0c0-0000-7000-8000-00000000000a");
    t.book_id = book_id;
    t.sequence = 41;
    t.settled_sequence = 42;
    t.status = TransactionStatus::posted;
    t.date = *parse_date("2026-11-22");
    t.original_date = *parse_date("2026-10-31");
    t.kind = TransactionKind::sale;
    t.description = "Kopi \"susu\" 3x \\ \xC3\xA9\xE2\x82\xAC";
    t.reference = "INV-8";
    t.outlet_id = id<OutletId>("0192f0c0-0000-7000-8000-00000000000b");
    t.contact_id = id<ContactId>("0192f0c0-0000-7000-8000-00000000000c");
    t.tags = {"qris", "pagi"};
    t.lines = {{"Kopi susu", "3", 7500}, {"Gula", "0.125", 0}};
    t.made_at = *parse_instant("2026-11-22T07:02:11.120999Z");
    t.committed_at = *parse_instant("2026-11-22T07:02:12.000001Z");
    t.created_by = id<UserId>("0192f0c0-0000-7000-8000-00000000000d");
    t.created_by_name = "Sari";
    t.device_id = id<DeviceId>("0192f0c0-0000-7000-8000-00000000000e");
    t.reverses_id = id<TransactionId>("0192f0c0-0000-7000-8000-000000000001");
    t.reversed_by_id = id<TransactionId>("0192f0c0-0000-7000-8000-000000000002");
    t.replaces_id = id<TransactionId>("0192f0c0-0000-7000-8000-000000000003");
    t.local_hour = 14;
    t.postings = {
        {id<AccountId>("0192f0c0-0000-7000-8000-000000000004"), "1101", "Kas", Direction::debit,
         7500, std::nullopt},
        {id<AccountId>("0192f0c0-0000-7000-8000-000000000005"), "4101", "Penjualan",
         Direction::credit, 7500, "tunai"}};
    return t;
}

TEST(Event, data_of_a_transaction_is_these_bytes) {
    EXPECT_EQ(
        encode_transaction(full_transaction(), 2),
        "{\"id\":\"0192f0c0-0000-7000-8000-00000000000a\",\"book_id\":\"0192f0c0-a1b2-7c3d-8e4f-"
        "001122334455\","
        "\"sequence\":41,\"settled_sequence\":42,\"status\":\"posted\",\"date\":\"2026-11-22\","
        "\"original_date\":\"2026-10-31\",\"kind\":\"sale\","
        "\"description\":\"Kopi \\\"susu\\\" 3x \\\\ "
        "\xC3\xA9\xE2\x82\xAC\",\"reference\":\"INV-8\","
        "\"outlet_id\":\"0192f0c0-0000-7000-8000-00000000000b\",\"contact_id\":\"0192f0c0-0000-"
        "7000-8000-00000000000c\","
        "\"tags\":[\"qris\",\"pagi\"],\"lines\":[{\"name\":\"Kopi "
        "susu\",\"quantity\":\"3\",\"amount\":\"75.00\"},"
        "{\"name\":\"Gula\",\"quantity\":\"0.125\",\"amount\":\"0.00\"}],\"made_at\":\"2026-11-"
        "22T07:02:11.120Z\","
        "\"committed_at\":\"2026-11-22T07:02:12.000Z\",\"created_by\":{\"id\":\"0192f0c0-0000-7000-"
        "8000-00000000000d\","
        "\"name\":\"Sari\"},\"device_id\":\"0192f0c0-0000-7000-8000-00000000000e\","
        "\"reverses_id\":\"0192f0c0-0000-7000-8000-000000000001\","
        "\"reversed_by_id\":\"0192f0c0-0000-7000-8000-000000000002\","
        "\"replaces_id\":\"0192f0c0-0000-7000-8000-000000000003\",\"local_hour\":14,\"postings\":["
        "{\"account_id\":\"0192f0c0-0000-7000-8000-000000000004\",\"account_code\":\"1101\","
        "\"account_name\":\"Kas\","
        "\"direction\":\"debit\",\"amount\":\"75.00\",\"memo\":null},"
        "{\"account_id\":\"0192f0c0-0000-7000-8000-000000000005\",\"account_code\":\"4101\","
        "\"account_name\":\"Penjualan\",\"direction\":\"credit\",\"amount\":\"75.00\",\"memo\":"
        "\"tunai\"}]}");
}

TEST(Event, data_of_a_transaction_says_null_where_there_is_nothing) {
    Transaction t;
    t.id = id<TransactionId>("0192f0c0-0000-7000-8000-00000000000a");
    t.book_id = book_id;
    t.sequence = 1;
    t.status = TransactionStatus::pending;
    t.date = *parse_date("2000-01-01");
    t.committed_at = *parse_instant("2026-11-22T07:02:12Z");
    EXPECT_EQ(
        encode_transaction(t, 0),
        "{\"id\":\"0192f0c0-0000-7000-8000-00000000000a\",\"book_id\":\"0192f0c0-a1b2-7c3d-8e4f-"
        "001122334455\","
        "\"sequence\":1,\"settled_sequence\":null,\"status\":\"pending\",\"date\":\"2000-01-01\","
        "\"original_date\":null,\"kind\":\"journal\",\"description\":\"\",\"reference\":null,"
        "\"outlet_id\":null,"
        "\"contact_id\":null,\"tags\":[],\"lines\":[],\"made_at\":null,"
        "\"committed_at\":\"2026-11-22T07:02:12.000Z\","
        "\"created_by\":{\"id\":\"00000000-0000-0000-0000-000000000000\",\"name\":\"\"},\"device_"
        "id\":null,"
        "\"reverses_id\":null,\"reversed_by_id\":null,\"replaces_id\":null,\"local_hour\":null,"
        "\"postings\":[]}");
}

Account full_account() {
    Account account;
    account.id = id<AccountId>("0192f0c0-0000-7000-8000-000000000004");
    account.code = "1101.A-b";
    account.name = "Kas \"kecil\"\t\x01";
    account.subtype = AccountSubtype::cash;
    account.parent_id = id<AccountId>("0192f0c0-0000-7000-8000-000000000003");
    account.min_balance_minor = -1250;
    account.archived = true;
    account.version = 7;
    return account;
}

TEST(Event, data_of_the_rest_is_these_bytes) {
    EXPECT_EQ(
        encode_account(full_account(), book_id, 2),
        "{\"id\":\"0192f0c0-0000-7000-8000-000000000004\",\"book_id\":\"0192f0c0-a1b2-7c3d-8e4f-"
        "001122334455\","
        "\"code\":\"1101.A-b\",\"name\":\"Kas "
        "\\\"kecil\\\"\\t\\u0001\",\"type\":\"asset\",\"subtype\":\"cash\","
        "\"parent_id\":\"0192f0c0-0000-7000-8000-000000000003\",\"min_balance\":\"-12.50\","
        "\"archived\":true,"
        "\"version\":7}");
    const Outlet outlet{
        id<OutletId>("0192f0c0-0000-7000-8000-00000000000b"), "PST", "Pusat", false, 2};
    EXPECT_EQ(
        encode_outlet(outlet, book_id),
        "{\"id\":\"0192f0c0-0000-7000-8000-00000000000b\",\"book_id\":\"0192f0c0-a1b2-7c3d-8e4f-"
        "001122334455\","
        "\"code\":\"PST\",\"name\":\"Pusat\",\"archived\":false,\"version\":2}");
    const Contact contact{id<ContactId>("0192f0c0-0000-7000-8000-00000000000c"),
                          "C1",
                          "Ibu Ani",
                          "0812",
                          {},
                          {},
                          false,
                          3};
    EXPECT_EQ(
        encode_contact_event(contact),
        "{\"id\":\"0192f0c0-0000-7000-8000-00000000000c\",\"version\":3}");
    Book book{
        book_id,
        "Kopi",
        "IDR",
        0,
        "Asia/Jakarta",
        "01-01",
        parse_date("2026-10-31"),
        "umkm",
        *parse_instant("2026-01-01T00:00:00Z")};
    EXPECT_EQ(
        encode_book(book),
        "{\"id\":\"0192f0c0-a1b2-7c3d-8e4f-001122334455\",\"name\":\"Kopi\",\"currency\":\"IDR\","
        "\"exponent\":0,"
        "\"time_zone\":\"Asia/"
        "Jakarta\",\"fiscal_year_start\":\"01-01\",\"lock_date\":\"2026-10-31\","
        "\"template\":\"umkm\",\"created_at\":\"2026-01-01T00:00:00.000Z\"}");
}

// Computed from the formula in event.hpp by another program.
TEST(Event, chain_gives_these_hashes) {
    const auto start = chain_start(book_id);
    EXPECT_EQ(hex_of(start), "855326a4c536d7570e6360a83682126e77fc8f54f02431d09afb09fee626a9d6");
    const auto first = chain_next(
        start, 1, {1795676531120000}, EventType::contact_created,
        "{\"id\":\"0192f0c0-0000-7000-8000-000000000001\",\"version\":1}");
    EXPECT_EQ(hex_of(first), "db2fba04c313f44fdd7c24d2e9a71079fb5f645f2ebeff4a59011c105a1d8c31");
    const auto second = chain_next(
        first, 2, {1795676531120001}, EventType::contact_updated,
        "{\"id\":\"0192f0c0-0000-7000-8000-000000000001\",\"version\":2}");
    EXPECT_EQ(hex_of(second), "44aabadd90ede4b0b14494f9694d3e28ad33a94b8ecb787645e758b5a2695652");
}

TEST(Event, names_are_the_ones_of_the_wire) {
    const std::pair<EventType, const char*> names[] = {
        {EventType::transaction_posted, "transaction.posted"},
        {EventType::transaction_pending, "transaction.pending"},
        {EventType::transaction_voided, "transaction.voided"},
        {EventType::account_created, "account.created"},
        {EventType::account_updated, "account.updated"},
        {EventType::outlet_created, "outlet.created"},
        {EventType::outlet_updated, "outlet.updated"},
        {EventType::contact_created, "contact.created"},
        {EventType::contact_updated, "contact.updated"},
        {EventType::book_updated, "book.updated"},
    };
    for (const auto& [type, name] : names) {
        EXPECT_EQ(text_of(type), name);
        EXPECT_EQ(parse_event_type(name), type);
    }
    EXPECT_EQ(parse_event_type("transaction.reversed"), std::nullopt);
}

TEST(Event, data_is_read_back_as_it_was_written_and_nothing_else_is_read) {
    const auto data = encode_account(full_account(), book_id, 2);
    const auto read = detail::read_account(data);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->book_id, book_id);
    EXPECT_EQ(read->min_balance, "-12.50");
    Account account = read->account;
    account.min_balance_minor = -1250;
    EXPECT_EQ(encode_account(account, book_id, 2), data);

    for (std::size_t i = 0; i < data.size(); ++i) {
        EXPECT_FALSE(detail::read_account(data.substr(0, i))) << "cut after " << i;
    }
    EXPECT_FALSE(detail::read_account(data + " "));
    for (const char* broken :
         {"", "{}", "null", "{\"id\":\"\\", "{\"id\":\"\\u00", "{\"id\":\"\\u00ff\"",
          "{\"id\":\"\\x\""}) {
        EXPECT_FALSE(detail::read_account(broken)) << broken;
        EXPECT_FALSE(detail::read_outlet(broken)) << broken;
        EXPECT_FALSE(detail::read_contact(broken)) << broken;
    }
}

}  // namespace
}  // namespace arus::ledger
