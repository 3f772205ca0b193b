// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/people_reads.hpp"

#include "arus/adapters/mysql/detail/people_queries.hpp"

#include <algorithm>

namespace arus::mysql {

namespace {

constexpr std::size_t id_bytes = 16;

/// The place behind every id.
template <class TypedId>
TypedId place_before(const std::optional<TypedId>& after) {
    TypedId last;
    last.bytes.fill(0xff);
    return after.value_or(last);
}

std::vector<OutletId> outlets_of(std::string_view bytes) {
    if (bytes.size() % id_bytes != 0) {
        throw_corrupt("outlets of an invitation or key");
    }
    std::vector<OutletId> outlets(bytes.size() / id_bytes);
    for (OutletId& outlet : outlets) {
        std::copy_n(bytes.begin(), id_bytes, outlet.bytes.begin());
        bytes.remove_prefix(id_bytes);
    }
    return outlets;
}

app::Named named_of(const Rows& rows, std::size_t id_column, std::size_t name_column) {
    return {rows.id<UserId>(id_column).bytes, rows.string(name_column)};
}

app::ApiKey api_key_of(const Rows& rows) {
    app::ApiKey found;
    found.id = rows.id<app::ApiKeyId>(0);
    found.book_id = rows.id<BookId>(1);
    found.name = rows.string(2);
    found.prefix = rows.string(3);
    found.membership.role = parsed(app::parse_role(rows.text(4)), "role of an API key");
    found.read_only = rows.boolean(5);
    found.membership.outlet_ids = outlets_of(rows.text(6));
    found.created_by = named_of(rows, 7, 8);
    found.created_at = rows.instant(9);
    found.expires_at = rows.instant(10);
    found.last_used_at = rows.optional_instant(11);
    found.revoked_at = rows.optional_instant(12);
    return found;
}

std::optional<app::ApiKey> first_api_key_of(Rows rows) {
    return rows.next() ? std::optional(api_key_of(rows)) : std::nullopt;
}

}  // namespace

std::string bytes_of(const std::vector<OutletId>& outlets) {
    std::string bytes;
    for (const OutletId& outlet : outlets) {
        bytes.append(outlet.bytes.begin(), outlet.bytes.end());
    }
    return bytes;
}

app::Invitation invitation_of(const Rows& rows) {
    app::Invitation found;
    found.id = rows.id<app::InvitationId>(0);
    found.book_id = rows.id<BookId>(1);
    found.membership.role = parsed(app::parse_role(rows.text(2)), "role of an invitation");
    found.membership.outlet_ids = outlets_of(rows.text(3));
    found.note = rows.optional_string(4);
    found.created_by = named_of(rows, 5, 6);
    found.created_at = rows.instant(7);
    found.expires_at = rows.instant(8);
    if (!rows.is_null(9)) {
        found.accepted_by = named_of(rows, 9, 10);
    }
    found.ended_at = rows.optional_instant(11);
    return found;
}

Awaitable<std::optional<app::PasswordReset>> find_password_reset(
    Connection& connection, const Hash256& token_hash) {
    auto rows = co_await connection.execute(queries::find_password_reset, token_hash);
    if (!rows.next()) {
        co_return std::nullopt;
    }
    const app::PasswordReset found{
        rows.hash(0), rows.id<UserId>(1), rows.instant(2), rows.instant(3)};
    co_return found;
}

Awaitable<std::vector<app::SessionOnDevice>> list_sessions(
    Connection& connection, UserId user, Instant now) {
    auto rows = co_await connection.execute(queries::list_sessions, user, now);
    std::vector<app::SessionOnDevice> sessions;
    while (rows.next()) {
        app::SessionOnDevice found;
        found.session.token_hash = rows.hash(0);
        found.session.user_id = rows.id<UserId>(1);
        found.session.created_at = rows.instant(2);
        found.session.expires_at = rows.instant(3);
        found.session.last_used_at = rows.instant(4);
        found.session.device_id = rows.optional_id<DeviceId>(5);
        found.session.address = rows.string(6);
        found.user_agent = rows.string(7);
        sessions.push_back(std::move(found));
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
