// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/effects_writer.hpp"

#include "arus/adapters/sqlite/detail/queries.hpp"
#include "arus/adapters/sqlite/detail/statement_queries.hpp"
#include "arus/base/assert.hpp"
#include "arus/ledger/account_entries.hpp"

namespace arus::sqlite {

EffectsWriter::EffectsWriter(Connection& connection) :
    connection_(connection),
    update_book_(connection, queries::update_book),
    put_account_(connection, queries::put_account),
    put_outlet_(connection, queries::put_outlet),
    put_contact_(connection, queries::put_contact),
    insert_transaction_(connection, queries::insert_transaction),
    insert_posting_(connection, queries::insert_posting),
    insert_tag_(connection, queries::insert_tag),
    insert_line_(connection, queries::insert_line),
    insert_settlement_(connection, queries::insert_settlement),
    insert_key_(connection, queries::insert_key),
    insert_event_(connection, queries::insert_event),
    add_balance_(connection, queries::add_balance),
    insert_balance_(connection, queries::insert_balance),
    add_day_(connection, queries::add_activity_day),
    add_month_(connection, queries::add_activity_month),
    add_hour_(connection, queries::add_activity_hour),
    add_payment_(connection, queries::add_activity_payment),
    add_contact_balance_(connection, queries::add_contact_balance),
    insert_account_entry_(connection, queries::insert_account_entry),
    update_head_(connection, queries::update_head) {
}

void EffectsWriter::write(const ledger::BookState& state, const ledger::Effects& effects) {
    const BookId book = state.book.id;
    write_chart(state, effects);
    for (const auto& made : effects.transactions) {
        write_transaction(book, made);
    }
    for (const auto& settlement : effects.settlements) {
        write_settlement(book, settlement);
    }
    for (const auto& key : effects.keys) {
        insert_key_.run(
            book, key.key, key.known.request_hash, key.known.transaction_id, key.known.offset);
    }
    for (const auto& event : effects.events) {
        write_event(book, event);
    }
    write_sums(book, effects);
    write_account_entries(state, effects);
    write_head(book, state.head);
}

void EffectsWriter::write_chart(const ledger::BookState& state, const ledger::Effects& effects) {
    const BookId book = state.book.id;
    if (effects.book) {
        const auto& changed = *effects.book;
        update_book_.run(
            book, changed.name, changed.currency, changed.exponent, changed.time_zone,
            changed.fiscal_year_start, changed.lock_date);
    }
    for (const auto& account : effects.accounts) {
        put_account_.run(
            book, account.id, account.code, account.name, ledger::text_of(account.type),
            ledger::text_of(account.subtype), account.parent_id, account.min_balance_minor,
            account.archived, account.version);
    }
    for (const auto& outlet : effects.outlets) {
        put_outlet_.run(book, outlet.id, outlet.code, outlet.name, outlet.archived, outlet.version);
    }
    for (const auto& contact : effects.contacts) {
        put_contact_.run(
            book, contact.id, contact.code, contact.name, contact.phone, contact.email,
            contact.note, contact.archived, contact.version);
    }
}

void EffectsWriter::write_transaction(BookId book, const ledger::NewTransaction& made) {
    const auto& transaction = made.transaction;
    // Rule 1, the second time: whatever evaluation believed, nothing unbalanced is written.
    __int128 net = 0;
    std::int64_t total = 0;
    for (const auto& posting : transaction.postings) {
        ARUS_ASSERT(posting.amount_minor > 0);
        if (posting.direction == ledger::Direction::debit) {
            net += posting.amount_minor;
            total += posting.amount_minor;
        } else {
            net -= posting.amount_minor;
        }
    }
    ARUS_ASSERT(net == 0 && transaction.postings.size() >= 2);

    const bool pending = transaction.status == ledger::TransactionStatus::pending;
    insert_transaction_.run(
        book, transaction.id, transaction.sequence, made.offset, pending, transaction.date,
        transaction.original_date, ledger::text_of(transaction.kind), transaction.outlet_id,
        transaction.contact_id, transaction.created_by, total, transaction.local_hour,
        transaction.made_at, transaction.committed_at, transaction.device_id,
        transaction.reverses_id, transaction.replaces_id, transaction.postings.size(),
        transaction.tags.size(), transaction.lines.size(), transaction.reference,
        transaction.description, transaction.created_by_name);
    int position = 0;
    for (const auto& posting : transaction.postings) {
        insert_posting_.run(
            book, transaction.sequence, position++, posting.account_id,
            ledger::text_of(posting.direction), posting.amount_minor, posting.memo);
    }
    position = 0;
    for (const auto& tag : transaction.tags) {
        insert_tag_.run(book, transaction.sequence, position++, tag);
    }
    position = 0;
    for (const auto& line : transaction.lines) {
        insert_line_.run(
            book, transaction.sequence, position++, line.name, line.quantity, line.amount_minor);
    }
}

void EffectsWriter::write_settlement(BookId book, const ledger::Settlement& settlement) {
    const bool posted = settlement.outcome == ledger::SettleDraft::Outcome::posted;
    insert_settlement_.run(
        book, settlement.sequence, settlement.offset, settlement.transaction_id,
        posted ? std::string_view("posted") : std::string_view("voided"), settlement.date,
        settlement.local_hour, settlement.at, settlement.settled_by);
    ARUS_ASSERT(connection_.changes() == 1);
}

void EffectsWriter::write_event(BookId book, const ledger::Event& event) {
    insert_event_.run(
        book, event.offset, event.at, ledger::text_of(event.type), event.hash, event.outlet_id,
        Statement::Blob{*event.data});
}

void EffectsWriter::write_balance(BookId book, const ledger::BalanceDelta& balance) {
    const auto& delta = balance.delta;
    add_balance_.run(
        book, balance.account_id, delta.debit_minor, delta.credit_minor, delta.pending_debit_minor,
        delta.pending_credit_minor);
    if (connection_.changes() == 0) {
        insert_balance_.run(
            book, balance.account_id, delta.debit_minor, delta.credit_minor,
            delta.pending_debit_minor, delta.pending_credit_minor);
    }
}

void EffectsWriter::write_sums(BookId book, const ledger::Effects& effects) {
    for (const auto& balance : effects.balances) {
        write_balance(book, balance);
    }
    for (const auto& day : effects.by_day) {
        add_day_.run(
            book, day.outlet_id, day.day, day.account_id, day.debit_minor, day.credit_minor);
    }
    for (const auto& month : effects.by_month) {
        add_month_.run(
            book, month.outlet_id, month.day, month.account_id, month.debit_minor,
            month.credit_minor);
    }
    for (const auto& hour : effects.by_hour) {
        add_hour_.run(
            book, hour.outlet_id, hour.day, hour.hour, hour.income_minor, hour.expense_minor,
            hour.sales);
    }
    for (const auto& payment : effects.payments) {
        add_payment_.run(
            book, payment.outlet_id, payment.day, payment.account_id, payment.amount_minor,
            payment.sales);
    }
    for (const auto& contact : effects.contact_balances) {
        add_contact_balance_.run(
            book, contact.contact_id, contact.account_id, contact.debit_minor,
            contact.credit_minor);
    }
}

void EffectsWriter::write_account_entries(
    const ledger::BookState& state, const ledger::Effects& effects) {
    for (const auto& entry : ledger::account_entries(effects, state)) {
        insert_account_entry_.run(
            state.book.id, entry.account_id, entry.date, entry.sequence, entry.position,
            entry.amount_minor, entry.transaction_sequence, entry.outlet_id, entry.contact_id);
    }
}

void EffectsWriter::write_head(BookId book, const ledger::Head& head) {
    update_head_.run(
        book, head.sequence, head.offset, head.hash, head.version, head.writer, head.at);
    ARUS_ASSERT(connection_.changes() == 1);
}

}  // namespace arus::sqlite
