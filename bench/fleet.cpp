// SPDX-License-Identifier: Apache-2.0
#include "fleet.hpp"

#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace arus::bench {

namespace {

/// A client's text message: masked, with a key of zeros, which changes nothing (RFC 6455
/// section 5.3 asks for a random one to protect proxies; there is none here).
std::string frame(std::string_view payload) {
    std::string out("\x81", 1);
    if (payload.size() < 126) {
        out += static_cast<char>(0x80U | payload.size());
    } else {
        out += static_cast<char>(0xFE);
        out += static_cast<char>(payload.size() >> 8U);
        out += static_cast<char>(payload.size() & 0xFFU);
    }
    return out.append(4, '\0').append(payload);
}

std::uint64_t number_after(std::string_view text, std::string_view words) {
    const std::size_t at = text.find(words);
    std::uint64_t value = 0;
    if (at != std::string_view::npos) {
        std::from_chars(text.data() + at + words.size(), text.data() + text.size(), value);
    }
    return value;
}

}  // namespace

Fleet::Fleet(asio::io_context& context, Options options) :
    context_(context), options_(std::move(options)), buffer_(512U << 10U, '\0') {
}

Fleet::~Fleet() {
    drop();
}

Awaitable<void> Fleet::open(std::size_t count, std::optional<std::uint64_t> since) {
    asio::steady_timer timer(context_);
    const std::size_t first = members_.size();
    for (std::size_t i = 0; i < count; ++i) {
        while (opening_ >= options_.connecting_max) {
            timer.expires_after(std::chrono::microseconds(500));
            co_await timer.async_wait(use_awaitable);
        }
        auto member = std::make_shared<Member>(context_);
        members_.push_back(member);
        ++opening_;
        tasks_.spawn(context_.get_executor(), open_one(member, since));
    }
    const auto until = Clock::now() + std::chrono::seconds(120);
    for (std::size_t i = first; i < members_.size(); ++i) {
        while (!members_[i]->subscribed) {
            if (Clock::now() > until) {
                throw std::runtime_error("not every socket could be subscribed");
            }
            timer.expires_after(std::chrono::milliseconds(1));
            co_await timer.async_wait(use_awaitable);
        }
    }
}

Awaitable<void> Fleet::open_one(MemberRef member, std::optional<std::uint64_t> since) {
    auto& socket = member->socket;
    socket.open(asio::ip::tcp::v4());
    const int port_later = 1;
    ::setsockopt(
        socket.native_handle(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &port_later,
        sizeof port_later);
    if (options_.receive_buffer_bytes > 0) {
        socket.set_option(asio::socket_base::receive_buffer_size(options_.receive_buffer_bytes));
    }
    socket.bind({asio::ip::make_address(options_.source_address), 0});
    co_await socket.async_connect({asio::ip::address_v4::loopback(), options_.port}, use_awaitable);
    const std::string request =
        "GET /api/v1/realtime HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: "
        "websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Protocol: arus.v1\r\n\r\n";
    co_await asio::async_write(socket, asio::buffer(request), use_awaitable);
    std::string response;
    const std::size_t head = co_await asio::async_read_until(
        socket, asio::dynamic_buffer(response), "\r\n\r\n", use_awaitable);
    if (!response.starts_with("HTTP/1.1 101")) {
        throw std::runtime_error("no upgrade: " + response);
    }
    std::string subscribe = R"({"id":2,"subscribe":{"book":")" + options_.book
                            + R"(","channel":"ledger")";
    if (since) {
        subscribe += R"(,"since":{"epoch":")" + options_.epoch + R"(","offset":)"
                     + std::to_string(*since) + "}";
    }
    const std::string commands = R"({"id":1,"connect":{"token":")" + options_.token
                                 + R"(","client":{"name":"bench","version":"1"}}})" + "\n"
                                 + subscribe + "}}\n";
    socket.non_blocking(true);
    send_text(*member, commands);
    parse(*member, std::string_view(response).substr(head));
    --opening_;
    wait_for_data(member);
}

void Fleet::send_text(Member& member, std::string_view payload) {
    const std::string bytes = frame(payload);
    boost::system::error_code error;
    if (asio::write(member.socket, asio::buffer(bytes), error) != bytes.size()) {
        throw std::runtime_error("a small message could not be sent");
    }
}

void Fleet::wait_for_data(MemberRef member) {
    if (options_.bytes_per_s > 0) {
        read_in_a_second(std::move(member));
        return;
    }
    auto& socket = member->socket;
    socket.async_wait(
        asio::socket_base::wait_read, [this, member](boost::system::error_code error) {
            if (!error && read_available(*member, buffer_.size())) {
                wait_for_data(member);
            }
        });
}

void Fleet::read_in_a_second(MemberRef member) {
    member->pace.expires_after(std::chrono::seconds(1));
    member->pace.async_wait([this, member](boost::system::error_code error) {
        const std::size_t bytes_max = options_.bytes_per_s > 0 ? options_.bytes_per_s
                                                               : buffer_.size();
        if (!error && read_available(*member, bytes_max)) {
            wait_for_data(member);
        }
    });
}

bool Fleet::read_available(Member& member, std::size_t bytes_max) {
    boost::system::error_code error;
    const std::size_t count = member.socket.read_some(asio::buffer(buffer_, bytes_max), error);
    if (error == asio::error::would_block) {
        return true;
    }
    if (error) {
        ++lost_;
        return false;
    }
    bytes_ += count;
    parse(member, std::string_view(buffer_).substr(0, count));
    return true;
}

void Fleet::parse(Member& member, std::string_view bytes) {
    if (!member.rest.empty()) {
        member.rest += bytes;
        bytes = member.rest;
    }
    std::size_t at = 0;
    for (;;) {
        const std::string_view left = bytes.substr(at);
        const auto byte = [left](std::size_t i) { return static_cast<std::uint8_t>(left[i]); };
        if (left.size() < 2) {
            break;
        }
        const std::size_t length_bytes = byte(1) < 126 ? 0 : byte(1) == 126 ? 2 : 8;
        if (left.size() < 2 + length_bytes) {
            break;
        }
        std::uint64_t length = length_bytes == 0 ? byte(1) : 0;
        for (std::size_t i = 0; i < length_bytes; ++i) {
            length = length << 8U | byte(2 + i);
        }
        if (left.size() < 2 + length_bytes + length) {
            break;
        }
        const unsigned opcode = byte(0) & 0x0FU;
        if (opcode == 1) {
            take_message(member, left.substr(2 + length_bytes, length));
        } else if (opcode == 8 && length >= 2) {
            close_code_ = static_cast<std::uint16_t>(byte(2) * 256 + byte(3));
        }
        at += 2 + length_bytes + length;
    }
    std::string rest(bytes.substr(at));
    member.rest = std::move(rest);
}

void Fleet::take_message(Member& member, std::string_view payload) {
    ++messages_;
    while (!payload.empty()) {
        const std::size_t end = payload.find('\n');
        take_line(member, payload.substr(0, end));
        payload.remove_prefix(end + 1);
    }
}

void Fleet::take_line(Member& member, std::string_view line) {
    if (line.starts_with("{\"event\":")) {
        const std::uint64_t offset = number_after(line.substr(0, 200), "\"offset\":");
        gaps_ += offset == member.next ? 0 : 1;
        member.next = offset + 1;
        ++events_;
        if (on_event && members_.front().get() == &member) {
            on_event(offset);
        }
        if (on_every_event) {
            on_every_event(offset);
        }
    } else if (line.starts_with("{\"ping\":")) {
        send_text(member, "{\"pong\":" + std::to_string(number_after(line, "{\"ping\":")) + "}\n");
    } else if (line.starts_with("{\"id\":2,\"ok\"")) {
        member.next = number_after(line, "\"offset\":") + 1;
        member.subscribed = true;
    } else if (line.find("\"error\"") != std::string_view::npos) {
        throw std::runtime_error("the server refused: " + std::string(line));
    }
}

void Fleet::drop() {
    for (const auto& member : members_) {
        boost::system::error_code ignored;
        member->pace.cancel();
        member->socket.close(ignored);
    }
    members_.clear();
}

std::string Fleet::state() const {
    const auto [slowest, fastest] = std::ranges::minmax(
        members_, {}, [](const MemberRef& member) { return member->next; });
    return std::to_string(members_.size()) + " sockets wait for offsets "
           + std::to_string(slowest->next) + " to " + std::to_string(fastest->next) + "; "
           + std::to_string(gaps_) + " gaps, " + std::to_string(lost_)
           + " links lost, last close code " + std::to_string(close_code_);
}

Awaitable<bool> Fleet::wait_for(std::uint64_t offset, TimePoint deadline) {
    asio::steady_timer timer(context_);
    std::size_t done = 0;
    while (done < members_.size()) {
        if (members_[done]->next > offset) {
            ++done;
        } else if (Clock::now() > deadline) {
            co_return false;
        } else {
            timer.expires_after(std::chrono::milliseconds(1));
            co_await timer.async_wait(use_awaitable);
        }
    }
    co_return true;
}

}  // namespace arus::bench
