// SPDX-License-Identifier: Apache-2.0
#include "arus/base/log.hpp"
#include "arus/config/settings.hpp"
#include "arus/server/commands.hpp"
#include "arus/server/instance.hpp"
#include "arus/server/lan.hpp"

#include <poll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <variant>

namespace arus::server {

namespace {

constexpr const char* web_dir_option = "--web-dir";
constexpr const char* demo_option = "--demo";
constexpr const char* demo_traffic_option = "--demo-traffic";
constexpr const char* demo_folder = "./data-demo";
constexpr const char* lan_option = "--lan";
constexpr const char* until_stdin_ends_option = "--until-stdin-ends";

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

constexpr timespec between_renewals{6L * 60 * 60, 0};

/// SIGTERM and SIGINT, blocked in this thread and all that it starts, so that one wait takes them.
/// Where there is a certificate also SIGHUP, which has it read again.
sigset_t block_signals(bool has_certificate) {
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    if (has_certificate) {
        sigaddset(&signals, SIGHUP);
    }
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

/// Blocks until one of the blocked `signals` comes; its number. -1 when it is time to look at the
/// certificate, which is asked for by `renews` and not together with `until_stdin_ends`. With
/// `until_stdin_ends` also until whoever holds the other end of stdin (the desktop shell) is gone;
/// then 0.
int wait_for_signal(const sigset_t& signals, bool until_stdin_ends, bool renews) {
    int signal_number = 0;
    if (renews && !until_stdin_ends) {
        do {
            signal_number = ::sigtimedwait(&signals, nullptr, &between_renewals);
        } while (signal_number < 0 && errno == EINTR);
        return signal_number;
    }
    const int signals_fd = until_stdin_ends ? ::signalfd(-1, &signals, SFD_CLOEXEC) : -1;
    if (signals_fd < 0) {
        sigwait(&signals, &signal_number);
        return signal_number;
    }
    std::array<pollfd, 2> wanted{{{signals_fd, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}}};
    while (true) {
        if (::poll(wanted.data(), wanted.size(), -1) < 0) {
            continue;  // EINTR
        }
        if (wanted[0].revents != 0) {
            sigwait(&signals, &signal_number);
            break;
        }
        std::array<char, 256> ignored{};
        if (wanted[1].revents != 0 && ::read(STDIN_FILENO, ignored.data(), ignored.size()) <= 0) {
            break;
        }
    }
    ::close(signals_fd);
    return signal_number;
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

void print_addresses(const Instance& instance, const std::optional<LanPage>& lan) {
    if (lan) {
        std::printf("%s", lan_text(instance, *lan).c_str());
    }
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
    bool until_stdin_ends = false;
    bool is_lan = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == web_dir_option && i + 1 < arguments.size()) {
            options.web_dir = arguments[++i];
        } else if (arguments[i] == demo_option || arguments[i] == demo_traffic_option) {
            if (!options.demo) {
                options.demo.emplace();
            }
            options.demo->traffic |= arguments[i] == demo_traffic_option;
        } else if (arguments[i] == lan_option) {
            is_lan = true;
        } else if (arguments[i] == until_stdin_ends_option) {
            until_stdin_ends = true;
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

    if (is_lan) {
        prepare_lan(options, is_default(known, "listen"));
    }
    const config::Settings settings = options.settings;
    const std::optional<LanPage> lan_page = options.lan_page;

    raise_open_files_limit();
    const sigset_t signals = block_signals(!settings.tls_cert.empty());
    const auto instance = Instance::start(std::move(options));
    print_addresses(*instance, lan_page);

    int signal_number = wait_for_signal(signals, until_stdin_ends, is_lan);
    while (signal_number == SIGHUP || signal_number < 0) {
        if (signal_number == SIGHUP || renew_lan(settings)) {
            instance->reload_certificate();
        }
        signal_number = wait_for_signal(signals, until_stdin_ends, is_lan);
    }
    log::info("asked to stop", {{"signal", signal_number}});
    // A second signal ends the process at once. Not below the desktop shell: when that dies, the
    // kernel may send SIGTERM once for each of its threads.
    std::signal(SIGTERM, until_stdin_ends ? SIG_IGN : SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    instance->stop();
    return exit_ok;
}

}  // namespace arus::server
