// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/rows.hpp"

namespace arus::sqlite {

/// Users, sessions and members, for one read connection. Each call belongs inside a Snapshot.
class IdentityReads {
public:
    explicit IdentityReads(const Connection& connection);

    bool has_users();
    std::optional<app::UserCredentials> find_user_by_email(const std::string& email);
    std::optional<app::User> find_user(UserId user);
    std::optional<app::Session> find_session(const Hash256& token_hash);
    std::vector<app::BookOfUser> books_of(UserId user);
    std::optional<app::Membership> find_membership(UserId user, BookId book);
    std::vector<app::Member> list_members(BookId book);

private:
    std::vector<OutletId> outlets_of(UserId user, BookId book);

    Statement has_users_;
    Statement find_user_by_email_;
    Statement find_user_;
    Statement find_session_;
    Statement list_books_of_user_;
    Statement find_role_;
    Statement list_member_outlets_;
    Statement list_members_;
};

}  // namespace arus::sqlite
