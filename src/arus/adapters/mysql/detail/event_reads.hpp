// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/rows.hpp"

// The history of a book, page by page.
namespace arus::mysql {

/// Belongs inside a snapshot.
Awaitable<app::EventPage> list_events(Connection& connection, BookId book, app::EventQuery query);

/// One statement at most.
Awaitable<std::optional<Hash256>> find_event_hash(
    Connection& connection, BookId book, std::uint64_t offset);

/// Reads a book's events in order, some at a time, so that large ones do not fill the memory. Lives
/// in the frame of one coroutine.
class EventStream {
public:
    EventStream(Connection& connection, BookId book, std::uint64_t after) :
        connection_(connection), book_(book), after_(after) {}

    /// The next ones, at most `count` (at least 1) and about `bytes_wanted` of data; nothing at the
    /// end of the history.
    Awaitable<std::vector<ledger::Event>> next(std::size_t count, std::size_t bytes_wanted);

private:
    Connection& connection_;
    BookId book_;
    std::uint64_t after_;
    std::size_t bytes_of_one_ = 1'024;  ///< the average of the last ones
};

}  // namespace arus::mysql
