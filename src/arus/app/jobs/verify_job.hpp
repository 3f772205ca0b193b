// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/jobs/job_work.hpp"

#include <functional>
#include <string>

namespace arus::app {

/// The check of a whole book from its beginning. A report with findings is a job that is done; it
/// is logged as an error.
class VerifyWork final : public JobWork {
public:
    /// How the result is written; the wire's own words.
    using Encode = std::function<std::string(const VerificationRecord&)>;

    VerifyWork(LedgerStore& ledgers, Access& access, Encode encode);

    Awaitable<JobOutcome> run(JobRun& run) override;

private:
    LedgerStore& ledgers_;
    Access& access_;
    Encode encode_;
};

}  // namespace arus::app
