// SPDX-License-Identifier: Apache-2.0
// The module's parts that need no socket.
#include "arus/transports/websocket/detail/command.hpp"
#include "arus/transports/websocket/detail/handshake_refusal.hpp"
#include "arus/transports/websocket/detail/stream.hpp"

#include <gtest/gtest.h>

namespace arus::websocket::detail {
namespace {

TEST(Frame, has_the_shortest_header_that_holds_its_length) {
    struct Row {
        std::size_t bytes;
        std::string header;
    };
    const Row rows[] = {
        {1, std::string("\x81\x01", 2)},
        {125, std::string("\x81\x7d", 2)},
        {126, std::string("\x81\x7e\x00\x7e", 4)},
        {65535, std::string("\x81\x7e\xff\xff", 4)},
        {65536, std::string("\x81\x7f\0\0\0\0\0\x01\0\0", 10)}};
    for (const auto& row : rows) {
        const std::string payload(row.bytes, 'x');
        EXPECT_EQ(frame_of(payload)->bytes(), row.header + payload) << row.bytes;
    }
}

std::string all_of(const OutboundQueue& queue) {
    OutboundQueue::Buffers buffers;
    std::string out;
    for (const auto& buffer : queue.gather(buffers)) {
        out.append(static_cast<const char*>(buffer.data()), buffer.size());
    }
    return out;
}

TEST(OutboundQueue, gives_every_byte_once_whatever_is_written_at_a_time) {
    for (std::size_t step = 1; step < 12; ++step) {
        OutboundQueue queue;
        std::string pushed;
        std::string written;
        for (int i = 0; i < 300; ++i) {
            const std::string piece(
                static_cast<std::size_t>(i % 7 + 1), static_cast<char>('a' + i % 26));
            queue.push(piece, TimePoint());
            pushed += piece;
            const std::string next = all_of(queue).substr(0, step);
            written += next;
            queue.consume(next.size());
        }
        while (!queue.empty()) {
            const std::string next = all_of(queue).substr(0, step);
            written += next;
            queue.consume(next.size());
        }
        EXPECT_EQ(written, pushed);
        EXPECT_EQ(queue.bytes(), 0U);
    }
}

TEST(OutboundQueue, keeps_only_the_piece_that_has_begun_when_the_rest_is_dropped) {
    OutboundQueue queue;
    queue.push(std::string("first"), TimePoint());
    queue.push(std::string("second"), TimePoint());
    queue.drop_unbegun();
    EXPECT_TRUE(queue.empty());
    queue.push(std::string("third"), TimePoint());
    queue.push(std::string("fourth"), TimePoint());
    queue.consume(2);
    queue.drop_unbegun();
    EXPECT_EQ(all_of(queue), "ird");
    EXPECT_EQ(queue.bytes(), 3U);
}

EventLinesRef lines_of(
    BookId book, std::uint64_t first, std::size_t count, std::size_t data_bytes = 10,
    const std::string& epoch = "0000000000000001") {
    auto batch = std::make_shared<app::CommittedBatch>();
    batch->book_id = book;
    batch->epoch = epoch;
    for (std::size_t i = 0; i < count; ++i) {
        ledger::Event event;
        event.offset = first + i;
        event.type = i % 2 == 0 ? ledger::EventType::contact_created
                                : ledger::EventType::contact_updated;
        event.data = std::make_shared<const std::string>(
            "\"" + std::string(data_bytes, 'd') + "\"");
        batch->events.push_back(event);
    }
    return std::make_shared<const EventLines>(batch, TimePoint());
}

app::BookAccessRef access_of(std::optional<std::vector<OutletId>> scope = std::nullopt) {
    auto access = std::make_shared<app::BookAccess>();
    access->outlet_scope = std::move(scope);
    return access;
}

TEST(StreamPacker, cuts_messages_at_their_limit_and_never_inside_a_line) {
    const auto book = BookId::make({.us = 1});
    const Filter open({}, access_of());
    StreamPacker packer(7, open);
    const auto lines = lines_of(book, 1, 40, 20'000);
    packer.add(*lines, 1, 40);
    const auto frames = packer.finish();
    ASSERT_GT(frames.size(), 2U);
    std::uint64_t next = 1;
    for (const auto& frame : frames) {
        EXPECT_EQ(frame.first, next);
        EXPECT_EQ(frame.told, frame.last);
        EXPECT_LE(frame.frame->bytes().size(), message_bytes_max + 10);
        EXPECT_EQ(frame.frame->bytes().back(), '\n');
        next = frame.last + 1;
    }
    EXPECT_EQ(next, 41U);
}

TEST(StreamPacker, moves_the_cursor_over_what_does_not_pass_and_never_joins_over_a_gap) {
    const auto book = BookId::make({.us = 1});
    const Filter filter({.types = {ledger::EventType::contact_updated}}, access_of());
    StreamPacker packer(7, filter);
    packer.add(*lines_of(book, 1, 5), 1, 5);
    packer.add(*lines_of(book, 6, 1), 6, 6);
    packer.add(*lines_of(book, 9, 1), 9, 9);
    const auto frames = packer.finish();
    ASSERT_EQ(frames.size(), 2U);
    EXPECT_EQ(frames[0].first, 1U);
    EXPECT_EQ(frames[0].last, 6U);
    EXPECT_EQ(frames[0].told, 4U);
    EXPECT_EQ(frames[1].first, 9U);
    EXPECT_EQ(frames[1].frame, nullptr);
}

TEST(BookLog, finds_what_it_was_given_and_begins_anew_after_a_gap) {
    const auto book = BookId::make({.us = 1});
    BookLog log(book);
    EXPECT_FALSE(log.head());
    log.append(lines_of(book, 5, 3));
    log.append(lines_of(book, 8, 2));
    log.append(lines_of(book, 8, 2));
    EXPECT_EQ(log.find(4), nullptr);
    EXPECT_EQ(log.find(7)->first(), 5U);
    EXPECT_EQ(log.find(9)->first(), 8U);
    log.append(lines_of(book, 12, 1));
    EXPECT_EQ(log.find(9), nullptr);
    EXPECT_EQ(log.find(12)->first(), 12U);
    EXPECT_EQ(log.head()->offset, 12U);
    log.learn({"0000000000000001", 10});
    EXPECT_EQ(log.head_offset(), 12U);
}

TEST(BookLog, goes_on_behind_a_page_that_is_there_and_replaces_the_rest_of_one) {
    const auto book = BookId::make({.us = 1});
    BookLog log(book);
    log.learn({"0000000000000001", 1000});
    EXPECT_EQ(log.page_start(1, 500), 0U);
    EXPECT_EQ(log.page_start(500, 500), 0U);
    EXPECT_EQ(log.page_start(501, 500), 500U);
    log.add_page(lines_of(book, 501, 20));
    EXPECT_EQ(log.page_start(521, 500), 520U);
    EXPECT_EQ(log.find(520)->first(), 501U);
    log.add_page(lines_of(book, 521, 30));
    log.add_page(lines_of(book, 501, 500));
    EXPECT_EQ(log.find(530)->first(), 501U);
    EXPECT_EQ(log.find(1000)->first(), 501U);
    log.trim(0);
    EXPECT_EQ(log.find(530), nullptr);
    EXPECT_EQ(log.cost_bytes(), 0U);
}

TEST(BookLog, forgets_everything_of_another_epoch) {
    const auto book = BookId::make({.us = 1});
    BookLog log(book);
    log.append(lines_of(book, 1, 9));
    const auto generation = log.generation();
    log.append(lines_of(book, 1, 2, 10, "00000000000000ff"));
    EXPECT_GT(log.generation(), generation);
    EXPECT_EQ(log.find(5), nullptr);
    EXPECT_EQ(log.head()->offset, 2U);
}

TEST(Stream, gives_those_who_catch_up_frames_that_end_at_the_same_offsets) {
    const auto book = BookId::make({.us = 1});
    const auto log = std::make_shared<BookLog>(book);
    for (std::uint64_t first = 1; first <= 1000; first += 10) {
        log->append(lines_of(book, first, 10));
    }
    Stream stream(log, Filter({}, access_of()), "key", 3);
    std::vector<std::uint64_t> ends[2];
    for (const std::uint64_t start : {17U, 60U}) {
        for (std::uint64_t at = start; at < 1000;) {
            const StreamFrame frame = stream.frame_after(at, log->find(at + 1));
            ASSERT_EQ(frame.first, at + 1);
            ASSERT_GT(frame.last, at);
            at = frame.last;
            ends[start == 60].push_back(at);
        }
    }
    EXPECT_EQ(ends[0], ends[1]);
    EXPECT_EQ(
        stream.frame_after(128, log->find(129)).frame,
        stream.frame_after(128, log->find(129)).frame);
}

TEST(Filter, looks_at_outlet_account_type_and_the_readers_scope) {
    const auto book = BookId::make({.us = 1});
    const auto own = OutletId::make({.us = 1});
    const auto other = OutletId::make({.us = 2});
    const auto account = AccountId::make({.us = 1});
    auto batch = std::make_shared<app::CommittedBatch>();
    batch->book_id = book;
    const auto add_event = [&](ledger::EventType type, std::optional<OutletId> outlet,
                               std::string data) {
        ledger::Event event;
        event.offset = batch->events.size() + 1;
        event.type = type;
        event.outlet_id = outlet;
        event.data = std::make_shared<const std::string>(std::move(data));
        batch->events.push_back(event);
    };
    using Type = ledger::EventType;
    const std::string with_account = R"({"postings":[{"account_id":")" + account.text() + R"("}]})";
    add_event(Type::transaction_posted, own, with_account);
    add_event(
        Type::transaction_posted, other,
        R"({"description":"\"account_id\":\")" + account.text() + R"(\""})");
    add_event(Type::transaction_posted, std::nullopt, "{}");
    add_event(Type::outlet_created, std::nullopt, R"({"id":")" + other.text() + R"("})");
    add_event(Type::account_created, std::nullopt, R"({"min_balance":"0"})");
    add_event(Type::account_created, std::nullopt, R"({"min_balance":null})");
    const EventLines lines(batch, TimePoint());
    const auto passing = [&lines](const Filter& filter) {
        std::string out;
        for (std::uint64_t offset = 1; offset <= lines.last(); ++offset) {
            out += filter.passes(lines, offset) ? std::to_string(offset) : "";
        }
        return out;
    };
    EXPECT_EQ(passing(Filter({}, access_of())), "123456");
    EXPECT_EQ(passing(Filter({.outlet_id = own}, access_of())), "1456");
    EXPECT_EQ(passing(Filter({.account_id = account}, access_of())), "1456");
    EXPECT_EQ(passing(Filter({.types = {Type::account_created}}, access_of())), "56");
    const std::vector<OutletId> scope{own};
    EXPECT_EQ(passing(Filter({}, access_of(scope))), "16");
    EXPECT_FALSE(Filter({}, access_of(scope)).is_open());
    EXPECT_NE(Filter({}, access_of(scope)).key(), Filter({}, access_of()).key());
}

TEST(Command, says_what_is_wrong_with_a_line) {
    const std::string book = R"("book":"01890000-0000-7000-8000-000000000001","channel":"ledger")";
    struct Row {
        std::string line;
        RefusalCode code;
        std::string in_detail;
    };
    const Row rows[] = {
        {"{", RefusalCode::malformed_json, ""},
        {R"({"id":1,"id":2,"pong":1})", RefusalCode::malformed_json, ""},
        {"[]", RefusalCode::validation_failed, "object"},
        {R"({"id":1})", RefusalCode::unknown_command, ""},
        {R"({"id":1,"publish":{}})", RefusalCode::unknown_command, ""},
        {R"({"id":1,"connect":{},"subscribe":{}})", RefusalCode::validation_failed, "one command"},
        {R"({"connect":{"client":{"name":"a","version":"1"}}})", RefusalCode::validation_failed,
         "/id"},
        {R"({"id":0,"unsubscribe":{"sub":1}})", RefusalCode::validation_failed, "/id"},
        {R"({"id":"1","unsubscribe":{"sub":1}})", RefusalCode::validation_failed, "/id"},
        {R"({"id":1,"connect":{}})", RefusalCode::validation_failed, "/connect/client"},
        {R"({"id":1,"connect":7})", RefusalCode::validation_failed, "/connect"},
        {R"({"id":1,"connect":{"token":"short","client":{"name":"a","version":"1"}}})",
         RefusalCode::validation_failed, "/connect/token"},
        {R"({"id":1,"subscribe":{"channel":"ledger"}})", RefusalCode::validation_failed,
         "/subscribe/book"},
        {R"({"id":1,"subscribe":{)" + book + R"(,"since":{"epoch":"x","offset":1}}})",
         RefusalCode::validation_failed, "/subscribe/since/epoch"},
        {R"({"id":1,"subscribe":{)" + book
             + R"(,"since":{"epoch":"0123456789abcdef","offset":-1}}})",
         RefusalCode::validation_failed, "/subscribe/since/offset"},
        {R"({"id":1,"subscribe":{)" + book + R"(,"filter":{"types":["x"]}}})",
         RefusalCode::validation_failed, "/subscribe/filter/types"},
        {R"({"id":1,"subscribe":{)" + book + R"(,"filter":{"types":[]}}})",
         RefusalCode::validation_failed, "/subscribe/filter/types"},
        {R"({"id":1,"unsubscribe":{"sub":4294967296}})", RefusalCode::validation_failed,
         "/unsubscribe/sub"},
    };
    for (const auto& row : rows) {
        const auto parsed = parse_command(row.line);
        const auto* const bad = std::get_if<BadCommand>(&parsed);
        ASSERT_NE(bad, nullptr) << row.line;
        EXPECT_EQ(bad->refusal.code, row.code) << row.line << ": " << bad->refusal.detail;
        EXPECT_NE(bad->refusal.detail.find(row.in_detail), std::string::npos)
            << row.line << bad->refusal.detail;
    }
}

TEST(Command, ignores_what_it_does_not_know_beside_a_command) {
    const auto parsed = parse_command(
        R"({"id":9,"later":[1],"unsubscribe":{"sub":3,"also":{"x":1}}})");
    const auto* const command = std::get_if<Command>(&parsed);
    ASSERT_NE(command, nullptr);
    EXPECT_EQ(command->id, 9U);
    EXPECT_EQ(std::get<UnsubscribeCommand>(command->body).sub, 3U);
}

TEST(Origin, is_the_servers_own_or_one_of_the_list) {
    const std::vector<std::string> allowed{"https://shop.example"};
    EXPECT_TRUE(is_allowed_origin("http://127.0.0.1:8080", "127.0.0.1:8080", {}));
    EXPECT_TRUE(is_allowed_origin("https://Arus.Example", "arus.example", {}));
    EXPECT_TRUE(is_allowed_origin("https://shop.example", "arus.example", allowed));
    EXPECT_FALSE(is_allowed_origin("http://shop.example", "arus.example", allowed));
    EXPECT_FALSE(is_allowed_origin("https://arus.example.evil", "arus.example", allowed));
    EXPECT_FALSE(is_allowed_origin("null", "arus.example", allowed));
    EXPECT_FALSE(is_allowed_origin("", "", allowed));
    EXPECT_FALSE(is_allowed_origin("https://", "", allowed));
}

}  // namespace
}  // namespace arus::websocket::detail
