// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/people_store.hpp"
#include "arus/records/outlet_list.hpp"

// Sessions, invitations and API keys.
namespace arus::records {

template <class Rows>
app::Named named_of(const Rows& rows, int id_column, int name_column) {
    return {rows.template id<UserId>(id_column).bytes, rows.string(name_column)};
}

/// Columns: queries::find_invitation.
template <class Rows>
app::Invitation invitation_of(const Rows& rows) {
    app::Invitation found;
    found.id = rows.template id<app::InvitationId>(0);
    found.book_id = rows.template id<BookId>(1);
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

/// Columns: queries::find_api_key.
template <class Rows>
app::ApiKey api_key_of(const Rows& rows) {
    app::ApiKey found;
    found.id = rows.template id<app::ApiKeyId>(0);
    found.book_id = rows.template id<BookId>(1);
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

/// Columns: queries::list_sessions.
template <class Rows>
app::SessionOnDevice session_on_device_of(const Rows& rows) {
    app::SessionOnDevice found;
    found.session.token_hash = rows.hash(0);
    found.session.user_id = rows.template id<UserId>(1);
    found.session.created_at = rows.instant(2);
    found.session.expires_at = rows.instant(3);
    found.session.last_used_at = rows.instant(4);
    found.session.device_id = rows.template optional_id<DeviceId>(5);
    found.session.address = rows.string(6);
    found.user_agent = rows.string(7);
    return found;
}

/// Columns: queries::find_password_reset.
template <class Rows>
app::PasswordReset password_reset_of(const Rows& rows) {
    return {rows.hash(0), rows.template id<UserId>(1), rows.instant(2), rows.instant(3)};
}

}  // namespace arus::records
