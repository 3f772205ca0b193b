// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/detail/acts.hpp"
#include "arus/ledger/detail/money_rules.hpp"

namespace arus::ledger::detail {

Verdict decide(Workspace& workspace, const Entry& entry, const SettleDraft& draft) {
    const auto& state = workspace.state();
    if (const auto replay = replay_of(state, entry.idempotency)) {
        return *replay;
    }
    const auto found = find_target(state, entry.actor, draft.target, workspace.today(), "");
    if (!found) {
        return found.refusal();
    }
    const Transaction& target = **found;
    const bool posts = draft.outcome == SettleDraft::Outcome::posted;
    if (draft.date && !posts) {
        return invalid("/date", "conflict", "What is voided counts on no day.");
    }
    if (auto refusal = check_date(draft.date, workspace.today(), "/date")) {
        return *std::move(refusal);
    }
    if (auto refusal = check_key(state, entry.idempotency, {})) {
        return *std::move(refusal);
    }

    const Date date = draft.date.value_or(target.date);
    if (posts) {
        NetEffect net;
        net.add(target, true, -1);
        net.add(target, false);
        if (auto refusal = net.check_overflow(workspace)) {
            return *std::move(refusal);
        }
        if (auto refusal = check_open_accounts(state, target.postings, {})) {
            return *std::move(refusal);
        }
        // The lock is asked on post only: a void writes nothing to any day. The held date is never
        // moved in silence.
        if (is_locked(state.book, date)) {
            return period_locked(state.book, date, draft.date ? "/date" : "");
        }
        // No limit is asked: what is held has been counted against it, so posting it never lowers
        // what is available.
    }
    if (target.status != TransactionStatus::pending) {
        return Refusal{RefusalCode::not_pending, "The transaction is not pending.", {}};
    }

    const auto hour = posts ? local_hour_of(
                                  date, std::nullopt, std::nullopt, workspace.commit_time(),
                                  workspace.context().now_local)
                            : target.local_hour;
    const auto offset = workspace.add_settlement(
        target.id, draft.outcome, date, hour, entry.actor.user_id);
    workspace.add_key(entry.idempotency, draft.target, offset);
    return Accepted{offset, false, {}};
}

}  // namespace arus::ledger::detail
