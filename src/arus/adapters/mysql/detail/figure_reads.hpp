// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/rows.hpp"

// Balances and what the dashboard needs. Each call belongs inside a snapshot; `query` is looked at
// until it returns. The cost depends on accounts, outlets and days, never on the number of
// transactions; `at_sequence` costs what came after it. The number of statements is fixed.
namespace arus::mysql {

Awaitable<app::BalanceRecord> read_balances(
    Connection& connection, BookId book, const app::BalanceQuery& query);

Awaitable<app::SummaryRecord> read_summary(
    Connection& connection, BookId book, const app::SummaryQuery& query);

}  // namespace arus::mysql
