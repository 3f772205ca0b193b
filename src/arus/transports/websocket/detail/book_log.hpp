// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/websocket/detail/event_lines.hpp"

#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

// What this instance remembers of one book's history:
//
//   offset   1 ......................... 9000 ........... 9730 ......... 9800
//            [ page ][ page ]                [===== ring, live =====]
//            read from the database,         what the event bus brought, one piece a batch,
//            shared by all who replay        contiguous up to the newest batch
//
// Whoever is behind asks for the piece that holds the offset it needs next: the ring has it, or a
// page, or somebody has to read a page. Batches that come twice are ignored; after a gap in what
// the bus brings the ring begins anew, and what lies in the gap is read as a page. So no reader
// ever depends on the bus for completeness.
namespace arus::websocket::detail {

/// Safe from every thread.
class BookLog {
public:
    struct Head {
        std::string epoch;
        std::uint64_t offset = 0;
    };

    explicit BookLog(BookId book) : book_(book) {}

    const BookId& book() const { return book_; }

    /// The newest position this instance has heard of, if it has.
    std::optional<Head> head() const;
    /// Just its offset; 0 where nothing is known. Cheap.
    std::uint64_t head_offset() const { return head_offset_.load(std::memory_order_acquire); }
    /// Grows when the epoch turned out to be another: everything known before belongs to a history
    /// that was rewound.
    std::uint64_t generation() const { return generation_.load(std::memory_order_acquire); }

    /// What the bus brought.
    void append(EventLinesRef lines);
    /// What was read: the head of the database at some time after this log was made.
    void learn(const Head& head);
    void add_page(EventLinesRef lines);

    /// The piece that holds `offset`, or null.
    EventLinesRef find(std::uint64_t offset) const;
    /// After which offset to read a page so that it holds `offset` and others can use it too. Pages
    /// begin at multiples of `page_events`; where the beginning of such a page is there already,
    /// behind it.
    std::uint64_t page_start(std::uint64_t offset, std::uint64_t page_events) const;

    /// About what it takes in memory.
    std::size_t cost_bytes() const { return cost_bytes_.load(std::memory_order_relaxed); }
    /// Lets go of what came first, of the ring and of the pages, until each takes no more than
    /// that.
    void trim(std::size_t bytes_max_of_each);
    /// Lets go of pages that were read before.
    void drop_pages_read_before(TimePoint time);

private:
    void notice(const std::string& epoch, std::uint64_t offset);
    void forget();
    void pop_ring();
    void drop_page(std::uint64_t first);
    void count_cost() { cost_bytes_.store(ring_bytes_ + page_bytes_, std::memory_order_relaxed); }

    const BookId book_;
    mutable std::mutex mutex_;
    std::string epoch_;
    bool known_ = false;
    std::deque<EventLinesRef> ring_;
    std::map<std::uint64_t, EventLinesRef> pages_;  ///< by first offset; they do not overlap
    std::deque<std::uint64_t> page_order_;  ///< first offsets as the pages came; some may be gone
    std::size_t ring_bytes_ = 0;
    std::size_t page_bytes_ = 0;
    std::atomic<std::uint64_t> head_offset_{0};
    std::atomic<std::uint64_t> generation_{0};
    std::atomic<std::size_t> cost_bytes_{0};
};
using BookLogRef = std::shared_ptr<BookLog>;

}  // namespace arus::websocket::detail
