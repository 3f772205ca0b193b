// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/ports/event_bus.hpp"

#include <optional>

namespace arus::app {

/// What the socket needs of the ledger: who may listen, the history, and what is committed from now
/// on. One for the process; safe from every executor. Reads throw Failure.
///
/// To miss nothing: subscribe first, then read the position, then read events up to it, then go on
/// with what the subscription brought beyond it. Who may see which event: may_see() in access.hpp.
class EventFeed {
public:
    EventFeed(LedgerStore& ledgers, EventBus& bus, Access& access);

    /// not_found, forbidden; also to ask again, at least once a second, whether a listener may
    /// still listen.
    Awaitable<Result<BookAccessRef>> access(UserId user, BookId book, Deadline deadline);

    /// Where the book stands; nothing if there is no such book.
    Awaitable<std::optional<Position>> head(BookId book, Deadline deadline);

    /// Events after an offset, contiguous and unfiltered.
    Awaitable<EventPage> events(BookId book, EventQuery query, Deadline deadline);

    /// The hash of the event at `offset`, h(0) for 0; nothing beyond the head.
    Awaitable<std::optional<Hash256>> event_hash(
        BookId book, std::uint64_t offset, Deadline deadline);

    /// See EventBus::subscribe: on the publisher's thread, must not block nor throw; before the
    /// first commit.
    void subscribe(EventBus::Receiver receiver) { bus_.subscribe(std::move(receiver)); }
    void subscribe_values(EventBus::ValueReceiver receiver) {
        bus_.subscribe_values(std::move(receiver));
    }

private:
    LedgerStore& ledgers_;
    EventBus& bus_;
    Access& access_;
};

/// The position of an event that a client says it applied last.
struct KnownPosition {
    std::uint64_t offset = 0;
    std::optional<std::string> epoch;
    std::optional<Hash256> hash;
};

/// True if `known` lies in the history that ends at `head`: same epoch (where one is given), not
/// beyond the head, and at its offset the same hash (where one is given). `hash_there` is
/// event_hash() of that offset; pass nothing where no hash is given. False: history was rewound, or
/// the position is another book's.
bool is_in_history(
    const KnownPosition& known, const Position& head, const std::optional<Hash256>& hash_there);

}  // namespace arus::app
