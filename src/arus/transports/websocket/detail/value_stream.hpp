// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/websocket/backend.hpp"
#include "arus/transports/websocket/detail/book_log.hpp"
#include "arus/transports/websocket/detail/frame.hpp"
#include "arus/transports/websocket/detail/roster.hpp"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

// The latest values of one channel, filter and scope of a book, for everybody on this instance who
// listens to the same.
//
//   revision  1    2    3    4    5    6    7          each change of a key takes the next one; the
//   key       a         c              b    d          change before it is forgotten
//
// A listener knows the revision it was sent everything up to, and takes what comes after it, in
// order, in messages that are the same bytes for all who stand at the same revision. So whoever
// reads slowly never has an old value of a key queued behind a new one, and needs no memory here.
namespace arus::websocket::detail {

std::string_view name_of(ValueChannel channel);

/// Safe from every thread.
class ValueStream {
public:
    ValueStream(ValueRequest request, BookLogRef log, std::string key, std::uint32_t number) :
        request_(std::move(request)), log_(std::move(log)), key_(std::move(key)), number_(number) {}

    const ValueRequest& request() const { return request_; }
    const BookLogRef& log() const { return log_; }
    const std::string& key() const { return key_; }
    std::uint32_t number() const { return number_; }

    /// Takes what was read. True if somebody has to be told of something. An older position than
    /// what is here, of the same epoch, changes nothing.
    bool replace(const Values& values);

    /// Takes one value of a personal channel; true if it is another than before. `offset` is where
    /// the book stood at least.
    bool put(const std::string& epoch, std::uint64_t offset, const Values::Item& item);
    /// The same for those that were read, in order, when `known_revision` stood here; keys that
    /// put() has brought since are newer and stay. True if somebody has to be told of something.
    bool put_read(
        const std::string& epoch, std::uint64_t offset, const std::vector<Values::Item>& items,
        std::uint64_t known_revision);

    /// Everything up to this revision stands here.
    std::uint64_t revision() const { return revision_.load(std::memory_order_acquire); }
    std::uint64_t as_of_offset() const;
    /// A value does not fit into a message: nobody can be sent this stream any more.
    bool is_too_large() const { return is_too_large_.load(std::memory_order_acquire); }
    std::size_t cost_bytes() const { return cost_bytes_.load(std::memory_order_relaxed); }

    struct Message {
        FrameRef frame;              ///< null: nothing came after
        std::uint64_t revision = 0;  ///< where its receiver stands then
    };
    /// What comes first for somebody who was sent everything up to `revision`.
    Message after(std::uint64_t revision);

private:
    struct Entry {
        std::uint64_t revision = 0;
        std::uint64_t offset = 0;
        std::string line;
        std::size_t data_begin = 0;
        std::string_view data() const;
    };

    bool set(const Values::Item& item, std::uint64_t offset);
    void write_line(Entry& entry, const Values::Item& item) const;
    void forget_oldest();
    void forget(std::map<std::string, Entry>::iterator entry);

    const ValueRequest request_;
    const BookLogRef log_;
    const std::string key_;
    const std::uint32_t number_;

    mutable std::mutex mutex_;
    std::string epoch_;
    std::uint64_t as_of_offset_ = 0;
    std::map<std::string, Entry> entries_;
    std::map<std::uint64_t, const Entry*> by_revision_;
    std::map<std::uint64_t, Message> messages_;  ///< by the revision they follow, since the last
                                                 ///< change
    std::atomic<std::uint64_t> revision_{0};
    std::atomic<bool> is_too_large_{false};
    std::atomic<std::size_t> cost_bytes_{0};
};
using ValueStreamRef = std::shared_ptr<ValueStream>;

class Session;
struct ValueListeners;

/// One session's place in a value stream. Owned by the session; belongs to its loop.
struct ValueSubscription {
    Session* session = nullptr;
    std::shared_ptr<ValueListeners> listeners;
    app::BookAccessRef access;  ///< as it was when the subscription was granted
    std::uint64_t reader = 0;   ///< in whose name the stream may be read, see ValueHub
    std::uint64_t sent = 0;     ///< the revision up to which everything was queued
    std::uint64_t serial = 0;   ///< names it within the session, for what comes back later
    std::size_t place = 0;      ///< in the roster

    const ValueStreamRef& stream() const;
};

/// The listeners of one loop. Belongs to the loop.
struct ValueListeners {
    ValueStreamRef stream;
    Roster<ValueSubscription> roster;
};

inline const ValueStreamRef& ValueSubscription::stream() const {
    return listeners->stream;
}

}  // namespace arus::websocket::detail
