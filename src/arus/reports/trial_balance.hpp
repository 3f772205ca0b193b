// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/book.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace arus::reports {

/// An account and the sums of its postings in the period of a statement.
struct AccountTotals {
    ledger::Account account;
    std::int64_t debit_minor = 0;   ///< >= 0
    std::int64_t credit_minor = 0;  ///< >= 0
};

/// Why no statement can be made: the books themselves are wrong, or a sum leaves int64.
enum class Defect { unbalanced, overflow };

struct TrialBalanceRow {
    AccountId account_id;
    std::string code;
    std::string name;
    int level = 0;  ///< 0 at the top
    std::optional<AccountId> parent_id;
    bool is_header = false;         ///< other accounts stand below it
    std::int64_t amount_minor = 0;  ///< own and children's, positive on the account's normal side
    std::int64_t debit_minor = 0;   ///< own balance where it is a debit, else 0
    std::int64_t credit_minor = 0;  ///< own balance where it is a credit, else 0
};

struct TrialBalance {
    std::vector<TrialBalanceRow> rows;  ///< every account; parents before their children, siblings
                                        ///< by code
    std::int64_t debits_minor = 0;      ///< sum of the rows' debits
    std::int64_t credits_minor = 0;     ///< the same amount
};

/// The trial balance of the accounts given, each once and in any order. A parent that is not among
/// them, or that would make a circle, counts as none. Defect where debits and credits differ or a
/// sum does not fit.
std::variant<TrialBalance, Defect> trial_balance(std::vector<AccountTotals> accounts);

}  // namespace arus::reports
