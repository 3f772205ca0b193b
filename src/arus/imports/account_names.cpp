// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/account_names.hpp"

#include "arus/imports/number_format.hpp"
#include "arus/imports/table_row.hpp"

#include <algorithm>
#include <array>

namespace arus::imports {

namespace {

using ledger::AccountSubtype;
using ledger::AccountType;

constexpr std::size_t name_max = 120;
constexpr std::size_t code_max = 20;

bool is_code_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.'
           || c == '-';
}

/// `1101 Kas` -> 1101; a code has a digit.
std::optional<std::string_view> code_in(std::string_view name) {
    const std::string_view word = name.substr(0, name.find(' '));
    const bool is_code = !word.empty() && word.size() <= code_max
                         && std::ranges::all_of(word, is_code_character)
                         && std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
    return is_code ? std::optional(word) : std::nullopt;
}

char letter_of(AccountType type) {
    switch (type) {
        case AccountType::asset:
            return 'A';
        case AccountType::liability:
            return 'L';
        case AccountType::equity:
            return 'E';
        case AccountType::income:
            return 'R';
        case AccountType::expense:
            return 'X';
    }
    return 'E';
}

struct Hint {
    std::string_view word;
    AccountSubtype subtype;
};
constexpr std::array<Hint, 24> hints{{
    {"bank", AccountSubtype::bank},
    {"checking", AccountSubtype::bank},
    {"saving", AccountSubtype::bank},
    {"kas", AccountSubtype::cash},
    {"cash", AccountSubtype::cash},
    {"qris", AccountSubtype::clearing},
    {"piutang", AccountSubtype::receivable},
    {"receivable", AccountSubtype::receivable},
    {"persediaan", AccountSubtype::inventory},
    {"inventory", AccountSubtype::inventory},
    {"stok", AccountSubtype::inventory},
    {"peralatan", AccountSubtype::fixed_asset},
    {"equipment", AccountSubtype::fixed_asset},
    {"fixed", AccountSubtype::fixed_asset},
    {"utang usaha", AccountSubtype::payable},
    {"payable", AccountSubtype::payable},
    {"supplier", AccountSubtype::payable},
    {"pajak", AccountSubtype::tax},
    {"tax", AccountSubtype::tax},
    {"loan", AccountSubtype::loan},
    {"pinjaman", AccountSubtype::loan},
    {"hpp", AccountSubtype::cogs},
    {"cogs", AccountSubtype::cogs},
    {"sales", AccountSubtype::sales},
}};

AccountSubtype subtype_for(std::string_view name, AccountType type, bool is_cash) {
    if (is_cash && type == AccountType::asset) {
        return AccountSubtype::cash;
    }
    const std::string lower = lower_ascii(name);
    for (const Hint& hint : hints) {
        if (lower.find(hint.word) != std::string::npos && fits(hint.subtype, type)) {
            return hint.subtype;
        }
    }
    switch (type) {
        case AccountType::income:
            return lower.find("penjualan") != std::string::npos ? AccountSubtype::sales
                                                                : AccountSubtype::other_income;
        case AccountType::expense:
            return AccountSubtype::operating;
        case AccountType::equity:
            return AccountSubtype::capital;
        default:
            return AccountSubtype::other;
    }
}

/// `bank:checking` -> `A-bank-checking`, cut to what a code takes.
std::string code_for(std::string_view name, AccountType type) {
    std::string code(1, letter_of(type));
    bool is_gap = true;
    for (const char c : name) {
        if (!is_code_character(c)) {
            is_gap = true;
            continue;
        }
        if (is_gap) {
            code += '-';
            is_gap = false;
        }
        code += c;
    }
    code.resize(std::min(code.size(), code_max));
    while (code.ends_with('-')) {
        code.pop_back();
    }
    return code;
}

/// The code that is tried as the first, second, third … one.
std::string numbered(const std::string& wanted, int number) {
    if (number == 1) {
        return wanted;
    }
    const std::string ending = "-" + std::to_string(number);
    return wanted.substr(0, code_max - ending.size()) + ending;
}

}  // namespace

struct AccountNames::Wanted {
    std::string name;  ///< in small letters
    std::string rest;  ///< without its first part
    AccountType type;
    bool is_cash;
};

const ledger::Account* AccountNames::with_code(std::string_view code) const {
    const auto found = std::ranges::find(chart_, code, &ledger::Account::code);
    return found == chart_.end() ? nullptr : &*found;
}

std::string AccountNames::free_code(const std::string& wanted) const {
    for (int number = 1;; ++number) {
        std::string code = numbered(wanted, number);
        if (with_code(code) == nullptr) {
            return code;
        }
    }
}

bool AccountNames::is_open(const ledger::Account& account, const Wanted& to) const {
    const auto found = names_.find(account.code);
    return found == names_.end() || found->second == to.name;
}

AccountNames::Found AccountNames::find(std::string_view name, AccountType type, bool is_cash) {
    const std::string key(name);
    const auto known = codes_.find(key);
    if (known != codes_.end()) {
        const ledger::Account* const account = with_code(known->second);
        if (account != nullptr && account->type == type) {
            return account;
        }
    }
    const std::size_t colon = name.find(':');
    const std::string_view tail = colon == std::string_view::npos ? name : name.substr(colon + 1);
    const Wanted wanted{
        lower_ascii(name), std::string(trimmed(tail.empty() ? name : tail)), type, is_cash};
    Found found = look_up(wanted);
    std::string code;
    if (const auto* const account = std::get_if<const ledger::Account*>(&found)) {
        code = (*account)->code;
    } else if (const auto* const made = std::get_if<NewAccount>(&found)) {
        code = made->code;
    } else {
        return found;
    }
    names_.try_emplace(code, wanted.name);
    codes_.insert_or_assign(key, std::move(code));
    return found;
}

AccountNames::Found AccountNames::look_up(const Wanted& wanted) const {
    if (const auto code = code_in(wanted.rest)) {
        return look_up_by_code(wanted, *code);
    }
    const std::string called = plain_text(wanted.rest, name_max).value_or("");
    if (called.empty()) {
        return std::string("The account has no name.");
    }
    if (plain_text(wanted.rest, name_max + 1) != called) {  // cut, two accounts might become one
        return std::string("The account's name is longer than 120 characters.");
    }
    const std::string lower = lower_ascii(called);
    for (const ledger::Account& account : chart_) {
        if (account.type == wanted.type && lower_ascii(account.name) == lower
            && is_open(account, wanted)) {
            return &account;
        }
    }
    return NewAccount{
        called, free_code(code_for(called, wanted.type)), wanted.type,
        subtype_for(called, wanted.type, wanted.is_cash)};
}

AccountNames::Found AccountNames::look_up_by_code(
    const Wanted& wanted, std::string_view code) const {
    const std::string_view called = trimmed(std::string_view(wanted.rest).substr(code.size()));
    const std::string own(called.empty() ? std::string_view(wanted.rest) : called);
    const std::string name = plain_text(own, name_max).value_or(wanted.rest);
    const std::string first(code);
    const ledger::Account* const account = with_code(first);
    if (account != nullptr && account->type != wanted.type) {
        return "The account " + first + " of this book is of another type.";
    }
    // One that an earlier reading has given another code, because the code was another's.
    const std::string lower = lower_ascii(name);
    for (int number = 1;; ++number) {
        const ledger::Account* const same = with_code(numbered(first, number));
        if (same == nullptr) {
            break;
        }
        if (same->type == wanted.type && lower_ascii(same->name) == lower
            && is_open(*same, wanted)) {
            return same;
        }
    }
    if (account != nullptr && is_open(*account, wanted)) {
        return account;
    }
    return NewAccount{
        name, free_code(first), wanted.type, subtype_for(own, wanted.type, wanted.is_cash)};
}

}  // namespace arus::imports
