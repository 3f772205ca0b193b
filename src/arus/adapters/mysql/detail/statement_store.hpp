// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/pool.hpp"
#include "arus/app/ports/statement_store.hpp"

namespace arus::mysql {

/// The port, all of it by the pool.
class MysqlStatementStore final : public app::StatementStore {
public:
    explicit MysqlStatementStore(Pool& pool) : pool_(pool) {}

    Awaitable<app::StatementRecord> statement(
        BookId book, app::StatementQuery query, Deadline deadline) override;
    Awaitable<app::EntryPage> entries(
        BookId book, app::EntryQuery query, Deadline deadline) override;
    Awaitable<app::AgingRecord> aging(
        BookId book, app::AgingQuery query, Deadline deadline) override;
    Awaitable<app::ChangePage> changes(
        BookId book, app::ChangeQuery query, Deadline deadline) override;

private:
    Pool& pool_;
};

}  // namespace arus::mysql
