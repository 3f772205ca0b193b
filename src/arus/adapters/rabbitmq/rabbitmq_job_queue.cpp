// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/rabbitmq/rabbitmq_job_queue.hpp"

#include "arus/adapters/rabbitmq/detail/job_queues.hpp"
#include "arus/adapters/rabbitmq/detail/publisher.hpp"
#include "arus/base/assert.hpp"
#include "arus/base/log.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>

// A message is the 36 characters of a job's id.
//
//   enqueue ──▶ arus.jobs ◀── after its time ── arus.jobs.after.<length> ◀── enqueue with a delay,
//                   │                                                        settle(again)
//                   ▼ prefetch
//               consumer ── settle(done) ──▶ acknowledged
//                        ── settle(dead) ──▶ acknowledged once arus.jobs.dead has been offered it
//
// Whatever becomes of a delivery, it is acknowledged: the job's row says what comes next, and
// workers look through the table every two seconds. Given back, it would come again at once, and
// again.
//
// A delivery belongs to the link it came by: what is settled after that link broke needs no
// acknowledgement any more, since the broker has given it to somebody else.
namespace arus::rabbitmq {

namespace {

using namespace std::chrono_literals;
using app::JobId;
using app::JobSettlement;
using detail::Link;

constexpr const char* jobs_queue = "arus.jobs";
constexpr const char* dead_queue = "arus.jobs.dead";
/// As long as the job stands in the list of failed ones.
constexpr auto dead_kept_for = std::chrono::hours(24 * 30);

struct Delay {
    std::chrono::milliseconds length;
    const char* queue;
};
constexpr std::array delays{
    Delay{1s, "arus.jobs.after.1s"},       Delay{5s, "arus.jobs.after.5s"},
    Delay{30s, "arus.jobs.after.30s"},     Delay{2min, "arus.jobs.after.2min"},
    Delay{10min, "arus.jobs.after.10min"}, Delay{1h, "arus.jobs.after.1h"}};

/// How long the consumer may wait for messages without a look at what was settled.
constexpr auto look_every = 100ms;
constexpr auto look_while_working = 10ms;

/// The queue in which a message waits at least about so long.
const char* queue_after(std::chrono::milliseconds delay) {
    if (delay <= 0ms) {
        return jobs_queue;
    }
    const auto* const found = std::ranges::find_if(
        delays, [delay](const Delay& one) { return one.length >= delay; });
    return found == delays.end() ? delays.back().queue : found->queue;
}

class RabbitJobQueue final : public app::JobQueue {
public:
    explicit RabbitJobQueue(const Options& options) :
        publisher_(
            detail::parse_address(options.url), options, "publishes jobs",
            detail::declare_job_queues),
        consumer_(detail::parse_address(options.url), options, "consumes jobs", [this](Link& link) {
            consume_over(link);
        }) {
        publisher_.start();
    }
    ~RabbitJobQueue() override { stop(Deadline::in(0ms)); }

    void enqueue(JobId job, std::chrono::milliseconds delay) override {
        if (send(queue_after(delay), job)) {
            ++enqueued_;
        }
    }

    void consume(std::size_t prefetch, Consumer consumer) override {
        ARUS_ASSERT(prefetch >= 1 && prefetch <= 64 && consumer != nullptr && !take_);
        prefetch_ = prefetch;
        take_ = std::move(consumer);
        consumer_.start();
    }

    void stop(Deadline deadline) override {
        {
            std::unique_lock lock(inbox_->mutex);
            is_ending_ = true;
            inbox_->ended.wait_until(lock, deadline.at, [this] { return !consumer_.is_up(); });
        }
        consumer_.stop();  // the broker gives what is not acknowledged to others
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline.at - std::chrono::steady_clock::now());
        publisher_.stop(std::max(left, 0ms));
    }

    bool is_connected() const override {
        return publisher_.is_connected() && (!take_ || consumer_.is_up());
    }

    Figures figures() const override {
        Figures figures;
        figures.enqueued = enqueued_;
        figures.delivered = delivered_;
        figures.dropped = publisher_.figures().dropped;
        return figures;
    }

private:
    /// Names a delivery: tags begin anew with every link.
    struct Tag {
        std::uint64_t link = 0;
        std::uint64_t number = 0;
    };
    struct Settled {
        Tag tag;
        JobId job;
        JobSettlement how;
    };
    /// Outlives the queue: a job may be settled after it.
    struct Inbox {
        std::mutex mutex;
        std::condition_variable ended;  ///< nothing handed out is left, and nothing will be
        std::deque<Settled> settled;
    };

    /// False if it was dropped.
    bool send(const char* queue, JobId job) {
        detail::Publisher::Message message;
        message.target.key = queue;
        message.target.is_kept = true;
        message.target.keep_for = std::string_view(queue) == dead_queue ? dead_kept_for : 0ms;
        message.bytes = 64;
        message.body = [job] { return job.text(); };
        return publisher_.offer(std::move(message));
    }

    void consume_over(Link& link) {
        detail::declare_job_queues(link);
        link.consume_kept(jobs_queue, prefetch_);
        consumer_.set_up(true);
        const std::uint64_t number = ++links_;
        std::size_t open = 0;
        const auto take = [&](const Link::Received& received) {
            const auto job = JobId::parse(received.body);
            if (!job) {
                log::warn("a message in the job queue is not a job; taken out");
                link.acknowledge(received.tag);
                return;
            }
            if (is_ending_) {
                link.give_back(received.tag);
                return;
            }
            ++open;
            ++delivered_;
            const Tag tag{number, received.tag};
            auto settle = [inbox = inbox_, tag, id = *job](JobSettlement how) {
                const std::lock_guard lock(inbox->mutex);
                inbox->settled.push_back({tag, id, how});
            };
            take_({*job, std::move(settle)});
        };
        bool is_cancelled = false;
        while (!consumer_.is_stopping()) {
            link.receive(open > 0 ? look_while_working : look_every, take);
            for (const Settled& settled : take_settled()) {
                if (settled.tag.link == number) {
                    --open;
                    settle(link, settled);
                }
            }
            if (is_ending_ && !std::exchange(is_cancelled, true)) {
                link.cancel_kept();
            }
            if (is_cancelled && open == 0) {
                end();
            }
        }
    }

    /// stop() has nothing to wait for any more.
    void end() {
        const std::lock_guard lock(inbox_->mutex);
        consumer_.set_up(false);
        inbox_->ended.notify_all();
    }

    std::deque<Settled> take_settled() {
        const std::lock_guard lock(inbox_->mutex);
        return std::exchange(inbox_->settled, {});
    }

    void settle(Link& link, const Settled& settled) {
        const auto kind = settled.how.kind;
        if (kind != JobSettlement::Kind::done) {
            send(
                kind == JobSettlement::Kind::dead ? dead_queue : queue_after(settled.how.delay),
                settled.job);
        }
        link.acknowledge(settled.tag.number);
    }

    const std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();
    Consumer take_;
    std::size_t prefetch_ = 1;
    std::atomic<bool> is_ending_{false};
    std::uint64_t links_ = 0;  ///< made by the consumer so far; its thread only
    std::atomic<std::uint64_t> enqueued_{0};
    std::atomic<std::uint64_t> delivered_{0};
    detail::Publisher publisher_;
    detail::LinkThread consumer_;
};

}  // namespace

void detail::declare_job_queues(Link& link) {
    link.declare_kept_queue({jobs_queue, 0ms, ""});
    link.declare_kept_queue({dead_queue, 0ms, ""});
    for (const Delay& delay : delays) {
        link.declare_kept_queue({delay.queue, delay.length, jobs_queue});
    }
}

std::unique_ptr<app::JobQueue> open_job_queue(Options options) {
    return std::make_unique<RabbitJobQueue>(options);
}

}  // namespace arus::rabbitmq
