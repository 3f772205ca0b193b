// SPDX-License-Identifier: Apache-2.0
#include "arus/base/log.hpp"
#include "arus/config/settings.hpp"
#include "arus/server/commands.hpp"
#include "arus/server/instance.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <variant>

namespace arus::server {

namespace {

constexpr const char* web_dir_option = "--web-dir";
constexpr const char* demo_option = "--demo";
constexpr const char* demo_traffic_option = "--demo-traffic";
constexpr const char* demo_folder = "./data-demo";

log::Level level_of(const std::string& text) {
    if (text == "debug") {
        return log::Level::debug;
    }
    if (text == "warn") {
        return log::Level::warn;
    }
    return text == "error" ? log::Level::error : log::Level::info;
}

/// Each socket takes a file descriptor; the usual limit of 1,024 is for other programs.
void raise_open_files_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
            log::warn("the limit of open files could not be raised");
        }
    }
}

/// SIGTERM and SIGINT, blocked in this thread and all that it starts, so that one wait takes them.
sigset_t block_stop_signals() {
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

bool is_default(const config::Loaded& loaded, std::string_view name) {
    return std::ranges::any_of(loaded.effective, [name](const config::EffectiveSetting& setting) {
        return setting.name == name && setting.source == "default";
    });
}

void print_progress(double done, Date day) {
    std::fprintf(
        stderr, "\rmaking the demo's history: %3.0f %%, up to %s%s", done * 100,
        date_text(day).c_str(), done < 1 ? "" : "\n");
}

void print_demo(const Instance& instance, const std::string& password) {
    std::printf(
        "demo of a coffee-shop chain: open %s and sign in as\n  owner    %s\n",
        instance.url().c_str(), std::string(app::demo_owner_email).c_str());
    for (const app::DemoOutlet& outlet : app::demo_outlets()) {
        std::printf("  cashier  %s\n", std::string(outlet.cashier_email).c_str());
    }
    std::printf("  password %s\n", password.c_str());
}

void print_addresses(const Instance& instance) {
    std::printf("listening %s\nadmin %s\n", instance.url().c_str(), instance.admin_url().c_str());
    if (const auto password = instance.demo_password()) {
        print_demo(instance, *password);
    }
    if (instance.setup_code()) {
        std::printf(
            "set-up code %s (the first user needs it, unless they come from this machine)\n",
            instance.setup_code()->c_str());
    }
    std::fflush(stdout);
}

}  // namespace

int serve(const Arguments& arguments) {
    Instance::Options options;
    Arguments settings_arguments;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == web_dir_option && i + 1 < arguments.size()) {
            options.web_dir = arguments[++i];
        } else if (arguments[i] == demo_option || arguments[i] == demo_traffic_option) {
            if (!options.demo) {
                options.demo.emplace();
            }
            options.demo->traffic |= arguments[i] == demo_traffic_option;
        } else {
            settings_arguments.push_back(arguments[i]);
        }
    }
    config::Sources sources;
    sources.environment = config::process_environment();
    auto loaded = config::load_settings(settings_arguments, sources);
    if (const auto* const problem = std::get_if<config::Problem>(&loaded)) {
        std::fprintf(problem->exit_code == 0 ? stdout : stderr, "%s\n", problem->message.c_str());
        return problem->exit_code;
    }
    const auto& known = std::get<config::Loaded>(loaded);
    log::start(level_of(known.settings.log_level));
    for (const config::EffectiveSetting& setting : known.effective) {
        log::info(
            "setting",
            {{"name", setting.name}, {"value", setting.value}, {"from", setting.source}});
    }
    options.settings = known.settings;
    if (options.demo && !known.settings.database_url.empty()) {
        std::fprintf(stderr, "The demo has a data folder of its own: leave database_url out.\n");
        return exit_usage;
    }
    if (options.demo) {
        if (is_default(known, "data_dir")) {
            options.settings.data_dir = demo_folder;
        }
        options.demo->progress = print_progress;
    }

    raise_open_files_limit();
    const sigset_t signals = block_stop_signals();
    const auto instance = Instance::start(std::move(options));
    print_addresses(*instance);

    int signal_number = 0;
    sigwait(&signals, &signal_number);
    log::info("a signal asks to stop", {{"signal", signal_number}});
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    instance->stop();
    return exit_ok;
}

}  // namespace arus::server
