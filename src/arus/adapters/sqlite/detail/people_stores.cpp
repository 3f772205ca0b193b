// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/people_stores.hpp"

#include <utility>

namespace arus::sqlite {

// Every work is named before it is handed on: GCC 12 destroys a lambda's captures twice where it is
// an argument inside a co_await expression (GCC bug 107288).

Awaitable<bool> SqlitePeopleStore::change_profile(
    UserId user, app::ProfileChange change, app::AuditDraft audit, Deadline deadline) {
    auto work = [this, user, change = std::move(change), audit = std::move(audit)] {
        return writer_.change_profile(user, change, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::set_password(
    NewPassword password, app::AuditDraft audit, Deadline deadline) {
    auto work = [this, password = std::move(password), audit = std::move(audit)] {
        return writer_.set_password(password, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<void> SqlitePeopleStore::create_password_reset(
    app::PasswordReset reset, app::AuditDraft audit, Deadline deadline) {
    auto work = [this, reset, audit = std::move(audit)] {
        return writer_.create_password_reset(reset, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::use_password_reset(
    Hash256 token_hash, std::string password_hash, Instant now, app::AuditDraft audit,
    Deadline deadline) {
    auto work = [this, token_hash, password_hash = std::move(password_hash), now,
                 audit = std::move(audit)] {
        return writer_.use_password_reset(token_hash, password_hash, now, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::create_session(
    app::SessionOnDevice session, app::SessionGround ground, std::optional<app::AuditDraft> audit,
    Deadline deadline) {
    auto work = [this, session = std::move(session), ground = std::move(ground),
                 audit = std::move(audit)] {
        return writer_.create_session(session, ground, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::delete_session(
    Hash256 token_hash, app::AuditDraft audit, Deadline deadline) {
    auto work = [this, token_hash, audit = std::move(audit)] {
        return writer_.delete_session(token_hash, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<std::size_t> SqlitePeopleStore::delete_other_sessions(
    UserId user, Hash256 keep, app::AuditDraft audit, Deadline deadline) {
    auto work = [this, user, keep, audit = std::move(audit)] {
        return writer_.delete_other_sessions(user, keep, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::begin_totp(
    UserId user, std::string secret, Instant now, Deadline deadline) {
    auto work = [this, user, secret = std::move(secret), now] {
        return writer_.begin_totp(user, secret, now);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::confirm_totp(
    TotpConfirmation confirmation, app::AuditDraft audit, Deadline deadline) {
    auto work = [this, confirmation = std::move(confirmation), audit = std::move(audit)] {
        return writer_.confirm_totp(confirmation, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::use_totp_step(
    UserId user, std::uint64_t step, Deadline deadline) {
    auto work = [this, user, step] { return writer_.use_totp_step(user, step); };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::use_recovery_code(
    UserId user, Hash256 code, app::AuditDraft audit, Deadline deadline) {
    auto work = [this, user, code, audit = std::move(audit)] {
        return writer_.use_recovery_code(user, code, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::renew_recovery_codes(
    UserId user, std::vector<Hash256> codes, app::AuditDraft audit, Deadline deadline) {
    auto work = [this, user, codes = std::move(codes), audit = std::move(audit)] {
        return writer_.renew_recovery_codes(user, codes, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::remove_totp(
    UserId user, app::AuditDraft audit, Deadline deadline) {
    auto work = [this, user, audit = std::move(audit)] { return writer_.remove_totp(user, audit); };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<app::PeopleStore::MemberOutcome> SqlitePeopleStore::put_member(
    BookId book, UserId user, app::Membership membership, app::AuditDraft audit,
    Deadline deadline) {
    auto work = [this, book, user, membership = std::move(membership), audit = std::move(audit)] {
        return writer_.put_member(book, user, membership, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<app::PeopleStore::MemberOutcome> SqlitePeopleStore::delete_member(
    BookId book, UserId user, app::AuditDraft audit, Deadline deadline) {
    auto work = [this, book, user, audit = std::move(audit)] {
        return writer_.delete_member(book, user, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::create_invitation(
    app::Invitation invitation, Hash256 token_hash, std::size_t open_max, app::AuditDraft audit,
    Deadline deadline) {
    auto work = [this, invitation = std::move(invitation), token_hash, open_max,
                 audit = std::move(audit)] {
        return writer_.create_invitation(invitation, token_hash, open_max, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::revoke_invitation(
    BookId book, app::InvitationId id, Instant now, app::AuditDraft audit, Deadline deadline) {
    auto work = [this, book, id, now, audit = std::move(audit)] {
        return writer_.revoke_invitation(book, id, now, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<app::PeopleStore::AcceptOutcome> SqlitePeopleStore::accept_invitation(
    Acceptance acceptance, app::AuditDraft audit, Deadline deadline) {
    auto work = [this, acceptance = std::move(acceptance), audit = std::move(audit)] {
        return writer_.accept_invitation(acceptance, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::create_api_key(
    app::ApiKey key, Hash256 token_hash, std::size_t active_max, app::AuditDraft audit,
    Deadline deadline) {
    auto work = [this, key = std::move(key), token_hash, active_max, audit = std::move(audit)] {
        return writer_.create_api_key(key, token_hash, active_max, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqlitePeopleStore::revoke_api_key(
    BookId book, app::ApiKeyId id, Instant now, app::AuditDraft audit, Deadline deadline) {
    auto work = [this, book, id, now, audit = std::move(audit)] {
        return writer_.revoke_api_key(book, id, now, audit);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<void> SqlitePeopleStore::note_api_key_use(
    app::ApiKeyId id, Instant now, Deadline deadline) {
    auto work = [this, id, now] { return writer_.note_api_key_use(id, now); };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<std::optional<app::PasswordReset>> SqlitePeopleStore::find_password_reset(
    Hash256 token_hash, Deadline deadline) {
    auto work = [token_hash](ReadSession& session) {
        return session.people.find_password_reset(token_hash);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::vector<app::SessionOnDevice>> SqlitePeopleStore::list_sessions(
    UserId user, Instant now, Deadline deadline) {
    auto work = [user, now](ReadSession& session) {
        return session.people.list_sessions(user, now);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::optional<app::TotpRecord>> SqlitePeopleStore::find_totp(
    UserId user, Deadline deadline) {
    auto work = [user](ReadSession& session) { return session.people.find_totp(user); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::vector<app::Invitation>> SqlitePeopleStore::list_invitations(
    BookId book, std::optional<app::InvitationId> after, std::size_t limit, Deadline deadline) {
    auto work = [book, after, limit](ReadSession& session) {
        return session.people.list_invitations(book, after, limit);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::optional<app::Invitation>> SqlitePeopleStore::find_invitation(
    Hash256 token_hash, Deadline deadline) {
    auto work = [token_hash](ReadSession& session) {
        return session.people.find_invitation(token_hash);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::vector<app::ApiKey>> SqlitePeopleStore::list_api_keys(
    BookId book, std::optional<app::ApiKeyId> after, std::size_t limit, Deadline deadline) {
    auto work = [book, after, limit](ReadSession& session) {
        return session.people.list_api_keys(book, after, limit);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::optional<app::ApiKey>> SqlitePeopleStore::find_api_key(
    Hash256 token_hash, Deadline deadline) {
    auto work = [token_hash](ReadSession& session) {
        return session.people.find_api_key(token_hash);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::optional<app::ApiKey>> SqlitePeopleStore::find_api_key(
    app::ApiKeyId id, Deadline deadline) {
    auto work = [id](ReadSession& session) { return session.people.find_api_key(id); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<void> SqliteAuditStore::append(app::AuditDraft draft, Deadline deadline) {
    auto work = [this, draft = std::move(draft)] { writer_.append(draft); };
    co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<std::vector<app::AuditRecord>> SqliteAuditStore::list(
    app::AuditQuery query, Deadline deadline) {
    auto work = [query = std::move(query)](ReadSession& session) {
        return session.audit.list(query);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<app::AuditVerification> SqliteAuditStore::verify(BookId book, Deadline deadline) {
    auto work = [book](ReadSession& session) { return session.audit.verify(book); };
    co_return co_await checkers_.run(deadline, std::move(work));
}

}  // namespace arus::sqlite
