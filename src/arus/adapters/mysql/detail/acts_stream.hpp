// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/transaction_reader.hpp"
#include "arus/ledger/verification.hpp"

#include <deque>
#include <memory>

namespace arus::mysql {

/// What the event at some offset speaks of, owned; nothing where its rows are not there.
struct ActOfEvent {
    std::optional<ledger::Transaction> transaction;
    std::optional<ledger::Transaction> reversed;
    std::optional<ledger::Settlement> settlement;

    ledger::EventRows rows() const;
};

/// The acts of a book in order, walked beside its events: the row with the offset of an event is
/// what it speaks of. Reads some hundred rows at a time. Lives in the frame of one coroutine.
class ActsStream {
public:
    ActsStream(Connection& connection, BookId book, std::uint64_t after_sequence) :
        connection_(connection),
        book_(book),
        last_made_(after_sequence),
        last_settled_(after_sequence) {}

    /// Offsets must rise from call to call; acts with a lower one are passed over.
    Awaitable<ActOfEvent> at(std::uint64_t offset);

private:
    struct Made {
        FoundTransaction found;
        std::optional<ledger::Transaction> reversed;
    };
    struct Settled {
        ledger::Settlement settlement;
        std::uint64_t transaction_sequence = 0;
        std::optional<ledger::Transaction> held;
    };

    Awaitable<void> read_made();
    Awaitable<void> add_reversed();
    Awaitable<void> read_settled();

    Connection& connection_;
    BookId book_;
    std::uint64_t last_made_;     ///< sequence of the last row that was read
    std::uint64_t last_settled_;  ///< the same
    bool made_ended_ = false;
    bool settled_ended_ = false;
    std::deque<Made> made_;
    std::deque<Settled> settled_;
};

}  // namespace arus::mysql
