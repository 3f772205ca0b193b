// SPDX-License-Identifier: Apache-2.0
// What must not take others with it: broken events, absurd frames, a bus that is away, rights that
// were just taken.
#include "arus/transports/websocket/detail/frame_watch.hpp"
#include "arus/transports/websocket/test_support/test_server.hpp"

#include <boost/json/serialize.hpp>

#include <thread>

namespace arus::websocket::test {
namespace {

using namespace std::chrono_literals;

class FaultTest : public SocketTest {
protected:
    std::string kpi() const {
        return R"({"id":3,"subscribe":{"book":")" + book.text() + R"(","channel":"kpi"}})";
    }
    static std::uint64_t offset_of_value(const boost::json::object& frame) {
        return frame.at("value").at("as_of_offset").to_number<std::uint64_t>();
    }
};

TEST_F(FaultTest, an_event_that_cannot_be_handed_on_ends_only_those_it_concerns) {
    backend.add_user("cashier-token-01");
    backend.let_in(
        "cashier-token-01", book, app::Role::cashier,
        std::vector<OutletId>{backend.known_outlet()});
    std::vector<std::unique_ptr<TestClient>> cashiers;
    std::vector<std::unique_ptr<TestClient>> owners;
    for (int i = 0; i < 4; ++i) {  // on every loop some
        cashiers.push_back(client("cashier-token-01"));
        owners.push_back(client());
        cashiers.back()->ask(subscribe_command());
        owners.back()->ask(subscribe_command());
    }
    // Whether a cashier may see an outlet's event stands in its data.
    backend.commit(book, {{.type = ledger::EventType::outlet_updated, .data = "{\"broken\""}});
    for (const auto& one : cashiers) {
        EXPECT_EQ(one->read_close(), 4111);
    }
    backend.commit_small(book, 2);
    for (const auto& one : owners) {
        EXPECT_NE(one->read_line()->find("{\"broken\""), std::string::npos);
        expect_events(*one, 1, 3);
    }
    // A cashier who comes back for it is told the same, and the others hear on.
    const auto again = client("cashier-token-01");
    const std::string since = R"(,"since":{"epoch":")" + backend.epoch_of(book)
                              + R"(","offset":0})";
    again->say(subscribe_command(since));
    EXPECT_EQ(again->read_close(), 4111);
    backend.commit_small(book, 1);
    for (const auto& one : owners) {
        expect_events(*one, 3, 4);
    }
}

TEST_F(FaultTest, an_absurd_length_is_refused_as_soon_as_it_is_announced) {
    const auto header = [](std::uint64_t length) {
        std::string bytes("\x81\xff", 2);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes += static_cast<char>(static_cast<std::uint8_t>(length >> shift));
        }
        return bytes;
    };
    for (const std::uint64_t length :
         {std::uint64_t{70'000}, std::uint64_t{1} << 40, std::uint64_t{1} << 62, UINT64_MAX}) {
        const auto client = this->client();
        client->raw(header(length));
        const auto frame = client->read();
        EXPECT_EQ(frame.at("error").at("code").as_string(), "payload_too_large") << length;
        EXPECT_EQ(client->read_close(), 4000) << length;
        TestClient early(port(), {.early = header(length)});
        EXPECT_EQ(early.read_close(), 4000) << length;
    }
}

TEST(FrameWatchTest, follows_frames_in_pieces_of_any_size) {
    const std::string longest(1000, 'x');
    const std::string good = TestClient::frame(0x81, "hello") + TestClient::frame(0x81, "")
                             + TestClient::frame(0x01, std::string(126, '\xff'))
                             + TestClient::frame(0x89, "ping") + TestClient::frame(0x80, longest)
                             + TestClient::frame(0x81, longest, false);
    const std::string bad = TestClient::frame(0x81, longest + 'x');
    for (std::size_t piece = 1; piece < 40; ++piece) {
        detail::FrameWatch watch(1000);
        const std::string all = good + good + bad;
        std::size_t at = 0;
        bool seen = false;
        while (at < all.size() && !seen) {
            seen = watch.sees_oversized(std::string_view(all).substr(at, piece));
            at += piece;
        }
        EXPECT_TRUE(seen) << piece;
        EXPECT_GE(at, 2 * good.size() + 4) << piece;  // with the length's last byte
        EXPECT_LT(at, 2 * good.size() + 4 + piece) << piece;
        EXPECT_FALSE(watch.sees_oversized(bad));  // once is enough
    }
}

TEST_F(FaultTest, follows_other_instances_by_their_heads_where_no_bus_tells) {
    start({.value_every = 1ms, .poll_heads_every = 5ms});
    const auto reader = client();
    reader->ask(subscribe_command());
    const auto values = client();
    values->ask(kpi());
    EXPECT_EQ(offset_of_value(values->read()), 0U);
    std::uint64_t head = 0;
    for (int i = 0; i < 5; ++i) {
        backend.commit_small(book, 3, FakeBackend::Bus::loses_it);
        expect_events(*reader, head, head + 3);
        head += 3;
        while (offset_of_value(values->read()) < head) {}
        backend.commit_small(book, 1);  // of this instance itself
        expect_events(*reader, head, head + 1);
        head += 1;
    }
    // And stops to ask when told so.
    realtime().poll_heads(0ms);
    eventually([&] {
        const int reads = backend.head_reads;
        std::this_thread::sleep_for(50ms);
        return reads == backend.head_reads;
    });
    backend.commit_small(book, 2, FakeBackend::Bus::loses_it);
    realtime().poll_heads(5ms);
    expect_events(*reader, head, head + 2);
}

TEST_F(FaultTest, polling_goes_on_after_the_database_was_away) {
    start({.recheck_every = 60s, .poll_heads_every = 5ms});
    const auto reader = client();
    reader->ask(subscribe_command());
    backend.database_is_down = true;
    backend.commit_small(book, 2, FakeBackend::Bus::loses_it);
    const int reads = backend.head_reads;
    eventually([&] { return backend.head_reads > reads + 3; });
    backend.database_is_down = false;
    expect_events(*reader, 0, 2);
}

TEST_F(FaultTest, polling_notices_a_history_that_began_anew) {
    start({.poll_heads_every = 5ms});
    const auto reader = client();
    reader->ask(subscribe_command());
    backend.commit_small(book, 2);
    expect_events(*reader, 0, 2);
    backend.rewind(book);
    EXPECT_EQ(reader->read_close(), 4111);  // who comes again is told that history was rewound
}

TEST_F(FaultTest, goes_on_to_a_head_that_somebody_else_has_brought_to_light) {
    start({.tick = 2ms});
    const auto reader = client();
    reader->ask(subscribe_command());
    backend.commit_small(book, 3, FakeBackend::Bus::loses_it);
    const auto other = client();  // who comes with a position beyond what is known here
    const std::string since = R"(,"since":{"epoch":")" + backend.epoch_of(book)
                              + R"(","offset":3})";
    EXPECT_TRUE(other->ask(subscribe_command(since)).at("ok").at("recovered").as_bool());
    expect_events(*reader, 0, 3);
}

TEST_F(FaultTest, keeps_events_back_until_it_knows_that_somebody_may_still_hear_them) {
    start({.head_every = 60s, .recheck_every = 60s, .tick = 2ms});
    const auto leaving = backend.add_user("leaving-token-01");
    const auto staying = backend.add_user("staying-token-01");
    backend.let_in("leaving-token-01", book, app::Role::viewer);
    backend.let_in("staying-token-01", book, app::Role::viewer);
    const auto leaves = client("leaving-token-01");
    const auto stays = client("staying-token-01");
    const auto bystander = client();
    for (const auto* const one : {&leaves, &stays, &bystander}) {
        (*one)->ask(subscribe_command());
    }
    leaves->ask(kpi());
    EXPECT_EQ(offset_of_value(leaves->read()), 0U);
    backend.put_out("leaving-token-01", book);
    backend.access_hangs = true;
    realtime().recheck(leaving);
    realtime().recheck(staying);
    eventually([&] { return backend.access_waits == 2; });
    backend.commit_small(book, 3);
    expect_events(*bystander, 0, 3);
    EXPECT_FALSE(leaves->has_more(50));
    EXPECT_FALSE(stays->has_more(50));
    realtime().recheck(staying);  // once more while the first look is under way
    backend.access_hangs = false;
    expect_events(*stays, 0, 3);
    for (int i = 0; i < 2; ++i) {
        const auto push = leaves->read();
        ASSERT_TRUE(push.contains("unsubscribed")) << boost::json::serialize(push);
        EXPECT_EQ(push.at("unsubscribed").at("reason").as_string(), "removed");
    }
    backend.commit_small(book, 1);
    expect_events(*stays, 3, 4);
    EXPECT_FALSE(leaves->has_more(50));
}

TEST_F(FaultTest, keeps_events_back_while_the_right_to_them_cannot_be_read) {
    start({.head_every = 60s, .recheck_every = 5ms, .tick = 2ms});
    const auto user = backend.add_user("somebody-token-01");
    backend.let_in("somebody-token-01", book, app::Role::viewer);
    const auto client = this->client("somebody-token-01");
    client->ask(subscribe_command());
    backend.database_is_down = true;
    realtime().recheck(user);
    eventually([&] {
        backend.commit_small(book, 1);
        return backend.head_of(book) > 20;
    });
    backend.database_is_down = false;
    // Nothing was lost meanwhile.
    expect_events(*client, 0, backend.head_of(book));
}

}  // namespace
}  // namespace arus::websocket::test
