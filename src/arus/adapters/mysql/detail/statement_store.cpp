// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/statement_store.hpp"

#include "arus/adapters/mysql/detail/statement_reads.hpp"

#include <utility>

namespace arus::mysql {

// Every work is named before it is handed on; see stores.cpp.

Awaitable<app::StatementRecord> MysqlStatementStore::statement(
    BookId book, app::StatementQuery query, Deadline deadline) {
    auto work = [book, query = std::move(query)](Connection& connection) {
        return read_statement(connection, book, query);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<app::EntryPage> MysqlStatementStore::entries(
    BookId book, app::EntryQuery query, Deadline deadline) {
    auto work = [book, query = std::move(query)](Connection& connection) {
        return read_entries(connection, book, query);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<app::AgingRecord> MysqlStatementStore::aging(
    BookId book, app::AgingQuery query, Deadline deadline) {
    auto work = [book, query](Connection& connection) {
        return read_aging(connection, book, query);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<app::ChangePage> MysqlStatementStore::changes(
    BookId book, app::ChangeQuery query, Deadline deadline) {
    auto work = [book, query](Connection& connection) {
        return read_changes(connection, book, query);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

}  // namespace arus::mysql
