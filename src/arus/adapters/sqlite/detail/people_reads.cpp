// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/people_reads.hpp"

#include "arus/adapters/sqlite/detail/people_queries.hpp"

#include <algorithm>

namespace arus::sqlite {

namespace {

constexpr std::size_t id_bytes = 16;

/// The place behind every id.
template <class TypedId>
TypedId place_before(const std::optional<TypedId>& after) {
    TypedId last;
    last.bytes.fill(0xff);
    return after.value_or(last);
}

app::Named named_of(const Rows& rows, int id_column, int name_column) {
    return {rows.id<UserId>(id_column).bytes, rows.string(name_column)};
}

}  // namespace

std::string bytes_of(const std::vector<OutletId>& outlets) {
    std::string bytes;
    for (const OutletId& outlet : outlets) {
        bytes.append(outlet.bytes.begin(), outlet.bytes.end());
    }
    return bytes;
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

app::PasswordReset password_reset_of(const Rows& rows) {
    return {rows.hash(0), rows.id<UserId>(1), rows.instant(2), rows.instant(3)};
}

app::SessionOnDevice session_on_device_of(const Rows& rows) {
    app::SessionOnDevice found;
    found.session.token_hash = rows.hash(0);
    found.session.user_id = rows.id<UserId>(1);
    found.session.created_at = rows.instant(2);
    found.session.expires_at = rows.instant(3);
    found.session.last_used_at = rows.instant(4);
    found.session.device_id = rows.optional_id<DeviceId>(5);
    found.session.address = rows.string(6);
    found.user_agent = rows.string(7);
    return found;
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
