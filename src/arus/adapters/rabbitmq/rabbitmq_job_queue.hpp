// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/rabbitmq/options.hpp"
#include "arus/app/ports/job_queue.hpp"

#include <memory>

namespace arus::rabbitmq {

/// The job queue on durable quorum queues, shared by all workers: `arus.jobs`, `arus.jobs.dead`
/// for what was given up, and one queue for each length of delay, from which messages go back to
/// `arus.jobs` when their time has come. A delay is kept as the next longer of these lengths.
///
/// Starts connecting in the background and returns at once: a broker that is away is no error.
/// Throws Failure (configuration) for a URL that is none. Two threads of its own.
std::unique_ptr<app::JobQueue> open_job_queue(Options options);

}  // namespace arus::rabbitmq
