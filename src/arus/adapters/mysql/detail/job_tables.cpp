// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/job_tables.hpp"

#include "arus/adapters/mysql/detail/job_queries.hpp"
#include "arus/adapters/mysql/detail/rows.hpp"

#include <algorithm>
#include <cstring>

namespace arus::mysql {

namespace {

using CancelOutcome = app::JobStore::CancelOutcome;
using Hold = app::JobStore::Hold;

constexpr std::int64_t us_per_ms = 1'000;
constexpr std::size_t lease_column = 25;
constexpr std::size_t due_column = 24;

/// The job, its row locked, if the lease is still its own.
Awaitable<std::optional<app::JobRecord>> lock_leased(Connection& connection, app::JobLease lease) {
    auto rows = co_await connection.execute(queries::lock_job, lease.id);
    if (!rows.next() || rows.integer(lease_column) != lease.token) {
        co_return std::nullopt;
    }
    co_return job_of(rows);
}

Awaitable<std::uint64_t> lock_file_end(Connection& connection, app::JobLease lease, bool& is_held) {
    auto rows = co_await connection.execute(queries::lock_job, lease.id);
    is_held = rows.next() && rows.integer(lease_column) == lease.token;
    co_return is_held ? rows.count(15) : 0;
}

}  // namespace

// Reading ---------------------------------------------------------------------------------------

Awaitable<std::optional<app::JobRecord>> find_job(Connection& connection, app::JobId job) {
    auto rows = co_await connection.execute(queries::find_job, job);
    co_return rows.next() ? std::optional(job_of(rows)) : std::nullopt;
}

Awaitable<app::JobListPage> list_jobs(
    Connection& connection, BookId book, const app::JobListQuery& query) {
    app::JobId last;
    last.bytes.fill(0xff);
    const auto place = query.after.value_or(app::JobListQuery::After{{INT64_MAX}, last});
    const std::string_view status = query.status ? app::text_of(*query.status) : "";
    const std::string_view user = query.created_by ? std::string_view(
                                                         reinterpret_cast<const char*>(
                                                             query.created_by->bytes.data()),
                                                         query.created_by->bytes.size())
                                                   : std::string_view();
    auto rows = co_await connection.execute(
        queries::list_jobs, book, place.created_at, place.created_at, place.id, Value::blob(user),
        Value::blob(user), status, status, query.limit + 1);
    app::JobListPage page;
    while (rows.next()) {
        if (page.items.size() == query.limit) {
            page.has_more = true;
            break;
        }
        page.items.push_back(job_of(rows));
    }
    co_return page;
}

Awaitable<std::vector<app::JobId>> due_jobs(
    Connection& connection, Instant now, std::size_t limit) {
    auto rows = co_await connection.execute(queries::list_due_jobs, now, limit);
    std::vector<app::JobId> jobs;
    while (rows.next()) {
        jobs.push_back(rows.id<app::JobId>(0));
    }
    co_return jobs;
}

Awaitable<std::vector<app::JobRecord>> untold_jobs(Connection& connection, std::size_t limit) {
    auto rows = co_await connection.execute(queries::list_untold_jobs, limit);
    std::vector<app::JobRecord> jobs;
    while (rows.next()) {
        jobs.push_back(job_of(rows));
    }
    co_return jobs;
}

Awaitable<std::string> read_job_file(
    Connection& connection, app::JobId job, std::uint64_t position) {
    auto rows = co_await connection.execute(queries::find_job_piece, job, position);
    if (!rows.next()) {
        co_return std::string();
    }
    const std::string_view bytes = rows.text(1);
    const auto skipped = static_cast<std::size_t>(position - rows.count(0));
    co_return std::string(bytes.substr(std::min(bytes.size(), skipped)));
}

Awaitable<app::JobStore::Figures> count_jobs(Connection& connection) {
    auto rows = co_await connection.execute(queries::count_jobs);
    app::JobStore::Figures figures;
    while (rows.next()) {
        switch (parsed(app::parse_job_status(rows.text(0)), "status of a job")) {
            case app::JobStatus::queued:
                figures.queued = rows.count(1);
                break;
            case app::JobStatus::running:
                figures.running = rows.count(1);
                break;
            case app::JobStatus::failed:
                figures.failed = rows.count(1);
                break;
            case app::JobStatus::done:
                break;
        }
    }
    co_return figures;
}

// Changing --------------------------------------------------------------------------------------

Awaitable<bool> create_job(
    Connection& connection, const app::JobOrder& order, std::size_t unfinished_max) {
    co_await connection.execute(queries::lock_book_for_jobs, order.book_id);
    auto rows = co_await connection.execute(
        queries::count_unfinished_jobs, order.book_id, order.created_by);
    if (rows.next() && rows.count(0) >= unfinished_max) {
        co_return false;
    }
    std::string scope;
    Value bound(nullptr);
    if (order.outlet_scope) {
        scope = bytes_of(*order.outlet_scope);
        bound = Value::blob(scope);
    }
    co_await connection.execute(
        queries::insert_job, order.id, order.book_id, app::text_of(order.kind), order.parameters,
        order.created_by, order.created_by_name, order.locale, bound, order.created_at,
        order.created_at);
    co_return true;
}

Awaitable<app::JobStore::Claim> claim_job(
    Connection& connection, app::JobId job, Instant now, std::chrono::milliseconds lease_for) {
    app::JobStore::Claim claim;
    auto rows = co_await connection.execute(queries::lock_job, job);
    if (!rows.next() || rows.is_null(due_column)) {
        co_return claim;
    }
    const Instant due = rows.instant(due_column);
    if (due > now) {
        claim.wait = std::chrono::milliseconds((due.us - now.us) / us_per_ms + 1);
        co_return claim;
    }
    const app::JobLease lease{job, new_lease()};
    const Instant until{now.us + lease_for.count() * us_per_ms};
    co_await connection.execute(queries::claim_job, lease.token, until, now, job);
    co_await connection.execute(queries::cut_job_file, job, job);
    std::optional<app::JobRecord> record = co_await find_job(connection, job);
    claim.claimed.emplace();
    claim.claimed->job = std::move(*record);
    claim.claimed->lease = lease;
    co_return claim;
}

Awaitable<Hold> extend_job(
    Connection& connection, app::JobLease lease, const app::JobStore::Progress& progress,
    Instant until) {
    const std::optional<app::JobRecord> job = co_await lock_leased(connection, lease);
    if (!job) {
        co_return Hold::lost;
    }
    co_await connection.execute(
        queries::extend_job, progress.permille, progress.stage, until, lease.id);
    if (progress.checkpoint) {
        co_await connection.execute(queries::set_job_checkpoint, *progress.checkpoint, lease.id);
    }
    co_return job->cancel_asked ? Hold::cancel_asked : Hold::held;
}

Awaitable<bool> append_job_file(
    Connection& connection, app::JobLease lease, const std::string& bytes) {
    bool is_held = false;
    const std::uint64_t position = co_await lock_file_end(connection, lease, is_held);
    if (!is_held) {
        co_return false;
    }
    if (!bytes.empty()) {
        const Value piece = Value::blob(bytes);
        co_await connection.execute(queries::insert_job_piece, lease.id, position, piece);
        co_await connection.execute(queries::set_job_file_bytes, position + bytes.size(), lease.id);
    }
    co_return true;
}

Awaitable<bool> finish_job(
    Connection& connection, app::JobLease lease, const app::JobStore::Ending& ending, Instant now) {
    const std::optional<app::JobRecord> job = co_await lock_leased(connection, lease);
    if (!job) {
        co_return false;
    }
    std::optional<std::string> name;
    std::optional<std::string> media_type;
    if (ending.file) {
        name = ending.file->name;
        media_type = ending.file->media_type;
    }
    co_await connection.execute(
        queries::finish_job, ending.result, name, media_type, now, ending.expires_at, now,
        lease.id);
    co_return true;
}

Awaitable<bool> fail_job_try(
    Connection& connection, app::JobLease lease, const app::JobError& error, Instant next_try_at) {
    const std::optional<app::JobRecord> job = co_await lock_leased(connection, lease);
    if (!job) {
        co_return false;
    }
    co_await connection.execute(
        queries::fail_job_try, error.code, error.detail, next_try_at, lease.id);
    co_return true;
}

Awaitable<bool> give_up_job(
    Connection& connection, app::JobLease lease, const app::JobError& error, Instant now,
    Instant expires_at) {
    const std::optional<app::JobRecord> job = co_await lock_leased(connection, lease);
    if (!job) {
        co_return false;
    }
    co_await connection.execute(
        queries::give_up_job, error.code, error.detail, now, expires_at, now, lease.id);
    co_await connection.execute(queries::delete_job_file, lease.id);
    co_return true;
}

Awaitable<bool> release_job(Connection& connection, app::JobLease lease, Instant now) {
    const std::optional<app::JobRecord> job = co_await lock_leased(connection, lease);
    if (!job) {
        co_return false;
    }
    co_await connection.execute(queries::release_job, now, lease.id);
    co_return true;
}

Awaitable<std::size_t> release_jobs(Connection& connection, Instant now) {
    const auto rows = co_await connection.execute(queries::release_jobs, now);
    co_return static_cast<std::size_t>(rows.affected());
}

Awaitable<CancelOutcome> cancel_job(
    Connection& connection, app::JobId id, const app::JobError& error, Instant now,
    Instant expires_at) {
    auto rows = co_await connection.execute(queries::lock_job, id);
    if (!rows.next()) {
        co_return CancelOutcome::no_such_job;
    }
    const app::JobRecord job = job_of(rows);
    if (has_ended(job.status)) {
        co_return CancelOutcome::too_late;
    }
    if (job.status == app::JobStatus::running) {
        co_await connection.execute(queries::ask_job_cancel, id);
        co_return CancelOutcome::asked;
    }
    co_await connection.execute(
        queries::give_up_job, error.code, error.detail, now, expires_at, now, id);
    co_await connection.execute(queries::delete_job_file, id);
    co_return CancelOutcome::ended;
}

Awaitable<bool> run_job_again(Connection& connection, app::JobId id, Instant now) {
    auto rows = co_await connection.execute(queries::lock_job, id);
    if (!rows.next() || !has_ended(job_of(rows).status)) {
        co_return false;
    }
    co_await connection.execute(queries::delete_job_file, id);
    co_await connection.execute(queries::run_job_again, now, id);
    co_return true;
}

Awaitable<std::size_t> forget_expired_jobs(Connection& connection, Instant now, std::size_t limit) {
    auto rows = co_await connection.execute(queries::list_expired_jobs, now, limit);
    std::size_t count = 0;
    while (rows.next()) {
        const auto deleted = co_await connection.execute(
            queries::delete_job, rows.id<app::JobId>(0), now);
        count += static_cast<std::size_t>(deleted.affected());
    }
    co_return count;
}

}  // namespace arus::mysql
