// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/event_lines.hpp"

#include "arus/base/assert.hpp"
#include "arus/wire/event_line.hpp"

namespace arus::websocket::detail {

namespace {

/// What an event takes beside its data: the other members of its line and what is kept about it.
constexpr std::size_t overhead_bytes = 420;
/// What follows the data in a line: two braces and the line feed.
constexpr std::size_t tail_bytes = 3;

}  // namespace

EventLines::EventLines(std::shared_ptr<const app::CommittedBatch> batch, TimePoint arrived_at) :
    arrived_at_(arrived_at), batch_(std::move(batch)) {
    ARUS_ASSERT(!batch_->events.empty());
    first_ = batch_->events.front().offset;
    last_ = batch_->events.back().offset;
    ARUS_ASSERT(last_ - first_ + 1 == batch_->events.size());
    epoch_ = batch_->epoch;
    for (const auto& event : batch_->events) {
        cost_bytes_ += event.data->size() + overhead_bytes;
    }
}

void EventLines::prepare() const {
    std::call_once(prepared_, [this] {
        text_.reserve(cost_bytes_);
        facts_.reserve(batch_->events.size());
        for (const auto& event : batch_->events) {
            text_ += wire::event_suffix(batch_->book_id, batch_->epoch, event);
            facts_.push_back(
                {text_.size(), event.data->size(), event.type, event.outlet_id, event.hash});
        }
        batch_.reset();
    });
}

const EventLines::Facts& EventLines::facts(std::uint64_t offset) const {
    ARUS_ASSERT(holds(offset));
    prepare();
    return facts_[offset - first_];
}

std::string_view EventLines::suffix(std::uint64_t offset) const {
    const std::size_t end = facts(offset).end;
    const std::size_t begin = offset == first_ ? 0 : facts_[offset - first_ - 1].end;
    return std::string_view(text_).substr(begin, end - begin);
}

std::string_view EventLines::data(std::uint64_t offset) const {
    const Facts& of_event = facts(offset);
    return std::string_view(text_).substr(
        of_event.end - tail_bytes - of_event.data_bytes, of_event.data_bytes);
}

}  // namespace arus::websocket::detail
