// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/people_replies.hpp"

#include "arus/base/json_writer.hpp"

namespace arus::wire {

namespace {

void write_instant(JsonWriter& json, std::string_view name, const std::optional<Instant>& at) {
    if (at) {
        json.field(name, instant_text(*at));
    } else {
        json.key(name).null();
    }
}

void write_named(JsonWriter& json, std::string_view name, const std::optional<app::Named>& who) {
    json.key(name);
    if (!who) {
        json.null();
        return;
    }
    json.begin_object().field("id", uuid_text(who->id)).field("name", who->name).end_object();
}

void write_outlets(JsonWriter& json, const std::vector<OutletId>& outlets) {
    json.key("outlet_ids").begin_array();
    for (const OutletId& outlet : outlets) {
        json.string(outlet.text());
    }
    json.end_array();
}

template <class T, class Write>
std::string page_reply(const app::Page<T>& page, Write write) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("items").begin_array();
    for (const T& item : page.items) {
        write(json, item);
    }
    json.end_array().field("next_cursor", page.next_cursor).end_object();
    return out;
}

std::string_view status_of(const app::Invitation& invitation, bool is_backed, Instant now) {
    if (invitation.is_open(now)) {
        return is_backed ? "open" : "suspended";
    }
    if (invitation.accepted_by) {
        return "accepted";
    }
    return invitation.ended_at ? "revoked" : "expired";
}

void write_invitation(
    JsonWriter& json, const app::Invitation& invitation, bool is_backed, Instant now) {
    json.begin_object().field("id", invitation.id.text());
    json.field("role", app::text_of(invitation.membership.role));
    write_outlets(json, invitation.membership.outlet_ids);
    json.field("note", invitation.note).field("status", status_of(invitation, is_backed, now));
    write_instant(json, "created_at", invitation.created_at);
    write_named(json, "created_by", invitation.created_by);
    write_instant(json, "expires_at", invitation.expires_at);
    write_named(json, "accepted_by", invitation.accepted_by);
    write_instant(json, "ended_at", invitation.ended_at);
    json.end_object();
}

void write_api_key(JsonWriter& json, const app::ApiKey& key, Instant now) {
    json.begin_object().field("id", key.id.text()).field("name", key.name);
    json.field("prefix", key.prefix).field("role", app::text_of(key.membership.role));
    json.field("read_only", key.read_only);
    write_outlets(json, key.membership.outlet_ids);
    json.field("status", key.revoked_at ? "revoked" : key.is_active(now) ? "active" : "expired");
    write_instant(json, "created_at", key.created_at);
    write_named(json, "created_by", key.created_by);
    write_instant(json, "expires_at", key.expires_at);
    write_instant(json, "last_used_at", key.last_used_at);
    write_instant(json, "ended_at", key.revoked_at);
    json.end_object();
}

}  // namespace

std::string session_list_reply(const std::vector<app::MySession>& sessions) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("items").begin_array();
    for (const app::MySession& mine : sessions) {
        const app::Session& session = mine.on_device.session;
        json.begin_object().field("id", mine.id.text()).field("current", mine.is_current);
        write_instant(json, "created_at", session.created_at);
        write_instant(json, "last_used_at", session.last_used_at);
        write_instant(json, "expires_at", session.expires_at);
        json.field("address", session.address).key("device_id");
        if (session.device_id) {
            json.string(session.device_id->text());
        } else {
            json.null();
        }
        json.field("user_agent", mine.on_device.user_agent).end_object();
    }
    json.end_array().end_object();
    return out;
}

std::string sessions_ended_reply(std::size_t ended) {
    std::string out;
    JsonWriter(out).begin_object().field("ended", ended).end_object();
    return out;
}

std::string totp_state_reply(const app::TotpState& state) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().field("enabled", state.since.has_value());
    write_instant(json, "since", state.since);
    json.field("recovery_codes_left", state.recovery_codes_left).end_object();
    return out;
}

std::string totp_setup_reply(const app::TotpSetup& setup) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().field("secret", setup.secret).field("uri", setup.uri).end_object();
    return out;
}

std::string recovery_codes_reply(const std::vector<std::string>& codes) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("recovery_codes").begin_array();
    for (const std::string& code : codes) {
        json.string(code);
    }
    json.end_array().end_object();
    return out;
}

std::string invitation_list_reply(const app::Page<app::InvitationRow>& page, Instant now) {
    return page_reply(page, [now](JsonWriter& json, const app::InvitationRow& row) {
        write_invitation(json, row.invitation, row.is_backed, now);
    });
}

std::string invitation_made_reply(const app::InvitationMade& made, Instant now) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("invitation");
    write_invitation(json, made.invitation, true, now);
    json.field("token", made.token).end_object();
    return out;
}

std::string invitation_view_reply(const app::InvitationView& view) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().field("book_name", view.book_name);
    json.field("role", app::text_of(view.role)).key("outlets").begin_array();
    for (const std::string& outlet : view.outlets) {
        json.string(outlet);
    }
    json.end_array().field("invited_by", view.invited_by);
    write_instant(json, "expires_at", view.expires_at);
    json.field("may_register", view.may_register).end_object();
    return out;
}

std::string api_key_list_reply(const app::Page<app::ApiKey>& page, Instant now) {
    return page_reply(
        page, [now](JsonWriter& json, const app::ApiKey& key) { write_api_key(json, key, now); });
}

std::string api_key_made_reply(const app::ApiKeyMade& made, Instant now) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("api_key");
    write_api_key(json, made.key, now);
    json.field("token", made.token).end_object();
    return out;
}

std::string audit_list_reply(const app::Page<app::AuditRecord>& page) {
    return page_reply(page, [](JsonWriter& json, const app::AuditRecord& record) {
        json.begin_object().key("entry").raw(record.data);
        json.field("hash", hex_of(record.hash)).end_object();
    });
}

}  // namespace arus::wire
