// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/identity_writer.hpp"

#include "arus/adapters/mysql/detail/identity_queries.hpp"
#include "arus/adapters/mysql/detail/identity_reads.hpp"

#include <algorithm>

namespace arus::mysql {

using NewUserRule = app::IdentityStore::NewUserRule;
using NewUserOutcome = app::IdentityStore::NewUserOutcome;
using MemberOutcome = app::IdentityStore::MemberOutcome;

Awaitable<NewUserOutcome> create_user(
    Connection& connection, const app::UserCredentials& user, NewUserRule rule) {
    const bool first = rule == NewUserRule::only_the_first;
    if (first) {
        const bool others = co_await has_users(connection);
        if (others) {
            co_return NewUserOutcome::not_the_first;
        }
    }
    const auto& made = user.user;
    const auto inserted = co_await connection.execute(
        queries::insert_user, made.id, made.email, made.name, made.locale, user.password_hash,
        made.created_at);
    if (inserted.affected() == 0) {
        co_return NewUserOutcome::email_taken;
    }
    if (first) {
        // Every other one that races is either seen here or sees this one: two that see each other
        // are a deadlock, of which one is run again.
        const auto others = co_await connection.execute(queries::lock_other_user, made.id);
        if (!others.empty()) {
            co_await connection.execute(queries::delete_user, made.id);
            co_return NewUserOutcome::not_the_first;
        }
    }
    co_return NewUserOutcome::created;
}

Awaitable<bool> set_password_hash(
    Connection& connection, UserId user, const std::string& password_hash) {
    const auto known = co_await find_user(connection, user);
    if (!known) {
        co_return false;
    }
    co_await connection.execute(queries::update_password, password_hash, user);
    co_return true;
}

Awaitable<void> create_session(Connection& connection, const app::Session& session, Instant now) {
    co_await connection.execute(queries::delete_expired_sessions, now);
    co_await connection.execute(
        queries::insert_session, session.token_hash, session.user_id, session.created_at,
        session.expires_at, session.last_used_at, session.device_id, session.address);
}

Awaitable<bool> extend_session(
    Connection& connection, const Hash256& token_hash, Instant expires_at, Instant used_at) {
    const auto updated = co_await connection.execute(
        queries::update_session, expires_at, used_at, token_hash);
    if (updated.affected() > 0) {
        co_return true;
    }
    // A row that holds these instants already counts as not changed.
    const auto session = co_await find_session(connection, token_hash);
    co_return session.has_value();
}

Awaitable<bool> delete_session(Connection& connection, const Hash256& token_hash) {
    const auto deleted = co_await connection.execute(queries::delete_session, token_hash);
    co_return deleted.affected() > 0;
}

// Members ---------------------------------------------------------------------------------------

namespace {

struct Standing {
    std::optional<app::Role> role;  ///< of the user; none if no member
    bool has_other_owner = false;

    bool is_last_owner() const { return role == app::Role::owner && !has_other_owner; }
};

/// Locks every member of the book.
Awaitable<Standing> lock_members(Connection& connection, BookId book, UserId user) {
    auto rows = co_await connection.execute(queries::lock_members, book);
    Standing standing;
    while (rows.next()) {
        const auto role = parsed(app::parse_role(rows.text(1)), "role of a member");
        if (rows.id<UserId>(0) == user) {
            standing.role = role;
        } else if (role == app::Role::owner) {
            standing.has_other_owner = true;
        }
    }
    co_return standing;
}

}  // namespace

Awaitable<MemberOutcome> put_member(
    Connection& connection, BookId book, UserId user, const app::Membership& membership) {
    const auto known = co_await find_user(connection, user);
    if (!known) {
        co_return MemberOutcome::no_such_user;
    }
    const auto standing = co_await lock_members(connection, book, user);
    if (membership.role != app::Role::owner && standing.is_last_owner()) {
        co_return MemberOutcome::last_owner;
    }
    const auto role = app::text_of(membership.role);
    co_await connection.execute(queries::put_member, book, user, role, role);
    co_await connection.execute(queries::delete_member_outlets, book, user);
    auto outlets = membership.outlet_ids;
    std::sort(outlets.begin(), outlets.end());
    outlets.erase(std::unique(outlets.begin(), outlets.end()), outlets.end());
    for (const auto& outlet : outlets) {
        co_await connection.execute(queries::insert_member_outlet, book, user, outlet);
    }
    co_return MemberOutcome::done;
}

Awaitable<MemberOutcome> delete_member(Connection& connection, BookId book, UserId user) {
    const auto standing = co_await lock_members(connection, book, user);
    if (!standing.role) {
        co_return MemberOutcome::no_such_user;
    }
    if (standing.is_last_owner()) {
        co_return MemberOutcome::last_owner;
    }
    co_await connection.execute(queries::delete_member, book, user);
    co_return MemberOutcome::done;
}

Awaitable<std::optional<app::Role>> lock_role(Connection& connection, BookId book, UserId user) {
    const auto standing = co_await lock_members(connection, book, user);
    co_return standing.role;
}

}  // namespace arus::mysql
