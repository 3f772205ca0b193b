// SPDX-License-Identifier: Apache-2.0
#include "arus/app/imports/import_order.hpp"

#include "arus/base/json_writer.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace arus::app {

namespace {

using imports::Field;
using imports::Mapping;

std::string_view view_of(const boost::json::value& value) {
    const boost::json::string& text = value.as_string();
    return {text.data(), text.size()};
}

std::optional<std::string> text_in(const boost::json::object& object, std::string_view name) {
    const boost::json::value* const value = object.if_contains(name);
    const bool is_said = value != nullptr && !value->is_null();
    return is_said ? std::optional(std::string(view_of(*value))) : std::nullopt;
}

bool is_null_in(const boost::json::object& object, std::string_view name) {
    const boost::json::value* const value = object.if_contains(name);
    return value != nullptr && value->is_null();
}

std::optional<char> char_in(const boost::json::object& object, std::string_view name) {
    const auto text = text_in(object, name);
    return text ? std::optional(text->empty() ? '\0' : text->front()) : std::nullopt;
}

std::string text_of_char(char c) {
    return c == 0 ? std::string() : std::string(1, c);
}

Mapping mapping_of(const boost::json::object& object) {
    Mapping mapping;
    mapping.separator = char_in(object, "separator");
    mapping.quote = char_in(object, "quote");
    if (const auto text = text_in(object, "encoding")) {
        mapping.encoding = imports::parse_encoding(*text);
    }
    mapping.decimal = char_in(object, "decimal");
    if (const auto text = text_in(object, "date_format")) {
        mapping.date_order = imports::parse_date_order(*text);
    }
    if (const auto* const rows = object.if_contains("header_rows")) {
        mapping.header_rows = rows->to_number<std::size_t>();
    }
    if (const auto* const columns = object.if_contains("columns")) {
        mapping.columns.emplace();
        for (std::size_t i = 0; i < imports::field_count; ++i) {
            const auto field = static_cast<Field>(i);
            if (const auto* const at = columns->as_object().if_contains(imports::text_of(field))) {
                mapping.columns->set(field, at->to_number<std::size_t>());
            }
        }
    }
    if (const auto text = text_in(object, "sign")) {
        mapping.is_inverted = *text == "inverted";
    }
    mapping.money_account_code = text_in(object, "money_account_code");
    mapping.counter_account_code = text_in(object, "counter_account_code");
    mapping.is_without_counter_account = is_null_in(object, "counter_account_code");
    mapping.is_without_outlet = is_null_in(object, "outlet_id");
    if (const auto text = text_in(object, "outlet_id")) {
        mapping.outlet_id = OutletId::parse(*text);
    }
    if (const auto* const rules = object.if_contains("rules")) {
        mapping.rules.emplace();
        for (const boost::json::value& rule : rules->as_array()) {
            mapping.rules->push_back(
                {std::string(view_of(rule.at("contains"))),
                 std::string(view_of(rule.at("account_code")))});
        }
    }
    return mapping;
}

template <class AnyId>
std::optional<AnyId> id_in(const boost::json::object& object, std::string_view name) {
    const auto text = text_in(object, name);
    return text ? AnyId::parse(*text) : std::nullopt;
}

}  // namespace

std::string_view text_of(ImportKind kind) {
    return kind == ImportKind::csv ? "csv" : "hledger";
}

std::optional<ImportKind> parse_import_kind(std::string_view text) {
    if (text == "csv") {
        return ImportKind::csv;
    }
    return text == "hledger" ? std::optional(ImportKind::hledger) : std::nullopt;
}

void write_mapping(JsonWriter& json, const Mapping& mapping) {
    json.begin_object();
    if (mapping.separator) {
        json.field("separator", text_of_char(*mapping.separator));
    }
    if (mapping.quote) {
        json.field("quote", text_of_char(*mapping.quote));
    }
    if (mapping.encoding) {
        json.field("encoding", imports::text_of(*mapping.encoding));
    }
    if (mapping.decimal) {
        json.field("decimal", text_of_char(*mapping.decimal));
    }
    if (mapping.date_order) {
        json.field("date_format", imports::text_of(*mapping.date_order));
    }
    if (mapping.header_rows) {
        json.field("header_rows", *mapping.header_rows);
    }
    if (mapping.columns) {
        json.key("columns").begin_object();
        for (std::size_t i = 0; i < imports::field_count; ++i) {
            const auto field = static_cast<Field>(i);
            if (const auto column = (*mapping.columns)[field]) {
                json.field(imports::text_of(field), *column);
            }
        }
        json.end_object();
    }
    if (mapping.is_inverted) {
        json.field("sign", *mapping.is_inverted ? "inverted" : "as_is");
    }
    if (mapping.money_account_code) {
        json.field("money_account_code", *mapping.money_account_code);
    }
    if (mapping.counter_account_code) {
        json.field("counter_account_code", *mapping.counter_account_code);
    } else if (mapping.is_without_counter_account) {
        json.key("counter_account_code").null();
    }
    if (mapping.outlet_id) {
        json.field("outlet_id", mapping.outlet_id->text());
    } else if (mapping.is_without_outlet) {
        json.key("outlet_id").null();
    }
    if (mapping.rules) {
        json.key("rules").begin_array();
        for (const imports::Rule& rule : *mapping.rules) {
            json.begin_object();
            json.field("contains", rule.contains);
            json.field("account_code", rule.account_code);
            json.end_object();
        }
        json.end_array();
    }
    json.end_object();
}

std::string encode_mapping(const Mapping& mapping) {
    std::string out;
    JsonWriter json(out);
    write_mapping(json, mapping);
    return out;
}

Mapping decode_mapping(const std::string& text) {
    return mapping_of(boost::json::parse(text).as_object());
}

std::string encode_import_order(const ImportOrder& order) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.field("import_id", order.import_id.text());
    json.field("file_name", order.file_name);
    json.field("kind", text_of(order.options.kind));
    json.field("dry_run", order.options.is_dry_run);
    if (order.options.mapping != Mapping{}) {
        json.key("mapping");
        write_mapping(json, order.options.mapping);
    }
    if (order.options.if_locked == ledger::IfLocked::next_open_day) {
        json.field("if_locked", "next_open_day");
    }
    json.end_object();
    return out;
}

std::optional<ImportOrder> decode_import_order(const std::string& text) {
    const boost::json::value document = boost::json::parse(text);
    const boost::json::object& object = document.as_object();
    const auto id = id_in<ImportId>(object, "import_id");
    const auto kind = parse_import_kind(text_in(object, "kind").value_or(""));
    if (!id || !kind) {
        return std::nullopt;
    }
    ImportOrder order;
    order.import_id = *id;
    order.file_name = text_in(object, "file_name").value_or("");
    order.options.kind = *kind;
    order.options.is_dry_run = object.at("dry_run").as_bool();
    if (const auto* const mapping = object.if_contains("mapping")) {
        order.options.mapping = mapping_of(mapping->as_object());
    }
    if (object.contains("if_locked")) {
        order.options.if_locked = ledger::IfLocked::next_open_day;
    }
    return order;
}

std::string encode_undo_order(JobId job) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().field("undo", job.text()).end_object();
    return out;
}

std::optional<JobId> decode_undo_order(const std::string& text) {
    const boost::json::value document = boost::json::parse(text);
    return id_in<JobId>(document.as_object(), "undo");
}

}  // namespace arus::app
