// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/stream_packer.hpp"

#include "arus/wire/event_line.hpp"

#include <utility>

namespace arus::websocket::detail {

namespace {

/// `{"event":{"sub":` and a number of up to ten digits with its comma.
constexpr std::size_t prefix_bytes_max = 28;

}  // namespace

void StreamPacker::add(const EventLines& lines, std::uint64_t from, std::uint64_t to) {
    if (open_.first != 0 && from != open_.last + 1) {
        close();
    }
    for (std::uint64_t offset = from; offset <= to; ++offset) {
        const bool passes = filter_.passes(lines, offset);
        if (passes) {
            const std::string_view suffix = lines.suffix(offset);
            if (builder_.payload_bytes() > 0
                && builder_.payload_bytes() + suffix.size() + prefix_bytes_max
                       > message_bytes_max) {
                close();
            }
            wire::append_event_line(builder_.text(), sub_, suffix);
            open_.told = offset;
        }
        if (open_.first == 0) {
            open_.first = offset;
        }
        open_.last = offset;
    }
}

void StreamPacker::close() {
    if (open_.first == 0) {
        return;
    }
    if (builder_.payload_bytes() > 0) {
        open_.frame = builder_.finish();
    }
    frames_.push_back(std::exchange(open_, {}));
}

std::vector<StreamFrame> StreamPacker::finish() {
    close();
    return std::exchange(frames_, {});
}

}  // namespace arus::websocket::detail
