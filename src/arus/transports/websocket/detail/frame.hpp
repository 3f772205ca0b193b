// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

// A text message of the server as it goes onto the wire, header and all. RFC 6455 section 5.1
// forbids a server to mask, so that one frame's bytes serve every subscriber.
namespace arus::websocket::detail {

/// Never changed once made; shared by all the queues it stands in.
class Frame {
public:
    /// Everything that is written.
    std::string_view bytes() const { return std::string_view(storage_).substr(begin_); }

private:
    friend class FrameBuilder;
    std::string storage_;
    std::size_t begin_ = 0;
};
using FrameRef = std::shared_ptr<const Frame>;

/// Collects the payload of one message in place.
class FrameBuilder {
public:
    explicit FrameBuilder(std::size_t expected_bytes = 0);

    /// Append to it and nothing else; what stands at its beginning is room for the header.
    std::string& text() { return storage_; }
    std::size_t payload_bytes() const { return storage_.size() - header_room; }

    /// The finished frame; the builder is empty afterwards and may be used again.
    FrameRef finish();

private:
    static constexpr std::size_t header_room = 10;  // RFC 6455 section 5.2: 2 bytes, and 8 of the
                                                    // longest length

    std::string storage_;
};

/// One message that holds `line`, which ends with a line feed.
FrameRef frame_of(std::string_view line);

}  // namespace arus::websocket::detail
