// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/import_bodies.hpp"

#include "arus/base/json_writer.hpp"
#include "arus/wire/body.hpp"

namespace arus::wire {

namespace {

constexpr std::int64_t column_max = 255;
constexpr std::int64_t header_rows_max = 50;
constexpr std::size_t rules_max = 200;
constexpr TextRule contains_rule{1, 120};

/// One of the marks of a list.
template <char... marks>
std::optional<char> parse_mark(std::string_view text) {
    const bool fits = text.size() == 1 && ((text.front() == marks) || ...);
    return fits ? std::optional(text.front()) : std::nullopt;
}

std::optional<char> parse_quote(std::string_view text) {
    return text.empty() ? std::optional('\0') : parse_mark<'"', '\''>(text);
}

std::optional<bool> parse_sign(std::string_view text) {
    if (text == "as_is") {
        return false;
    }
    return text == "inverted" ? std::optional(true) : std::nullopt;
}

std::optional<ledger::IfLocked> parse_if_locked(std::string_view text) {
    if (text == "refuse") {
        return ledger::IfLocked::refuse;
    }
    return text == "next_open_day" ? std::optional(ledger::IfLocked::next_open_day) : std::nullopt;
}

imports::Columns read_columns(ObjectReader& reader) {
    imports::Columns columns;
    for (std::size_t i = 0; i < imports::field_count; ++i) {
        const auto field = static_cast<imports::Field>(i);
        if (const auto at = reader.integer(
                imports::text_of(field), 0, column_max, Presence::optional)) {
            columns.set(field, static_cast<std::size_t>(*at));
        }
    }
    return columns;
}

std::vector<imports::Rule> read_rules(
    ObjectReader& reader, const JsonNode& array, Findings& findings) {
    std::vector<imports::Rule> rules;
    const Path here{&reader.path(), "rules"};
    std::size_t index = 0;
    for (auto i = array.first_child; i != JsonNode::none;
         i = reader.document().node(i).next_sibling, ++index) {
        const JsonNode& node = reader.document().node(i);
        const Path at{&here, {}, index, true};
        if (node.kind != JsonNode::Kind::object) {
            findings.add(at.pointer(), "type", "must be an object");
            continue;
        }
        ObjectReader rule(reader.document(), node, at, findings);
        auto contains = rule.text("contains", contains_rule, Presence::required);
        auto code = rule.code("account_code", Presence::required);
        rule.finish();
        rules.push_back({contains.value_or(""), code.value_or("")});
    }
    return rules;
}

imports::Mapping read_mapping(ObjectReader& reader, Findings& findings) {
    constexpr auto optional = Presence::optional;
    imports::Mapping mapping;
    mapping.separator = reader.choice("separator", parse_mark<',', ';', '\t', '|'>, optional);
    mapping.quote = reader.choice("quote", parse_quote, optional);
    mapping.encoding = reader.choice("encoding", imports::parse_encoding, optional);
    mapping.decimal = reader.choice("decimal", parse_mark<'.', ','>, optional);
    mapping.date_order = reader.choice("date_format", imports::parse_date_order, optional);
    if (const auto rows = reader.integer("header_rows", 0, header_rows_max, optional)) {
        mapping.header_rows = static_cast<std::size_t>(*rows);
    }
    if (const JsonNode* const object = reader.object("columns", optional)) {
        const Path path{&reader.path(), "columns"};
        ObjectReader columns(reader.document(), *object, path, findings);
        mapping.columns = read_columns(columns);
        columns.finish();
    }
    mapping.is_inverted = reader.choice("sign", parse_sign, optional);
    mapping.money_account_code = reader.code("money_account_code", optional);
    mapping.is_without_counter_account = reader.is_null("counter_account_code");
    mapping.counter_account_code = reader.code("counter_account_code", Presence::optional_or_null);
    mapping.is_without_outlet = reader.is_null("outlet_id");
    mapping.outlet_id = reader.id<OutletId>("outlet_id", Presence::optional_or_null);
    if (const JsonNode* const array = reader.array("rules", rules_max, optional)) {
        mapping.rules = read_rules(reader, *array, findings);
    }
    return mapping;
}

app::ImportOptions read_options(ObjectReader& reader, Findings& findings) {
    app::ImportOptions options;
    options.kind = reader.choice("kind", app::parse_import_kind, Presence::required)
                       .value_or(app::ImportKind::csv);
    options.is_dry_run = reader.boolean("dry_run", Presence::required).value_or(true);
    if (const JsonNode* const object = reader.object("mapping", Presence::optional)) {
        const Path path{&reader.path(), "mapping"};
        ObjectReader mapping(reader.document(), *object, path, findings);
        options.mapping = read_mapping(mapping, findings);
        mapping.finish();
    }
    options.if_locked = reader.choice("if_locked", parse_if_locked, Presence::optional)
                            .value_or(ledger::IfLocked::refuse);
    return options;
}

}  // namespace

Result<app::ImportOptions> read_import_options(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings& findings) {
        return read_options(reader, findings);
    });
}

Result<ImportAgain> read_import_again(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings& findings) {
        ImportAgain again;
        again.import_id = reader.id<app::ImportId>("import_id", Presence::required)
                              .value_or(app::ImportId{});
        again.options = read_options(reader, findings);
        return again;
    });
}

Result<imports::Mapping> read_import_mapping(std::string_view body) {
    return read_body(body, EmptyBody::refused, [](ObjectReader& reader, Findings& findings) {
        return read_mapping(reader, findings);
    });
}

std::string import_row_list_reply(const app::Page<std::string>& page) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("items").begin_array();
    for (const std::string& row : page.items) {
        json.raw(row);
    }
    json.end_array();
    json.field("next_cursor", page.next_cursor).end_object();
    return out;
}

std::string import_mapping_list_reply(const std::vector<app::RememberedMapping>& mappings) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("items").begin_array();
    for (const app::RememberedMapping& one : mappings) {
        json.begin_object();
        json.field("signature", one.signature);
        json.key("columns").raw(one.columns);
        json.key("mapping").raw(one.mapping);
        json.field("used_at", instant_text(one.used_at));
        json.end_object();
    }
    json.end_array();
    json.key("next_cursor").null().end_object();
    return out;
}

}  // namespace arus::wire
