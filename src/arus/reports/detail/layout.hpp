// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/reports/statement.hpp"

namespace arus::reports::detail {

/// The rows of a statement without amounts. The sums decide only in the cash flow: which fixed
/// assets are accumulated depreciation, and which accounts above others moved by themselves.
std::vector<Row> layout_of(
    StatementName name, const std::vector<ledger::Account>& accounts,
    const std::vector<Column>& columns, const std::vector<ColumnSums>& sums);

/// The rows of a statement that stand for an account, with its index in `accounts`.
struct AccountRow {
    std::size_t row = 0;
    std::size_t account = 0;
};
std::vector<AccountRow> account_rows(
    const Statement& statement, const std::vector<ledger::Account>& accounts);

}  // namespace arus::reports::detail
