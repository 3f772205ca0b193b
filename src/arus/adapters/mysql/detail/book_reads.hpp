// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/rows.hpp"

// Books, the chart, contacts and single transactions. Each function reads over one connection; one
// that runs several statements says so and belongs inside a snapshot. What is given by reference is
// looked at until it returns.
namespace arus::mysql {

/// One statement.
Awaitable<std::optional<app::BookRecord>> find_book(Connection& connection, BookId book);
/// One statement. By id.
Awaitable<std::vector<BookId>> list_books(Connection& connection);
/// Several statements where a search skips many; one otherwise.
Awaitable<app::ContactPage> list_contacts(
    Connection& connection, BookId book, const app::ContactQuery& query);
/// Several statements.
Awaitable<std::optional<app::TransactionRecord>> find_transaction(
    Connection& connection, BookId book, TransactionId id);

}  // namespace arus::mysql
