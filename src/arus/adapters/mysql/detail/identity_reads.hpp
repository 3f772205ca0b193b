// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/rows.hpp"

#include <string>

// Users, sessions and members. One statement each, but for books_of and list_members, which belong
// inside a snapshot. What is given by reference is looked at until it returns.
namespace arus::mysql {

Awaitable<bool> has_users(Connection& connection);
Awaitable<std::optional<app::UserCredentials>> find_user_by_email(
    Connection& connection, const std::string& email);
Awaitable<std::optional<app::User>> find_user(Connection& connection, UserId user);
Awaitable<std::optional<app::Session>> find_session(
    Connection& connection, const Hash256& token_hash);
Awaitable<std::vector<app::BookOfUser>> books_of(Connection& connection, UserId user);
Awaitable<std::optional<app::Membership>> find_membership(
    Connection& connection, UserId user, BookId book);
Awaitable<std::vector<app::Member>> list_members(Connection& connection, BookId book);

}  // namespace arus::mysql
