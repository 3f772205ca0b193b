// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/rows.hpp"

namespace arus::sqlite {

/// What the writer's thread does for an IdentityStore. Every call runs inside a part of a group of
/// WriterThread.
class IdentityWriter {
public:
    IdentityWriter(Connection& connection, const Clock& clock);

    app::IdentityStore::NewUserOutcome create_user(
        const app::UserCredentials& user, app::IdentityStore::NewUserRule rule);
    bool set_password_hash(UserId user, const std::string& password_hash);
    /// Sessions that have ended are forgotten on the way.
    void create_session(const app::Session& session);
    bool extend_session(const Hash256& token_hash, Instant expires_at, Instant used_at);
    bool delete_session(const Hash256& token_hash);
    app::IdentityStore::MemberOutcome put_member(
        BookId book, UserId user, const app::Membership& membership);
    app::IdentityStore::MemberOutcome delete_member(BookId book, UserId user);
    /// Nothing if they are no member.
    std::optional<app::Role> find_role(BookId book, UserId user);

private:
    bool is_last_owner(BookId book, UserId user, app::Role role);

    Connection& connection_;
    const Clock& clock_;
    Statement has_users_;
    Statement find_user_by_email_;
    Statement find_user_;
    Statement insert_user_;
    Statement update_password_;
    Statement insert_session_;
    Statement update_session_;
    Statement delete_session_;
    Statement delete_expired_sessions_;
    Statement find_role_;
    Statement has_other_owner_;
    Statement put_member_;
    Statement delete_member_;
    Statement delete_member_outlets_;
    Statement insert_member_outlet_;
};

}  // namespace arus::sqlite
