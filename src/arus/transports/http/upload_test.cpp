// SPDX-License-Identifier: Apache-2.0
// Bodies that are kept on disk: who may send and fetch them, how many, and what a full disk does.
#include "arus/async/loop_pool.hpp"
#include "arus/base/failure.hpp"
#include "arus/transports/http/detail/transfer_slots.hpp"
#include "arus/transports/http/handlers/file_body.hpp"
#include "arus/transports/http/server.hpp"
#include "arus/transports/http/test_client.hpp"

#include <sys/resource.h>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <initializer_list>
#include <iterator>
#include <list>
#include <memory>
#include <string>

namespace arus::http {
namespace {

using namespace std::chrono_literals;
using test::Connection;
using test::Reply;

constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

/// `Bearer a`, `Bearer b`, …: each a person of its own; `z` may send no files.
Awaitable<Result<std::shared_ptr<const app::Principal>>> authenticate(std::string token, Deadline) {
    if (token.size() != 1) {
        co_return Refusal{RefusalCode::unauthenticated, "no such token", {}};
    }
    auto principal = std::make_shared<app::Principal>();
    principal->user_id.bytes[0] = static_cast<std::uint8_t>(token[0]);
    co_return std::shared_ptr<const app::Principal>(std::move(principal));
}

Awaitable<Result<Done>> may_send(Request& request) {
    if (request.principal->user_id.bytes[0] == 'z') {
        co_return Refusal{RefusalCode::forbidden, "A viewer sends no files.", {}};
    }
    co_return Done{};
}

Awaitable<Response> tell_size(Request& request) {
    Response response = json_response(200, std::to_string(request.body.size()));
    co_return response;
}

Router make_router() {
    Router router;
    Upload upload;
    upload.bytes_max = 8U << 20U;
    upload.gate = may_send;
    router.add(verb::post, "/files", Entry::signed_in, tell_size, std::move(upload));
    return router;
}

/// Writes beyond so many bytes of a file fail from here on, as they do on a full disk.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) {
        before_ = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &limit_);
        const rlimit small{bytes, limit_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &limit_);
        std::signal(SIGXFSZ, before_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit limit_{};
    void (*before_)(int) = nullptr;
};

class UploadServer : public ::testing::Test {
protected:
    UploadServer() :
        server_(Server::make(
            "test", loops_, make_router(), figures_, authenticate, nullptr, ServerOptions{})) {
        server_->start();
    }
    ~UploadServer() override { server_->stop(Deadline::in(2s)); }

    static std::string head(char who, std::size_t bytes, std::string_view more = "") {
        return "POST /files HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + std::string(1, who)
               + "\r\nContent-Length: " + std::to_string(bytes) + "\r\n" + std::string(more)
               + "\r\n";
    }

    /// Asks whether a file may come, as curl does; the connection waits for it then.
    Connection begin(char who) {
        Connection connection(server_->port());
        connection.send(head(who, 3, "Expect: 100-continue\r\n"));
        return connection;
    }

    LoopPool loops_{2};
    RequestFigures figures_;
    std::unique_ptr<Server> server_;
};

TEST_F(UploadServer, takes_a_file_larger_than_other_bodies) {
    Connection connection(server_->port());
    for (int i = 0; i < 3; ++i) {  // one after the other on one connection
        connection.send(head('a', 3U << 20U) + std::string(3U << 20U, 'x'));
        const Reply reply = connection.read_reply();
        EXPECT_EQ(reply.status, 200);
        EXPECT_EQ(reply.body, "3145728");
    }
}

TEST_F(UploadServer, refuses_who_may_not_send_one_before_it_is_sent) {
    for (const std::string_view more : {"", "Expect: 100-continue\r\n"}) {
        Connection connection(server_->port());
        connection.send(head('z', 8U << 20U, more));  // and not a byte of it
        const Reply reply = connection.read_reply();
        EXPECT_EQ(reply.status, 403);
        EXPECT_EQ(reply.code(), "forbidden");
    }
}

TEST_F(UploadServer, takes_two_of_one_person_and_four_of_everybody_at_once) {
    std::list<Connection> under_way;
    for (const char who : {'a', 'a', 'b', 'b'}) {
        under_way.push_back(begin(who));
        EXPECT_EQ(under_way.back().read_exactly(go_on.size()), go_on);
    }
    const Reply third = begin('a').read_reply();
    EXPECT_EQ(third.status, 429);
    EXPECT_EQ(third.code(), "rate_limited");
    EXPECT_EQ(third.header("Retry-After"), "10");
    const Reply fifth = begin('c').read_reply();
    EXPECT_EQ(fifth.status, 503);
    EXPECT_EQ(fifth.code(), "unavailable");
    EXPECT_EQ(fifth.header("Retry-After"), "10");

    // One that has been answered makes room at once, also while its connection stays.
    under_way.front().send("abc");
    EXPECT_EQ(under_way.front().read_reply().body, "3");
    under_way.push_back(begin('c'));
    EXPECT_EQ(under_way.back().read_exactly(go_on.size()), go_on);

    // So does one that is broken off, as soon as the server sees it.
    under_way.erase(std::next(under_way.begin()));
    const Deadline deadline = Deadline::in(30s);
    bool is_taken = false;
    while (!is_taken && !deadline.has_passed()) {
        Connection next = begin('a');
        is_taken = next.read_exactly(12) == go_on.substr(0, 12);
    }
    EXPECT_TRUE(is_taken);
}

TEST_F(UploadServer, answers_while_the_disk_is_full) {
    {
        const FullDisk full(64U << 10U);
        Connection connection(server_->port());
        connection.send(head('a', 2U << 20U) + std::string(2U << 20U, 'x'));
        const Reply reply = connection.read_reply();
        EXPECT_EQ(reply.status, 503);
        EXPECT_EQ(reply.code(), "unavailable");
        EXPECT_EQ(reply.header("Retry-After"), "30");
    }
    Connection connection(server_->port());
    connection.send(head('a', 2U << 20U) + std::string(2U << 20U, 'x'));
    EXPECT_EQ(connection.read_reply().body, "2097152");
}

UserId person(std::uint8_t number) {
    UserId id;
    id.bytes[0] = number;
    return id;
}

/// The code of what a body of this size is refused for; empty where it goes into `response`.
std::string refusal_of(
    detail::TransferSlots& slots, std::uint8_t who, std::size_t bytes, Response& response) {
    FileBody body(slots, person(who));
    const std::string piece(1U << 20U, 'x');
    while (body.bytes() < bytes) {
        const auto kept = body.append(piece);
        if (!kept) {
            return std::string(code_of(kept.refusal().code));
        }
    }
    body.move_into(response);
    return {};
}

TEST(FileBody, lies_on_disk_for_two_of_one_person_and_so_many_of_everybody_at_once) {
    constexpr std::size_t large = 3U << 20U;
    detail::TransferSlots slots(3);
    std::list<Response> on_their_way(3);
    auto next = on_their_way.begin();
    for (const std::uint8_t who : std::initializer_list<std::uint8_t>{1, 1, 2}) {
        EXPECT_EQ(refusal_of(slots, who, large, *next), "");
        EXPECT_EQ(next->file.size(), large);
        ++next;
    }
    Response other;
    EXPECT_EQ(refusal_of(slots, 1, large, other), "rate_limited");
    EXPECT_EQ(refusal_of(slots, 3, large, other), "unavailable");
    EXPECT_EQ(refusal_of(slots, 1, 1U << 20U, other), "") << "a small one stays in memory";
    on_their_way.pop_front();
    EXPECT_EQ(refusal_of(slots, 3, large, other), "");
}

TEST(FileBody, gives_its_slot_back_when_the_disk_does_not_take_it) {
    detail::TransferSlots slots(1);
    Response response;
    {
        const FullDisk full(64U << 10U);
        EXPECT_THROW(refusal_of(slots, 1, 3U << 20U, response), Failure);
    }
    EXPECT_EQ(refusal_of(slots, 2, 3U << 20U, response), "");
}

}  // namespace
}  // namespace arus::http
