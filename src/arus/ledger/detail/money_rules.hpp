// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/detail/workspace.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The single rules that the acts which move money share, each a question to the state. None of them
// writes anything.
namespace arus::ledger::detail {

/// True if what belongs to `outlet` exists for the actor: always, but for a cashier only their own
/// outlets'.
bool is_in_scope(const Actor& actor, const std::optional<OutletId>& outlet);

/// Nothing: the rule is kept.
using MaybeRefusal = std::optional<Refusal>;

/// A refusal that blames one field, by the refusal's own code.
Refusal refusal_at(RefusalCode code, std::string pointer, std::string detail);
/// validation_failed with one field and its code.
Refusal invalid(std::string pointer, std::string_view field_code, std::string detail);

/// The days a transaction may carry: 2000-01-01 to today + 366.
bool is_date_allowed(Date date, Date today);
/// validation_failed at `pointer` for a date outside of them.
MaybeRefusal check_date(const std::optional<Date>& date, Date today, std::string_view pointer);

/// The result that a known key has with the same request; nothing for a key that is new or stands
/// for something else.
std::optional<Accepted> replay_of(const BookState& state, const Idempotency& idempotency);
/// idempotency_key_reused: the key stands for another request, or one of the ids the act would make
/// exists.
MaybeRefusal check_key(
    const BookState& state, const Idempotency& idempotency,
    std::initializer_list<TransactionId> made);

/// not_found: no such transaction, or none that exists for this actor. forbidden: a cashier and not
/// their own entry of today. `pointer` is empty where the path names the target.
Result<const Transaction*> find_target(
    const BookState& state, const Actor& actor, TransactionId id, Date today,
    std::string_view pointer);

/// What an act adds to the totals of each account it touches.
class NetEffect {
public:
    void add(const Posting& posting, bool held, std::int64_t times = 1);
    void add(const Transaction& transaction, bool held, std::int64_t times = 1);

    /// balance_overflow: a total of an account, or the turnover of the book, would leave int64.
    MaybeRefusal check_overflow(const Workspace& workspace) const;
    /// insufficient_balance: what is available falls, and falls below the account's minimum.
    /// Figures only for those who may see limits.
    MaybeRefusal check_minimum(const BookState& state, const Actor& actor) const;

private:
    std::vector<std::pair<AccountId, Totals>> by_account_;
};

/// account_archived for any of the accounts; the i-th pointer, where there is one, names the field
/// to blame.
MaybeRefusal check_open_accounts(
    const BookState& state, const std::vector<Posting>& postings,
    const std::vector<std::string>& pointers);

/// True if the lock date covers `date`.
bool is_locked(const Book& book, Date date);
Refusal period_locked(const Book& book, Date date, std::string_view pointer);

/// already_reversed or not_reversible.
MaybeRefusal check_reversible(const Transaction& target);

/// The hour of the day a transaction counts in: the device's clock where it fits the date and is
/// not later than the commit by more than five minutes, else the commit's where that fits, else
/// none.
std::optional<int> local_hour_of(
    Date date, const std::optional<Instant>& made_at, const std::optional<LocalHour>& made_local,
    Instant commit_time, const LocalHour& now_local);

/// The id of the reversal that a replacement brings with it: made from the replacement's id, the
/// same for every store.
TransactionId reversal_id_for(TransactionId replacement);

}  // namespace arus::ledger::detail
