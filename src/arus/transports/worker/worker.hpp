// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/jobs/job_work.hpp"
#include "arus/app/jobs/jobs.hpp"
#include "arus/app/notifications/notifications_teller.hpp"
#include "arus/app/ports/job_queue.hpp"
#include "arus/app/ports/job_store.hpp"
#include "arus/async/deadline.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>

namespace arus::worker {

struct Options {
    std::size_t parallel = 1;                      ///< jobs at a time, 1 to 16
    std::chrono::milliseconds lease{30'000};       ///< after which another worker may take a job
    std::chrono::milliseconds look_every{2'000};   ///< through the table and at what happened
    std::chrono::milliseconds show_every{500};     ///< progress is written and shown
    int tries_max = 5;                             ///< then the job has failed
    std::chrono::milliseconds first_delay{2'000};  ///< before the second try; doubles each time
    std::chrono::milliseconds delay_max{600'000};
    std::chrono::hours keep_done{24 * 7};
    std::chrono::hours keep_long{24 * 90};  ///< done, and JobDone::is_kept_long
    std::chrono::hours keep_failed{24 * 30};
    /// Nobody else works on this database: what is marked as running at the start was left behind
    /// by a process that is gone.
    bool is_alone = false;
};

/// What the metrics show.
struct Figures {
    std::uint64_t running = 0;
    std::uint64_t done = 0;
    std::uint64_t failed_tries = 0;
    std::uint64_t given_up = 0;
    std::uint64_t queued = 0;       ///< in the table, at the last look
    std::uint64_t failed_jobs = 0;  ///< in the table, at the last look
};

/// Works on jobs and tells people what happened. Owned by `server/`; stop() must come before the
/// ends of the stores, the queue and the bus.
class Worker {
public:
    struct Parts {
        app::JobStore& jobs;
        app::JobQueue& queue;
        app::Jobs& news;
        app::NotificationTeller& teller;
        app::EventBus& bus;
        const Clock& clock;
        std::map<app::JobKind, app::JobWork*> works;
    };

    /// Subscribes to the bus; begins only with start().
    static std::unique_ptr<Worker> make(Parts parts, Options options);
    virtual ~Worker() = default;

    virtual void start() = 0;
    /// Takes no more; asks what runs to end at its next step and hands it back. What has not ended
    /// at half the deadline, a document in the middle of a step, is handed back to other workers
    /// all the same and counts for nothing here. After the deadline it waits on for the ends of
    /// such jobs, which cannot be interrupted, with a line in the log.
    virtual void stop(Deadline deadline) = 0;
    virtual Figures figures() const = 0;
};

}  // namespace arus::worker
