// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/acts_stream.hpp"

#include "arus/adapters/mysql/detail/queries_read.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace arus::mysql {

namespace {

constexpr std::size_t made_read_max = 512;
constexpr std::size_t settled_read_max = 128;

using TransactionBySequence = std::unordered_map<std::uint64_t, ledger::Transaction>;

/// As they were made. `sequences` in any order, repeated or not.
Awaitable<TransactionBySequence> read_as_made(
    Connection& connection, BookId book, std::vector<std::uint64_t> sequences) {
    TransactionBySequence transactions;
    std::sort(sequences.begin(), sequences.end());
    sequences.erase(std::unique(sequences.begin(), sequences.end()), sequences.end());
    auto found = co_await read_transactions(
        connection, book, std::move(sequences), TransactionState::made);
    for (auto& one : found) {
        if (one) {
            const auto sequence = one->transaction.sequence;
            transactions.emplace(sequence, std::move(one->transaction));
        }
    }
    co_return transactions;
}

std::optional<ledger::Transaction> find_in(
    const TransactionBySequence& transactions, std::uint64_t sequence) {
    const auto found = transactions.find(sequence);
    return found == transactions.end() ? std::nullopt
                                       : std::optional<ledger::Transaction>(found->second);
}

}  // namespace

ledger::EventRows ActOfEvent::rows() const {
    ledger::EventRows rows;
    rows.transaction = transaction ? &*transaction : nullptr;
    rows.settlement = settlement ? &*settlement : nullptr;
    rows.reversed = reversed ? &*reversed : nullptr;
    return rows;
}

Awaitable<ActOfEvent> ActsStream::at(std::uint64_t offset) {
    for (;;) {
        while (!made_.empty() && made_.front().found.offset < offset) {
            made_.pop_front();
        }
        if (!made_.empty() || made_ended_) {
            break;
        }
        co_await read_made();
    }
    for (;;) {
        while (!settled_.empty() && settled_.front().settlement.offset < offset) {
            settled_.pop_front();
        }
        if (!settled_.empty() || settled_ended_) {
            break;
        }
        co_await read_settled();
    }
    ActOfEvent act;
    if (!made_.empty() && made_.front().found.offset == offset) {
        act.transaction = std::move(made_.front().found.transaction);
        act.reversed = std::move(made_.front().reversed);
        made_.pop_front();
    } else if (!settled_.empty() && settled_.front().settlement.offset == offset) {
        act.settlement = settled_.front().settlement;
        act.transaction = std::move(settled_.front().held);
        settled_.pop_front();
    }
    co_return act;
}

Awaitable<void> ActsStream::read_made() {
    auto rows = co_await connection_.execute(
        queries::list_made_after, book_, last_made_, made_read_max);
    made_ended_ = rows.size() < made_read_max;
    std::vector<std::uint64_t> sequences;
    std::uint64_t postings = 0;
    while (rows.next()) {
        if (postings >= postings_read_max) {
            made_ended_ = false;
            break;
        }
        last_made_ = rows.count(0);
        sequences.push_back(last_made_);
        postings += rows.count(1);
    }
    auto found = co_await read_transactions(
        connection_, book_, std::move(sequences), TransactionState::made);
    for (auto& one : found) {
        if (one) {
            made_.push_back({std::move(*one), std::nullopt});
        }
    }
    co_await add_reversed();
}

/// What those among `made_` reverse.
Awaitable<void> ActsStream::add_reversed() {
    std::vector<TransactionId> ids;
    for (const auto& made : made_) {
        if (made.found.transaction.reverses_id) {
            ids.push_back(*made.found.transaction.reverses_id);
        }
    }
    const auto known = co_await read_sequences(connection_, book_, std::move(ids));
    std::unordered_map<TransactionId, std::uint64_t> sequence_of;
    std::vector<std::uint64_t> sequences;
    for (const auto& one : known) {
        sequence_of.emplace(one.id, one.sequence);
        sequences.push_back(one.sequence);
    }
    const auto transactions = co_await read_as_made(connection_, book_, std::move(sequences));
    for (auto& made : made_) {
        const auto& reverses = made.found.transaction.reverses_id;
        const auto found = reverses ? sequence_of.find(*reverses) : sequence_of.end();
        if (found != sequence_of.end()) {
            made.reversed = find_in(transactions, found->second);
        }
    }
}

Awaitable<void> ActsStream::read_settled() {
    auto rows = co_await connection_.execute(
        queries::list_settled_after, book_, last_settled_, settled_read_max);
    settled_ended_ = rows.size() < settled_read_max;
    std::vector<std::uint64_t> sequences;
    while (rows.next()) {
        settled_.push_back({settlement_of(rows), rows.count(3), std::nullopt});
        last_settled_ = settled_.back().settlement.sequence;
        sequences.push_back(settled_.back().transaction_sequence);
    }
    const auto transactions = co_await read_as_made(connection_, book_, std::move(sequences));
    for (auto& settled : settled_) {
        settled.held = find_in(transactions, settled.transaction_sequence);
    }
}

}  // namespace arus::mysql
