// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/detail/acts.hpp"
#include "arus/ledger/detail/money_rules.hpp"
#include "arus/ledger/detail/reversal.hpp"

namespace arus::ledger::detail {

Date default_reversal_date(const Book& book, const Transaction& target, Date today) {
    return is_locked(book, target.date) ? today : target.date;
}

Transaction reversal_of(const Transaction& target, const Actor& actor) {
    Transaction reversal;
    reversal.book_id = target.book_id;
    reversal.status = TransactionStatus::posted;
    reversal.kind = TransactionKind::reversal;
    reversal.description = target.description;
    reversal.reference = target.reference;
    reversal.outlet_id = target.outlet_id;
    reversal.contact_id = target.contact_id;
    reversal.tags = target.tags;
    reversal.created_by = actor.user_id;
    reversal.created_by_name = actor.name;
    reversal.device_id = actor.device_id;
    reversal.reverses_id = target.id;
    reversal.postings = target.postings;
    for (auto& posting : reversal.postings) {
        posting.direction = posting.direction == Direction::debit ? Direction::credit
                                                                  : Direction::debit;
    }
    return reversal;
}

Verdict decide(Workspace& workspace, const Entry& entry, const ReverseDraft& draft) {
    const auto& state = workspace.state();
    if (const auto replay = replay_of(state, entry.idempotency)) {
        return *replay;
    }
    const auto found = find_target(state, entry.actor, draft.target, workspace.today(), "");
    if (!found) {
        return found.refusal();
    }
    const Transaction& target = **found;
    if (auto refusal = check_date(draft.date, workspace.today(), "/date")) {
        return *std::move(refusal);
    }
    if (auto refusal = check_key(state, entry.idempotency, {draft.id})) {
        return *std::move(refusal);
    }

    Transaction reversal = reversal_of(target, entry.actor);
    reversal.id = draft.id;
    reversal.date = draft.date.value_or(
        default_reversal_date(state.book, target, workspace.today()));
    reversal.local_hour = local_hour_of(
        reversal.date, std::nullopt, std::nullopt, workspace.commit_time(),
        workspace.context().now_local);
    if (draft.description) {
        reversal.description = *draft.description;
    }

    NetEffect net;
    net.add(reversal, false);
    if (auto refusal = net.check_overflow(workspace)) {
        return *std::move(refusal);
    }
    if (auto refusal = check_open_accounts(state, reversal.postings, {})) {
        return *std::move(refusal);
    }
    if (is_locked(state.book, reversal.date)) {
        return period_locked(state.book, reversal.date, draft.date ? "/date" : "");
    }
    if (auto refusal = net.check_minimum(state, entry.actor)) {
        return *std::move(refusal);
    }
    if (auto refusal = check_reversible(target)) {
        return *std::move(refusal);
    }

    const auto offset = workspace.add_transaction(std::move(reversal), target.kind);
    workspace.add_key(entry.idempotency, draft.id, offset);
    return Accepted{offset, false, {}};
}

}  // namespace arus::ledger::detail
