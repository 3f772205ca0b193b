// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/permissions.hpp"
#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"
#include "arus/base/result.hpp"
#include "arus/ledger/book.hpp"

#include <optional>
#include <string>
#include <vector>

namespace arus::app {

struct User {
    UserId id;
    std::string email;  ///< in lower case, unique
    std::string name;
    std::string locale;  ///< `id` or `en`
    Instant created_at;
};

struct UserCredentials {
    User user;
    std::string password_hash;  ///< argon2id in its own text form
};

/// A sign-in on one device. Only the SHA-256 of its token is ever stored.
struct Session {
    Hash256 token_hash{};
    UserId user_id;
    Instant created_at;
    Instant expires_at;
    Instant last_used_at;
    std::optional<DeviceId> device_id;
    std::string address;  ///< of the sign-in
};

struct Membership {
    Role role = Role::viewer;
    std::vector<OutletId> outlet_ids;  ///< a cashier's; empty for the other roles
};

struct BookOfUser {
    ledger::Book book;
    std::string epoch;
    Membership membership;
};

struct Member {
    User user;
    Membership membership;
};

/// Who may sign in and what they may do in which book. Reads see every write that has returned.
/// Throws Failure where the database does not answer in time.
class IdentityStore {
public:
    virtual ~IdentityStore() = default;

    enum class NewUserRule { any, only_the_first };
    enum class NewUserOutcome { created, email_taken, not_the_first };
    virtual Awaitable<NewUserOutcome> create_user(
        UserCredentials user, NewUserRule rule, Deadline deadline) = 0;
    virtual Awaitable<bool> has_users(Deadline deadline) = 0;
    virtual Awaitable<std::optional<UserCredentials>> find_user_by_email(
        std::string email, Deadline deadline) = 0;
    virtual Awaitable<std::optional<User>> find_user(UserId user, Deadline deadline) = 0;
    /// False if there is no such user.
    virtual Awaitable<bool> set_password_hash(
        UserId user, std::string password_hash, Deadline deadline) = 0;

    virtual Awaitable<void> create_session(Session session, Deadline deadline) = 0;
    virtual Awaitable<std::optional<Session>> find_session(
        Hash256 token_hash, Deadline deadline) = 0;
    /// Sets expiry and last use; false if the session is gone.
    virtual Awaitable<bool> extend_session(
        Hash256 token_hash, Instant expires_at, Instant used_at, Deadline deadline) = 0;
    /// False if it was not there.
    virtual Awaitable<bool> delete_session(Hash256 token_hash, Deadline deadline) = 0;

    virtual Awaitable<std::vector<BookOfUser>> books_of(
        UserId user, Deadline deadline) = 0;  ///< by name, then id
    virtual Awaitable<std::optional<Membership>> find_membership(
        UserId user, BookId book, Deadline deadline) = 0;
    virtual Awaitable<std::vector<Member>> list_members(
        BookId book, Deadline deadline) = 0;  ///< by name, then id
    enum class MemberOutcome { done, no_such_user, last_owner };
    /// Adds a member or changes role and outlets. Idempotent. The last owner stays one.
    virtual Awaitable<MemberOutcome> put_member(
        BookId book, UserId user, Membership membership, Deadline deadline) = 0;
    virtual Awaitable<MemberOutcome> delete_member(BookId book, UserId user, Deadline deadline) = 0;
};

}  // namespace arus::app
