// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "latencies.hpp"

#include "arus/async/awaitable.hpp"
#include "arus/async/task_scope.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arus::bench {

/// Many sockets that listen to one book, on one thread. Each checks that the offsets it receives
/// follow one another; they share one buffer for reading, so that ten thousand of them are cheap.
class Fleet {
public:
    struct Options {
        std::uint16_t port = 0;
        std::string token;
        std::string book;
        std::string epoch;
        std::string source_address = "127.0.0.1";
        std::size_t connecting_max = 200;  ///< handshakes at a time
        int receive_buffer_bytes = 0;      ///< of the kernel, for one socket; 0: as it likes
        std::size_t bytes_per_s = 0;       ///< read from each socket; 0: all that comes, at once
    };
    Fleet(asio::io_context& context, Options options);
    ~Fleet();

    /// Opens `count` sockets and subscribes each; returns when all are subscribed. With `since`: to
    /// what follows it.
    Awaitable<void> open(std::size_t count, std::optional<std::uint64_t> since);
    /// Cuts all connections, without a farewell.
    void drop();
    /// Waits until every socket has received everything up to `offset`. False if the deadline came
    /// first.
    Awaitable<bool> wait_for(std::uint64_t offset, TimePoint deadline);

    /// From now on all that comes is read at once.
    void hurry() { options_.bytes_per_s = 0; }

    /// Called for each event of the first socket.
    std::function<void(std::uint64_t offset)> on_event;
    /// Called for each event of every socket.
    std::function<void(std::uint64_t offset)> on_every_event;

    std::size_t size() const { return members_.size(); }
    std::uint64_t events() const { return events_; }  ///< received by all, since the start
    std::uint64_t messages() const { return messages_; }
    std::uint64_t bytes() const { return bytes_; }
    std::uint64_t gaps() const { return gaps_; }  ///< offsets that did not follow: must be 0
    std::uint64_t lost() const { return lost_; }  ///< sockets that the server closed: must be 0
    /// The code of the last close frame that came; 0 if none did.
    std::uint16_t close_code() const { return close_code_; }
    /// For a check that failed: how far the sockets are, gaps, links that were lost.
    std::string state() const;
    /// The offset that must come next to the first socket.
    std::uint64_t next() const { return members_.front()->next; }

private:
    struct Member {
        explicit Member(asio::io_context& context) : socket(context), pace(context) {}
        asio::ip::tcp::socket socket;
        asio::steady_timer pace;
        std::string rest;        ///< the beginning of a message that is not whole yet
        std::uint64_t next = 0;  ///< the offset that must come
        bool subscribed = false;
    };
    using MemberRef = std::shared_ptr<Member>;

    Awaitable<void> open_one(MemberRef member, std::optional<std::uint64_t> since);
    void wait_for_data(MemberRef member);
    void read_in_a_second(MemberRef member);
    bool read_available(Member& member, std::size_t bytes_max);
    void parse(Member& member, std::string_view bytes);
    void take_message(Member& member, std::string_view payload);
    void take_line(Member& member, std::string_view line);
    static void send_text(Member& member, std::string_view payload);

    asio::io_context& context_;
    Options options_;
    TaskScope tasks_{"fleet"};
    std::vector<MemberRef> members_;
    std::string buffer_;
    std::size_t opening_ = 0;
    std::uint64_t events_ = 0;
    std::uint64_t messages_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t gaps_ = 0;
    std::uint64_t lost_ = 0;
    std::uint16_t close_code_ = 0;
};

}  // namespace arus::bench
