// SPDX-License-Identifier: Apache-2.0
#include "arus/app/transactions/event_feed.hpp"

namespace arus::app {

EventFeed::EventFeed(LedgerStore& ledgers, EventBus& bus, Access& access) :
    ledgers_(ledgers), bus_(bus), access_(access) {
}

Awaitable<Result<BookAccessRef>> EventFeed::access(UserId user, BookId book, Deadline deadline) {
    co_return co_await access_.require(user, book, Permission::read_book, deadline);
}

Awaitable<std::optional<Position>> EventFeed::head(BookId book, Deadline deadline) {
    std::optional<BookRecord> record = co_await ledgers_.find_book(book, deadline);
    if (!record) {
        co_return std::nullopt;
    }
    ledger::Head& head = record->head;
    co_return Position{std::move(head.epoch), head.sequence, head.offset, head.hash};
}

Awaitable<EventPage> EventFeed::events(BookId book, EventQuery query, Deadline deadline) {
    co_return co_await ledgers_.events(book, query, deadline);
}

Awaitable<std::optional<Hash256>> EventFeed::event_hash(
    BookId book, std::uint64_t offset, Deadline deadline) {
    co_return co_await ledgers_.event_hash(book, offset, deadline);
}

bool is_in_history(
    const KnownPosition& known, const Position& head, const std::optional<Hash256>& hash_there) {
    if (known.epoch && *known.epoch != head.epoch) {
        return false;
    }
    if (known.offset > head.offset) {
        return false;
    }
    return !known.hash || hash_there == known.hash;
}

}  // namespace arus::app
