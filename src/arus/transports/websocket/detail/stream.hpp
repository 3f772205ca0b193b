// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/websocket/detail/book_log.hpp"
#include "arus/transports/websocket/detail/roster.hpp"
#include "arus/transports/websocket/detail/stream_packer.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace arus::websocket::detail {

class Session;
class Stream;

/// Numbers of streams: one for a book and filter, the same on every loop, never used again after
/// the last subscriber left. Safe from every thread.
class StreamNumbers {
public:
    std::uint32_t acquire(const std::string& key);
    void release(const std::string& key);

private:
    struct Held {
        std::uint32_t number = 0;
        std::size_t users = 0;
    };
    std::mutex mutex_;
    std::map<std::string, Held> held_;
    std::uint32_t last_ = 0;
};

/// One session's place in a stream. Owned by the session; belongs to its loop.
///
/// `cursor` is the truth: everything up to it was queued to the session, or did not pass the
/// filter. A live frame fits exactly where the cursor ends; who is behind takes pieces of the log
/// until it does.
struct Subscription {
    Session* session = nullptr;
    std::shared_ptr<Stream> stream;
    app::BookAccessRef access;  ///< as it was when the subscription was granted
    std::uint64_t cursor = 0;
    std::uint64_t told = 0;    ///< the last offset that the client was told of
    std::uint64_t serial = 0;  ///< names it within the session, for what comes back later
    bool fetching = false;     ///< a piece of the log is on its way
    EventLinesRef piece;       ///< the one at hand while behind
    std::size_t place = 0;     ///< in the stream's roster
    /// Where the cursor stood at the last tick, if it was behind: who has not moved since is pushed
    /// on.
    std::optional<std::uint64_t> behind_at;
};

/// What the sessions of one loop that listen to the same thing share. Belongs to the loop.
class Stream {
public:
    Stream(BookLogRef log, Filter filter, std::string key, std::uint32_t number) :
        log_(std::move(log)),
        filter_(std::move(filter)),
        key_(std::move(key)),
        number_(number),
        generation_(log_->generation()) {}

    const BookLogRef& log() const { return log_; }
    const Filter& filter() const { return filter_; }
    const std::string& key() const { return key_; }
    std::uint32_t number() const { return number_; }
    /// False once the book's history was rewound: who is here has to come again.
    bool is_current() const { return generation_ == log_->generation(); }

    Roster<Subscription>& roster() { return roster_; }

    /// The frame for somebody who is at `cursor`, from a piece that holds the next event. Frames
    /// end at the same offsets for everybody, so that those who catch up share them after the
    /// first.
    StreamFrame frame_after(std::uint64_t cursor, const EventLinesRef& piece);
    /// Forgets frames that nobody has asked for since the last call.
    void drop_unused_frames();

private:
    struct Kept {
        StreamFrame frame;
        bool used = false;
    };

    BookLogRef log_;
    Filter filter_;
    std::string key_;
    std::uint32_t number_;
    std::uint64_t generation_;
    Roster<Subscription> roster_;
    std::map<std::uint64_t, Kept> frames_;  ///< by the cursor they follow
    std::size_t frame_bytes_ = 0;
};

}  // namespace arus::websocket::detail
