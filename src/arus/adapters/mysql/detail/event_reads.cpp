// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/event_reads.hpp"

#include "arus/adapters/mysql/detail/queries_read.hpp"
#include "arus/base/assert.hpp"

#include <algorithm>
#include <utility>

namespace arus::mysql {

namespace {

/// How many events are asked for at once, whatever their size is thought to be: the largest event
/// is some ten kilobytes.
constexpr std::size_t events_read_max = 512;

}  // namespace

Awaitable<std::vector<ledger::Event>> EventStream::next(
    std::size_t count, std::size_t bytes_wanted) {
    const std::size_t expected = bytes_wanted / std::max<std::size_t>(bytes_of_one_, 1) + 1;
    count = std::min({count, expected, events_read_max});
    auto rows = co_await connection_.execute(queries::list_events, book_, after_, count);
    std::vector<ledger::Event> events;
    events.reserve(rows.size());
    std::size_t bytes = 0;
    while (rows.next()) {
        events.push_back(event_of(rows));
        bytes += events.back().data->size();
    }
    if (!events.empty()) {
        after_ = events.back().offset;
        bytes_of_one_ = bytes / events.size();
    }
    co_return events;
}

Awaitable<app::EventPage> list_events(Connection& connection, BookId book, app::EventQuery query) {
    ARUS_ASSERT(query.limit >= 1);
    app::EventPage page;
    const auto head = co_await read_head(connection, book);
    if (!head) {
        co_return page;
    }
    page.head = position_of(*head);
    EventStream stream(connection, book, query.after);
    std::size_t bytes = 0;
    std::uint64_t last = query.after;
    // The event that passes `bytes_max` is still in the page.
    while (last < head->offset && bytes <= query.bytes_max && page.events.size() < query.limit) {
        auto events = co_await stream.next(
            query.limit - page.events.size(), query.bytes_max - bytes);
        if (events.empty()) {
            break;
        }
        for (auto& event : events) {
            if (bytes > query.bytes_max) {
                break;
            }
            bytes += event.data->size();
            last = event.offset;
            page.events.push_back(std::move(event));
        }
    }
    co_return page;
}

Awaitable<std::optional<Hash256>> find_event_hash(
    Connection& connection, BookId book, std::uint64_t offset) {
    if (offset == 0) {
        co_return ledger::chain_start(book);
    }
    auto rows = co_await connection.execute(queries::find_event_hash, book, offset);
    co_return rows.next() ? std::optional<Hash256>(rows.hash(0)) : std::nullopt;
}

}  // namespace arus::mysql
