// SPDX-License-Identifier: Apache-2.0
// The table of jobs, and the worker on it.
#include "support.hpp"

#include "arus/adapters/memory/memory_event_bus.hpp"
#include "arus/adapters/memory/memory_job_queue.hpp"
#include "arus/app/jobs/jobs.hpp"
#include "arus/app/statements/statements.hpp"
#include "arus/transports/worker/worker.hpp"

#include <boost/asio/steady_timer.hpp>

#include <condition_variable>
#include <mutex>

namespace arus::contract {
namespace {

using namespace std::chrono_literals;
using app::JobStatus;
using app::JobStore;
using CancelOutcome = JobStore::CancelOutcome;
using Hold = JobStore::Hold;

constexpr std::int64_t second_us = 1'000'000;
constexpr auto lease_for = 30s;

class JobTable : public BookTest {
protected:
    app::JobOrder order(std::string parameters = R"({"report":"journal"})") {
        app::JobOrder made;
        made.id = new_id<app::JobId>();
        made.book_id = book;
        made.kind = app::JobKind::export_;
        made.parameters = std::move(parameters);
        made.created_by = owner;
        made.created_by_name = "Pemilik";
        made.locale = "id";
        made.outlet_scope = std::vector<OutletId>{outlet("PST"), outlet("BDG")};
        made.created_at = store->clock.now();
        return made;
    }
    app::JobId make() {
        const auto made = order();
        EXPECT_TRUE(wait(jobs().create(made, 100, soon())));
        return made.id;
    }
    app::JobRecord find(app::JobId job) {
        auto found = wait(jobs().find(job, soon()));
        if (!found) {
            throw std::runtime_error("there is no such job");
        }
        return std::move(*found);
    }
    JobStore::Claimed must_claim(app::JobId job) {
        auto claim = wait(jobs().claim(job, lease_for, soon()));
        if (!claim.claimed) {
            throw std::runtime_error("the job was not claimed");
        }
        return std::move(*claim.claimed);
    }
    Instant later(std::int64_t seconds) { return {store->clock.now().us + seconds * second_us}; }
    static JobStore::Progress at(int permille, std::optional<std::string> checkpoint = {}) {
        return {permille, "reading", std::move(checkpoint)};
    }
    std::string file(app::JobId job) {
        std::string bytes;
        for (;;) {
            const auto piece = wait(jobs().read_file(job, bytes.size(), soon()));
            if (piece.empty()) {
                return bytes;
            }
            bytes += piece;
        }
    }
    JobStore::Ending ending() {
        return {R"({"ok":true})", app::JobFile{"a.csv", "text/csv", 0}, later(7 * 86'400)};
    }
};

TEST_P(JobTable, keeps_what_was_ordered) {
    const auto made = order();
    ASSERT_TRUE(wait(jobs().create(made, 1, soon())));
    store->restart();
    const auto found = find(made.id);
    EXPECT_EQ(found.order.id, made.id);
    EXPECT_EQ(found.order.book_id, book);
    EXPECT_EQ(found.order.kind, app::JobKind::export_);
    EXPECT_EQ(found.order.parameters, made.parameters);
    EXPECT_EQ(found.order.created_by, owner);
    EXPECT_EQ(found.order.created_by_name, "Pemilik");
    EXPECT_EQ(found.order.locale, "id");
    EXPECT_EQ(found.order.outlet_scope, made.outlet_scope);
    EXPECT_EQ(found.order.created_at, made.created_at);
    EXPECT_EQ(found.status, JobStatus::queued);
    EXPECT_EQ(found.tries, 0);
    EXPECT_FALSE(found.file || found.result || found.error || found.started_at);
    EXPECT_FALSE(wait(jobs().find(new_id<app::JobId>(), soon())));
}

TEST_P(JobTable, tells_no_scope_from_an_empty_one) {
    auto all = order();
    all.outlet_scope = std::nullopt;
    auto none = order();
    none.outlet_scope.emplace();
    ASSERT_TRUE(wait(jobs().create(all, 9, soon())));
    ASSERT_TRUE(wait(jobs().create(none, 9, soon())));
    EXPECT_FALSE(find(all.id).order.outlet_scope);
    ASSERT_TRUE(find(none.id).order.outlet_scope);
    EXPECT_TRUE(find(none.id).order.outlet_scope->empty());
}

TEST_P(JobTable, refuses_more_than_a_person_may_have_waiting) {
    EXPECT_TRUE(wait(jobs().create(order(), 2, soon())));
    const auto second = order();
    EXPECT_TRUE(wait(jobs().create(second, 2, soon())));
    const auto before = store->dump();
    EXPECT_FALSE(wait(jobs().create(order(), 2, soon())));
    EXPECT_EQ(store->dump(), before);
    auto lease = must_claim(second.id).lease;
    EXPECT_FALSE(wait(jobs().create(order(), 2, soon())));
    EXPECT_TRUE(wait(jobs().finish(lease, ending(), soon())));
    EXPECT_TRUE(wait(jobs().create(order(), 2, soon())));
}

TEST_P(JobTable, is_claimed_by_one_of_many) {
    const auto job = make();
    std::vector<std::future<JobStore::Claim>> claims;
    for (int i = 0; i < 20; ++i) {
        claims.push_back(start(jobs().claim(job, lease_for, soon())));
    }
    int claimed = 0;
    for (auto& one : claims) {
        const auto claim = one.get();
        claimed += claim.claimed ? 1 : 0;
        if (!claim.claimed) {
            ASSERT_TRUE(claim.wait);
            EXPECT_GT(*claim.wait, 29s);
            EXPECT_LE(*claim.wait, 31s);
        }
    }
    EXPECT_EQ(claimed, 1);
    EXPECT_EQ(find(job).tries, 1);
    EXPECT_EQ(find(job).status, JobStatus::running);
    EXPECT_FALSE(wait(jobs().claim(new_id<app::JobId>(), lease_for, soon())).wait);
}

TEST_P(JobTable, goes_on_with_another_worker_when_the_lease_has_run_out) {
    const auto job = make();
    const auto first = must_claim(job);
    EXPECT_TRUE(wait(jobs().due(10, soon())).empty());
    store->clock.advance_us(31 * second_us);
    EXPECT_EQ(wait(jobs().due(10, soon())), std::vector<app::JobId>{job});
    const auto second = must_claim(job);
    EXPECT_EQ(second.job.tries, 2);
    EXPECT_NE(first.lease.token, second.lease.token);

    const auto before = store->dump();
    EXPECT_EQ(wait(jobs().extend(first.lease, at(500, "x"), lease_for, soon())), Hold::lost);
    EXPECT_FALSE(wait(jobs().append_file(first.lease, "late", soon())));
    EXPECT_FALSE(wait(jobs().finish(first.lease, ending(), soon())));
    EXPECT_FALSE(wait(jobs().fail_try(first.lease, {"a", "b"}, later(0), soon())));
    EXPECT_FALSE(wait(jobs().give_up(first.lease, {"a", "b"}, later(9), soon())));
    EXPECT_FALSE(wait(jobs().release(first.lease, soon())));
    EXPECT_EQ(store->dump(), before);
    EXPECT_TRUE(wait(jobs().finish(second.lease, ending(), soon())));
    EXPECT_FALSE(wait(jobs().finish(second.lease, ending(), soon())));
}

TEST_P(JobTable, keeps_a_lease_that_is_extended) {
    const auto job = make();
    const auto claimed = must_claim(job);
    for (int i = 1; i <= 3; ++i) {
        store->clock.advance_us(20 * second_us);
        EXPECT_EQ(wait(jobs().extend(claimed.lease, at(i * 100), lease_for, soon())), Hold::held);
        EXPECT_TRUE(wait(jobs().due(10, soon())).empty());
    }
    EXPECT_EQ(find(job).progress_permille, 300);
    EXPECT_EQ(find(job).stage, "reading");
    // The same again changes nothing and holds as well.
    EXPECT_EQ(wait(jobs().extend(claimed.lease, at(300), lease_for, soon())), Hold::held);
}

TEST_P(JobTable, cuts_the_file_back_to_the_checkpoint) {
    const auto job = make();
    auto claimed = must_claim(job);
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "head,", soon())));
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "one,", soon())));
    EXPECT_EQ(wait(jobs().extend(claimed.lease, at(10, "c1"), lease_for, soon())), Hold::held);
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "lost", soon())));
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "too", soon())));
    store->restart();
    store->clock.advance_us(31 * second_us);
    claimed = must_claim(job);
    EXPECT_EQ(claimed.job.checkpoint, "c1");
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "two", soon())));
    EXPECT_TRUE(wait(jobs().finish(claimed.lease, ending(), soon())));
    EXPECT_EQ(file(job), "head,one,two");
    const auto found = find(job);
    ASSERT_TRUE(found.file);
    EXPECT_EQ(found.file->bytes, 12U);
    EXPECT_EQ(found.file->name, "a.csv");
    EXPECT_EQ(found.progress_permille, 1'000);
    EXPECT_EQ(found.result, R"({"ok":true})");
    EXPECT_EQ(found.status, JobStatus::done);
    EXPECT_FALSE(wait(jobs().claim(job, lease_for, soon())).wait);
}

TEST_P(JobTable, keeps_large_pieces_with_every_byte) {
    const auto job = make();
    const auto claimed = must_claim(job);
    std::string bytes(700'000, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<char>(i * 7);
    }
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, bytes, soon())));
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, bytes, soon())));
    EXPECT_TRUE(wait(jobs().finish(claimed.lease, ending(), soon())));
    EXPECT_EQ(file(job), bytes + bytes);
    EXPECT_EQ(wait(jobs().read_file(job, 1'399'999, soon())), bytes.substr(699'999));
    EXPECT_EQ(wait(jobs().read_file(job, 1'400'000, soon())), "");
}

TEST_P(JobTable, waits_before_the_next_try_and_gives_up_in_the_end) {
    const auto job = make();
    auto claimed = must_claim(job);
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "half", soon())));
    EXPECT_TRUE(wait(jobs().fail_try(claimed.lease, {"gave_up", "No."}, later(60), soon())));
    EXPECT_EQ(find(job).status, JobStatus::queued);
    EXPECT_EQ(find(job).error->detail, "No.");
    const auto early = wait(jobs().claim(job, lease_for, soon()));
    ASSERT_TRUE(early.wait);
    EXPECT_GT(*early.wait, 50s);
    store->clock.advance_us(60 * second_us);
    claimed = must_claim(job);
    EXPECT_EQ(claimed.job.tries, 2);
    EXPECT_FALSE(claimed.job.error);
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "half", soon())));
    EXPECT_TRUE(wait(jobs().give_up(claimed.lease, {"gave_up", "Never."}, later(9), soon())));
    EXPECT_EQ(find(job).status, JobStatus::failed);
    EXPECT_EQ(find(job).error->code, "gave_up");
    EXPECT_EQ(file(job), "");
    EXPECT_EQ(wait(jobs().figures(soon())).failed, 1U);

    EXPECT_TRUE(wait(jobs().run_again(job, soon())));
    EXPECT_FALSE(wait(jobs().run_again(job, soon())));
    const auto again = find(job);
    EXPECT_EQ(again.status, JobStatus::queued);
    EXPECT_EQ(again.tries, 0);
    EXPECT_FALSE(again.error || again.finished_at || again.expires_at);
    EXPECT_EQ(must_claim(job).job.tries, 1);
}

TEST_P(JobTable, is_cancelled_at_once_while_it_waits_and_asked_while_it_runs) {
    const auto waiting = make();
    EXPECT_EQ(
        wait(jobs().cancel(waiting, {"cancelled", "x"}, later(9), soon())), CancelOutcome::ended);
    EXPECT_EQ(find(waiting).status, JobStatus::failed);
    EXPECT_EQ(find(waiting).error->code, "cancelled");
    EXPECT_EQ(
        wait(jobs().cancel(waiting, {"cancelled", "x"}, later(9), soon())),
        CancelOutcome::too_late);
    EXPECT_EQ(
        wait(jobs().cancel(new_id<app::JobId>(), {"cancelled", "x"}, later(9), soon())),
        CancelOutcome::no_such_job);

    const auto running = make();
    const auto claimed = must_claim(running);
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(
            wait(jobs().cancel(running, {"cancelled", "x"}, later(9), soon())),
            CancelOutcome::asked);
    }
    EXPECT_TRUE(find(running).cancel_asked);
    EXPECT_EQ(wait(jobs().extend(claimed.lease, at(1), lease_for, soon())), Hold::cancel_asked);
}

TEST_P(JobTable, takes_a_released_job_up_again_without_counting_the_try) {
    const auto job = make();
    EXPECT_TRUE(wait(jobs().release(must_claim(job).lease, soon())));
    EXPECT_EQ(find(job).tries, 0);
    must_claim(job);
    const auto other = make();
    must_claim(other);
    EXPECT_EQ(wait(jobs().release_all(soon())), 2U);
    EXPECT_EQ(must_claim(job).job.tries, 2);
    EXPECT_EQ(wait(jobs().figures(soon())).running, 1U);
    EXPECT_EQ(wait(jobs().figures(soon())).queued, 1U);
}

TEST_P(JobTable, lists_newest_first_page_by_page) {
    std::vector<app::JobId> made;
    for (int i = 0; i < 7; ++i) {
        made.insert(made.begin(), make());
        store->clock.advance_us(i % 2 == 0 ? 1'000 : 0);
    }
    EXPECT_EQ(
        wait(jobs().cancel(made[2], {"cancelled", "x"}, later(9), soon())), CancelOutcome::ended);
    std::vector<app::JobId> seen;
    app::JobListQuery query;
    query.limit = 3;
    for (;;) {
        const auto page = wait(jobs().list(book, query, soon()));
        for (const auto& job : page.items) {
            seen.push_back(job.order.id);
        }
        if (!page.has_more) {
            break;
        }
        query.after = {page.items.back().order.created_at, page.items.back().order.id};
    }
    auto sorted = seen;
    std::ranges::sort(sorted);
    auto all = made;
    std::ranges::sort(all);
    EXPECT_EQ(sorted, all);
    query = {};
    query.status = JobStatus::failed;
    EXPECT_EQ(wait(jobs().list(book, query, soon())).items.size(), 1U);
    query = {};
    query.created_by = new_id<UserId>();
    EXPECT_TRUE(wait(jobs().list(book, query, soon())).items.empty());
    query.created_by = owner;
    EXPECT_EQ(wait(jobs().list(book, query, soon())).items.size(), 7U);
    EXPECT_TRUE(wait(jobs().list(new_id<BookId>(), {}, soon())).items.empty());
}

TEST_P(JobTable, forgets_what_has_expired_with_its_file) {
    const auto job = make();
    const auto claimed = must_claim(job);
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "bytes", soon())));
    EXPECT_TRUE(wait(jobs().finish(claimed.lease, ending(), soon())));
    const auto waiting = make();
    EXPECT_EQ(wait(jobs().forget_expired(10, soon())), 0U);
    store->clock.advance_us(7 * 86'400 * second_us + 1);
    EXPECT_EQ(wait(jobs().forget_expired(10, soon())), 1U);
    EXPECT_FALSE(wait(jobs().find(job, soon())));
    EXPECT_EQ(file(job), "");
    EXPECT_TRUE(wait(jobs().find(waiting, soon())));
}

ARUS_CONTRACT_SUITE(JobTable);

// The worker ------------------------------------------------------------------------------------

/// Work that does as it is told, and counts.
class ToldWork final : public app::JobWork {
public:
    enum class Does { finish, refuse, fail, wait };

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
    bool wait_for_tries(int count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 60s, [&] { return tries_ >= count; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    Does does_ = Does::finish;
    int tries_ = 0;
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
        made->jobs = std::make_unique<app::Jobs>(
            jobs(), *made->queue, *made->bus, *made->access, ledger(), *made->statements,
            system_clock());
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
