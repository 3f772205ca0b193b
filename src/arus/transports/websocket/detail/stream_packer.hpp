// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/websocket/detail/filter.hpp"

#include <cstdint>
#include <vector>

namespace arus::websocket::detail {

/// A message of event lines of one stream, with the offsets it stands for. Where nothing of the
/// range passes the filter there is no frame, and only the cursor moves.
struct StreamFrame {
    std::uint64_t first = 0;  ///< who is at first - 1 may be sent it
    std::uint64_t last = 0;   ///< where they are then
    std::uint64_t told = 0;   ///< the last offset that the frame names; 0 if there is no frame
    FrameRef frame;           ///< may be null
};

/// What a message of the server may hold, as the contract says.
inline constexpr std::size_t message_bytes_max = 256U << 10U;

/// Packs runs of events into frames for the stream with this number. A message holds as many lines
/// as fit, at least one. Runs that do not follow one another are never joined.
class StreamPacker {
public:
    /// The filter must outlive the packer.
    StreamPacker(std::uint64_t sub, const Filter& filter) : sub_(sub), filter_(filter) {}

    /// The events of `lines` from `from` to `to`. Precondition: lines holds both, from <= to.
    void add(const EventLines& lines, std::uint64_t from, std::uint64_t to);

    /// True if the message at hand is at least so large.
    bool has_bytes(std::size_t bytes) const { return builder_.payload_bytes() >= bytes; }
    /// True if add() finished a message already.
    bool has_frames() const { return !frames_.empty(); }

    /// What was packed, in order.
    std::vector<StreamFrame> finish();

private:
    void close();

    std::uint64_t sub_;
    const Filter& filter_;
    FrameBuilder builder_;
    StreamFrame open_;  ///< first == 0: none
    std::vector<StreamFrame> frames_;
};

}  // namespace arus::websocket::detail
