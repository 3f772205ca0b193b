// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/people_stores.hpp"

#include "arus/adapters/mysql/detail/audit_log.hpp"
#include "arus/adapters/mysql/detail/people_reads.hpp"
#include "arus/adapters/mysql/detail/people_writer.hpp"

#include <utility>

namespace arus::mysql {

// Every work is named before it is handed on: GCC 12 destroys a lambda's captures twice where it is
// an argument inside a co_await expression (GCC bug 107288).

Awaitable<bool> MysqlPeopleStore::change_profile(
    UserId user, app::ProfileChange change, app::AuditDraft audit, Deadline deadline) {
    auto work = [user, change = std::move(change),
                 audit = std::move(audit)](Connection& connection) {
        return mysql::change_profile(connection, user, change, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::set_password(
    NewPassword password, app::AuditDraft audit, Deadline deadline) {
    auto work = [password = std::move(password), audit = std::move(audit)](Connection& connection) {
        return mysql::set_password(connection, password, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<void> MysqlPeopleStore::create_password_reset(
    app::PasswordReset reset, app::AuditDraft audit, Deadline deadline) {
    auto work = [reset, audit = std::move(audit)](Connection& connection) {
        return mysql::create_password_reset(connection, reset, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::use_password_reset(
    Hash256 token_hash, std::string password_hash, Instant now, app::AuditDraft audit,
    Deadline deadline) {
    auto work = [token_hash, password_hash = std::move(password_hash), now,
                 audit = std::move(audit)](Connection& connection) {
        return mysql::use_password_reset(connection, token_hash, password_hash, now, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::create_session(
    app::SessionOnDevice session, app::SessionGround ground, std::optional<app::AuditDraft> audit,
    Deadline deadline) {
    auto work = [session = std::move(session), ground = std::move(ground),
                 audit = std::move(audit)](Connection& connection) {
        return mysql::create_session(connection, session, ground, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::delete_session(
    Hash256 token_hash, app::AuditDraft audit, Deadline deadline) {
    auto work = [token_hash, audit = std::move(audit)](Connection& connection) {
        return mysql::delete_session(connection, token_hash, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::size_t> MysqlPeopleStore::delete_other_sessions(
    UserId user, Hash256 keep, app::AuditDraft audit, Deadline deadline) {
    auto work = [user, keep, audit = std::move(audit)](Connection& connection) {
        return mysql::delete_other_sessions(connection, user, keep, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::begin_totp(
    UserId user, std::string secret, Instant now, Deadline deadline) {
    auto work = [user, secret = std::move(secret), now](Connection& connection) {
        return mysql::begin_totp(connection, user, secret, now);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::confirm_totp(
    TotpConfirmation confirmation, app::AuditDraft audit, Deadline deadline) {
    auto work = [confirmation = std::move(confirmation),
                 audit = std::move(audit)](Connection& connection) {
        return mysql::confirm_totp(connection, confirmation, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::use_totp_step(
    UserId user, std::uint64_t step, Deadline deadline) {
    auto work = [user, step](Connection& connection) {
        return mysql::use_totp_step(connection, user, step);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::use_recovery_code(
    UserId user, Hash256 code, app::AuditDraft audit, Deadline deadline) {
    auto work = [user, code, audit = std::move(audit)](Connection& connection) {
        return mysql::use_recovery_code(connection, user, code, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::renew_recovery_codes(
    UserId user, std::vector<Hash256> codes, app::AuditDraft audit, Deadline deadline) {
    auto work = [user, codes = std::move(codes), audit = std::move(audit)](Connection& connection) {
        return mysql::renew_recovery_codes(connection, user, codes, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::remove_totp(
    UserId user, app::AuditDraft audit, Deadline deadline) {
    auto work = [user, audit = std::move(audit)](Connection& connection) {
        return mysql::remove_totp(connection, user, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<app::PeopleStore::MemberOutcome> MysqlPeopleStore::put_member(
    BookId book, UserId user, app::Membership membership, app::AuditDraft audit,
    Deadline deadline) {
    auto work = [book, user, membership = std::move(membership),
                 audit = std::move(audit)](Connection& connection) {
        return mysql::put_member(connection, book, user, membership, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<app::PeopleStore::MemberOutcome> MysqlPeopleStore::delete_member(
    BookId book, UserId user, app::AuditDraft audit, Deadline deadline) {
    auto work = [book, user, audit = std::move(audit)](Connection& connection) {
        return mysql::delete_member(connection, book, user, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::create_invitation(
    app::Invitation invitation, Hash256 token_hash, std::size_t open_max, app::AuditDraft audit,
    Deadline deadline) {
    auto work = [invitation = std::move(invitation), token_hash, open_max,
                 audit = std::move(audit)](Connection& connection) {
        return mysql::create_invitation(connection, invitation, token_hash, open_max, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::revoke_invitation(
    BookId book, app::InvitationId id, Instant now, app::AuditDraft audit, Deadline deadline) {
    auto work = [book, id, now, audit = std::move(audit)](Connection& connection) {
        return mysql::revoke_invitation(connection, book, id, now, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<app::PeopleStore::AcceptOutcome> MysqlPeopleStore::accept_invitation(
    Acceptance acceptance, app::AuditDraft audit, Deadline deadline) {
    auto work = [acceptance = std::move(acceptance),
                 audit = std::move(audit)](Connection& connection) {
        return mysql::accept_invitation(connection, acceptance, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::create_api_key(
    app::ApiKey key, Hash256 token_hash, std::size_t active_max, app::AuditDraft audit,
    Deadline deadline) {
    auto work = [key = std::move(key), token_hash, active_max,
                 audit = std::move(audit)](Connection& connection) {
        return mysql::create_api_key(connection, key, token_hash, active_max, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlPeopleStore::revoke_api_key(
    BookId book, app::ApiKeyId id, Instant now, app::AuditDraft audit, Deadline deadline) {
    auto work = [book, id, now, audit = std::move(audit)](Connection& connection) {
        return mysql::revoke_api_key(connection, book, id, now, audit);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<void> MysqlPeopleStore::note_api_key_use(
    app::ApiKeyId id, Instant now, Deadline deadline) {
    auto work = [id, now](Connection& connection) {
        return mysql::note_api_key_use(connection, id, now);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::optional<app::PasswordReset>> MysqlPeopleStore::find_password_reset(
    Hash256 token_hash, Deadline deadline) {
    auto work = [token_hash](Connection& connection) {
        return mysql::find_password_reset(connection, token_hash);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<std::vector<app::SessionOnDevice>> MysqlPeopleStore::list_sessions(
    UserId user, Instant now, Deadline deadline) {
    auto work = [user, now](Connection& connection) {
        return mysql::list_sessions(connection, user, now);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<std::optional<app::TotpRecord>> MysqlPeopleStore::find_totp(
    UserId user, Deadline deadline) {
    auto work = [user](Connection& connection) { return mysql::find_totp(connection, user); };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<std::vector<app::Invitation>> MysqlPeopleStore::list_invitations(
    BookId book, std::optional<app::InvitationId> after, std::size_t limit, Deadline deadline) {
    auto work = [book, after, limit](Connection& connection) {
        return mysql::list_invitations(connection, book, after, limit);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<std::optional<app::Invitation>> MysqlPeopleStore::find_invitation(
    Hash256 token_hash, Deadline deadline) {
    auto work = [token_hash](Connection& connection) {
        return mysql::find_invitation(connection, token_hash);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<std::vector<app::ApiKey>> MysqlPeopleStore::list_api_keys(
    BookId book, std::optional<app::ApiKeyId> after, std::size_t limit, Deadline deadline) {
    auto work = [book, after, limit](Connection& connection) {
        return mysql::list_api_keys(connection, book, after, limit);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<std::optional<app::ApiKey>> MysqlPeopleStore::find_api_key(
    Hash256 token_hash, Deadline deadline) {
    auto work = [token_hash](Connection& connection) {
        return mysql::find_api_key(connection, token_hash);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<std::optional<app::ApiKey>> MysqlPeopleStore::find_api_key(
    app::ApiKeyId id, Deadline deadline) {
    auto work = [id](Connection& connection) { return mysql::find_api_key(connection, id); };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<void> MysqlAuditStore::append(app::AuditDraft draft, Deadline deadline) {
    auto work = [draft = std::move(draft)](Connection& connection) {
        return append_audit(connection, draft);
    };
    co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::vector<app::AuditRecord>> MysqlAuditStore::list(
    app::AuditQuery query, Deadline deadline) {
    auto work = [query = std::move(query)](Connection& connection) {
        return list_audit(connection, query);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<app::AuditVerification> MysqlAuditStore::verify(BookId book, Deadline deadline) {
    auto work = [book](Connection& connection) { return verify_audit(connection, book); };
    co_return co_await pool_.read(deadline, std::move(work));
}

}  // namespace arus::mysql
