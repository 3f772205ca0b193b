// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/stream.hpp"

#include "arus/base/assert.hpp"

#include <algorithm>

namespace arus::websocket::detail {

namespace {

// Of a frame for those who catch up: so many offsets at most, so many bytes or a little more.
constexpr std::uint64_t frame_offsets = 128;
constexpr std::size_t frame_bytes = 96U << 10U;
constexpr std::size_t kept_bytes_max = 2U << 20U;
constexpr std::size_t kept_max = 256;

}  // namespace

std::uint32_t StreamNumbers::acquire(const std::string& key) {
    const std::lock_guard lock(mutex_);
    Held& held = held_[key];
    if (held.users++ == 0) {
        held.number = ++last_;
        ARUS_ASSERT(last_ != UINT32_MAX);
    }
    return held.number;
}

void StreamNumbers::release(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = held_.find(key);
    ARUS_ASSERT(found != held_.end());
    if (--found->second.users == 0) {
        held_.erase(found);
    }
}

StreamFrame Stream::frame_after(std::uint64_t cursor, const EventLinesRef& piece) {
    const auto found = frames_.find(cursor);
    if (found != frames_.end()) {
        found->second.used = true;
        return found->second.frame;
    }
    const std::uint64_t boundary = (cursor / frame_offsets + 1) * frame_offsets;
    StreamPacker packer(number_, filter_);
    EventLinesRef lines = piece;
    std::uint64_t at = cursor;
    while (lines && at < boundary && !packer.has_bytes(frame_bytes) && !packer.has_frames()) {
        const std::uint64_t to = std::min({boundary, lines->last(), at + 16});
        packer.add(*lines, at + 1, to);
        at = to;
        if (at == lines->last()) {
            lines = at < boundary ? log_->find(at + 1) : nullptr;
        }
    }
    std::vector<StreamFrame> frames = packer.finish();
    StreamFrame& frame = frames.front();
    const std::size_t bytes = frame.frame ? frame.frame->bytes().size() : 0;
    if (frame_bytes_ + bytes > kept_bytes_max || frames_.size() >= kept_max) {
        frames_.clear();
        frame_bytes_ = 0;
    }
    frame_bytes_ += bytes;
    frames_.emplace(cursor, Kept{frame, true});
    return frame;
}

void Stream::drop_unused_frames() {
    for (auto it = frames_.begin(); it != frames_.end();) {
        if (it->second.used) {
            it->second.used = false;
            ++it;
        } else {
            frame_bytes_ -= it->second.frame.frame ? it->second.frame.frame->bytes().size() : 0;
            it = frames_.erase(it);
        }
    }
}

}  // namespace arus::websocket::detail
