// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/test_support/test_server.hpp"

#include "arus/base/log.hpp"
#include "arus/transports/websocket/upgrade.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/json/serialize.hpp>

#include <thread>

namespace arus::websocket::test {

SocketTest::SocketTest() :
    book(backend.add_book()),
    acceptor_(loops_.loop(0), asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    log::start(log::Level::error);
    backend.add_user(owner);
    backend.let_in(owner, book, app::Role::owner);
}

SocketTest::~SocketTest() {
    stop();
}

void SocketTest::stop() {
    if (stopped_) {
        return;
    }
    stopped_ = true;
    auto close = [this] { acceptor_.close(); };
    asio::post(loops_.loop(0), asio::use_future(std::move(close))).get();
    EXPECT_TRUE(tasks_.wait(Deadline::in(std::chrono::seconds(10))));
    if (realtime_) {
        realtime_->stop(Deadline::in(std::chrono::milliseconds(200)));
    }
    loops_.stop();
}

void SocketTest::start(Options options) {
    realtime_ = Realtime::make(backend, loops_, system_clock(), std::move(options));
    tasks_.spawn(loops_.loop(0).get_executor(), accept_all());
}

Realtime& SocketTest::realtime() {
    if (!realtime_) {
        start({});
    }
    return *realtime_;
}

std::uint16_t SocketTest::port() {
    realtime();
    return acceptor_.local_endpoint().port();
}

Awaitable<void> SocketTest::accept_all() {
    for (;;) {
        boost::system::error_code error;
        auto& loop = loops_.next();
        auto socket = std::make_shared<asio::ip::tcp::socket>(loop);
        co_await acceptor_.async_accept(*socket, asio::redirect_error(use_awaitable, error));
        if (error) {
            co_return;
        }
        tasks_.spawn(loop.get_executor(), read_request(std::move(socket)));
    }
}

Awaitable<void> SocketTest::read_request(std::shared_ptr<asio::ip::tcp::socket> socket) {
    boost::beast::flat_buffer buffer;
    boost::beast::http::request<boost::beast::http::empty_body> request;
    co_await boost::beast::http::async_read(*socket, buffer, request, use_awaitable);
    const auto rest = buffer.data();
    std::string leftover(static_cast<const char*>(rest.data()), rest.size());
    realtime_->accept(
        {std::move(*socket), std::move(request), std::move(leftover), "127.0.0.1", "request-1"});
}

std::unique_ptr<TestClient> SocketTest::client(
    const std::string& token, TestClient::Options options) {
    auto made = std::make_unique<TestClient>(port(), std::move(options));
    const auto reply = made->ask(
        R"({"id":1,"connect":{"token":")" + token + R"(","client":{"name":"t","version":"1"}}})");
    EXPECT_TRUE(reply.contains("ok")) << boost::json::serialize(reply);
    return made;
}

std::string SocketTest::subscribe_command(const std::string& members) const {
    return R"({"id":2,"subscribe":{"book":")" + book.text() + R"(","channel":"ledger")" + members
           + "}}";
}

void SocketTest::expect_events(TestClient& reader, std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t offset = from + 1; offset <= to; ++offset) {
        const auto frame = reader.read();
        ASSERT_TRUE(frame.contains("event")) << boost::json::serialize(frame);
        ASSERT_EQ(frame.at("event").at("offset").to_number<std::uint64_t>(), offset);
    }
}

}  // namespace arus::websocket::test
