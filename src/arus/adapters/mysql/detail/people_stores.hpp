// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/pool.hpp"
#include "arus/app/ports/people_store.hpp"

namespace arus::mysql {

/// The port, all of it by the pool.
class MysqlPeopleStore final : public app::PeopleStore {
public:
    explicit MysqlPeopleStore(Pool& pool) : pool_(pool) {}

    Awaitable<bool> change_profile(
        UserId user, app::ProfileChange change, app::AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> set_password(
        NewPassword password, app::AuditDraft audit, Deadline deadline) override;
    Awaitable<void> create_password_reset(
        app::PasswordReset reset, app::AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> use_password_reset(
        Hash256 token_hash, std::string password_hash, Instant now, app::AuditDraft audit,
        Deadline deadline) override;
    Awaitable<bool> create_session(
        app::SessionOnDevice session, app::SessionGround ground,
        std::optional<app::AuditDraft> audit, Deadline deadline) override;
    Awaitable<bool> delete_session(
        Hash256 token_hash, app::AuditDraft audit, Deadline deadline) override;
    Awaitable<std::size_t> delete_other_sessions(
        UserId user, Hash256 keep, app::AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> begin_totp(
        UserId user, std::string secret, Instant now, Deadline deadline) override;
    Awaitable<bool> confirm_totp(
        TotpConfirmation confirmation, app::AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> use_totp_step(UserId user, std::uint64_t step, Deadline deadline) override;
    Awaitable<bool> use_recovery_code(
        UserId user, Hash256 code, app::AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> renew_recovery_codes(
        UserId user, std::vector<Hash256> codes, app::AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> remove_totp(UserId user, app::AuditDraft audit, Deadline deadline) override;
    Awaitable<MemberOutcome> put_member(
        BookId book, UserId user, app::Membership membership, app::AuditDraft audit,
        Deadline deadline) override;
    Awaitable<MemberOutcome> delete_member(
        BookId book, UserId user, app::AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> create_invitation(
        app::Invitation invitation, Hash256 token_hash, std::size_t open_max, app::AuditDraft audit,
        Deadline deadline) override;
    Awaitable<bool> revoke_invitation(
        BookId book, app::InvitationId id, Instant now, app::AuditDraft audit,
        Deadline deadline) override;
    Awaitable<AcceptOutcome> accept_invitation(
        Acceptance acceptance, app::AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> create_api_key(
        app::ApiKey key, Hash256 token_hash, std::size_t active_max, app::AuditDraft audit,
        Deadline deadline) override;
    Awaitable<bool> revoke_api_key(
        BookId book, app::ApiKeyId id, Instant now, app::AuditDraft audit,
        Deadline deadline) override;
    Awaitable<void> note_api_key_use(app::ApiKeyId id, Instant now, Deadline deadline) override;
    Awaitable<std::optional<app::PasswordReset>> find_password_reset(
        Hash256 token_hash, Deadline deadline) override;
    Awaitable<std::vector<app::SessionOnDevice>> list_sessions(
        UserId user, Instant now, Deadline deadline) override;
    Awaitable<std::optional<app::TotpRecord>> find_totp(UserId user, Deadline deadline) override;
    Awaitable<std::vector<app::Invitation>> list_invitations(
        BookId book, std::optional<app::InvitationId> after, std::size_t limit,
        Deadline deadline) override;
    Awaitable<std::optional<app::Invitation>> find_invitation(
        Hash256 token_hash, Deadline deadline) override;
    Awaitable<std::vector<app::ApiKey>> list_api_keys(
        BookId book, std::optional<app::ApiKeyId> after, std::size_t limit,
        Deadline deadline) override;
    Awaitable<std::optional<app::ApiKey>> find_api_key(
        Hash256 token_hash, Deadline deadline) override;
    Awaitable<std::optional<app::ApiKey>> find_api_key(
        app::ApiKeyId id, Deadline deadline) override;

private:
    Pool& pool_;
};

/// The port, all of it by the pool.
class MysqlAuditStore final : public app::AuditStore {
public:
    explicit MysqlAuditStore(Pool& pool) : pool_(pool) {}

    Awaitable<void> append(app::AuditDraft draft, Deadline deadline) override;
    Awaitable<std::vector<app::AuditRecord>> list(
        app::AuditQuery query, Deadline deadline) override;
    Awaitable<app::AuditVerification> verify(BookId book, Deadline deadline) override;

private:
    Pool& pool_;
};

}  // namespace arus::mysql
