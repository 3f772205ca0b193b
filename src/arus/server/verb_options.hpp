// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/config/settings.hpp"
#include "arus/server/commands.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace arus::server {

/// The options of a verb that are not settings of the server, and the settings.
struct VerbOptions {
    std::map<std::string, std::string> own;  ///< by name without dashes
    config::Settings settings;

    std::optional<std::string> value(const std::string& name) const {
        const auto found = own.find(name);
        return found == own.end() ? std::nullopt : std::optional(found->second);
    }
};

/// Everything but `own` (`--name`, each with a value) goes to the settings, so that a database is
/// found here as `serve` finds it. The exit code where that failed; what was wrong has been
/// printed. Starts the log for warnings.
std::variant<VerbOptions, int> read_verb_options(
    const Arguments& arguments, const std::vector<std::string>& own);

/// Prints what is wrong with the command line; the exit code for it.
int refuse_usage(const std::string& message);

}  // namespace arus::server
