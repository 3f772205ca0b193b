// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/account_bodies.hpp"

#include "arus/wire/body.hpp"

#include <algorithm>

namespace arus::wire {

namespace {

using ledger::AccountSubtype;
using ledger::AccountType;

constexpr TextRule name_rule{1, 120};
constexpr TextRule phone_rule{1, 40};
constexpr TextRule email_rule{3, 254};
constexpr TextRule note_rule{1, 500};

AccountSubtype default_subtype(AccountType type) {
    switch (type) {
        case AccountType::income:
            return AccountSubtype::other_income;
        case AccountType::expense:
            return AccountSubtype::operating;
        default:
            return AccountSubtype::other;
    }
}

std::optional<std::string> read_email(ObjectReader& reader, Presence presence) {
    auto email = reader.text("email", email_rule, presence);
    if (email && !is_email(*email)) {
        reader.fault("email", "pattern", "must be an e-mail address");
        return std::nullopt;
    }
    return email;
}

/// A member that may become null: absent is no change.
template <class Value, class Read>
std::optional<std::optional<Value>> nullable(
    ObjectReader& reader, std::string_view name, Read read) {
    if (reader.is_null(name)) {
        return std::optional<std::optional<Value>>(std::in_place, std::nullopt);
    }
    if (auto value = read()) {
        return std::optional<std::optional<Value>>(std::in_place, std::move(*value));
    }
    return std::nullopt;
}

}  // namespace

Result<ledger::AccountDraft> read_account_draft(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        ledger::AccountDraft draft;
        ledger::Account& account = draft.account;
        account.code = reader.code("code", Presence::required).value_or("");
        account.name = reader.text("name", name_rule, Presence::required).value_or("");
        account.type = reader.choice("type", ledger::parse_account_type, Presence::required)
                           .value_or(AccountType::asset);
        account.subtype = reader
                              .choice("subtype", ledger::parse_account_subtype, Presence::optional)
                              .value_or(default_subtype(account.type));
        account.parent_id = reader.id<AccountId>("parent_id", Presence::optional_or_null);
        draft.min_balance = reader.any_text("min_balance", Presence::optional_or_null);
        return draft;
    });
}

Result<ledger::AccountChange> read_account_change(std::string_view body, AccountId id) {
    return read_body(body, EmptyBody::refused, [id](ObjectReader& reader, Findings&) {
        ledger::AccountChange change;
        change.id = id;
        change.name = reader.text("name", name_rule, Presence::optional);
        change.subtype = reader.choice(
            "subtype", ledger::parse_account_subtype, Presence::optional);
        change.parent_id = nullable<AccountId>(reader, "parent_id", [&] {
            return reader.id<AccountId>("parent_id", Presence::optional);
        });
        change.min_balance = nullable<std::string>(reader, "min_balance", [&] {
            return reader.any_text("min_balance", Presence::optional);
        });
        change.archived = reader.boolean("archived", Presence::optional);
        return change;
    });
}

Result<ledger::OutletDraft> read_outlet_draft(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        ledger::OutletDraft draft;
        draft.outlet.code = reader.code("code", Presence::required).value_or("");
        draft.outlet.name = reader.text("name", name_rule, Presence::required).value_or("");
        return draft;
    });
}

Result<ledger::OutletChange> read_outlet_change(std::string_view body, OutletId id) {
    return read_body(body, EmptyBody::refused, [id](ObjectReader& reader, Findings&) {
        ledger::OutletChange change;
        change.id = id;
        change.name = reader.text("name", name_rule, Presence::optional);
        change.archived = reader.boolean("archived", Presence::optional);
        return change;
    });
}

Result<ledger::ContactDraft> read_contact_draft(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        ledger::ContactDraft draft;
        draft.contact.code = reader.code("code", Presence::required).value_or("");
        draft.contact.name = reader.text("name", name_rule, Presence::required).value_or("");
        draft.contact.phone = reader.text("phone", phone_rule, Presence::optional_or_null);
        draft.contact.email = read_email(reader, Presence::optional_or_null);
        draft.contact.note = reader.text("note", note_rule, Presence::optional_or_null);
        return draft;
    });
}

Result<ledger::ContactChange> read_contact_change(std::string_view body, ContactId id) {
    return read_body(body, EmptyBody::refused, [id](ObjectReader& reader, Findings&) {
        ledger::ContactChange change;
        change.id = id;
        change.name = reader.text("name", name_rule, Presence::optional);
        change.phone = nullable<std::string>(
            reader, "phone", [&] { return reader.text("phone", phone_rule, Presence::optional); });
        change.email = nullable<std::string>(
            reader, "email", [&] { return read_email(reader, Presence::optional); });
        change.note = nullable<std::string>(
            reader, "note", [&] { return reader.text("note", note_rule, Presence::optional); });
        change.archived = reader.boolean("archived", Presence::optional);
        return change;
    });
}

}  // namespace arus::wire
