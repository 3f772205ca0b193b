// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/websocket/backend.hpp"
#include "arus/transports/websocket/detail/book_log.hpp"
#include "arus/transports/websocket/detail/single_flight.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace arus::websocket::detail {

/// The books that somebody listens to, or did a minute ago, and what is remembered of each; one for
/// the process. All reading of history for the socket goes through it, so that thousands who come
/// back at once share a few reads.
///
/// Safe from every thread and executor. Reads throw Failure.
class History {
public:
    struct Options {
        std::size_t book_bytes_max = 8U << 20U;    ///< remembered of one book: so much live, and so
                                                   ///< much that was read
        std::size_t total_bytes_max = 64U << 20U;  ///< remembered of all
        std::uint64_t page_events = 500;           ///< in one read, 1 to 5000
        std::size_t page_bytes_max = 1U << 20U;    ///< a read stops after so many bytes of data
        std::size_t reads_max = 4;                 ///< at a time
        std::chrono::milliseconds read_timeout{10'000};
        std::chrono::seconds linger{60};  ///< how long a book is remembered after the last listener
                                          ///< left
        std::chrono::seconds page_life{30};
    };

    History(Backend& backend, Options options);

    /// The log of the book; made if there is none, and then it hears of every batch published from
    /// now on.
    BookLogRef log(BookId book);

    /// Where the book stands as far as this instance knows; read where it knows nothing. Nothing:
    /// no such book.
    Awaitable<std::optional<BookLog::Head>> head(BookLogRef log);
    /// Where the database says it stands.
    Awaitable<std::optional<BookLog::Head>> fresh_head(BookLogRef log);

    /// The piece that holds `offset`, from memory or read. Null if the history ends before it.
    Awaitable<EventLinesRef> piece(BookLogRef log, std::uint64_t offset);

    /// A batch was published: remembers it and returns the log and the lines, or nothing where
    /// nobody cares.
    std::pair<BookLogRef, EventLinesRef> take(std::shared_ptr<const app::CommittedBatch> batch);

    /// Lets go of books that nobody has listened to for a while. Call every few seconds.
    void sweep();

    bool has_books() const;
    /// The logs that somebody beside this object holds.
    std::vector<BookLogRef> listened() const;

    struct Figures {
        std::uint64_t page_reads = 0;
        std::uint64_t head_reads = 0;
        std::uint64_t books = 0;
        std::uint64_t bytes = 0;
    };
    Figures figures() const;

private:
    using Clock = std::chrono::steady_clock;
    struct Held {
        BookLogRef log;
        Clock::time_point used_at;
    };

    Awaitable<std::optional<BookLog::Head>> read_head(BookLogRef log);
    Awaitable<EventLinesRef> read_page(BookLogRef log, std::uint64_t after);
    void bound_memory(BookLog& grown, std::size_t by_bytes);

    Backend& backend_;
    const Options options_;
    mutable std::mutex mutex_;
    std::map<BookId, Held> logs_;
    SingleFlight<BookId, std::optional<BookLog::Head>> head_flights_;
    SingleFlight<std::pair<BookId, std::uint64_t>, EventLinesRef> page_flights_;
    Gate reads_;
    std::atomic<std::size_t> grown_bytes_{0};  ///< since all books were looked at
    std::atomic<std::uint64_t> page_reads_{0};
    std::atomic<std::uint64_t> head_reads_{0};
};

}  // namespace arus::websocket::detail
