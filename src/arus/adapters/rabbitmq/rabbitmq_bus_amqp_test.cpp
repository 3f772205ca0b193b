// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/rabbitmq/rabbitmq_bus.hpp"

#include "arus/adapters/rabbitmq/detail/link.hpp"
#include "arus/adapters/rabbitmq/test_broker.hpp"
#include "arus/base/bytes.hpp"
#include "arus/base/failure.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

// Against a real broker, see README.md.
namespace arus::rabbitmq {
namespace {

using namespace std::chrono_literals;

BookId new_book() {
    BookId book;
    fill_random(book.bytes);
    return book;
}

std::shared_ptr<const app::CommittedBatch> batch(
    BookId book, std::uint64_t offset, std::size_t bytes = 2) {
    app::CommittedBatch made;
    made.book_id = book;
    made.epoch = "0011223344556677";
    ledger::Event event;
    event.offset = offset;
    event.data = std::make_shared<const std::string>(bytes, ' ');
    made.events.push_back(std::move(event));
    return std::make_shared<const app::CommittedBatch>(std::move(made));
}

/// The offsets that one instance heard of, in order.
class Heard {
public:
    void listen(Bus& bus) {
        bus.subscribe([this](const std::shared_ptr<const app::CommittedBatch>& news) {
            const std::lock_guard lock(mutex_);
            offsets_.push_back(news->events.front().offset);
        });
    }
    std::vector<std::uint64_t> offsets() const {
        const std::lock_guard lock(mutex_);
        return offsets_;
    }
    bool has(std::uint64_t offset) const {
        const std::lock_guard lock(mutex_);
        return std::ranges::count(offsets_, offset) > 0;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::uint64_t> offsets_;
};

class RabbitBusTest : public BrokerTest {
protected:
    static std::unique_ptr<Bus> open() {
        auto bus = open_bus({.url = broker_url(), .retry_max = 500ms});
        EXPECT_TRUE(eventually([&bus] { return bus->is_connected(); }));
        return bus;
    }
    /// Until `listener` hears of the book from `speaker`: a binding takes a moment.
    static void wait_for_binding(Bus& speaker, Heard& listener, BookId book) {
        ASSERT_TRUE(eventually([&] {
            speaker.publish(batch(book, 1));
            return !listener.offsets().empty();
        }));
    }
};

TEST_F(RabbitBusTest, brings_a_book_to_the_instance_that_watches_it_in_order) {
    const auto here = open();
    const auto there = open();
    Heard heard;
    heard.listen(*there);
    const BookId book = new_book();
    there->watch(book);
    wait_for_binding(*here, heard, book);
    for (std::uint64_t offset = 2; offset <= 500; ++offset) {
        here->publish(batch(book, offset));
    }
    ASSERT_TRUE(eventually([&] { return heard.has(500); }));
    std::vector<std::uint64_t> offsets = heard.offsets();
    EXPECT_TRUE(std::ranges::is_sorted(offsets));
    const auto rest = std::ranges::unique(offsets);
    offsets.erase(rest.begin(), rest.end());
    EXPECT_EQ(offsets.size(), 500U);
    EXPECT_TRUE(eventually([&] {
        const PublishFigures figures = here->figures().published;
        return figures.confirmed == figures.published && figures.published >= 500;
    })) << "the broker confirms what it took";
    EXPECT_EQ(here->figures().published.dropped, 0U);
}

TEST_F(RabbitBusTest, does_not_bring_books_that_nobody_watches) {
    const auto here = open();
    const auto there = open();
    Heard heard;
    heard.listen(*there);
    const BookId watched = new_book();
    const BookId other = new_book();
    there->watch(watched);
    wait_for_binding(*here, heard, watched);
    here->publish(batch(other, 1'000));
    here->publish(batch(watched, 2));
    ASSERT_TRUE(eventually([&] { return heard.has(2); }));
    EXPECT_FALSE(heard.has(1'000)) << "published before, so it would have come before";

    there->watch(watched);
    there->unwatch(watched);
    here->publish(batch(watched, 3));
    EXPECT_TRUE(eventually([&] { return heard.has(3); })) << "watched twice, unwatched once";
    there->unwatch(watched);
    const BookId last = new_book();
    there->watch(last);
    Heard after;
    after.listen(*there);
    wait_for_binding(*here, after, last);  // so the unbinding before it has happened too
    here->publish(batch(watched, 4));
    here->publish(batch(last, 5));
    ASSERT_TRUE(eventually([&] { return after.has(5); }));
    EXPECT_FALSE(after.has(4));
}

TEST_F(RabbitBusTest, tells_its_own_receivers_at_once_and_only_once) {
    const auto bus = open();
    Heard heard;
    heard.listen(*bus);
    const BookId book = new_book();
    bus->watch(book);
    const auto other = open();
    Heard elsewhere;
    elsewhere.listen(*other);
    other->watch(book);
    wait_for_binding(*bus, elsewhere, book);
    const std::size_t before = heard.offsets().size();
    bus->publish(batch(book, 2));
    EXPECT_EQ(heard.offsets().size(), before + 1);
    ASSERT_TRUE(eventually([&] { return elsewhere.has(2); }));
    EXPECT_EQ(heard.offsets().size(), before + 1) << "its own message came back as well";
}

TEST_F(RabbitBusTest, brings_values_of_every_book) {
    const auto here = open();
    const auto there = open();
    std::atomic<int> heard{0};
    there->subscribe_values([&heard](const std::shared_ptr<const app::ValueNews>& news) {
        heard += news->key == "job" ? 1 : 0;
    });
    app::ValueNews news;
    news.book_id = new_book();
    news.key = "job";
    news.data = "{}";
    here->publish_value(std::make_shared<const app::ValueNews>(news));
    EXPECT_TRUE(eventually([&heard] { return heard == 1; }));
}

TEST_F(RabbitBusTest, leaves_out_what_is_too_large_for_a_message) {
    const auto bus = open_bus({.url = broker_url(), .message_bytes_max = 10'000});
    ASSERT_TRUE(eventually([&bus] { return bus->is_connected(); }));
    Heard heard;
    heard.listen(*bus);
    bus->publish(batch(new_book(), 7, 20'000));
    EXPECT_TRUE(heard.has(7)) << "this instance needs no broker";
    EXPECT_EQ(bus->figures().published.dropped, 1U);
    EXPECT_EQ(bus->figures().published.published, 0U);
}

TEST_F(RabbitBusTest, stops_after_the_broker_has_its_last_message) {
    for (int round = 0; round < 10; ++round) {
        const auto bus = open();
        bus->publish(batch(new_book(), 1));
        bus->stop(30s);
        const PublishFigures figures = bus->figures().published;
        ASSERT_EQ(figures.confirmed, 1U) << round;
        ASSERT_EQ(figures.dropped, 0U) << round;
    }
}

TEST_F(RabbitBusTest, stops_while_others_publish) {
    auto bus = open();
    std::atomic<bool> is_over{false};
    std::thread publisher([&] {
        const BookId book = new_book();
        for (std::uint64_t offset = 1; !is_over; ++offset) {
            bus->publish(batch(book, offset));
        }
    });
    ASSERT_TRUE(eventually([&] { return bus->figures().published.confirmed > 100; }));
    bus->stop(1s);
    is_over = true;
    publisher.join();
    EXPECT_FALSE(bus->is_connected());
}

TEST(RabbitBus, works_for_its_own_instance_without_any_broker) {
    // Nobody listens on port 1 of the loopback address.
    const auto bus = open_bus({.url = "amqp://u:p@127.0.0.1:1/%2f"});
    Heard heard;
    heard.listen(*bus);
    for (std::uint64_t offset = 1; offset <= 1'000; ++offset) {
        bus->publish(batch(new_book(), offset));
    }
    EXPECT_EQ(heard.offsets().size(), 1'000U);
    EXPECT_FALSE(bus->is_connected());
    EXPECT_EQ(bus->figures().published.dropped, 1'000U);
    EXPECT_EQ(bus->figures().published.queued_bytes, 0U);
}

TEST(RabbitBus, says_what_is_wrong_with_an_address) {
    for (const char* const url :
         {"", "rabbit", "http://localhost", "amqp://h:port/", "amqp://u:p@h/?tls=1"}) {
        try {
            (void)detail::parse_address(url);
            ADD_FAILURE() << url;
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.facts().kind, Failure::Kind::configuration) << url;
            EXPECT_EQ(std::string(failure.what()).find("u:p"), std::string::npos);
        }
    }
    const auto address = detail::parse_address(
        "amqps://a%40b:c%2Fd@mq.example:5671/%2f?ca=/ca.pem");
    EXPECT_TRUE(address.is_tls && address.is_verified);
    EXPECT_EQ(address.user + " " + address.password, "a@b c/d");
    EXPECT_EQ(address.host + " " + address.vhost + " " + address.ca_file, "mq.example / /ca.pem");
}

}  // namespace
}  // namespace arus::rabbitmq
