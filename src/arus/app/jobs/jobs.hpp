// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/audit/audit.hpp"
#include "arus/app/exports/export_order.hpp"
#include "arus/app/paging.hpp"
#include "arus/app/ports/event_bus.hpp"
#include "arus/app/ports/job_queue.hpp"
#include "arus/app/ports/job_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace arus::app {

/// A job as REST and the socket's channel `job` show it.
std::string encode_job(const JobRecord& job);

/// A job that is to be made, and how the audit log tells of it.
struct JobDraft {
    JobKind kind = JobKind::export_;
    std::string parameters;  ///< JSON object
    std::string locale;
    std::string action;  ///< `export.started`
    std::string told;    ///< JSON object: what of the parameters may be kept for ever
};

/// Asking for work in the background and following it. One for the process; safe from every
/// executor; every call throws Failure.
///
/// The audit log tells who started a job, fetched its file, cancelled it or ran it again. A start
/// is written before the job is made, so that none runs without an entry: one that then fails or is
/// refused for the many others (rate_limited) is on record as tried.
///
/// A job is seen by who asked for it and, in its book, by owner and admin; for everybody else it is
/// not found.
class Jobs {
public:
    Jobs(
        JobStore& jobs, JobQueue& queue, EventBus& bus, Access& access, LedgerStore& ledgers,
        Statements& statements, Audit& audit, const Clock& clock);

    /// forbidden where the person may not read what is to be exported; validation_failed where the
    /// parameters make no sense together; unknown_outlet; rate_limited with 20 unfinished jobs. Not
    /// idempotent.
    Awaitable<Result<JobRecord>> start_export(
        RequestContext context, BookId book, ExportOrder order);

    /// The check of a whole book; forbidden, rate_limited. Not idempotent.
    Awaitable<Result<JobRecord>> start_verify(RequestContext context, BookId book);

    /// A job of any kind for somebody who has been allowed to. rate_limited. Not idempotent.
    Awaitable<Result<JobRecord>> start(
        RequestContext context, BookAccessRef access, JobDraft draft);

    /// Newest first; everybody's for owner and admin, else one's own.
    Awaitable<Result<Page<JobRecord>>> list(
        RequestContext context, BookId book, std::optional<JobStatus> status, PageRequest page);

    Awaitable<Result<JobRecord>> find(RequestContext context, JobId job);

    /// The job, if its file may be fetched now: job_unfinished; not_found where there is none;
    /// forbidden where role or outlets would not give the same document any more.
    Awaitable<Result<JobRecord>> find_file(RequestContext context, JobId job);
    /// A piece of it, at most 1 MiB; empty at the end. Precondition: find_file() has allowed it.
    Awaitable<std::string> read_file(JobId job, std::uint64_t position, Deadline deadline);

    /// not_cancellable where it has ended.
    Awaitable<Result<JobRecord>> cancel(RequestContext context, JobId job);

    /// Owner and admin (forbidden). One that has not ended is given as it stands.
    Awaitable<Result<JobRecord>> run_again(RequestContext context, JobId job);

    /// The person's latest jobs in the book, newest first: what the channel `job` shows at first.
    Awaitable<std::vector<JobRecord>> latest(UserId user, BookId book, Deadline deadline);

    /// Tells whoever follows the job how it stands.
    void publish(const JobRecord& job);

private:
    /// What is wrong with the parameters, as the report itself sees it.
    Awaitable<std::optional<Refusal>> check_report(
        RequestContext context, BookId book, ExportOrder order);
    /// The job, if the person may see it, and what they are in its book.
    struct Seen {
        JobRecord job;
        BookAccessRef access;
    };
    Awaitable<Result<Seen>> see(RequestContext context, JobId job);
    /// The entry of an act on a job.
    AuditDraft entry_of(
        const RequestContext& context, const JobRecord& job, std::string action) const;

    JobStore& jobs_;
    JobQueue& queue_;
    EventBus& bus_;
    Access& access_;
    LedgerStore& ledgers_;
    Statements& statements_;
    Audit& audit_;
    const Clock& clock_;
};

/// Whether somebody with this access may have that document at all: the journal is for everybody, a
/// cashier's of the own outlets; a statement is not for a cashier (forbidden).
std::optional<Refusal> check_export(const BookAccess& access, const ExportOrder& order);

}  // namespace arus::app
