// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/job_id.hpp"
#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"
#include "arus/base/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The table of jobs.
//
//            claim (tries + 1)                    finish
//   queued ────────────────────▶ running ─────────────────────▶ done ──▶ (forgotten)
//      ▲                         │  │  │ give_up                  │
//      │   fail with a next try  │  │  └──────────▶ failed ───────┤ run_again
//      ├─────────────────────────┘  │                 ▲           │
//      │                            │ lease ran out:  │ cancel    │
//      │                            ▼ claim again     │ queued    │
//      └──────────────────────────────────────────────┴───────────┘
//
// Who claims gets a lease, a random number that is part of every later write: a worker that was
// held up and has lost its lease cannot write any more.
namespace arus::app {

enum class JobKind { verify, export_, import };
enum class JobStatus { queued, running, done, failed };

struct JobFile {
    std::string name;  ///< visible ASCII without quotes and slashes
    std::string media_type;
    std::uint64_t bytes = 0;
};

struct JobError {
    std::string code;    ///< `cancelled`, `gave_up`, or a refusal's own
    std::string detail;  ///< one sentence for the person who asked for it
};

/// What a job does, decided when it is made.
struct JobOrder {
    JobId id;
    BookId book_id;
    JobKind kind = JobKind::verify;
    std::string parameters;  ///< JSON object, as the wire shows it
    UserId created_by;
    std::string created_by_name;  ///< as it was then
    std::string locale;           ///< `id` or `en`
    /// Outlets that bounded whoever asked; absent: none did.
    std::optional<std::vector<OutletId>> outlet_scope;
    Instant created_at;
};

struct JobRecord {
    JobOrder order;
    JobStatus status = JobStatus::queued;
    int progress_permille = 0;  ///< 0 to 1000
    std::string stage;          ///< `[a-z_]*`, empty where there is none
    bool cancel_asked = false;
    int tries = 0;                       ///< claims since it was made or run again
    std::optional<std::string> result;   ///< JSON object
    std::optional<JobError> error;       ///< of the last try that failed
    std::optional<JobFile> file;         ///< present once done
    std::string checkpoint;              ///< the kind's own words about how far it came; or empty
    std::optional<Instant> started_at;   ///< of the last try
    std::optional<Instant> finished_at;  ///< done or failed
    std::optional<Instant> expires_at;   ///< done or failed: when it may be forgotten
};

/// Names one try of one job; nobody else can write for it.
struct JobLease {
    JobId id;
    std::int64_t token = 0;
};

struct JobListQuery {
    std::optional<UserId> created_by;
    std::optional<JobStatus> status;
    struct After {
        Instant created_at;
        JobId id;
    };
    std::optional<After> after;  ///< strictly older
    std::size_t limit = 50;      ///< 1 to 500
};

struct JobListPage {
    std::vector<JobRecord> items;  ///< newest first
    bool has_more = false;
};

/// Jobs and the files that they make, in the database, so that every instance can go on with and
/// serve what another began. Safe from every executor. Every call throws Failure.
class JobStore {
public:
    virtual ~JobStore() = default;

    /// Makes a queued job. False where its person has `unfinished_max` unfinished jobs in the book.
    virtual Awaitable<bool> create(
        JobOrder order, std::size_t unfinished_max, Deadline deadline) = 0;

    virtual Awaitable<std::optional<JobRecord>> find(JobId job, Deadline deadline) = 0;
    virtual Awaitable<JobListPage> list(BookId book, JobListQuery query, Deadline deadline) = 0;

    struct Claimed {
        JobRecord job;  ///< running, with this try counted
        JobLease lease;
    };
    struct Claim {
        std::optional<Claimed> claimed;
        /// Where it was not: how long until it may be asked for again; absent: never by this
        /// message (it has ended, or there is none).
        std::optional<std::chrono::milliseconds> wait;
    };
    /// Takes a job whose time has come, or whose lease has run out, for `lease_for`. Of several
    /// callers one gets it. Bytes of a file that were written after the checkpoint are gone.
    virtual Awaitable<Claim> claim(
        JobId job, std::chrono::milliseconds lease_for, Deadline deadline) = 0;

    /// Jobs that may be claimed now, oldest first.
    virtual Awaitable<std::vector<JobId>> due(std::size_t limit, Deadline deadline) = 0;

    enum class Hold { held, cancel_asked, lost };
    struct Progress {
        int permille = 0;
        std::string stage;
        std::optional<std::string> checkpoint;  ///< absent: stays; the file so far belongs to it
    };
    /// Shows how far it is and keeps the lease for `lease_for` more. `lost`: nothing was written.
    virtual Awaitable<Hold> extend(
        JobLease lease, Progress progress, std::chrono::milliseconds lease_for,
        Deadline deadline) = 0;

    /// Adds the next bytes of the job's file, at most 1 MiB. False: the lease is lost.
    virtual Awaitable<bool> append_file(JobLease lease, std::string bytes, Deadline deadline) = 0;

    struct Ending {
        std::optional<std::string> result;
        std::optional<JobFile> file;  ///< `bytes` is counted by the store
        Instant expires_at;
    };
    /// running -> done. False: the lease is lost, nothing was written.
    virtual Awaitable<bool> finish(JobLease lease, Ending ending, Deadline deadline) = 0;

    /// running -> queued, due at `next_try_at`; its file so far stays with its checkpoint.
    virtual Awaitable<bool> fail_try(
        JobLease lease, JobError error, Instant next_try_at, Deadline deadline) = 0;
    /// running -> failed; its file goes.
    virtual Awaitable<bool> give_up(
        JobLease lease, JobError error, Instant expires_at, Deadline deadline) = 0;
    /// running -> queued, due at once and this try not counted: the worker stops.
    virtual Awaitable<bool> release(JobLease lease, Deadline deadline) = 0;

    /// Every running job -> queued, due at once: for a process that has just started and has the
    /// database for itself, so that nobody can be at work. Their tries stay counted, since one of
    /// them may be what ended that process. How many.
    virtual Awaitable<std::size_t> release_all(Deadline deadline) = 0;

    enum class CancelOutcome { ended, asked, too_late, no_such_job };
    /// queued -> failed (`ended`); a running one is asked to end. Idempotent while it runs.
    virtual Awaitable<CancelOutcome> cancel(
        JobId job, JobError error, Instant expires_at, Deadline deadline) = 0;
    /// done or failed -> queued, as if new, with the same order. False where it has not ended or is
    /// not there.
    virtual Awaitable<bool> run_again(JobId job, Deadline deadline) = 0;

    /// The bytes of the file from `position` on, at most 1 MiB; empty at its end.
    virtual Awaitable<std::string> read_file(
        JobId job, std::uint64_t position, Deadline deadline) = 0;

    /// Forgets jobs whose time has come, with their files; how many.
    virtual Awaitable<std::size_t> forget_expired(std::size_t limit, Deadline deadline) = 0;

    struct Figures {
        std::uint64_t queued = 0;
        std::uint64_t running = 0;
        std::uint64_t failed = 0;
    };
    virtual Awaitable<Figures> figures(Deadline deadline) = 0;
};

std::string_view text_of(JobKind kind);
std::string_view text_of(JobStatus status);
std::optional<JobKind> parse_job_kind(std::string_view text);
std::optional<JobStatus> parse_job_status(std::string_view text);

}  // namespace arus::app
