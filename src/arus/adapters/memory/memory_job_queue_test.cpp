// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/memory/memory_job_queue.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <vector>

namespace arus::memory {
namespace {

using namespace std::chrono_literals;
using Kind = app::JobSettlement::Kind;

app::JobId job(std::uint8_t number) {
    app::JobId id;
    id.bytes.fill(number);
    return id;
}

/// Takes what it is handed and keeps it.
class Taker {
public:
    app::JobQueue::Consumer consumer() {
        return [this](app::JobDelivery delivery) {
            const std::lock_guard lock(mutex_);
            taken_.push_back(std::move(delivery));
            changed_.notify_all();
        };
    }

    /// The delivery of that number; waits for it.
    app::JobDelivery at(std::size_t index) {
        std::unique_lock lock(mutex_);
        const bool came = changed_.wait_for(lock, 30s, [&] { return taken_.size() > index; });
        EXPECT_TRUE(came);
        return came ? taken_[index] : app::JobDelivery{{}, [](app::JobSettlement) {}};
    }

    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return taken_.size();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<app::JobDelivery> taken_;
};

TEST(MemoryJobQueue, hands_out_in_order_and_no_more_than_asked_for) {
    Taker taker;
    const auto queue = make_memory_job_queue();
    for (std::uint8_t i = 1; i <= 5; ++i) {
        queue->enqueue(job(i), 0ms);
    }
    queue->consume(2, taker.consumer());
    EXPECT_EQ(taker.at(0).id, job(1));
    EXPECT_EQ(taker.at(1).id, job(2));
    EXPECT_EQ(queue->figures().waiting, 3U);
    EXPECT_EQ(taker.count(), 2U);
    taker.at(0).settle({Kind::done, 0ms});
    EXPECT_EQ(taker.at(2).id, job(3));
    taker.at(1).settle({Kind::dead, 0ms});
    EXPECT_EQ(taker.at(3).id, job(4));
    taker.at(2).settle({Kind::done, 0ms});
    taker.at(3).settle({Kind::done, 0ms});
    taker.at(4).settle({Kind::done, 0ms});
    EXPECT_EQ(queue->figures().delivered, 5U);
}

TEST(MemoryJobQueue, brings_a_job_again_after_its_delay) {
    Taker taker;
    const auto queue = make_memory_job_queue();
    queue->consume(1, taker.consumer());
    queue->enqueue(job(1), 0ms);
    const auto before = std::chrono::steady_clock::now();
    taker.at(0).settle({Kind::again, 60ms});
    EXPECT_EQ(taker.at(1).id, job(1));
    EXPECT_GE(std::chrono::steady_clock::now() - before, 60ms);
    taker.at(1).settle({Kind::done, 0ms});
}

TEST(MemoryJobQueue, takes_a_settlement_after_its_end) {
    Taker taker;
    app::JobDelivery delivery;
    {
        const auto queue = make_memory_job_queue();
        queue->consume(1, taker.consumer());
        queue->enqueue(job(1), 0ms);
        delivery = taker.at(0);
    }
    delivery.settle({Kind::again, 0ms});
    EXPECT_EQ(taker.count(), 1U);
}

}  // namespace
}  // namespace arus::memory
