// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/job_bodies.hpp"

#include "arus/base/json_writer.hpp"
#include "arus/ledger/money.hpp"
#include "arus/wire/body.hpp"

namespace arus::wire {

namespace {

constexpr TextRule word_rule{1, 20};
/// The largest number that every JSON reader holds exactly.
constexpr std::int64_t position_max = 9'007'199'254'740'991;

std::optional<std::string> parse_locale(std::string_view text) {
    return text == "id" || text == "en" ? std::optional(std::string(text)) : std::nullopt;
}

void read_parameters(ObjectReader& parameters, app::ExportOrder& order) {
    order.from = parameters.date("from", Presence::optional);
    order.to = parameters.date("to", Presence::optional);
    order.as_of = parameters.date("as_of", Presence::optional);
    order.outlet_id = parameters.id<OutletId>("outlet_id", Presence::optional);
    if (const auto sequence = parameters.integer(
            "at_sequence", 0, position_max, Presence::optional)) {
        order.at_sequence = static_cast<std::uint64_t>(*sequence);
    }
    order.interval = parameters.text("interval", word_rule, Presence::optional);
    order.compare = parameters.text("compare", word_rule, Presence::optional);
    order.split = parameters.text("split", word_rule, Presence::optional);
    order.account_id = parameters.id<AccountId>("account_id", Presence::optional);
    order.side = parameters.text("side", word_rule, Presence::optional);
}

std::optional<int> read_number(
    ObjectReader& reader, std::string_view name, std::int64_t min, std::int64_t max) {
    const auto number = reader.integer(name, min, max, Presence::optional);
    return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

template <class AnyId>
std::optional<std::string> text_of_id(const std::optional<AnyId>& id) {
    return id ? std::optional(id->text()) : std::nullopt;
}

void put_number(JsonWriter& json, std::string_view name, const std::optional<int>& number) {
    json.key(name);
    if (number) {
        json.integer(*number);
    } else {
        json.null();
    }
}

void write_rule(JsonWriter& json, const app::NotificationRuleView& view) {
    const app::NotificationRule& rule = view.rule;
    json.begin_object();
    json.field("id", rule.id.text());
    json.field("book_id", rule.book_id.text());
    json.field("kind", app::text_of(rule.kind));
    json.field("account_id", text_of_id(rule.account_id));
    json.field("outlet_id", text_of_id(rule.outlet_id));
    json.field(
        "amount", rule.amount_minor
                      ? std::optional(ledger::amount_text(*rule.amount_minor, view.exponent))
                      : std::nullopt);
    put_number(json, "minutes", rule.minutes);
    put_number(json, "from_hour", rule.from_hour);
    put_number(json, "to_hour", rule.to_hour);
    json.field("active", rule.active);
    json.field("created_at", instant_text(rule.created_at));
    json.end_object();
}

}  // namespace

Result<app::ExportOrder> read_export_order(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings& findings) {
        app::ExportOrder order;
        order.subject = reader.choice("report", app::parse_export_subject, Presence::required)
                            .value_or(app::ExportSubject::journal);
        order.form = reader.choice("format", app::parse_document_form, Presence::required)
                         .value_or(app::DocumentForm::csv);
        if (const JsonNode* const object = reader.object("parameters", Presence::optional)) {
            const Path path{&reader.path(), "parameters"};
            ObjectReader parameters(reader.document(), *object, path, findings);
            read_parameters(parameters, order);
            parameters.finish();
        }
        order.locale = reader.choice("locale", parse_locale, Presence::optional).value_or("");
        return order;
    });
}

Result<Done> read_nothing(std::string_view body) {
    return read_body(
        body, EmptyBody::is_empty_object, [](ObjectReader&, Findings&) { return Done{}; });
}

Result<app::NotificationRuleDraft> read_notification_rule_draft(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        app::NotificationRuleDraft draft;
        draft.kind = reader.choice("kind", app::parse_notification_kind, Presence::required)
                         .value_or(app::NotificationKind::job_finished);
        draft.account_id = reader.id<AccountId>("account_id", Presence::optional);
        draft.outlet_id = reader.id<OutletId>("outlet_id", Presence::optional);
        draft.amount = reader.any_text("amount", Presence::optional);
        draft.minutes = read_number(reader, "minutes", 5, 10'080);
        draft.from_hour = read_number(reader, "from_hour", 0, 23);
        draft.to_hour = read_number(reader, "to_hour", 1, 24);
        return draft;
    });
}

Result<app::NotificationRuleChange> read_notification_rule_change(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        app::NotificationRuleChange change;
        change.amount = reader.any_text("amount", Presence::optional);
        change.minutes = read_number(reader, "minutes", 5, 10'080);
        change.from_hour = read_number(reader, "from_hour", 0, 23);
        change.to_hour = read_number(reader, "to_hour", 1, 24);
        change.active = reader.boolean("active", Presence::optional);
        return change;
    });
}

Result<app::NotificationId> read_up_to(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings&) {
        return reader.id<app::NotificationId>("up_to", Presence::required)
            .value_or(app::NotificationId{});
    });
}

std::string job_list_reply(const app::Page<app::JobRecord>& page) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("items").begin_array();
    for (const app::JobRecord& job : page.items) {
        json.raw(app::encode_job(job));
    }
    json.end_array();
    json.field("next_cursor", page.next_cursor).end_object();
    return out;
}

std::string notification_rule_reply(const app::NotificationRuleView& view) {
    std::string out;
    JsonWriter json(out);
    write_rule(json, view);
    return out;
}

std::string notification_rule_list_reply(const app::Page<app::NotificationRuleView>& page) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("items").begin_array();
    for (const app::NotificationRuleView& view : page.items) {
        write_rule(json, view);
    }
    json.end_array();
    json.field("next_cursor", page.next_cursor).end_object();
    return out;
}

std::string notification_list_reply(const app::NotificationList& list) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("items").begin_array();
    for (const app::Notification& one : list.page.items) {
        json.raw(app::encode_notification(one));
    }
    json.end_array();
    json.field("next_cursor", list.page.next_cursor);
    json.field("unread", list.unread).end_object();
    return out;
}

std::string unread_reply(std::uint64_t unread) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().field("unread", unread).end_object();
    return out;
}

}  // namespace arus::wire
