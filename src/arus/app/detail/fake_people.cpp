// SPDX-License-Identifier: Apache-2.0
#include "arus/app/detail/fake_people.hpp"

#include <algorithm>
#include <functional>
#include <ranges>
#include <utility>

namespace arus::app::detail {

// ---- the audit log

void FakeAuditStore::add(const AuditDraft& draft) {
    const std::lock_guard lock(mutex_);
    entries.push_back(draft);
}

std::vector<std::string> FakeAuditStore::actions() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> actions;
    for (const AuditDraft& entry : entries) {
        actions.push_back(entry.action);
    }
    return actions;
}

Awaitable<void> FakeAuditStore::append(AuditDraft draft, Deadline) {
    add(draft);
    co_return;
}

Awaitable<std::vector<AuditRecord>> FakeAuditStore::list(AuditQuery query, Deadline) {
    const std::lock_guard lock(mutex_);
    std::vector<AuditRecord> found;
    std::uint64_t sequence = 0;
    for (const AuditDraft& entry : entries) {
        if (entry.book_id != query.book_id) {
            continue;
        }
        ++sequence;
        const bool is_wanted = (!query.actor_id || entry.actor_id == query.actor_id)
                               && (!query.subject_id || entry.subject_id == query.subject_id)
                               && (!query.action_prefix
                                   || entry.action.starts_with(*query.action_prefix))
                               && (!query.from || entry.at >= *query.from)
                               && (!query.until || entry.at < *query.until)
                               && (!query.before_sequence || sequence < *query.before_sequence);
        if (is_wanted) {
            found.push_back({sequence, encode_audit(entry, sequence), {}});
        }
    }
    std::ranges::reverse(found);
    found.resize(std::min(found.size(), query.limit));
    co_return found;
}

Awaitable<AuditVerification> FakeAuditStore::verify(BookId book, Deadline) {
    const std::lock_guard lock(mutex_);
    AuditVerification found;
    found.entries = static_cast<std::uint64_t>(
        std::ranges::count(entries, book, &AuditDraft::book_id));
    co_return found;
}

// ---- people

bool FakePeopleStore::done(bool is_done, const AuditDraft& audit) {
    if (is_done) {
        audit_.add(audit);
    }
    return is_done;
}

void FakePeopleStore::end_sessions(UserId user, const std::optional<Hash256>& keep) {
    std::erase_if(identities_.sessions, [&](const auto& entry) {
        return entry.second.user_id == user && entry.first != keep;
    });
}

Awaitable<bool> FakePeopleStore::change_profile(
    UserId user, ProfileChange change, AuditDraft audit, Deadline) {
    const auto found = identities_.users.find(user);
    if (found == identities_.users.end()) {
        co_return false;
    }
    found->second.user.name = change.name.value_or(found->second.user.name);
    found->second.user.locale = change.locale.value_or(found->second.user.locale);
    co_return done(true, audit);
}

Awaitable<bool> FakePeopleStore::set_password(NewPassword password, AuditDraft audit, Deadline) {
    const auto found = identities_.users.find(password.user_id);
    if (found == identities_.users.end()) {
        co_return false;
    }
    found->second.password_hash = password.password_hash;
    end_sessions(password.user_id, password.keep);
    std::erase_if(
        resets, [&](const auto& entry) { return entry.second.user_id == password.user_id; });
    co_return done(true, audit);
}

Awaitable<void> FakePeopleStore::create_password_reset(
    PasswordReset reset, AuditDraft audit, Deadline) {
    resets.insert_or_assign(reset.token_hash, reset);
    done(true, audit);
    co_return;
}

Awaitable<std::optional<PasswordReset>> FakePeopleStore::find_password_reset(
    Hash256 token_hash, Deadline) {
    const auto found = resets.find(token_hash);
    co_return found == resets.end() ? std::nullopt : std::optional(found->second);
}

Awaitable<bool> FakePeopleStore::use_password_reset(
    Hash256 token_hash, std::string password_hash, Instant now, AuditDraft audit,
    Deadline deadline) {
    const auto found = resets.find(token_hash);
    if (found == resets.end() || found->second.expires_at <= now) {
        co_return false;
    }
    NewPassword password{found->second.user_id, std::move(password_hash), std::nullopt};
    co_return co_await set_password(std::move(password), std::move(audit), deadline);
}

Awaitable<bool> FakePeopleStore::create_session(
    SessionOnDevice session, SessionGround ground, std::optional<AuditDraft> audit, Deadline) {
    if (before_session) {
        std::exchange(before_session, nullptr)();
    }
    const Session& made = session.session;
    auto& sessions = identities_.sessions;
    const auto user = identities_.users.find(made.user_id);
    if (user == identities_.users.end()
        || (ground.password_hash && *ground.password_hash != user->second.password_hash)) {
        co_return false;
    }
    if (const auto& old = ground.instead_of) {
        const auto found = sessions.find(old->token_hash);
        if (found == sessions.end()) {
            co_return false;
        }
        found->second.expires_at = old->ends_at;
        found->second.last_used_at = made.created_at;
    }
    user_agents.insert_or_assign(made.token_hash, session.user_agent);
    sessions.insert_or_assign(made.token_hash, made);
    const auto is_theirs = [&](const auto& entry) { return entry.second.user_id == made.user_id; };
    while (std::cmp_greater(std::ranges::count_if(sessions, is_theirs), ground.sessions_max)) {
        auto first = sessions.end();
        for (auto one = sessions.begin(); one != sessions.end(); ++one) {
            const bool may_go = is_theirs(*one) && one->first != made.token_hash;
            if (may_go
                && (first == sessions.end() || one->second.expires_at < first->second.expires_at)) {
                first = one;
            }
        }
        sessions.erase(first);
    }
    if (!ground.better_hash.empty()) {
        user->second.password_hash = ground.better_hash;
    }
    if (audit) {
        done(true, *audit);
    }
    co_return true;
}

Awaitable<std::vector<SessionOnDevice>> FakePeopleStore::list_sessions(
    UserId user, Instant now, Deadline) {
    std::vector<SessionOnDevice> found;
    for (const auto& [hash, session] : identities_.sessions) {
        if (session.user_id == user && session.expires_at > now) {
            found.push_back({session, user_agents[hash]});
        }
    }
    std::ranges::sort(found, std::ranges::greater{}, [](const SessionOnDevice& one) {
        return one.session.created_at;
    });
    co_return found;
}

Awaitable<bool> FakePeopleStore::delete_session(Hash256 token_hash, AuditDraft audit, Deadline) {
    co_return done(identities_.sessions.erase(token_hash) == 1, audit);
}

Awaitable<std::size_t> FakePeopleStore::delete_other_sessions(
    UserId user, Hash256 keep, AuditDraft audit, Deadline) {
    const std::size_t before = identities_.sessions.size();
    end_sessions(user, keep);
    const std::size_t ended = before - identities_.sessions.size();
    done(ended > 0, audit);
    co_return ended;
}

Awaitable<std::optional<TotpRecord>> FakePeopleStore::find_totp(UserId user, Deadline) {
    const auto found = totp.find(user);
    if (found == totp.end()) {
        co_return std::nullopt;
    }
    TotpRecord record = found->second;
    record.recovery_codes_left = recovery_codes[user].size();
    co_return record;
}

Awaitable<bool> FakePeopleStore::begin_totp(
    UserId user, std::string secret, Instant now, Deadline) {
    const auto found = totp.find(user);
    if (found != totp.end() && found->second.confirmed_at) {
        co_return false;
    }
    totp.insert_or_assign(user, TotpRecord{std::move(secret), now, std::nullopt, 0, 0});
    co_return true;
}

Awaitable<bool> FakePeopleStore::confirm_totp(
    TotpConfirmation confirmation, AuditDraft audit, Deadline) {
    const auto found = totp.find(confirmation.user_id);
    if (found == totp.end() || found->second.confirmed_at) {
        co_return false;
    }
    found->second.confirmed_at = confirmation.now;
    found->second.last_step = confirmation.step;
    recovery_codes[confirmation.user_id] = {
        confirmation.recovery_codes.begin(), confirmation.recovery_codes.end()};
    co_return done(true, audit);
}

Awaitable<bool> FakePeopleStore::use_totp_step(UserId user, std::uint64_t step, Deadline) {
    const auto found = totp.find(user);
    if (found == totp.end() || !found->second.confirmed_at || found->second.last_step >= step) {
        co_return false;
    }
    found->second.last_step = step;
    co_return true;
}

Awaitable<bool> FakePeopleStore::use_recovery_code(
    UserId user, Hash256 code, AuditDraft audit, Deadline) {
    co_return done(recovery_codes[user].erase(code) == 1, audit);
}

Awaitable<bool> FakePeopleStore::renew_recovery_codes(
    UserId user, std::vector<Hash256> codes, AuditDraft audit, Deadline) {
    if (!totp.contains(user)) {
        co_return false;
    }
    recovery_codes[user] = {codes.begin(), codes.end()};
    co_return done(true, audit);
}

Awaitable<bool> FakePeopleStore::remove_totp(UserId user, AuditDraft audit, Deadline) {
    recovery_codes.erase(user);
    co_return done(totp.erase(user) == 1, audit);
}

Awaitable<PeopleStore::MemberOutcome> FakePeopleStore::put_member(
    BookId book, UserId user, Membership membership, AuditDraft audit, Deadline deadline) {
    const MemberOutcome outcome = co_await identities_.put_member(
        book, user, std::move(membership), deadline);
    done(outcome == MemberOutcome::done, audit);
    co_return outcome;
}

Awaitable<PeopleStore::MemberOutcome> FakePeopleStore::delete_member(
    BookId book, UserId user, AuditDraft audit, Deadline deadline) {
    const MemberOutcome outcome = co_await identities_.delete_member(book, user, deadline);
    done(outcome == MemberOutcome::done, audit);
    co_return outcome;
}

Awaitable<bool> FakePeopleStore::create_invitation(
    Invitation invitation, Hash256 token_hash, std::size_t open_max, AuditDraft audit, Deadline) {
    const auto open = std::ranges::count_if(invitations, [&](const auto& entry) {
        return entry.second.book_id == invitation.book_id
               && entry.second.is_open(invitation.created_at);
    });
    if (static_cast<std::size_t>(open) >= open_max) {
        co_return false;
    }
    invitations.insert_or_assign(token_hash, std::move(invitation));
    co_return done(true, audit);
}

Awaitable<std::vector<Invitation>> FakePeopleStore::list_invitations(
    BookId book, std::optional<InvitationId> after, std::size_t limit, Deadline) {
    std::vector<Invitation> found;
    for (const auto& [hash, invitation] : invitations) {
        if (invitation.book_id == book && (!after || invitation.id < *after)) {
            found.push_back(invitation);
        }
    }
    std::ranges::sort(found, std::ranges::greater{}, &Invitation::id);
    found.resize(std::min(found.size(), limit));
    co_return found;
}

Awaitable<std::optional<Invitation>> FakePeopleStore::find_invitation(
    Hash256 token_hash, Deadline) {
    const auto found = invitations.find(token_hash);
    co_return found == invitations.end() ? std::nullopt : std::optional(found->second);
}

Awaitable<bool> FakePeopleStore::revoke_invitation(
    BookId book, InvitationId id, Instant now, AuditDraft audit, Deadline) {
    for (auto& [hash, invitation] : invitations) {
        if (invitation.book_id == book && invitation.id == id && invitation.is_open(now)) {
            invitation.ended_at = now;
            co_return done(true, audit);
        }
    }
    co_return false;
}

Awaitable<PeopleStore::AcceptOutcome> FakePeopleStore::accept_invitation(
    Acceptance acceptance, AuditDraft audit, Deadline deadline) {
    const auto found = invitations.find(acceptance.token_hash);
    if (found == invitations.end() || !found->second.is_open(acceptance.now)) {
        co_return AcceptOutcome::not_open;
    }
    const std::optional<Membership> maker = co_await identities_.find_membership(
        UserId{found->second.created_by.id}, found->second.book_id, deadline);
    if (!found->second.is_backed_by(maker ? std::optional(maker->role) : std::nullopt)) {
        co_return AcceptOutcome::not_open;
    }
    UserId user;
    if (const auto* const fresh = std::get_if<UserCredentials>(&acceptance.who)) {
        user = fresh->user.id;
        const auto made = co_await identities_.create_user(
            *fresh, IdentityStore::NewUserRule::any, deadline);
        if (made != IdentityStore::NewUserOutcome::created) {
            co_return AcceptOutcome::email_taken;
        }
    } else {
        user = std::get<UserId>(acceptance.who);
    }
    const MemberOutcome outcome = co_await identities_.put_member(
        found->second.book_id, user, found->second.membership, deadline);
    if (outcome != MemberOutcome::done) {
        co_return outcome == MemberOutcome::last_owner ? AcceptOutcome::last_owner
                                                       : AcceptOutcome::no_such_user;
    }
    found->second.ended_at = acceptance.now;
    found->second.accepted_by = Named{user.bytes, acceptance.name};
    done(true, audit);
    co_return AcceptOutcome::accepted;
}

Awaitable<bool> FakePeopleStore::create_api_key(
    ApiKey key, Hash256 token_hash, std::size_t active_max, AuditDraft audit, Deadline) {
    const auto active = std::ranges::count_if(keys, [&](const auto& entry) {
        return entry.second.book_id == key.book_id && entry.second.is_active(key.created_at);
    });
    if (static_cast<std::size_t>(active) >= active_max) {
        co_return false;
    }
    keys.insert_or_assign(token_hash, std::move(key));
    co_return done(true, audit);
}

Awaitable<std::vector<ApiKey>> FakePeopleStore::list_api_keys(
    BookId book, std::optional<ApiKeyId> after, std::size_t limit, Deadline) {
    std::vector<ApiKey> found;
    for (const auto& [hash, key] : keys) {
        if (key.book_id == book && (!after || key.id < *after)) {
            found.push_back(key);
        }
    }
    std::ranges::sort(found, std::ranges::greater{}, &ApiKey::id);
    found.resize(std::min(found.size(), limit));
    co_return found;
}

Awaitable<std::optional<ApiKey>> FakePeopleStore::find_api_key(Hash256 token_hash, Deadline) {
    const auto found = keys.find(token_hash);
    co_return found == keys.end() ? std::nullopt : std::optional(found->second);
}

Awaitable<std::optional<ApiKey>> FakePeopleStore::find_api_key(ApiKeyId id, Deadline) {
    for (const auto& [hash, key] : keys) {
        if (key.id == id) {
            co_return key;
        }
    }
    co_return std::nullopt;
}

Awaitable<bool> FakePeopleStore::revoke_api_key(
    BookId book, ApiKeyId id, Instant now, AuditDraft audit, Deadline) {
    for (auto& [hash, key] : keys) {
        if (key.book_id == book && key.id == id && key.is_active(now)) {
            key.revoked_at = now;
            co_return done(true, audit);
        }
    }
    co_return false;
}

Awaitable<void> FakePeopleStore::note_api_key_use(ApiKeyId id, Instant now, Deadline) {
    for (auto& [hash, key] : keys) {
        if (key.id == id) {
            key.last_used_at = now;
        }
    }
    co_return;
}

}  // namespace arus::app::detail
