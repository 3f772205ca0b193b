// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/frame.hpp"

#include <cstdint>
#include <utility>

namespace arus::websocket::detail {

FrameBuilder::FrameBuilder(std::size_t expected_bytes) {
    storage_.reserve(header_room + expected_bytes);
    storage_.assign(header_room, '\0');
}

FrameRef FrameBuilder::finish() {
    constexpr char final_text = static_cast<char>(0x81);
    const std::uint64_t length = payload_bytes();
    auto frame = std::make_shared<Frame>();
    std::string& out = frame->storage_;
    out = std::exchange(storage_, std::string(header_room, '\0'));
    const std::size_t length_bytes = length < 126 ? 0 : length <= 0xffff ? 2 : 8;
    frame->begin_ = header_room - 2 - length_bytes;
    std::size_t at = frame->begin_;
    out[at++] = final_text;
    out[at++] = static_cast<char>(length_bytes == 0 ? length : length_bytes == 2 ? 126 : 127);
    for (std::size_t i = length_bytes; i-- > 0;) {
        out[at++] = static_cast<char>(static_cast<std::uint8_t>(length >> (8 * i)));
    }
    return frame;
}

FrameRef frame_of(std::string_view line) {
    FrameBuilder builder(line.size());
    builder.text() += line;
    return builder.finish();
}

}  // namespace arus::websocket::detail
