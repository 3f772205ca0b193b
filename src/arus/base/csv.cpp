// SPDX-License-Identifier: Apache-2.0
#include "arus/base/csv.hpp"

namespace arus {

void append_csv_field(std::string& out, std::string_view field) {
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += field;
        return;
    }
    out += '"';
    for (const char c : field) {
        if (c == '"') {
            out += '"';
        }
        out += c;
    }
    out += '"';
}

void append_csv_text(std::string& out, std::string_view text) {
    constexpr std::string_view begins_formula = "=+-@\t\r\n";
    if (!text.empty() && begins_formula.find(text.front()) != std::string_view::npos) {
        std::string safe = "'";
        safe += text;
        append_csv_field(out, safe);
    } else {
        append_csv_field(out, text);
    }
}

}  // namespace arus
