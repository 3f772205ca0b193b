// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace arus::bench {

/// One kept-alive HTTP/1.1 connection, as lean as a load driver needs it.
class HttpConnection {
public:
    struct Reply {
        int status = 0;
        std::string_view body;  ///< until the next send()
    };

    HttpConnection(asio::any_io_executor executor, std::uint16_t port) :
        socket_(executor), port_(port) {}

    Awaitable<void> connect();
    /// Sends a whole request and reads the reply. Throws where the connection fails or the reply
    /// has no length.
    Awaitable<Reply> send(std::string request);

    static std::string request(
        std::string_view method, std::string_view path, std::string_view token,
        std::string_view body);

private:
    Awaitable<std::size_t> read_more();

    asio::ip::tcp::socket socket_;
    std::uint16_t port_;
    std::string buffer_;
    std::size_t consumed_ = 0;
};

}  // namespace arus::bench
