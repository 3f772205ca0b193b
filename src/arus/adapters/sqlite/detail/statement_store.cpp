// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/statement_store.hpp"

#include <utility>

namespace arus::sqlite {

// Every work is named before it is handed on; see stores.cpp.

Awaitable<app::StatementRecord> SqliteStatementStore::statement(
    BookId book, app::StatementQuery query, Deadline deadline) {
    auto work = [book, query = std::move(query)](ReadSession& session) {
        return session.statements.statement(book, query);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<app::EntryPage> SqliteStatementStore::entries(
    BookId book, app::EntryQuery query, Deadline deadline) {
    auto work = [book, query = std::move(query)](ReadSession& session) {
        return session.statements.entries(book, query);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<app::AgingRecord> SqliteStatementStore::aging(
    BookId book, app::AgingQuery query, Deadline deadline) {
    auto work = [book, query](ReadSession& session) {
        return session.statements.aging(book, query);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<app::ChangePage> SqliteStatementStore::changes(
    BookId book, app::ChangeQuery query, Deadline deadline) {
    auto work = [book, query](ReadSession& session) {
        return session.statements.changes(book, query);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

}  // namespace arus::sqlite
