// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/worker/worker.hpp"

#include "arus/async/loop_pool.hpp"
#include "arus/async/task_scope.hpp"
#include "arus/base/assert.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"
#include "arus/transports/worker/detail/job_runner.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <set>

namespace arus::worker {

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto store_timeout = 20s;
constexpr int niceness = 10;
constexpr auto news_pause = 200ms;        ///< between two looks at what happened, under load
constexpr auto outlets_every = 15'000ms;  ///< outlets are silent for minutes
constexpr auto forget_every = 60'000ms;
constexpr std::size_t forget_at_once = 20;

class WorkerOfLoops final : public Worker {
public:
    WorkerOfLoops(Parts parts, Options options) :
        parts_(std::move(parts)),
        options_(options),
        loops_(options.parallel + 1),
        runner_(parts_, options_, counters_, tasks_, is_stopping_),
        wake_(loops_.loop(0)) {
        for (std::size_t i = 0; i < loops_.size(); ++i) {
            asio::post(loops_.loop(i), [] {
                // A thread's niceness is its own on Linux (see setpriority(2), NOTES).
                const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
                if (::setpriority(PRIO_PROCESS, thread, niceness) != 0) {
                    log::warn("a worker's thread could not be made nicer");
                }
            });
        }
        parts_.bus.subscribe([this](const auto&) { hear(); });
    }

    ~WorkerOfLoops() override { stop(Deadline::in(10s)); }

    void start() override {
        tasks_.spawn(loops_.loop(0).get_executor(), look_from_time_to_time());
        parts_.queue.consume(options_.parallel, [this](app::JobDelivery delivery) {
            tasks_.spawn(next_loop().get_executor(), take(std::move(delivery)));
        });
    }

    void stop(Deadline deadline) override {
        if (is_stopping_.exchange(true)) {
            return;
        }
        const auto now = steady_clock::now();
        runner_.hand_back_at(now + std::max(deadline.at - now, steady_clock::duration::zero()) / 2);
        parts_.queue.stop(deadline);
        asio::post(loops_.loop(0), [this] { wake_.cancel(); });
        if (!tasks_.wait(deadline)) {
            log::warn("a job cannot be interrupted; waiting for it");
            tasks_.wait(Deadline::in(24h));
        }
        loops_.stop();
    }

    Figures figures() const override {
        Figures figures;
        figures.running = counters_.running;
        figures.done = counters_.done;
        figures.failed_tries = counters_.failed_tries;
        figures.given_up = counters_.given_up;
        figures.queued = queued_;
        figures.failed_jobs = failed_jobs_;
        return figures;
    }

private:
    /// Loop 0 looks; the others work.
    asio::io_context& next_loop() {
        return loops_.loop(1 + next_loop_.fetch_add(1) % options_.parallel);
    }

    Awaitable<void> take(app::JobDelivery delivery) {
        const app::JobSettlement settlement = co_await work_on(delivery.id);
        delivery.settle(settlement);
    }

    /// One try, unless this process is at it already.
    Awaitable<app::JobSettlement> work_on(app::JobId job) {
        {
            const std::lock_guard lock(mutex_);
            if (!at_work_.insert(job).second) {
                co_return app::JobSettlement{};
            }
        }
        const app::JobSettlement settlement = co_await runner_.run(job);
        const std::lock_guard lock(mutex_);
        at_work_.erase(job);
        co_return settlement;
    }

    std::size_t free_slots() {
        const std::lock_guard lock(mutex_);
        return at_work_.size() >= options_.parallel ? 0 : options_.parallel - at_work_.size();
    }

    /// A job that was found in the table: the row says when its next try is due.
    Awaitable<void> take_from_table(app::JobId job) { co_await work_on(job); }

    /// On the publisher's thread.
    void hear() {
        if (!is_stopping_ && !has_heard_.exchange(true)) {
            asio::post(loops_.loop(0), [this] {
                if (!is_pausing_) {
                    wake_.cancel();
                }
            });
        }
    }

    // Looking -----------------------------------------------------------------------------------

    Awaitable<void> look_from_time_to_time() {
        if (options_.is_alone) {
            co_await guarded("jobs that were left behind", release_all());
        }
        auto table_at = steady_clock::now();
        auto outlets_at = table_at;
        auto forget_at = table_at;
        while (!is_stopping_) {
            const auto now = steady_clock::now();
            has_heard_ = false;
            if (now >= table_at) {
                table_at = now + options_.look_every;
                co_await guarded("the table of jobs", look_at_table());
            }
            co_await guarded("what happened", parts_.teller.look());
            if (now >= outlets_at) {
                outlets_at = now + outlets_every;
                co_await guarded("silent outlets", parts_.teller.look_at_outlets());
            }
            if (now >= forget_at) {
                forget_at = now + forget_every;
                co_await guarded("expired jobs", forget());
            }
            is_pausing_ = true;
            co_await wait(news_pause);
            is_pausing_ = false;
            while (!has_heard_ && !is_stopping_ && steady_clock::now() < table_at) {
                const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                    table_at - steady_clock::now());
                co_await wait(left + 1ms);
            }
        }
    }

    /// Until the time has passed or somebody wakes it.
    Awaitable<void> wait(std::chrono::milliseconds span) {
        if (is_stopping_) {
            co_return;
        }
        wake_.expires_after(span);
        boost::system::error_code woken;
        co_await wake_.async_wait(asio::redirect_error(use_awaitable, woken));
    }

    /// A look that fails is tried again by the next one; said once until it goes well again.
    Awaitable<void> guarded(const char* name, Awaitable<void> look) {
        try {
            co_await std::move(look);
            broken_.erase(name);
        } catch (const std::exception& error) {
            if (broken_.insert(name).second) {
                log::warn("a look by the worker failed", {{"at", name}, {"what", error.what()}});
            }
        }
    }

    Awaitable<void> release_all() {
        const std::size_t count = co_await parts_.jobs.release_all(Deadline::in(store_timeout));
        if (count > 0) {
            log::info("jobs go on that were left behind", {{"jobs", count}});
        }
    }

    Awaitable<void> look_at_table() {
        const std::size_t slots = free_slots();
        if (slots > 0) {
            const std::vector<app::JobId> due = co_await parts_.jobs.due(
                slots, Deadline::in(store_timeout));
            for (const app::JobId& job : due) {
                tasks_.spawn(next_loop().get_executor(), take_from_table(job));
            }
        }
        const app::JobStore::Figures figures = co_await parts_.jobs.figures(
            Deadline::in(store_timeout));
        queued_ = figures.queued;
        failed_jobs_ = figures.failed;
    }

    Awaitable<void> forget() {
        const std::size_t count = co_await parts_.jobs.forget_expired(
            forget_at_once, Deadline::in(store_timeout));
        if (count > 0) {
            log::info("jobs forgotten", {{"jobs", count}});
        }
    }

    const Parts parts_;
    const Options options_;
    std::atomic<bool> is_stopping_{false};
    std::atomic<bool> has_heard_{false};
    std::atomic<std::size_t> next_loop_{0};
    std::atomic<std::uint64_t> queued_{0};
    std::atomic<std::uint64_t> failed_jobs_{0};
    Counters counters_;
    std::mutex mutex_;
    std::set<app::JobId> at_work_;
    std::set<std::string> broken_;  ///< looks that failed last time
    bool is_pausing_ = false;       ///< on loop 0
    TaskScope tasks_{"worker"};
    LoopPool loops_;
    JobRunner runner_;
    asio::steady_timer wake_;  ///< of loop 0
};

}  // namespace

std::unique_ptr<Worker> Worker::make(Parts parts, Options options) {
    ARUS_ASSERT(options.parallel >= 1 && options.parallel <= 16);
    return std::make_unique<WorkerOfLoops>(std::move(parts), options);
}

}  // namespace arus::worker
