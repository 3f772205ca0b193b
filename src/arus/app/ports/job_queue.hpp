// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/job_id.hpp"
#include "arus/async/deadline.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>

// The bell of the job table. What a job is, whose turn it is and how often it was tried stands in
// its row (JobStore); the queue only says "look at this one". So a message may be lost (a worker
// looks through the table from time to time), come twice (the row is claimed once) or early (the
// row says when it is due) without harm.
//
//   enqueue ──▶ queue ──prefetch──▶ consumer ──claim, work, finish──▶ settle(done)
//                 ▲                                      │ failed, tries left
//                 └────────── after a growing delay ─────┘ settle(again)
//                                                        │ gave up
//                        kept aside for an operator ◀────┘ settle(dead)
namespace arus::app {

/// What became of a delivery. To be told after the effect is durable, never before.
struct JobSettlement {
    enum class Kind {
        done,   ///< never delivered again: done, or another worker has it, or there is no such job
        again,  ///< delivered again after `delay`, to any worker
        dead    ///< gave up: kept aside where an operator of the broker sees it; never delivered
                ///< again unless it is enqueued anew
    };
    Kind kind = Kind::done;
    std::chrono::milliseconds delay{0};  ///< of `again`: 0 to 1 h; may be kept roughly
};

/// A job handed to this process.
struct JobDelivery {
    JobId id;
    /// To be called once, from any thread; never blocks, never throws. A delivery that is not
    /// settled when the process or its link to the broker ends comes again, to any worker.
    std::function<void(JobSettlement)> settle;
};

/// Brings ids of jobs to workers, at least once as long as the broker keeps its promise. Safe from
/// every thread.
class JobQueue {
public:
    virtual ~JobQueue() = default;

    using Consumer = std::function<void(JobDelivery)>;

    /// Asks that some worker looks at the job after `delay` (0 to 1 h). Never blocks, never throws;
    /// while the broker is away the call may be lost.
    virtual void enqueue(JobId job, std::chrono::milliseconds delay) = 0;

    /// Hands deliveries to `consumer` from now on, at most `prefetch` (1 to 64) at a time that are
    /// not settled. It is called on the queue's own thread and must not block nor throw. Once only.
    virtual void consume(std::size_t prefetch, Consumer consumer) = 0;

    /// Hands out no more; what was handed out may still be settled. Then returns what was not
    /// handed out, or settled as `again`, to whom it belongs. May be called again; the destructor
    /// calls it. Blocks until the deadline at most.
    virtual void stop(Deadline deadline) = 0;

    /// False while a broker is away: jobs then start only when a worker looks through the table.
    virtual bool is_connected() const = 0;

    struct Figures {
        std::uint64_t enqueued = 0;
        std::uint64_t delivered = 0;
        std::uint64_t dropped = 0;  ///< not brought: no broker, or it did not take them
        std::uint64_t waiting = 0;  ///< known to this process and not handed out
    };
    virtual Figures figures() const = 0;
};

}  // namespace arus::app
