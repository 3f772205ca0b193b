// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/book_log.hpp"

#include <algorithm>

namespace arus::websocket::detail {

std::optional<BookLog::Head> BookLog::head() const {
    const std::lock_guard lock(mutex_);
    return known_ ? std::optional(Head{epoch_, head_offset_.load()}) : std::nullopt;
}

void BookLog::forget() {
    ring_.clear();
    pages_.clear();
    page_order_.clear();
    ring_bytes_ = 0;
    page_bytes_ = 0;
    count_cost();
}

void BookLog::pop_ring() {
    ring_bytes_ -= ring_.front()->cost_bytes();
    ring_.pop_front();
    count_cost();
}

void BookLog::drop_page(std::uint64_t first) {
    const auto found = pages_.find(first);
    if (found != pages_.end()) {
        page_bytes_ -= found->second->cost_bytes();
        pages_.erase(found);
        count_cost();
    }
}

void BookLog::notice(const std::string& epoch, std::uint64_t offset) {
    if (known_ && epoch != epoch_) {
        forget();
        generation_.fetch_add(1, std::memory_order_release);
        head_offset_ = 0;
    }
    epoch_ = epoch;
    known_ = true;
    if (offset > head_offset_.load()) {
        head_offset_.store(offset, std::memory_order_release);
    }
}

void BookLog::append(EventLinesRef lines) {
    const std::lock_guard lock(mutex_);
    notice(lines->epoch(), lines->last());
    if (!ring_.empty()) {
        const std::uint64_t end = ring_.back()->last();
        if (lines->last() <= end) {
            return;
        }
        if (lines->first() != end + 1) {
            while (!ring_.empty()) {
                pop_ring();
            }
        }
    }
    ring_bytes_ += lines->cost_bytes();
    ring_.push_back(std::move(lines));
    count_cost();
}

void BookLog::learn(const Head& head) {
    const std::lock_guard lock(mutex_);
    notice(head.epoch, head.offset);
}

void BookLog::add_page(EventLinesRef lines) {
    const std::lock_guard lock(mutex_);
    if (!known_ || lines->epoch() != epoch_) {
        return;
    }
    // One that was read again after its beginning had been trimmed takes the place of what is left
    // of it.
    auto old = pages_.upper_bound(lines->first());
    if (old != pages_.begin() && std::prev(old)->second->last() >= lines->first()) {
        --old;
    }
    while (old != pages_.end() && old->first <= lines->last()) {
        const std::uint64_t first = old->first;
        ++old;
        drop_page(first);
    }
    page_bytes_ += lines->cost_bytes();
    page_order_.push_back(lines->first());
    pages_.emplace(lines->first(), std::move(lines));
    count_cost();
}

EventLinesRef BookLog::find(std::uint64_t offset) const {
    const std::lock_guard lock(mutex_);
    if (!ring_.empty() && offset >= ring_.front()->first() && offset <= ring_.back()->last()) {
        const auto at = std::partition_point(
            ring_.begin(), ring_.end(),
            [offset](const EventLinesRef& piece) { return piece->last() < offset; });
        return *at;
    }
    const auto after = pages_.upper_bound(offset);
    if (after != pages_.begin()) {
        const auto& page = std::prev(after)->second;
        if (page->holds(offset)) {
            return page;
        }
    }
    return nullptr;
}

std::uint64_t BookLog::page_start(std::uint64_t offset, std::uint64_t page_events) const {
    const std::uint64_t start = (offset - 1) / page_events * page_events;
    const std::lock_guard lock(mutex_);
    const auto after = pages_.upper_bound(offset);
    if (after == pages_.begin()) {
        return start;
    }
    return std::max(start, std::prev(after)->second->last());
}

void BookLog::trim(std::size_t bytes_max_of_each) {
    const std::lock_guard lock(mutex_);
    while (page_bytes_ > bytes_max_of_each && !page_order_.empty()) {
        drop_page(page_order_.front());
        page_order_.pop_front();
    }
    while (ring_bytes_ > bytes_max_of_each && !ring_.empty()) {
        pop_ring();
    }
}

void BookLog::drop_pages_read_before(TimePoint time) {
    const std::lock_guard lock(mutex_);
    while (!page_order_.empty()) {
        const auto found = pages_.find(page_order_.front());
        if (found != pages_.end() && found->second->arrived_at() >= time) {
            return;
        }
        drop_page(page_order_.front());
        page_order_.pop_front();
    }
}

}  // namespace arus::websocket::detail
