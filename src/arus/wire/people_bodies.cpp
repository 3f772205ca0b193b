// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/people_bodies.hpp"

#include "arus/app/people/totp.hpp"
#include "arus/wire/body.hpp"
#include "arus/wire/outlet_ids.hpp"

namespace arus::wire {

namespace {

constexpr TextRule name_rule{1, 120};
constexpr TextRule any_password_rule{1, 200};
constexpr TextRule new_password_rule{10, 200};
constexpr TextRule totp_rule{6, 20};
constexpr TextRule token_rule{16, 256};

std::optional<std::string> parse_locale(std::string_view text) {
    return text == "id" || text == "en" ? std::optional<std::string>(text) : std::nullopt;
}

std::optional<app::Role> parse_key_role(std::string_view text) {
    const auto role = app::parse_role(text);
    return role == app::Role::owner ? std::nullopt : role;
}

std::string required(ObjectReader& reader, std::string_view name, TextRule rule) {
    return reader.text(name, rule, Presence::required).value_or("");
}

}  // namespace

Result<app::ProfileChange> read_profile_change(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        app::ProfileChange change;
        change.name = reader.text("name", name_rule, Presence::optional);
        change.locale = reader.choice("locale", parse_locale, Presence::optional);
        return change;
    });
}

Result<PasswordChangeBody> read_password_change(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        PasswordChangeBody change;
        change.current = required(reader, "current_password", any_password_rule);
        change.password = required(reader, "password", new_password_rule);
        return change;
    });
}

Result<PasswordResetBody> read_password_reset(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        PasswordResetBody reset;
        reset.token = required(reader, "token", token_rule);
        reset.password = required(reader, "password", new_password_rule);
        return reset;
    });
}

Result<std::string> read_password_confirmation(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        return required(reader, "password", any_password_rule);
    });
}

Result<std::string> read_totp_code(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        std::string code = required(reader, "totp", {0, 64});
        if (!app::is_totp_code(code) && reader.has("totp")) {
            reader.fault("totp", "pattern", "must be six digits");
        }
        return code;
    });
}

Result<TotpRemovalBody> read_totp_removal(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        TotpRemovalBody removal;
        removal.password = required(reader, "password", any_password_rule);
        removal.totp = required(reader, "totp", totp_rule);
        return removal;
    });
}

Result<std::string> read_invitation_token(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        return required(reader, "token", token_rule);
    });
}

Result<app::InvitationDraft> read_invitation_draft(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings& findings) {
        app::InvitationDraft draft;
        const auto role = reader.choice("role", app::parse_role, Presence::required);
        draft.membership.role = role.value_or(app::Role::viewer);
        draft.membership.outlet_ids = read_outlet_ids(reader, findings, Presence::required);
        draft.note = reader.text("note", name_rule, Presence::optional);
        return draft;
    });
}

Result<app::ApiKeyDraft> read_api_key_draft(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings& findings) {
        app::ApiKeyDraft draft;
        draft.name = required(reader, "name", name_rule);
        draft.membership.role = reader.choice("role", parse_key_role, Presence::required)
                                    .value_or(app::Role::viewer);
        draft.read_only = reader.boolean("read_only", Presence::optional).value_or(false);
        draft.membership.outlet_ids = read_outlet_ids(reader, findings, Presence::optional);
        draft.expires_at = reader.instant("expires_at", Presence::optional);
        return draft;
    });
}

}  // namespace arus::wire
