// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/rows.hpp"

#include "arus/adapters/mysql/detail/queries_read.hpp"

#include <algorithm>
#include <memory>

namespace arus::mysql {

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
