// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/job_store.hpp"
#include "arus/base/bytes.hpp"
#include "arus/records/outlet_list.hpp"

#include <array>
#include <cstring>

// Jobs and who holds one.
namespace arus::records {

/// Never 0, which means nobody.
inline std::int64_t new_lease() {
    std::int64_t token = 0;
    while (token == 0) {
        std::array<std::uint8_t, sizeof token> bytes{};
        fill_random(bytes);
        std::memcpy(&token, bytes.data(), sizeof token);
    }
    return token;
}

inline bool has_ended(app::JobStatus status) {
    return status == app::JobStatus::done || status == app::JobStatus::failed;
}

/// Columns: the first 24 of queries::find_job.
template <class Rows>
app::JobRecord job_of(const Rows& rows) {
    app::JobRecord job;
    app::JobOrder& order = job.order;
    order.id = rows.template id<app::JobId>(0);
    order.book_id = rows.template id<BookId>(1);
    order.kind = parsed(app::parse_job_kind(rows.text(2)), "kind of a job");
    order.parameters = rows.string(3);
    order.created_by = rows.template id<UserId>(4);
    order.created_by_name = rows.string(5);
    order.locale = rows.string(6);
    if (!rows.is_null(7)) {
        order.outlet_scope = outlets_of(rows.text(7));
    }
    order.created_at = rows.instant(8);
    job.status = parsed(app::parse_job_status(rows.text(9)), "status of a job");
    job.progress_permille = static_cast<int>(rows.integer(10));
    job.stage = rows.string(11);
    job.cancel_asked = rows.boolean(12);
    job.tries = static_cast<int>(rows.integer(13));
    job.checkpoint = rows.string(14);
    if (!rows.is_null(16)) {
        job.file = app::JobFile{rows.string(16), rows.string(17), rows.count(15)};
    }
    job.result = rows.optional_string(18);
    if (!rows.is_null(19)) {
        job.error = app::JobError{rows.string(19), rows.string(20)};
    }
    job.started_at = rows.optional_instant(21);
    job.finished_at = rows.optional_instant(22);
    job.expires_at = rows.optional_instant(23);
    return job;
}

}  // namespace arus::records
