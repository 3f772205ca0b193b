// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/people_reads.hpp"

#include "arus/adapters/mysql/detail/people_queries.hpp"

#include <algorithm>

namespace arus::mysql {

namespace {

/// The place behind every id.
template <class TypedId>
TypedId place_before(const std::optional<TypedId>& after) {
    TypedId last;
    last.bytes.fill(0xff);
    return after.value_or(last);
}

std::optional<app::ApiKey> first_api_key_of(Rows rows) {
    return rows.next() ? std::optional(api_key_of(rows)) : std::nullopt;
}

}  // namespace

Awaitable<std::optional<app::PasswordReset>> find_password_reset(
    Connection& connection, const Hash256& token_hash) {
    auto rows = co_await connection.execute(queries::find_password_reset, token_hash);
    if (!rows.next()) {
        co_return std::nullopt;
    }
    const auto found = password_reset_of(rows);
    co_return found;
}

Awaitable<std::vector<app::SessionOnDevice>> list_sessions(
    Connection& connection, UserId user, Instant now) {
    auto rows = co_await connection.execute(queries::list_sessions, user, now);
    std::vector<app::SessionOnDevice> sessions;
    while (rows.next()) {
        sessions.push_back(session_on_device_of(rows));
    }
    co_return sessions;
}

Awaitable<std::optional<app::TotpRecord>> find_totp(Connection& connection, UserId user) {
    auto rows = co_await connection.execute(queries::find_totp, user);
    if (!rows.next()) {
        co_return std::nullopt;
    }
    app::TotpRecord found;
    found.secret = rows.string(0);
    found.begun_at = rows.instant(1);
    found.confirmed_at = rows.optional_instant(2);
    found.last_step = rows.count(3);
    auto count = co_await connection.execute(queries::count_recovery_codes, user);
    found.recovery_codes_left = count.next() ? static_cast<std::size_t>(count.count(0)) : 0;
    co_return found;
}

Awaitable<std::optional<app::Invitation>> find_invitation(
    Connection& connection, const Hash256& token_hash) {
    auto rows = co_await connection.execute(queries::find_invitation, token_hash);
    if (!rows.next()) {
        co_return std::nullopt;
    }
    co_return invitation_of(rows);
}

Awaitable<std::vector<app::Invitation>> list_invitations(
    Connection& connection, BookId book, const std::optional<app::InvitationId>& after,
    std::size_t limit) {
    const app::InvitationId before = place_before(after);
    auto rows = co_await connection.execute(queries::list_invitations, book, before, limit);
    std::vector<app::Invitation> invitations;
    while (rows.next()) {
        invitations.push_back(invitation_of(rows));
    }
    co_return invitations;
}

Awaitable<std::optional<app::ApiKey>> find_api_key(
    Connection& connection, const Hash256& token_hash) {
    auto rows = co_await connection.execute(queries::find_api_key, token_hash);
    co_return first_api_key_of(std::move(rows));
}

Awaitable<std::optional<app::ApiKey>> find_api_key(Connection& connection, app::ApiKeyId id) {
    auto rows = co_await connection.execute(queries::find_api_key_by_id, id);
    co_return first_api_key_of(std::move(rows));
}

Awaitable<std::vector<app::ApiKey>> list_api_keys(
    Connection& connection, BookId book, const std::optional<app::ApiKeyId>& after,
    std::size_t limit) {
    const app::ApiKeyId before = place_before(after);
    auto rows = co_await connection.execute(queries::list_api_keys, book, before, limit);
    std::vector<app::ApiKey> keys;
    while (rows.next()) {
        keys.push_back(api_key_of(rows));
    }
    co_return keys;
}

}  // namespace arus::mysql
