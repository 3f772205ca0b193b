// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/rabbitmq/rabbitmq_job_queue.hpp"

#include "arus/adapters/rabbitmq/test_broker.hpp"
#include "arus/base/bytes.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <vector>

// Against a real broker, see README.md.
namespace arus::rabbitmq {
namespace {

using namespace std::chrono_literals;
using app::JobDelivery;
using app::JobId;
using app::JobSettlement;
using Kind = app::JobSettlement::Kind;

/// Keeps what is delivered until the test settles it.
class Worker {
public:
    explicit Worker(std::size_t prefetch = 4) : queue(open_job_queue({.url = broker_url()})) {
        queue->consume(prefetch, [this](JobDelivery delivery) {
            const std::lock_guard lock(mutex_);
            ++times_[delivery.id];
            open_.push_back(std::move(delivery));
        });
        EXPECT_TRUE(eventually([this] { return queue->is_connected(); }));
    }
    ~Worker() { queue->stop(Deadline::in(1s)); }

    std::size_t open() const {
        const std::lock_guard lock(mutex_);
        return open_.size();
    }
    int times(JobId job) const {
        const std::lock_guard lock(mutex_);
        const auto found = times_.find(job);
        return found == times_.end() ? 0 : found->second;
    }
    /// Settles the job if it was delivered.
    bool settle(JobId job, JobSettlement how) {
        const std::lock_guard lock(mutex_);
        for (auto delivery = open_.begin(); delivery != open_.end(); ++delivery) {
            if (delivery->id == job) {
                delivery->settle(how);
                open_.erase(delivery);
                return true;
            }
        }
        return false;
    }

    std::unique_ptr<app::JobQueue> queue;

private:
    mutable std::mutex mutex_;
    std::map<JobId, int> times_;
    std::vector<JobDelivery> open_;
};

JobId new_job() {
    JobId job;
    fill_random(job.bytes);
    return job;
}

class RabbitJobQueueTest : public BrokerTest {};

TEST_F(RabbitJobQueueTest, hands_a_job_to_one_worker_until_it_is_settled) {
    Worker first;
    Worker second;
    const JobId job = new_job();
    first.queue->enqueue(job, 0ms);
    ASSERT_TRUE(eventually([&] { return first.times(job) + second.times(job) == 1; }));
    Worker& owner = first.times(job) == 1 ? first : second;
    EXPECT_TRUE(owner.settle(job, {Kind::done}));
    const JobId next = new_job();
    first.queue->enqueue(next, 0ms);
    ASSERT_TRUE(eventually([&] { return first.times(next) + second.times(next) == 1; }));
    EXPECT_EQ(first.times(job) + second.times(job), 1);
    EXPECT_TRUE(first.settle(next, {Kind::done}) || second.settle(next, {Kind::done}));
}

TEST_F(RabbitJobQueueTest, gives_what_a_lost_worker_held_to_another) {
    const JobId job = new_job();
    std::optional<Worker> first(std::in_place);
    first->queue->enqueue(job, 0ms);
    ASSERT_TRUE(eventually([&] { return first->times(job) == 1; }));
    first.reset();
    Worker second;
    EXPECT_TRUE(eventually([&] { return second.times(job) == 1; }));
    EXPECT_TRUE(second.settle(job, {Kind::done}));
}

TEST_F(RabbitJobQueueTest, keeps_to_the_prefetch) {
    Worker worker(2);
    std::vector<JobId> jobs;
    for (int i = 0; i < 5; ++i) {
        jobs.push_back(new_job());
        worker.queue->enqueue(jobs.back(), 0ms);
    }
    ASSERT_TRUE(eventually([&] { return worker.open() == 2; }));
    for (const JobId& job : jobs) {
        ASSERT_TRUE(eventually([&] { return worker.settle(job, {Kind::done}); }));
        EXPECT_LE(worker.open(), 2U);
    }
}

TEST_F(RabbitJobQueueTest, brings_a_job_again_after_a_delay) {
    Worker worker;
    const JobId job = new_job();
    const auto began = std::chrono::steady_clock::now();
    worker.queue->enqueue(job, 1s);
    ASSERT_TRUE(eventually([&] { return worker.settle(job, {Kind::again, 1s}); }));
    EXPECT_GE(std::chrono::steady_clock::now() - began, 900ms);
    ASSERT_TRUE(eventually([&] { return worker.times(job) == 2; }));
    EXPECT_GE(std::chrono::steady_clock::now() - began, 1'800ms);
    EXPECT_TRUE(worker.settle(job, {Kind::done}));
}

TEST_F(RabbitJobQueueTest, never_brings_a_dead_job_back) {
    Worker worker;
    const JobId job = new_job();
    worker.queue->enqueue(job, 0ms);
    ASSERT_TRUE(eventually([&] { return worker.settle(job, {Kind::dead}); }));
    const JobId next = new_job();
    worker.queue->enqueue(next, 0ms);
    ASSERT_TRUE(eventually([&] { return worker.settle(next, {Kind::done}); }));
    EXPECT_EQ(worker.times(job), 1);
    worker.queue->enqueue(job, 0ms);
    EXPECT_TRUE(eventually([&] { return worker.settle(job, {Kind::done}); }));
}

TEST(RabbitJobQueue, says_that_it_lost_what_it_could_not_send) {
    const auto queue = open_job_queue({.url = "amqp://u:p@127.0.0.1:1/%2f"});
    queue->enqueue(new_job(), 0ms);
    EXPECT_FALSE(queue->is_connected());
    EXPECT_EQ(queue->figures().dropped, 1U);
}

}  // namespace
}  // namespace arus::rabbitmq
