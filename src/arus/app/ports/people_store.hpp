// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/audit_store.hpp"
#include "arus/app/ports/identity_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace arus::app {

using ApiKeyId = Id<struct ApiKeyKind>;
using InvitationId = Id<struct InvitationKind>;

/// A person or key, by the name of then.
struct Named {
    Bytes16 id{};
    std::string name;
};

struct ProfileChange {
    std::optional<std::string> name;    ///< 1 to 120 characters
    std::optional<std::string> locale;  ///< `id` or `en`
};

/// A session as its owner sees it.
struct SessionOnDevice {
    Session session;
    std::string user_agent;  ///< at most 200 bytes, may be empty
};

/// What a new session stands on. Where any of it does not hold any more, there is none.
struct SessionGround {
    /// A session that the new one follows: still there; then used now and ending at `ends_at`.
    struct Old {
        Hash256 token_hash{};
        Instant ends_at;
    };
    std::optional<std::string> password_hash{};  ///< what was checked: still the user's
    std::string better_hash{};                   ///< takes its place; empty: it stays
    std::optional<Old> instead_of{};
    std::size_t sessions_max = 100;  ///< of the user, at least 1; see create_session
};

/// A second factor (RFC 6238) that was begun, and perhaps confirmed.
struct TotpRecord {
    std::string secret;  ///< as app::SecretBox sealed it
    Instant begun_at;
    std::optional<Instant> confirmed_at;  ///< absent: does not count yet
    std::uint64_t last_step = 0;          ///< of the last code that was taken; older ones are not
    std::size_t recovery_codes_left = 0;
};

/// A one-time link that sets a password. Only the SHA-256 of its token is stored.
struct PasswordReset {
    Hash256 token_hash{};
    UserId user_id;
    Instant created_at;
    Instant expires_at;
};

/// An offer to become a member, by link. Only the SHA-256 of its token is stored.
struct Invitation {
    InvitationId id;
    BookId book_id;
    Membership membership;
    std::optional<std::string> note;
    Named created_by;
    Instant created_at;
    Instant expires_at;
    std::optional<Named> accepted_by;
    std::optional<Instant> ended_at;  ///< accepted or revoked

    bool is_open(Instant now) const { return !ended_at && now < expires_at; }
    /// Whether who made it may still offer it, being this in the book (nothing: no member).
    bool is_backed_by(std::optional<Role> role) const {
        return role && may(*role, Permission::manage_members)
               && (membership.role != Role::owner || *role == Role::owner);
    }
};

/// A program's right to one book. Only the SHA-256 of its token is stored.
struct ApiKey {
    ApiKeyId id;
    BookId book_id;
    std::string name;
    std::string prefix;     ///< what the token begins with
    Membership membership;  ///< every role but owner
    bool read_only = false;
    Named created_by;
    Instant created_at;
    Instant expires_at;
    std::optional<Instant> last_used_at;
    std::optional<Instant> revoked_at;

    bool is_active(Instant now) const { return !revoked_at && now < expires_at; }
};

/// What concerns people and their rights beyond IdentityStore. Every act writes the audit entry
/// that it is handed in the same database transaction, and writes none where it does nothing. Reads
/// see every write that has returned. Throws Failure where the database does not answer in time.
class PeopleStore {
public:
    virtual ~PeopleStore() = default;

    /// False if there is no such user.
    virtual Awaitable<bool> change_profile(
        UserId user, ProfileChange change, AuditDraft audit, Deadline deadline) = 0;

    /// Sets the password, ends every session but `keep` and voids every reset link of the user.
    /// False if there is no such user.
    struct NewPassword {
        UserId user_id;
        std::string password_hash;
        std::optional<Hash256> keep;
    };
    virtual Awaitable<bool> set_password(
        NewPassword password, AuditDraft audit, Deadline deadline) = 0;
    virtual Awaitable<void> create_password_reset(
        PasswordReset reset, AuditDraft audit, Deadline deadline) = 0;
    /// Expired ones too.
    virtual Awaitable<std::optional<PasswordReset>> find_password_reset(
        Hash256 token_hash, Deadline deadline) = 0;
    /// As set_password, for the user of a link that is there and has not expired; false otherwise.
    virtual Awaitable<bool> use_password_reset(
        Hash256 token_hash, std::string password_hash, Instant now, AuditDraft audit,
        Deadline deadline) = 0;

    /// False, and nothing changed, where there is no such user or `ground` does not hold: looked at
    /// in the same transaction, so that a session does not outlive a password that is changed, or
    /// sessions that are ended, at the same moment. Of more than `sessions_max` sessions of the
    /// user those that would have ended first end. Without an entry where it only carries on
    /// another session.
    virtual Awaitable<bool> create_session(
        SessionOnDevice session, SessionGround ground, std::optional<AuditDraft> audit,
        Deadline deadline) = 0;
    /// Those that have not expired, newest first, at most 500.
    virtual Awaitable<std::vector<SessionOnDevice>> list_sessions(
        UserId user, Instant now, Deadline deadline) = 0;
    /// False if it was not there.
    virtual Awaitable<bool> delete_session(
        Hash256 token_hash, AuditDraft audit, Deadline deadline) = 0;
    /// How many have ended.
    virtual Awaitable<std::size_t> delete_other_sessions(
        UserId user, Hash256 keep, AuditDraft audit, Deadline deadline) = 0;

    virtual Awaitable<std::optional<TotpRecord>> find_totp(UserId user, Deadline deadline) = 0;
    /// Replaces one that was not confirmed; false if there is a confirmed one.
    virtual Awaitable<bool> begin_totp(
        UserId user, std::string secret, Instant now, Deadline deadline) = 0;
    /// False if there is none to confirm.
    struct TotpConfirmation {
        UserId user_id;
        std::uint64_t step = 0;
        Instant now;
        std::vector<Hash256> recovery_codes;
    };
    virtual Awaitable<bool> confirm_totp(
        TotpConfirmation confirmation, AuditDraft audit, Deadline deadline) = 0;
    /// Takes a step that is later than every one before; false if it is not, so that each code
    /// counts once whoever tries at the same moment.
    virtual Awaitable<bool> use_totp_step(UserId user, std::uint64_t step, Deadline deadline) = 0;
    /// False if it is none or was used.
    virtual Awaitable<bool> use_recovery_code(
        UserId user, Hash256 code, AuditDraft audit, Deadline deadline) = 0;
    /// False if there is no confirmed one.
    virtual Awaitable<bool> renew_recovery_codes(
        UserId user, std::vector<Hash256> codes, AuditDraft audit, Deadline deadline) = 0;
    virtual Awaitable<bool> remove_totp(UserId user, AuditDraft audit, Deadline deadline) = 0;

    using MemberOutcome = IdentityStore::MemberOutcome;
    /// As IdentityStore's, with the entry.
    virtual Awaitable<MemberOutcome> put_member(
        BookId book, UserId user, Membership membership, AuditDraft audit, Deadline deadline) = 0;
    virtual Awaitable<MemberOutcome> delete_member(
        BookId book, UserId user, AuditDraft audit, Deadline deadline) = 0;

    /// False where `open_max` of the book are open already.
    virtual Awaitable<bool> create_invitation(
        Invitation invitation, Hash256 token_hash, std::size_t open_max, AuditDraft audit,
        Deadline deadline) = 0;
    /// Newest first, older than `after`.
    virtual Awaitable<std::vector<Invitation>> list_invitations(
        BookId book, std::optional<InvitationId> after, std::size_t limit, Deadline deadline) = 0;
    virtual Awaitable<std::optional<Invitation>> find_invitation(
        Hash256 token_hash, Deadline deadline) = 0;
    /// False if it is not there or has ended.
    virtual Awaitable<bool> revoke_invitation(
        BookId book, InvitationId id, Instant now, AuditDraft audit, Deadline deadline) = 0;
    enum class AcceptOutcome { accepted, not_open, email_taken, no_such_user, last_owner };
    /// Makes the user (a new one, where credentials are given) a member with what the invitation
    /// offers and ends it. not_open also where who made it may not offer that any more: whoever
    /// lost a role does not come back by an own link. Anything but `accepted` changes nothing.
    struct Acceptance {
        Hash256 token_hash{};
        std::variant<UserId, UserCredentials> who;
        std::string name;
        Instant now;
    };
    virtual Awaitable<AcceptOutcome> accept_invitation(
        Acceptance acceptance, AuditDraft audit, Deadline deadline) = 0;

    /// False where `active_max` of the book are in force already.
    virtual Awaitable<bool> create_api_key(
        ApiKey key, Hash256 token_hash, std::size_t active_max, AuditDraft audit,
        Deadline deadline) = 0;
    /// Newest first, older than `after`.
    virtual Awaitable<std::vector<ApiKey>> list_api_keys(
        BookId book, std::optional<ApiKeyId> after, std::size_t limit, Deadline deadline) = 0;
    /// Those that have ended too.
    virtual Awaitable<std::optional<ApiKey>> find_api_key(
        Hash256 token_hash, Deadline deadline) = 0;
    virtual Awaitable<std::optional<ApiKey>> find_api_key(ApiKeyId id, Deadline deadline) = 0;
    /// False if it is not there or has ended.
    virtual Awaitable<bool> revoke_api_key(
        BookId book, ApiKeyId id, Instant now, AuditDraft audit, Deadline deadline) = 0;
    virtual Awaitable<void> note_api_key_use(ApiKeyId id, Instant now, Deadline deadline) = 0;
};

}  // namespace arus::app
