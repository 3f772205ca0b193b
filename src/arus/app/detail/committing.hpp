// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/transactions/committer.hpp"
#include "arus/base/assert.hpp"

#include <utility>

namespace arus::app::detail {

/// What the signed-in person asks of the book, without an idempotency key.
inline ledger::Entry entry_of(
    const RequestContext& context, const BookAccess& access, ledger::Act act) {
    const Principal& principal = *context.principal;
    ledger::Entry entry;
    entry.act = std::move(act);
    entry.actor = {
        principal.user_id, principal.name,
        context.device_id ? context.device_id : principal.device_id, access.outlet_scope};
    return entry;
}

/// Commits one entry. Throws Failure.
inline Awaitable<Result<Committed>> commit_one(
    Committer& committer, BookId book, ledger::Entry entry, Deadline deadline) {
    ledger::Submission submission;
    submission.entries.push_back(std::move(entry));
    std::vector<CommitVerdict> verdicts = co_await committer.submit(
        book, std::move(submission), deadline);
    ARUS_ASSERT(verdicts.size() == 1);
    if (Refusal* refusal = std::get_if<Refusal>(&verdicts.front())) {
        co_return std::move(*refusal);
    }
    co_return std::get<Committed>(std::move(verdicts.front()));
}

}  // namespace arus::app::detail
