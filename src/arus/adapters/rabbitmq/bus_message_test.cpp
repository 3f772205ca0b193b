// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/rabbitmq/detail/bus_message.hpp"

#include "arus/base/testing/seed.hpp"

#include <gtest/gtest.h>

#include <random>

namespace arus::rabbitmq::detail {
namespace {

const Bytes16 sender{1, 2, 3};

app::CommittedBatch batch_of(std::size_t count) {
    app::CommittedBatch batch;
    batch.book_id.bytes[15] = 9;
    batch.epoch = "00112233445566ff";
    batch.committed_at = {1'795'316'400'123'000};
    for (std::size_t i = 0; i < count; ++i) {
        ledger::Event event;
        event.offset = 41 + i;
        event.at = {1'795'316'400'123'000};
        event.type = i % 2 == 0 ? ledger::EventType::transaction_posted
                                : ledger::EventType::book_updated;
        event.hash[0] = static_cast<std::uint8_t>(i);
        if (i % 2 == 0) {
            event.outlet_id = OutletId{{7}};
        }
        event.data = std::make_shared<const std::string>("{\"n\":" + std::to_string(i) + "}");
        batch.events.push_back(std::move(event));
    }
    return batch;
}

TEST(BusMessage, keeps_every_member_of_a_batch) {
    const app::CommittedBatch batch = batch_of(3);
    const auto message = decode(encode(sender, batch));
    ASSERT_TRUE(message);
    EXPECT_EQ(message->sender, sender);
    const auto& read = *std::get<std::shared_ptr<const app::CommittedBatch>>(message->news);
    EXPECT_EQ(read.book_id, batch.book_id);
    EXPECT_EQ(read.epoch, batch.epoch);
    EXPECT_EQ(read.committed_at.us, batch.committed_at.us);
    ASSERT_EQ(read.events.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(read.events[i].offset, batch.events[i].offset);
        EXPECT_EQ(read.events[i].at.us, batch.events[i].at.us);
        EXPECT_EQ(read.events[i].type, batch.events[i].type);
        EXPECT_EQ(read.events[i].hash, batch.events[i].hash);
        EXPECT_EQ(read.events[i].outlet_id, batch.events[i].outlet_id);
        EXPECT_EQ(*read.events[i].data, *batch.events[i].data);
    }
}

TEST(BusMessage, keeps_every_member_of_a_value) {
    app::ValueNews news;
    news.channel = app::ValueNews::Channel::notify;
    news.book_id.bytes[0] = 1;
    news.user_id.bytes[0] = 2;
    news.key = "key";
    news.data = "{}";
    news.offset = 77;
    const auto message = decode(encode(sender, news));
    ASSERT_TRUE(message);
    const auto& read = *std::get<std::shared_ptr<const app::ValueNews>>(message->news);
    EXPECT_EQ(read.channel, news.channel);
    EXPECT_EQ(read.book_id, news.book_id);
    EXPECT_EQ(read.user_id, news.user_id);
    EXPECT_EQ(read.key, news.key);
    EXPECT_EQ(read.data, news.data);
    EXPECT_EQ(read.offset, news.offset);
}

TEST(BusMessage, refuses_every_piece_of_a_message_and_anything_behind_it) {
    const std::string whole = encode(sender, batch_of(2));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(decode(std::string_view(whole).substr(0, length))) << length;
    }
    EXPECT_FALSE(decode(whole + '\0'));
}

TEST(BusMessage, refuses_what_another_version_may_send) {
    const std::string whole = encode(sender, batch_of(1));
    std::string other_magic = whole;
    other_magic[3] = '2';
    EXPECT_FALSE(decode(other_magic));
    std::string other_kind = whole;
    other_kind[20] = 3;
    EXPECT_FALSE(decode(other_kind));
    std::string other_type = whole;
    other_type.replace(other_type.find("transaction.posted"), 18, "transaction.folded");
    EXPECT_FALSE(decode(other_type));
}

TEST(BusMessage, believes_no_number_that_the_bytes_do_not_hold) {
    std::string whole = encode(sender, batch_of(1));
    const std::size_t count_at = 4 + 16 + 1 + 16 + 1 + 16 + 8 + 8;
    ASSERT_EQ(whole[count_at + 3], 1);
    whole.replace(count_at, 4, "\xff\xff\xff\xff");
    EXPECT_FALSE(decode(whole));
}

TEST(BusMessage, survives_any_bytes) {
    const unsigned seed = test_seed(20'261'122);
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::string whole = encode(sender, batch_of(4));
    for (int round = 0; round < 50'000; ++round) {
        std::string bytes = whole;
        for (unsigned change = 0; change <= random() % 4; ++change) {
            bytes[random() % bytes.size()] = static_cast<char>(random());
        }
        bytes.resize(random() % 8 == 0 ? random() % bytes.size() : bytes.size());
        if (const auto message = decode(bytes)) {
            if (const auto* const batch = std::get_if<std::shared_ptr<const app::CommittedBatch>>(
                    &message->news)) {
                EXPECT_FALSE((*batch)->events.empty());
                EXPECT_NE((*batch)->events.back().data, nullptr);
            }
        }
    }
}

}  // namespace
}  // namespace arus::rabbitmq::detail
