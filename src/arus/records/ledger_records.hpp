// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/identity_store.hpp"
#include "arus/app/ports/ledger_store.hpp"
#include "arus/records/corrupt.hpp"

#include <memory>

// Books, accounts, transactions and what belongs to them.
namespace arus::records {

/// Columns from `first` on: sequence, offset, hash, version, writer, epoch, at_us.
template <class Rows>
ledger::Head head_of(const Rows& rows, typename Rows::Column first = 0) {
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

/// Columns: id, name, currency, exponent, time_zone, fiscal_year_start, lock_date,
/// chart_template, created_at_us.
template <class Rows>
ledger::Book book_of(const Rows& rows) {
    ledger::Book book;
    book.id = rows.template id<BookId>(0);
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

/// Columns: id, code, name, type, subtype, parent_id, min_balance, archived, version.
template <class Rows>
ledger::Account account_of(const Rows& rows) {
    ledger::Account account;
    account.id = rows.template id<AccountId>(0);
    account.code = rows.string(1);
    account.name = rows.string(2);
    account.type = parsed(ledger::parse_account_type(rows.text(3)), "type of an account");
    account.subtype = parsed(ledger::parse_account_subtype(rows.text(4)), "subtype of an account");
    account.parent_id = rows.template optional_id<AccountId>(5);
    account.min_balance_minor = rows.optional_integer(6);
    account.archived = rows.boolean(7);
    account.version = rows.count(8);
    return account;
}

/// Columns: id, code, name, archived, version.
template <class Rows>
ledger::Outlet outlet_of(const Rows& rows) {
    ledger::Outlet outlet;
    outlet.id = rows.template id<OutletId>(0);
    outlet.code = rows.string(1);
    outlet.name = rows.string(2);
    outlet.archived = rows.boolean(3);
    outlet.version = rows.count(4);
    return outlet;
}

/// Columns: id, code, name, phone, email, note, archived, version.
template <class Rows>
ledger::Contact contact_of(const Rows& rows) {
    ledger::Contact contact;
    contact.id = rows.template id<ContactId>(0);
    contact.code = rows.string(1);
    contact.name = rows.string(2);
    contact.phone = rows.optional_string(3);
    contact.email = rows.optional_string(4);
    contact.note = rows.optional_string(5);
    contact.archived = rows.boolean(6);
    contact.version = rows.count(7);
    return contact;
}

/// Columns: offset, at_us, type, hash, outlet_id, data.
template <class Rows>
ledger::Event event_of(const Rows& rows) {
    ledger::Event event;
    event.offset = rows.count(0);
    event.at = rows.instant(1);
    event.type = parsed(ledger::parse_event_type(rows.text(2)), "type of an event");
    event.hash = rows.hash(3);
    event.outlet_id = rows.template optional_id<OutletId>(4);
    event.data = std::make_shared<const std::string>(rows.text(5));
    return event;
}

/// Columns: sequence, offset, transaction_id, (sequence of the transaction, not read), outcome,
/// date, local_hour, at_us, settled_by.
template <class Rows>
ledger::Settlement settlement_of(const Rows& rows) {
    ledger::Settlement settlement;
    settlement.sequence = rows.count(0);
    settlement.offset = rows.count(1);
    settlement.transaction_id = rows.template id<TransactionId>(2);
    settlement.outcome = rows.text(4) == "posted" ? ledger::SettleDraft::Outcome::posted
                                                  : ledger::SettleDraft::Outcome::voided;
    settlement.date = rows.date(5);
    settlement.local_hour = rows.optional_hour(6);
    settlement.at = rows.instant(7);
    settlement.settled_by = rows.template id<UserId>(8);
    return settlement;
}

/// Columns: id, email, name, locale, created_at_us.
template <class Rows>
app::User user_of(const Rows& rows) {
    app::User user;
    user.id = rows.template id<UserId>(0);
    user.email = rows.string(1);
    user.name = rows.string(2);
    user.locale = rows.string(3);
    user.created_at = rows.instant(4);
    return user;
}

inline app::Position position_of(const ledger::Head& head) {
    return {head.epoch, head.sequence, head.offset, head.hash};
}

/// Of the columns of transaction_of().
template <class Rows>
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

/// Without its book, postings, tags and lines. Columns: id, sequence, offset, pending (as made),
/// date, original_date, kind, description, reference, outlet_id, contact_id, made_at_us,
/// committed_at_us, created_by, its name, device_id, reverses_id, replaces_id, local_hour, numbers
/// of postings, tags and lines (not read), settled sequence, outcome, reversed_by_id.
template <class Rows>
ledger::Transaction transaction_of(const Rows& rows) {
    ledger::Transaction transaction;
    transaction.id = rows.template id<TransactionId>(0);
    transaction.sequence = rows.count(1);
    transaction.status = status_of(rows);
    transaction.date = rows.date(4);
    transaction.original_date = rows.optional_date(5);
    transaction.kind = parsed(
        ledger::parse_transaction_kind(rows.text(6)), "kind of a transaction");
    transaction.description = rows.string(7);
    transaction.reference = rows.optional_string(8);
    transaction.outlet_id = rows.template optional_id<OutletId>(9);
    transaction.contact_id = rows.template optional_id<ContactId>(10);
    transaction.made_at = rows.optional_instant(11);
    transaction.committed_at = rows.instant(12);
    transaction.created_by = rows.template id<UserId>(13);
    transaction.created_by_name = rows.string(14);
    transaction.device_id = rows.template optional_id<DeviceId>(15);
    transaction.reverses_id = rows.template optional_id<TransactionId>(16);
    transaction.replaces_id = rows.template optional_id<TransactionId>(17);
    transaction.local_hour = rows.optional_hour(18);
    if (!rows.is_null(22)) {
        transaction.settled_sequence = rows.count(22);
    }
    transaction.reversed_by_id = rows.template optional_id<TransactionId>(24);
    return transaction;
}

}  // namespace arus::records
