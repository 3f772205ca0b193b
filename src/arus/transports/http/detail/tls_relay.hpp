// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/transports/http/detail/session.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <memory>
#include <optional>

// TLS in front of a connection that knows nothing of it. Sessions and sockets are written for a
// plain socket and stay so; where the listener has a certificate, this stands between:
//
//   client ══TLS══▶ [ outer: ssl::stream │ inner: one end of a socket pair ] ──▶ Session, WebSocket
//
//   first byte   a TLS record: handshake · a letter: somebody speaks plain HTTP, told so and closed
//   up           decrypted bytes into the pair        down   bytes of the pair, encrypted
//
// What the session does to its socket is done to the connection: when it closes, what it wrote
// before still goes out, then TLS is closed in order. Either side that is slow fills the pair's
// small buffers and no more. A plain listener has none of this.
namespace arus::http::detail {

/// Shared by its two directions. Everything happens on the shard's loop.
class TlsRelay : public std::enable_shared_from_this<TlsRelay> {
public:
    /// The connection has been counted among `relays` and, under the name of its peer's address,
    /// among `handshakes`; this takes it off again.
    TlsRelay(
        Shared& shared, Shard& shard, std::shared_ptr<boost::asio::ssl::context> context,
        Tcp::socket socket, boost::asio::ip::address peer);
    ~TlsRelay();
    TlsRelay(const TlsRelay&) = delete;
    TlsRelay& operator=(const TlsRelay&) = delete;

    /// The socket for the session once client and server have agreed; nothing where the connection
    /// has ended.
    Awaitable<std::optional<Tcp::socket>> begin();
    const boost::asio::ip::address& peer() const { return peer_; }

    /// Both run until the connection has ended.
    static Awaitable<void> run_up(std::shared_ptr<TlsRelay> self);
    static Awaitable<void> run_down(std::shared_ptr<TlsRelay> self);

    /// Ends what has lasted too long: the handshake, the rest of an answer after the session has
    /// ended. Called by the shard's clock.
    void check_time(SteadyTime now);
    /// Closes at once if there is no session behind it yet.
    void stop_gently();
    void cut_off();

private:
    Awaitable<bool> is_tls();
    Awaitable<void> refuse_plain();
    std::optional<Tcp::socket> make_pair();
    void wait_at_most(std::chrono::milliseconds time);
    void end_handshake();

    Shared& shared_;
    Shard& shard_;
    std::shared_ptr<boost::asio::ssl::context> context_;
    boost::asio::ssl::stream<Tcp::socket> outer_;
    Tcp::socket inner_;
    const boost::asio::ip::address peer_;
    std::list<TlsRelay*>::iterator place_;
    std::optional<SteadyTime> ends_;
    bool has_agreed_ = false;
};

}  // namespace arus::http::detail
