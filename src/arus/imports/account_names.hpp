// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/book.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace arus::imports {

/// An account that a journal names and the chart does not have.
struct NewAccount {
    std::string name;  ///< without its first part, 1 to 120 characters
    std::string code;
    ledger::AccountType type = ledger::AccountType::asset;
    ledger::AccountSubtype subtype = ledger::AccountSubtype::other;
};

/// Finds the accounts that one journal means by its names.
///
///   `assets:1101 Kas`        the account with the code 1101, as Arus writes it
///   `assets:bank:checking`   the account of that type called `bank:checking`
///
/// Two names that differ by more than letter case are two accounts: the first one has the code, the
/// next gets one of its own (`assets:401k fund` and `assets:401k bonds` become 401k and 401k-2).
/// The same chart and names in the same order always give the same accounts and codes, also where
/// the chart has some of those that an earlier reading of the same journal made.
class AccountNames {
public:
    explicit AccountNames(const std::vector<ledger::Account>& chart) : chart_(chart) {}

    /// The account of the chart; else how to make it; else why not, as a sentence.
    using Found = std::variant<const ledger::Account*, NewAccount, std::string>;
    Found find(std::string_view name, ledger::AccountType type, bool is_cash);

    /// Counts a new account as one of the chart.
    void add(const ledger::Account& account) { chart_.push_back(account); }

private:
    struct Wanted;

    Found look_up(const Wanted& wanted) const;
    Found look_up_by_code(const Wanted& wanted, std::string_view code) const;
    const ledger::Account* with_code(std::string_view code) const;
    std::string free_code(const std::string& wanted) const;
    /// No other name has it.
    bool is_open(const ledger::Account& account, const Wanted& to) const;

    std::vector<ledger::Account> chart_;
    std::unordered_map<std::string, std::string> codes_;  ///< by name in the journal
    std::unordered_map<std::string, std::string> names_;  ///< by code, the name in small letters
};

}  // namespace arus::imports
