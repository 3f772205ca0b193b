// SPDX-License-Identifier: Apache-2.0
#include "arus/app/exports/export_order.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/json_writer.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace arus::app {

namespace {

namespace json = boost::json;

constexpr std::array<std::pair<ExportSubject, std::string_view>, 7> subjects{{
    {ExportSubject::journal, "journal"},
    {ExportSubject::trial_balance, "trial-balance"},
    {ExportSubject::income_statement, "income-statement"},
    {ExportSubject::balance_sheet, "balance-sheet"},
    {ExportSubject::cash_flow, "cash-flow"},
    {ExportSubject::general_ledger, "general-ledger"},
    {ExportSubject::aging, "aging"},
}};

template <class Value>
void put(JsonWriter& writer, std::string_view name, const std::optional<Value>& value) {
    if (!value) {
        return;
    }
    if constexpr (std::is_same_v<Value, Date>) {
        writer.field(name, date_text(*value));
    } else if constexpr (std::is_same_v<Value, std::string> || std::is_integral_v<Value>) {
        writer.field(name, *value);
    } else {
        writer.field(name, value->text());
    }
}

std::optional<std::string> text_in(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    return value == nullptr ? std::nullopt
                            : std::optional(std::string(std::string_view(value->as_string())));
}

std::optional<Date> date_in(const json::object& object, std::string_view name) {
    const auto text = text_in(object, name);
    return text ? parse_date(*text) : std::nullopt;
}

template <class AnyId>
std::optional<AnyId> id_in(const json::object& object, std::string_view name) {
    const auto text = text_in(object, name);
    return text ? AnyId::parse(*text) : std::nullopt;
}

/// The word of a parameter, if it was given; false where nobody knows it.
template <class Value, class Parse>
bool read_word(const std::optional<std::string>& text, std::optional<Value>& value, Parse parse) {
    if (!text) {
        return true;
    }
    value = parse(*text);
    return value.has_value();
}

Refusal unknown_word(std::string_view name) {
    return {
        RefusalCode::validation_failed,
        "The parameters do not fit the report.",
        {{"/parameters/" + std::string(name), "enum", "is not one of the allowed values"}}};
}

reports::StatementName statement_name_of(ExportSubject subject) {
    const auto name = reports::parse_statement_name(text_of(subject));
    ARUS_ASSERT(name);
    return *name;
}

}  // namespace

Result<StatementRequest> statement_request_of(const ExportOrder& order) {
    StatementRequest request;
    request.name = statement_name_of(order.subject);
    request.as_of = order.as_of;
    request.from = order.from;
    request.to = order.to;
    request.outlet_id = order.outlet_id;
    request.at_sequence = order.at_sequence;
    if (order.split && *order.split != "outlet") {
        return unknown_word("split");
    }
    request.is_split_by_outlet = order.split.has_value();
    if (!read_word(order.interval, request.interval, reports::parse_interval)) {
        return unknown_word("interval");
    }
    if (!read_word(order.compare, request.compare, reports::parse_compare)) {
        return unknown_word("compare");
    }
    return request;
}

Result<AgingRequest> aging_request_of(const ExportOrder& order) {
    AgingRequest request;
    request.as_of = order.as_of;
    request.at_sequence = order.at_sequence;
    std::optional<reports::AgingSide> side;
    if (!read_word(order.side, side, reports::parse_aging_side)) {
        return unknown_word("side");
    }
    request.side = side.value_or(request.side);
    return request;
}

Result<GeneralLedgerRequest> general_ledger_request_of(const ExportOrder& order) {
    if (!order.account_id) {
        return Refusal{
            RefusalCode::validation_failed,
            "The parameters do not fit the report.",
            {{"/parameters/account_id", "required", "must be given"}}};
    }
    GeneralLedgerRequest request;
    request.account_id = *order.account_id;
    request.from = order.from;
    request.to = order.to;
    request.outlet_id = order.outlet_id;
    request.at_sequence = order.at_sequence;
    request.page.limit = 5'000;  // every page sums anew what came after at_sequence
    return request;
}

std::string_view text_of(ExportSubject subject) {
    const auto found = std::ranges::find(
        subjects, subject, &std::pair<ExportSubject, std::string_view>::first);
    ARUS_ASSERT(found != subjects.end());
    return found->second;
}

std::optional<ExportSubject> parse_export_subject(std::string_view text) {
    const auto found = std::ranges::find(
        subjects, text, &std::pair<ExportSubject, std::string_view>::second);
    return found == subjects.end() ? std::nullopt : std::optional(found->first);
}

std::string encode_export_order(const ExportOrder& order) {
    std::string text;
    JsonWriter writer(text);
    writer.begin_object();
    writer.field("report", text_of(order.subject));
    writer.field("format", text_of(order.form));
    writer.key("parameters").begin_object();
    put(writer, "from", order.from);
    put(writer, "to", order.to);
    put(writer, "as_of", order.as_of);
    put(writer, "outlet_id", order.outlet_id);
    put(writer, "at_sequence", order.at_sequence);
    put(writer, "interval", order.interval);
    put(writer, "compare", order.compare);
    put(writer, "split", order.split);
    put(writer, "side", order.side);
    put(writer, "account_id", order.account_id);
    writer.end_object();
    writer.field("locale", order.locale);
    writer.end_object();
    return text;
}

ExportOrder decode_export_order(const std::string& text) {
    const json::value document = json::parse(text);
    const json::object& top = document.as_object();
    const json::object& parameters = top.at("parameters").as_object();
    ExportOrder order;
    const auto subject = parse_export_subject(std::string_view(top.at("report").as_string()));
    const auto form = parse_document_form(std::string_view(top.at("format").as_string()));
    ARUS_ASSERT(subject && form);
    order.subject = *subject;
    order.form = *form;
    order.locale = text_in(top, "locale").value_or("");
    order.from = date_in(parameters, "from");
    order.to = date_in(parameters, "to");
    order.as_of = date_in(parameters, "as_of");
    order.outlet_id = id_in<OutletId>(parameters, "outlet_id");
    if (const json::value* const sequence = parameters.if_contains("at_sequence")) {
        order.at_sequence = sequence->to_number<std::uint64_t>();
    }
    order.interval = text_in(parameters, "interval");
    order.compare = text_in(parameters, "compare");
    order.split = text_in(parameters, "split");
    order.side = text_in(parameters, "side");
    order.account_id = id_in<AccountId>(parameters, "account_id");
    return order;
}

}  // namespace arus::app
