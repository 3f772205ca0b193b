// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace arus::websocket::detail {

/// Follows the frames (RFC 6455 section 5.2) in what a client sends, just far enough to see a
/// length that nobody will wait for as soon as it is announced.
class FrameWatch {
public:
    explicit FrameWatch(std::uint64_t frame_bytes_max) : max_(frame_bytes_max) {}

    /// The next bytes that came. True the first time a frame announces more than it may have; a
    /// length whose top bit is set, which no frame may have, is such a one.
    bool sees_oversized(std::string_view bytes);

private:
    bool take_header_byte(std::uint8_t byte);

    std::uint64_t max_;
    std::uint64_t payload_left_ = 0;
    std::array<std::uint8_t, 10> header_{};  ///< up to its length; the mask's bytes are only
                                             ///< counted
    std::uint8_t header_bytes_ = 0;
    bool is_over_ = false;
};

}  // namespace arus::websocket::detail
