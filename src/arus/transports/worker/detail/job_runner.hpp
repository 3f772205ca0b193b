// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/task_scope.hpp"
#include "arus/transports/worker/worker.hpp"

#include <atomic>

// One try of one job:
//
//   claim ──not its time, not there──▶ settle
//     │ claimed
//     ├── too many tries ──▶ give up
//     ▼
//   work ◀──every few seconds── keeper: lease, progress, has somebody cancelled it?
//     │
//     ├── done ───────────────▶ finish      ──▶ settle done
//     ├── refused, cancelled ─▶ give up     ──▶ settle done
//     ├── failure, tries left ▶ next try at ──▶ settle again
//     ├── failure, none left ─▶ give up     ──▶ settle dead
//     ├── lease lost ─────────▶             ──▶ settle done: it is another's
//     └── worker stops ───────▶ release     ──▶ settle again
//
// Work that is busy with itself keeps its lease until it ends, cancelled or not: nobody else begins
// it meanwhile. Where the worker stops and the work hears nothing of it, the keeper releases the
// job at hand_back_at(), and what the work brings afterwards is lost like after a lost lease.
namespace arus::worker {

/// Counts of all tries of this process.
struct Counters {
    std::atomic<std::uint64_t> running{0};
    std::atomic<std::uint64_t> done{0};
    std::atomic<std::uint64_t> failed_tries{0};
    std::atomic<std::uint64_t> given_up{0};
};

class JobRunner {
public:
    JobRunner(
        const Worker::Parts& parts, const Options& options, Counters& counters, TaskScope& keepers,
        const std::atomic<bool>& is_stopping);

    /// One try, on the caller's loop, to its end. Throws nothing.
    Awaitable<app::JobSettlement> run(app::JobId job);

    /// From then on the keepers hand back what still runs. From any thread.
    void hand_back_at(std::chrono::steady_clock::time_point at) { hand_back_at_ = at; }

private:
    class Run;

    Awaitable<app::JobSettlement> try_job(app::JobId job);
    Awaitable<app::JobSettlement> work(std::shared_ptr<Run> run);
    Awaitable<app::JobSettlement> end(std::shared_ptr<Run> run, app::JobOutcome outcome);
    Awaitable<app::JobSettlement> end_failed(std::shared_ptr<Run> run, std::string what);
    Awaitable<app::JobSettlement> end_stopped(std::shared_ptr<Run> run);
    Awaitable<void> give_up(std::shared_ptr<Run> run, app::JobError error);
    Awaitable<void> show(app::JobId job);
    Awaitable<void> keep(std::shared_ptr<Run> run);
    std::chrono::milliseconds delay_after(int tries) const;

    const Worker::Parts& parts_;
    const Options& options_;
    Counters& counters_;
    TaskScope& keepers_;
    const std::atomic<bool>& is_stopping_;
    std::atomic<std::chrono::steady_clock::time_point> hand_back_at_{
        std::chrono::steady_clock::time_point::max()};
};

}  // namespace arus::worker
