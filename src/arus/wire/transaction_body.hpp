// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/result.hpp"
#include "arus/ledger/act.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The bodies of the requests that move money. All mistakes of a body are found at once
// (`validation_failed`, at most 50 pointers); whether the book allows what is asked is not decided
// here.
namespace arus::wire {

/// Which account of the short form each of its two postings came from, so that a refusal can point
/// at what was sent.
enum class BodyForm { postings, short_account_first, short_counter_first };

struct TransactionBody {
    ledger::TransactionDraft draft;  ///< its id only where the body names one
    bool id_given = false;
    BodyForm form = BodyForm::postings;
    bool names_account_by_id = false;  ///< the short form named its account by `account_id`
    bool names_counter_by_id = false;
};

/// POST /transactions.
Result<TransactionBody> read_transaction(std::string_view body);

/// Turns pointers into the postings that the short form was written out as back to the members that
/// were sent.
void point_at_body(Refusal& refusal, const TransactionBody& body);

struct BatchItem {
    std::optional<TransactionId> id;  ///< as sent, where it was a valid one
    Result<TransactionBody> body;     ///< pointers begin at the item
};
struct BatchBody {
    bool atomic = false;
    std::vector<BatchItem> items;  ///< 1 to 1000
};

/// POST /transactions/batch. A mistake inside one item is that item's own refusal.
Result<BatchBody> read_batch(std::string_view body);

struct ReversalBody {
    ledger::ReverseDraft draft;  ///< without its target
    bool id_given = false;
};

/// POST /transactions/{id}/reverse; an empty body is an empty object.
Result<ReversalBody> read_reversal(std::string_view body);

/// POST /transactions/{id}/post and …/void; an empty body is an empty object, and void takes no
/// member at all.
Result<ledger::SettleDraft> read_settlement(
    std::string_view body, ledger::SettleDraft::Outcome outcome);

}  // namespace arus::wire
