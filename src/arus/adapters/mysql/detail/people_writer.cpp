// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/people_writer.hpp"

#include "arus/adapters/mysql/detail/audit_log.hpp"
#include "arus/adapters/mysql/detail/identity_queries.hpp"
#include "arus/adapters/mysql/detail/identity_reads.hpp"
#include "arus/adapters/mysql/detail/identity_writer.hpp"
#include "arus/adapters/mysql/detail/people_queries.hpp"
#include "arus/adapters/mysql/detail/people_reads.hpp"

#include <variant>

namespace arus::mysql {

using AcceptOutcome = app::PeopleStore::AcceptOutcome;
using MemberOutcome = app::IdentityStore::MemberOutcome;
using NewUserOutcome = app::IdentityStore::NewUserOutcome;

namespace {

/// No session has this token: keeping it keeps none.
constexpr Hash256 no_session{};

/// Adds the entry where the act has changed something.
Awaitable<bool> told(Connection& connection, bool is_done, const app::AuditDraft& audit) {
    if (is_done) {
        co_await append_audit(connection, audit);
    }
    co_return is_done;
}

/// Locks the row: nobody confirms or removes the second factor meanwhile.
Awaitable<bool> has_confirmed_totp(Connection& connection, UserId user) {
    auto rows = co_await connection.execute(queries::lock_totp, user);
    co_return rows.next() && !rows.is_null(0);
}

Awaitable<void> put_recovery_codes(
    Connection& connection, UserId user, const std::vector<Hash256>& codes) {
    co_await connection.execute(queries::delete_recovery_codes, user);
    for (const Hash256& code : codes) {
        co_await connection.execute(queries::insert_recovery_code, user, code);
    }
}

/// Ends sessions of the user until there are `most`, `keep` among them. The user is locked.
Awaitable<void> end_surplus_sessions(
    Connection& connection, UserId user, const Hash256& keep, std::size_t most) {
    auto rows = co_await connection.execute(queries::count_sessions, user);
    const std::uint64_t there = rows.next() ? rows.count(0) : 0;
    if (there > most) {
        const std::uint64_t surplus = there - most;
        co_await connection.execute(queries::delete_surplus_sessions, user, keep, surplus);
    }
}

Awaitable<std::uint64_t> count_of(
    Connection& connection, const char* sql, BookId book, Instant now) {
    auto rows = co_await connection.execute(sql, book, now);
    co_return rows.next() ? rows.count(0) : 0;
}

}  // namespace

Awaitable<bool> change_profile(
    Connection& connection, UserId user, const app::ProfileChange& change,
    const app::AuditDraft& audit) {
    const auto known = co_await find_user(connection, user);
    if (known) {
        co_await connection.execute(queries::update_profile, change.name, change.locale, user);
    }
    co_return co_await told(connection, known.has_value(), audit);
}

Awaitable<bool> set_password(
    Connection& connection, const app::PeopleStore::NewPassword& password,
    const app::AuditDraft& audit) {
    const bool is_set = co_await set_password_hash(
        connection, password.user_id, password.password_hash);
    if (is_set) {
        const Hash256 keep = password.keep.value_or(no_session);
        co_await connection.execute(queries::delete_other_sessions, password.user_id, keep);
        co_await connection.execute(queries::delete_password_resets, password.user_id);
    }
    co_return co_await told(connection, is_set, audit);
}

Awaitable<void> create_password_reset(
    Connection& connection, const app::PasswordReset& reset, const app::AuditDraft& audit) {
    co_await connection.execute(
        queries::insert_password_reset, reset.token_hash, reset.user_id, reset.created_at,
        reset.expires_at);
    co_await append_audit(connection, audit);
}

Awaitable<bool> use_password_reset(
    Connection& connection, const Hash256& token_hash, const std::string& password_hash,
    Instant now, const app::AuditDraft& audit) {
    auto rows = co_await connection.execute(queries::lock_password_reset, token_hash);
    if (!rows.next() || rows.instant(1) <= now) {
        co_return false;
    }
    const app::PeopleStore::NewPassword password{rows.id<UserId>(0), password_hash, std::nullopt};
    co_return co_await set_password(connection, password, audit);
}

Awaitable<bool> create_session(
    Connection& connection, const app::SessionOnDevice& session, const app::SessionGround& ground,
    const std::optional<app::AuditDraft>& audit) {
    const app::Session& made = session.session;
    auto users = co_await connection.execute(queries::lock_password_hash, made.user_id);
    if (!users.next() || (ground.password_hash && users.text(0) != *ground.password_hash)) {
        co_return false;
    }
    if (const auto& old = ground.instead_of) {
        const bool is_there = co_await extend_session(
            connection, old->token_hash, old->ends_at, made.created_at);
        if (!is_there) {
            co_return false;
        }
    }
    co_await connection.execute(queries::delete_expired_sessions, made.created_at);
    co_await connection.execute(
        queries::insert_session_on_device, made.token_hash, made.user_id, made.created_at,
        made.expires_at, made.last_used_at, made.device_id, made.address, session.user_agent);
    co_await end_surplus_sessions(connection, made.user_id, made.token_hash, ground.sessions_max);
    if (!ground.better_hash.empty()) {
        co_await set_password_hash(connection, made.user_id, ground.better_hash);
    }
    if (audit) {
        co_await append_audit(connection, *audit);
    }
    co_return true;
}

Awaitable<bool> delete_session(
    Connection& connection, const Hash256& token_hash, const app::AuditDraft& audit) {
    const bool is_done = co_await delete_session(connection, token_hash);
    co_return co_await told(connection, is_done, audit);
}

Awaitable<std::size_t> delete_other_sessions(
    Connection& connection, UserId user, const Hash256& keep, const app::AuditDraft& audit) {
    co_await connection.execute(queries::lock_password_hash, user);
    const auto deleted = co_await connection.execute(queries::delete_other_sessions, user, keep);
    const auto ended = static_cast<std::size_t>(deleted.affected());
    co_await told(connection, ended > 0, audit);
    co_return ended;
}

Awaitable<bool> begin_totp(
    Connection& connection, UserId user, const std::string& secret, Instant now) {
    const bool is_on = co_await has_confirmed_totp(connection, user);
    if (is_on) {
        co_return false;
    }
    const Value bytes = Value::blob(secret);
    co_await connection.execute(queries::put_totp, user, bytes, now, bytes, now);
    co_return true;
}

Awaitable<bool> confirm_totp(
    Connection& connection, const app::PeopleStore::TotpConfirmation& confirmation,
    const app::AuditDraft& audit) {
    const auto confirmed = co_await connection.execute(
        queries::confirm_totp, confirmation.now, confirmation.step, confirmation.user_id);
    const bool is_done = confirmed.affected() > 0;
    if (is_done) {
        co_await put_recovery_codes(connection, confirmation.user_id, confirmation.recovery_codes);
    }
    co_return co_await told(connection, is_done, audit);
}

Awaitable<bool> use_totp_step(Connection& connection, UserId user, std::uint64_t step) {
    const auto used = co_await connection.execute(queries::use_totp_step, step, user, step);
    co_return used.affected() > 0;
}

Awaitable<bool> use_recovery_code(
    Connection& connection, UserId user, const Hash256& code, const app::AuditDraft& audit) {
    const bool is_on = co_await has_confirmed_totp(connection, user);
    if (!is_on) {
        co_return false;
    }
    const auto used = co_await connection.execute(queries::delete_recovery_code, user, code);
    co_return co_await told(connection, used.affected() > 0, audit);
}

Awaitable<bool> renew_recovery_codes(
    Connection& connection, UserId user, const std::vector<Hash256>& codes,
    const app::AuditDraft& audit) {
    const bool is_on = co_await has_confirmed_totp(connection, user);
    if (is_on) {
        co_await put_recovery_codes(connection, user, codes);
    }
    co_return co_await told(connection, is_on, audit);
}

Awaitable<bool> remove_totp(Connection& connection, UserId user, const app::AuditDraft& audit) {
    const auto removed = co_await connection.execute(queries::delete_totp, user);
    const bool is_done = removed.affected() > 0;
    if (is_done) {
        co_await connection.execute(queries::delete_recovery_codes, user);
    }
    co_return co_await told(connection, is_done, audit);
}

Awaitable<MemberOutcome> put_member(
    Connection& connection, BookId book, UserId user, const app::Membership& membership,
    const app::AuditDraft& audit) {
    const MemberOutcome outcome = co_await put_member(connection, book, user, membership);
    co_await told(connection, outcome == MemberOutcome::done, audit);
    co_return outcome;
}

Awaitable<MemberOutcome> delete_member(
    Connection& connection, BookId book, UserId user, const app::AuditDraft& audit) {
    const MemberOutcome outcome = co_await delete_member(connection, book, user);
    co_await told(connection, outcome == MemberOutcome::done, audit);
    co_return outcome;
}

Awaitable<bool> create_invitation(
    Connection& connection, const app::Invitation& invitation, const Hash256& token_hash,
    std::size_t open_max, const app::AuditDraft& audit) {
    const auto open = co_await count_of(
        connection, queries::count_open_invitations, invitation.book_id, invitation.created_at);
    if (open >= open_max) {
        co_return false;
    }
    const std::string outlets = bytes_of(invitation.membership.outlet_ids);
    const Value bytes = Value::blob(outlets);
    const auto role = app::text_of(invitation.membership.role);
    co_await connection.execute(
        queries::insert_invitation, invitation.book_id, invitation.id, token_hash, role, bytes,
        invitation.note, invitation.created_by.id, invitation.created_by.name,
        invitation.created_at, invitation.expires_at);
    co_return co_await told(connection, true, audit);
}

Awaitable<bool> revoke_invitation(
    Connection& connection, BookId book, app::InvitationId id, Instant now,
    const app::AuditDraft& audit) {
    const auto revoked = co_await connection.execute(
        queries::revoke_invitation, now, book, id, now);
    co_return co_await told(connection, revoked.affected() > 0, audit);
}

Awaitable<AcceptOutcome> accept_invitation(
    Connection& connection, const app::PeopleStore::Acceptance& acceptance,
    const app::AuditDraft& audit) {
    auto rows = co_await connection.execute(queries::lock_invitation, acceptance.token_hash);
    if (!rows.next()) {
        co_return AcceptOutcome::not_open;
    }
    const app::Invitation invitation = invitation_of(rows);
    if (!invitation.is_open(acceptance.now)) {
        co_return AcceptOutcome::not_open;
    }
    const auto maker = co_await lock_role(
        connection, invitation.book_id, UserId{invitation.created_by.id});
    if (!invitation.is_backed_by(maker)) {
        co_return AcceptOutcome::not_open;
    }
    UserId user;
    if (const auto* const fresh = std::get_if<app::UserCredentials>(&acceptance.who)) {
        user = fresh->user.id;
        const NewUserOutcome made = co_await create_user(
            connection, *fresh, app::IdentityStore::NewUserRule::any);
        if (made != NewUserOutcome::created) {
            co_return AcceptOutcome::email_taken;
        }
    } else {
        user = std::get<UserId>(acceptance.who);
    }
    const MemberOutcome outcome = co_await put_member(
        connection, invitation.book_id, user, invitation.membership);
    if (outcome != MemberOutcome::done) {
        co_return outcome == MemberOutcome::last_owner ? AcceptOutcome::last_owner
                                                       : AcceptOutcome::no_such_user;
    }
    co_await connection.execute(
        queries::accept_invitation, acceptance.now, user, acceptance.name, acceptance.token_hash);
    co_await append_audit(connection, audit);
    co_return AcceptOutcome::accepted;
}

Awaitable<bool> create_api_key(
    Connection& connection, const app::ApiKey& key, const Hash256& token_hash,
    std::size_t active_max, const app::AuditDraft& audit) {
    const auto active = co_await count_of(
        connection, queries::count_active_api_keys, key.book_id, key.created_at);
    if (active >= active_max) {
        co_return false;
    }
    const std::string outlets = bytes_of(key.membership.outlet_ids);
    const Value bytes = Value::blob(outlets);
    const auto role = app::text_of(key.membership.role);
    const int read_only = key.read_only ? 1 : 0;
    co_await connection.execute(
        queries::insert_api_key, key.id, key.book_id, token_hash, key.name, key.prefix, role,
        read_only, bytes, key.created_by.id, key.created_by.name, key.created_at, key.expires_at);
    co_return co_await told(connection, true, audit);
}

Awaitable<bool> revoke_api_key(
    Connection& connection, BookId book, app::ApiKeyId id, Instant now,
    const app::AuditDraft& audit) {
    const auto revoked = co_await connection.execute(queries::revoke_api_key, now, id, book, now);
    co_return co_await told(connection, revoked.affected() > 0, audit);
}

Awaitable<void> note_api_key_use(Connection& connection, app::ApiKeyId id, Instant now) {
    co_await connection.execute(queries::note_api_key_use, now, id, now);
}

}  // namespace arus::mysql
