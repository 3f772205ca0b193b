// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/job_store.hpp"

#include <utility>

namespace arus::sqlite {

namespace {

/// An act on jobs weighs as much as one entry of the ledger.
constexpr std::size_t weight = 1;

}  // namespace

// Every work is named before it is handed on; see stores.cpp.

Awaitable<bool> SqliteJobStore::create(
    app::JobOrder order, std::size_t unfinished_max, Deadline deadline) {
    auto work = [this, order = std::move(order), unfinished_max] {
        return writer_.create(order, unfinished_max);
    };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<std::optional<app::JobRecord>> SqliteJobStore::find(app::JobId job, Deadline deadline) {
    auto work = [job](ReadSession& session) { return session.jobs.find(job); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<app::JobListPage> SqliteJobStore::list(
    BookId book, app::JobListQuery query, Deadline deadline) {
    auto work = [book, query](ReadSession& session) { return session.jobs.list(book, query); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<app::JobStore::Claim> SqliteJobStore::claim(
    app::JobId job, std::chrono::milliseconds lease_for, Deadline deadline) {
    auto work = [this, job, lease_for] { return writer_.claim(job, lease_for); };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<std::vector<app::JobId>> SqliteJobStore::due(std::size_t limit, Deadline deadline) {
    auto work = [now = clock_.now(), limit](ReadSession& session) {
        return session.jobs.due(now, limit);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<app::JobStore::Hold> SqliteJobStore::extend(
    app::JobLease lease, Progress progress, std::chrono::milliseconds lease_for,
    Deadline deadline) {
    auto work = [this, lease, progress = std::move(progress), lease_for] {
        return writer_.extend(lease, progress, lease_for);
    };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<bool> SqliteJobStore::append_file(
    app::JobLease lease, std::string bytes, Deadline deadline) {
    auto work = [this, lease, bytes = std::move(bytes)] {
        return writer_.append_file(lease, bytes);
    };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<bool> SqliteJobStore::finish(app::JobLease lease, Ending ending, Deadline deadline) {
    auto work = [this, lease, ending = std::move(ending)] { return writer_.finish(lease, ending); };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<bool> SqliteJobStore::fail_try(
    app::JobLease lease, app::JobError error, Instant next_try_at, Deadline deadline) {
    auto work = [this, lease, error = std::move(error), next_try_at] {
        return writer_.fail_try(lease, error, next_try_at);
    };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<bool> SqliteJobStore::give_up(
    app::JobLease lease, app::JobError error, Instant expires_at, Deadline deadline) {
    auto work = [this, lease, error = std::move(error), expires_at] {
        return writer_.give_up(lease, error, expires_at);
    };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<bool> SqliteJobStore::release(app::JobLease lease, Deadline deadline) {
    auto work = [this, lease] { return writer_.release(lease); };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<std::size_t> SqliteJobStore::release_all(Deadline deadline) {
    auto work = [this] { return writer_.release_all(); };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<app::JobStore::CancelOutcome> SqliteJobStore::cancel(
    app::JobId job, app::JobError error, Instant expires_at, Deadline deadline) {
    auto work = [this, job, error = std::move(error), expires_at] {
        return writer_.cancel(job, error, expires_at);
    };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<bool> SqliteJobStore::run_again(app::JobId job, Deadline deadline) {
    auto work = [this, job] { return writer_.run_again(job); };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<std::string> SqliteJobStore::read_file(
    app::JobId job, std::uint64_t position, Deadline deadline) {
    auto work = [job, position](ReadSession& session) {
        return session.jobs.read_file(job, position);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::size_t> SqliteJobStore::forget_expired(std::size_t limit, Deadline deadline) {
    auto work = [this, limit] { return writer_.forget_expired(limit); };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<app::JobStore::Figures> SqliteJobStore::figures(Deadline deadline) {
    auto work = [](ReadSession& session) { return session.jobs.figures(); };
    co_return co_await readers_.run(deadline, std::move(work));
}

}  // namespace arus::sqlite
