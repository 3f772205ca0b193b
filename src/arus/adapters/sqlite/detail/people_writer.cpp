// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/people_writer.hpp"

#include "arus/adapters/sqlite/detail/identity_queries.hpp"
#include "arus/adapters/sqlite/detail/people_queries.hpp"
#include "arus/records/people_records.hpp"

#include <variant>

namespace arus::sqlite {

using AcceptOutcome = app::PeopleStore::AcceptOutcome;
using MemberOutcome = app::IdentityStore::MemberOutcome;
using NewUserOutcome = app::IdentityStore::NewUserOutcome;

namespace {

/// No session has this token: keeping it keeps none.
constexpr Hash256 no_session{};

}  // namespace

PeopleWriter::PeopleWriter(Connection& connection, IdentityWriter& identity, AuditWriter& audit) :
    connection_(connection),
    identity_(identity),
    audit_(audit),
    update_profile_(connection, queries::update_profile),
    insert_session_(connection, queries::insert_session_on_device),
    delete_expired_sessions_(connection, queries::delete_expired_sessions),
    delete_other_sessions_(connection, queries::delete_other_sessions),
    delete_surplus_sessions_(connection, queries::delete_surplus_sessions),
    find_password_hash_(connection, queries::find_password_hash),
    insert_password_reset_(connection, queries::insert_password_reset),
    find_password_reset_(connection, queries::find_password_reset),
    delete_password_resets_(connection, queries::delete_password_resets),
    find_totp_(connection, queries::find_totp),
    put_totp_(connection, queries::put_totp),
    confirm_totp_(connection, queries::confirm_totp),
    use_totp_step_(connection, queries::use_totp_step),
    delete_totp_(connection, queries::delete_totp),
    insert_recovery_code_(connection, queries::insert_recovery_code),
    delete_recovery_code_(connection, queries::delete_recovery_code),
    delete_recovery_codes_(connection, queries::delete_recovery_codes),
    insert_invitation_(connection, queries::insert_invitation),
    count_open_invitations_(connection, queries::count_open_invitations),
    find_invitation_(connection, queries::find_invitation),
    revoke_invitation_(connection, queries::revoke_invitation),
    accept_invitation_(connection, queries::accept_invitation),
    insert_api_key_(connection, queries::insert_api_key),
    count_active_api_keys_(connection, queries::count_active_api_keys),
    revoke_api_key_(connection, queries::revoke_api_key),
    note_api_key_use_(connection, queries::note_api_key_use) {
}

bool PeopleWriter::change_profile(
    UserId user, const app::ProfileChange& change, const app::AuditDraft& audit) {
    update_profile_.run(user, change.name, change.locale);
    if (connection_.changes() == 0) {
        return false;
    }
    audit_.append(audit);
    return true;
}

bool PeopleWriter::set_password(
    const app::PeopleStore::NewPassword& password, const app::AuditDraft& audit) {
    if (!identity_.set_password_hash(password.user_id, password.password_hash)) {
        return false;
    }
    delete_other_sessions_.run(password.user_id, password.keep.value_or(no_session));
    delete_password_resets_.run(password.user_id);
    audit_.append(audit);
    return true;
}

void PeopleWriter::create_password_reset(
    const app::PasswordReset& reset, const app::AuditDraft& audit) {
    insert_password_reset_.run(reset.token_hash, reset.user_id, reset.created_at, reset.expires_at);
    audit_.append(audit);
}

bool PeopleWriter::use_password_reset(
    const Hash256& token_hash, const std::string& password_hash, Instant now,
    const app::AuditDraft& audit) {
    std::optional<app::PasswordReset> reset;
    {
        auto rows = find_password_reset_.query(token_hash);
        if (rows.next()) {
            reset = password_reset_of(rows);
        }
    }
    if (!reset || reset->expires_at <= now) {
        return false;
    }
    return set_password({reset->user_id, password_hash, std::nullopt}, audit);
}

/// Whether there is the user, with this password where one is given.
bool PeopleWriter::has_password(UserId user, const std::optional<std::string>& password_hash) {
    auto rows = find_password_hash_.query(user);
    return rows.next() && (!password_hash || rows.text(0) == *password_hash);
}

bool PeopleWriter::create_session(
    const app::SessionOnDevice& session, const app::SessionGround& ground,
    const std::optional<app::AuditDraft>& audit) {
    const app::Session& made = session.session;
    if (!has_password(made.user_id, ground.password_hash)) {
        return false;
    }
    if (const auto& old = ground.instead_of;
        old && !identity_.extend_session(old->token_hash, old->ends_at, made.created_at)) {
        return false;
    }
    delete_expired_sessions_.run(made.created_at);
    insert_session_.run(
        made.token_hash, made.user_id, made.created_at, made.expires_at, made.last_used_at,
        made.device_id, made.address, session.user_agent);
    delete_surplus_sessions_.run(made.user_id, made.token_hash, ground.sessions_max - 1);
    if (!ground.better_hash.empty()) {
        identity_.set_password_hash(made.user_id, ground.better_hash);
    }
    if (audit) {
        audit_.append(*audit);
    }
    return true;
}

bool PeopleWriter::delete_session(const Hash256& token_hash, const app::AuditDraft& audit) {
    if (!identity_.delete_session(token_hash)) {
        return false;
    }
    audit_.append(audit);
    return true;
}

std::size_t PeopleWriter::delete_other_sessions(
    UserId user, const Hash256& keep, const app::AuditDraft& audit) {
    delete_other_sessions_.run(user, keep);
    const auto ended = static_cast<std::size_t>(connection_.changes());
    if (ended > 0) {
        audit_.append(audit);
    }
    return ended;
}

bool PeopleWriter::has_confirmed_totp(UserId user) {
    auto rows = find_totp_.query(user);
    return rows.next() && !rows.is_null(2);
}

void PeopleWriter::put_recovery_codes(UserId user, const std::vector<Hash256>& codes) {
    delete_recovery_codes_.run(user);
    for (const Hash256& code : codes) {
        insert_recovery_code_.run(user, code);
    }
}

bool PeopleWriter::begin_totp(UserId user, const std::string& secret, Instant now) {
    if (has_confirmed_totp(user)) {
        return false;
    }
    put_totp_.run(user, Statement::Blob{secret}, now);
    return true;
}

bool PeopleWriter::confirm_totp(
    const app::PeopleStore::TotpConfirmation& confirmation, const app::AuditDraft& audit) {
    confirm_totp_.run(confirmation.user_id, confirmation.now, confirmation.step);
    if (connection_.changes() == 0) {
        return false;
    }
    put_recovery_codes(confirmation.user_id, confirmation.recovery_codes);
    audit_.append(audit);
    return true;
}

bool PeopleWriter::use_totp_step(UserId user, std::uint64_t step) {
    use_totp_step_.run(user, step);
    return connection_.changes() == 1;
}

bool PeopleWriter::use_recovery_code(
    UserId user, const Hash256& code, const app::AuditDraft& audit) {
    if (!has_confirmed_totp(user)) {
        return false;
    }
    delete_recovery_code_.run(user, code);
    if (connection_.changes() == 0) {
        return false;
    }
    audit_.append(audit);
    return true;
}

bool PeopleWriter::renew_recovery_codes(
    UserId user, const std::vector<Hash256>& codes, const app::AuditDraft& audit) {
    if (!has_confirmed_totp(user)) {
        return false;
    }
    put_recovery_codes(user, codes);
    audit_.append(audit);
    return true;
}

bool PeopleWriter::remove_totp(UserId user, const app::AuditDraft& audit) {
    delete_totp_.run(user);
    if (connection_.changes() == 0) {
        return false;
    }
    delete_recovery_codes_.run(user);
    audit_.append(audit);
    return true;
}

MemberOutcome PeopleWriter::put_member(
    BookId book, UserId user, const app::Membership& membership, const app::AuditDraft& audit) {
    const MemberOutcome outcome = identity_.put_member(book, user, membership);
    if (outcome == MemberOutcome::done) {
        audit_.append(audit);
    }
    return outcome;
}

MemberOutcome PeopleWriter::delete_member(BookId book, UserId user, const app::AuditDraft& audit) {
    const MemberOutcome outcome = identity_.delete_member(book, user);
    if (outcome == MemberOutcome::done) {
        audit_.append(audit);
    }
    return outcome;
}

bool PeopleWriter::create_invitation(
    const app::Invitation& invitation, const Hash256& token_hash, std::size_t open_max,
    const app::AuditDraft& audit) {
    {
        auto rows = count_open_invitations_.query(invitation.book_id, invitation.created_at);
        if (rows.next() && rows.count(0) >= open_max) {
            return false;
        }
    }
    const std::string outlets = bytes_of(invitation.membership.outlet_ids);
    insert_invitation_.run(
        invitation.book_id, invitation.id, token_hash, app::text_of(invitation.membership.role),
        Statement::Blob{outlets}, invitation.note, invitation.created_by.id,
        invitation.created_by.name, invitation.created_at, invitation.expires_at);
    audit_.append(audit);
    return true;
}

bool PeopleWriter::revoke_invitation(
    BookId book, app::InvitationId id, Instant now, const app::AuditDraft& audit) {
    revoke_invitation_.run(book, id, now);
    if (connection_.changes() == 0) {
        return false;
    }
    audit_.append(audit);
    return true;
}

AcceptOutcome PeopleWriter::accept_invitation(
    const app::PeopleStore::Acceptance& acceptance, const app::AuditDraft& audit) {
    std::optional<app::Invitation> invitation;
    {
        auto rows = find_invitation_.query(acceptance.token_hash);
        if (rows.next()) {
            invitation = invitation_of(rows);
        }
    }
    if (!invitation || !invitation->is_open(acceptance.now)) {
        return AcceptOutcome::not_open;
    }
    const auto maker = identity_.find_role(invitation->book_id, UserId{invitation->created_by.id});
    if (!invitation->is_backed_by(maker)) {
        return AcceptOutcome::not_open;
    }
    UserId user;
    if (const auto* const fresh = std::get_if<app::UserCredentials>(&acceptance.who)) {
        user = fresh->user.id;
        const NewUserOutcome made = identity_.create_user(
            *fresh, app::IdentityStore::NewUserRule::any);
        if (made != NewUserOutcome::created) {
            return AcceptOutcome::email_taken;
        }
    } else {
        user = std::get<UserId>(acceptance.who);
    }
    switch (identity_.put_member(invitation->book_id, user, invitation->membership)) {
        case MemberOutcome::no_such_user:
            return AcceptOutcome::no_such_user;
        case MemberOutcome::last_owner:
            return AcceptOutcome::last_owner;
        case MemberOutcome::done:
            break;
    }
    accept_invitation_.run(acceptance.token_hash, acceptance.now, user, acceptance.name);
    audit_.append(audit);
    return AcceptOutcome::accepted;
}

bool PeopleWriter::create_api_key(
    const app::ApiKey& key, const Hash256& token_hash, std::size_t active_max,
    const app::AuditDraft& audit) {
    {
        auto rows = count_active_api_keys_.query(key.book_id, key.created_at);
        if (rows.next() && rows.count(0) >= active_max) {
            return false;
        }
    }
    const std::string outlets = bytes_of(key.membership.outlet_ids);
    insert_api_key_.run(
        key.id, key.book_id, token_hash, key.name, key.prefix, app::text_of(key.membership.role),
        key.read_only ? 1 : 0, Statement::Blob{outlets}, key.created_by.id, key.created_by.name,
        key.created_at, key.expires_at);
    audit_.append(audit);
    return true;
}

bool PeopleWriter::revoke_api_key(
    BookId book, app::ApiKeyId id, Instant now, const app::AuditDraft& audit) {
    revoke_api_key_.run(book, id, now);
    if (connection_.changes() == 0) {
        return false;
    }
    audit_.append(audit);
    return true;
}

void PeopleWriter::note_api_key_use(app::ApiKeyId id, Instant now) {
    note_api_key_use_.run(id, now);
}

}  // namespace arus::sqlite
