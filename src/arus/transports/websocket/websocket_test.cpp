// SPDX-License-Identifier: Apache-2.0
// The link itself: who is let in, what is refused, how it ends.
#include "arus/transports/websocket/test_support/test_server.hpp"

#include <boost/json/serialize.hpp>

#include <future>
#include <thread>

namespace arus::websocket::test {
namespace {

using namespace std::chrono_literals;

std::string code_of(const boost::json::object& reply) {
    return reply.contains("error") ? std::string(reply.at("error").at("code").as_string())
                                   : boost::json::serialize(reply);
}

const std::string connect_line =
    R"({"id":1,"connect":{"token":"owner-token-0000","client":{"name":"t","version":"1"}}})";

TEST_F(SocketTest, tells_a_connected_client_its_limits_and_epochs) {
    TestClient client(port());
    EXPECT_EQ(client.status(), 101);
    EXPECT_NE(client.head().find("Sec-WebSocket-Protocol: arus.v1\r\n"), std::string::npos)
        << client.head();
    EXPECT_NE(client.head().find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), std::string::npos);
    const auto ok = client.ask(connect_line).at("ok").as_object();
    EXPECT_EQ(ok.at("user").at("name").as_string(), "owner-token-0000");
    EXPECT_EQ(ok.at("epoch_by_book").at(book.text()).as_string(), backend.epoch_of(book));
    EXPECT_EQ(ok.at("ping_ms").as_int64(), 25'000);
    EXPECT_EQ(ok.at("limits").at("queue_bytes_max").as_int64(), 1 << 20);
    EXPECT_EQ(code_of(client.ask(connect_line)), "already_connected");
    EXPECT_EQ(realtime().figures().sockets, 1U);
}

TEST_F(SocketTest, reads_what_came_together_with_the_request) {
    TestClient client(port(), {.early = TestClient::frame(TestClient::text, connect_line)});
    EXPECT_TRUE(client.read().contains("ok"));
}

TEST_F(SocketTest, closes_a_client_of_another_version_after_saying_so) {
    for (const std::string offered : {"", "arus.v2", "chat, arus.v9"}) {
        TestClient client(port(), {.protocol = offered});
        EXPECT_EQ(client.status(), 101);
        EXPECT_EQ(code_of(client.read()), "version_unsupported");
        EXPECT_EQ(client.read_close(), 4005) << offered;
    }
    TestClient both(port(), {.protocol = "arus.v2, arus.v1"});
    EXPECT_TRUE(both.ask(connect_line).contains("ok"));
}

TEST_F(SocketTest, refuses_a_foreign_origin_before_the_upgrade) {
    TestClient foreign(port(), {.origin = "https://evil.example"});
    EXPECT_EQ(foreign.status(), 403);
    EXPECT_NE(foreign.body().find("origin_refused"), std::string::npos) << foreign.body();
    TestClient own(port(), {.origin = "http://arus.test"});
    EXPECT_EQ(own.status(), 101);
}

TEST_F(SocketTest, refuses_with_retry_after_beyond_its_capacity) {
    start({.sockets_max = 2});
    const auto a = client();
    auto b = client();
    TestClient third(port());
    EXPECT_EQ(third.status(), 503);
    EXPECT_NE(third.head().find("Retry-After: "), std::string::npos) << third.head();
    b->hang_up();
    eventually([&] { return realtime().figures().sockets == 1; });
    EXPECT_EQ(TestClient(port()).status(), 101);
}

TEST_F(SocketTest, takes_the_cookie_only_from_a_page_of_its_own) {
    const std::string line = R"({"id":1,"connect":{"client":{"name":"t","version":"1"}}})";
    const std::string cookie = "a=b; arus_session=owner-token-0000; c=d";
    TestClient page(port(), {.origin = "http://arus.test", .cookie = cookie});
    EXPECT_TRUE(page.ask(line).contains("ok"));
    TestClient no_page(port(), {.cookie = cookie});
    EXPECT_EQ(code_of(no_page.ask(line)), "unauthenticated");
    EXPECT_EQ(no_page.read_close(), 4001);
    TestClient no_cookie(port(), {.origin = "http://arus.test"});
    EXPECT_EQ(code_of(no_cookie.ask(line)), "unauthenticated");
    EXPECT_EQ(no_cookie.read_close(), 4001);
}

TEST_F(SocketTest, refuses_a_token_that_is_not_known) {
    TestClient client(port());
    EXPECT_EQ(
        code_of(client.ask(
            R"({"id":1,"connect":{"token":"0123456789abcdef","client":{"name":"t","version":"1"}}})")),
        "unauthenticated");
    EXPECT_EQ(client.read_close(), 4001);
}

TEST_F(SocketTest, answers_no_command_before_connect) {
    const std::vector<std::string> lines{
        subscribe_command(), R"({"id":1,"unsubscribe":{}})", R"({"id":1,"x":1})"};
    for (const auto& line : lines) {
        TestClient client(port());
        EXPECT_EQ(code_of(client.ask(line)), "not_connected") << line;
        EXPECT_EQ(client.read_close(), 4000);
    }
}

TEST_F(SocketTest, closes_who_does_not_connect_in_time) {
    start({.connect_timeout = 100ms, .tick = 5ms});
    TestClient client(port());
    EXPECT_EQ(client.read_close(), 4000);
}

TEST_F(SocketTest, closes_on_frames_that_break_the_protocol) {
    struct Row {
        const char* what;
        std::string bytes;
        int code;
    };
    const Row rows[] = {
        {"unmasked", TestClient::frame(0x81, "{}", false), 1002},
        {"reserved bit", TestClient::frame(0xC1, "{}"), 1002},
        {"unknown opcode", TestClient::frame(0x83, "{}"), 1002},
        {"long ping", TestClient::frame(0x89, std::string(126, 'x')), 1002},
        {"fragmented ping", TestClient::frame(0x09, "x"), 1002},
        {"continuation of nothing", TestClient::frame(0x80, "x"), 1002},
        {"text inside a text", TestClient::frame(0x01, "{") + TestClient::frame(0x81, "}"), 1002},
        {"invalid UTF-8", TestClient::frame(0x81, "\"\xc3\x28\""), 1007},
        {"surrogate", TestClient::frame(0x81, "\xed\xa0\x80"), 1007},
        {"binary", TestClient::frame(0x82, "{}"), 4000},
        {"no JSON", TestClient::frame(0x81, "{"), 4000},
        {"nested too deep", TestClient::frame(0x81, std::string(2000, '[')), 4000},
        {"a megabyte", TestClient::frame(0x81, std::string(1 << 20, ' ')), 4000},
        {"says it is endless",
         std::string("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff", 10) + std::string(70'000, 'x'),
         4000},
    };
    for (const auto& row : rows) {
        const auto client = this->client();
        client->try_raw(row.bytes);  // it may be closed in the middle of a megabyte
        EXPECT_EQ(client->read_close(), row.code) << row.what;
    }
    eventually([&] { return realtime().figures().sockets == 0; });
}

TEST_F(SocketTest, names_the_limit_a_message_went_over) {
    const auto client = this->client();
    client->raw(TestClient::frame(0x81, std::string((64 << 10) + 1, ' ')));
    EXPECT_EQ(code_of(client->read()), "payload_too_large");
    EXPECT_EQ(client->read_close(), 4000);
    const auto largest = this->client();
    std::string line = subscribe_command();
    line.append((64U << 10U) - line.size(), ' ');
    largest->say(line);
    EXPECT_TRUE(largest->read().contains("ok"));
}

TEST_F(SocketTest, joins_fragments_and_answers_pings_between_them) {
    TestClient client(port());
    for (std::size_t i = 0; i < connect_line.size(); ++i) {
        const bool is_last = i + 1 == connect_line.size();
        const auto first_byte = static_cast<std::uint8_t>(
            (i == 0 ? 0x01 : 0x00) | (is_last ? 0x80 : 0x00));
        client.raw(TestClient::frame(first_byte, connect_line.substr(i, 1)));
        if (i % 20 == 0) {
            const std::string ping = "ping" + std::to_string(i);
            client.raw(TestClient::frame(0x89, ping));
            const auto pong = client.read_frame();
            EXPECT_EQ(pong.opcode, 10);
            EXPECT_EQ(pong.payload, ping);
        }
    }
    EXPECT_TRUE(client.read().contains("ok"));
}

TEST_F(SocketTest, survives_every_cut_of_a_valid_beginning) {
    const std::string whole = TestClient::frame(TestClient::text, connect_line);
    for (std::size_t cut = 0; cut < whole.size(); cut += 3) {
        TestClient client(port());
        client.raw(whole.substr(0, cut));
        client.hang_up();
    }
    EXPECT_TRUE(TestClient(port()).ask(connect_line).contains("ok"));
    eventually([&] { return realtime().figures().sockets == 0; });
}

TEST_F(SocketTest, answers_a_close_frame_and_does_not_wait_for_ever_for_the_peer_to_hang_up) {
    start({.close_timeout = 50ms, .tick = 2ms});
    const auto client = this->client();
    client->ask(subscribe_command());
    client->raw(TestClient::frame(0x88, std::string("\x03\xe8", 2)));
    EXPECT_EQ(client->read_close(), 1000);
    EXPECT_EQ(realtime().figures().subscriptions, 0U);
    eventually([&] { return realtime().figures().sockets == 0; });
}

TEST_F(SocketTest, does_several_commands_of_one_message_in_order) {
    TestClient client(port());
    client.say(connect_line + "\n" + subscribe_command() + "\n\n" + R"({"id":3,"dance":{}})");
    EXPECT_EQ(client.read().at("id").as_int64(), 1);
    EXPECT_EQ(client.read().at("id").as_int64(), 2);
    const auto third = client.read();
    EXPECT_EQ(third.at("id").as_int64(), 3);
    EXPECT_EQ(code_of(third), "unknown_command");
}

TEST_F(SocketTest, refuses_subscriptions_it_cannot_grant) {
    start({.subscriptions_max = 2});
    const auto client = this->client();
    const auto stranger_book = backend.add_book();
    EXPECT_EQ(
        code_of(client->ask(
            R"({"id":3,"subscribe":{"channel":"ledger","book":")" + stranger_book.text() + "\"}}")),
        "not_found");
    EXPECT_EQ(
        code_of(
            client->ask(R"({"id":3,"subscribe":{"channel":"all","book":")" + book.text() + "\"}}")),
        "validation_failed");
    EXPECT_EQ(
        code_of(client->ask(subscribe_command(
            R"(,"filter":{"outlet_id":"01890000-0000-7000-8000-000000000001"})"))),
        "unknown_outlet");
    const auto first = client->ask(subscribe_command()).at("ok").as_object();
    EXPECT_EQ(first.at("mode").as_string(), "live");
    EXPECT_FALSE(first.at("recovered").as_bool());
    EXPECT_EQ(code_of(client->ask(subscribe_command())), "already_subscribed");
    const auto second = client->ask(subscribe_command(R"(,"filter":{"types":["book.updated"]})"))
                            .at("ok")
                            .as_object();
    EXPECT_NE(first.at("sub"), second.at("sub"));
    EXPECT_EQ(
        code_of(client->ask(subscribe_command(R"(,"filter":{"types":["contact.created"]})"))),
        "too_many_subscriptions");
    EXPECT_EQ(code_of(client->ask(R"({"id":4,"unsubscribe":{"sub":99}})")), "unknown_subscription");
    EXPECT_EQ(code_of(client->ask(R"({"id":4,"catchup":{"sub":99}})")), "unknown_subscription");
}

TEST_F(SocketTest, closes_who_sends_too_many_commands) {
    start({.commands_per_s = 1, .commands_burst = 10});
    const auto client = this->client();
    for (int i = 0; i < 20; ++i) {
        client->say(R"({"id":4,"unsubscribe":{"sub":99}})");
    }
    std::string last;
    for (int i = 0; i < 10; ++i) {
        last = code_of(client->read());
    }
    EXPECT_EQ(last, "rate_limited");
    EXPECT_EQ(client->read_close(), 4102);
}

TEST_F(SocketTest, pings_a_silent_client_and_closes_it_when_nothing_comes) {
    start(
        {.ping_after = 100ms,
         .pong_timeout = 300ms,
         .head_every = 60s,
         .close_timeout = 50ms,
         .tick = 2ms});
    const auto answering = client();
    const auto silent = client();
    for (int i = 0; i < 6; ++i) {
        const auto line = answering->read_line();
        ASSERT_TRUE(line && line->starts_with(R"({"ping":)")) << line.value_or("closed");
        answering->say(R"({"pong":)" + line->substr(8));
    }
    EXPECT_EQ(silent->read_close(), 4109);
    EXPECT_EQ(realtime().figures().dead_closes, 1U);
    eventually([&] { return realtime().figures().sockets == 1; });
}

TEST_F(SocketTest, tells_the_head_of_every_subscribed_book_when_nothing_flows) {
    start({.head_every = 50ms, .tick = 2ms});
    backend.commit_small(book, 3);
    const auto client = this->client();
    EXPECT_EQ(client->read_line(), R"({"head":{}})");
    client->say(subscribe_command());
    const auto next_head = [&client](const std::string& with) {
        std::string line;
        while (line.find("{\"head\"") != 0 || line.find(with) == std::string::npos) {
            line = client->read_line().value();
        }
        return line;
    };
    EXPECT_EQ(next_head(book.text()), R"({"head":{")" + book.text() + R"(":3}})");
    const auto other = backend.add_book();
    backend.let_in(owner, other, app::Role::viewer);
    client->say(R"({"id":5,"subscribe":{"channel":"ledger","book":")" + other.text() + "\"}}");
    const std::string both = next_head(other.text() + "\":0");
    EXPECT_NE(both.find(book.text() + "\":3"), std::string::npos) << both;
}

TEST_F(SocketTest, ends_with_its_token_unless_that_is_refreshed) {
    start({.recheck_every = 20ms, .tick = 2ms});
    const Instant soon{system_clock().now().us + 400'000};
    for (const std::string token :
         {"short-token-00001", "short-token-00002", "short-token-00003"}) {
        backend.add_token(backend.add_user(token, soon), "fresh-" + token);
    }
    const auto left = client("short-token-00001");
    const auto refreshed = client("short-token-00002");
    const auto extended = client("short-token-00003");
    const auto ok = refreshed->ask(R"({"id":5,"refresh":{"token":"fresh-short-token-00002"}})");
    EXPECT_GT(ok.at("ok").at("expires_at").as_string(), instant_text(soon));
    backend.set_expiry("short-token-00003", {soon.us + 3'600'000'000});  // by a REST call, say
    EXPECT_EQ(left->read_close(), 4101);
    EXPECT_TRUE(refreshed->ask(subscribe_command()).contains("error"));  // a stranger to the book,
                                                                         // but still here
    EXPECT_TRUE(extended->ask(subscribe_command()).contains("error"));
}

TEST_F(SocketTest, does_not_become_anothers_by_a_refresh) {
    backend.add_user("somebody-token-01");
    const auto client = this->client();
    EXPECT_EQ(
        code_of(client->ask(R"({"id":5,"refresh":{"token":"somebody-token-01"}})")),
        "unauthenticated");
    EXPECT_EQ(client->read_close(), 4001);
}

TEST_F(SocketTest, ends_when_the_session_is_ended) {
    start({.recheck_every = 20ms, .tick = 2ms});
    const auto client = this->client();
    backend.end_session(owner);
    EXPECT_EQ(client->read_close(), 4001);
}

TEST_F(SocketTest, takes_away_what_a_role_does_not_carry_any_more) {
    start({.recheck_every = 20ms, .tick = 2ms});
    const auto client = this->client();
    client->ask(subscribe_command());
    backend.let_in(owner, book, app::Role::cashier, std::vector<OutletId>{backend.known_outlet()});
    auto push = client->read();
    ASSERT_TRUE(push.contains("unsubscribed")) << boost::json::serialize(push);
    EXPECT_EQ(push.at("unsubscribed").at("reason").as_string(), "role_changed");
    client->ask(subscribe_command());
    backend.put_out(owner, book);
    push = client->read();
    ASSERT_TRUE(push.contains("unsubscribed")) << boost::json::serialize(push);
    EXPECT_EQ(push.at("unsubscribed").at("reason").as_string(), "removed");
    backend.commit_small(book, 5);
    EXPECT_EQ(code_of(client->ask(subscribe_command())), "not_found");  // and no event came before
                                                                        // this reply
}

TEST_F(SocketTest, looks_at_once_when_told_that_something_changed) {
    start({.recheck_every = 60s, .tick = 2ms});
    const auto user = backend.add_user("somebody-token-01");
    const auto client = this->client("somebody-token-01");
    backend.end_session("somebody-token-01");
    realtime().recheck(user);
    EXPECT_EQ(client->read_close(), 4001);
}

TEST_F(SocketTest, stays_with_a_reason_while_the_database_is_down) {
    const auto client = this->client();
    backend.database_is_down = true;
    const auto reply = client->ask(subscribe_command());
    EXPECT_EQ(code_of(reply), "unavailable");
    EXPECT_TRUE(reply.at("error").at("retry").as_bool());
    EXPECT_GT(reply.at("error").at("retry_after_ms").as_int64(), 0);
    backend.database_is_down = false;
    EXPECT_TRUE(client->ask(subscribe_command()).contains("ok"));
}

TEST_F(SocketTest, moves_sockets_away_and_closes_those_that_stay) {
    start({.close_timeout = 50ms, .tick = 2ms});
    const auto stays = client();
    const auto leaves = client();
    auto drained = std::async(std::launch::async, [&] { realtime().drain(Deadline::in(600ms)); });
    EXPECT_EQ(stays->read().at("reconnect").at("reason").as_string(), "deploy");
    EXPECT_TRUE(leaves->read().contains("reconnect"));
    EXPECT_EQ(TestClient(port()).status(), 503);
    leaves->raw(TestClient::frame(0x88, std::string("\x03\xe8", 2)));
    EXPECT_EQ(leaves->read_close(), 1000);
    EXPECT_EQ(stays->read_close(), 4200);
    drained.get();
    EXPECT_EQ(realtime().figures().sockets, 0U);
}

}  // namespace
}  // namespace arus::websocket::test
