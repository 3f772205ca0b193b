// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/database.hpp"
#include "arus/records/job_records.hpp"

#include <string>
#include <vector>

namespace arus::sqlite {

/// Jobs, for one read connection. Each call belongs inside a Snapshot.
class JobReads {
public:
    explicit JobReads(const Connection& connection);

    std::optional<app::JobRecord> find(app::JobId job);
    app::JobListPage list(BookId book, const app::JobListQuery& query);
    std::vector<app::JobId> due(Instant now, std::size_t limit);
    std::vector<app::JobRecord> untold(std::size_t limit);
    std::string read_file(app::JobId job, std::uint64_t position);
    app::JobStore::Figures figures();

private:
    Statement find_;
    Statement list_;
    Statement due_;
    Statement untold_;
    Statement piece_;
    Statement count_;
};

/// What the writer's thread does for a JobStore. Every call runs inside a part of a group of
/// WriterThread.
class JobWriter {
public:
    JobWriter(Connection& connection, const Clock& clock);

    bool create(const app::JobOrder& order, std::size_t unfinished_max);
    app::JobStore::Claim claim(app::JobId job, std::chrono::milliseconds lease_for);
    app::JobStore::Hold extend(
        app::JobLease lease, const app::JobStore::Progress& progress,
        std::chrono::milliseconds lease_for);
    bool append_file(app::JobLease lease, const std::string& bytes);
    bool finish(app::JobLease lease, const app::JobStore::Ending& ending);
    bool fail_try(app::JobLease lease, const app::JobError& error, Instant next_try_at);
    bool give_up(app::JobLease lease, const app::JobError& error, Instant expires_at);
    bool release(app::JobLease lease);
    std::size_t release_all();
    app::JobStore::CancelOutcome cancel(
        app::JobId job, const app::JobError& error, Instant expires_at);
    bool run_again(app::JobId job);
    std::size_t forget_expired(std::size_t limit);

private:
    std::optional<app::JobRecord> find(app::JobId job);

    Connection& connection_;
    const Clock& clock_;
    Statement count_unfinished_;
    Statement insert_;
    Statement find_;
    Statement claim_;
    Statement cut_file_;
    Statement extend_;
    Statement set_checkpoint_;
    Statement find_lease_;
    Statement insert_piece_;
    Statement set_file_bytes_;
    Statement finish_;
    Statement fail_try_;
    Statement give_up_;
    Statement release_;
    Statement release_all_;
    Statement ask_cancel_;
    Statement run_again_;
    Statement delete_file_;
    Statement expired_;
    Statement delete_;
};

}  // namespace arus::sqlite
