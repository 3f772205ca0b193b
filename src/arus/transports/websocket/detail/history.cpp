// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/history.hpp"

#include "arus/base/failure.hpp"

#include <algorithm>

namespace arus::websocket::detail {

History::History(Backend& backend, Options options) :
    backend_(backend), options_(options), reads_(options.reads_max) {
}

BookLogRef History::log(BookId book) {
    const std::lock_guard lock(mutex_);
    Held& held = logs_[book];
    if (!held.log) {
        held.log = std::make_shared<BookLog>(book);
        backend_.watch(book);
    }
    held.used_at = Clock::now();
    return held.log;
}

std::pair<BookLogRef, EventLinesRef> History::take(
    std::shared_ptr<const app::CommittedBatch> batch) {
    BookLogRef log;
    {
        const std::lock_guard lock(mutex_);
        const auto found = logs_.find(batch->book_id);
        if (found == logs_.end()) {
            return {};
        }
        log = found->second.log;
    }
    EventLinesRef lines = std::make_shared<const EventLines>(std::move(batch), Clock::now());
    log->append(lines);
    bound_memory(*log, lines->cost_bytes());
    return {std::move(log), std::move(lines)};
}

void History::bound_memory(BookLog& grown, std::size_t by_bytes) {
    if (grown.cost_bytes() > options_.book_bytes_max) {
        grown.trim(options_.book_bytes_max);
    }
    if (grown_bytes_.fetch_add(by_bytes, std::memory_order_relaxed) + by_bytes
        < options_.total_bytes_max / 64) {
        return;
    }
    grown_bytes_.store(0, std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    std::size_t total = 0;
    for (const auto& [book, held] : logs_) {
        total += held.log->cost_bytes();
    }
    if (total > options_.total_bytes_max) {
        // Half of it for live pieces, half for pages, and a little below the limit: batches come
        // on.
        const std::size_t share = options_.total_bytes_max / 16 * 7 / logs_.size();
        for (const auto& [book, held] : logs_) {
            held.log->trim(share);
        }
    }
}

Awaitable<std::optional<BookLog::Head>> History::head(BookLogRef log) {
    if (auto known = log->head()) {
        co_return known;
    }
    co_return co_await fresh_head(log);
}

Awaitable<std::optional<BookLog::Head>> History::fresh_head(BookLogRef log) {
    auto work = [this, log] { return read_head(log); };
    co_return co_await head_flights_.run(log->book(), work);
}

Awaitable<std::optional<BookLog::Head>> History::read_head(BookLogRef log) {
    head_reads_.fetch_add(1, std::memory_order_relaxed);
    const auto position = co_await backend_.head(log->book(), Deadline::in(options_.read_timeout));
    if (!position) {
        co_return std::nullopt;
    }
    log->learn({position->epoch, position->offset});
    co_return log->head();
}

Awaitable<EventLinesRef> History::piece(BookLogRef log, std::uint64_t offset) {
    if (auto found = log->find(offset)) {
        co_return found;
    }
    // A page that is cut short by its bytes may end before the offset: then the next one goes on
    // behind it.
    std::uint64_t after = log->page_start(offset, options_.page_events);
    for (;;) {
        auto work = [this, log, after] { return read_page(log, after); };
        const auto key = std::make_pair(log->book(), after);
        EventLinesRef page = co_await page_flights_.run(key, work);
        if (!page || page->last() >= offset) {
            co_return page;
        }
        after = page->last();
    }
}

Awaitable<EventLinesRef> History::read_page(BookLogRef log, std::uint64_t after) {
    co_await reads_.enter();
    std::optional<app::EventPage> page;
    std::exception_ptr error;
    page_reads_.fetch_add(1, std::memory_order_relaxed);
    try {
        const std::uint64_t end = (after / options_.page_events + 1) * options_.page_events;
        page = co_await backend_.events(
            log->book(),
            {.after = after, .limit = end - after, .bytes_max = options_.page_bytes_max},
            Deadline::in(options_.read_timeout));
    } catch (...) {
        error = std::current_exception();
    }
    reads_.leave();
    if (error) {
        std::rethrow_exception(error);
    }
    log->learn({page->head.epoch, page->head.offset});
    if (page->events.empty()) {
        if (page->head.offset > after) {
            throw Failure(
                {Failure::Kind::corrupt, false, true, "events"},
                "a page of the history is missing");
        }
        co_return nullptr;
    }
    if (page->events.front().offset != after + 1) {
        throw Failure({Failure::Kind::corrupt, false, true, "events"}, "the history has a gap");
    }
    auto batch = std::make_shared<app::CommittedBatch>();
    batch->book_id = log->book();
    batch->epoch = page->head.epoch;
    batch->events = std::move(page->events);
    batch->committed_at = batch->events.back().at;
    EventLinesRef lines = std::make_shared<const EventLines>(std::move(batch), Clock::now());
    log->add_page(lines);
    bound_memory(*log, lines->cost_bytes());
    co_return lines;
}

void History::sweep() {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    for (auto it = logs_.begin(); it != logs_.end();) {
        if (it->second.log.use_count() > 1) {
            it->second.used_at = now;
        }
        it->second.log->drop_pages_read_before(now - options_.page_life);
        if (now - it->second.used_at > options_.linger) {
            backend_.unwatch(it->first);
            it = logs_.erase(it);
        } else {
            ++it;
        }
    }
}

bool History::has_books() const {
    const std::lock_guard lock(mutex_);
    return !logs_.empty();
}

std::vector<BookLogRef> History::listened() const {
    const std::lock_guard lock(mutex_);
    std::vector<BookLogRef> logs;
    for (const auto& [book, held] : logs_) {
        if (held.log.use_count() > 1) {
            logs.push_back(held.log);
        }
    }
    return logs;
}

History::Figures History::figures() const {
    Figures out;
    out.page_reads = page_reads_.load(std::memory_order_relaxed);
    out.head_reads = head_reads_.load(std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    out.books = logs_.size();
    for (const auto& [book, held] : logs_) {
        out.bytes += held.log->cost_bytes();
    }
    return out;
}

}  // namespace arus::websocket::detail
