// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/detail/tls_relay.hpp"

#include "arus/app/people/authentication.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <utility>
#include <vector>

namespace arus::http::detail {

namespace ssl = boost::asio::ssl;
using ErrorCode = boost::system::error_code;
using namespace std::chrono_literals;

namespace {

constexpr auto handshake_timeout = 10s;
constexpr auto close_timeout = 2s;  ///< for the client's part of closing
constexpr int pair_bytes = 64 << 10;
constexpr std::size_t piece_bytes = 16U << 10U;  ///< a TLS record holds no more (RFC 8446 5.1)
constexpr char tls_record = 0x16;                ///< RFC 8446 section 5.1: handshake

constexpr std::string_view speaks_https =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
    "Content-Length: 55\r\n\r\nThis port speaks https: open the address with https://\n";

}  // namespace

TlsRelay::TlsRelay(
    Shared& shared, Shard& shard, std::shared_ptr<ssl::context> context, Tcp::socket socket,
    boost::asio::ip::address peer) :
    shared_(shared),
    shard_(shard),
    context_(std::move(context)),
    outer_(std::move(socket), *context_),
    inner_(shard.loop),
    peer_(std::move(peer)) {
    shard_.relays.push_front(this);
    place_ = shard_.relays.begin();
    wait_at_most(handshake_timeout);
}

TlsRelay::~TlsRelay() {
    if (!has_agreed_) {
        end_handshake();
    }
    shard_.relays.erase(place_);
    shared_.relays.fetch_sub(1, std::memory_order_relaxed);
}

void TlsRelay::end_handshake() {
    shared_.handshakes.give_back(app::throttle_name(peer_.to_string()));
}

void TlsRelay::wait_at_most(std::chrono::milliseconds time) {
    ends_ = std::chrono::steady_clock::now() + time;
}

void TlsRelay::check_time(SteadyTime now) {
    if (ends_ && now >= *ends_) {
        cut_off();
    }
}

void TlsRelay::stop_gently() {
    if (!has_agreed_) {
        cut_off();
    }
}

void TlsRelay::cut_off() {
    ErrorCode ignored;
    outer_.next_layer().close(ignored);
    inner_.close(ignored);
}

/// Looks at the first byte without taking it. Ends the connection if it is of neither kind.
Awaitable<bool> TlsRelay::is_tls() {
    Tcp::socket& socket = outer_.next_layer();
    ErrorCode error;
    co_await socket.async_wait(Tcp::socket::wait_read, asio::redirect_error(use_awaitable, error));
    char first = 0;
    if (error || ::recv(socket.native_handle(), &first, 1, MSG_PEEK | MSG_DONTWAIT) != 1) {
        cut_off();
        co_return false;
    }
    if (first == tls_record) {
        co_return true;
    }
    if (first >= 'A' && first <= 'Z') {
        co_await refuse_plain();
    }
    cut_off();
    co_return false;
}

Awaitable<void> TlsRelay::refuse_plain() {
    Tcp::socket& socket = outer_.next_layer();
    ErrorCode error;
    co_await asio::async_write(
        socket, asio::buffer(speaks_https), asio::redirect_error(use_awaitable, error));
    socket.shutdown(Tcp::socket::shutdown_send, error);
    wait_at_most(close_timeout);
    // Closing with something unread would take the answer back (RFC 1122 section 4.2.2.13).
    std::array<char, 512> rest{};
    while (!error) {
        co_await socket.async_read_some(
            asio::buffer(rest), asio::redirect_error(use_awaitable, error));
    }
}

/// The session's end; this one's becomes inner_.
std::optional<Tcp::socket> TlsRelay::make_pair() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return std::nullopt;
    }
    for (const int end : ends) {
        ::setsockopt(end, SOL_SOCKET, SO_SNDBUF, &pair_bytes, sizeof pair_bytes);
    }
    Tcp::socket theirs(shard_.loop);
    ErrorCode error;
    inner_.assign(Tcp::v4(), ends[0], error);
    if (error) {
        ::close(ends[0]);
        ::close(ends[1]);
        return std::nullopt;
    }
    theirs.assign(Tcp::v4(), ends[1], error);
    if (error) {
        ::close(ends[1]);
        return std::nullopt;
    }
    return theirs;
}

Awaitable<std::optional<Tcp::socket>> TlsRelay::begin() {
    ErrorCode error;
    outer_.next_layer().set_option(Tcp::no_delay(true), error);
    if (error) {
        co_return std::nullopt;
    }
    const bool goes_on = co_await is_tls();
    if (!goes_on) {
        co_return std::nullopt;
    }
    co_await outer_.async_handshake(
        ssl::stream_base::server, asio::redirect_error(use_awaitable, error));
    if (error) {
        cut_off();
        co_return std::nullopt;
    }
    has_agreed_ = true;
    end_handshake();
    ends_.reset();
    co_return make_pair();
}

Awaitable<void> TlsRelay::run_up(std::shared_ptr<TlsRelay> self) {
    std::vector<char> piece(piece_bytes);
    ErrorCode error;
    while (!error) {
        const std::size_t count = co_await self->outer_.async_read_some(
            asio::buffer(piece), asio::redirect_error(use_awaitable, error));
        if (count > 0) {
            ErrorCode written;
            co_await asio::async_write(
                self->inner_, asio::buffer(piece.data(), count),
                asio::redirect_error(use_awaitable, written));
            error = error ? error : written;
        }
    }
    // The session reads the end; what it still has to say goes out by the other direction.
    ErrorCode ignored;
    self->inner_.shutdown(Tcp::socket::shutdown_send, ignored);
}

Awaitable<void> TlsRelay::run_down(std::shared_ptr<TlsRelay> self) {
    std::vector<char> piece(piece_bytes);
    ErrorCode error;
    while (!error) {
        const std::size_t count = co_await self->inner_.async_read_some(
            asio::buffer(piece), asio::redirect_error(use_awaitable, error));
        if (count > 0) {
            ErrorCode written;
            self->wait_at_most(self->shared_.options.write_timeout);
            co_await asio::async_write(
                self->outer_, asio::buffer(piece.data(), count),
                asio::redirect_error(use_awaitable, written));
            self->ends_.reset();
            error = error ? error : written;
        }
    }
    self->wait_at_most(close_timeout);
    if (self->outer_.next_layer().is_open()) {
        co_await self->outer_.async_shutdown(asio::redirect_error(use_awaitable, error));
    }
    self->cut_off();
}

}  // namespace arus::http::detail
