// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/websocket/detail/frame_watch.hpp"
#include "arus/transports/websocket/detail/outbound_queue.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

// The layer between Beast's WebSocket and the TCP socket.
//
//      Beast: handshake, pong, close          the session: replies, pushes
//                 | async_write_some (copied)        | push (shared frames)
//                 '---------> OutboundQueue <--------'
//                                  | one gathered write at a time
//                               TCP socket
//
// Beast writes whole control frames and is never asked to write a message, so whatever stands in
// the queue, one piece after the other, is a sequence of whole frames. A write is tried at once,
// without waiting for the socket to become writable, which it nearly always is.
namespace arus::websocket::detail {

/// What the layer tells its session. Called on the loop, never from inside push(), flush() or
/// async_write_some().
class WriteObserver {
public:
    virtual ~WriteObserver() = default;
    /// The queue was full of something and is nearly empty again.
    virtual void on_drained() = 0;
    /// The peer has announced a frame that is larger than it may be. Called once, before Beast sees
    /// these bytes.
    virtual void on_oversized() = 0;
};

/// Belongs to one loop. Satisfies Beast's AsyncStream.
class SharedWriteStream {
public:
    using executor_type = boost::asio::ip::tcp::socket::executor_type;
    using error_code = boost::system::error_code;

    struct Limits {
        std::size_t drained_bytes = 0;  ///< so few queued bytes count as drained
        std::size_t incoming_frame_bytes_max = 0;
    };

    /// `leftover` is read before anything from the socket.
    SharedWriteStream(boost::asio::ip::tcp::socket socket, std::string leftover, Limits limits) :
        socket_(std::move(socket)),
        leftover_(std::move(leftover)),
        drained_bytes_(limits.drained_bytes),
        watch_(limits.incoming_frame_bytes_max) {
        error_code ignored;
        socket_.non_blocking(true, ignored);
    }

    executor_type get_executor() { return socket_.get_executor(); }
    boost::asio::ip::tcp::socket& socket() { return socket_; }

    /// `owner` keeps this object alive, `observer` lives as long as `owner`. Call once, before
    /// anything is written.
    void observe(std::weak_ptr<void> owner, WriteObserver& observer) {
        owner_ = std::move(owner);
        observer_ = &observer;
    }

    // ---- for the session
    const OutboundQueue& queue() const { return queue_; }
    void push(FrameRef frame, TimePoint now) {
        if (!error_) {
            queue_.push(std::move(frame), now);
        }
    }
    /// Writes what the socket takes now; the rest goes when it takes more.
    void flush();
    /// Forgets what has not begun to be written; for a reader that is too slow.
    void drop_unbegun();
    /// Closes the socket; all that waits ends with operation_aborted.
    void abort();
    /// The socket failed: nothing will ever be written again.
    bool is_broken() const { return static_cast<bool>(error_); }

    // ---- for Beast
    template <class Buffers, class Handler>
    auto async_read_some(const Buffers& buffers, Handler&& handler) {
        auto initiate = [this, buffers](auto&& completion) {
            using Completion = std::decay_t<decltype(completion)>;
            auto executor = boost::asio::get_associated_executor(
                completion, socket_.get_executor());
            auto watched = [this, buffers, held = std::forward<Completion>(completion)](
                               error_code error, std::size_t count) mutable {
                look_at(buffers, count);
                std::move(held)(error, count);
            };
            if (leftover_.empty()) {
                socket_.async_read_some(
                    buffers, boost::asio::bind_executor(executor, std::move(watched)));
                return;
            }
            const std::size_t count = boost::asio::buffer_copy(
                buffers, boost::asio::buffer(leftover_));
            leftover_.erase(0, count);
            auto bound = [held = std::move(watched), count]() mutable {
                std::move(held)(error_code(), count);
            };
            boost::asio::post(socket_.get_executor(), std::move(bound));
        };
        return boost::asio::async_initiate<Handler, void(error_code, std::size_t)>(
            std::move(initiate), handler);
    }

    /// Completes when all of `buffers` has been written, or nothing more can be.
    template <class Buffers, class Handler>
    auto async_write_some(const Buffers& buffers, Handler&& handler) {
        auto initiate = [this, buffers](auto&& completion) {
            std::string bytes;
            bytes.resize(boost::asio::buffer_size(buffers));
            boost::asio::buffer_copy(boost::asio::buffer(bytes), buffers);
            begin_own_write(std::move(bytes), std::forward<decltype(completion)>(completion));
        };
        return boost::asio::async_initiate<Handler, void(error_code, std::size_t)>(
            std::move(initiate), handler);
    }

private:
    using OwnHandler = boost::asio::any_completion_handler<void(error_code, std::size_t)>;
    struct OwnWrite {
        OwnHandler handler;
        std::size_t bytes = 0;
        std::uint64_t ends_at = 0;  ///< when so many bytes have been written in all
    };

    template <class Buffers>
    void look_at(const Buffers& buffers, std::size_t count) {
        const auto end = boost::asio::buffer_sequence_end(buffers);
        for (auto at = boost::asio::buffer_sequence_begin(buffers); at != end && count > 0; ++at) {
            const boost::asio::const_buffer piece(*at);
            const std::size_t bytes = std::min(count, piece.size());
            count -= bytes;
            if (watch_.sees_oversized({static_cast<const char*>(piece.data()), bytes})
                && observer_ != nullptr) {
                observer_->on_oversized();
            }
        }
    }

    void begin_own_write(std::string bytes, OwnHandler handler);
    void end_own_write();
    void wait_until_writable();
    void fail(error_code error);

    boost::asio::ip::tcp::socket socket_;
    std::string leftover_;
    std::size_t drained_bytes_;
    FrameWatch watch_;
    OutboundQueue queue_;
    std::uint64_t written_ = 0;
    std::unique_ptr<OwnWrite> own_write_;  ///< Beast has at most one at a time
    bool waiting_ = false;
    error_code error_;
    std::weak_ptr<void> owner_;
    WriteObserver* observer_ = nullptr;
};

/// How Beast ends the connection when the closing handshake is done (found by argument-dependent
/// lookup).
template <class Handler>
void async_teardown(boost::beast::role_type role, SharedWriteStream& stream, Handler&& handler) {
    boost::beast::websocket::async_teardown(role, stream.socket(), std::forward<Handler>(handler));
}
inline void teardown(
    boost::beast::role_type role, SharedWriteStream& stream, boost::system::error_code& error) {
    boost::beast::websocket::teardown(role, stream.socket(), error);
}
inline void beast_close_socket(SharedWriteStream& stream) {
    stream.abort();
}

}  // namespace arus::websocket::detail
