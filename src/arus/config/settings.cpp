// SPDX-License-Identifier: Apache-2.0
#include "arus/config/settings.hpp"

#include "arus/config/detail/table.hpp"

#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

namespace arus::config {

namespace {

using detail::Row;

/// What one source says: setting (with `_file` where it names a file) to text.
struct Said {
    std::string source;
    std::map<std::string, std::string> values;
};

constexpr std::string_view config_name = "config";
constexpr std::string_view file_suffix = "_file";

/// Variables of ./dev and the tests: they may stand in the environment of a server and are none of
/// its settings.
constexpr std::array<std::string_view, 7> tool_variables{
    "ARUS_BENCH", "ARUS_BINARY",     "ARUS_CHROMIUM", "ARUS_DEV_SERVER",
    "ARUS_JOBS",  "ARUS_NO_INSTALL", "ARUS_TESTS"};

/// Where the tests find their private servers.
constexpr std::string_view test_prefix = "ARUS_TEST_";

std::string snake_case(std::string_view text) {
    std::string name(text);
    std::ranges::transform(name, name.begin(), [](char c) {
        return c == '-' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return name;
}

/// Every name that may be said, in the file's spelling.
std::vector<std::string> known_names() {
    std::vector<std::string> names;
    for (const Row& row : detail::table()) {
        names.emplace_back(row.name);
        if (row.kind == detail::Kind::secret) {
            names.push_back(std::string(row.name) + std::string(file_suffix));
        }
    }
    return names;
}

/// How many characters must be changed, added or left out to make `b` of `a`.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

/// The known name that was probably meant.
std::optional<std::string> meant(std::string_view name) {
    std::optional<std::string> nearest;
    std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
    for (std::string& known : known_names()) {
        if (const std::size_t far = distance(name, known); far < least) {
            least = far;
            nearest = std::move(known);
        }
    }
    return nearest;
}

bool is_known(const std::string& name) {
    const std::vector<std::string> names = known_names();
    return std::ranges::find(names, name) != names.end();
}

/// `spell` writes a setting's name as the source in question does.
template <class Spell>
Problem unknown(
    std::string_view written, const std::string& name, const std::string& source, Spell spell) {
    std::string message = "There is no setting `" + std::string(written) + "` (" + source + ").";
    if (const auto nearest = meant(name)) {
        message += " Did you mean `" + spell(*nearest) + "`?";
    }
    return {message + " `arus serve --help` lists them.", 2};
}

struct CommandLine {
    Said said{"command line", {}};
    std::optional<std::string> config;
    bool wants_help = false;
};

std::variant<CommandLine, Problem> read_command_line(const std::vector<std::string>& arguments) {
    CommandLine line;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (argument == "--help" || argument == "-h") {
            line.wants_help = true;
            return line;
        }
        if (!argument.starts_with("--")) {
            return Problem{"`" + argument + "` is not an option; options begin with `--`.", 2};
        }
        const std::size_t equals = std::min(argument.find('='), argument.size());
        const std::string option = argument.substr(0, equals);
        const std::string name = snake_case(option.substr(2));
        if (name != config_name && !is_known(name)) {
            return unknown(option, name, line.said.source, detail::option_name);
        }
        std::string value;
        if (equals < argument.size()) {
            value = argument.substr(equals + 1);
        } else if (i + 1 < arguments.size()) {
            value = arguments[++i];
        } else {
            return Problem{"`" + option + "` needs a value.", 2};
        }
        if (name == config_name) {
            line.config = value;
        } else if (!line.said.values.emplace(name, value).second) {
            return Problem{"`" + option + "` is given twice.", 2};
        }
    }
    return line;
}

std::variant<Said, Problem> read_environment(
    const std::map<std::string, std::string>& environment) {
    Said said{"environment", {}};
    for (const auto& [variable, value] : environment) {
        const bool is_ours = variable.starts_with("ARUS_")
                             && variable != detail::environment_name(config_name)
                             && !variable.starts_with(test_prefix)
                             && std::ranges::find(tool_variables, variable) == tool_variables.end();
        if (!is_ours) {
            continue;
        }
        const std::string name = snake_case(std::string_view(variable).substr(5));
        if (!is_known(name) || variable != detail::environment_name(name)) {
            return unknown(variable, name, said.source, detail::environment_name);
        }
        said.values.emplace(name, value);
    }
    return said;
}

/// A TOML value as text, where it is a string, a whole number or an array of strings.
std::optional<std::string> text_of(const toml::node& node) {
    if (const auto text = node.value_exact<std::string>()) {
        return text;
    }
    if (const auto number = node.value_exact<std::int64_t>()) {
        return std::to_string(*number);
    }
    const toml::array* array = node.as_array();
    if (array == nullptr) {
        return std::nullopt;
    }
    std::string joined;
    for (const toml::node& item : *array) {
        const auto text = item.value_exact<std::string>();
        if (!text) {
            return std::nullopt;
        }
        joined += (joined.empty() ? "" : ",") + *text;
    }
    return joined;
}

std::variant<Said, Problem> read_file(const std::string& path) {
    Said said{path, {}};
    toml::table root;
    try {
        root = toml::parse_file(path);
    } catch (const toml::parse_error& error) {
        std::ostringstream message;
        message << path << ", line " << error.source().begin.line << ": " << error.description();
        return Problem{message.str(), 2};
    }
    for (const auto& [key, node] : root) {
        const std::string name(key.str());
        if (!is_known(name)) {
            return unknown(
                name, snake_case(name), path, [](const std::string& known) { return known; });
        }
        const auto text = text_of(node);
        if (!text) {
            return Problem{
                path + ": `" + name + "` must be a string, a whole number or an array of strings.",
                2};
        }
        said.values.emplace(name, *text);
    }
    return said;
}

/// The secret in the file, without the line end that editors put there.
std::optional<std::string> read_secret(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return std::nullopt;
    }
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (file.bad()) {
        return std::nullopt;
    }
    if (text.ends_with('\n')) {
        text.pop_back();
    }
    if (text.ends_with('\r')) {
        text.pop_back();
    }
    return text;
}

/// Sets one setting from the first source that names it.
std::optional<Problem> settle(const Row& row, const std::vector<Said>& sources, Loaded& loaded) {
    const std::string name(row.name);
    const std::string file_name = name + std::string(file_suffix);
    std::string text(row.default_text);
    std::string source = "default";
    for (const Said& said : sources) {
        const auto value = said.values.find(name);
        const auto file = said.values.find(file_name);
        const bool has_file = row.kind == detail::Kind::secret && file != said.values.end();
        if (value != said.values.end() && has_file) {
            return Problem{
                "Give `" + name + "` or `" + file_name + "`, not both (" + said.source + ").", 2};
        }
        if (has_file) {
            const auto secret = read_secret(file->second);
            if (!secret) {
                return Problem{
                    "`" + file_name + "`: the file " + file->second + " cannot be read.", 2};
            }
            text = *secret;
        } else if (value != said.values.end()) {
            text = value->second;
        } else {
            continue;
        }
        source = said.source;
        break;
    }
    if (const auto fault = detail::assign(row, text, loaded.settings)) {
        const std::string shown = row.kind == detail::Kind::secret ? "" : " = `" + text + "`";
        return Problem{"`" + name + "`" + shown + " (" + source + "): " + *fault + ".", 2};
    }
    loaded.effective.push_back({name, detail::shown(row, loaded.settings), source});
    return std::nullopt;
}

}  // namespace

std::map<std::string, std::string> process_environment() {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos) {
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
    }
    return variables;
}

std::variant<Loaded, Problem> load_settings(
    const std::vector<std::string>& arguments, const Sources& sources) {
    auto line = read_command_line(arguments);
    if (auto* problem = std::get_if<Problem>(&line)) {
        return std::move(*problem);
    }
    auto& command_line = std::get<CommandLine>(line);
    if (command_line.wants_help) {
        return Problem{help_text(), 0};
    }
    auto environment = read_environment(sources.environment);
    if (auto* problem = std::get_if<Problem>(&environment)) {
        return std::move(*problem);
    }
    std::vector<Said> said{std::move(command_line.said), std::get<Said>(std::move(environment))};
    std::optional<std::string> file = command_line.config;
    if (const auto named = sources.environment.find(detail::environment_name(config_name));
        !file && named != sources.environment.end()) {
        file = named->second;
    }
    if (file || std::filesystem::exists(sources.default_file)) {
        auto read = read_file(file.value_or(sources.default_file));
        if (auto* problem = std::get_if<Problem>(&read)) {
            return std::move(*problem);
        }
        said.push_back(std::get<Said>(std::move(read)));
    }
    Loaded loaded;
    for (const Row& row : detail::table()) {
        if (auto problem = settle(row, said, loaded)) {
            return std::move(*problem);
        }
    }
    return loaded;
}

}  // namespace arus::config
