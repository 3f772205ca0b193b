// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace arus::websocket::test {

/// One side of a WebSocket, written out by hand so that it can also say what no library would.
/// Blocks; every wait ends in an exception after ten seconds.
class TestClient {
public:
    struct Options {
        std::string protocol = "arus.v1";  ///< empty: none is offered
        std::string origin{};
        std::string host = "arus.test";
        std::string cookie{};
        std::string early{};  ///< sent in one piece with the request
        int receive_buffer_bytes = 0;
    };
    explicit TestClient(std::uint16_t port) : TestClient(port, Options{}) {}
    TestClient(std::uint16_t port, Options options);

    int status() const { return status_; }             ///< of the handshake
    const std::string& head() const { return head_; }  ///< of the response
    const std::string& body() const { return body_; }  ///< where there was no upgrade

    // ---- writing
    static constexpr std::uint8_t text = 0x81;
    static std::string frame(std::uint8_t first_byte, std::string_view payload, bool masked = true);
    void raw(std::string_view bytes);
    /// False if the server has cut the connection meanwhile.
    bool try_raw(std::string_view bytes);
    void say(std::string_view line) { raw(frame(text, line)); }

    // ---- reading
    struct Frame {
        std::uint8_t opcode = 0;
        std::string payload;
    };
    Frame read_frame();
    /// The next line of a text message; nothing once the close frame has come.
    std::optional<std::string> read_line();
    /// The next line that is no head or ping.
    boost::json::object read();
    /// Sends `command` and returns the reply, which must come next.
    boost::json::object ask(std::string_view command);
    /// Reads until the server closes and returns its code; 1006 if it just hung up.
    int read_close();
    /// True if something comes within that time.
    bool has_more(int milliseconds);

    std::size_t messages = 0;
    void hang_up();

private:
    void fill(std::size_t bytes);

    boost::asio::io_context context_;
    boost::asio::ip::tcp::socket socket_;
    std::string buffer_;
    std::deque<std::string> lines_;
    int status_ = 0;
    int close_code_ = 0;
    std::string head_;
    std::string body_;
};

}  // namespace arus::websocket::test
