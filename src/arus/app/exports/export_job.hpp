// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/exports/export_order.hpp"
#include "arus/app/jobs/job_work.hpp"
#include "arus/app/ports/documents.hpp"
#include "arus/app/statements/statements.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

// Documents of a book.
//
//   journal     events, page by page ──▶ entries ──▶ rows ──▶ Document ──▶ pieces of the job's file
//   statements  one report ──▶ rows ──▶ Document ──▶ pieces of the job's file
//
// The journal ends at the position where its first try found the book, so that every try makes the
// same document. Text forms go on from a checkpoint; XLSX and PDF begin again. What is held in
// memory does not grow with the history.
namespace arus::app {

class ExportWork final : public JobWork {
public:
    struct Parts {
        LedgerStore& ledgers;
        Access& access;
        Statements& statements;
        Documents& documents;
        const Clock& clock;
    };
    struct Options {
        std::uint64_t file_bytes_max = 1U << 30U;  ///< a larger document is refused: `too_large`
        std::size_t page_events = 1'000;
        std::size_t piece_bytes = 512U << 10U;
        std::size_t checkpoint_bytes = 8U << 20U;
    };

    ExportWork(Parts parts, Options options);

    Awaitable<JobOutcome> run(JobRun& run) override;

private:
    struct Task;

    Awaitable<JobOutcome> export_journal(JobRun& run, std::shared_ptr<Task> task);
    Awaitable<JobOutcome> export_statement(JobRun& run, std::shared_ptr<Task> task);
    Awaitable<JobOutcome> export_aging(JobRun& run, std::shared_ptr<Task> task);
    Awaitable<JobOutcome> export_general_ledger(JobRun& run, std::shared_ptr<Task> task);
    Awaitable<JobOutcome> close(JobRun& run, std::shared_ptr<Task> task);
    Awaitable<std::optional<JobOutcome>> deliver(JobRun& run, std::shared_ptr<Task> task);

    const Parts parts_;
    const Options options_;
};

}  // namespace arus::app
