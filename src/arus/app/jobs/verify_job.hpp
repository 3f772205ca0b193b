// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/jobs/job_work.hpp"
#include "arus/async/task_scope.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace arus::app {

/// The check of a whole book from its beginning. A report with findings is a job that is done; it
/// is logged as an error. While the store checks, its job is told how far it is; a job that may not
/// go on ends the check.
class VerifyWork final : public JobWork {
public:
    /// How the result is written; the wire's own words.
    using Encode = std::function<std::string(const VerificationRecord&)>;

    VerifyWork(
        LedgerStore& ledgers, Access& access, Encode encode,
        std::chrono::milliseconds tell_every = std::chrono::seconds(1));
    ~VerifyWork() override;

    /// Returns or throws only after its check has ended.
    Awaitable<JobOutcome> run(JobRun& run) override;

private:
    struct Check;
    using CheckRef = std::shared_ptr<Check>;

    Awaitable<void> do_check(BookId book, CheckRef check);
    Awaitable<void> follow(JobRun& run, CheckRef check);

    LedgerStore& ledgers_;
    Access& access_;
    Encode encode_;
    const std::chrono::milliseconds tell_every_;
    TaskScope checks_{"verify job"};
};

}  // namespace arus::app
