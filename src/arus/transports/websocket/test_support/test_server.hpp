// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/task_scope.hpp"
#include "arus/transports/websocket/realtime.hpp"
#include "arus/transports/websocket/test_support/fake_backend.hpp"
#include "arus/transports/websocket/test_support/test_client.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace arus::websocket::test {

/// The module on a real port of this machine, before a FakeBackend. User `owner` may do everything
/// in `book`.
class SocketTest : public testing::Test {
protected:
    SocketTest();
    ~SocketTest() override;

    /// Starts with these options; called at the first use otherwise.
    void start(Options options);
    std::uint16_t port();
    Realtime& realtime();
    void stop();

    /// A client that has connected as this user.
    std::unique_ptr<TestClient> client(
        const std::string& token = "owner-token-0000", TestClient::Options options = {});
    std::string subscribe_command(const std::string& members = "") const;
    /// Reads pushes until the event `to` has come; fails where one is missing or comes twice after
    /// `from`.
    void expect_events(TestClient& reader, std::uint64_t from, std::uint64_t to);
    /// Waits until the condition holds; fails after ten seconds.
    template <class Condition>
    void eventually(Condition condition) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition()) {
            ASSERT_LT(std::chrono::steady_clock::now(), until) << "it did not happen in time";
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }

    static constexpr const char* owner = "owner-token-0000";
    FakeBackend backend;
    BookId book;

private:
    Awaitable<void> accept_all();
    Awaitable<void> read_request(std::shared_ptr<asio::ip::tcp::socket> socket);

    LoopPool loops_{2};
    std::unique_ptr<Realtime> realtime_;
    asio::ip::tcp::acceptor acceptor_;
    TaskScope tasks_{"test"};
    bool stopped_ = false;
};

}  // namespace arus::websocket::test
