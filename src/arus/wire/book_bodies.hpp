// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/books/books.hpp"
#include "arus/app/people/authentication.hpp"
#include "arus/base/result.hpp"

#include <optional>
#include <string>
#include <string_view>

// The bodies of signing in and of books and their members.
namespace arus::wire {

Result<app::RegisterRequest> read_register(std::string_view body);
Result<app::LoginRequest> read_login(std::string_view body);
Result<app::BookDraft> read_book_draft(std::string_view body);
struct BookPatch {
    ledger::BookChange change;
    std::optional<std::string> reason;  ///< 1 to 200 characters, for the audit log
};
Result<BookPatch> read_book_change(std::string_view body);
/// A cashier has 1 to 200 outlets, every other role none.
Result<app::MemberChange> read_member(std::string_view body);

}  // namespace arus::wire
