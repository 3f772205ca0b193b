// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/book.hpp"

#include <optional>
#include <string>
#include <string_view>
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

/// Finds the account that a journal means by a name.
///
///   `assets:1101 Kas`        the account with the code 1101, as Arus writes it
///   `assets:bank:checking`   the account of that type called `bank:checking`
///
/// The same chart and names always give the same accounts and codes.
class AccountNames {
public:
    explicit AccountNames(const std::vector<ledger::Account>& chart) : chart_(chart) {}

    /// The account of the chart; else how to make it; else why not, as a sentence.
    using Found = std::variant<const ledger::Account*, NewAccount, std::string>;
    Found find(std::string_view name, ledger::AccountType type, bool is_cash) const;

    /// Counts a new account as one of the chart.
    void add(const ledger::Account& account) { chart_.push_back(account); }

private:
    const ledger::Account* with_code(std::string_view code) const;
    std::string free_code(const std::string& wanted) const;

    std::vector<ledger::Account> chart_;
};

}  // namespace arus::imports
