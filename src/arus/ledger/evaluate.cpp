// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/evaluate.hpp"

#include "arus/ledger/detail/acts.hpp"
#include "arus/ledger/detail/money_rules.hpp"

#include <algorithm>

namespace arus::ledger {

namespace {

Verdict decide_entry(detail::Workspace& workspace, const Entry& entry) {
    return std::visit(
        [&](const auto& act) { return detail::decide(workspace, entry, act); }, entry.act);
}

std::vector<Verdict> decide_each(detail::Workspace& workspace, const Submission& submission) {
    std::vector<Verdict> verdicts;
    verdicts.reserve(submission.entries.size());
    for (const auto& entry : submission.entries) {
        verdicts.push_back(decide_entry(workspace, entry));
    }
    return verdicts;
}

/// Stops at the first refusal: what comes after it may build on it, and would be refused for no
/// fault of its own.
std::vector<Verdict> decide_atomic(detail::Workspace& workspace, const Submission& submission) {
    std::vector<Verdict> verdicts;
    workspace.begin_atomic();
    for (const auto& entry : submission.entries) {
        verdicts.push_back(decide_entry(workspace, entry));
        if (std::holds_alternative<Refusal>(verdicts.back())) {
            workspace.undo();
            const std::size_t culprit = verdicts.size() - 1;
            const Verdict bystander = Refusal{
                RefusalCode::batch_refused,
                "Another entry of the same atomic batch was refused.",
                {}};
            std::fill_n(verdicts.begin(), culprit, bystander);
            verdicts.resize(submission.entries.size(), bystander);
            return verdicts;
        }
    }
    workspace.keep();
    return verdicts;
}

class LookupCollector {
public:
    explicit LookupCollector(Lookups& lookups) : lookups_(lookups) {}

    void add(const Entry& entry) {
        if (!entry.idempotency.key.empty()) {
            lookups_.keys.insert(entry.idempotency.key);
        }
        std::visit([&](const auto& act) { add(act, entry.idempotency.id_given); }, entry.act);
    }

private:
    void add(const TransactionDraft& draft, bool id_given) {
        if (id_given) {  // one that was made for the draft is new
            lookups_.transactions.insert(draft.id);
        }
        if (draft.replaces_id) {
            lookups_.transactions.insert(*draft.replaces_id);
            lookups_.transactions.insert(detail::reversal_id_for(draft.id));
        }
        for (const auto& posting : draft.postings) {
            if (const auto* id = std::get_if<AccountId>(&posting.account)) {
                lookups_.accounts.insert(*id);
            } else {
                lookups_.account_codes.insert(std::get<std::string>(posting.account));
            }
        }
        if (draft.outlet_id) {
            lookups_.outlets.insert(*draft.outlet_id);
        }
        if (draft.contact_id) {
            lookups_.contacts.insert(*draft.contact_id);
        }
    }
    void add(const ReverseDraft& draft, bool id_given) {
        if (id_given) {
            lookups_.transactions.insert(draft.id);
        }
        lookups_.transactions.insert(draft.target);
    }
    void add(const SettleDraft& draft, bool) { lookups_.transactions.insert(draft.target); }
    void add(const AccountDraft& draft, bool) {
        lookups_.account_codes.insert(draft.account.code);
        if (draft.account.parent_id) {
            lookups_.accounts.insert(*draft.account.parent_id);
        }
    }
    void add(const AccountChange& change, bool) {
        lookups_.accounts.insert(change.id);
        if (change.parent_id && *change.parent_id) {
            lookups_.accounts.insert(**change.parent_id);
        }
    }
    void add(const OutletDraft& draft, bool) { lookups_.outlet_codes.insert(draft.outlet.code); }
    void add(const OutletChange& change, bool) { lookups_.outlets.insert(change.id); }
    void add(const ContactDraft& draft, bool) { lookups_.contact_codes.insert(draft.contact.code); }
    void add(const ContactChange& change, bool) { lookups_.contacts.insert(change.id); }
    void add(const BookChange&, bool) {}

    Lookups& lookups_;
};

}  // namespace

void BookState::forget_lookups() {
    contacts.clear();
    contact_ids.clear();
    transactions.clear();
    keys.clear();
}

Lookups lookups_of(std::span<const Submission> submissions) {
    Lookups lookups;
    LookupCollector collector(lookups);
    for (const auto& submission : submissions) {
        for (const auto& entry : submission.entries) {
            collector.add(entry);
        }
    }
    return lookups;
}

Effects evaluate_batch(
    BookState& state, std::span<const Submission> submissions, const Context& context) {
    Effects effects;
    effects.verdicts.reserve(submissions.size());
    detail::Workspace workspace(state, effects, context);
    for (const auto& submission : submissions) {
        effects.verdicts.push_back(
            submission.atomic ? decide_atomic(workspace, submission)
                              : decide_each(workspace, submission));
    }
    workspace.finish();
    return effects;
}

}  // namespace arus::ledger
