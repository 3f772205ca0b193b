// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/transports/http/metrics.hpp"
#include "arus/transports/http/origins.hpp"
#include "arus/transports/http/rate_limit.hpp"
#include "arus/transports/http/router.hpp"
#include "arus/transports/http/tls.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace arus::http {

/// A connection that wants to become a WebSocket: everything that was read of it, unanswered. Who
/// takes it answers.
struct Upgrade {
    boost::asio::ip::tcp::socket socket;  ///< on one loop of the pool, not in the middle of
                                          ///< anything
    boost::beast::http::request<boost::beast::http::empty_body> request;  ///< GET with `Upgrade:
                                                                          ///< websocket`
    std::string leftover;  ///< what the client sent after it
    std::string address;   ///< who asks
    std::string request_id;
};
/// Called on the loop of the socket; must not block nor throw.
using UpgradeHandler = std::function<void(Upgrade)>;

/// Whose token this is, or `unauthenticated`.
using Authenticator = std::function<Awaitable<Result<std::shared_ptr<const app::Principal>>>(
    std::string token, Deadline deadline)>;

/// Limits and times of one listener.
struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;                     ///< 0: a free one
    std::size_t connections_max = 10'000;       ///< beyond: answered 503 and closed
    std::size_t header_bytes_max = 16U << 10U;  ///< 431
    std::size_t body_bytes_max = 1U << 20U;     ///< 413
    std::size_t drain_bytes_max = 4U << 20U;    ///< of a body that is too large, read and dropped
                                                ///< before closing
    std::chrono::milliseconds read_timeout{15'000};  ///< from the first byte of a request to its
                                                     ///< last: 408
    std::chrono::milliseconds idle_timeout{75'000};  ///< without a request
    std::chrono::milliseconds write_timeout{30'000};
    std::chrono::milliseconds request_timeout{30'000};  ///< the deadline that handlers get
    std::string upgrade_path;  ///< GET with `Upgrade: websocket` there goes to the upgrade handler
    AllowedOrigins origins{{}};
    TrustedProxies proxies;
    /// Requests and upgrades from one address, 429 beyond; the machine itself is not counted. Null:
    /// no limit. Both limits must outlive the server.
    RateLimit* per_address = nullptr;
    RateLimit* per_key = nullptr;  ///< requests with one API key
    bool https = false;            ///< people come by https: tell browsers never to come otherwise
    /// Speaks TLS with this certificate, which others may hold and reload; null: plain.
    std::shared_ptr<const TlsContext> tls;
    std::size_t handshakes_max = 256;        ///< under way at once; beyond: closed
    std::size_t handshakes_of_one_max = 64;  ///< from one address
};

/// One listener and its connections: HTTP/1.1 (RFC 9112) with keep-alive and pipelining (one
/// request at a time, in order). Each connection is one coroutine on one loop for its life.
///
///   accept -> [ idle -> head -> body -> route -> who -> handler -> write ]* -> close
///
/// Owned by `server/`. stop() must come before the end of the loops and of what the handlers use.
class Server {
public:
    /// Binds and listens; throws Failure (unavailable) where that is not possible. `figures`
    /// counts from now on and must outlive the server. `name` goes into logs.
    static std::unique_ptr<Server> make(
        std::string name, LoopPool& loops, Router router, RequestFigures& figures,
        Authenticator authenticator, UpgradeHandler upgrade, ServerOptions options);
    virtual ~Server() = default;

    /// The port that is listened on.
    virtual std::uint16_t port() const = 0;

    /// Begins to accept.
    virtual void start() = 0;

    /// Accepts no more, closes idle connections, lets requests that have begun be answered, closes.
    /// What is not done by the deadline is cut off. May be called again.
    virtual void stop(Deadline deadline) = 0;

    /// Connections open now.
    virtual std::size_t connections() const = 0;
};

}  // namespace arus::http
