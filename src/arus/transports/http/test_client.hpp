// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <gtest/gtest.h>
#include <poll.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// A client for tests that sends exactly the bytes it is given.
namespace arus::http::test {

struct Reply {
    int status = 0;  ///< 0: the connection ended instead
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    std::string header(const std::string& name) const {
        for (const auto& [key, value] : headers) {
            if (key == name) {
                return value;
            }
        }
        return {};
    }
    /// The `code` of a problem document.
    std::string code() const {
        const std::string mark = "\"code\":\"";
        const std::size_t from = body.find(mark);
        return from == std::string::npos
                   ? ""
                   : body.substr(
                         from + mark.size(),
                         body.find('"', from + mark.size()) - from - mark.size());
    }
};

/// Blocking, on loopback; every read gives up after ten seconds.
class Connection {
public:
    explicit Connection(std::uint16_t port) : socket_(*context_) {
        socket_.connect({boost::asio::ip::address_v4::loopback(), port});
    }

    void send(const std::string& bytes) {
        boost::asio::write(socket_, boost::asio::buffer(bytes), error_);
    }
    void send_if_open(const std::string& bytes) { send(bytes); }

    bool has_input() { return wait_input(std::chrono::milliseconds(0)); }
    bool wait_input(std::chrono::milliseconds time) {
        pollfd waiting{socket_.native_handle(), POLLIN, 0};
        return !input_.empty() || poll(&waiting, 1, static_cast<int>(time.count())) > 0;
    }

    std::string read_exactly(std::size_t bytes) {
        while (input_.size() < bytes && read_more()) {}
        const std::string taken = input_.substr(0, bytes);
        input_.erase(0, taken.size());
        return taken;
    }

    std::string read_to_end() {
        while (read_more()) {}
        return std::exchange(input_, {});
    }

    Reply read_reply() {
        Reply reply;
        std::size_t end = 0;
        while ((end = input_.find("\r\n\r\n")) == std::string::npos) {
            if (!read_more()) {
                return reply;
            }
        }
        const std::string head = read_exactly(end + 4);
        reply.status = std::stoi(head.substr(9, 3));
        std::size_t length = 0;
        for (std::size_t at = head.find("\r\n") + 2; at < head.size() - 2;) {
            const std::size_t stop = head.find("\r\n", at);
            const std::size_t colon = head.find(": ", at);
            reply.headers.emplace_back(
                head.substr(at, colon - at), head.substr(colon + 2, stop - colon - 2));
            at = stop + 2;
        }
        if (const std::string text = reply.header("Content-Length"); !text.empty()) {
            length = std::stoul(text);
        }
        reply.body = read_exactly(length);
        return reply;
    }

private:
    bool read_more() {
        if (!wait_for_bytes()) {
            ADD_FAILURE() << "nothing came within ten seconds";
            return false;
        }
        char bytes[65536];
        const std::size_t count = socket_.read_some(boost::asio::buffer(bytes), error_);
        input_.append(bytes, count);
        return !error_ && count > 0;
    }
    bool wait_for_bytes() {
        pollfd waiting{socket_.native_handle(), POLLIN, 0};
        return poll(&waiting, 1, 10'000) > 0;
    }

    std::unique_ptr<boost::asio::io_context> context_ = std::make_unique<boost::asio::io_context>();
    boost::asio::ip::tcp::socket socket_;
    boost::system::error_code error_;
    std::string input_;
};

}  // namespace arus::http::test
