// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/imports/import_order.hpp"
#include "arus/app/jobs/jobs.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace arus::app {

/// The bytes of a file from a position on, at most 1 MiB at a time; empty at its end.
using FileSource = std::function<std::string(std::uint64_t position)>;

/// Bringing files to be imported, and following what became of them; the work itself is
/// ImportWork. One for the process; safe from every executor; every call throws Failure.
///
/// Every call: not_found for a book one may not see, forbidden for a role that may not post.
class Imports {
public:
    Imports(
        ImportStore& store, Jobs& jobs, Access& access, LedgerStore& ledgers, const Clock& clock);

    /// Keeps the file for a day and starts the job. unknown_outlet, rate_limited; validation_failed
    /// for a file of no bytes. Not idempotent.
    Awaitable<Result<JobRecord>> start(
        RequestContext context, BookId book, ImportOptions options, std::string file_name,
        FileSource source);

    /// The same with a file that this person brought before; validation_failed, `range` at
    /// `/import_id` where it is gone.
    Awaitable<Result<JobRecord>> start_again(
        RequestContext context, BookId book, ImportId file, ImportOptions options);

    /// Starts the reversal of everything that the job posted. not_found where that is no import of
    /// this book that posted; job_unfinished. Each transaction is reversed once, however often.
    Awaitable<Result<JobRecord>> undo(RequestContext context, BookId book, JobId job);

    /// Rows of an import as the wire's objects, in the order of the file.
    Awaitable<Result<Page<std::string>>> rows(
        RequestContext context, JobId job, std::optional<imports::Verdict> verdict,
        PageRequest page);

    /// Latest first; a cashier's of the own outlets.
    Awaitable<Result<std::vector<RememberedMapping>>> mappings(RequestContext context, BookId book);

private:
    Awaitable<std::optional<Refusal>> check(
        RequestContext context, BookAccessRef access, ImportOptions options);

    ImportStore& store_;
    Jobs& jobs_;
    Access& access_;
    LedgerStore& ledgers_;
    const Clock& clock_;
};

}  // namespace arus::app
