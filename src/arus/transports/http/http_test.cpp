// SPDX-License-Identifier: Apache-2.0
// Raw bytes over real sockets against a listener with a small table of handlers.
#include "arus/async/loop_pool.hpp"
#include "arus/base/failure.hpp"
#include "arus/transports/http/server.hpp"
#include "arus/transports/http/static_files.hpp"
#include "arus/transports/http/test_client.hpp"

#include <boost/asio/steady_timer.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

namespace arus::http {
namespace {

using namespace std::chrono_literals;
using test::Connection;
using test::Reply;

Response text_response(std::string text) {
    Response response = json_response(200, std::move(text));
    response.content_type = "text/plain";
    return response;
}

Awaitable<Response> hello(Request&) {
    co_return text_response("hello");
}

Awaitable<Response> echo(Request& request) {
    co_return text_response(std::string(request.body));
}

Awaitable<Response> show_request(Request& request) {
    std::string text = std::string(request.parameters[0]) + "|" + std::string(request.query) + "|"
                       + request.address;
    text += request.is_local ? "|local" : "|remote";
    co_return text_response(std::move(text));
}

Awaitable<Response> wait_a_while(Request&) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    timer.expires_after(150ms);
    co_await timer.async_wait(use_awaitable);
    co_return text_response("waited");
}

Awaitable<Response> fail(Request& request) {
    if (request.query == "unknown") {
        throw Failure({Failure::Kind::unavailable, true, false, "test"}, "the disk went away");
    }
    if (request.query == "later") {
        throw Failure({Failure::Kind::overloaded, true, true, "test"}, "too much work");
    }
    throw std::runtime_error("secret detail");
    co_return Response{};
}

Awaitable<Response> large(Request&) {
    co_return text_response(std::string(3U << 20U, 'x'));
}

Router make_router() {
    Router router;
    router.add(verb::get, "/hello", Entry::open, hello);
    router.add(verb::post, "/echo", Entry::open, echo);
    router.add(verb::get, "/things/{id}", Entry::open, show_request);
    router.add(verb::put, "/things/{id}", Entry::open, echo);
    router.add(verb::get, "/things/all", Entry::open, hello);
    router.add(verb::get, "/slow", Entry::open, wait_a_while);
    router.add(verb::get, "/fail", Entry::open, fail);
    router.add(verb::get, "/large", Entry::open, large);
    router.add(verb::post, "/sign-in", Entry::open_write, echo);
    router.add(verb::get, "/private", Entry::signed_in, hello);
    router.add(verb::post, "/private", Entry::signed_in, echo);
    return router;
}

Awaitable<Result<std::shared_ptr<const app::Principal>>> authenticate(std::string token, Deadline) {
    if (token != "good") {
        co_return Refusal{RefusalCode::unauthenticated, "no such token", {}};
    }
    co_return std::shared_ptr<const app::Principal>(std::make_shared<app::Principal>());
}

ServerOptions test_options() {
    ServerOptions options;
    options.read_timeout = 400ms;
    options.idle_timeout = 600ms;
    options.origins = AllowedOrigins({"https://books.example"});
    options.upgrade_path = "/socket";
    return options;
}

/// A listener of its own for each test.
class HttpServer : public ::testing::Test {
protected:
    explicit HttpServer(ServerOptions options = test_options()) :
        server_(Server::make(
            "test", loops_, make_router(), figures_, authenticate,
            [this](Upgrade upgrade) { take(std::move(upgrade)); }, std::move(options))) {
        server_->start();
    }
    ~HttpServer() override { server_->stop(Deadline::in(2s)); }

    Connection connect() { return Connection(server_->port()); }

    /// Sends bytes on a connection of their own; the first reply.
    Reply ask(const std::string& bytes) {
        Connection connection = connect();
        connection.send(bytes);
        return connection.read_reply();
    }

    void take(Upgrade upgrade) {
        upgraded_path_ = std::string(upgrade.request.target());
        upgraded_leftover_ = upgrade.leftover;
        boost::system::error_code ignored;
        asio::write(upgrade.socket, asio::buffer(std::string_view("taken")), ignored);
    }

    LoopPool loops_{2};
    RequestFigures figures_;
    std::string upgraded_path_;
    std::string upgraded_leftover_;
    std::unique_ptr<Server> server_;
};

TEST_F(HttpServer, answers_with_the_headers_every_response_has) {
    const Reply reply = ask("GET /hello HTTP/1.1\r\nHost: a\r\nX-Request-Id: abc-1\r\n\r\n");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "hello");
    EXPECT_EQ(reply.header("X-Request-Id"), "abc-1");
    EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(reply.header("Cache-Control"), "no-store");
    EXPECT_NE(
        reply.header("Content-Security-Policy").find("default-src 'none'"), std::string::npos);
}

TEST_F(HttpServer, makes_a_request_id_where_the_given_one_is_not_sane) {
    const Reply first = ask("GET /hello HTTP/1.1\r\nHost: a\r\nX-Request-Id: a\"b\r\n\r\n");
    const Reply second = ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(first.header("X-Request-Id").size(), 22U);
    EXPECT_NE(first.header("X-Request-Id"), second.header("X-Request-Id"));
}

TEST_F(HttpServer, keeps_the_connection_and_answers_pipelined_requests_in_order) {
    Connection connection = connect();
    std::string bytes;
    for (int i = 0; i < 50; ++i) {
        const std::string body = std::to_string(i);
        bytes += "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size())
                 + "\r\n\r\n" + body;
    }
    connection.send(bytes);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(connection.read_reply().body, std::to_string(i));
    }
}

TEST_F(HttpServer, reads_a_request_that_comes_byte_by_byte) {
    Connection connection = connect();
    for (const char c :
         std::string("\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")) {
        connection.send(std::string(1, c));
    }
    EXPECT_EQ(connection.read_reply().body, "abc");
}

TEST_F(HttpServer, reads_a_chunked_body) {
    const Reply reply = ask(
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: 1\r\n\r\n");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "abcde");
}

TEST_F(HttpServer, says_continue_to_who_waits_for_it) {
    Connection connection = connect();
    connection.send(
        "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(connection.read_exactly(25), "HTTP/1.1 100 Continue\r\n\r\n");
    connection.send("abc");
    EXPECT_EQ(connection.read_reply().body, "abc");
}

TEST_F(HttpServer, gives_head_the_length_and_no_body) {
    Connection connection = connect();
    connection.send(
        "HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\nConnection: "
        "close\r\n\r\n");
    const std::string bytes = connection.read_to_end();
    EXPECT_NE(bytes.find("Content-Length: 5\r\n"), std::string::npos);
    EXPECT_EQ(bytes.find("hello"), bytes.rfind("hello"));
}

TEST_F(HttpServer, closes_after_one_answer_to_http_1_0_and_to_connection_close) {
    for (const std::string version :
         {"GET /hello HTTP/1.0\r\n\r\n",
          "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"}) {
        Connection connection = connect();
        connection.send(version);
        const std::string bytes = connection.read_to_end();
        EXPECT_NE(bytes.find("Connection: close"), std::string::npos);
        EXPECT_TRUE(bytes.ends_with("hello"));
    }
}

TEST_F(HttpServer, matches_paths_exactly_and_names_the_methods_it_knows) {
    EXPECT_EQ(
        ask("GET /things/7?a=b HTTP/1.1\r\nHost: localhost:80\r\n\r\n").body,
        "7|a=b|127.0.0.1|local");
    EXPECT_EQ(ask("GET /things/all HTTP/1.1\r\nHost: a\r\n\r\n").body, "hello");
    EXPECT_EQ(
        ask("GET http://a/things/7 HTTP/1.1\r\nHost: [::1]\r\n\r\n").body, "7||127.0.0.1|local");
    for (const std::string path :
         {"/", "/hello/", "//hello", "/things/", "/things", "/HELLO", "/things/7/8", "/%68ello"}) {
        const Reply reply = ask("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_EQ(reply.status, 404) << path;
        EXPECT_EQ(reply.code(), "not_found") << path;
    }
    const Reply refused = ask("DELETE /things/7 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(refused.status, 405);
    EXPECT_EQ(refused.header("Allow"), "GET, HEAD, PUT");
    EXPECT_EQ(ask("BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n").status, 405);
}

struct BrokenRequest {
    std::string what;
    std::string bytes;
    int status;
};

/// Two readers of such bytes could see different requests; none of them is passed on.
std::vector<BrokenRequest> broken_requests() {
    const std::string post = "POST /echo HTTP/1.1\r\nHost: a\r\n";
    return {
        {"both length and chunks",
         post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"chunks, then length",
         post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400},
        {"two lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
        {"the same length twice", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
        {"a list of lengths", post + "Content-Length: 3, 3\r\n\r\nabc", 400},
        {"a negative length", post + "Content-Length: -1\r\n\r\n", 400},
        {"a length with a sign", post + "Content-Length: +3\r\n\r\nabc", 400},
        {"a length in hexadecimal", post + "Content-Length: 0x3\r\n\r\nabc", 400},
        {"a length beyond 64 bits", post + "Content-Length: 99999999999999999999999\r\n\r\n", 400},
        {"an unknown transfer coding", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
         400},
        {"chunked twice",
         post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"a coding that is nearly chunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
         400},
        {"chunks in HTTP/1.0",
         "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"a chunk size that is no number",
         post + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n", 400},
        {"a chunk without its line end",
         post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcde\r\n0\r\n\r\n", 400},
        {"a chunk size beyond 64 bits",
         post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc", 400},
        {"a folded field", "GET /hello HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", 400},
        {"a space before the colon", "GET /hello HTTP/1.1\r\nHost : a\r\n\r\n", 400},
        {"a bare line feed", "GET /hello HTTP/1.1\nHost: a\n\n", 400},
        {"a bare line feed in a field", "GET /hello HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400},
        {"no host", "GET /hello HTTP/1.1\r\n\r\n", 400},
        {"two hosts", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"a NUL in a field", std::string("GET /hello HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 43),
         400},
        {"a future version", "GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", 400},
        {"no version", "GET /hello\r\n\r\n", 400},
        {"a space in the path", "GET /hel lo HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"no request at all", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc", 9), 400},
        {"an expectation nobody knows", post + "Expect: miracle\r\nContent-Length: 0\r\n\r\n", 400},
        {"too many fields",
         "GET /hello HTTP/1.1\r\nHost: a\r\n" +
             [] {
                 std::string fields;
                 for (int i = 0; i < 200; ++i) {
                     fields += "X: 1\r\n";
                 }
                 return fields;
             }()
             + "\r\n",
         431},
        {"a field that is too long",
         "GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", 431},
        {"a path that is too long",
         "GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", 431},
        {"a header without end", "GET /hello HTTP/1.1\r\nX: " + std::string(20'000, 'x'), 431},
    };
}

TEST_F(HttpServer, refuses_broken_requests_and_closes) {
    for (const BrokenRequest& broken : broken_requests()) {
        Connection connection = connect();
        connection.send(broken.bytes);
        const Reply reply = connection.read_reply();
        EXPECT_EQ(reply.status, broken.status) << broken.what;
        EXPECT_EQ(reply.code(), broken.status == 400 ? "malformed_request" : "header_too_large")
            << broken.what;
        EXPECT_EQ(connection.read_to_end(), "") << broken.what;
    }
    EXPECT_EQ(ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").status, 200);
}

TEST_F(HttpServer, has_no_trouble_with_bytes_in_a_path_that_are_not_utf_8) {
    const Reply reply = ask("GET /things/\xff\xfe%ff HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(reply.status == 200 || reply.status == 400) << reply.status;
}

TEST_F(HttpServer, answers_413_to_a_body_that_is_too_large_and_reads_on) {
    Connection connection = connect();
    connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n");
    connection.send(std::string(2'000'000, 'x'));
    const Reply reply = connection.read_reply();
    EXPECT_EQ(reply.status, 413);
    EXPECT_EQ(reply.code(), "payload_too_large");
    EXPECT_EQ(reply.header("Connection"), "close");
}

TEST_F(HttpServer, answers_413_to_chunks_that_grow_too_large) {
    Connection connection = connect();
    connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
    for (int i = 0; i < 20; ++i) {
        connection.send(chunk);
    }
    EXPECT_EQ(connection.read_reply().status, 413);
}

TEST_F(HttpServer, answers_408_to_who_is_too_slow) {
    for (const std::string begun :
         {"GET /hel", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"}) {
        Connection connection = connect();
        connection.send(begun);
        const Reply reply = connection.read_reply();
        EXPECT_EQ(reply.status, 408);
        EXPECT_EQ(reply.code(), "request_timeout");
        EXPECT_EQ(connection.read_to_end(), "");
    }
}

TEST_F(HttpServer, gives_a_slow_sender_no_more_time_for_each_byte) {
    Connection connection = connect();
    connection.send("GET /hello HTTP/1.1\r\n");
    const auto began = std::chrono::steady_clock::now();
    while (!connection.has_input() && std::chrono::steady_clock::now() - began < 3s) {
        connection.send_if_open("X: 1\r\n");
        connection.wait_input(50ms);
    }
    EXPECT_EQ(connection.read_reply().status, 408);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
}

TEST_F(HttpServer, closes_an_idle_connection_without_a_word) {
    Connection connection = connect();
    EXPECT_EQ(connection.read_to_end(), "");
}

TEST_F(HttpServer, does_not_close_while_a_handler_works) {
    EXPECT_EQ(ask("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").body, "waited");
}

TEST_F(HttpServer, tells_failures_apart_and_keeps_their_cause_to_itself) {
    const Reply unknown = ask("GET /fail?unknown HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(unknown.status, 503);
    EXPECT_NE(unknown.body.find("\"outcome\":\"unknown\""), std::string::npos);
    EXPECT_EQ(unknown.header("Retry-After"), "1");
    const Reply later = ask("GET /fail?later HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(later.status, 503);
    EXPECT_EQ(later.body.find("outcome"), std::string::npos);
    const Reply internal = ask("GET /fail HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(internal.status, 500);
    EXPECT_EQ(internal.code(), "internal");
    EXPECT_EQ(internal.body.find("secret"), std::string::npos);
}

TEST_F(HttpServer, asks_for_a_token_or_the_cookie) {
    const auto status = [&](const std::string& method, const std::string& fields) {
        return ask(method + " /private HTTP/1.1\r\nHost: a\r\n" + fields
                   + "Content-Length: 0\r\n\r\n")
            .status;
    };
    EXPECT_EQ(status("GET", ""), 401);
    EXPECT_EQ(status("GET", "Authorization: Bearer good\r\n"), 200);
    EXPECT_EQ(status("GET", "Authorization: bearer good\r\n"), 200);
    EXPECT_EQ(status("GET", "Authorization: Bearer bad\r\n"), 401);
    EXPECT_EQ(status("GET", "Authorization: Basic good\r\nCookie: arus_session=good\r\n"), 401);
    EXPECT_EQ(status("GET", "Cookie: x=1; arus_session=good\r\n"), 200);
    EXPECT_EQ(status("GET", "Cookie: xarus_session=good\r\n"), 401);
    EXPECT_EQ(status("POST", "Authorization: Bearer good\r\n"), 200);
}

TEST_F(HttpServer, refuses_writes_from_foreign_pages) {
    const auto code = [&](const std::string& path, const std::string& fields) {
        const Reply reply = ask(
            "POST " + path + " HTTP/1.1\r\nHost: arus.example:8080\r\n" + fields
            + "Content-Length: 0\r\n\r\n");
        return reply.status == 200 ? std::string("ok") : reply.code();
    };
    const std::string cookie = "Cookie: arus_session=good\r\n";
    EXPECT_EQ(code("/private", cookie), "origin_refused");
    EXPECT_EQ(code("/private", cookie + "Origin: https://evil.example\r\n"), "origin_refused");
    EXPECT_EQ(code("/private", cookie + "Origin: null\r\n"), "origin_refused");
    EXPECT_EQ(code("/private", cookie + "Origin: http://arus.example:8080\r\n"), "ok");
    EXPECT_EQ(code("/private", cookie + "Origin: http://arus.example:80\r\n"), "origin_refused");
    EXPECT_EQ(code("/private", cookie + "Origin: https://books.example\r\n"), "ok");
    EXPECT_EQ(
        code("/private", "Authorization: Bearer good\r\nOrigin: https://evil.example\r\n"),
        "origin_refused");
    EXPECT_EQ(code("/sign-in", ""), "ok");
    EXPECT_EQ(code("/sign-in", "Origin: https://evil.example\r\n"), "origin_refused");
}

TEST_F(HttpServer, hands_a_socket_over_with_what_came_after_the_request) {
    Connection connection = connect();
    connection.send(
        "GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Key: x\r\n\r\nearly");
    EXPECT_EQ(connection.read_exactly(5), "taken");
    EXPECT_EQ(upgraded_path_, "/socket");
    EXPECT_EQ(upgraded_leftover_, "early");
}

TEST_F(HttpServer, sends_a_large_response_to_a_slow_reader) {
    Connection connection = connect();
    connection.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(connection.read_reply().body.size(), 3U << 20U);
}

TEST_F(HttpServer, serves_many_connections_at_once) {
    std::vector<Connection> connections;
    for (int i = 0; i < 300; ++i) {
        connections.push_back(connect());
    }
    for (int round = 0; round < 3; ++round) {
        for (Connection& connection : connections) {
            connection.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        for (Connection& connection : connections) {
            EXPECT_EQ(connection.read_reply().body, "hello");
        }
    }
    EXPECT_EQ(server_->connections(), 300U);
}

TEST_F(HttpServer, finishes_what_has_begun_when_it_stops) {
    Connection busy = connect();
    Connection idle = connect();
    idle.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(idle.read_reply().status, 200);
    busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    while (server_->connections() < 2) {
        std::this_thread::yield();
    }
    std::this_thread::sleep_for(30ms);
    server_->stop(Deadline::in(5s));
    const Reply reply = busy.read_reply();
    EXPECT_EQ(reply.body, "waited");
    EXPECT_EQ(reply.header("Connection"), "close");
    EXPECT_EQ(idle.read_to_end(), "");
    EXPECT_EQ(server_->connections(), 0U);
}

class FullHttpServer : public HttpServer {
protected:
    FullHttpServer() : HttpServer(with_two_connections()) {}
    static ServerOptions with_two_connections() {
        ServerOptions options = test_options();
        options.connections_max = 2;
        return options;
    }
};

TEST_F(FullHttpServer, answers_503_beyond_its_connections) {
    Connection first = connect();
    Connection second = connect();
    first.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    second.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(first.read_reply().status, 200);
    EXPECT_EQ(second.read_reply().status, 200);
    Connection third = connect();
    const Reply reply = third.read_reply();
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(reply.header("Retry-After"), "1");
}

class ProxiedHttpServer : public HttpServer {
protected:
    ProxiedHttpServer() : HttpServer(behind_proxy()) {}
    static ServerOptions behind_proxy() {
        ServerOptions options = test_options();
        options.proxies = *TrustedProxies::parse({"127.0.0.0/8", "10.0.0.1"});
        return options;
    }
};

TEST_F(ProxiedHttpServer, believes_a_trusted_proxy_and_nobody_behind_it) {
    const auto shown = [&](const std::string& field) {
        return ask("GET /things/7 HTTP/1.1\r\nHost: 127.0.0.1\r\n" + field + "\r\n").body;
    };
    EXPECT_EQ(shown(""), "7||127.0.0.1|local");
    EXPECT_EQ(shown("X-Forwarded-For: 198.51.100.7\r\n"), "7||198.51.100.7|remote");
    EXPECT_EQ(
        shown("X-Forwarded-For: 203.0.113.9, 198.51.100.7, 10.0.0.1\r\n"),
        "7||198.51.100.7|remote");
    EXPECT_EQ(shown("X-Forwarded-For: unknown\r\n"), "7||127.0.0.1|remote");
    EXPECT_EQ(
        shown("X-Forwarded-For: 203.0.113.9\r\nAccept: */*\r\nx-forwarded-for: 198.51.100.7\r\n"),
        "7||198.51.100.7|remote");
    EXPECT_EQ(
        shown("X-Forwarded-For: 203.0.113.9, 198.51.100.7\r\nX-Forwarded-For: 10.0.0.1\r\n"),
        "7||198.51.100.7|remote");
    EXPECT_EQ(shown("X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For:\r\n"), "7||127.0.0.1|remote");
}

TEST_F(HttpServer, does_not_believe_a_stranger_about_their_address) {
    EXPECT_EQ(
        ask("GET /things/7 HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.7\r\n\r\n").body,
        "7||127.0.0.1|remote");
}

TEST_F(HttpServer, takes_nobody_for_local_who_asked_for_a_name_of_their_own) {
    for (const std::string host : {"a", "evil.example:8080", "localhost.evil.example", "[a]", ""}) {
        EXPECT_EQ(
            ask("GET /things/7 HTTP/1.1\r\nHost: " + host + "\r\n\r\n").body, "7||127.0.0.1|remote")
            << host;
    }
}

TEST_F(HttpServer, counts_requests_by_route_and_status) {
    ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    ask("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
    server_->stop(Deadline::in(2s));
    std::string text;
    MetricsWriter writer(text);
    figures_.write(writer);
    EXPECT_NE(
        text.find(
            R"(arus_http_requests_total{listener="test",method="GET",route="/hello",status="200"} 1)"),
        std::string::npos)
        << text;
    EXPECT_NE(text.find("route=\"(no route)\",status=\"404\"} 1"), std::string::npos);
    EXPECT_NE(text.find(R"(route="/hello",le="+Inf"} 1)"), std::string::npos);
}

TEST(StaticFiles, are_chosen_by_path_and_compressed_for_who_takes_it) {
    const EmbeddedFile files[] = {
        {"/index.html", "<p>", {}, "t1"},
        {"/assets/app-1.js", "plain", "packed", "t2"},
        {"/docs/index.html", "<d>", {}, "t3"},
    };
    const StaticFiles client(files);
    const auto serve = [&](std::string_view path, std::vector<HeaderField> fields) {
        Request request;
        request.path = path;
        request.fields = std::move(fields);
        return client.serve(request);
    };
    const Response packed = serve("/assets/app-1.js", {{"Accept-Encoding", "br, gzip"}});
    EXPECT_EQ(packed.file, "packed");
    EXPECT_EQ(serve("/assets/app-1.js", {{"Accept-Encoding", "gzip;q=0"}}).file, "plain");
    EXPECT_EQ(serve("/assets/app-1.js", {{"If-None-Match", "\"t2\""}}).status, 304);
    EXPECT_EQ(serve("/", {}).file, "<p>");
    EXPECT_TRUE(serve("/", {{"If-None-Match", "\"t1\""}}).is_page) << "a 304 has its page's policy";
    EXPECT_TRUE(serve("/", {}).is_page);
    EXPECT_EQ(serve("/transaksi/7", {{"Accept", "text/html,*/*"}}).file, "<p>");
    EXPECT_EQ(serve("/assets/gone.js", {{"Accept", "*/*"}}).status, 404);
    EXPECT_EQ(serve("/api/v1/nothing", {{"Accept", "text/html"}}).status, 404);
    EXPECT_EQ(serve("/docs", {}).status, 308);
    EXPECT_EQ(serve("/docs/", {}).file, "<d>");
    EXPECT_EQ(serve("/../etc/passwd", {{"Accept", "*/*"}}).status, 404);
}

}  // namespace
}  // namespace arus::http
