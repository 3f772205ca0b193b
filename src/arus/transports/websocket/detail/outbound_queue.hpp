// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/websocket/detail/frame.hpp"

#include <boost/asio/buffer.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace arus::websocket::detail {

using TimePoint = std::chrono::steady_clock::time_point;

/// What waits to be written to one socket, in order: shared frames and small texts of its own.
/// Belongs to one loop. An idle socket's queue holds next to no memory.
class OutboundQueue {
public:
    static constexpr std::size_t gather_buffers_max = 64;
    static constexpr std::size_t gather_bytes_max = 256U << 10U;

    void push(FrameRef frame, TimePoint now) { add(std::move(frame), now); }
    void push(std::string bytes, TimePoint now) { add(std::move(bytes), now); }

    bool empty() const { return next_ == entries_.size(); }
    /// Bytes that were pushed and not consumed.
    std::size_t bytes() const { return bytes_; }
    /// When the oldest of them was pushed. Precondition: !empty().
    TimePoint oldest() const { return entries_[next_].pushed_at; }

    using Buffers = std::array<boost::asio::const_buffer, gather_buffers_max>;
    /// The beginning of the queue, as much as goes into one gathered write.
    std::span<const boost::asio::const_buffer> gather(Buffers& buffers) const;

    /// The first `count` bytes have been written.
    void consume(std::size_t count);

    /// Forgets everything but what is left of an entry that has been written in part: half a frame
    /// must be ended.
    void drop_unbegun();

private:
    struct Entry {
        std::variant<FrameRef, std::string> held;
        TimePoint pushed_at;
        std::string_view bytes() const;
    };
    template <class Held>
    void add(Held held, TimePoint now);
    void compact();

    std::vector<Entry> entries_;
    std::size_t next_ = 0;   ///< the first entry that is not written yet
    std::size_t begun_ = 0;  ///< bytes of it that are
    std::size_t bytes_ = 0;
};

template <class Held>
void OutboundQueue::add(Held held, TimePoint now) {
    entries_.push_back({std::move(held), now});
    bytes_ += entries_.back().bytes().size();
}

}  // namespace arus::websocket::detail
