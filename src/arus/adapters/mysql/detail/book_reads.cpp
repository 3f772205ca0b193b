// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/book_reads.hpp"

#include "arus/adapters/mysql/detail/queries_read.hpp"
#include "arus/adapters/mysql/detail/transaction_reader.hpp"
#include "arus/base/assert.hpp"

#include <algorithm>
#include <utility>

namespace arus::mysql {

namespace {

constexpr std::size_t contacts_read_max = 1'000;

bool fits(const ledger::Contact& contact, const app::ContactQuery& query) {
    return !query.q || contains_ascii_insensitive(contact.code, *query.q)
           || contains_ascii_insensitive(contact.name, *query.q);
}

}  // namespace

Awaitable<std::optional<app::BookRecord>> find_book(Connection& connection, BookId book) {
    auto rows = co_await connection.execute(queries::find_book_and_head, book);
    if (!rows.next()) {
        co_return std::nullopt;
    }
    app::BookRecord record;
    record.book = book_of(rows);
    record.head = head_of(rows, 9);
    co_return record;
}

Awaitable<std::vector<BookId>> list_books(Connection& connection) {
    auto rows = co_await connection.execute(queries::list_books);
    std::vector<BookId> books;
    books.reserve(rows.size());
    while (rows.next()) {
        books.push_back(rows.id<BookId>(0));
    }
    co_return books;
}

Awaitable<app::ContactPage> list_contacts(
    Connection& connection, BookId book, const app::ContactQuery& query) {
    ARUS_ASSERT(query.limit >= 1);
    app::ContactPage page;
    std::string after = query.after_code.value_or(std::string());
    const std::size_t count = query.q ? std::max(query.limit + 1, contacts_read_max)
                                      : query.limit + 1;
    for (bool more = true; more;) {
        auto rows = co_await connection.execute(queries::list_contacts, book, after, count);
        more = rows.size() == count;
        while (rows.next()) {
            auto contact = contact_of(rows);
            after = contact.code;
            if (!fits(contact, query)) {
                continue;
            }
            if (page.items.size() == query.limit) {
                page.has_more = true;
                co_return page;
            }
            page.items.push_back(std::move(contact));
        }
    }
    co_return page;
}

Awaitable<std::optional<app::TransactionRecord>> find_transaction(
    Connection& connection, BookId book, TransactionId id) {
    auto found = co_await read_transaction(connection, book, id);
    if (!found) {
        co_return std::nullopt;
    }
    const auto head = co_await read_head(connection, book);
    if (!head) {
        co_return std::nullopt;
    }
    app::TransactionRecord record;
    record.transaction = std::move(found->transaction);
    record.offset = found->offset;
    record.hash = parsed(found->hash, "a transaction without its event");
    record.epoch = head->epoch;
    co_return record;
}

}  // namespace arus::mysql
