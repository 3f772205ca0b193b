// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/connection.hpp"
#include "arus/app/ports/identity_store.hpp"
#include "arus/app/ports/ledger_store.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

// From rows to the structs of the ledger. Text that stands for an enumerator and is none is Failure
// corrupt.
namespace arus::mysql {

/// The value, or Failure corrupt where there is none.
template <class T>
T parsed(std::optional<T> value, std::string_view what) {
    if (!value) {
        throw_corrupt(what);
    }
    return std::move(*value);
}

/// The columns of queries::find_head, from `first` on.
ledger::Head head_of(const Rows& rows, std::size_t first = 0);
/// The columns of queries::find_book.
ledger::Book book_of(const Rows& rows);
/// The columns of queries::list_accounts.
ledger::Account account_of(const Rows& rows);
/// The columns of queries::list_outlets.
ledger::Outlet outlet_of(const Rows& rows);
/// The columns of queries::list_contacts.
ledger::Contact contact_of(const Rows& rows);
/// The columns of queries::list_events.
ledger::Event event_of(const Rows& rows);
/// The columns of queries::list_settled_after, without the sequence of the transaction.
ledger::Settlement settlement_of(const Rows& rows);
/// The columns of queries::find_user.
app::User user_of(const Rows& rows);

app::Position position_of(const ledger::Head& head);

/// Nothing if there is no such book.
Awaitable<std::optional<ledger::Head>> read_head(Connection& connection, BookId book);
Awaitable<std::optional<ledger::Book>> read_book(Connection& connection, BookId book);
/// By code.
Awaitable<std::vector<ledger::Account>> read_accounts(Connection& connection, BookId book);
Awaitable<std::vector<ledger::Outlet>> read_outlets(Connection& connection, BookId book);

/// Whether `needle` is part of `text`, without regard to the case of ASCII letters and of no
/// others: what SQLite's lower() makes of it too.
bool contains_ascii_insensitive(std::string_view text, std::string_view needle);

}  // namespace arus::mysql
