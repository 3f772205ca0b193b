// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/job_queue.hpp"

#include <memory>

namespace arus::memory {

/// The queue of one process: keeps ids until their time has come and hands them out on a thread of
/// its own. What is in it ends with the process; the worker finds it again in the table of jobs.
std::unique_ptr<app::JobQueue> make_memory_job_queue();

}  // namespace arus::memory
