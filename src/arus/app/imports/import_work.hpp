// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/books/chart.hpp"
#include "arus/app/jobs/job_work.hpp"
#include "arus/app/ports/import_store.hpp"
#include "arus/app/transactions/committer.hpp"

#include <memory>

namespace arus::app {

/// Reads a file row by row, says of each what becomes of it, and posts where that is asked for; or
/// undoes what another such job posted.
///
///   file ──pieces──▶ characters ──▶ rows ──▶ drafts ──1000─▶ committer ──▶ pages of verdicts
///                                               └─▶ pages of what will be      │ checkpoint
///
/// A row's transaction has the id that its content gives it (imports::transaction_id_of), which is
/// its key too; the request's hash names the job. So a row that this job posted before it was
/// interrupted is posted, and one that another import posted is a duplicate, whoever comes first.
class ImportWork final : public JobWork {
public:
    struct Parts {
        ImportStore& store;
        JobStore& jobs;
        LedgerStore& ledgers;
        Committer& committer;
        Chart& chart;
        Access& access;
        const Clock& clock;
    };

    explicit ImportWork(Parts parts) : parts_(parts) {}

    Awaitable<JobOutcome> run(JobRun& run) override;

    struct Task;

private:
    using TaskRef = std::shared_ptr<Task>;

    Awaitable<JobOutcome> import_file(JobRun& run, TaskRef task);
    Awaitable<JobOutcome> import_table(JobRun& run, TaskRef task);
    Awaitable<JobOutcome> import_journal(JobRun& run, TaskRef task);
    Awaitable<JobOutcome> undo(JobRun& run, TaskRef task, JobId target);
    Awaitable<std::optional<JobOutcome>> open_file(TaskRef task);
    Awaitable<std::optional<JobOutcome>> prepare_table(TaskRef task);
    Awaitable<std::optional<JobOutcome>> flush(JobRun& run, TaskRef task);
    Awaitable<void> find_ids(TaskRef task);
    Awaitable<void> post_rows(TaskRef task, std::size_t begin);
    Awaitable<std::optional<JobOutcome>> make_accounts(TaskRef task);
    Awaitable<bool> read_piece(TaskRef task);
    Awaitable<JobOutcome> finish(TaskRef task);

    Parts parts_;
};

}  // namespace arus::app
