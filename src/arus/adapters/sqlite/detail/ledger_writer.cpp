// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/ledger_writer.hpp"

#include "arus/adapters/sqlite/detail/identity_queries.hpp"
#include "arus/base/assert.hpp"

#include <algorithm>
#include <utility>

namespace arus::sqlite {

namespace {

template <std::size_t size>
std::array<std::uint8_t, size> random_bytes() {
    std::array<std::uint8_t, size> bytes;
    fill_random(bytes);
    return bytes;
}

/// SQLite's integers have a sign, so the number has 63 bits.
std::uint64_t make_writer_number() {
    std::uint64_t number = 0;
    for (const auto byte : random_bytes<8>()) {
        number = number << 8U | byte;
    }
    return number >> 1U | 1U;
}

app::CommitResult refuse_all(std::span<const ledger::Submission> submissions) {
    app::CommitResult result;
    for (const auto& submission : submissions) {
        result.verdicts.emplace_back(
            submission.entries.size(),
            Refusal{RefusalCode::not_found, "There is no such book.", {}});
    }
    return result;
}

}  // namespace

LedgerWriter::LedgerWriter(Connection& connection, const Clock& clock) :
    clock_(clock),
    writer_(make_writer_number()),
    effects_writer_(connection),
    transactions_(connection),
    find_head_(connection, queries::find_head),
    find_book_(connection, queries::find_book),
    list_accounts_(connection, queries::list_accounts),
    list_balances_(connection, queries::list_balances),
    list_outlets_(connection, queries::list_outlets),
    find_contact_(connection, queries::find_contact),
    find_contact_by_code_(connection, queries::find_contact_by_code),
    find_key_(connection, queries::find_key),
    list_events_(connection, queries::list_events),
    insert_book_(connection, queries::insert_book),
    insert_head_(connection, queries::insert_head),
    put_member_(connection, queries::put_member) {
}

app::CommitResult LedgerWriter::commit_batch(
    BookId book, std::span<const ledger::Submission> submissions) {
    auto head = read_head(find_head_, book);
    if (!head) {
        return refuse_all(submissions);
    }
    auto known = knowledge_.take(book, *head);
    auto state = known ? std::move(*known) : load_state(book, std::move(*head));
    load_lookups(state, ledger::lookups_of(submissions));

    const auto offset_before = state.head.offset;
    auto effects = evaluate(state, submissions);
    if (effects.has_commit()) {
        effects_writer_.write(state, effects);
    }
    auto result = result_of(state, offset_before, std::move(effects));
    state.forget_lookups();
    knowledge_.put(book, std::move(state));
    return result;
}

app::BookRecord LedgerWriter::create_book(const app::NewBook& book) {
    ledger::BookState state;
    state.book = book.book;
    state.head.hash = ledger::chain_start(book.book.id);
    state.head.writer = writer_;
    state.head.epoch = hex_of(random_bytes<8>());
    state.head.at = book.book.created_at;

    const auto& made = state.book;
    insert_book_.run(
        made.id, made.name, made.currency, made.exponent, made.time_zone, made.fiscal_year_start,
        made.lock_date, made.chart_template, made.created_at);
    insert_head_.run(
        made.id, state.head.sequence, state.head.offset, state.head.hash, state.head.version,
        state.head.writer, state.head.epoch, state.head.at);
    put_member_.run(made.id, book.owner, app::text_of(app::Role::owner));

    const auto effects = evaluate(state, {&book.chart, 1});
    for (const auto& verdict : effects.verdicts.front()) {
        if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
            throw Failure(
                {Failure::Kind::internal, false, true, "sqlite"},
                "the chart of a new book was refused: " + refusal->detail);
        }
    }
    if (effects.has_commit()) {
        effects_writer_.write(state, effects);
    }
    state.forget_lookups();
    app::BookRecord record{state.book, state.head};
    knowledge_.put(made.id, std::move(state));
    return record;
}

ledger::Effects LedgerWriter::evaluate(
    ledger::BookState& state, std::span<const ledger::Submission> submissions) {
    ledger::Context context;
    context.now = clock_.now();
    context.now_local = local_hour(state.book.time_zone, context.now);
    context.writer = writer_;
    auto effects = ledger::evaluate_batch(state, submissions, context);
    ARUS_ASSERT(effects.verdicts.size() == submissions.size());
    return effects;
}

// Loading ---------------------------------------------------------------------------------------

ledger::BookState LedgerWriter::load_state(BookId book, ledger::Head head) {
    ledger::BookState state;
    auto found = read_book(find_book_, book);
    if (!found) {
        throw_corrupt("a head without its book");
    }
    state.book = std::move(*found);
    state.head = std::move(head);
    auto accounts = list_accounts_.query(book);
    while (accounts.next()) {
        auto account = account_of(accounts);
        state.account_ids.emplace(account.code, account.id);
        state.accounts.emplace(account.id, ledger::AccountState{account, {}});
    }
    auto balances = list_balances_.query(book);
    while (balances.next()) {
        const auto account = state.accounts.find(balances.id<AccountId>(0));
        if (account == state.accounts.end()) {
            throw_corrupt("a balance without its account");
        }
        account->second.totals = {
            balances.integer(1), balances.integer(2), balances.integer(3), balances.integer(4)};
    }
    auto outlets = list_outlets_.query(book);
    while (outlets.next()) {
        auto outlet = outlet_of(outlets);
        state.outlet_ids.emplace(outlet.code, outlet.id);
        state.outlets.emplace(outlet.id, std::move(outlet));
    }
    return state;
}

void LedgerWriter::load_lookups(ledger::BookState& state, const ledger::Lookups& lookups) {
    const BookId book = state.book.id;
    for (const auto& key : lookups.keys) {
        auto rows = find_key_.query(book, key);
        if (rows.next()) {
            state.keys.emplace(
                key, ledger::KnownKey{rows.hash(0), rows.id<TransactionId>(1), rows.count(2)});
        }
    }
    for (const auto& id : lookups.transactions) {
        load_transaction(state, id);
    }
    const auto take_contact = [&state](Rows rows) {
        if (rows.next()) {
            auto contact = contact_of(rows);
            state.contact_ids.emplace(contact.code, contact.id);
            state.contacts.emplace(contact.id, std::move(contact));
        }
    };
    for (const auto& id : lookups.contacts) {
        take_contact(find_contact_.query(book, id));
    }
    for (const auto& code : lookups.contact_codes) {
        take_contact(find_contact_by_code_.query(book, code));
    }
}

void LedgerWriter::load_transaction(ledger::BookState& state, TransactionId id) {
    auto found = transactions_.find(state.book.id, id);
    if (!found) {
        return;
    }
    ledger::KnownTransaction known;
    known.transaction = std::move(found->transaction);
    if (known.transaction.reverses_id) {
        known.reversed_kind = transactions_.find_kind(
            state.book.id, *known.transaction.reverses_id);
    }
    state.transactions.emplace(id, std::move(known));
}

ledger::Event LedgerWriter::load_event(BookId book, std::uint64_t offset) {
    if (offset == 0) {  // of an act that changed nothing in a book without history
        ledger::Event none;
        none.data = std::make_shared<const std::string>();
        return none;
    }
    auto rows = list_events_.query(book, offset - 1, 1);
    if (!rows.next() || rows.count(0) != offset) {
        throw_corrupt("a result without its event");
    }
    return event_of(rows);
}

// Results ---------------------------------------------------------------------------------------

app::Committed LedgerWriter::committed_of(
    const ledger::BookState& state, std::uint64_t offset_before,
    const std::vector<ledger::Event>& events, ledger::Accepted& accepted) {
    app::Committed committed;
    committed.replayed = accepted.replayed;
    committed.epoch = state.head.epoch;
    committed.event = accepted.offset > offset_before ? events[accepted.offset - offset_before - 1]
                                                      : load_event(state.book.id, accepted.offset);
    committed.made = std::move(accepted.made);
    return committed;
}

app::CommitResult LedgerWriter::result_of(
    const ledger::BookState& state, std::uint64_t offset_before, ledger::Effects effects) {
    app::CommitResult result;
    result.verdicts.reserve(effects.verdicts.size());
    for (auto& verdicts : effects.verdicts) {
        auto& list = result.verdicts.emplace_back();
        list.reserve(verdicts.size());
        for (auto& verdict : verdicts) {
            if (auto* accepted = std::get_if<ledger::Accepted>(&verdict)) {
                list.emplace_back(committed_of(state, offset_before, effects.events, *accepted));
            } else {
                list.emplace_back(std::move(std::get<Refusal>(verdict)));
            }
        }
    }
    if (effects.has_commit()) {
        app::CommittedBatch batch;
        batch.book_id = state.book.id;
        batch.epoch = state.head.epoch;
        batch.committed_at = state.head.at;
        batch.events = std::move(effects.events);
        result.batch = std::make_shared<const app::CommittedBatch>(std::move(batch));
    }
    return result;
}

}  // namespace arus::sqlite
