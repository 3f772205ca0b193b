// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/operator_acts.hpp"

#include "arus/app/people/authentication.hpp"

#include <algorithm>
#include <utility>

namespace arus::app {

namespace {

constexpr std::string_view reset_prefix = "arus_r_";
constexpr std::chrono::microseconds reset_life = std::chrono::hours(1);

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return text;
}

AuditDraft draft_of(const User& user, std::string action, Instant now) {
    AuditDraft draft;
    draft.at = now;
    draft.actor = AuditDraft::Actor::operator_;
    draft.actor_name = "command line";
    draft.action = std::move(action);
    draft.subject_kind = "user";
    draft.subject_id = user.id.bytes;
    return draft;
}

}  // namespace

Awaitable<std::optional<std::string>> make_password_reset(
    OperatorParts parts, std::string email, Deadline deadline) {
    const auto found = co_await parts.identities.find_user_by_email(
        lower_case(std::move(email)), deadline);
    if (!found) {
        co_return std::nullopt;
    }
    std::string token = make_token(reset_prefix);
    const Instant now = parts.clock.now();
    const PasswordReset reset{sha256(token), found->user.id, now, {now.us + reset_life.count()}};
    AuditDraft entry = draft_of(found->user, "password.reset_link_made", now);
    co_await parts.people.create_password_reset(reset, std::move(entry), deadline);
    co_return token;
}

Awaitable<bool> set_password_of(
    OperatorParts parts, std::string email, std::string password_hash, Deadline deadline) {
    const auto found = co_await parts.identities.find_user_by_email(
        lower_case(std::move(email)), deadline);
    if (!found) {
        co_return false;
    }
    PeopleStore::NewPassword fresh;
    fresh.user_id = found->user.id;
    fresh.password_hash = std::move(password_hash);
    AuditDraft entry = draft_of(found->user, "password.changed", parts.clock.now());
    co_return co_await parts.people.set_password(std::move(fresh), std::move(entry), deadline);
}

Awaitable<bool> drop_totp_of(OperatorParts parts, std::string email, Deadline deadline) {
    const auto found = co_await parts.identities.find_user_by_email(
        lower_case(std::move(email)), deadline);
    if (!found) {
        co_return false;
    }
    AuditDraft entry = draft_of(found->user, "totp.disabled", parts.clock.now());
    co_await parts.people.remove_totp(found->user.id, std::move(entry), deadline);
    co_return true;
}

}  // namespace arus::app
