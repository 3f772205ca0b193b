// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/handshake_refusal.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/field.hpp>

#include <algorithm>

namespace arus::websocket::detail {

namespace {

namespace http = boost::beast::http;

std::string_view field(const Upgrade& upgrade, http::field name) {
    const auto value = upgrade.request[name];
    return {value.data(), value.size()};
}

bool same(std::string_view a, std::string_view b) {
    return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

}  // namespace

bool is_allowed_origin(
    std::string_view origin, std::string_view host, const std::vector<std::string>& allowed) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (origin.size() > scheme.size() && same(origin.substr(0, scheme.size()), scheme)
            && same(origin.substr(scheme.size()), host)) {
            return true;
        }
    }
    return std::ranges::any_of(
        allowed, [origin](const std::string& one) { return same(one, origin); });
}

std::optional<wire::Problem> refusal_of(const Upgrade& upgrade, const Shared& shared) {
    if (upgrade.request.find(http::field::origin) != upgrade.request.end()
        && !is_allowed_origin(
            field(upgrade, http::field::origin), field(upgrade, http::field::host),
            shared.options.allowed_origins)) {
        return wire::problem_of(
            {RefusalCode::origin_refused, "This origin may not open a socket here.", {}});
    }
    const bool is_full = shared.counters.sockets.load(std::memory_order_relaxed)
                         >= shared.options.sockets_max;
    if (shared.refusing || is_full) {
        auto problem = wire::problem_of(
            {RefusalCode::unavailable, "No more sockets are let in at the moment.", {}});
        problem.retry_after_s = 2;
        return problem;
    }
    return std::nullopt;
}

Awaitable<void> refuse_upgrade(Upgrade upgrade, wire::Problem problem) {
    std::string body;
    wire::append_problem(body, problem, upgrade.request_id);
    const auto status = static_cast<http::status>(problem.error->status);
    const auto reason = http::obsolete_reason(status);
    std::string response = "HTTP/1.1 " + std::to_string(problem.error->status) + ' ';
    response.append(reason.data(), reason.size());
    response +=
        "\r\nContent-Type: application/problem+json\r\nConnection: close\r\nCache-Control: "
        "no-store\r\n";
    if (problem.retry_after_s) {
        response += "Retry-After: " + std::to_string(*problem.retry_after_s) + "\r\n";
    }
    if (!upgrade.request_id.empty()) {
        response += "X-Request-Id: " + upgrade.request_id + "\r\n";
    }
    response += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;

    boost::system::error_code error;
    const auto socket = std::make_shared<asio::ip::tcp::socket>(std::move(upgrade.socket));
    // It fits into the kernel's buffer of a fresh connection, so that this does not wait for the
    // peer.
    co_await asio::async_write(
        *socket, asio::buffer(response), asio::redirect_error(use_awaitable, error));
    socket->shutdown(asio::ip::tcp::socket::shutdown_send, error);
    // Closing with something unread would take the answer back (RFC 1122 section 4.2.2.13).
    asio::steady_timer timer(socket->get_executor(), std::chrono::seconds(2));
    timer.async_wait([socket](boost::system::error_code waited) {
        if (!waited) {
            boost::system::error_code ignored;
            socket->close(ignored);
        }
    });
    std::array<char, 512> rest;
    while (!error) {
        co_await socket->async_read_some(
            asio::buffer(rest), asio::redirect_error(use_awaitable, error));
    }
    timer.cancel();
}

}  // namespace arus::websocket::detail
