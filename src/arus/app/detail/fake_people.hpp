// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/detail/fake_stores.hpp"
#include "arus/app/ports/people_store.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

// People and the audit log in memory, beside FakeIdentityStore, for the tests of this module.
namespace arus::app::detail {

class FakeAuditStore final : public AuditStore {
public:
    Awaitable<void> append(AuditDraft draft, Deadline deadline) override;
    Awaitable<std::vector<AuditRecord>> list(AuditQuery query, Deadline deadline) override;
    Awaitable<AuditVerification> verify(BookId book, Deadline deadline) override;

    void add(const AuditDraft& draft);
    /// `action of subject_kind` of each entry, oldest first.
    std::vector<std::string> actions() const;

    std::vector<AuditDraft> entries;

private:
    mutable std::mutex mutex_;
};

class FakePeopleStore final : public PeopleStore {
public:
    FakePeopleStore(FakeIdentityStore& identities, FakeAuditStore& audit) :
        identities_(identities), audit_(audit) {}

    Awaitable<bool> change_profile(
        UserId user, ProfileChange change, AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> set_password(
        NewPassword password, AuditDraft audit, Deadline deadline) override;
    Awaitable<void> create_password_reset(
        PasswordReset reset, AuditDraft audit, Deadline deadline) override;
    Awaitable<std::optional<PasswordReset>> find_password_reset(
        Hash256 token_hash, Deadline deadline) override;
    Awaitable<bool> use_password_reset(
        Hash256 token_hash, std::string password_hash, Instant now, AuditDraft audit,
        Deadline deadline) override;
    Awaitable<bool> create_session(
        SessionOnDevice session, SessionGround ground, std::optional<AuditDraft> audit,
        Deadline deadline) override;
    Awaitable<std::vector<SessionOnDevice>> list_sessions(
        UserId user, Instant now, Deadline deadline) override;
    Awaitable<bool> delete_session(
        Hash256 token_hash, AuditDraft audit, Deadline deadline) override;
    Awaitable<std::size_t> delete_other_sessions(
        UserId user, Hash256 keep, AuditDraft audit, Deadline deadline) override;
    Awaitable<std::optional<TotpRecord>> find_totp(UserId user, Deadline deadline) override;
    Awaitable<bool> begin_totp(
        UserId user, std::string secret, Instant now, Deadline deadline) override;
    Awaitable<bool> confirm_totp(
        TotpConfirmation confirmation, AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> use_totp_step(UserId user, std::uint64_t step, Deadline deadline) override;
    Awaitable<bool> use_recovery_code(
        UserId user, Hash256 code, AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> renew_recovery_codes(
        UserId user, std::vector<Hash256> codes, AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> remove_totp(UserId user, AuditDraft audit, Deadline deadline) override;
    Awaitable<MemberOutcome> put_member(
        BookId book, UserId user, Membership membership, AuditDraft audit,
        Deadline deadline) override;
    Awaitable<MemberOutcome> delete_member(
        BookId book, UserId user, AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> create_invitation(
        Invitation invitation, Hash256 token_hash, std::size_t open_max, AuditDraft audit,
        Deadline deadline) override;
    Awaitable<std::vector<Invitation>> list_invitations(
        BookId book, std::optional<InvitationId> after, std::size_t limit,
        Deadline deadline) override;
    Awaitable<std::optional<Invitation>> find_invitation(
        Hash256 token_hash, Deadline deadline) override;
    Awaitable<bool> revoke_invitation(
        BookId book, InvitationId id, Instant now, AuditDraft audit, Deadline deadline) override;
    Awaitable<AcceptOutcome> accept_invitation(
        Acceptance acceptance, AuditDraft audit, Deadline deadline) override;
    Awaitable<bool> create_api_key(
        ApiKey key, Hash256 token_hash, std::size_t active_max, AuditDraft audit,
        Deadline deadline) override;
    Awaitable<std::vector<ApiKey>> list_api_keys(
        BookId book, std::optional<ApiKeyId> after, std::size_t limit, Deadline deadline) override;
    Awaitable<std::optional<ApiKey>> find_api_key(Hash256 token_hash, Deadline deadline) override;
    Awaitable<std::optional<ApiKey>> find_api_key(ApiKeyId id, Deadline deadline) override;
    Awaitable<bool> revoke_api_key(
        BookId book, ApiKeyId id, Instant now, AuditDraft audit, Deadline deadline) override;
    Awaitable<void> note_api_key_use(ApiKeyId id, Instant now, Deadline deadline) override;

    /// Runs once, right before the next session is made: what others do at that moment.
    std::function<void()> before_session;

    std::map<Hash256, PasswordReset> resets;
    std::map<Hash256, std::string> user_agents;
    std::map<UserId, TotpRecord> totp;
    std::map<UserId, std::set<Hash256>> recovery_codes;
    std::map<Hash256, Invitation> invitations;
    std::map<Hash256, ApiKey> keys;

private:
    bool done(bool is_done, const AuditDraft& audit);
    void end_sessions(UserId user, const std::optional<Hash256>& keep);

    FakeIdentityStore& identities_;
    FakeAuditStore& audit_;
};

}  // namespace arus::app::detail
