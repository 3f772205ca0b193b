// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/detail/acts.hpp"
#include "arus/ledger/detail/money_rules.hpp"
#include "arus/ledger/detail/reversal.hpp"
#include "arus/ledger/money.hpp"

namespace arus::ledger::detail {

namespace {

constexpr std::size_t postings_min = 2;
constexpr std::size_t postings_max = 200;

std::string posting_pointer(std::size_t index, std::string_view member) {
    return "/postings/" + std::to_string(index) + "/" + std::string(member);
}

/// What the shape of the body does not tell by itself.
MaybeRefusal check_shape(const TransactionDraft& draft, Date today) {
    if (auto refusal = check_date(draft.date, today, "/date")) {
        return refusal;
    }
    if (draft.kind == TransactionKind::reversal) {
        return invalid("/kind", "enum", "A reversal is made by reversing a transaction.");
    }
    if (draft.pending && draft.replaces_id) {
        return invalid("/status", "conflict", "A replacement cannot be pending.");
    }
    if (draft.postings.size() > postings_max) {
        return invalid("/postings", "too_long", "A transaction has at most 200 postings.");
    }
    return std::nullopt;
}

/// amount_invalid: every amount that is none, or lies outside of 1 (a line of a receipt: 0) to
/// amount_minor_max.
MaybeRefusal read_amounts(const TransactionDraft& draft, int exponent, Transaction& transaction) {
    Refusal refusal{RefusalCode::amount_invalid, "", {}};
    const auto blame = [&](std::string pointer, std::string detail) {
        refusal.fields.push_back(
            {std::move(pointer), std::string(code_of(refusal.code)), std::move(detail)});
    };
    const std::string form = exponent == 0 ? "without decimals"
                             : exponent == 1
                                 ? "with at most 1 decimal"
                                 : "with at most " + std::to_string(exponent) + " decimals";
    const std::string range = " up to " + amount_text(amount_minor_max, exponent) + ".";
    for (std::size_t i = 0; i < draft.postings.size(); ++i) {
        const auto amount = parse_amount(draft.postings[i].amount, exponent);
        if (!amount || *amount < 1 || *amount > amount_minor_max) {
            blame(
                posting_pointer(i, "amount"),
                "Must be a decimal greater than zero, " + form + "," + range);
        }
        transaction.postings[i].amount_minor = amount.value_or(0);
    }
    for (std::size_t i = 0; i < draft.lines.size(); ++i) {
        const auto amount = parse_amount(draft.lines[i].amount, exponent);
        if (!amount || *amount > amount_minor_max) {
            blame(
                "/lines/" + std::to_string(i) + "/amount",
                "Must be a decimal " + form + "," + range);
        }
        transaction.lines[i].amount_minor = amount.value_or(0);
    }
    if (refusal.fields.empty()) {
        return std::nullopt;
    }
    refusal.detail = refusal.fields.front().detail;
    return refusal;
}

/// unbalanced_transaction. Precondition: amounts are read.
MaybeRefusal check_balanced(const Transaction& transaction, int exponent) {
    if (transaction.postings.size() < postings_min) {
        return refusal_at(
            RefusalCode::unbalanced_transaction, "/postings",
            "A transaction has at least two postings.");
    }
    // 200 postings of 10^15 each stay far inside int64; the width is a second lock on the same
    // door.
    using Wide = __int128;
    Wide debit = 0;
    Wide credit = 0;
    for (const auto& posting : transaction.postings) {
        (posting.direction == Direction::debit ? debit : credit) += posting.amount_minor;
    }
    if (debit == credit) {
        return std::nullopt;
    }
    return refusal_at(
        RefusalCode::unbalanced_transaction, "/postings",
        "Debit is " + amount_text(static_cast<std::int64_t>(debit), exponent) + ", credit is "
            + amount_text(static_cast<std::int64_t>(credit), exponent) + "; they must be equal.");
}

/// unknown_account: every posting whose account is not in the book.
MaybeRefusal find_accounts(
    const BookState& state, const TransactionDraft& draft, const std::vector<std::string>& pointers,
    Transaction& transaction) {
    Refusal refusal{RefusalCode::unknown_account, "There is no such account in this book.", {}};
    for (std::size_t i = 0; i < draft.postings.size(); ++i) {
        const auto& name = draft.postings[i].account;
        const auto* id = std::get_if<AccountId>(&name);
        if (id == nullptr) {
            const auto found = state.account_ids.find(std::get<std::string>(name));
            id = found == state.account_ids.end() ? nullptr : &found->second;
        }
        if (id == nullptr || !state.accounts.contains(*id)) {
            refusal.fields.push_back(
                {pointers[i], std::string(code_of(refusal.code)), refusal.detail});
        } else {
            transaction.postings[i].account_id = *id;
        }
    }
    return refusal.fields.empty() ? std::nullopt : MaybeRefusal(std::move(refusal));
}

/// unknown_outlet: not in the book, or none of a cashier's; a cashier must name one.
MaybeRefusal check_outlet(
    const BookState& state, const Actor& actor, const std::optional<OutletId>& outlet) {
    if (is_in_scope(actor, outlet) && (!outlet || state.outlets.contains(*outlet))) {
        return std::nullopt;
    }
    if (!outlet) {
        return refusal_at(RefusalCode::unknown_outlet, "/outlet_id", "Name one of your outlets.");
    }
    return refusal_at(
        RefusalCode::unknown_outlet, "/outlet_id", "There is no such outlet, or it is not yours.");
}

/// The day that is asked for and the day the books will carry, which differ only for next_open_day.
struct BookedDate {
    Date date;
    std::optional<Date> original;
    bool is_open = false;
};

BookedDate booked_date(const Book& book, Date asked, IfLocked if_locked, Date today) {
    if (!is_locked(book, asked)) {
        return {asked, std::nullopt, true};
    }
    const Date next_open = book.lock_date->plus_days(1);
    if (if_locked == IfLocked::next_open_day && is_date_allowed(next_open, today)) {
        return {next_open, asked, true};
    }
    return {asked, std::nullopt, false};
}

/// Everything of the draft that needs no rule.
Transaction transcribe(const TransactionDraft& draft, const Actor& actor, BookId book_id) {
    Transaction transaction;
    transaction.id = draft.id;
    transaction.book_id = book_id;
    transaction.status = draft.pending ? TransactionStatus::pending : TransactionStatus::posted;
    transaction.kind = draft.kind;
    transaction.description = draft.description;
    transaction.reference = draft.reference;
    transaction.outlet_id = draft.outlet_id;
    transaction.contact_id = draft.contact_id;
    transaction.tags = draft.tags;
    transaction.made_at = draft.made_at;
    transaction.created_by = actor.user_id;
    transaction.created_by_name = actor.name;
    transaction.device_id = actor.device_id;
    transaction.replaces_id = draft.replaces_id;
    transaction.lines.reserve(draft.lines.size());
    for (const auto& line : draft.lines) {
        transaction.lines.push_back({line.name, line.quantity, 0});
    }
    transaction.postings.reserve(draft.postings.size());
    for (const auto& posting : draft.postings) {
        transaction.postings.push_back({{}, {}, {}, posting.direction, 0, posting.memo});
    }
    return transaction;
}

std::vector<std::string> account_pointers(const TransactionDraft& draft) {
    std::vector<std::string> pointers;
    pointers.reserve(draft.postings.size());
    for (std::size_t i = 0; i < draft.postings.size(); ++i) {
        const bool by_id = std::holds_alternative<AccountId>(draft.postings[i].account);
        pointers.push_back(posting_pointer(i, by_id ? "account_id" : "account_code"));
    }
    return pointers;
}

}  // namespace

Verdict decide(Workspace& workspace, const Entry& entry, const TransactionDraft& draft) {
    const auto& state = workspace.state();
    const auto& book = state.book;
    const Date today = workspace.today();
    if (const auto replay = replay_of(state, entry.idempotency)) {
        return *replay;
    }

    const Transaction* replaced = nullptr;
    if (draft.replaces_id) {
        const auto found = find_target(
            state, entry.actor, *draft.replaces_id, today, "/replaces_id");
        if (!found) {
            return found.refusal();
        }
        replaced = *found;
    }
    if (auto refusal = check_shape(draft, today)) {
        return *std::move(refusal);
    }
    const auto reversal_id = reversal_id_for(draft.id);
    if (auto refusal = replaced != nullptr
                           ? check_key(state, entry.idempotency, {draft.id, reversal_id})
                           : check_key(state, entry.idempotency, {draft.id})) {
        return *std::move(refusal);
    }

    // From here on the transaction takes shape: each step reads from the draft what its rule is
    // about.
    Transaction transaction = transcribe(draft, entry.actor, book.id);
    if (auto refusal = read_amounts(draft, book.exponent, transaction)) {
        return *std::move(refusal);
    }
    if (auto refusal = check_balanced(transaction, book.exponent)) {
        return *std::move(refusal);
    }
    const auto pointers = account_pointers(draft);
    if (auto refusal = find_accounts(state, draft, pointers, transaction)) {
        return *std::move(refusal);
    }
    if (auto refusal = check_outlet(state, entry.actor, draft.outlet_id)) {
        return *std::move(refusal);
    }
    if (draft.contact_id && !state.contacts.contains(*draft.contact_id)) {
        return refusal_at(
            RefusalCode::unknown_contact, "/contact_id", "There is no such contact in this book.");
    }

    // A replacement is one act: limits see only what reversal and replacement change together.
    std::optional<Transaction> reversal;
    NetEffect net;
    net.add(transaction, draft.pending);
    if (replaced != nullptr) {
        reversal = reversal_of(*replaced, entry.actor);
        reversal->id = reversal_id;
        net.add(*reversal, false);
    }
    if (auto refusal = net.check_overflow(workspace)) {
        return *std::move(refusal);
    }
    if (auto refusal = check_open_accounts(state, transaction.postings, pointers)) {
        return *std::move(refusal);
    }
    if (reversal) {
        if (auto refusal = check_open_accounts(state, reversal->postings, {})) {
            return *std::move(refusal);
        }
    }
    if (draft.outlet_id && state.outlets.at(*draft.outlet_id).archived) {
        return refusal_at(RefusalCode::outlet_archived, "/outlet_id", "The outlet is archived.");
    }
    if (draft.contact_id && state.contacts.at(*draft.contact_id).archived) {
        return refusal_at(RefusalCode::contact_archived, "/contact_id", "The contact is archived.");
    }

    const auto& context = workspace.context();
    const auto booked = booked_date(book, draft.date.value_or(today), draft.if_locked, today);
    if (!booked.is_open) {
        return period_locked(book, booked.date, "/date");
    }
    transaction.date = booked.date;
    transaction.original_date = booked.original;
    transaction.local_hour = local_hour_of(
        booked.date, draft.made_at, entry.made_local, workspace.commit_time(), context.now_local);
    if (reversal) {
        const auto undone = booked_date(
            book, default_reversal_date(book, *replaced, today), draft.if_locked, today);
        if (!undone.is_open) {
            return period_locked(book, undone.date, "");
        }
        reversal->date = undone.date;
        reversal->original_date = undone.original;
        reversal->local_hour = local_hour_of(
            undone.date, std::nullopt, std::nullopt, workspace.commit_time(), context.now_local);
    }
    if (auto refusal = net.check_minimum(state, entry.actor)) {
        return *std::move(refusal);
    }
    if (replaced != nullptr) {
        if (auto refusal = check_reversible(*replaced)) {
            return *std::move(refusal);
        }
        workspace.add_transaction(*std::move(reversal), replaced->kind);
    }
    const auto offset = workspace.add_transaction(std::move(transaction), std::nullopt);
    workspace.add_key(entry.idempotency, draft.id, offset);
    return Accepted{offset, false, {}};
}

}  // namespace arus::ledger::detail
