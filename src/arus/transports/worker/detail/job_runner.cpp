// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/worker/detail/job_runner.hpp"

#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace arus::worker {

namespace {

using namespace std::chrono_literals;
using app::JobSettlement;
using std::chrono::steady_clock;

constexpr auto store_timeout = 20s;
/// Where the database did not answer: soon enough for a blink, seldom enough for an outage.
constexpr auto lost_database_delay = 5'000ms;
constexpr auto keep_every_max = 2'000ms;
/// How soon a keeper sees that its job is to be handed back.
constexpr auto keeper_look_every = 200ms;

Deadline soon() {
    return Deadline::in(store_timeout);
}

app::JobError cancelled() {
    return {"cancelled", "It was cancelled."};
}

JobSettlement done() {
    return {JobSettlement::Kind::done, 0ms};
}

JobSettlement again(std::chrono::milliseconds delay) {
    return {JobSettlement::Kind::again, std::clamp<std::chrono::milliseconds>(delay, 0ms, 1h)};
}

Instant after(Instant now, std::chrono::milliseconds span) {
    return {now.us + span.count() * 1'000};
}

}  // namespace

/// The face of one try towards its work. Used on one loop, by the work and by the keeper in turn.
class JobRunner::Run final : public app::JobRun {
public:
    enum class End { none, cancelled, lost, stopping };

    Run(const Worker::Parts& parts, const Options& options, const std::atomic<bool>& is_stopping,
        app::JobStore::Claimed claimed) :
        parts_(parts),
        options_(options),
        is_stopping_(is_stopping),
        job_(std::move(claimed.job)),
        lease_(claimed.lease) {}

    const app::JobRecord& job() const override { return job_; }
    const app::JobLease& lease() const { return lease_; }

    Awaitable<bool> go_on(
        int permille, std::string stage, std::optional<std::string> checkpoint) override {
        job_.progress_permille = std::clamp(permille, 0, 1'000);
        const bool is_new_stage = stage != job_.stage;
        job_.stage = std::move(stage);
        if (is_stopping_ && end_ == End::none) {
            end_ = End::stopping;
        }
        if (end_ != End::none) {
            co_return false;
        }
        const bool is_time = steady_clock::now() - written_at_ >= options_.show_every;
        if (checkpoint || is_new_stage || is_time) {
            co_await write(std::move(checkpoint));
        }
        co_return end_ == End::none;
    }

    Awaitable<bool> append(std::string bytes) override {
        if (is_stopping_ && end_ == End::none) {
            end_ = End::stopping;
        }
        if (end_ != End::none) {
            co_return false;
        }
        const bool is_held = co_await parts_.jobs.append_file(lease_, std::move(bytes), soon());
        if (!is_held) {
            end_ = End::lost;
        }
        co_return is_held;
    }

    /// Writes the progress, keeps the lease, hears of a cancellation, tells who follows the job.
    Awaitable<void> write(std::optional<std::string> checkpoint) {
        written_at_ = steady_clock::now();
        app::JobStore::Progress progress;
        progress.permille = job_.progress_permille;
        progress.stage = job_.stage;
        progress.checkpoint = std::move(checkpoint);
        const app::JobStore::Hold hold = co_await parts_.jobs.extend(
            lease_, std::move(progress), options_.lease, soon());
        if (hold == app::JobStore::Hold::lost) {
            end_ = End::lost;
        } else if (hold == app::JobStore::Hold::cancel_asked) {
            job_.cancel_asked = true;
            end_ = End::cancelled;
        }
        if (hold != app::JobStore::Hold::lost && !is_over_) {
            parts_.news.publish(job_);
        }
    }

    /// Gives the job to anybody else while the work still runs. Throws Failure.
    Awaitable<void> hand_back() {
        co_await parts_.jobs.release(lease_, soon());
        end_ = End::lost;
    }

    End end() const { return end_; }

    /// The work has ended: the keeper writes no more.
    void set_over() {
        is_over_ = true;
        if (keeper_timer_) {
            keeper_timer_->cancel();
        }
    }
    bool is_over() const { return is_over_; }
    void set_keeper(asio::steady_timer* timer) { keeper_timer_ = timer; }

private:
    const Worker::Parts& parts_;
    const Options& options_;
    const std::atomic<bool>& is_stopping_;
    app::JobRecord job_;
    app::JobLease lease_;
    End end_ = End::none;
    steady_clock::time_point written_at_ = steady_clock::now();
    bool is_over_ = false;
    asio::steady_timer* keeper_timer_ = nullptr;
};

JobRunner::JobRunner(
    const Worker::Parts& parts, const Options& options, Counters& counters, TaskScope& keepers,
    const std::atomic<bool>& is_stopping) :
    parts_(parts),
    options_(options),
    counters_(counters),
    keepers_(keepers),
    is_stopping_(is_stopping) {
}

Awaitable<JobSettlement> JobRunner::run(app::JobId job) {
    try {
        co_return co_await try_job(job);
    } catch (const std::exception& error) {
        log::warn(
            "a job could not be taken or ended; it is looked at again",
            {{"job", job.text()}, {"what", error.what()}});
    }
    co_return again(lost_database_delay);
}

Awaitable<JobSettlement> JobRunner::try_job(app::JobId job) {
    app::JobStore::Claim claim = co_await parts_.jobs.claim(job, options_.lease, soon());
    if (!claim.claimed) {
        co_return claim.wait ? again(*claim.wait) : done();
    }
    const auto run = std::make_shared<Run>(
        parts_, options_, is_stopping_, std::move(*claim.claimed));
    counters_.running.fetch_add(1);
    JobSettlement settlement = again(lost_database_delay);
    try {
        settlement = co_await work(run);
    } catch (...) {
        run->set_over();
        counters_.running.fetch_sub(1);
        throw;
    }
    counters_.running.fetch_sub(1);
    co_return settlement;
}

Awaitable<JobSettlement> JobRunner::work(std::shared_ptr<Run> run) {
    const app::JobRecord& job = run->job();
    if (job.cancel_asked) {
        // An earlier try ended before it could say so.
        app::JobError error = cancelled();
        co_await give_up(run, std::move(error));
        co_return done();
    }
    if (job.tries > options_.tries_max) {
        // Tries that ended with their worker's process.
        co_return co_await end_failed(run, "its worker ended each time");
    }
    parts_.news.publish(job);
    log::info(
        "job begins",
        {{"job", job.order.id.text()}, {"kind", app::text_of(job.order.kind)}, {"try", job.tries}});
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    keepers_.spawn(executor, keep(run));
    std::optional<app::JobOutcome> outcome;
    std::string what;
    try {
        const auto work = parts_.works.find(job.order.kind);
        if (work == parts_.works.end()) {
            throw Failure(
                {Failure::Kind::configuration, false, true, "worker"},
                "this version does not know such jobs");
        }
        outcome = co_await work->second->run(*run);
    } catch (const std::exception& error) {
        what = error.what();
    }
    run->set_over();
    if (!outcome) {
        co_return co_await end_failed(run, std::move(what));
    }
    co_return co_await end(run, std::move(*outcome));
}

/// Keeps the lease while the work is busy with itself, whoever has asked it to end.
Awaitable<void> JobRunner::keep(std::shared_ptr<Run> run) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    run->set_keeper(&timer);
    const auto every = std::min<std::chrono::milliseconds>(options_.lease / 3, keep_every_max);
    auto write_at = steady_clock::now() + every;
    while (!run->is_over()) {
        timer.expires_after(std::min<std::chrono::milliseconds>(every, keeper_look_every));
        boost::system::error_code woken;
        co_await timer.async_wait(asio::redirect_error(use_awaitable, woken));
        if (run->is_over() || run->end() == Run::End::lost) {
            break;
        }
        const auto now = steady_clock::now();
        try {
            if (now >= hand_back_at_.load()) {
                co_await run->hand_back();
                log::info("job handed back", {{"job", run->job().order.id.text()}});
            } else if (now >= write_at) {
                write_at = now + every;
                co_await run->write(std::nullopt);
            }
        } catch (const Failure& failure) {
            log::warn(
                "the lease of a job could not be kept",
                {{"job", run->job().order.id.text()}, {"what", failure.what()}});
        }
    }
    run->set_keeper(nullptr);
}

Awaitable<JobSettlement> JobRunner::end(std::shared_ptr<Run> run, app::JobOutcome outcome) {
    const app::JobId id = run->job().order.id;
    if (auto* const refusal = std::get_if<Refusal>(&outcome)) {
        app::JobError error{std::string(code_of(refusal->code)), std::move(refusal->detail)};
        co_await give_up(run, std::move(error));
        co_return done();
    }
    if (auto* const error = std::get_if<app::JobError>(&outcome)) {
        co_await give_up(run, std::move(*error));
        co_return done();
    }
    auto* const result = std::get_if<app::JobDone>(&outcome);
    if (result == nullptr) {
        co_return co_await end_stopped(run);
    }
    app::JobStore::Ending ending;
    ending.result = std::move(result->result);
    ending.file = std::move(result->file);
    ending.expires_at = after(
        parts_.clock.now(), result->is_kept_long ? options_.keep_long : options_.keep_done);
    const bool is_finished = co_await parts_.jobs.finish(run->lease(), std::move(ending), soon());
    if (is_finished) {
        counters_.done.fetch_add(1);
        log::info("job done", {{"job", id.text()}});
        co_await show(id);
    }
    co_return done();
}

Awaitable<JobSettlement> JobRunner::end_stopped(std::shared_ptr<Run> run) {
    switch (run->end()) {
        case Run::End::cancelled: {
            app::JobError error = cancelled();
            co_await give_up(run, std::move(error));
            co_return done();
        }
        case Run::End::stopping:
            co_await parts_.jobs.release(run->lease(), soon());
            co_return again(0ms);
        case Run::End::lost:
        case Run::End::none:
            break;
    }
    co_return done();
}

/// A try broke: `what` is for the log, the person is told that it did.
Awaitable<JobSettlement> JobRunner::end_failed(std::shared_ptr<Run> run, std::string what) {
    const app::JobRecord& job = run->job();
    counters_.failed_tries.fetch_add(1);
    log::error(
        "a try of a job failed", {{"job", job.order.id.text()},
                                  {"kind", app::text_of(job.order.kind)},
                                  {"try", job.tries},
                                  {"what", what}});
    app::JobError error{
        "gave_up", "It failed " + std::to_string(std::min(job.tries, options_.tries_max))
                       + " times by an inner fault; the log of the server says why."};
    if (job.tries >= options_.tries_max) {
        counters_.given_up.fetch_add(1);
        co_await give_up(run, std::move(error));
        co_return JobSettlement{JobSettlement::Kind::dead, 0ms};
    }
    const auto delay = delay_after(job.tries);
    const Instant next_try_at = after(parts_.clock.now(), delay);
    co_await parts_.jobs.fail_try(run->lease(), std::move(error), next_try_at, soon());
    co_await show(job.order.id);
    co_return again(delay);
}

Awaitable<void> JobRunner::give_up(std::shared_ptr<Run> run, app::JobError error) {
    const app::JobId id = run->job().order.id;
    const Instant expires_at = after(parts_.clock.now(), options_.keep_failed);
    log::info("job failed", {{"job", id.text()}, {"code", error.code}});
    const bool is_written = co_await parts_.jobs.give_up(
        run->lease(), std::move(error), expires_at, soon());
    if (is_written) {
        co_await show(id);
    }
}

/// Tells who follows the job how it stands in the table.
Awaitable<void> JobRunner::show(app::JobId job) {
    const std::optional<app::JobRecord> record = co_await parts_.jobs.find(job, soon());
    if (record) {
        parts_.news.publish(*record);
    }
}

std::chrono::milliseconds JobRunner::delay_after(int tries) const {
    std::chrono::milliseconds delay = options_.first_delay;
    for (int i = 1; i < tries && delay < options_.delay_max; ++i) {
        delay *= 2;
    }
    return std::min(delay, options_.delay_max);
}

}  // namespace arus::worker
