// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/rabbitmq/rabbitmq_job_queue.hpp"

#include "arus/adapters/rabbitmq/detail/link.hpp"
#include "arus/adapters/rabbitmq/detail/link_thread.hpp"
#include "arus/adapters/rabbitmq/test_broker.hpp"
#include "arus/base/bytes.hpp"
#include "arus/base/failure.hpp"

#include <amqp_tcp_socket.h>
#include <gmock/gmock.h>

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
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
    explicit Worker(std::size_t prefetch = 4, Options options = {.url = broker_url()}) :
        queue(open_job_queue(std::move(options))) {
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

/// What an operator may do to the broker's queues.
class Operator {
public:
    Operator() : connection_(amqp_new_connection()) {
        const auto address = detail::parse_address(broker_url());
        amqp_socket_t* const socket = amqp_tcp_socket_new(connection_);
        EXPECT_EQ(amqp_socket_open(socket, address.host.c_str(), address.port), AMQP_STATUS_OK);
        amqp_login(
            connection_, address.vhost.c_str(), 0, 131'072, 0, AMQP_SASL_METHOD_PLAIN,
            address.user.c_str(), address.password.c_str());
        amqp_channel_open(connection_, 1);
        expect_well();
    }
    ~Operator() { amqp_destroy_connection(connection_); }
    Operator(const Operator&) = delete;
    Operator& operator=(const Operator&) = delete;

    void remove(const char* queue) {
        amqp_queue_delete(connection_, 1, amqp_cstring_bytes(queue), 0, 0);
        expect_well();
    }
    /// Not as Arus makes it.
    void make_otherwise(const char* queue) {
        remove(queue);
        amqp_queue_declare(connection_, 1, amqp_cstring_bytes(queue), 0, 1, 0, 0, amqp_empty_table);
        expect_well();
    }

private:
    void expect_well() {
        EXPECT_EQ(amqp_get_rpc_reply(connection_).reply_type, AMQP_RESPONSE_NORMAL);
    }
    amqp_connection_state_t connection_;
};

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

TEST_F(RabbitJobQueueTest, leaves_to_the_table_what_it_cannot_send_on) {
    const auto sender = open_job_queue({.url = broker_url()});
    ASSERT_TRUE(eventually([&] { return sender->is_connected(); }));
    // Is brought messages and can send none, as while the broker is short of memory.
    Worker worker(4, {.url = broker_url(), .message_bytes_max = 1});
    for (const Kind kind : {Kind::again, Kind::dead}) {
        const JobId job = new_job();
        sender->enqueue(job, 0ms);
        ASSERT_TRUE(eventually([&] { return worker.settle(job, {kind}); }));
        for (int i = 0; i < 3; ++i) {
            const JobId next = new_job();
            sender->enqueue(next, 0ms);
            ASSERT_TRUE(eventually([&] { return worker.settle(next, {Kind::done}); }));
        }
        EXPECT_EQ(worker.times(job), 1) << "it came again at once";
    }
}

TEST_F(RabbitJobQueueTest, says_that_it_lost_what_it_could_not_bring_as_the_queue_was_deleted) {
    Worker worker;
    Operator().remove("arus.jobs.after.1h");
    const JobId lost = new_job();
    worker.queue->enqueue(lost, 1h);
    EXPECT_TRUE(eventually([&] { return worker.queue->figures().dropped == 1; }));
    // The next link has made it again.
    EXPECT_TRUE(eventually([&] { return worker.queue->is_connected(); }));
    Operator().remove("arus.jobs.after.1h");
}

TEST_F(RabbitJobQueueTest, waits_longer_and_longer_for_a_broker_that_refuses_a_queue) {
    { const Worker worker; }  // the queues are there
    Operator().make_otherwise("arus.jobs.after.1h");
    std::atomic<int> tries{0};
    testing::internal::CaptureStderr();
    {
        detail::LinkThread thread(
            detail::parse_address(broker_url()),
            {.url = broker_url(), .retry_min = 1ms, .retry_max = 40ms}, "tests",
            [&](detail::Link& link) {
                ++tries;
                link.declare_kept_queue({"arus.jobs.after.1h", 1h, "arus.jobs"});
                thread.set_up(true);
            });
        thread.start();
        EXPECT_TRUE(eventually([&] { return tries >= 10; }));
    }
    const std::string log = testing::internal::GetCapturedStderr();
    EXPECT_THAT(log, testing::HasSubstr("RabbitMQ is away"));
    EXPECT_EQ(log.find("RabbitMQ is away"), log.rfind("RabbitMQ is away"));
    EXPECT_THAT(log, testing::Not(testing::HasSubstr("RabbitMQ is back")));
    try {
        (void)diagnose({.url = broker_url()});
        ADD_FAILURE() << "the refusal was not seen";
    } catch (const Failure& failure) {
        EXPECT_THAT(failure.what(), testing::HasSubstr("arus.jobs.after.1h"));
    }
    Operator().remove("arus.jobs.after.1h");
    EXPECT_THAT(diagnose({.url = broker_url()}), testing::HasSubstr("RabbitMQ"));
}

TEST_F(RabbitJobQueueTest, keeps_a_message_no_longer_than_was_asked) {
    const std::string queue = "arus.test." + new_job().text();
    const auto address = detail::parse_address(broker_url());
    detail::Link link(address, {}, "test");
    link.declare_kept_queue({queue, 0ms, ""});
    link.want_confirms();
    std::uint64_t confirmed = 0;
    detail::Link::Heard heard;
    heard.confirmed = [&](const detail::Link::Confirmed& what) { confirmed = what.up_to; };
    heard.blocked = [](bool) {};
    heard.returned = [] { ADD_FAILURE() << "came back"; };
    const auto publish = [&](std::chrono::milliseconds keep_for, const char* body) {
        const auto number = link.publish({"", queue, true, keep_for}, body);
        EXPECT_TRUE(eventually([&] {
            link.wait(20ms, heard);
            return confirmed >= number;
        }));
    };
    publish(1ms, "short");
    publish(24h * 30, "long");
    link.wait(20ms, heard);
    detail::Link reader(address, {}, "test");
    reader.consume_kept(queue, 4);
    std::string first;
    EXPECT_TRUE(eventually([&] {
        return reader.receive(
            20ms, [&](const detail::Link::Received& received) { first = received.body; });
    }));
    EXPECT_EQ(first, "long");
    Operator().remove(queue.c_str());
}

TEST(RabbitJobQueue, says_that_it_lost_what_it_could_not_send) {
    const auto queue = open_job_queue({.url = "amqp://u:p@127.0.0.1:1/%2f"});
    queue->enqueue(new_job(), 0ms);
    EXPECT_FALSE(queue->is_connected());
    EXPECT_EQ(queue->figures().dropped, 1U);
}

}  // namespace
}  // namespace arus::rabbitmq
