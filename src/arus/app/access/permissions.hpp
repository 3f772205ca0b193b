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
    read_statements,    ///< reports that are tables, and what stands behind them
    post_transactions,  ///< post, hold, settle, reverse; a cashier within the outlets and own
                        ///< entries of the day
    manage_contacts,    ///< make them
    edit_contacts,      ///< change them
    manage_chart,       ///< accounts
    manage_outlets,
    lock_period,     ///< the lock date alone
    manage_book,     ///< name, currency, time zone, fiscal year too
    manage_members,  ///< invitations too
    manage_keys,
    read_audit,
    verify_book,
    manage_jobs,  ///< see everybody's jobs and run them again
};

/// True if `role` may do it at all; a cashier's outlet scope is applied on top of this.
bool may(Role role, Permission permission);

/// True where it changes something: a key for reading only may not, whatever its role.
bool is_write(Permission permission);

/// True where no API key is let near, whatever its role: it could give itself or others more
/// rights, or read about people.
bool is_for_people_only(Permission permission);

std::string_view text_of(Role role);
std::optional<Role> parse_role(std::string_view text);

}  // namespace arus::app
