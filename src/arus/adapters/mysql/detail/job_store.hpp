// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/job_tables.hpp"
#include "arus/adapters/mysql/detail/pool.hpp"

namespace arus::mysql {

/// The port, over the pool.
class MysqlJobStore final : public app::JobStore {
public:
    MysqlJobStore(Pool& pool, const Clock& clock) : pool_(pool), clock_(clock) {}

    Awaitable<bool> create(
        app::JobOrder order, std::size_t unfinished_max, Deadline deadline) override;
    Awaitable<std::optional<app::JobRecord>> find(app::JobId job, Deadline deadline) override;
    Awaitable<app::JobListPage> list(
        BookId book, app::JobListQuery query, Deadline deadline) override;
    Awaitable<Claim> claim(
        app::JobId job, std::chrono::milliseconds lease_for, Deadline deadline) override;
    Awaitable<std::vector<app::JobId>> due(std::size_t limit, Deadline deadline) override;
    Awaitable<Hold> extend(
        app::JobLease lease, Progress progress, std::chrono::milliseconds lease_for,
        Deadline deadline) override;
    Awaitable<bool> append_file(app::JobLease lease, std::string bytes, Deadline deadline) override;
    Awaitable<bool> finish(app::JobLease lease, Ending ending, Deadline deadline) override;
    Awaitable<bool> fail_try(
        app::JobLease lease, app::JobError error, Instant next_try_at, Deadline deadline) override;
    Awaitable<bool> give_up(
        app::JobLease lease, app::JobError error, Instant expires_at, Deadline deadline) override;
    Awaitable<bool> release(app::JobLease lease, Deadline deadline) override;
    Awaitable<std::size_t> release_all(Deadline deadline) override;
    Awaitable<CancelOutcome> cancel(
        app::JobId job, app::JobError error, Instant expires_at, Deadline deadline) override;
    Awaitable<bool> run_again(app::JobId job, Deadline deadline) override;
    Awaitable<std::string> read_file(
        app::JobId job, std::uint64_t position, Deadline deadline) override;
    Awaitable<std::size_t> forget_expired(std::size_t limit, Deadline deadline) override;
    Awaitable<Figures> figures(Deadline deadline) override;

private:
    Pool& pool_;
    const Clock& clock_;
};

}  // namespace arus::mysql
