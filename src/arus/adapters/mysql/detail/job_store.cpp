// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/job_store.hpp"

#include <utility>

namespace arus::mysql {

namespace {

Instant after(Instant now, std::chrono::milliseconds span) {
    return {now.us + span.count() * 1'000};
}

}  // namespace

// Every work is named before it is handed on; see people_stores.cpp.

Awaitable<bool> MysqlJobStore::create(
    app::JobOrder order, std::size_t unfinished_max, Deadline deadline) {
    auto work = [order = std::move(order), unfinished_max](Connection& connection) {
        return create_job(connection, order, unfinished_max);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::optional<app::JobRecord>> MysqlJobStore::find(app::JobId job, Deadline deadline) {
    auto work = [job](Connection& connection) { return find_job(connection, job); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<app::JobListPage> MysqlJobStore::list(
    BookId book, app::JobListQuery query, Deadline deadline) {
    auto work = [book, query](Connection& connection) {
        return list_jobs(connection, book, query);
    };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<app::JobStore::Claim> MysqlJobStore::claim(
    app::JobId job, std::chrono::milliseconds lease_for, Deadline deadline) {
    auto work = [job, now = clock_.now(), lease_for](Connection& connection) {
        return claim_job(connection, job, now, lease_for);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::vector<app::JobId>> MysqlJobStore::due(std::size_t limit, Deadline deadline) {
    auto work = [now = clock_.now(), limit](Connection& connection) {
        return due_jobs(connection, now, limit);
    };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<app::JobStore::Hold> MysqlJobStore::extend(
    app::JobLease lease, Progress progress, std::chrono::milliseconds lease_for,
    Deadline deadline) {
    auto work = [lease, progress = std::move(progress),
                 until = after(clock_.now(), lease_for)](Connection& connection) {
        return extend_job(connection, lease, progress, until);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlJobStore::append_file(
    app::JobLease lease, std::string bytes, Deadline deadline) {
    auto work = [lease, bytes = std::move(bytes)](Connection& connection) {
        return append_job_file(connection, lease, bytes);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlJobStore::finish(app::JobLease lease, Ending ending, Deadline deadline) {
    auto work = [lease, ending = std::move(ending), now = clock_.now()](Connection& connection) {
        return finish_job(connection, lease, ending, now);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlJobStore::fail_try(
    app::JobLease lease, app::JobError error, Instant next_try_at, Deadline deadline) {
    auto work = [lease, error = std::move(error), next_try_at](Connection& connection) {
        return fail_job_try(connection, lease, error, next_try_at);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlJobStore::give_up(
    app::JobLease lease, app::JobError error, Instant expires_at, Deadline deadline) {
    auto work = [lease, error = std::move(error), now = clock_.now(),
                 expires_at](Connection& connection) {
        return give_up_job(connection, lease, error, now, expires_at);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlJobStore::release(app::JobLease lease, Deadline deadline) {
    auto work = [lease, now = clock_.now()](Connection& connection) {
        return release_job(connection, lease, now);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::size_t> MysqlJobStore::release_all(Deadline deadline) {
    auto work = [now = clock_.now()](Connection& connection) {
        return release_jobs(connection, now);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<app::JobStore::CancelOutcome> MysqlJobStore::cancel(
    app::JobId job, app::JobError error, Instant expires_at, Deadline deadline) {
    auto work = [job, error = std::move(error), now = clock_.now(),
                 expires_at](Connection& connection) {
        return cancel_job(connection, job, error, now, expires_at);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlJobStore::run_again(app::JobId job, Deadline deadline) {
    auto work = [job, now = clock_.now()](Connection& connection) {
        return run_job_again(connection, job, now);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::string> MysqlJobStore::read_file(
    app::JobId job, std::uint64_t position, Deadline deadline) {
    auto work = [job, position](Connection& connection) {
        return read_job_file(connection, job, position);
    };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::size_t> MysqlJobStore::forget_expired(std::size_t limit, Deadline deadline) {
    auto work = [now = clock_.now(), limit](Connection& connection) {
        return forget_expired_jobs(connection, now, limit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<app::JobStore::Figures> MysqlJobStore::figures(Deadline deadline) {
    auto work = [](Connection& connection) { return count_jobs(connection); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

}  // namespace arus::mysql
