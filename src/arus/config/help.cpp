// SPDX-License-Identifier: Apache-2.0
#include "arus/config/detail/table.hpp"

#include <string>

namespace arus::config {

namespace {

constexpr std::size_t width = 92;

/// `text` in lines of at most `width` characters that begin with `indent`.
std::string wrapped(std::string_view text, const std::string& indent) {
    std::string out;
    std::string line = indent;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        const std::string_view word = text.substr(begin, end - begin);
        if (line.size() > indent.size() && line.size() + 1 + word.size() > width) {
            out += line + '\n';
            line = indent;
        }
        line += (line.size() > indent.size() ? " " : "") + std::string(word);
        begin = end + 1;
    }
    return out + line + '\n';
}

std::string value_name(const detail::Row& row) {
    switch (row.kind) {
        case detail::Kind::path:
            return "FILE";
        case detail::Kind::address:
            return "ADDRESS:PORT";
        case detail::Kind::url:
            return "URL";
        case detail::Kind::url_list:
            return "URL,…";
        case detail::Kind::list:
            return "ADDRESS,…";
        case detail::Kind::number:
            return "NUMBER";
        case detail::Kind::time:
            return "TIME";
        case detail::Kind::secret:
            return "SECRET";
        case detail::Kind::text:
            return "TEXT";
        case detail::Kind::choice:
            break;
    }
    std::string choices;
    for (const std::string_view choice : row.choices) {
        choices += (choices.empty() ? "" : "|") + std::string(choice);
    }
    return choices;
}

std::string facts_of(const detail::Row& row) {
    std::string facts = "Default ";
    facts += row.default_text.empty() ? "none" : row.default_text;
    if (row.kind == detail::Kind::number || row.kind == detail::Kind::time) {
        facts += "; " + std::to_string(row.min) + " to " + std::to_string(row.max);
        facts += row.unit.empty() ? "" : " " + std::string(row.unit);
    }
    facts += ". " + detail::environment_name(row.name);
    if (row.kind == detail::Kind::secret) {
        facts += ", or in a file that " + detail::environment_name(row.name) + "_FILE names";
    }
    return facts + ".";
}

}  // namespace

std::string help_text() {
    std::string text =
        "arus serve [OPTIONS]\n"
        "Serves the books: REST, the live socket and the client.\n\n"
        "Each option may also be an environment variable, or a line in arus.toml (data_dir = "
        "\"./data\");\n"
        "the command line comes before the environment, and that before the file.\n\n"
        "  --config FILE\n"
        "      Read this file instead of arus.toml. ARUS_CONFIG.\n"
        "  --help\n"
        "      Print this text.\n";
    for (const detail::Row& row : detail::table()) {
        text += "  " + detail::option_name(row.name) + ' ' + value_name(row) + '\n';
        text += wrapped(row.meaning, "      ");
        text += wrapped(facts_of(row), "      ");
    }
    return text;
}

}  // namespace arus::config
