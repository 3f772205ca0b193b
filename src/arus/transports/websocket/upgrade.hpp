// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>

#include <string>

namespace arus::websocket {

/// A connection that asked for the socket: what the HTTP side has read of it, handed over whole.
struct Upgrade {
    boost::asio::ip::tcp::socket socket;  ///< open, on a loop of the pool, nothing written to it
                                          ///< since this request
    boost::beast::http::request<boost::beast::http::empty_body> request;  ///< GET with `Upgrade:
                                                                          ///< websocket`
    std::string leftover;    ///< bytes that came after the request
    std::string address;     ///< of the peer, for the log
    std::string request_id;  ///< said in a refusal
};

}  // namespace arus::websocket
