// SPDX-License-Identifier: Apache-2.0
// Events: live, replayed, filtered, to slow and to fast readers; never a gap, never one twice.
#include "arus/transports/websocket/test_support/test_server.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <thread>

namespace arus::websocket::test {
namespace {

using namespace std::chrono_literals;

class StreamTest : public SocketTest {
protected:
    std::string since(std::uint64_t offset) {
        return R"(,"since":{"epoch":")" + backend.epoch_of(book) + R"(","offset":)"
               + std::to_string(offset) + "}";
    }
    std::string since_with_hash(std::uint64_t offset, const Hash256& hash) {
        return R"(,"since":{"epoch":")" + backend.epoch_of(book) + R"(","offset":)"
               + std::to_string(offset) + R"(,"hash":")" + hex_of(hash) + "\"}";
    }
    static boost::json::object ok_of(const boost::json::object& reply) {
        EXPECT_TRUE(reply.contains("ok")) << boost::json::serialize(reply);
        return reply.at("ok").as_object();
    }
};

TEST_F(StreamTest, sends_the_same_bytes_to_everybody_who_listens_to_the_same_thing) {
    std::vector<std::unique_ptr<TestClient>> clients;
    for (int i = 0; i < 8; ++i) {
        clients.push_back(client());
        ok_of(clients.back()->ask(subscribe_command()));
    }
    backend.commit_small(book, 3);
    backend.commit_small(book, 1);
    for (int line = 0; line < 4; ++line) {
        const auto first = clients.front()->read_line();
        for (std::size_t i = 1; i < clients.size(); ++i) {
            EXPECT_EQ(clients[i]->read_line(), first);
        }
    }
    const auto stored = hex_of(backend.hash_of(book, 1));
    const auto again = client();
    ok_of(again->ask(subscribe_command(since(0))));
    const auto event = again->read().at("event").as_object();
    EXPECT_EQ(event.at("hash").as_string(), stored);
    EXPECT_EQ(event.at("channel").as_string(), "ledger");
    EXPECT_EQ(event.at("book").as_string(), book.text());
}

TEST_F(StreamTest, puts_the_lines_of_a_batch_into_one_message) {
    const auto reader = client();
    ok_of(reader->ask(subscribe_command()));
    const auto before = reader->messages;
    backend.commit_small(book, 100);
    expect_events(*reader, 0, 100);
    EXPECT_EQ(reader->messages, before + 1);
}

TEST_F(StreamTest, replays_from_every_offset_while_others_post) {
    start({.book_bytes_max = 60'000, .page_events = 50});
    backend.commit_small(book, 400);
    std::atomic<bool> posting{true};
    std::thread poster([&] {
        while (posting && backend.head_of(book) < 3000) {
            backend.commit_small(book, 1 + backend.head_of(book) % 7);
            std::this_thread::sleep_for(300us);
        }
    });
    for (std::uint64_t from = 0; from < 420; from += 7) {
        const auto reader = client();
        const auto offset = std::min(from, backend.head_of(book));
        const auto ok = ok_of(
            reader->ask(subscribe_command(since_with_hash(offset, backend.hash_of(book, offset)))));
        EXPECT_TRUE(ok.at("recovered").as_bool());
        EXPECT_EQ(ok.at("offset").to_number<std::uint64_t>(), offset);
        expect_events(*reader, offset, backend.head_of(book));
    }
    posting = false;
    poster.join();
    const auto head = backend.head_of(book);
    const auto reader = client();
    ok_of(reader->ask(subscribe_command(since(0))));
    expect_events(*reader, 0, head);
    EXPECT_FALSE(reader->has_more(50));
}

TEST_F(StreamTest, many_readers_share_the_reads_of_what_they_missed) {
    start({.sockets_max = 1000, .page_events = 500});
    backend.commit_small(book, 10'000);
    std::vector<std::unique_ptr<TestClient>> readers;
    for (int i = 0; i < 200; ++i) {
        readers.push_back(client());
    }
    for (std::size_t i = 0; i < readers.size(); ++i) {
        readers[i]->say(subscribe_command(since(i * 13)));
    }
    for (std::size_t i = 0; i < readers.size(); ++i) {
        ok_of(readers[i]->read());
        expect_events(*readers[i], i * 13, 10'000);
    }
    EXPECT_LE(backend.page_reads, 30);
    EXPECT_GE(backend.page_reads, 20);
}

TEST_F(StreamTest, takes_what_was_live_a_moment_ago_from_memory) {
    const auto first = client();
    ok_of(first->ask(subscribe_command()));
    for (int i = 0; i < 50; ++i) {
        backend.commit_small(book, 20);
    }
    expect_events(*first, 0, 1000);
    const auto second = client();
    ok_of(second->ask(subscribe_command(since(10))));
    expect_events(*second, 10, 1000);
    EXPECT_EQ(backend.page_reads, 0);
}

TEST_F(StreamTest, reads_from_the_database_what_the_bus_lost) {
    const auto reader = client();
    ok_of(reader->ask(subscribe_command()));
    backend.commit_small(book, 2);
    backend.commit_small(book, 5, FakeBackend::Bus::loses_it);
    backend.commit_small(book, 1);
    backend.commit_small(book, 1, FakeBackend::Bus::loses_it);
    backend.commit_small(book, 2);
    expect_events(*reader, 0, 11);
    EXPECT_FALSE(reader->has_more(50));
}

TEST_F(StreamTest, knows_of_a_head_that_the_bus_has_not_brought) {
    const auto old = client();
    ok_of(old->ask(subscribe_command()));
    backend.commit_small(book, 4, FakeBackend::Bus::loses_it);
    const auto reader = client();
    const auto ok = ok_of(reader->ask(subscribe_command(since(4))));  // heard of it elsewhere
    EXPECT_TRUE(ok.at("recovered").as_bool());
    EXPECT_EQ(ok.at("mode").as_string(), "live");
    backend.commit_small(book, 1);
    expect_events(*reader, 4, 5);
    expect_events(*old, 0, 5);
}

TEST_F(StreamTest, says_that_history_was_rewound) {
    backend.commit_small(book, 10);
    struct Row {
        const char* what;
        std::string members;
    };
    const Row rows[] = {
        {"another epoch", R"(,"since":{"epoch":"ffffffffffffffff","offset":3})"},
        {"beyond the head", since(11)},
        {"another hash", since_with_hash(3, backend.hash_of(book, 4))},
        {"another hash at the beginning", since_with_hash(0, backend.hash_of(book, 4))},
    };
    for (const auto& row : rows) {
        const auto reader = client();
        const auto ok = ok_of(reader->ask(subscribe_command(row.members)));
        EXPECT_FALSE(ok.at("recovered").as_bool()) << row.what;
        EXPECT_EQ(ok.at("mode").as_string(), "snapshot") << row.what;
        EXPECT_EQ(ok.at("offset").as_int64(), 10);
        EXPECT_EQ(ok.at("snapshot").at("as_of_offset").as_int64(), 10);
    }
    EXPECT_EQ(realtime().figures().rewound, 4U);
    const auto reader = client();
    const auto ok = ok_of(reader->ask(subscribe_command(since(10) + R"(,"snapshot":true)")));
    EXPECT_EQ(ok.at("mode").as_string(), "snapshot");
    backend.commit_small(book, 1);
    expect_events(*reader, 10, 11);
    EXPECT_EQ(realtime().figures().rewound, 4U);
}

TEST_F(StreamTest, sends_listeners_of_a_rewound_book_to_resume) {
    const auto reader = client();
    ok_of(reader->ask(subscribe_command()));
    backend.commit_small(book, 5);
    expect_events(*reader, 0, 5);
    const std::string old = since(5);
    backend.rewind(book);
    backend.commit_small(book, 2);
    EXPECT_EQ(reader->read_close(), 4111);
    const auto again = client();
    EXPECT_EQ(ok_of(again->ask(subscribe_command(old))).at("mode").as_string(), "snapshot");
    backend.commit_small(book, 1);
    expect_events(*again, 2, 3);
}

TEST_F(StreamTest, sends_again_what_a_client_asks_for) {
    const auto reader = client();
    const auto sub = std::to_string(ok_of(reader->ask(subscribe_command())).at("sub").as_int64());
    backend.commit_small(book, 20);
    expect_events(*reader, 0, 20);
    const auto reply = ok_of(reader->ask(R"({"id":7,"catchup":{"sub":)" + sub + since(5) + "}}"));
    EXPECT_EQ(reply.at("mode").as_string(), "replay");
    EXPECT_TRUE(reply.at("recovered").as_bool());
    expect_events(*reader, 5, 20);
    EXPECT_EQ(
        ok_of(reader->ask(R"({"id":8,"catchup":{"sub":)" + sub + "}}")).at("offset").as_int64(),
        20);
    backend.commit_small(book, 1);
    expect_events(*reader, 20, 21);
}

TEST_F(StreamTest, sends_nothing_of_a_stream_after_it_was_left) {
    const auto reader = client();
    const auto sub = std::to_string(ok_of(reader->ask(subscribe_command())).at("sub").as_int64());
    backend.commit_small(book, 3);
    expect_events(*reader, 0, 3);
    ok_of(reader->ask(R"({"id":7,"unsubscribe":{"sub":)" + sub + "}}"));
    backend.commit_small(book, 3);
    const auto ok = ok_of(reader->ask(subscribe_command()));
    EXPECT_EQ(ok.at("offset").as_int64(), 6);
    EXPECT_NE(std::to_string(ok.at("sub").as_int64()), sub);  // a number is never used again
}

TEST_F(StreamTest, moves_the_cursor_of_a_filtered_stream) {
    start({.skip_every = 20ms, .tick = 2ms});
    const auto reader = client();
    const auto ok = ok_of(
        reader->ask(subscribe_command(R"(,"filter":{"types":["book.updated"]})")));
    backend.commit_small(book, 5);
    auto push = reader->read();
    ASSERT_TRUE(push.contains("skip")) << boost::json::serialize(push);
    EXPECT_EQ(push.at("skip").at("to").as_int64(), 5);
    EXPECT_EQ(push.at("skip").at("sub"), ok.at("sub"));
    backend.commit(book, {{.type = ledger::EventType::book_updated}, {}});
    push = reader->read();
    ASSERT_TRUE(push.contains("event")) << boost::json::serialize(push);
    EXPECT_EQ(push.at("event").at("offset").as_int64(), 6);
    push = reader->read();
    EXPECT_EQ(push.at("skip").at("to").as_int64(), 7);
    const auto replayed = client();
    ok_of(replayed->ask(subscribe_command(R"(,"filter":{"types":["book.updated"]})" + since(0))));
    EXPECT_EQ(replayed->read().at("event").at("offset").as_int64(), 6);
    EXPECT_EQ(replayed->read().at("skip").at("to").as_int64(), 7);
}

TEST_F(StreamTest, shows_a_cashier_the_own_outlets_only) {
    const auto own = backend.known_outlet();
    const auto other = OutletId::make(system_clock().now());
    backend.add_user("cashier-token-0001");
    backend.let_in("cashier-token-0001", book, app::Role::cashier, std::vector<OutletId>{own});
    const auto cashier = client("cashier-token-0001");
    const auto boss = client();
    const auto ok = ok_of(cashier->ask(subscribe_command()));
    EXPECT_NE(ok_of(boss->ask(subscribe_command())).at("sub"), ok.at("sub"));
    using Type = ledger::EventType;
    backend.commit(
        book, {{.type = Type::transaction_posted, .outlet_id = other},
               {.type = Type::transaction_posted, .outlet_id = own},
               {.type = Type::transaction_posted}});
    expect_events(*boss, 0, 3);
    EXPECT_EQ(cashier->read().at("event").at("offset").as_int64(), 2);
    EXPECT_EQ(cashier->read().at("skip").at("to").as_int64(), 3);
}

TEST_F(StreamTest, closes_a_reader_that_does_not_read_and_spares_the_others) {
    start({.send_buffer_bytes = 16 << 10, .tick = 5ms});
    const auto fast = client();
    ok_of(fast->ask(subscribe_command()));
    const auto slow = client(owner, {.receive_buffer_bytes = 8 << 10});
    ok_of(slow->ask(subscribe_command()));
    const std::string large = '"' + std::string(10'000, 'x') + '"';
    std::uint64_t sent = 0;
    while (realtime().figures().slow_closes == 0 && sent < 4000) {
        backend.commit(book, {{.data = large}});
        ++sent;
        expect_events(*fast, sent - 1, sent);
        std::this_thread::sleep_for(2ms);
    }
    EXPECT_EQ(realtime().figures().slow_closes, 1U);
    EXPECT_LT(sent * large.size(), 30U << 20U);  // the queue was bounded
    std::uint64_t seen = 0;
    EXPECT_NO_THROW({
        while (const auto line = slow->read_line()) {
            if (line->starts_with(R"({"event":)")) {
                const auto event = boost::json::parse(*line).at("event");
                EXPECT_EQ(event.at("offset").to_number<std::uint64_t>(), ++seen);
            }
        }
    });
    EXPECT_EQ(slow->read_close(), 4108);
    const auto resumed = client();
    ok_of(resumed->ask(subscribe_command(since(seen))));
    expect_events(*resumed, seen, sent);
}

TEST_F(StreamTest, closes_a_reader_whose_oldest_bytes_are_too_old) {
    start({.queue_age_max = 300ms, .send_buffer_bytes = 16 << 10, .tick = 5ms});
    const auto slow = client(owner, {.receive_buffer_bytes = 8 << 10});
    ok_of(slow->ask(subscribe_command()));
    backend.commit(
        book,
        std::vector<FakeBackend::EventOf>(40, {.data = '"' + std::string(10'000, 'x') + '"'}));
    eventually([&] { return realtime().figures().slow_closes == 1; });
    EXPECT_EQ(slow->read_close(), 4108);
}

TEST_F(StreamTest, closes_who_asks_and_asks_without_reading_the_answers) {
    start(
        {.send_buffer_bytes = 16 << 10,
         .close_timeout = 50ms,
         .slow_close_timeout = 50ms,
         .commands_per_s = 1e9,
         .commands_burst = 1e9,
         .tick = 5ms});
    const auto rude = client(owner, {.receive_buffer_bytes = 8 << 10});
    std::string message;
    while (message.size() < 60'000) {
        message += R"({"id":1,"unsubscribe":{"sub":1}})"
                   "\n";
    }
    const std::string frame = TestClient::frame(TestClient::text, message);
    bool is_open = true;
    for (int i = 0; i < 100 && is_open && realtime().figures().slow_closes == 0; ++i) {
        is_open = rude->try_raw(frame);
    }
    eventually([&] { return realtime().figures().slow_closes == 1; });
    eventually([&] { return realtime().figures().sockets == 0; });
}

TEST_F(StreamTest, does_not_take_a_burst_for_a_slow_reader) {
    start({.tick = 5ms});
    const auto reader = client();
    ok_of(reader->ask(subscribe_command()));
    for (int i = 0; i < 60; ++i) {
        backend.commit(
            book,
            std::vector<FakeBackend::EventOf>(20, {.data = '"' + std::string(5'000, 'x') + '"'}));
    }
    expect_events(*reader, 0, 1200);
    EXPECT_EQ(realtime().figures().slow_closes, 0U);
}

TEST_F(StreamTest, replays_to_a_slow_reader_without_filling_its_queue) {
    start({.send_buffer_bytes = 16 << 10, .tick = 5ms});
    const auto page = std::vector<FakeBackend::EventOf>(
        100, {.data = '"' + std::string(2'000, 'x') + '"'});
    for (int i = 0; i < 40; ++i) {
        backend.commit(book, page);
    }
    const auto reader = client(owner, {.receive_buffer_bytes = 8 << 10});
    ok_of(reader->ask(subscribe_command(since(0))));
    eventually([&] { return realtime().figures().queued_bytes > 0; });
    EXPECT_LT(realtime().figures().queued_bytes, 600'000U);
    EXPECT_LT(realtime().figures().deliveries, 40U);
    expect_events(*reader, 0, 4000);
}

TEST_F(StreamTest, closes_as_overloaded_when_the_history_cannot_be_read) {
    backend.commit_small(book, 10);
    const auto reader = client();
    ok_of(reader->ask(subscribe_command()));
    backend.commit_small(book, 10, FakeBackend::Bus::loses_it);
    backend.database_is_down = true;
    backend.commit_small(book, 1);
    EXPECT_EQ(reader->read_close(), 4100);
}

TEST_F(StreamTest, serves_books_and_filters_side_by_side_on_one_link) {
    const auto second = backend.add_book();
    backend.let_in(owner, second, app::Role::viewer);
    const auto reader = client();
    const auto a = ok_of(reader->ask(subscribe_command())).at("sub").as_int64();
    const auto b = ok_of(reader->ask(subscribe_command(R"(,"filter":{"types":["book.updated"]})")))
                       .at("sub")
                       .as_int64();
    const auto c = ok_of(reader->ask(
                             R"({"id":2,"subscribe":{"channel":"ledger","book":")" + second.text()
                             + "\"}}"))
                       .at("sub")
                       .as_int64();
    backend.commit(book, {{.type = ledger::EventType::book_updated}});
    backend.commit_small(second, 1);
    std::map<std::int64_t, std::string> seen;
    for (int i = 0; i < 3; ++i) {
        const auto event = reader->read().at("event").as_object();
        seen[event.at("sub").as_int64()] = event.at("book").as_string();
    }
    EXPECT_EQ(
        seen, (std::map<std::int64_t, std::string>{
                  {a, book.text()}, {b, book.text()}, {c, second.text()}}));
}

TEST_F(StreamTest, survives_readers_that_come_and_go_under_load) {
    start({});
    std::atomic<bool> posting{true};
    std::thread poster([&] {
        while (posting) {
            backend.commit_small(book, 3);
            std::this_thread::sleep_for(100us);
        }
    });
    std::vector<std::thread> visitors;
    for (int visitor = 0; visitor < 4; ++visitor) {
        visitors.emplace_back([&, visitor] {
            for (int i = 0; i < 60; ++i) {
                const auto reader = client();
                const auto offset = backend.head_of(book) / 2;
                ok_of(reader->ask(subscribe_command(i % 2 == 0 ? since(offset) : since(0))));
                expect_events(*reader, i % 2 == 0 ? offset : 0, i % 2 == 0 ? offset + 5 : 10);
                if ((i + visitor) % 3 == 0) {
                    reader->hang_up();
                }
            }
        });
    }
    for (auto& visitor : visitors) {
        visitor.join();
    }
    posting = false;
    poster.join();
    eventually([&] { return realtime().figures().sockets == 0; });
    EXPECT_EQ(realtime().figures().subscriptions, 0U);
}

TEST_F(StreamTest, counts_how_long_events_take_to_the_last_subscriber) {
    const auto reader = client();
    ok_of(reader->ask(subscribe_command()));
    for (int i = 0; i < 20; ++i) {
        backend.commit_small(book, 1);
    }
    expect_events(*reader, 0, 20);
    eventually([&] {
        std::uint64_t total = 0;
        for (const auto count : realtime().figures().lag_counts) {
            total += count;
        }
        return total == 20;
    });
}

}  // namespace
}  // namespace arus::websocket::test
