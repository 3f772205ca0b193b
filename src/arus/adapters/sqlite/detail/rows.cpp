// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/rows.hpp"

namespace arus::sqlite {

void throw_corrupt(std::string_view what) {
    throw Failure(
        {Failure::Kind::corrupt, false, true, "sqlite"},
        "a stored value makes no sense: " + std::string(what));
}

std::optional<ledger::Head> read_head(Statement& find_head, BookId book) {
    auto rows = find_head.query(book);
    if (!rows.next()) {
        return std::nullopt;
    }
    ledger::Head head;
    head.sequence = rows.count(0);
    head.offset = rows.count(1);
    head.hash = rows.hash(2);
    head.version = rows.count(3);
    head.writer = rows.count(4);
    head.epoch = rows.string(5);
    head.at = rows.instant(6);
    return head;
}

std::optional<ledger::Book> read_book(Statement& find_book, BookId book) {
    auto rows = find_book.query(book);
    return rows.next() ? std::optional<ledger::Book>(book_of(rows)) : std::nullopt;
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

namespace {

ledger::TransactionStatus status_of(const Rows& rows) {
    using Status = ledger::TransactionStatus;
    if (!rows.boolean(3)) {
        return Status::posted;
    }
    if (rows.is_null(22)) {
        return Status::pending;
    }
    return rows.text(23) == "posted" ? Status::posted : Status::voided;
}

/// The columns of queries::find_transaction.
ledger::Transaction transaction_of(const Rows& rows) {
    ledger::Transaction transaction;
    transaction.id = rows.id<TransactionId>(0);
    transaction.sequence = rows.count(1);
    transaction.status = status_of(rows);
    transaction.date = rows.date(4);
    transaction.original_date = rows.optional_date(5);
    transaction.kind = parsed(
        ledger::parse_transaction_kind(rows.text(6)), "kind of a transaction");
    transaction.description = rows.string(7);
    transaction.reference = rows.optional_string(8);
    transaction.outlet_id = rows.optional_id<OutletId>(9);
    transaction.contact_id = rows.optional_id<ContactId>(10);
    transaction.made_at = rows.optional_instant(11);
    transaction.committed_at = rows.instant(12);
    transaction.created_by = rows.id<UserId>(13);
    transaction.created_by_name = rows.string(14);
    transaction.device_id = rows.optional_id<DeviceId>(15);
    transaction.reverses_id = rows.optional_id<TransactionId>(16);
    transaction.replaces_id = rows.optional_id<TransactionId>(17);
    transaction.local_hour = rows.optional_hour(18);
    if (!rows.is_null(22)) {
        transaction.settled_sequence = rows.count(22);
    }
    transaction.reversed_by_id = rows.optional_id<TransactionId>(24);
    return transaction;
}

}  // namespace

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
