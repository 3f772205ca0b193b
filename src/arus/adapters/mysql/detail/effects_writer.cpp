// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/effects_writer.hpp"

#include "arus/adapters/mysql/detail/queries.hpp"
#include "arus/app/access/permissions.hpp"
#include "arus/base/assert.hpp"
#include "arus/ledger/account_entries.hpp"

#include <algorithm>
#include <string_view>

namespace arus::mysql {

namespace {

void write_chart(BatchText& text, const ledger::BookState& state, const ledger::Effects& effects) {
    const BookId book = state.book.id;
    if (effects.book) {
        const auto& changed = *effects.book;
        text.statement(queries::update_book_name_text)
            .value(changed.name)
            .sql(queries::set_currency_text)
            .value(changed.currency)
            .sql(queries::set_exponent_text)
            .value(changed.exponent)
            .sql(queries::set_time_zone_text)
            .value(changed.time_zone)
            .sql(queries::set_fiscal_year_text)
            .value(changed.fiscal_year_start)
            .sql(queries::set_lock_date_text)
            .value(changed.lock_date)
            .sql(queries::where_id_text)
            .value(book);
    }
    text.rows(
        queries::put_accounts_text, queries::on_known_account_text, effects.accounts,
        [book](TextFormatter& to, const ledger::Account& account) {
            to.row(
                book, account.id, account.code, account.name, ledger::text_of(account.type),
                ledger::text_of(account.subtype), account.parent_id, account.min_balance_minor,
                account.archived, account.version);
        });
    text.rows(
        queries::put_outlets_text, queries::on_known_outlet_text, effects.outlets,
        [book](TextFormatter& to, const ledger::Outlet& outlet) {
            to.row(book, outlet.id, outlet.code, outlet.name, outlet.archived, outlet.version);
        });
    text.rows(
        queries::put_contacts_text, queries::on_known_contact_text, effects.contacts,
        [book](TextFormatter& to, const ledger::Contact& contact) {
            to.row(
                book, contact.id, contact.code, contact.name, contact.phone, contact.email,
                contact.note, contact.archived, contact.version);
        });
}

/// The total of one side. Rule 1, the second time: whatever evaluation believed, nothing unbalanced
/// is written.
std::int64_t total_of(const ledger::Transaction& transaction) {
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
    return total;
}

/// Writes the rows of the parts of all transactions as if they were one list.
template <std::size_t size, class Parts, class Write>
void write_parts(
    BatchText& text, const char (&begin_sql)[size],
    const std::vector<ledger::NewTransaction>& transactions, Parts parts, Write write) {
    std::vector<const ledger::Transaction*> with_parts;
    for (const auto& made : transactions) {
        if (!parts(made.transaction).empty()) {
            with_parts.push_back(&made.transaction);
        }
    }
    text.rows(
        begin_sql, with_parts, [&](TextFormatter& to, const ledger::Transaction* transaction) {
            int position = 0;
            for (const auto& part : parts(*transaction)) {
                if (position > 0) {
                    to.sql(",");
                }
                write(to, *transaction, position++, part);
            }
        });
}

void write_transactions(
    BatchText& text, BookId book, const std::vector<ledger::NewTransaction>& transactions) {
    text.rows(
        queries::insert_transactions_text, transactions,
        [book](TextFormatter& to, const ledger::NewTransaction& made) {
            const auto& it = made.transaction;
            to.row(
                book, it.id, it.sequence, made.offset,
                it.status == ledger::TransactionStatus::pending, it.date, it.original_date,
                ledger::text_of(it.kind), it.outlet_id, it.contact_id, it.created_by, total_of(it),
                it.local_hour, it.made_at, it.committed_at, it.device_id, it.reverses_id,
                it.replaces_id, it.postings.size(), it.tags.size(), it.lines.size(), it.reference,
                it.description, it.created_by_name);
        });
    write_parts(
        text, queries::insert_postings_text, transactions,
        [](const ledger::Transaction& it) -> const auto& { return it.postings; },
        [book](
            TextFormatter& to, const ledger::Transaction& it, int position,
            const ledger::Posting& posting) {
            to.row(
                book, it.sequence, position, posting.account_id, ledger::text_of(posting.direction),
                posting.amount_minor, posting.memo);
        });
    write_parts(
        text, queries::insert_tags_text, transactions,
        [](const ledger::Transaction& it) -> const auto& { return it.tags; },
        [book](
            TextFormatter& to, const ledger::Transaction& it, int position,
            const std::string& tag) { to.row(book, it.sequence, position, tag); });
    write_parts(
        text, queries::insert_lines_text, transactions,
        [](const ledger::Transaction& it) -> const auto& { return it.lines; },
        [book](
            TextFormatter& to, const ledger::Transaction& it, int position,
            const ledger::ReceiptLine& line) {
            to.row(book, it.sequence, position, line.name, line.quantity, line.amount_minor);
        });
}

/// Of a transaction that was held before this batch or in it.
std::uint64_t sequence_of(
    TransactionId id, const ledger::BookState& state, const ledger::Effects& effects) {
    const auto made = std::ranges::find_if(
        effects.transactions, [id](const auto& one) { return one.transaction.id == id; });
    if (made != effects.transactions.end()) {
        return made->transaction.sequence;
    }
    const auto known = state.transactions.find(id);
    ARUS_ASSERT(known != state.transactions.end());
    return known->second.transaction.sequence;
}

void write_settlements(
    BatchText& text, const ledger::BookState& state, const ledger::Effects& effects) {
    text.rows(
        queries::insert_settlements_text, effects.settlements,
        [&](TextFormatter& to, const ledger::Settlement& settlement) {
            const bool posted = settlement.outcome == ledger::SettleDraft::Outcome::posted;
            to.row(
                state.book.id, settlement.sequence, settlement.offset, settlement.transaction_id,
                sequence_of(settlement.transaction_id, state, effects),
                posted ? std::string_view("posted") : std::string_view("voided"), settlement.date,
                settlement.local_hour, settlement.at, settlement.settled_by);
        });
}

bool takes_away(const ledger::BalanceDelta& balance) {
    const auto& delta = balance.delta;
    return delta.debit_minor < 0 || delta.credit_minor < 0 || delta.pending_debit_minor < 0
           || delta.pending_credit_minor < 0;
}

void write_balances(
    BatchText& text, BookId book, const std::vector<ledger::BalanceDelta>& balances) {
    std::vector<const ledger::BalanceDelta*> additions;
    for (const auto& balance : balances) {
        if (!takes_away(balance)) {
            additions.push_back(&balance);
            continue;
        }
        // Something is taken from a sum, so it is not zero and the row is there.
        text.statement(queries::take_from_balance_text)
            .value(balance.delta.debit_minor)
            .sql(queries::add_credit_text)
            .value(balance.delta.credit_minor)
            .sql(queries::add_pending_debit_text)
            .value(balance.delta.pending_debit_minor)
            .sql(queries::add_pending_credit_text)
            .value(balance.delta.pending_credit_minor)
            .sql(queries::where_book_text)
            .value(book)
            .sql(queries::and_account_text)
            .value(balance.account_id);
    }
    text.rows(
        queries::add_balances_text, queries::on_known_balance_text, additions,
        [book](TextFormatter& to, const ledger::BalanceDelta* balance) {
            to.row(
                book, balance->account_id, balance->delta.debit_minor, balance->delta.credit_minor,
                balance->delta.pending_debit_minor, balance->delta.pending_credit_minor);
        });
}

void write_sums(BatchText& text, BookId book, const ledger::Effects& effects) {
    write_balances(text, book, effects.balances);
    const auto write_activity = [book](TextFormatter& to, const ledger::ActivityDelta& row) {
        to.row(book, row.outlet_id, row.day, row.account_id, row.debit_minor, row.credit_minor);
    };
    text.rows(
        queries::add_days_text, queries::on_known_activity_text, effects.by_day, write_activity);
    text.rows(
        queries::add_months_text, queries::on_known_activity_text, effects.by_month,
        write_activity);
    text.rows(
        queries::add_hours_text, queries::on_known_hour_text, effects.by_hour,
        [book](TextFormatter& to, const ledger::HourDelta& row) {
            to.row(
                book, row.outlet_id, row.day, row.hour, row.income_minor, row.expense_minor,
                row.sales);
        });
    text.rows(
        queries::add_payments_text, queries::on_known_payment_text, effects.payments,
        [book](TextFormatter& to, const ledger::PaymentDelta& row) {
            to.row(book, row.outlet_id, row.day, row.account_id, row.amount_minor, row.sales);
        });
    text.rows(
        queries::add_contact_balances_text, queries::on_known_activity_text,
        effects.contact_balances, [book](TextFormatter& to, const ledger::ContactDelta& row) {
            to.row(book, row.contact_id, row.account_id, row.debit_minor, row.credit_minor);
        });
}

void write_head(BatchText& text, BookId book, const ledger::Head& head) {
    text.statement(queries::update_head_text)
        .value(head.sequence)
        .sql(queries::set_offset_text)
        .value(head.offset)
        .sql(queries::set_hash_text)
        .value(head.hash)
        .sql(queries::set_version_text)
        .value(head.version)
        .sql(queries::set_writer_text)
        .value(head.writer)
        .sql(queries::set_at_text)
        .value(head.at)
        .sql(queries::where_book_text)
        .value(book);
}

}  // namespace

void write_effects(
    BatchText& text, const ledger::BookState& state, const ledger::Effects& effects) {
    const BookId book = state.book.id;
    write_chart(text, state, effects);
    write_transactions(text, book, effects.transactions);
    write_settlements(text, state, effects);
    text.rows(
        queries::insert_keys_text, effects.keys,
        [book](TextFormatter& to, const ledger::NewKey& key) {
            to.row(
                book, key.key, key.known.request_hash, key.known.transaction_id, key.known.offset);
        });
    text.rows(
        queries::insert_events_text, effects.events,
        [book](TextFormatter& to, const ledger::Event& event) {
            to.row(
                book, event.offset, event.at, ledger::text_of(event.type), event.hash,
                event.outlet_id, *event.data);
        });
    write_sums(text, book, effects);
    text.rows(
        queries::insert_account_entries_text, ledger::account_entries(effects, state),
        [book](TextFormatter& to, const ledger::AccountEntry& entry) {
            to.row(
                book, entry.account_id, entry.date, entry.sequence, entry.position,
                entry.amount_minor, entry.transaction_sequence, entry.outlet_id, entry.contact_id);
        });
    write_head(text, book, state.head);
}

void write_new_book(
    BatchText& text, const ledger::Book& book, const ledger::Head& head, UserId owner) {
    text.statement(queries::insert_book_text)
        .row(
            book.id, book.name, book.currency, book.exponent, book.time_zone,
            book.fiscal_year_start, book.lock_date, book.chart_template, book.created_at);
    text.statement(queries::insert_head_text)
        .row(
            book.id, head.sequence, head.offset, head.hash, head.version, head.writer, head.epoch,
            head.at);
    text.statement(queries::insert_member_text).row(book.id, owner, app::text_of(app::Role::owner));
}

}  // namespace arus::mysql
