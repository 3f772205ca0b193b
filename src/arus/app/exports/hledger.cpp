// SPDX-License-Identifier: Apache-2.0
#include "arus/app/exports/hledger.hpp"

#include "arus/base/failure.hpp"
#include "arus/ledger/money.hpp"

#include <algorithm>

namespace arus::app {

namespace {

std::string_view root_of(ledger::AccountType type) {
    switch (type) {
        case ledger::AccountType::asset:
            return "assets";
        case ledger::AccountType::liability:
            return "liabilities";
        case ledger::AccountType::equity:
            return "equity";
        case ledger::AccountType::income:
            return "revenues";
        case ledger::AccountType::expense:
            return "expenses";
    }
    return "equity";
}

std::string_view letter_of(ledger::AccountType type) {
    switch (type) {
        case ledger::AccountType::asset:
            return "A";
        case ledger::AccountType::liability:
            return "L";
        case ledger::AccountType::equity:
            return "E";
        case ledger::AccountType::income:
            return "R";
        case ledger::AccountType::expense:
            return "X";
    }
    return "E";
}

/// Text that stands on a line of the journal: no second space in a row, which ends an account's
/// name, and no character that begins a remark, a note or a part of a name.
std::string plain(std::string_view text, std::string_view special) {
    std::string out;
    for (const char c : text) {
        const char kept = special.find(c) == std::string_view::npos ? c : ',';
        if (kept == ' ' && (out.empty() || out.back() == ' ')) {
            continue;
        }
        out += kept;
    }
    while (!out.empty() && out.back() == ' ') {
        out.pop_back();
    }
    return out;
}

/// What may not stand in a description: a remark begins with `;`, a note with `|`, a status or a
/// code would be read at its beginning.
std::string description_text(std::string_view text) {
    std::string out = plain(text, ";|");
    while (!out.empty() && (out.front() == '*' || out.front() == '!' || out.front() == '(')) {
        out.erase(0, 1);
        out = plain(out, "");
    }
    return out;
}

/// In a remark everything may stand but what would make a tag or, in brackets, a day of another's
/// words.
std::string remark_text(std::string_view text) {
    std::string out = plain(text, ":,");
    std::ranges::replace(out, '[', '(');
    std::ranges::replace(out, ']', ')');
    return out;
}

}  // namespace

std::string hledger_account(const ledger::Account& account) {
    return std::string(root_of(account.type)) + ':' + account.code + ' '
           + plain(account.name, ":;[]()");
}

HledgerWriter::HledgerWriter(
    std::string currency, int exponent, const std::vector<ledger::Account>& accounts,
    const std::vector<ledger::Outlet>& outlets) :
    currency_(std::move(currency)), exponent_(exponent) {
    for (const ledger::Account& account : accounts) {
        accounts_.emplace(account.code, Named{hledger_account(account), account.type});
    }
    for (const ledger::Outlet& outlet : outlets) {
        outlets_.emplace(outlet.id, outlet.code);
    }
}

void HledgerWriter::write_head(std::string& out, std::string_view remark) const {
    out.append("; ").append(remark_text(remark)).append("\n\n");
    // The sample says which mark begins the decimals; without decimals it ends with it.
    out.append("commodity ").append(currency_).append("\n    format ").append(currency_);
    out.append(" 1000.").append(static_cast<std::size_t>(exponent_), '0').append("\n\n");
    for (const auto& [code, account] : accounts_) {
        out.append("account ").append(account.name);
        out.append("\n    ; type: ").append(letter_of(account.type)).append("\n");
    }
    out += '\n';
}

void HledgerWriter::write(std::string& out, const JournalEntry& entry) const {
    out.append(date_text(entry.date)).append(" * (").append(std::to_string(entry.number));
    out.append(") ").append(description_text(entry.description)).append("\n");
    out.append("    ; kind: ").append(ledger::text_of(entry.kind)).append("\n");
    if (entry.reference) {
        out.append("    ; reference: ").append(remark_text(*entry.reference)).append("\n");
    }
    if (entry.outlet_id) {
        const auto outlet = outlets_.find(*entry.outlet_id);
        out.append("    ; outlet: ");
        out.append(outlet == outlets_.end() ? entry.outlet_id->text() : outlet->second);
        out += '\n';
    }
    for (const std::string& tag : entry.tags) {
        out.append("    ; tag: ").append(remark_text(tag)).append("\n");
    }
    for (const JournalEntry::Leg& leg : entry.legs) {
        const auto account = accounts_.find(leg.account_code);
        if (account == accounts_.end()) {
            throw Failure(
                {Failure::Kind::corrupt, false, true, "journal"},
                "an entry names an account that the book does not have");
        }
        const bool is_debit = leg.direction == ledger::Direction::debit;
        out.append("    ").append(account->second.name).append("  ").append(currency_);
        out.append(is_debit ? " " : " -").append(ledger::amount_text(leg.amount_minor, exponent_));
        if (leg.memo) {
            out.append("  ; ").append(remark_text(*leg.memo));
        }
        out += '\n';
    }
    out += '\n';
}

}  // namespace arus::app
