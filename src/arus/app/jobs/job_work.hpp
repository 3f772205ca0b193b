// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/job_store.hpp"
#include "arus/async/awaitable.hpp"
#include "arus/base/refusal.hpp"

#include <optional>
#include <string>
#include <variant>

namespace arus::app {

/// What a job in work may use. Lives as long as its run; used on one loop.
class JobRun {
public:
    virtual ~JobRun() = default;

    virtual const JobRecord& job() const = 0;

    /// Between two steps: shows how far it is. False: end now and return JobStopped (somebody asked
    /// for it, another worker has the job, or this one stops). With `checkpoint` the next try
    /// begins there; the bytes appended so far belong to it. Throws Failure.
    virtual Awaitable<bool> go_on(
        int permille, std::string stage, std::optional<std::string> checkpoint) = 0;

    /// Adds bytes to the job's file. False as above. Throws Failure.
    virtual Awaitable<bool> append(std::string bytes) = 0;
};

struct JobStopped {};
struct JobDone {
    std::optional<std::string> result;  ///< JSON object
    std::optional<JobFile> file;
    bool is_kept_long = false;  ///< somebody may come back to it after months
};
/// A refusal, or an error of the kind's own, ends the job at once as failed: the same again would
/// be refused again.
using JobOutcome = std::variant<JobDone, JobStopped, Refusal, JobError>;

/// One kind of job. The same order gives the same effect however often it is begun. Safe from
/// every executor.
class JobWork {
public:
    virtual ~JobWork() = default;

    /// Throws Failure: another try may go better.
    virtual Awaitable<JobOutcome> run(JobRun& run) = 0;
};

}  // namespace arus::app
