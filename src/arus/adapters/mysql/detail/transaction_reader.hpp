// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/rows.hpp"

#include <optional>
#include <vector>

// Whole transactions: the row, its postings, tags and lines, some hundred of them in one round
// trip.
namespace arus::mysql {

struct FoundTransaction {
    ledger::Transaction transaction;
    std::uint64_t offset = 0;     ///< of the event that shows its status
    std::optional<Hash256> hash;  ///< of that event; of a transaction as made never there
};

enum class TransactionState {
    now,   ///< with its settlement and its reversal. Failure corrupt where postings, tags or lines
           ///< are missing
    made,  ///< as it was made, whatever happened to it since, with the parts that are there: a
           ///< check compares them with the history
};

/// How many postings are read at once: with texts of their greatest length some megabytes.
inline constexpr std::uint64_t postings_read_max = 8'192;

/// Those transactions, in the order of `sequences`, which are distinct; nothing in the place of one
/// that is not there. The caller keeps their postings below `postings_read_max` or so.
Awaitable<std::vector<std::optional<FoundTransaction>>> read_transactions(
    Connection& connection, BookId book, std::vector<std::uint64_t> sequences,
    TransactionState state);

/// One transaction as it is now.
Awaitable<std::optional<FoundTransaction>> read_transaction(
    Connection& connection, BookId book, TransactionId id);

/// The sequences of those transactions that are there, in no order.
struct IdSequence {
    TransactionId id;
    std::uint64_t sequence = 0;
};
Awaitable<std::vector<IdSequence>> read_sequences(
    Connection& connection, BookId book, std::vector<TransactionId> ids);

}  // namespace arus::mysql
