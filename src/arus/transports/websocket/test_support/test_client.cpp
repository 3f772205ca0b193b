// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/test_support/test_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <stdexcept>

namespace arus::websocket::test {

namespace asio = boost::asio;

TestClient::TestClient(std::uint16_t port, Options options) : socket_(context_) {
    const asio::ip::tcp::endpoint server(asio::ip::address_v4::loopback(), port);
    socket_.open(server.protocol());
    if (options.receive_buffer_bytes > 0) {
        socket_.set_option(asio::socket_base::receive_buffer_size(options.receive_buffer_bytes));
    }
    socket_.connect(server);
    std::string request = "GET /api/v1/realtime HTTP/1.1\r\nHost: " + options.host +
                          "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    if (!options.protocol.empty()) {
        request += "Sec-WebSocket-Protocol: " + options.protocol + "\r\n";
    }
    if (!options.origin.empty()) {
        request += "Origin: " + options.origin + "\r\n";
    }
    if (!options.cookie.empty()) {
        request += "Cookie: " + options.cookie + "\r\n";
    }
    raw(request + "\r\n" + options.early);
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        fill(buffer_.size() + 1);
    }
    head_ = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    status_ = std::stoi(head_.substr(9, 3));
    if (status_ != 101) {
        try {
            for (;;) {
                fill(buffer_.size() + 1);
            }
        } catch (const std::runtime_error&) {
            body_ = buffer_;
        }
    }
}

std::string TestClient::frame(std::uint8_t first_byte, std::string_view payload, bool masked) {
    std::string out(1, static_cast<char>(first_byte));
    const std::uint8_t mask_bit = masked ? 0x80 : 0;
    const std::size_t length_bytes = payload.size() < 126 ? 0 : payload.size() < 65536 ? 2 : 8;
    const std::size_t short_length = length_bytes == 0   ? payload.size()
                                     : length_bytes == 2 ? 126
                                                         : 127;
    out += static_cast<char>(mask_bit | short_length);
    for (std::size_t i = length_bytes; i-- > 0;) {
        out += static_cast<char>(static_cast<std::uint8_t>(payload.size() >> (8 * i)));
    }
    constexpr std::string_view key = "\x12\x34\x56\x78";
    if (masked) {
        out += key;
    }
    for (std::size_t i = 0; i < payload.size(); ++i) {
        out += static_cast<char>(masked ? payload[i] ^ key[i % 4] : payload[i]);
    }
    return out;
}

void TestClient::raw(std::string_view bytes) {
    asio::write(socket_, asio::buffer(bytes));
}

bool TestClient::try_raw(std::string_view bytes) {
    boost::system::error_code error;
    asio::write(socket_, asio::buffer(bytes), error);
    return !error;
}

bool TestClient::has_more(int milliseconds) {
    pollfd waiting{socket_.native_handle(), POLLIN, 0};
    return !lines_.empty() || !buffer_.empty() || ::poll(&waiting, 1, milliseconds) > 0;
}

void TestClient::fill(std::size_t bytes) {
    char chunk[65536];
    while (buffer_.size() < bytes) {
        pollfd waiting{socket_.native_handle(), POLLIN, 0};
        if (::poll(&waiting, 1, 10'000) <= 0) {
            throw std::runtime_error("nothing came within ten seconds");
        }
        const ssize_t count = ::recv(socket_.native_handle(), chunk, sizeof chunk, 0);
        if (count <= 0) {
            throw std::runtime_error("the server hung up");
        }
        buffer_.append(chunk, static_cast<std::size_t>(count));
    }
}

TestClient::Frame TestClient::read_frame() {
    fill(2);
    const auto byte = [this](std::size_t i) { return static_cast<std::uint8_t>(buffer_[i]); };
    if ((byte(1) & 0x80) != 0) {
        throw std::runtime_error("a server must not mask");
    }
    std::size_t header = 2;
    std::uint64_t length = byte(1);
    if (length >= 126) {
        header += length == 126 ? 2 : 8;
        fill(header);
        length = 0;
        for (std::size_t i = 2; i < header; ++i) {
            length = length << 8 | byte(i);
        }
    }
    fill(header + length);
    Frame frame{static_cast<std::uint8_t>(byte(0) & 0x0f), buffer_.substr(header, length)};
    buffer_.erase(0, header + length);
    return frame;
}

std::optional<std::string> TestClient::read_line() {
    while (lines_.empty()) {
        if (close_code_ != 0) {
            return std::nullopt;
        }
        const Frame frame = read_frame();
        if (frame.opcode == 8) {
            close_code_ = frame.payload.size() < 2
                              ? 1005
                              : static_cast<std::uint8_t>(frame.payload[0]) * 256
                                    + static_cast<std::uint8_t>(frame.payload[1]);
            return std::nullopt;
        }
        if (frame.opcode != 1) {
            continue;
        }
        ++messages;
        if (frame.payload.size() > 262'144 || frame.payload.back() != '\n') {
            throw std::runtime_error("a message is too large or does not end with a line feed");
        }
        for (std::size_t at = 0; at < frame.payload.size();) {
            const std::size_t end = frame.payload.find('\n', at);
            lines_.push_back(frame.payload.substr(at, end - at));
            at = end + 1;
        }
    }
    std::string line = std::move(lines_.front());
    lines_.pop_front();
    return line;
}

boost::json::object TestClient::read() {
    for (;;) {
        const auto line = read_line();
        if (!line) {
            throw std::runtime_error("the server closed with " + std::to_string(close_code_));
        }
        boost::json::object frame = boost::json::parse(*line).as_object();
        if (!frame.contains("head") && !frame.contains("ping")) {
            return frame;
        }
    }
}

boost::json::object TestClient::ask(std::string_view command) {
    say(command);
    boost::json::object reply = read();
    if (!reply.contains("id")) {
        throw std::runtime_error("a push came before the reply");
    }
    return reply;
}

int TestClient::read_close() {
    try {
        while (read_line()) {}
        return close_code_;
    } catch (const std::runtime_error& error) {
        return std::string_view(error.what()) == "the server hung up" ? 1006 : 0;
    }
}

void TestClient::hang_up() {
    socket_.close();
}

}  // namespace arus::websocket::test
