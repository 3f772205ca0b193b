// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/rows.hpp"
#include "arus/app/statements/statement_sums.hpp"

// What statements are made of. Each call belongs inside a snapshot; `query` is looked at until it
// returns. The number of round trips is fixed.
namespace arus::mysql {

Awaitable<app::StatementRecord> read_statement(
    Connection& connection, BookId book, const app::StatementQuery& query);
Awaitable<app::EntryPage> read_entries(
    Connection& connection, BookId book, const app::EntryQuery& query);
Awaitable<app::AgingRecord> read_aging(
    Connection& connection, BookId book, const app::AgingQuery& query);
Awaitable<app::ChangePage> read_changes(
    Connection& connection, BookId book, const app::ChangeQuery& query);

}  // namespace arus::mysql
