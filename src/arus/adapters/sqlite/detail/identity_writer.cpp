// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/identity_writer.hpp"

#include "arus/adapters/sqlite/detail/identity_queries.hpp"

#include <algorithm>

namespace arus::sqlite {

using NewUserOutcome = app::IdentityStore::NewUserOutcome;
using MemberOutcome = app::IdentityStore::MemberOutcome;

IdentityWriter::IdentityWriter(Connection& connection, const Clock& clock) :
    connection_(connection),
    clock_(clock),
    has_users_(connection, queries::has_users),
    find_user_by_email_(connection, queries::find_user_by_email),
    find_user_(connection, queries::find_user),
    insert_user_(connection, queries::insert_user),
    update_password_(connection, queries::update_password),
    insert_session_(connection, queries::insert_session),
    update_session_(connection, queries::update_session),
    delete_session_(connection, queries::delete_session),
    delete_expired_sessions_(connection, queries::delete_expired_sessions),
    find_role_(connection, queries::find_role),
    has_other_owner_(connection, queries::has_other_owner),
    put_member_(connection, queries::put_member),
    delete_member_(connection, queries::delete_member),
    delete_member_outlets_(connection, queries::delete_member_outlets),
    insert_member_outlet_(connection, queries::insert_member_outlet) {
}

NewUserOutcome IdentityWriter::create_user(
    const app::UserCredentials& user, app::IdentityStore::NewUserRule rule) {
    if (rule == app::IdentityStore::NewUserRule::only_the_first && has_users_.query().next()) {
        return NewUserOutcome::not_the_first;
    }
    if (find_user_by_email_.query(user.user.email).next()) {
        return NewUserOutcome::email_taken;
    }
    insert_user_.run(
        user.user.id, user.user.email, user.user.name, user.user.locale, user.password_hash,
        user.user.created_at);
    return NewUserOutcome::created;
}

bool IdentityWriter::set_password_hash(UserId user, const std::string& password_hash) {
    update_password_.run(user, password_hash);
    return connection_.changes() == 1;
}

void IdentityWriter::create_session(const app::Session& session) {
    delete_expired_sessions_.run(clock_.now());
    insert_session_.run(
        session.token_hash, session.user_id, session.created_at, session.expires_at,
        session.last_used_at, session.device_id, session.address);
}

bool IdentityWriter::extend_session(
    const Hash256& token_hash, Instant expires_at, Instant used_at) {
    update_session_.run(token_hash, expires_at, used_at);
    return connection_.changes() == 1;
}

bool IdentityWriter::delete_session(const Hash256& token_hash) {
    delete_session_.run(token_hash);
    return connection_.changes() == 1;
}

std::optional<app::Role> IdentityWriter::find_role(BookId book, UserId user) {
    auto rows = find_role_.query(book, user);
    if (!rows.next()) {
        return std::nullopt;
    }
    return parsed(app::parse_role(rows.text(0)), "role of a member");
}

bool IdentityWriter::is_last_owner(BookId book, UserId user, app::Role role) {
    return role == app::Role::owner && !has_other_owner_.query(book, user).next();
}

MemberOutcome IdentityWriter::put_member(
    BookId book, UserId user, const app::Membership& membership) {
    if (!find_user_.query(user).next()) {
        return MemberOutcome::no_such_user;
    }
    const auto role = find_role(book, user);
    if (role && membership.role != app::Role::owner && is_last_owner(book, user, *role)) {
        return MemberOutcome::last_owner;
    }
    put_member_.run(book, user, app::text_of(membership.role));
    delete_member_outlets_.run(book, user);
    auto outlets = membership.outlet_ids;
    std::sort(outlets.begin(), outlets.end());
    outlets.erase(std::unique(outlets.begin(), outlets.end()), outlets.end());
    for (const auto& outlet : outlets) {
        insert_member_outlet_.run(book, user, outlet);
    }
    return MemberOutcome::done;
}

MemberOutcome IdentityWriter::delete_member(BookId book, UserId user) {
    const auto role = find_role(book, user);
    if (!role) {
        return MemberOutcome::no_such_user;
    }
    if (is_last_owner(book, user, *role)) {
        return MemberOutcome::last_owner;
    }
    delete_member_.run(book, user);
    return MemberOutcome::done;
}

}  // namespace arus::sqlite
