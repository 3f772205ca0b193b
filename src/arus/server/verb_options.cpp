// SPDX-License-Identifier: Apache-2.0
#include "arus/server/verb_options.hpp"

#include "arus/base/log.hpp"

#include <algorithm>
#include <cstdio>

namespace arus::server {

std::variant<VerbOptions, int> read_verb_options(
    const Arguments& arguments, const std::vector<std::string>& own) {
    VerbOptions options;
    Arguments rest;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (std::ranges::find(own, arguments[i]) != own.end() && i + 1 < arguments.size()) {
            options.own[arguments[i].substr(2)] = arguments[i + 1];
            ++i;
        } else {
            rest.push_back(arguments[i]);
        }
    }
    config::Sources sources;
    sources.environment = config::process_environment();
    auto loaded = config::load_settings(rest, sources);
    if (const auto* const problem = std::get_if<config::Problem>(&loaded)) {
        std::fprintf(problem->exit_code == 0 ? stdout : stderr, "%s\n", problem->message.c_str());
        return problem->exit_code;
    }
    options.settings = std::get<config::Loaded>(loaded).settings;
    log::start(log::Level::warn);
    return options;
}

int refuse_usage(const std::string& message) {
    std::fprintf(stderr, "arus: %s\n", message.c_str());
    return exit_usage;
}

}  // namespace arus::server
