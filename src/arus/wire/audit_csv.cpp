// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/audit_csv.hpp"

#include "arus/base/csv.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <string_view>

namespace arus::wire {

namespace {

/// Title of the column, and where its value stands in an entry.
struct Column {
    std::string_view title;
    std::string_view member;
    std::string_view inner;
};
constexpr auto columns = std::to_array<Column>({
    {"sequence", "sequence", ""},
    {"at", "at", ""},
    {"who_kind", "who", "kind"},
    {"who_id", "who", "id"},
    {"who_name", "who", "name"},
    {"action", "action", ""},
    {"subject_kind", "subject", "kind"},
    {"subject_id", "subject", "id"},
    {"device_id", "device_id", ""},
    {"address", "address", ""},
    {"request_id", "request_id", ""},
    {"before", "before", ""},
    {"after", "after", ""},
    {"reason", "reason", ""},
});

void append_value(std::string& out, const boost::json::value& value) {
    if (value.is_string()) {
        const auto& text = value.get_string();
        append_csv_text(out, {text.data(), text.size()});
    } else if (!value.is_null()) {
        append_csv_field(out, boost::json::serialize(value));
    }
}

}  // namespace

void append_audit_csv_titles(std::string& out) {
    for (const auto& column : columns) {
        out.append(column.title).append(",");
    }
    out += "hash\r\n";
}

void append_audit_csv_line(std::string& out, const app::AuditRecord& record) {
    const auto entry = boost::json::parse(record.data);
    for (const auto& column : columns) {
        const auto& member = entry.at(column.member);
        append_value(out, column.inner.empty() ? member : member.at(column.inner));
        out += ',';
    }
    append_csv_field(out, hex_of(record.hash));
    out += "\r\n";
}

}  // namespace arus::wire
