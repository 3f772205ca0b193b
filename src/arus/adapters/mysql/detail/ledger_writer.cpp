// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/ledger_writer.hpp"

#include "arus/adapters/mysql/detail/effects_writer.hpp"
#include "arus/adapters/mysql/detail/queries.hpp"
#include "arus/adapters/mysql/detail/rows.hpp"
#include "arus/adapters/mysql/detail/transaction_reader.hpp"
#include "arus/base/assert.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

namespace arus::mysql {

namespace {

constexpr int conflict_tries_max = 20;
constexpr std::size_t piece_bytes_max = 4U << 20U;

template <std::size_t size>
std::array<std::uint8_t, size> random_bytes() {
    std::array<std::uint8_t, size> bytes;
    fill_random(bytes);
    return bytes;
}

/// The column has a sign, so the number has 63 bits.
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

// Taking the head -------------------------------------------------------------------------------

/// How many events of others are looked through before all of a book is read again instead.
constexpr std::uint64_t foreign_events_max = 4'096;

/// The first round trip of a batch and where in its replies each lookup stands.
struct FirstText {
    std::string sql;
    std::size_t keys = 0;  ///< 0: not asked for; the head stands at 1
    std::size_t transactions = 0;
    std::size_t contacts = 0;
    std::size_t contact_codes = 0;
    std::size_t news = 0;         ///< what is_brought_up_to_date() takes
    std::uint64_t news_from = 0;  ///< the offset after which it was asked for
};

/// What is_brought_up_to_date() takes, three statements.
void ask_for_news(TextFormatter& to, BookId book, std::uint64_t offset) {
    to.sql(queries::find_known_hash_text)
        .value(book)
        .sql(queries::and_offset_is_text)
        .value(offset)
        .sql(queries::find_changes_text)
        .value(book)
        .sql(queries::and_offset_between_text)
        .value(offset + 1)
        .sql(queries::and_text)
        .value(offset + foreign_events_max)
        .sql(queries::chart_events_text)
        .sql(queries::load_balances_text)
        .value(book);
}

/// `known`: how far the book is known where others are expected to have written since.
FirstText first_text(
    BookId book, const ledger::Lookups& lookups, const std::optional<ledger::Head>& known) {
    FirstText text;
    TextFormatter to(text.sql);
    std::size_t statements = 0;
    to.sql(queries::begin_text);
    ++statements;
    to.sql(queries::lock_head_text).value(book).sql(queries::for_update_text);
    ++statements;
    if (!lookups.keys.empty()) {
        to.sql(queries::find_keys_text).value(book).sql(queries::and_key_in_text);
        to.list(lookups.keys);
        text.keys = statements++;
    }
    if (!lookups.transactions.empty()) {
        to.sql(queries::find_sequences_text).value(book).sql(queries::and_id_in_text);
        to.list(lookups.transactions);
        text.transactions = statements++;
    }
    if (!lookups.contacts.empty()) {
        to.sql(queries::find_contacts_text).value(book).sql(queries::and_id_in_text);
        to.list(lookups.contacts);
        text.contacts = statements++;
    }
    if (!lookups.contact_codes.empty()) {
        to.sql(queries::find_contacts_text).value(book).sql(queries::and_code_in_text);
        bool first = true;
        for (const auto& code : lookups.contact_codes) {
            if (!first) {
                to.sql(",");
            }
            to.text(code);
            first = false;
        }
        to.sql(")");
        text.contact_codes = statements++;
    }
    if (known) {
        ask_for_news(to, book, known->offset);
        text.news = statements;
        text.news_from = known->offset;
    }
    return text;
}

void take_contacts(ledger::BookState& state, Rows rows) {
    while (rows.next()) {
        auto contact = contact_of(rows);
        state.contact_ids.emplace(contact.code, contact.id);
        state.contacts.emplace(contact.id, std::move(contact));
    }
}

void take_lookups(ledger::BookState& state, const FirstText& text, const Replies& replies) {
    if (text.keys != 0) {
        auto rows = replies.rows(text.keys);
        while (rows.next()) {
            state.keys.emplace(
                rows.string(0),
                ledger::KnownKey{rows.hash(1), rows.id<TransactionId>(2), rows.count(3)});
        }
    }
    if (text.contacts != 0) {
        take_contacts(state, replies.rows(text.contacts));
    }
    if (text.contact_codes != 0) {
        take_contacts(state, replies.rows(text.contact_codes));
    }
}

// What is known of a book -----------------------------------------------------------------------

void take_balances(ledger::BookState& state, Rows balances) {
    while (balances.next()) {
        const auto account = state.accounts.find(balances.id<AccountId>(0));
        if (account == state.accounts.end()) {
            throw_corrupt("a balance without its account");
        }
        account->second.totals = {
            balances.integer(1), balances.integer(2), balances.integer(3), balances.integer(4)};
    }
}

Awaitable<ledger::BookState> load_state(Connection& connection, BookId book, ledger::Head head) {
    std::string text;
    TextFormatter(text)
        .sql(queries::load_book_text)
        .value(book)
        .sql(queries::load_accounts_text)
        .value(book)
        .sql(queries::load_balances_text)
        .value(book)
        .sql(queries::load_outlets_text)
        .value(book);
    const auto replies = co_await connection.query(std::move(text));
    ledger::BookState state;
    state.head = std::move(head);
    auto books = replies.rows(0);
    if (!books.next()) {
        throw_corrupt("a head without its book");
    }
    state.book = book_of(books);
    auto accounts = replies.rows(1);
    while (accounts.next()) {
        auto account = account_of(accounts);
        state.account_ids.emplace(account.code, account.id);
        state.accounts.emplace(account.id, ledger::AccountState{account, {}});
    }
    take_balances(state, replies.rows(2));
    auto outlets = replies.rows(3);
    while (outlets.next()) {
        auto outlet = outlet_of(outlets);
        state.outlet_ids.emplace(outlet.code, outlet.id);
        state.outlets.emplace(outlet.id, std::move(outlet));
    }
    co_return state;
}

/// Makes an older state that of `head` from the rows that ask_for_news() asked for. False, and then
/// `state` is of no use any more, where the history does not go on from it or more has changed than
/// sums.
bool is_brought_up_to_date(
    ledger::BookState& state, const ledger::Head& head, const Replies& replies, std::size_t first) {
    auto hash = replies.rows(first);
    if (!hash.next() || hash.hash(0) != state.head.hash) {
        return false;
    }
    if (head.offset > state.head.offset + foreign_events_max || replies.rows(first + 1).next()) {
        return false;
    }
    take_balances(state, replies.rows(first + 2));
    state.head = head;
    return true;
}

/// The kinds of what the loaded reversals reverse.
Awaitable<void> load_reversed_kinds(
    Connection& connection, ledger::BookState& state, const std::set<TransactionId>& reversed) {
    if (reversed.empty()) {
        co_return;
    }
    std::string text;
    TextFormatter(text)
        .sql(queries::find_kinds_text)
        .value(state.book.id)
        .sql(queries::and_id_in_text)
        .list(reversed);
    const auto replies = co_await connection.query(std::move(text));
    std::map<TransactionId, ledger::TransactionKind> kinds;
    auto rows = replies.rows(0);
    while (rows.next()) {
        kinds.emplace(
            rows.id<TransactionId>(0),
            parsed(ledger::parse_transaction_kind(rows.text(1)), "kind of a transaction"));
    }
    for (auto& [id, known] : state.transactions) {
        if (known.transaction.reverses_id) {
            const auto kind = kinds.find(*known.transaction.reverses_id);
            if (kind != kinds.end()) {
                known.reversed_kind = kind->second;
            }
        }
    }
}

Awaitable<void> load_transactions(Connection& connection, ledger::BookState& state, Rows rows) {
    std::vector<std::uint64_t> sequences;
    while (rows.next()) {
        sequences.push_back(rows.count(0));
    }
    if (sequences.empty()) {
        co_return;
    }
    auto found = co_await read_transactions(
        connection, state.book.id, std::move(sequences), TransactionState::now);
    std::set<TransactionId> reversed;
    for (auto& one : found) {
        if (!one) {
            throw_corrupt("a transaction that was there a moment ago");
        }
        if (one->transaction.reverses_id) {
            reversed.insert(*one->transaction.reverses_id);
        }
        const auto id = one->transaction.id;
        ledger::KnownTransaction known;
        known.transaction = std::move(one->transaction);
        state.transactions.emplace(id, std::move(known));
    }
    co_await load_reversed_kinds(connection, state, reversed);
}

// Results ---------------------------------------------------------------------------------------

using EventsByOffset = std::map<std::uint64_t, ledger::Event>;

/// The events of history that are results of this batch: those of replays and of acts that changed
/// nothing.
Awaitable<EventsByOffset> load_old_results(
    Connection& connection, BookId book, std::uint64_t offset_before,
    const ledger::Effects& effects) {
    std::set<std::uint64_t> offsets;
    EventsByOffset events;
    for (const auto& verdicts : effects.verdicts) {
        for (const auto& verdict : verdicts) {
            const auto* accepted = std::get_if<ledger::Accepted>(&verdict);
            if (accepted != nullptr && accepted->offset <= offset_before) {
                offsets.insert(accepted->offset);
            }
        }
    }
    if (offsets.erase(0) != 0) {  // of an act that changed nothing in a book without history
        ledger::Event none;
        none.data = std::make_shared<const std::string>();
        events.emplace(0, std::move(none));
    }
    if (offsets.empty()) {
        co_return events;
    }
    std::string text;
    TextFormatter(text)
        .sql(queries::find_events_text)
        .value(book)
        .sql(queries::and_offset_in_text)
        .list(offsets);
    const auto replies = co_await connection.query(std::move(text));
    auto rows = replies.rows(0);
    while (rows.next()) {
        auto event = event_of(rows);
        const auto offset = event.offset;
        events.emplace(offset, std::move(event));
    }
    for (const auto offset : offsets) {
        if (!events.contains(offset)) {
            throw_corrupt("a result without its event");
        }
    }
    co_return events;
}

app::CommitResult result_of(
    const ledger::BookState& state, std::uint64_t offset_before, const EventsByOffset& old,
    ledger::Effects effects) {
    app::CommitResult result;
    result.verdicts.reserve(effects.verdicts.size());
    for (auto& verdicts : effects.verdicts) {
        auto& list = result.verdicts.emplace_back();
        list.reserve(verdicts.size());
        for (auto& verdict : verdicts) {
            auto* accepted = std::get_if<ledger::Accepted>(&verdict);
            if (accepted == nullptr) {
                list.emplace_back(std::move(std::get<Refusal>(verdict)));
                continue;
            }
            app::Committed committed;
            committed.replayed = accepted->replayed;
            committed.epoch = state.head.epoch;
            committed.event = accepted->offset > offset_before
                                  ? effects.events[accepted->offset - offset_before - 1]
                                  : old.at(accepted->offset);
            committed.made = std::move(accepted->made);
            list.emplace_back(std::move(committed));
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

Awaitable<void> roll_back(Connection& connection) {
    std::string text(queries::rollback_text);
    co_await connection.query(std::move(text));
}

/// Whether a failure of the text with the COMMIT leaves open what became of it. What a statement
/// before the COMMIT is refused for is known; a server that goes away, or no answer, is not.
bool leaves_outcome_open(const MysqlFailure& failure) {
    const auto kind = failure.facts().kind;
    return !failure.is_conflict()
           && (kind == Failure::Kind::unavailable || kind == Failure::Kind::timeout);
}

}  // namespace

LedgerWriter::LedgerWriter(Pool& pool, const Clock& clock) :
    pool_(pool), clock_(clock), writer_(make_writer_number()), knowledge_(pool.lanes()) {
}

Knowledge& LedgerWriter::knowledge_of(BookId book) {
    return knowledge_[std::hash<BookId>{}(book) % knowledge_.size()];
}

Awaitable<app::CommitResult> LedgerWriter::commit_batch(
    BookId book, std::vector<ledger::Submission> submissions, Deadline deadline) {
    auto work = [this, book, deadline,
                 submissions = std::move(submissions)](Connection& connection) {
        return commit_on(connection, book, submissions, deadline);
    };
    co_return co_await pool_.lease(std::hash<BookId>{}(book), deadline, std::move(work));
}

Awaitable<app::BookRecord> LedgerWriter::create_book(app::NewBook book, Deadline deadline) {
    const auto key = std::hash<BookId>{}(book.book.id);
    auto work = [this, deadline, book = std::move(book)](Connection& connection) {
        return create_on(connection, book, deadline);
    };
    co_return co_await pool_.lease(key, deadline, std::move(work));
}

Awaitable<app::CommitResult> LedgerWriter::commit_on(
    Connection& connection, BookId book, std::span<const ledger::Submission> submissions,
    Deadline deadline) {
    for (int tries = 1;; ++tries) {
        try {
            co_return co_await try_commit(connection, book, submissions);
        } catch (const MysqlFailure& failure) {
            if (!failure.is_conflict() || tries >= conflict_tries_max || deadline.has_passed()) {
                throw;
            }
        }
        co_await roll_back(connection);
        co_await pool_.rest_after_conflict(tries, deadline);
    }
}

Awaitable<app::CommitResult> LedgerWriter::try_commit(
    Connection& connection, BookId book, std::span<const ledger::Submission> submissions) {
    const auto start = std::chrono::steady_clock::now();
    const auto expected = knowledge_of(book).known_of_shared(book);
    auto first = first_text(book, ledger::lookups_of(submissions), expected);
    const auto replies = co_await connection.query(std::move(first.sql));
    auto heads = replies.rows(1);
    if (!heads.next()) {
        co_await roll_back(connection);
        co_return refuse_all(submissions);
    }
    auto head = head_of(heads);
    auto known = knowledge_of(book).take(book, head);
    const bool is_current = known && Knowledge::is_current(known->head, head);
    const bool is_foreign = known && !is_current;
    bool is_known = is_current;
    // Every commit makes an event: a head that moved without one was changed by nobody we know.
    if (is_foreign && known->head.offset > 0 && head.offset > known->head.offset) {
        if (first.news != 0 && first.news_from == known->head.offset) {
            is_known = is_brought_up_to_date(*known, head, replies, first.news);
        } else if (head.offset - known->head.offset <= foreign_events_max) {
            std::string text;
            TextFormatter to(text);
            ask_for_news(to, book, known->head.offset);
            text.erase(0, 1);  // the first statement of a text has no semicolon before it
            const auto news = co_await connection.query(std::move(text));
            is_known = is_brought_up_to_date(*known, head, news, 0);
        }
    }
    ledger::BookState state;
    if (is_known) {
        state = std::move(*known);
    } else {
        state = co_await load_state(connection, book, std::move(head));
    }
    take_lookups(state, first, replies);
    if (first.transactions != 0) {
        co_await load_transactions(connection, state, replies.rows(first.transactions));
    }

    const auto offset_before = state.head.offset;
    auto effects = evaluate(state, submissions);
    const auto old = co_await load_old_results(connection, book, offset_before, effects);
    if (effects.has_commit()) {
        co_await write(connection, state, effects, nullptr, state.head);
        commits_.fetch_add(1, std::memory_order_relaxed);
        const auto spent = std::chrono::steady_clock::now() - start;
        commit_us_.fetch_add(
            static_cast<std::uint64_t>(
                std::chrono::duration_cast<std::chrono::microseconds>(spent).count()),
            std::memory_order_relaxed);
    } else {
        co_await roll_back(connection);
    }
    auto result = result_of(state, offset_before, old, std::move(effects));
    state.forget_lookups();
    knowledge_of(book).put(book, std::move(state), !is_foreign);
    co_return result;
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

Awaitable<void> LedgerWriter::write(
    Connection& connection, const ledger::BookState& state, const ledger::Effects& effects,
    const UserId* owner_of_new_book, const ledger::Head& first_head) {
    BatchText text(std::min<std::size_t>(piece_bytes_max, connection.max_allowed_packet() / 4));
    if (owner_of_new_book != nullptr) {
        text.statement(queries::begin_text);
        write_new_book(text, state.book, first_head, *owner_of_new_book);
    }
    if (effects.has_commit()) {
        write_effects(text, state, effects);
    }
    auto pieces = text.take();
    pieces.back().append(queries::commit_text);
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
        co_await connection.query(std::move(pieces[i]));
    }
    try {
        co_await connection.query(std::move(pieces.back()));
    } catch (const MysqlFailure& failure) {
        if (!leaves_outcome_open(failure)) {
            throw;
        }
        auto facts = failure.facts();
        facts.outcome_known = false;
        facts.retryable = true;
        throw MysqlFailure(facts, failure.server_code(), std::string("commit: ") + failure.what());
    }
}

Awaitable<app::BookRecord> LedgerWriter::create_on(
    Connection& connection, const app::NewBook& book, Deadline deadline) {
    for (int tries = 1;; ++tries) {
        try {
            co_return co_await try_create(connection, book);
        } catch (const MysqlFailure& failure) {
            if (!failure.is_conflict() || tries >= conflict_tries_max || deadline.has_passed()) {
                throw;
            }
        }
        co_await roll_back(connection);
        co_await pool_.rest_after_conflict(tries, deadline);
    }
}

Awaitable<app::BookRecord> LedgerWriter::try_create(
    Connection& connection, const app::NewBook& book) {
    ledger::BookState state;
    state.book = book.book;
    state.head.hash = ledger::chain_start(book.book.id);
    state.head.writer = writer_;
    state.head.epoch = hex_of(random_bytes<8>());
    state.head.at = book.book.created_at;
    const auto first_head = state.head;

    const std::span<const ledger::Submission> chart(&book.chart, 1);
    const auto effects = evaluate(state, chart);
    for (const auto& verdict : effects.verdicts.front()) {
        if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
            throw Failure(
                {Failure::Kind::internal, false, true, "mysql"},
                "the chart of a new book was refused: " + refusal->detail);
        }
    }
    co_await write(connection, state, effects, &book.owner, first_head);
    commits_.fetch_add(1, std::memory_order_relaxed);
    state.forget_lookups();
    app::BookRecord record{state.book, state.head};
    knowledge_of(record.book.id).put(record.book.id, std::move(state), true);
    co_return record;
}

}  // namespace arus::mysql
