// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/people_reads.hpp"

#include "arus/adapters/sqlite/detail/people_queries.hpp"

#include <algorithm>

namespace arus::sqlite {

namespace {

/// The place behind every id.
template <class TypedId>
TypedId place_before(const std::optional<TypedId>& after) {
    TypedId last;
    last.bytes.fill(0xff);
    return after.value_or(last);
}

}  // namespace

PeopleReads::PeopleReads(const Connection& connection) :
    find_password_reset_(connection, queries::find_password_reset),
    list_sessions_(connection, queries::list_sessions),
    find_totp_(connection, queries::find_totp),
    count_recovery_codes_(connection, queries::count_recovery_codes),
    find_invitation_(connection, queries::find_invitation),
    list_invitations_(connection, queries::list_invitations),
    find_api_key_(connection, queries::find_api_key),
    find_api_key_by_id_(connection, queries::find_api_key_by_id),
    list_api_keys_(connection, queries::list_api_keys) {
}

std::optional<app::PasswordReset> PeopleReads::find_password_reset(const Hash256& token_hash) {
    auto rows = find_password_reset_.query(token_hash);
    return rows.next() ? std::optional(password_reset_of(rows)) : std::nullopt;
}

std::vector<app::SessionOnDevice> PeopleReads::list_sessions(UserId user, Instant now) {
    std::vector<app::SessionOnDevice> sessions;
    auto rows = list_sessions_.query(user, now);
    while (rows.next()) {
        sessions.push_back(session_on_device_of(rows));
    }
    return sessions;
}

std::optional<app::TotpRecord> PeopleReads::find_totp(UserId user) {
    app::TotpRecord found;
    {
        auto rows = find_totp_.query(user);
        if (!rows.next()) {
            return std::nullopt;
        }
        found.secret = rows.string(0);
        found.begun_at = rows.instant(1);
        found.confirmed_at = rows.optional_instant(2);
        found.last_step = rows.count(3);
    }
    auto count = count_recovery_codes_.query(user);
    found.recovery_codes_left = count.next() ? static_cast<std::size_t>(count.count(0)) : 0;
    return found;
}

std::optional<app::Invitation> PeopleReads::find_invitation(const Hash256& token_hash) {
    auto rows = find_invitation_.query(token_hash);
    return rows.next() ? std::optional(invitation_of(rows)) : std::nullopt;
}

std::vector<app::Invitation> PeopleReads::list_invitations(
    BookId book, const std::optional<app::InvitationId>& after, std::size_t limit) {
    std::vector<app::Invitation> invitations;
    auto rows = list_invitations_.query(book, place_before(after), limit);
    while (rows.next()) {
        invitations.push_back(invitation_of(rows));
    }
    return invitations;
}

std::optional<app::ApiKey> PeopleReads::find_api_key(const Hash256& token_hash) {
    auto rows = find_api_key_.query(token_hash);
    return rows.next() ? std::optional(api_key_of(rows)) : std::nullopt;
}

std::optional<app::ApiKey> PeopleReads::find_api_key(app::ApiKeyId id) {
    auto rows = find_api_key_by_id_.query(id);
    return rows.next() ? std::optional(api_key_of(rows)) : std::nullopt;
}

std::vector<app::ApiKey> PeopleReads::list_api_keys(
    BookId book, const std::optional<app::ApiKeyId>& after, std::size_t limit) {
    std::vector<app::ApiKey> keys;
    auto rows = list_api_keys_.query(book, place_before(after), limit);
    while (rows.next()) {
        keys.push_back(api_key_of(rows));
    }
    return keys;
}

}  // namespace arus::sqlite
