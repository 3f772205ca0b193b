// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/frame_watch.hpp"

#include <algorithm>

namespace arus::websocket::detail {

namespace {

constexpr std::uint8_t mask_bit = 0x80;
constexpr std::uint8_t two_more = 126;
constexpr std::uint8_t eight_more = 127;
constexpr std::size_t mask_bytes = 4;

}  // namespace

bool FrameWatch::sees_oversized(std::string_view bytes) {
    while (!bytes.empty() && !is_over_) {
        if (payload_left_ > 0) {
            const auto skipped = std::min<std::uint64_t>(payload_left_, bytes.size());
            payload_left_ -= skipped;
            bytes.remove_prefix(static_cast<std::size_t>(skipped));
            continue;
        }
        if (take_header_byte(static_cast<std::uint8_t>(bytes.front()))) {
            is_over_ = true;
            return true;
        }
        bytes.remove_prefix(1);
    }
    return false;
}

bool FrameWatch::take_header_byte(std::uint8_t byte) {
    if (header_bytes_ < header_.size()) {
        header_.at(header_bytes_) = byte;
    }
    ++header_bytes_;
    if (header_bytes_ < 2) {
        return false;
    }
    const auto short_length = static_cast<std::uint8_t>(header_[1] & ~mask_bit);
    const std::size_t length_bytes = short_length == eight_more ? 8
                                     : short_length == two_more ? 2
                                                                : 0;
    if (header_bytes_ < 2 + length_bytes) {
        return false;
    }
    std::uint64_t length = length_bytes == 0 ? short_length : 0;
    for (std::size_t i = 0; i < length_bytes; ++i) {
        length = length << 8U | header_.at(2 + i);
    }
    if (length > max_) {
        return true;
    }
    const bool is_masked = (header_[1] & mask_bit) != 0;
    if (header_bytes_ == 2 + length_bytes + (is_masked ? mask_bytes : 0)) {
        payload_left_ = length;
        header_bytes_ = 0;
    }
    return false;
}

}  // namespace arus::websocket::detail
