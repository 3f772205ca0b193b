// SPDX-License-Identifier: Apache-2.0
// The worker on the table of jobs.
#include "arus/transports/worker/worker.hpp"

#include "job_table.hpp"

#include "arus/adapters/memory/memory_event_bus.hpp"
#include "arus/adapters/memory/memory_job_queue.hpp"
#include "arus/app/jobs/jobs.hpp"
#include "arus/app/statements/statements.hpp"

#include <boost/asio/steady_timer.hpp>

#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

namespace arus::contract {
namespace {

using namespace std::chrono_literals;
using app::JobStatus;
using app::JobStore;
using CancelOutcome = JobStore::CancelOutcome;

constexpr std::int64_t second_us = job_second_us;
constexpr auto lease_for = job_lease_for;

/// Work that does as it is told, and counts.
class ToldWork final : public app::JobWork {
public:
    /// `hang`: hears nothing, like work in the middle of a long step, until it is told otherwise.
    enum class Does { finish, refuse, fail, wait, hang };

    Awaitable<app::JobOutcome> run(app::JobRun& run) override {
        Does does = Does::finish;
        {
            const std::lock_guard lock(mutex_);
            ++tries_;
            does = does_;
            changed_.notify_all();
        }
        if (does == Does::fail) {
            throw Failure({Failure::Kind::internal, true, true, "test"}, "told to fail");
        }
        if (does == Does::refuse) {
            co_return Refusal{RefusalCode::forbidden, "You may not.", {}};
        }
        while (does == Does::wait) {
            asio::steady_timer timer(co_await asio::this_coro::executor);
            timer.expires_after(5ms);
            co_await timer.async_wait(use_awaitable);
            const bool may_go_on = co_await run.go_on(500, "waiting", std::nullopt);
            if (!may_go_on) {
                co_return app::JobStopped{};
            }
        }
        while (does == Does::hang) {
            asio::steady_timer timer(co_await asio::this_coro::executor);
            timer.expires_after(5ms);
            co_await timer.async_wait(use_awaitable);
            const std::lock_guard lock(mutex_);
            has_heard_cancel_ = run.job().cancel_asked;
            does = does_;
        }
        const bool is_kept = co_await run.append("made");
        if (!is_kept) {
            co_return app::JobStopped{};
        }
        app::JobDone done;
        done.file = app::JobFile{"a.csv", "text/csv", 0};
        co_return done;
    }

    void tell(Does does) {
        const std::lock_guard lock(mutex_);
        does_ = does;
    }
    int tries() {
        const std::lock_guard lock(mutex_);
        return tries_;
    }
    bool has_heard_cancel() {
        const std::lock_guard lock(mutex_);
        return has_heard_cancel_;
    }
    bool wait_for_tries(int count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 60s, [&] { return tries_ >= count; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    Does does_ = Does::finish;
    int tries_ = 0;
    bool has_heard_cancel_ = false;
};

class WorkerOnTable : public JobTable {
protected:
    using Does = ToldWork::Does;

    /// A worker of one process; the last one goes first.
    struct Process {
        std::unique_ptr<app::JobQueue> queue = memory::make_memory_job_queue();
        std::unique_ptr<app::EventBus> bus = memory::make_memory_event_bus();
        std::unique_ptr<app::Access> access;
        std::unique_ptr<app::Statements> statements;
        std::unique_ptr<app::Audit> audit;
        std::unique_ptr<app::Jobs> jobs;
        std::unique_ptr<app::NotificationTeller> teller;
        std::unique_ptr<worker::Worker> worker;
    };

    std::unique_ptr<Process> begin(ToldWork& work) {
        auto made = std::make_unique<Process>();
        made->access = std::make_unique<app::Access>(
            identity(), ledger(), people(), system_clock(), app::Access::Options{});
        made->statements = std::make_unique<app::Statements>(
            store->statements(), ledger(), *made->access, system_clock());
        made->audit = std::make_unique<app::Audit>(audit(), *made->access, system_clock());
        made->jobs = std::make_unique<app::Jobs>(
            jobs(), *made->queue, *made->bus, *made->access, ledger(), *made->statements,
            *made->audit, system_clock());
        made->teller = std::make_unique<app::NotificationTeller>(
            notifications(), ledger(), *made->access, *made->bus, system_clock());
        worker::Options options;
        options.lease = 2s;
        options.look_every = 20ms;
        options.first_delay = 1ms;
        worker::Worker::Parts parts{jobs(),     *made->queue, *made->jobs, *made->teller,
                                    *made->bus, store->clock, {}};
        parts.works = {{app::JobKind::export_, &work}};
        made->worker = worker::Worker::make(std::move(parts), options);
        made->worker->start();
        return made;
    }

    /// Waits until the job stands so; the clock of the store goes on meanwhile.
    app::JobRecord until(app::JobId job, JobStatus status) {
        const auto deadline = Deadline::in(60s);
        for (;;) {
            auto found = find(job);
            if (found.status == status) {
                return found;
            }
            if (deadline.has_passed()) {
                throw std::runtime_error("the job did not come so far");
            }
            store->clock.advance_us(1'000);
            std::this_thread::sleep_for(1ms);
        }
    }
    template <class Condition>
    static bool eventually(const Condition& holds) {
        const auto deadline = Deadline::in(60s);
        while (!holds() && !deadline.has_passed()) {
            std::this_thread::sleep_for(5ms);
        }
        return holds();
    }
    /// Whether the worker has just extended its lease of 2 s; the clock stands still meanwhile.
    bool is_kept(app::JobId job) {
        const auto claim = wait(jobs().claim(job, lease_for, soon()));
        return !claim.claimed && claim.wait && *claim.wait > 1'500ms;
    }
};

TEST_P(WorkerOnTable, does_what_is_in_the_table_once) {
    ToldWork work;
    std::vector<app::JobId> made;
    for (int i = 0; i < 10; ++i) {
        made.push_back(make());
    }
    const auto one = begin(work);
    const auto other = begin(work);
    for (const auto& job : made) {
        one->queue->enqueue(job, 0ms);
        other->queue->enqueue(job, 0ms);
    }
    for (const auto& job : made) {
        EXPECT_EQ(until(job, JobStatus::done).tries, 1);
        EXPECT_EQ(file(job), "made");
    }
    EXPECT_EQ(work.tries(), 10);
    one->worker->stop(Deadline::in(30s));
    other->worker->stop(Deadline::in(30s));
}

TEST_P(WorkerOnTable, gives_up_after_its_tries_and_can_be_told_to_run_again) {
    ToldWork work;
    work.tell(Does::fail);
    const auto job = make();
    const auto process = begin(work);
    process->queue->enqueue(job, 0ms);
    const auto failed = until(job, JobStatus::failed);
    EXPECT_EQ(failed.tries, 5);
    EXPECT_EQ(work.tries(), 5);
    EXPECT_EQ(failed.error->code, "gave_up");
    EXPECT_EQ(failed.error->detail.find("told to fail"), std::string::npos);
    EXPECT_EQ(process->worker->figures().given_up, 1U);
    work.tell(Does::finish);
    EXPECT_TRUE(wait(jobs().run_again(job, soon())));
    process->queue->enqueue(job, 0ms);
    EXPECT_EQ(until(job, JobStatus::done).tries, 1);
    process->worker->stop(Deadline::in(30s));
}

TEST_P(WorkerOnTable, does_not_try_again_what_was_refused) {
    ToldWork work;
    work.tell(Does::refuse);
    const auto job = make();
    const auto process = begin(work);
    const auto failed = until(job, JobStatus::failed);
    EXPECT_EQ(failed.error->code, "forbidden");
    EXPECT_EQ(failed.tries, 1);
    process->worker->stop(Deadline::in(30s));
}

TEST_P(WorkerOnTable, ends_a_job_that_is_cancelled) {
    ToldWork work;
    work.tell(Does::wait);
    const auto job = make();
    const auto process = begin(work);
    ASSERT_TRUE(work.wait_for_tries(1));
    EXPECT_EQ(wait(jobs().cancel(job, {"cancelled", "x"}, later(9), soon())), CancelOutcome::asked);
    EXPECT_EQ(until(job, JobStatus::failed).error->code, "cancelled");
    process->worker->stop(Deadline::in(30s));
}

TEST_P(WorkerOnTable, runs_a_cancelled_job_that_hears_nothing_to_its_end_and_only_once) {
    ToldWork work;
    work.tell(Does::hang);
    const auto job = make();
    const auto one = begin(work);
    ASSERT_TRUE(work.wait_for_tries(1));
    const auto other = begin(work);
    EXPECT_EQ(wait(jobs().cancel(job, {"cancelled", "x"}, later(9), soon())), CancelOutcome::asked);
    EXPECT_TRUE(eventually([&] { return work.has_heard_cancel(); }));
    for (int i = 0; i < 3; ++i) {
        store->clock.advance_us(second_us);
        EXPECT_TRUE(eventually([&] { return is_kept(job); }));
    }
    work.tell(Does::finish);
    const auto failed = until(job, JobStatus::failed);
    EXPECT_EQ(failed.error->code, "cancelled");
    EXPECT_EQ(failed.tries, 1);
    EXPECT_EQ(work.tries(), 1);
    one->worker->stop(Deadline::in(30s));
    other->worker->stop(Deadline::in(30s));
}

TEST_P(WorkerOnTable, does_not_begin_what_was_cancelled_before_its_worker_died) {
    const auto job = make();
    must_claim(job);
    EXPECT_EQ(wait(jobs().cancel(job, {"cancelled", "x"}, later(9), soon())), CancelOutcome::asked);
    store->clock.advance_us(31 * second_us);
    ToldWork work;
    const auto process = begin(work);
    EXPECT_EQ(until(job, JobStatus::failed).error->code, "cancelled");
    EXPECT_EQ(work.tries(), 0);
    process->worker->stop(Deadline::in(30s));
}

TEST_P(WorkerOnTable, hands_back_in_time_what_hears_nothing) {
    ToldWork work;
    work.tell(Does::hang);
    const auto job = make();
    const auto process = begin(work);
    ASSERT_TRUE(work.wait_for_tries(1));
    auto stopped = std::async(std::launch::async, [&] { process->worker->stop(Deadline::in(1s)); });
    EXPECT_TRUE(eventually([&] { return find(job).status == JobStatus::queued; }));
    EXPECT_EQ(find(job).tries, 0);
    const auto again = wait(jobs().claim(job, lease_for, soon())).claimed;
    work.tell(Does::finish);
    stopped.get();
    ASSERT_TRUE(again);
    EXPECT_EQ(find(job).status, JobStatus::running) << "what came late counts for nothing";
    EXPECT_EQ(work.tries(), 1);
    EXPECT_TRUE(wait(jobs().finish(again->lease, ending(), soon())));
    EXPECT_EQ(file(job), "");
}

TEST_P(WorkerOnTable, hands_a_job_back_when_it_stops) {
    ToldWork work;
    work.tell(Does::wait);
    const auto job = make();
    auto process = begin(work);
    ASSERT_TRUE(work.wait_for_tries(1));
    process->worker->stop(Deadline::in(30s));
    EXPECT_EQ(find(job).status, JobStatus::queued);
    EXPECT_EQ(find(job).tries, 0);
    work.tell(Does::finish);
    process = begin(work);
    EXPECT_EQ(until(job, JobStatus::done).tries, 1);
    process->worker->stop(Deadline::in(30s));
}

TEST_P(WorkerOnTable, gives_up_a_job_whose_worker_always_dies) {
    const auto job = make();
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(must_claim(job).job.tries, i + 1);  // and no word of it again
        store->clock.advance_us(31 * second_us);
    }
    ToldWork work;
    const auto process = begin(work);
    EXPECT_EQ(until(job, JobStatus::failed).error->code, "gave_up");
    EXPECT_EQ(work.tries(), 0);
    process->worker->stop(Deadline::in(30s));
}

ARUS_CONTRACT_SUITE(WorkerOnTable);

}  // namespace
}  // namespace arus::contract
