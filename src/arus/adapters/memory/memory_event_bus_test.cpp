// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/memory/memory_event_bus.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace arus::memory {
namespace {

std::shared_ptr<const app::CommittedBatch> batch_with_offset(std::uint64_t offset) {
    app::CommittedBatch batch;
    ledger::Event event;
    event.offset = offset;
    event.data = std::make_shared<const std::string>("{}");
    batch.events.push_back(std::move(event));
    return std::make_shared<const app::CommittedBatch>(std::move(batch));
}

TEST(MemoryEventBus, hands_every_batch_to_every_receiver_in_order) {
    const auto bus = make_memory_event_bus();
    std::vector<std::uint64_t> first;
    std::vector<std::uint64_t> second;
    bus->subscribe([&first](const auto& batch) { first.push_back(batch->events.front().offset); });
    bus->subscribe(
        [&second](const auto& batch) { second.push_back(batch->events.front().offset); });
    for (std::uint64_t offset = 1; offset <= 3; ++offset) {
        bus->publish(batch_with_offset(offset));
    }
    EXPECT_EQ(first, (std::vector<std::uint64_t>{1, 2, 3}));
    EXPECT_EQ(second, first);
}

TEST(MemoryEventBus, shares_one_batch_without_copying_it) {
    const auto bus = make_memory_event_bus();
    const app::CommittedBatch* seen = nullptr;
    bus->subscribe([&seen](const auto& batch) { seen = batch.get(); });
    const auto batch = batch_with_offset(7);
    bus->publish(batch);
    EXPECT_EQ(seen, batch.get());
}

TEST(MemoryEventBus, publishes_without_receivers_and_from_several_threads) {
    const auto bus = make_memory_event_bus();
    bus->publish(batch_with_offset(1));
    std::atomic<std::uint64_t> sum{0};
    bus->subscribe([&sum](const auto& batch) { sum += batch->events.front().offset; });
    std::vector<std::thread> publishers;
    for (int i = 0; i < 4; ++i) {
        publishers.emplace_back([&bus] {
            for (std::uint64_t offset = 1; offset <= 100; ++offset) {
                bus->publish(batch_with_offset(offset));
            }
        });
    }
    for (auto& publisher : publishers) {
        publisher.join();
    }
    EXPECT_EQ(sum.load(), 4U * 5050U);
}

TEST(MemoryEventBus, lets_a_receiver_publish) {
    const auto bus = make_memory_event_bus();
    std::vector<std::uint64_t> offsets;
    bus->subscribe([&](const auto& batch) {
        offsets.push_back(batch->events.front().offset);
        if (offsets.size() == 1) {
            bus->publish(batch_with_offset(2));
        }
    });
    bus->publish(batch_with_offset(1));
    EXPECT_EQ(offsets, (std::vector<std::uint64_t>{1, 2}));
}

}  // namespace
}  // namespace arus::memory
