// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/detail/money_rules.hpp"

#include "arus/ledger/detail/sums.hpp"
#include "arus/ledger/money.hpp"

#include <algorithm>
#include <limits>

namespace arus::ledger::detail {

namespace {

constexpr Date first_date{10957};  // 2000-01-01
constexpr std::int32_t days_ahead_max = 366;
constexpr std::int64_t clock_tolerance_us = 5LL * 60 * 1'000'000;

using Wide = __int128;

/// The balance on the normal side less what is held on the other side; holds that would raise it do
/// not count.
Wide available(const Totals& totals, AccountType type) {
    if (normal_side(type) == Direction::debit) {
        return Wide{totals.debit_minor} - totals.credit_minor - totals.pending_credit_minor;
    }
    return Wide{totals.credit_minor} - totals.debit_minor - totals.pending_debit_minor;
}

/// Precondition: no overflow, see check_overflow().
Totals sum_of(const Totals& a, const Totals& b) {
    return {
        a.debit_minor + b.debit_minor, a.credit_minor + b.credit_minor,
        a.pending_debit_minor + b.pending_debit_minor,
        a.pending_credit_minor + b.pending_credit_minor};
}

std::string insufficient_detail(
    const AccountState& account, Wide after, int exponent, bool with_figures) {
    std::string detail = "Account " + account.account.code + " does not have enough";
    const auto figure = static_cast<std::int64_t>(after);
    if (with_figures && figure == after) {
        detail += ": " + amount_text(figure, exponent) + " would be available, the minimum is "
                  + amount_text(*account.account.min_balance_minor, exponent);
    }
    return detail + ".";
}

}  // namespace

bool is_in_scope(const Actor& actor, const std::optional<OutletId>& outlet) {
    const auto& scope = actor.outlet_scope;
    return !scope || (outlet && std::find(scope->begin(), scope->end(), *outlet) != scope->end());
}

Refusal refusal_at(RefusalCode code, std::string pointer, std::string detail) {
    Refusal refusal{code, detail, {}};
    refusal.fields.push_back({std::move(pointer), std::string(code_of(code)), std::move(detail)});
    return refusal;
}

Refusal invalid(std::string pointer, std::string_view field_code, std::string detail) {
    Refusal refusal{RefusalCode::validation_failed, detail, {}};
    refusal.fields.push_back({std::move(pointer), std::string(field_code), std::move(detail)});
    return refusal;
}

bool is_date_allowed(Date date, Date today) {
    return date >= first_date && date <= today.plus_days(days_ahead_max);
}

MaybeRefusal check_date(const std::optional<Date>& date, Date today, std::string_view pointer) {
    if (!date || is_date_allowed(*date, today)) {
        return std::nullopt;
    }
    return invalid(
        std::string(pointer), "range",
        "The date must lie between 2000-01-01 and " + date_text(today.plus_days(days_ahead_max))
            + ".");
}

std::optional<Accepted> replay_of(const BookState& state, const Idempotency& idempotency) {
    // Whoever parsed the request has seen to it that every act that moves money has a key.
    ARUS_ASSERT(!idempotency.key.empty());
    const auto known = state.keys.find(idempotency.key);
    if (known == state.keys.end() || known->second.request_hash != idempotency.request_hash) {
        return std::nullopt;
    }
    return Accepted{known->second.offset, true, {}};
}

MaybeRefusal check_key(
    const BookState& state, const Idempotency& idempotency,
    std::initializer_list<TransactionId> made) {
    if (state.keys.contains(idempotency.key)) {
        return Refusal{
            RefusalCode::idempotency_key_reused,
            "This idempotency key was used for a different request; nothing was booked.",
            {}};
    }
    for (const auto& id : made) {
        if (state.transactions.contains(id)) {
            return refusal_at(
                RefusalCode::idempotency_key_reused, "/id",
                "A transaction with this id was booked by a different request; nothing was "
                "booked.");
        }
    }
    return std::nullopt;
}

Result<const Transaction*> find_target(
    const BookState& state, const Actor& actor, TransactionId id, Date today,
    std::string_view pointer) {
    const auto found = state.transactions.find(id);
    const auto* target = found == state.transactions.end() ? nullptr : &found->second.transaction;
    const auto refuse = [&](RefusalCode code, std::string detail) {
        return pointer.empty() ? Refusal{code, std::move(detail), {}}
                               : refusal_at(code, std::string(pointer), std::move(detail));
    };
    if (target == nullptr || !is_in_scope(actor, target->outlet_id)) {
        return refuse(RefusalCode::not_found, "There is no such transaction.");
    }
    if (actor.outlet_scope && (target->created_by != actor.user_id || target->date != today)) {
        return refuse(
            RefusalCode::forbidden,
            "A cashier changes only their own entries of the same business day.");
    }
    return target;
}

void NetEffect::add(const Posting& posting, bool held, std::int64_t times) {
    auto place = std::find_if(by_account_.begin(), by_account_.end(), [&](const auto& entry) {
        return entry.first == posting.account_id;
    });
    if (place == by_account_.end()) {
        place = by_account_.insert(place, {posting.account_id, Totals{}});
    }
    // At most two transactions of 200 postings of 10^15 each: far from the end of int64.
    add_posting(place->second, posting, held, times);
}

void NetEffect::add(const Transaction& transaction, bool held, std::int64_t times) {
    for (const auto& posting : transaction.postings) {
        add(posting, held, times);
    }
}

MaybeRefusal NetEffect::check_overflow(const Workspace& workspace) const {
    const auto too_large = [](std::int64_t total, std::int64_t delta) {
        return !checked_add(total, delta);
    };
    Wide turnover = workspace.turnover_minor();
    for (const auto& [id, delta] : by_account_) {
        const auto& account = workspace.state().accounts.at(id);
        const auto& totals = account.totals;
        if (too_large(totals.debit_minor, delta.debit_minor)
            || too_large(totals.credit_minor, delta.credit_minor)
            || too_large(totals.pending_debit_minor, delta.pending_debit_minor)
            || too_large(totals.pending_credit_minor, delta.pending_credit_minor)) {
            return Refusal{
                RefusalCode::balance_overflow,
                "The totals of account " + account.account.code + " would become too large.",
                {}};
        }
        turnover += delta.debit_minor + delta.pending_debit_minor;
    }
    if (turnover > std::numeric_limits<std::int64_t>::max()) {
        return Refusal{
            RefusalCode::balance_overflow, "The turnover of the book would become too large.", {}};
    }
    return std::nullopt;
}

MaybeRefusal NetEffect::check_minimum(const BookState& state, const Actor& actor) const {
    for (const auto& [id, delta] : by_account_) {
        const auto& account = state.accounts.at(id);
        if (!account.account.min_balance_minor) {
            continue;
        }
        const Wide before = available(account.totals, account.account.type);
        const Wide after = available(sum_of(account.totals, delta), account.account.type);
        if (after < before && after < *account.account.min_balance_minor) {
            return Refusal{
                RefusalCode::insufficient_balance,
                insufficient_detail(account, after, state.book.exponent, !actor.outlet_scope),
                {}};
        }
    }
    return std::nullopt;
}

MaybeRefusal check_open_accounts(
    const BookState& state, const std::vector<Posting>& postings,
    const std::vector<std::string>& pointers) {
    std::optional<Refusal> refusal;
    for (std::size_t i = 0; i < postings.size(); ++i) {
        const auto& account = state.accounts.at(postings[i].account_id).account;
        if (!account.archived) {
            continue;
        }
        const std::string detail = "Account " + account.code + " is archived.";
        if (!refusal) {
            refusal = Refusal{RefusalCode::account_archived, detail, {}};
        }
        if (i < pointers.size()) {
            refusal->fields.push_back(
                {pointers[i], std::string(code_of(RefusalCode::account_archived)), detail});
        }
    }
    return refusal;
}

bool is_locked(const Book& book, Date date) {
    return book.lock_date && date <= *book.lock_date;
}

Refusal period_locked(const Book& book, Date date, std::string_view pointer) {
    std::string detail = "The books are locked up to and including " + date_text(*book.lock_date)
                         + "; " + date_text(date) + " cannot be written to.";
    if (pointer.empty()) {
        return {RefusalCode::period_locked, std::move(detail), {}};
    }
    return refusal_at(RefusalCode::period_locked, std::string(pointer), std::move(detail));
}

MaybeRefusal check_reversible(const Transaction& target) {
    if (target.reversed_by_id) {
        return Refusal{
            RefusalCode::already_reversed,
            "The transaction is reversed already, by " + target.reversed_by_id->text() + ".",
            {}};
    }
    if (target.kind == TransactionKind::reversal) {
        return Refusal{
            RefusalCode::not_reversible, "A reversal is not reversed; post the entry anew.", {}};
    }
    if (target.status != TransactionStatus::posted) {
        return Refusal{
            RefusalCode::not_reversible,
            "Only a posted transaction can be reversed; void a pending one.",
            {}};
    }
    return std::nullopt;
}

std::optional<int> local_hour_of(
    Date date, const std::optional<Instant>& made_at, const std::optional<LocalHour>& made_local,
    Instant commit_time, const LocalHour& now_local) {
    if (made_at && made_local && made_local->date == date
        && made_at->us <= commit_time.us + clock_tolerance_us) {
        return made_local->hour;
    }
    return now_local.date == date ? std::optional(now_local.hour) : std::nullopt;
}

TransactionId reversal_id_for(TransactionId replacement) {
    // A UUID of version 7 with the replacement's time, so that both sort together; the rest is
    // drawn from its id.
    const auto digest = Sha256().add("arus.v1 reversal").add(replacement.bytes).finish();
    TransactionId id = replacement;
    std::copy_n(digest.begin(), 10, id.bytes.begin() + 6);
    id.bytes[6] = static_cast<std::uint8_t>(0x70U | (id.bytes[6] & 0x0FU));
    id.bytes[8] = static_cast<std::uint8_t>(0x80U | (id.bytes[8] & 0x3FU));
    return id;
}

}  // namespace arus::ledger::detail
