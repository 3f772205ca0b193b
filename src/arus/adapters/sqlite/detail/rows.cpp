// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/rows.hpp"

namespace arus::sqlite {

std::optional<ledger::Head> read_head(Statement& find_head, BookId book) {
    auto rows = find_head.query(book);
    if (!rows.next()) {
        return std::nullopt;
    }
    return head_of(rows);
}

std::optional<ledger::Book> read_book(Statement& find_book, BookId book) {
    auto rows = find_book.query(book);
    return rows.next() ? std::optional<ledger::Book>(book_of(rows)) : std::nullopt;
}

TransactionReader::TransactionReader(const Connection& connection) :
    find_(connection, queries::find_transaction),
    find_by_sequence_(connection, queries::find_transaction_by_sequence),
    find_made_(connection, queries::find_made_transaction),
    find_kind_(connection, queries::find_kind),
    find_sequence_(connection, queries::find_sequence),
    list_postings_(connection, queries::list_postings),
    list_tags_(connection, queries::list_tags),
    list_lines_(connection, queries::list_lines) {
}

template <class Key>
std::optional<TransactionReader::Found> TransactionReader::read(
    Statement& statement, BookId book, Key key, Parts parts) {
    Found found;
    std::uint64_t postings = 0;
    std::uint64_t tags = 0;
    std::uint64_t lines = 0;
    {
        auto rows = statement.query(book, key);
        if (!rows.next()) {
            return std::nullopt;
        }
        found.transaction = transaction_of(rows);
        found.transaction.book_id = book;
        found.offset = rows.count(2);
        postings = rows.count(19);
        tags = rows.count(20);
        lines = rows.count(21);
    }
    add_parts(found.transaction, tags > 0, lines > 0, parts);
    const auto& made = found.transaction;
    if (parts == Parts::all
        && (made.postings.size() != postings || made.tags.size() != tags
            || made.lines.size() != lines)) {
        throw_corrupt("a transaction whose postings, tags or lines are not all there");
    }
    return found;
}

void TransactionReader::add_parts(
    ledger::Transaction& transaction, bool has_tags, bool has_lines, Parts parts) {
    auto rows = list_postings_.query(transaction.book_id, transaction.sequence);
    while (rows.next()) {
        transaction.postings.push_back(
            {rows.id<AccountId>(0), rows.string(1), rows.string(2),
             parsed(ledger::parse_direction(rows.text(3)), "direction of a posting"),
             rows.integer(4), rows.optional_string(5)});
    }
    if (has_tags || parts == Parts::found) {
        auto tag_rows = list_tags_.query(transaction.book_id, transaction.sequence);
        while (tag_rows.next()) {
            transaction.tags.push_back(tag_rows.string(0));
        }
    }
    if (has_lines || parts == Parts::found) {
        auto line_rows = list_lines_.query(transaction.book_id, transaction.sequence);
        while (line_rows.next()) {
            transaction.lines.push_back(
                {line_rows.string(0), line_rows.string(1), line_rows.integer(2)});
        }
    }
}

std::optional<TransactionReader::Found> TransactionReader::find(BookId book, TransactionId id) {
    return read(find_, book, id, Parts::all);
}

std::optional<TransactionReader::Found> TransactionReader::find(
    BookId book, std::uint64_t sequence) {
    return read(find_by_sequence_, book, sequence, Parts::all);
}

std::optional<TransactionReader::Found> TransactionReader::find_as_made(
    BookId book, std::uint64_t sequence) {
    return read(find_made_, book, sequence, Parts::found);
}

std::optional<ledger::TransactionKind> TransactionReader::find_kind(BookId book, TransactionId id) {
    auto rows = find_kind_.query(book, id);
    if (!rows.next()) {
        return std::nullopt;
    }
    return parsed(ledger::parse_transaction_kind(rows.text(0)), "kind of a transaction");
}

std::optional<std::uint64_t> TransactionReader::find_sequence(BookId book, TransactionId id) {
    auto rows = find_sequence_.query(book, id);
    return rows.next() ? std::optional<std::uint64_t>(rows.count(0)) : std::nullopt;
}

}  // namespace arus::sqlite
