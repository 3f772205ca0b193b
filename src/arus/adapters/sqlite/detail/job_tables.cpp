// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/job_tables.hpp"

#include "arus/adapters/sqlite/detail/job_queries.hpp"
#include "arus/adapters/sqlite/detail/rows.hpp"
#include "arus/base/bytes.hpp"

#include <algorithm>
#include <cstring>

namespace arus::sqlite {

namespace {

using CancelOutcome = app::JobStore::CancelOutcome;
using Hold = app::JobStore::Hold;

constexpr std::int64_t us_per_ms = 1'000;

Instant after(Instant now, std::chrono::milliseconds span) {
    return {now.us + span.count() * us_per_ms};
}

}  // namespace

JobReads::JobReads(const Connection& connection) :
    find_(connection, queries::find_job),
    list_(connection, queries::list_jobs),
    due_(connection, queries::list_due_jobs),
    untold_(connection, queries::list_untold_jobs),
    piece_(connection, queries::find_job_piece),
    count_(connection, queries::count_jobs) {
}

std::optional<app::JobRecord> JobReads::find(app::JobId job) {
    auto rows = find_.query(job);
    return rows.next() ? std::optional(job_of(rows)) : std::nullopt;
}

app::JobListPage JobReads::list(BookId book, const app::JobListQuery& query) {
    app::JobId last;
    last.bytes.fill(0xff);
    const auto place = query.after.value_or(app::JobListQuery::After{{INT64_MAX}, last});
    const std::string_view status = query.status ? app::text_of(*query.status) : "";
    app::JobListPage page;
    auto rows = list_.query(
        book, query.created_by, status, place.created_at, place.id, query.limit + 1);
    while (rows.next()) {
        if (page.items.size() == query.limit) {
            page.has_more = true;
            break;
        }
        page.items.push_back(job_of(rows));
    }
    return page;
}

std::vector<app::JobId> JobReads::due(Instant now, std::size_t limit) {
    std::vector<app::JobId> jobs;
    auto rows = due_.query(now, limit);
    while (rows.next()) {
        jobs.push_back(rows.id<app::JobId>(0));
    }
    return jobs;
}

std::vector<app::JobRecord> JobReads::untold(std::size_t limit) {
    std::vector<app::JobRecord> jobs;
    auto rows = untold_.query(limit);
    while (rows.next()) {
        jobs.push_back(job_of(rows));
    }
    return jobs;
}

std::string JobReads::read_file(app::JobId job, std::uint64_t position) {
    auto rows = piece_.query(job, position);
    if (!rows.next()) {
        return {};
    }
    const std::string_view bytes = rows.text(1);
    return std::string(bytes.substr(
        std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(position - rows.count(0)))));
}

app::JobStore::Figures JobReads::figures() {
    app::JobStore::Figures figures;
    auto rows = count_.query();
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
    return figures;
}

JobWriter::JobWriter(Connection& connection, const Clock& clock) :
    connection_(connection),
    clock_(clock),
    count_unfinished_(connection, queries::count_unfinished_jobs),
    insert_(connection, queries::insert_job),
    find_(connection, queries::find_job),
    claim_(connection, queries::claim_job),
    cut_file_(connection, queries::cut_job_file),
    extend_(connection, queries::extend_job),
    set_checkpoint_(connection, queries::set_job_checkpoint),
    find_lease_(connection, queries::find_job_lease),
    insert_piece_(connection, queries::insert_job_piece),
    set_file_bytes_(connection, queries::set_job_file_bytes),
    finish_(connection, queries::finish_job),
    fail_try_(connection, queries::fail_job_try),
    give_up_(connection, queries::give_up_job),
    release_(connection, queries::release_job),
    release_all_(connection, queries::release_jobs),
    ask_cancel_(connection, queries::ask_job_cancel),
    run_again_(connection, queries::run_job_again),
    delete_file_(connection, queries::delete_job_file),
    expired_(connection, queries::list_expired_jobs),
    delete_(connection, queries::delete_job) {
}

std::optional<app::JobRecord> JobWriter::find(app::JobId job) {
    auto rows = find_.query(job);
    return rows.next() ? std::optional(job_of(rows)) : std::nullopt;
}

bool JobWriter::create(const app::JobOrder& order, std::size_t unfinished_max) {
    {
        auto rows = count_unfinished_.query(order.book_id, order.created_by);
        if (rows.next() && rows.count(0) >= unfinished_max) {
            return false;
        }
    }
    std::string scope;
    std::optional<Statement::Blob> bound;
    if (order.outlet_scope) {
        scope = bytes_of(*order.outlet_scope);
        bound = Statement::Blob{scope};
    }
    insert_.run(
        order.id, order.book_id, app::text_of(order.kind), order.parameters, order.created_by,
        order.created_by_name, order.locale, bound, order.created_at);
    return true;
}

app::JobStore::Claim JobWriter::claim(app::JobId job, std::chrono::milliseconds lease_for) {
    const Instant now = clock_.now();
    {
        auto rows = find_.query(job);
        if (!rows.next() || rows.is_null(24)) {
            return {};
        }
        const Instant due = rows.instant(24);
        if (due > now) {
            return {std::nullopt, std::chrono::milliseconds((due.us - now.us) / us_per_ms + 1)};
        }
    }
    const app::JobLease lease{job, new_lease()};
    claim_.run(job, lease.token, after(now, lease_for), now);
    cut_file_.run(job);
    return {app::JobStore::Claimed{*find(job), lease}, std::nullopt};
}

Hold JobWriter::extend(
    app::JobLease lease, const app::JobStore::Progress& progress,
    std::chrono::milliseconds lease_for) {
    extend_.run(
        lease.id, lease.token, progress.permille, progress.stage, after(clock_.now(), lease_for));
    if (connection_.changes() == 0) {
        return Hold::lost;
    }
    if (progress.checkpoint) {
        set_checkpoint_.run(lease.id, lease.token, *progress.checkpoint);
    }
    auto rows = find_lease_.query(lease.id, lease.token);
    return rows.next() && rows.boolean(1) ? Hold::cancel_asked : Hold::held;
}

bool JobWriter::append_file(app::JobLease lease, const std::string& bytes) {
    std::uint64_t position = 0;
    {
        auto rows = find_lease_.query(lease.id, lease.token);
        if (!rows.next()) {
            return false;
        }
        position = rows.count(0);
    }
    if (!bytes.empty()) {
        insert_piece_.run(lease.id, position, Statement::Blob{bytes});
        set_file_bytes_.run(lease.id, position + bytes.size());
    }
    return true;
}

bool JobWriter::finish(app::JobLease lease, const app::JobStore::Ending& ending) {
    std::optional<std::string> name;
    std::optional<std::string> media_type;
    if (ending.file) {
        name = ending.file->name;
        media_type = ending.file->media_type;
    }
    finish_.run(
        lease.id, lease.token, ending.result, name, media_type, clock_.now(), ending.expires_at);
    return connection_.changes() == 1;
}

bool JobWriter::fail_try(app::JobLease lease, const app::JobError& error, Instant next_try_at) {
    fail_try_.run(lease.id, lease.token, error.code, error.detail, next_try_at);
    return connection_.changes() == 1;
}

bool JobWriter::give_up(app::JobLease lease, const app::JobError& error, Instant expires_at) {
    give_up_.run(lease.id, lease.token, error.code, error.detail, clock_.now(), expires_at);
    if (connection_.changes() != 1) {
        return false;
    }
    delete_file_.run(lease.id);
    return true;
}

bool JobWriter::release(app::JobLease lease) {
    release_.run(lease.id, lease.token, clock_.now());
    return connection_.changes() == 1;
}

std::size_t JobWriter::release_all() {
    release_all_.run(clock_.now());
    return static_cast<std::size_t>(connection_.changes());
}

CancelOutcome JobWriter::cancel(app::JobId job, const app::JobError& error, Instant expires_at) {
    const auto found = find(job);
    if (!found) {
        return CancelOutcome::no_such_job;
    }
    if (has_ended(found->status)) {
        return CancelOutcome::too_late;
    }
    if (found->status == app::JobStatus::running) {
        ask_cancel_.run(job);
        return CancelOutcome::asked;
    }
    give_up_.run(job, 0, error.code, error.detail, clock_.now(), expires_at);
    delete_file_.run(job);
    return CancelOutcome::ended;
}

bool JobWriter::run_again(app::JobId job) {
    const auto found = find(job);
    if (!found || !has_ended(found->status)) {
        return false;
    }
    delete_file_.run(job);
    run_again_.run(job, clock_.now());
    return true;
}

std::size_t JobWriter::forget_expired(std::size_t limit) {
    std::vector<app::JobId> jobs;
    {
        auto rows = expired_.query(clock_.now(), limit);
        while (rows.next()) {
            jobs.push_back(rows.id<app::JobId>(0));
        }
    }
    for (const app::JobId& job : jobs) {
        delete_file_.run(job);
        delete_.run(job);
    }
    return jobs.size();
}

}  // namespace arus::sqlite
