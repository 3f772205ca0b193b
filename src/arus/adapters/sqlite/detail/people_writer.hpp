// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/audit_log.hpp"
#include "arus/adapters/sqlite/detail/identity_writer.hpp"
#include "arus/app/ports/people_store.hpp"

namespace arus::sqlite {

/// What the writer's thread does for a PeopleStore. Every call runs inside a part of a group of
/// WriterThread, so that an act and its audit entry stand or fall together.
class PeopleWriter {
public:
    PeopleWriter(Connection& connection, IdentityWriter& identity, AuditWriter& audit);

    bool change_profile(
        UserId user, const app::ProfileChange& change, const app::AuditDraft& audit);
    bool set_password(const app::PeopleStore::NewPassword& password, const app::AuditDraft& audit);
    void create_password_reset(const app::PasswordReset& reset, const app::AuditDraft& audit);
    bool use_password_reset(
        const Hash256& token_hash, const std::string& password_hash, Instant now,
        const app::AuditDraft& audit);

    bool create_session(
        const app::SessionOnDevice& session, const app::SessionGround& ground,
        const std::optional<app::AuditDraft>& audit);
    bool delete_session(const Hash256& token_hash, const app::AuditDraft& audit);
    std::size_t delete_other_sessions(
        UserId user, const Hash256& keep, const app::AuditDraft& audit);

    bool begin_totp(UserId user, const std::string& secret, Instant now);
    bool confirm_totp(
        const app::PeopleStore::TotpConfirmation& confirmation, const app::AuditDraft& audit);
    bool use_totp_step(UserId user, std::uint64_t step);
    bool use_recovery_code(UserId user, const Hash256& code, const app::AuditDraft& audit);
    bool renew_recovery_codes(
        UserId user, const std::vector<Hash256>& codes, const app::AuditDraft& audit);
    bool remove_totp(UserId user, const app::AuditDraft& audit);

    app::IdentityStore::MemberOutcome put_member(
        BookId book, UserId user, const app::Membership& membership, const app::AuditDraft& audit);
    app::IdentityStore::MemberOutcome delete_member(
        BookId book, UserId user, const app::AuditDraft& audit);

    bool create_invitation(
        const app::Invitation& invitation, const Hash256& token_hash, std::size_t open_max,
        const app::AuditDraft& audit);
    bool revoke_invitation(
        BookId book, app::InvitationId id, Instant now, const app::AuditDraft& audit);
    app::PeopleStore::AcceptOutcome accept_invitation(
        const app::PeopleStore::Acceptance& acceptance, const app::AuditDraft& audit);

    bool create_api_key(
        const app::ApiKey& key, const Hash256& token_hash, std::size_t active_max,
        const app::AuditDraft& audit);
    bool revoke_api_key(BookId book, app::ApiKeyId id, Instant now, const app::AuditDraft& audit);
    void note_api_key_use(app::ApiKeyId id, Instant now);

private:
    bool has_password(UserId user, const std::optional<std::string>& password_hash);
    bool has_confirmed_totp(UserId user);
    void put_recovery_codes(UserId user, const std::vector<Hash256>& codes);

    Connection& connection_;
    IdentityWriter& identity_;
    AuditWriter& audit_;
    Statement update_profile_;
    Statement insert_session_;
    Statement delete_expired_sessions_;
    Statement delete_other_sessions_;
    Statement delete_surplus_sessions_;
    Statement find_password_hash_;
    Statement insert_password_reset_;
    Statement find_password_reset_;
    Statement delete_password_resets_;
    Statement find_totp_;
    Statement put_totp_;
    Statement confirm_totp_;
    Statement use_totp_step_;
    Statement delete_totp_;
    Statement insert_recovery_code_;
    Statement delete_recovery_code_;
    Statement delete_recovery_codes_;
    Statement insert_invitation_;
    Statement count_open_invitations_;
    Statement find_invitation_;
    Statement revoke_invitation_;
    Statement accept_invitation_;
    Statement insert_api_key_;
    Statement count_active_api_keys_;
    Statement revoke_api_key_;
    Statement note_api_key_use_;
};

}  // namespace arus::sqlite
