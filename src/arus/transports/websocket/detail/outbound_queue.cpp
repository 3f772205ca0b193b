// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/outbound_queue.hpp"

#include "arus/base/assert.hpp"

namespace arus::websocket::detail {

std::string_view OutboundQueue::Entry::bytes() const {
    if (const auto* const frame = std::get_if<FrameRef>(&held)) {
        return (*frame)->bytes();
    }
    return std::get<std::string>(held);
}

std::span<const boost::asio::const_buffer> OutboundQueue::gather(Buffers& buffers) const {
    std::size_t count = 0;
    std::size_t total = 0;
    std::size_t skip = begun_;
    for (std::size_t i = next_;
         i < entries_.size() && count < buffers.size() && total < gather_bytes_max; ++i) {
        const std::string_view bytes = entries_[i].bytes().substr(skip);
        skip = 0;
        buffers[count++] = boost::asio::const_buffer(bytes.data(), bytes.size());
        total += bytes.size();
    }
    return {buffers.data(), count};
}

void OutboundQueue::consume(std::size_t count) {
    ARUS_ASSERT(count <= bytes_);
    bytes_ -= count;
    begun_ += count;
    while (next_ < entries_.size() && begun_ >= entries_[next_].bytes().size()) {
        begun_ -= entries_[next_].bytes().size();
        entries_[next_].held = FrameRef();
        ++next_;
    }
    compact();
}

void OutboundQueue::drop_unbegun() {
    const std::size_t keep = next_ + (begun_ > 0 ? 1 : 0);
    if (keep < entries_.size()) {
        entries_.resize(keep);
    }
    bytes_ = empty() ? 0 : entries_[next_].bytes().size() - begun_;
    compact();
}

void OutboundQueue::compact() {
    constexpr std::size_t kept_when_idle = 4;
    if (empty()) {
        if (entries_.capacity() > kept_when_idle) {
            std::vector<Entry>().swap(entries_);
        } else {
            entries_.clear();
        }
        next_ = 0;
    } else if (next_ >= 64 && next_ * 2 >= entries_.size()) {
        entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(next_));
        next_ = 0;
    }
}

}  // namespace arus::websocket::detail
