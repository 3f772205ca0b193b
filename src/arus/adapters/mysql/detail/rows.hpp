// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/connection.hpp"
#include "arus/records/ledger_records.hpp"

#include <optional>
#include <string_view>
#include <vector>

// What several readers need of a book.
namespace arus::mysql {

using namespace records;

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
