// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/book_bodies.hpp"

#include "arus/wire/body.hpp"
#include "arus/wire/outlet_ids.hpp"

#include <algorithm>
#include <array>

namespace arus::wire {

namespace {

constexpr TextRule name_rule{1, 120};
constexpr TextRule email_rule{3, 254};
constexpr TextRule password_rule{10, 200};
constexpr TextRule setup_code_rule{1, 64};
constexpr TextRule token_rule{16, 256};
constexpr TextRule totp_rule{6, 20};
constexpr TextRule zone_rule{1, 64};
constexpr TextRule reason_rule{1, 200};
constexpr std::size_t outlets_max = 200;

std::optional<std::string> parse_locale(std::string_view text) {
    return text == "id" || text == "en" ? std::optional<std::string>(text) : std::nullopt;
}

std::optional<std::string> parse_template(std::string_view text) {
    const bool known = text == "umkm" || text == "minimal" || text == "none";
    return known ? std::optional<std::string>(text) : std::nullopt;
}

/// `MM-DD` of a day that every year has.
bool is_month_day(std::string_view text) {
    return text.size() == 5 && parse_date("2001-" + std::string(text)).has_value();
}

std::optional<std::string> read_currency(ObjectReader& reader, Presence presence) {
    auto currency = reader.text("currency", {0, 64}, presence);
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (currency && (currency->size() != 3 || !std::ranges::all_of(*currency, is_capital))) {
        reader.fault("currency", "pattern", "must be three capital letters as in IDR");
        return std::nullopt;
    }
    return currency;
}

std::optional<std::string> read_zone(ObjectReader& reader, Presence presence) {
    auto zone = reader.text("time_zone", zone_rule, presence);
    if (zone && !is_time_zone(*zone)) {
        reader.fault("time_zone", "enum", "is not a time zone of the IANA database");
        return std::nullopt;
    }
    return zone;
}

std::optional<std::string> read_fiscal_year_start(ObjectReader& reader) {
    auto day = reader.text("fiscal_year_start", {0, 64}, Presence::optional);
    if (day && !is_month_day(*day)) {
        reader.fault(
            "fiscal_year_start", "pattern", "must be a month and a day as in 01-01, and not 02-29");
        return std::nullopt;
    }
    return day;
}

std::optional<int> read_exponent(ObjectReader& reader) {
    const auto exponent = reader.integer("exponent", 0, 4, Presence::optional);
    return exponent ? std::optional(static_cast<int>(*exponent)) : std::nullopt;
}

app::BookDraft read_book(ObjectReader& reader) {
    app::BookDraft draft;
    draft.name = reader.text("name", name_rule, Presence::required).value_or("");
    draft.currency = read_currency(reader, Presence::required).value_or("");
    draft.exponent = read_exponent(reader);
    draft.time_zone = read_zone(reader, Presence::required).value_or("");
    draft.chart_template = reader.choice("template", parse_template, Presence::required)
                               .value_or("");
    draft.fiscal_year_start = read_fiscal_year_start(reader);
    return draft;
}

}  // namespace

std::vector<OutletId> read_outlet_ids(ObjectReader& reader, Findings& findings, Presence presence) {
    std::vector<OutletId> ids;
    const JsonNode* const array = reader.array("outlet_ids", outlets_max, presence);
    if (array == nullptr) {
        return ids;
    }
    const Path here{&reader.path(), "outlet_ids"};
    std::size_t index = 0;
    for (auto i = array->first_child; i != JsonNode::none;
         i = reader.document().node(i).next_sibling, ++index) {
        const JsonNode& node = reader.document().node(i);
        const Path at{&here, {}, index, true};
        const auto bytes = node.kind == JsonNode::Kind::string ? parse_lower_uuid(node.text)
                                                               : std::nullopt;
        if (node.kind != JsonNode::Kind::string) {
            findings.add(at.pointer(), "type", "must be a string");
        } else if (!bytes) {
            findings.add(at.pointer(), "pattern", "must be a UUID in lower case");
        } else if (std::ranges::find(ids, OutletId{*bytes}) != ids.end()) {
            findings.add(at.pointer(), "conflict", "stands there twice");
        } else {
            ids.push_back(OutletId{*bytes});
        }
    }
    return ids;
}

Result<app::RegisterRequest> read_register(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings& findings) {
        app::RegisterRequest request;
        request.email = reader.text("email", email_rule, Presence::required).value_or("");
        if (!request.email.empty() && !is_email(request.email)) {
            reader.fault("email", "pattern", "must be an e-mail address");
        }
        request.password = reader.text("password", password_rule, Presence::required).value_or("");
        request.name = reader.text("name", name_rule, Presence::required).value_or("");
        request.locale = reader.choice("locale", parse_locale, Presence::optional).value_or("id");
        request.setup_code = reader.text("setup_code", setup_code_rule, Presence::optional);
        request.invitation = reader.text("invitation", token_rule, Presence::optional);
        if (request.invitation && reader.has("book")) {
            reader.fault("invitation", "conflict", "does not go with a book of one's own");
        }
        if (const JsonNode* const book = reader.object("book", Presence::optional)) {
            const Path at{&reader.path(), "book"};
            ObjectReader inner(reader.document(), *book, at, findings);
            request.book = read_book(inner);
            inner.finish();
        }
        return request;
    });
}

Result<app::LoginRequest> read_login(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        app::LoginRequest request;
        request.email = reader.text("email", {1, 254}, Presence::required).value_or("");
        request.password = reader.text("password", {1, 200}, Presence::required).value_or("");
        request.totp = reader.text("totp", totp_rule, Presence::optional);
        return request;
    });
}

Result<app::BookDraft> read_book_draft(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        return read_book(reader);
    });
}

Result<BookPatch> read_book_change(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        BookPatch patch;
        ledger::BookChange& change = patch.change;
        change.name = reader.text("name", name_rule, Presence::optional);
        change.currency = read_currency(reader, Presence::optional);
        change.exponent = read_exponent(reader);
        change.time_zone = read_zone(reader, Presence::optional);
        change.fiscal_year_start = read_fiscal_year_start(reader);
        if (reader.is_null("lock_date")) {
            change.lock_date.emplace(std::nullopt);
        } else if (const auto date = reader.date("lock_date", Presence::optional)) {
            change.lock_date.emplace(*date);
        }
        patch.reason = reader.text("reason", reason_rule, Presence::optional);
        return patch;
    });
}

Result<app::MemberChange> read_member(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings& findings) {
        app::MemberChange change;
        const auto role = reader.choice("role", app::parse_role, Presence::required);
        change.role = role.value_or(app::Role::viewer);
        change.outlet_ids = read_outlet_ids(reader, findings, Presence::required);
        if (role && !findings.any()) {
            if (*role == app::Role::cashier && change.outlet_ids.empty()) {
                reader.fault(
                    "outlet_ids", "too_short", "must name at least one outlet for a cashier");
            } else if (*role != app::Role::cashier && !change.outlet_ids.empty()) {
                reader.fault("outlet_ids", "too_long", "must be empty for every role but cashier");
            }
        }
        return change;
    });
}

}  // namespace arus::wire
