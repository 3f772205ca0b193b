// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/connection.hpp"
#include "arus/records/job_records.hpp"

#include <string>
#include <vector>

// What a JobStore reads and changes. What changes anything belongs inside a transaction under READ
// COMMITTED, which is run again after a deadlock. What is given by reference is looked at until the
// call returns.
namespace arus::mysql {

Awaitable<std::optional<app::JobRecord>> find_job(Connection& connection, app::JobId job);
Awaitable<app::JobListPage> list_jobs(
    Connection& connection, BookId book, const app::JobListQuery& query);
Awaitable<std::vector<app::JobId>> due_jobs(Connection& connection, Instant now, std::size_t limit);
Awaitable<std::vector<app::JobRecord>> untold_jobs(Connection& connection, std::size_t limit);
Awaitable<std::string> read_job_file(
    Connection& connection, app::JobId job, std::uint64_t position);
Awaitable<app::JobStore::Figures> count_jobs(Connection& connection);

Awaitable<bool> create_job(
    Connection& connection, const app::JobOrder& order, std::size_t unfinished_max);
Awaitable<app::JobStore::Claim> claim_job(
    Connection& connection, app::JobId job, Instant now, std::chrono::milliseconds lease_for);
Awaitable<app::JobStore::Hold> extend_job(
    Connection& connection, app::JobLease lease, const app::JobStore::Progress& progress,
    Instant until);
Awaitable<bool> append_job_file(
    Connection& connection, app::JobLease lease, const std::string& bytes);
Awaitable<bool> finish_job(
    Connection& connection, app::JobLease lease, const app::JobStore::Ending& ending, Instant now);
Awaitable<bool> fail_job_try(
    Connection& connection, app::JobLease lease, const app::JobError& error, Instant next_try_at);
Awaitable<bool> give_up_job(
    Connection& connection, app::JobLease lease, const app::JobError& error, Instant now,
    Instant expires_at);
Awaitable<bool> release_job(Connection& connection, app::JobLease lease, Instant now);
Awaitable<std::size_t> release_jobs(Connection& connection, Instant now);
Awaitable<app::JobStore::CancelOutcome> cancel_job(
    Connection& connection, app::JobId job, const app::JobError& error, Instant now,
    Instant expires_at);
Awaitable<bool> run_job_again(Connection& connection, app::JobId job, Instant now);
Awaitable<std::size_t> forget_expired_jobs(Connection& connection, Instant now, std::size_t limit);

}  // namespace arus::mysql
