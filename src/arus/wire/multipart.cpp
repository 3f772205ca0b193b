// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/multipart.hpp"

#include "arus/base/text.hpp"
#include "arus/imports/number_format.hpp"
#include "arus/imports/table_row.hpp"

#include <optional>

namespace arus::wire {

namespace {

constexpr std::string_view media_type = "multipart/form-data";
constexpr std::size_t boundary_max = 70;  // RFC 2046 section 5.1.1
constexpr std::size_t parts_max = 8;
constexpr std::size_t head_bytes_max = 4U << 10U;
constexpr std::size_t name_max = 120;

Refusal no_form(std::string detail) {
    return {
        RefusalCode::validation_failed,
        "The body is no form of several parts.",
        {{"", "pattern", std::move(detail)}}};
}

/// `name=value` or `name="value"` behind a semicolon.
std::optional<std::string> parameter(std::string_view field, std::string_view name) {
    for (std::size_t at = field.find(';'); at != std::string_view::npos;
         at = field.find(';', at + 1)) {
        std::string_view rest = field.substr(at + 1);
        while (rest.starts_with(' ')) {
            rest.remove_prefix(1);
        }
        if (rest.size() <= name.size() || rest[name.size()] != '='
            || imports::lower_ascii(rest.substr(0, name.size())) != name) {
            continue;
        }
        rest.remove_prefix(name.size() + 1);
        if (!rest.starts_with('"')) {
            return std::string(imports::trimmed(rest.substr(0, rest.find(';'))));
        }
        std::string value;
        for (std::size_t i = 1; i < rest.size() && rest[i] != '"'; ++i) {
            if (rest[i] == '\\' && i + 1 < rest.size()
                && (rest[i + 1] == '"' || rest[i + 1] == '\\')) {
                ++i;
            }
            value += rest[i];
        }
        return value;
    }
    return std::nullopt;
}

std::string plain_file_name(std::string_view text) {
    const std::size_t slash = text.find_last_of("/\\");
    if (slash != std::string_view::npos) {
        text.remove_prefix(slash + 1);
    }
    if (!utf8_length(text)) {
        return {};
    }
    return imports::plain_text(text, name_max).value_or("");
}

/// The part's head: what Content-Disposition says.
bool read_head(std::string_view head, FormPart& part) {
    bool is_named = false;
    while (!head.empty()) {
        const std::size_t end = std::min(head.find("\r\n"), head.size());
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(std::min(head.size(), end + 2));
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos
            || imports::lower_ascii(line.substr(0, colon)) != "content-disposition") {
            continue;
        }
        const auto name = parameter(line, "name");
        is_named = name.has_value();
        part.name = name.value_or("");
        part.file_name = plain_file_name(parameter(line, "filename").value_or(""));
    }
    return is_named;
}

}  // namespace

bool is_multipart(std::string_view content_type) {
    return imports::lower_ascii(imports::trimmed(content_type.substr(0, content_type.find(';'))))
           == media_type;
}

Result<std::vector<FormPart>> read_form(std::string_view content_type, std::string_view body) {
    const auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > boundary_max) {
        return no_form("Content-Type must name a boundary.");
    }
    const std::string first = "--" + *boundary;
    const std::string next = "\r\n" + first;
    std::size_t at = 0;
    if (!body.starts_with(first)) {
        const std::size_t begin = body.find(next);  // a preamble, which nobody reads
        if (begin == std::string_view::npos) {
            return no_form("The boundary does not stand in it.");
        }
        at = begin + 2;
    }
    at += first.size();
    std::vector<FormPart> parts;
    for (;;) {
        if (body.substr(at).starts_with("--")) {
            return parts;
        }
        if (!body.substr(at).starts_with("\r\n")) {
            return no_form("A boundary does not end its line.");
        }
        at += 2;
        const std::size_t head_end = body.substr(at, head_bytes_max).find("\r\n\r\n");
        if (head_end == std::string_view::npos || parts.size() == parts_max) {
            return no_form("A part has no head, or there are too many.");
        }
        FormPart part;
        if (!read_head(body.substr(at, head_end), part)) {
            return no_form("A part has no name.");
        }
        at += head_end + 4;
        // An empty part's own line end may be the one before the boundary.
        const std::size_t end = body.find(next, at);
        if (end == std::string_view::npos) {
            return no_form("The last part does not end.");
        }
        part.bytes = body.substr(at, end - at);
        parts.push_back(std::move(part));
        at = end + next.size();
    }
}

}  // namespace arus::wire
