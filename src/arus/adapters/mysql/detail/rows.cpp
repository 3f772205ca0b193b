// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/rows.hpp"

#include "arus/adapters/mysql/detail/queries_read.hpp"

#include <algorithm>
#include <memory>

namespace arus::mysql {

ledger::Head head_of(const Rows& rows, std::size_t first) {
    ledger::Head head;
    head.sequence = rows.count(first);
    head.offset = rows.count(first + 1);
    head.hash = rows.hash(first + 2);
    head.version = rows.count(first + 3);
    head.writer = rows.count(first + 4);
    head.epoch = rows.string(first + 5);
    head.at = rows.instant(first + 6);
    return head;
}

ledger::Book book_of(const Rows& rows) {
    ledger::Book book;
    book.id = rows.id<BookId>(0);
    book.name = rows.string(1);
    book.currency = rows.string(2);
    book.exponent = static_cast<int>(rows.integer(3));
    book.time_zone = rows.string(4);
    book.fiscal_year_start = rows.string(5);
    book.lock_date = rows.optional_date(6);
    book.chart_template = rows.string(7);
    book.created_at = rows.instant(8);
    return book;
}

ledger::Account account_of(const Rows& rows) {
    ledger::Account account;
    account.id = rows.id<AccountId>(0);
    account.code = rows.string(1);
    account.name = rows.string(2);
    account.type = parsed(ledger::parse_account_type(rows.text(3)), "type of an account");
    account.subtype = parsed(ledger::parse_account_subtype(rows.text(4)), "subtype of an account");
    account.parent_id = rows.optional_id<AccountId>(5);
    account.min_balance_minor = rows.optional_integer(6);
    account.archived = rows.boolean(7);
    account.version = rows.count(8);
    return account;
}

ledger::Outlet outlet_of(const Rows& rows) {
    ledger::Outlet outlet;
    outlet.id = rows.id<OutletId>(0);
    outlet.code = rows.string(1);
    outlet.name = rows.string(2);
    outlet.archived = rows.boolean(3);
    outlet.version = rows.count(4);
    return outlet;
}

ledger::Contact contact_of(const Rows& rows) {
    ledger::Contact contact;
    contact.id = rows.id<ContactId>(0);
    contact.code = rows.string(1);
    contact.name = rows.string(2);
    contact.phone = rows.optional_string(3);
    contact.email = rows.optional_string(4);
    contact.note = rows.optional_string(5);
    contact.archived = rows.boolean(6);
    contact.version = rows.count(7);
    return contact;
}

ledger::Event event_of(const Rows& rows) {
    ledger::Event event;
    event.offset = rows.count(0);
    event.at = rows.instant(1);
    event.type = parsed(ledger::parse_event_type(rows.text(2)), "type of an event");
    event.hash = rows.hash(3);
    event.outlet_id = rows.optional_id<OutletId>(4);
    event.data = std::make_shared<const std::string>(rows.text(5));
    return event;
}

ledger::Settlement settlement_of(const Rows& rows) {
    ledger::Settlement settlement;
    settlement.sequence = rows.count(0);
    settlement.offset = rows.count(1);
    settlement.transaction_id = rows.id<TransactionId>(2);
    settlement.outcome = rows.text(4) == "posted" ? ledger::SettleDraft::Outcome::posted
                                                  : ledger::SettleDraft::Outcome::voided;
    settlement.date = rows.date(5);
    settlement.local_hour = rows.optional_hour(6);
    settlement.at = rows.instant(7);
    settlement.settled_by = rows.id<UserId>(8);
    return settlement;
}

app::User user_of(const Rows& rows) {
    app::User user;
    user.id = rows.id<UserId>(0);
    user.email = rows.string(1);
    user.name = rows.string(2);
    user.locale = rows.string(3);
    user.created_at = rows.instant(4);
    return user;
}

app::Position position_of(const ledger::Head& head) {
    return {head.epoch, head.sequence, head.offset, head.hash};
}

Awaitable<std::optional<ledger::Head>> read_head(Connection& connection, BookId book) {
    auto rows = co_await connection.execute(queries::find_head, book);
    co_return rows.next() ? std::optional<ledger::Head>(head_of(rows)) : std::nullopt;
}

Awaitable<std::optional<ledger::Book>> read_book(Connection& connection, BookId book) {
    auto rows = co_await connection.execute(queries::find_book, book);
    co_return rows.next() ? std::optional<ledger::Book>(book_of(rows)) : std::nullopt;
}

Awaitable<std::vector<ledger::Account>> read_accounts(Connection& connection, BookId book) {
    auto rows = co_await connection.execute(queries::list_accounts, book);
    std::vector<ledger::Account> accounts;
    accounts.reserve(rows.size());
    while (rows.next()) {
        accounts.push_back(account_of(rows));
    }
    co_return accounts;
}

Awaitable<std::vector<ledger::Outlet>> read_outlets(Connection& connection, BookId book) {
    auto rows = co_await connection.execute(queries::list_outlets, book);
    std::vector<ledger::Outlet> outlets;
    outlets.reserve(rows.size());
    while (rows.next()) {
        outlets.push_back(outlet_of(rows));
    }
    co_return outlets;
}

namespace {

char lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a')
                                                : character;
}

}  // namespace

bool contains_ascii_insensitive(std::string_view text, std::string_view needle) {
    return std::search(
               text.begin(), text.end(), needle.begin(), needle.end(),
               [](char a, char b) { return lower(a) == lower(b); })
           != text.end();
}

}  // namespace arus::mysql
