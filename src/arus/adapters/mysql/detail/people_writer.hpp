// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/connection.hpp"
#include "arus/app/ports/people_store.hpp"

#include <string>
#include <vector>

// What a PeopleStore changes, each act with its audit entry. Each call belongs inside a transaction
// under READ COMMITTED, which is run again after a deadlock. What is given by reference is looked
// at until it returns.
namespace arus::mysql {

Awaitable<bool> change_profile(
    Connection& connection, UserId user, const app::ProfileChange& change,
    const app::AuditDraft& audit);
Awaitable<bool> set_password(
    Connection& connection, const app::PeopleStore::NewPassword& password,
    const app::AuditDraft& audit);
Awaitable<void> create_password_reset(
    Connection& connection, const app::PasswordReset& reset, const app::AuditDraft& audit);
Awaitable<bool> use_password_reset(
    Connection& connection, const Hash256& token_hash, const std::string& password_hash,
    Instant now, const app::AuditDraft& audit);

/// Sessions that ended before it began are forgotten on the way. This, set_password and
/// delete_other_sessions lock the user first: of two at the same moment the second sees what the
/// first has done.
Awaitable<bool> create_session(
    Connection& connection, const app::SessionOnDevice& session, const app::SessionGround& ground,
    const std::optional<app::AuditDraft>& audit);
Awaitable<bool> delete_session(
    Connection& connection, const Hash256& token_hash, const app::AuditDraft& audit);
Awaitable<std::size_t> delete_other_sessions(
    Connection& connection, UserId user, const Hash256& keep, const app::AuditDraft& audit);

Awaitable<bool> begin_totp(
    Connection& connection, UserId user, const std::string& secret, Instant now);
Awaitable<bool> confirm_totp(
    Connection& connection, const app::PeopleStore::TotpConfirmation& confirmation,
    const app::AuditDraft& audit);
Awaitable<bool> use_totp_step(Connection& connection, UserId user, std::uint64_t step);
Awaitable<bool> use_recovery_code(
    Connection& connection, UserId user, const Hash256& code, const app::AuditDraft& audit);
Awaitable<bool> renew_recovery_codes(
    Connection& connection, UserId user, const std::vector<Hash256>& codes,
    const app::AuditDraft& audit);
Awaitable<bool> remove_totp(Connection& connection, UserId user, const app::AuditDraft& audit);

Awaitable<app::IdentityStore::MemberOutcome> put_member(
    Connection& connection, BookId book, UserId user, const app::Membership& membership,
    const app::AuditDraft& audit);
Awaitable<app::IdentityStore::MemberOutcome> delete_member(
    Connection& connection, BookId book, UserId user, const app::AuditDraft& audit);

Awaitable<bool> create_invitation(
    Connection& connection, const app::Invitation& invitation, const Hash256& token_hash,
    std::size_t open_max, const app::AuditDraft& audit);
Awaitable<bool> revoke_invitation(
    Connection& connection, BookId book, app::InvitationId id, Instant now,
    const app::AuditDraft& audit);
Awaitable<app::PeopleStore::AcceptOutcome> accept_invitation(
    Connection& connection, const app::PeopleStore::Acceptance& acceptance,
    const app::AuditDraft& audit);

Awaitable<bool> create_api_key(
    Connection& connection, const app::ApiKey& key, const Hash256& token_hash,
    std::size_t active_max, const app::AuditDraft& audit);
Awaitable<bool> revoke_api_key(
    Connection& connection, BookId book, app::ApiKeyId id, Instant now,
    const app::AuditDraft& audit);
Awaitable<void> note_api_key_use(Connection& connection, app::ApiKeyId id, Instant now);

}  // namespace arus::mysql
