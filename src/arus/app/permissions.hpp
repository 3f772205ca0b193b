// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace arus::app {

/// What a member is in a book.
enum class Role { owner, admin, accountant, cashier, viewer };

/// What a use case asks for before it does anything. One table decides for REST, WebSocket and jobs
/// alike.
enum class Permission {
    read_book,     ///< book, accounts, outlets, contacts, own outlets' transactions and events
    read_figures,  ///< balances and reports over the whole book; a cashier only with an own outlet
    post_transactions,  ///< post, hold, settle, reverse; a cashier within the outlets and own
                        ///< entries of the day
    manage_contacts,
    manage_chart,  ///< accounts and outlets
    manage_book,   ///< name, lock date, fiscal year
    manage_members,
    verify_book,
};

/// True if `role` may do it at all; a cashier's outlet scope is applied on top of this.
bool may(Role role, Permission permission);

std::string_view text_of(Role role);
std::optional<Role> parse_role(std::string_view text);

}  // namespace arus::app
