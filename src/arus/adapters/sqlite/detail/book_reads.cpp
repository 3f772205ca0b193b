// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/book_reads.hpp"

#include "arus/base/assert.hpp"

#include <utility>

namespace arus::sqlite {

BookReads::BookReads(const Connection& connection) :
    find_head_(connection, queries::find_head),
    find_book_(connection, queries::find_book),
    list_books_(connection, queries::list_books),
    list_accounts_(connection, queries::list_accounts),
    list_outlets_(connection, queries::list_outlets),
    list_contacts_(connection, queries::list_contacts),
    list_events_(connection, queries::list_events),
    find_event_hash_(connection, queries::find_event_hash),
    transactions_(connection) {
}

std::optional<app::BookRecord> BookReads::find_book(BookId book) {
    auto found = read_book(find_book_, book);
    auto head = read_head(find_head_, book);
    if (!found || !head) {
        return std::nullopt;
    }
    return app::BookRecord{std::move(*found), std::move(*head)};
}

std::vector<BookId> BookReads::list_books() {
    std::vector<BookId> books;
    auto rows = list_books_.query();
    while (rows.next()) {
        books.push_back(rows.id<BookId>(0));
    }
    return books;
}

std::vector<ledger::Account> BookReads::list_accounts(BookId book) {
    std::vector<ledger::Account> accounts;
    auto rows = list_accounts_.query(book);
    while (rows.next()) {
        accounts.push_back(account_of(rows));
    }
    return accounts;
}

std::vector<ledger::Outlet> BookReads::list_outlets(BookId book) {
    std::vector<ledger::Outlet> outlets;
    auto rows = list_outlets_.query(book);
    while (rows.next()) {
        outlets.push_back(outlet_of(rows));
    }
    return outlets;
}

app::ContactPage BookReads::list_contacts(BookId book, const app::ContactQuery& query) {
    ARUS_ASSERT(query.limit >= 1);
    app::ContactPage page;
    auto rows = list_contacts_.query(
        book, query.after_code.value_or(std::string()), query.q, query.limit + 1);
    while (rows.next()) {
        if (page.items.size() == query.limit) {
            page.has_more = true;
            break;
        }
        page.items.push_back(contact_of(rows));
    }
    return page;
}

std::optional<app::TransactionRecord> BookReads::find_transaction(BookId book, TransactionId id) {
    auto found = transactions_.find(book, id);
    const auto head = read_head(find_head_, book);
    if (!found || !head) {
        return std::nullopt;
    }
    const auto hash = event_hash(book, found->offset);
    return app::TransactionRecord{
        std::move(found->transaction), found->offset,
        parsed(hash, "a transaction without its event"), head->epoch};
}

app::EventPage BookReads::events(BookId book, const app::EventQuery& query) {
    ARUS_ASSERT(query.limit >= 1);
    app::EventPage page;
    const auto head = read_head(find_head_, book);
    if (!head) {
        return page;
    }
    page.head = position_of(*head);
    std::size_t bytes = 0;
    auto rows = list_events_.query(book, query.after, query.limit);
    while (bytes <= query.bytes_max && rows.next()) {
        page.events.push_back(event_of(rows));
        bytes += page.events.back().data->size();
    }
    return page;
}

std::optional<Hash256> BookReads::event_hash(BookId book, std::uint64_t offset) {
    if (offset == 0) {
        return ledger::chain_start(book);
    }
    auto rows = find_event_hash_.query(book, offset);
    return rows.next() ? std::optional<Hash256>(rows.hash(0)) : std::nullopt;
}

}  // namespace arus::sqlite
