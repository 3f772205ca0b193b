// SPDX-License-Identifier: Apache-2.0
#include "http_connection.hpp"

#include <boost/asio/write.hpp>

#include <charconv>
#include <stdexcept>

namespace arus::bench {

std::string HttpConnection::request(
    std::string_view method, std::string_view path, std::string_view token, std::string_view body) {
    std::string out;
    out.reserve(256 + body.size());
    out.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    if (!token.empty()) {
        out.append("Authorization: Bearer ").append(token).append("\r\n");
    }
    if (!body.empty()) {
        out.append("Content-Type: application/json\r\nContent-Length: ")
            .append(std::to_string(body.size()))
            .append("\r\n");
    }
    return out.append("\r\n").append(body);
}

Awaitable<void> HttpConnection::connect() {
    co_await socket_.async_connect({asio::ip::address_v4::loopback(), port_}, use_awaitable);
    socket_.set_option(asio::ip::tcp::no_delay(true));
}

Awaitable<std::size_t> HttpConnection::read_more() {
    constexpr std::size_t chunk = 4096;
    const std::size_t size = buffer_.size();
    buffer_.resize(size + chunk);
    const std::size_t count = co_await socket_.async_read_some(
        asio::buffer(buffer_.data() + size, chunk), use_awaitable);
    buffer_.resize(size + count);
    co_return count;
}

Awaitable<HttpConnection::Reply> HttpConnection::send(std::string request) {
    buffer_.erase(0, consumed_);
    consumed_ = 0;
    co_await asio::async_write(socket_, asio::buffer(request), use_awaitable);
    std::size_t head_end = buffer_.find("\r\n\r\n");
    while (head_end == std::string::npos) {
        co_await read_more();
        head_end = buffer_.find("\r\n\r\n");
    }
    const std::string_view head = std::string_view(buffer_).substr(0, head_end + 2);
    Reply reply;
    std::from_chars(head.data() + 9, head.data() + 12, reply.status);
    constexpr std::string_view name = "\r\nContent-Length: ";
    const std::size_t at = head.find(name);
    if (at == std::string_view::npos) {
        throw std::runtime_error("a reply has no length: " + std::string(head));
    }
    std::size_t length = 0;
    std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    while (buffer_.size() < head_end + 4 + length) {
        co_await read_more();
    }
    reply.body = std::string_view(buffer_).substr(head_end + 4, length);
    consumed_ = head_end + 4 + length;
    co_return reply;
}

}  // namespace arus::bench
