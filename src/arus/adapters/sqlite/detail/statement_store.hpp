// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/readers.hpp"

namespace arus::sqlite {

/// The port, handed on to the readers.
class SqliteStatementStore final : public app::StatementStore {
public:
    explicit SqliteStatementStore(Readers& readers) : readers_(readers) {}

    Awaitable<app::StatementRecord> statement(
        BookId book, app::StatementQuery query, Deadline deadline) override;
    Awaitable<app::EntryPage> entries(
        BookId book, app::EntryQuery query, Deadline deadline) override;
    Awaitable<app::AgingRecord> aging(
        BookId book, app::AgingQuery query, Deadline deadline) override;
    Awaitable<app::ChangePage> changes(
        BookId book, app::ChangeQuery query, Deadline deadline) override;

private:
    Readers& readers_;
};

}  // namespace arus::sqlite
