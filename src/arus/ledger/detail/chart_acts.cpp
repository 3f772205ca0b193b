// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/detail/acts.hpp"
#include "arus/ledger/detail/money_rules.hpp"
#include "arus/ledger/money.hpp"

#include <algorithm>

// Acts on what stands around the postings: accounts, outlets, contacts, the book itself. A change
// that changes nothing makes no event and answers with the present state at the head's offset. An
// id is made for the act that brings it; one that is there already means the act came twice, which
// is answered like its code: taken.
namespace arus::ledger::detail {

namespace {

/// Sets `member` where a change is asked; true if it differed.
template <class T>
bool change(T& member, const std::optional<T>& wanted) {
    if (!wanted || *wanted == member) {
        return false;
    }
    member = *wanted;
    return true;
}

/// Finds the fields that validation_failed blames, in the order of their checks.
class Findings {
public:
    void add(std::string pointer, std::string_view code, std::string detail) {
        fields_.push_back({std::move(pointer), std::string(code), std::move(detail)});
    }
    MaybeRefusal refusal() && {
        if (fields_.empty()) {
            return std::nullopt;
        }
        const std::string detail = fields_.front().detail;
        return Refusal{RefusalCode::validation_failed, detail, std::move(fields_)};
    }

private:
    std::vector<FieldRefusal> fields_;
};

bool is_parent_unknown(const BookState& state, const Account& account) {
    return account.parent_id && !state.accounts.contains(*account.parent_id)
           && *account.parent_id != account.id;
}

Refusal unknown_parent() {
    return refusal_at(
        RefusalCode::unknown_account, "/parent_id", "There is no such account in this book.");
}

/// A parent that exists is of the same type and neither `account` itself nor below it.
void check_parent(const BookState& state, const Account& account, Findings& findings) {
    if (!account.parent_id || is_parent_unknown(state, account)) {
        return;
    }
    if (*account.parent_id != account.id
        && state.accounts.at(*account.parent_id).account.type != account.type) {
        findings.add("/parent_id", "range", "The parent must be an account of the same type.");
        return;
    }
    // No loop exists so far, hence the walk ends: at the top, or at the account that would close
    // one.
    for (std::optional<AccountId> above = account.parent_id; above;) {
        if (*above == account.id) {
            findings.add(
                "/parent_id", "range",
                "The parent must be neither the account itself nor below it.");
            return;
        }
        const auto next = state.accounts.find(*above);
        above = next == state.accounts.end() ? std::nullopt : next->second.account.parent_id;
    }
}

void check_subtype(const Account& account, Findings& findings) {
    if (!fits(account.subtype, account.type)) {
        findings.add(
            "/subtype", "conflict", "The subtype does not belong to this type of account.");
    }
}

Refusal min_balance_invalid(int exponent) {
    return refusal_at(
        RefusalCode::amount_invalid, "/min_balance",
        "Must be a decimal with at most " + std::to_string(exponent) + " decimals.");
}

Refusal code_taken(std::string_view code) {
    return refusal_at(
        RefusalCode::code_taken, "/code", "The code " + std::string(code) + " is taken.");
}

Refusal no_such(std::string_view thing) {
    return {RefusalCode::not_found, "There is no such " + std::string(thing) + ".", {}};
}

Accepted unchanged(const BookState& state, decltype(Accepted::made) present) {
    return {state.head.offset, false, std::move(present)};
}

}  // namespace

Verdict decide(Workspace& workspace, const Entry&, const AccountDraft& draft) {
    const auto& state = workspace.state();
    Account account = draft.account;
    account.version = 1;
    account.min_balance_minor.reset();

    Findings findings;
    check_subtype(account, findings);
    check_parent(state, account, findings);
    if (auto refusal = std::move(findings).refusal()) {
        return *std::move(refusal);
    }
    if (draft.min_balance) {
        account.min_balance_minor = parse_signed_amount(*draft.min_balance, state.book.exponent);
        if (!account.min_balance_minor) {
            return min_balance_invalid(state.book.exponent);
        }
    }
    if (is_parent_unknown(state, account)) {
        return unknown_parent();
    }
    if (state.account_ids.contains(account.code) || state.accounts.contains(account.id)) {
        return code_taken(account.code);
    }
    const auto offset = workspace.put(account);
    return Accepted{offset, false, std::move(account)};
}

Verdict decide(Workspace& workspace, const Entry&, const AccountChange& change_of) {
    const auto& state = workspace.state();
    const auto found = state.accounts.find(change_of.id);
    if (found == state.accounts.end()) {
        return no_such("account");
    }
    Account account = found->second.account;
    bool changes = change(account.name, change_of.name);
    const bool changes_subtype = change(account.subtype, change_of.subtype);
    const bool changes_parent = change(account.parent_id, change_of.parent_id);
    changes = change(account.archived, change_of.archived) || changes;

    Findings findings;
    if (changes_subtype) {
        check_subtype(account, findings);
    }
    if (changes_parent) {
        check_parent(state, account, findings);
    }
    if (auto refusal = std::move(findings).refusal()) {
        return *std::move(refusal);
    }
    if (change_of.min_balance) {
        std::optional<std::int64_t> minimum;
        if (*change_of.min_balance) {
            minimum = parse_signed_amount(**change_of.min_balance, state.book.exponent);
            if (!minimum) {
                return min_balance_invalid(state.book.exponent);
            }
        }
        changes = change(account.min_balance_minor, std::make_optional(minimum)) || changes;
    }
    if (changes_parent && is_parent_unknown(state, account)) {
        return unknown_parent();
    }
    if (changes_subtype && found->second.is_used()) {
        return refusal_at(
            RefusalCode::subtype_fixed, "/subtype",
            "The subtype is fixed by the account's first posting.");
    }
    if (!changes && !changes_subtype && !changes_parent) {
        return unchanged(state, std::move(account));
    }
    account.version += 1;
    const auto offset = workspace.put(account);
    return Accepted{offset, false, std::move(account)};
}

Verdict decide(Workspace& workspace, const Entry&, const OutletDraft& draft) {
    const auto& state = workspace.state();
    Outlet outlet = draft.outlet;
    outlet.version = 1;
    if (state.outlet_ids.contains(outlet.code) || state.outlets.contains(outlet.id)) {
        return code_taken(outlet.code);
    }
    const auto offset = workspace.put(outlet);
    return Accepted{offset, false, std::move(outlet)};
}

Verdict decide(Workspace& workspace, const Entry&, const OutletChange& change_of) {
    const auto& state = workspace.state();
    const auto found = state.outlets.find(change_of.id);
    if (found == state.outlets.end()) {
        return no_such("outlet");
    }
    Outlet outlet = found->second;
    bool changes = change(outlet.name, change_of.name);
    changes = change(outlet.archived, change_of.archived) || changes;
    if (!changes) {
        return unchanged(state, std::move(outlet));
    }
    outlet.version += 1;
    const auto offset = workspace.put(outlet);
    return Accepted{offset, false, std::move(outlet)};
}

Verdict decide(Workspace& workspace, const Entry&, const ContactDraft& draft) {
    const auto& state = workspace.state();
    Contact contact = draft.contact;
    contact.version = 1;
    if (state.contact_ids.contains(contact.code) || state.contacts.contains(contact.id)) {
        return code_taken(contact.code);
    }
    const auto offset = workspace.put(contact);
    return Accepted{offset, false, std::move(contact)};
}

Verdict decide(Workspace& workspace, const Entry&, const ContactChange& change_of) {
    const auto& state = workspace.state();
    const auto found = state.contacts.find(change_of.id);
    if (found == state.contacts.end()) {
        return no_such("contact");
    }
    Contact contact = found->second;
    bool changes = change(contact.name, change_of.name);
    changes = change(contact.phone, change_of.phone) || changes;
    changes = change(contact.email, change_of.email) || changes;
    changes = change(contact.note, change_of.note) || changes;
    changes = change(contact.archived, change_of.archived) || changes;
    if (!changes) {
        return unchanged(state, std::move(contact));
    }
    contact.version += 1;
    const auto offset = workspace.put(contact);
    return Accepted{offset, false, std::move(contact)};
}

Verdict decide(Workspace& workspace, const Entry&, const BookChange& change_of) {
    const auto& state = workspace.state();
    Book book = state.book;
    bool changes = change(book.name, change_of.name);
    changes = change(book.fiscal_year_start, change_of.fiscal_year_start) || changes;
    changes = change(book.lock_date, change_of.lock_date) || changes;
    const bool changes_exponent = change(book.exponent, change_of.exponent);
    bool changes_fixed = change(book.currency, change_of.currency) || changes_exponent;
    changes_fixed = change(book.time_zone, change_of.time_zone) || changes_fixed;
    const bool is_fixed = state.head.sequence > 0;

    Findings findings;
    if (changes_exponent && (book.exponent < 0 || book.exponent > exponent_max)) {
        findings.add("/exponent", "range", "The exponent must lie between 0 and 4.");
    } else if (
        changes_exponent && !is_fixed
        && std::any_of(state.accounts.begin(), state.accounts.end(), [](const auto& entry) {
               return entry.second.account.min_balance_minor.has_value();
           })) {
        // A minimum is a number of minor units; another exponent would silently make it another
        // amount.
        findings.add("/exponent", "conflict", "Take away the accounts' minimum balances first.");
    }
    if (change_of.lock_date && *change_of.lock_date
        && !is_date_allowed(**change_of.lock_date, workspace.today())) {
        findings.add(
            "/lock_date", "range",
            "The lock date must lie between 2000-01-01 and a year from today.");
    }
    if (auto refusal = std::move(findings).refusal()) {
        return *std::move(refusal);
    }
    if (changes_fixed && is_fixed) {
        return Refusal{
            RefusalCode::currency_fixed,
            "Currency, exponent and time zone are fixed by the first posting.",
            {}};
    }
    if (!changes && !changes_fixed) {
        return unchanged(state, std::move(book));
    }
    const auto offset = workspace.put(book);
    return Accepted{offset, false, std::move(book)};
}

}  // namespace arus::ledger::detail
