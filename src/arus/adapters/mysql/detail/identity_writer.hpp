// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/rows.hpp"

#include <string>

// What an IdentityStore changes. Each call belongs inside a transaction under READ COMMITTED, which
// is run again after a deadlock. What is given by reference is looked at until it returns.
namespace arus::mysql {

/// Of several that race to be the first user one wins, on whatever instance they are.
Awaitable<app::IdentityStore::NewUserOutcome> create_user(
    Connection& connection, const app::UserCredentials& user, app::IdentityStore::NewUserRule rule);
Awaitable<bool> set_password_hash(
    Connection& connection, UserId user, const std::string& password_hash);
/// Sessions that ended before `now` are forgotten on the way.
Awaitable<void> create_session(Connection& connection, const app::Session& session, Instant now);
Awaitable<bool> extend_session(
    Connection& connection, const Hash256& token_hash, Instant expires_at, Instant used_at);
Awaitable<bool> delete_session(Connection& connection, const Hash256& token_hash);
/// Locks the members of the book, so that of two owners who take each other's role away one stays.
Awaitable<app::IdentityStore::MemberOutcome> put_member(
    Connection& connection, BookId book, UserId user, const app::Membership& membership);
Awaitable<app::IdentityStore::MemberOutcome> delete_member(
    Connection& connection, BookId book, UserId user);
/// Nothing if they are no member. Locks the members of the book.
Awaitable<std::optional<app::Role>> lock_role(Connection& connection, BookId book, UserId user);

}  // namespace arus::mysql
