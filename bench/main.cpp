// SPDX-License-Identifier: Apache-2.0
// arus_bench: measures a private server on this machine and writes what it saw as JSON and as a
// page. A figure that misses its goal is reported, not an error; a check that fails (a refused
// sale, a gap, a book that does not verify) is.
#include "page.hpp"
#include "scenarios.hpp"

#include "arus/base/log.hpp"
#include "arus/base/time.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <sys/resource.h>
#include <sys/utsname.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace arus::bench {

namespace {

/// What `--mysql` runs.
std::vector<Scenario> on_database() {
    std::vector<Scenario> all(database_scenarios().begin(), database_scenarios().end());
    all.insert(
        all.end(), database_statement_scenarios().begin(), database_statement_scenarios().end());
    return all;
}

std::vector<Scenario> others_by_name() {
    return {broker_scenarios().begin(), broker_scenarios().end()};
}

std::vector<Scenario> all_scenarios() {
    std::vector<Scenario> all(posting_scenarios().begin(), posting_scenarios().end());
    all.insert(all.end(), socket_scenarios().begin(), socket_scenarios().end());
    all.insert(all.end(), slow_reader_scenarios().begin(), slow_reader_scenarios().end());
    all.insert(all.end(), statement_scenarios().begin(), statement_scenarios().end());
    all.insert(all.end(), import_scenarios().begin(), import_scenarios().end());
    all.insert(all.end(), export_scenarios().begin(), export_scenarios().end());
    all.insert(all.end(), guess_scenarios().begin(), guess_scenarios().end());
    for (const auto& scenarios : {on_database(), others_by_name()}) {
        all.insert(all.end(), scenarios.begin(), scenarios.end());
    }
    return all;
}

/// Whether it runs where nothing was asked for.
bool runs_by_default(std::string_view name) {
    const auto is_in = [name](const std::vector<Scenario>& scenarios) {
        return std::ranges::find(scenarios, name, &Scenario::name) != scenarios.end();
    };
    return !is_in(on_database()) && !is_in(others_by_name());
}

/// Ten thousand sockets need as many files; the server raises its own limit.
void raise_file_limit() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::string machine_text() {
    utsname system{};
    ::uname(&system);
    return std::to_string(std::thread::hardware_concurrency()) + " cores, " + system.sysname + ' '
           + system.release + ", server and driver on the same machine";
}

void print(const boost::json::object& scenario) {
    for (const auto& row : scenario.at("goals").as_array()) {
        const auto& goal = row.as_object();
        std::printf(
            "  %-52s %12.3f %-16s %s %g  %s\n", goal.at("name").as_string().c_str(),
            goal.at("value").to_number<double>(), goal.at("unit").as_string().c_str(),
            goal.at("bound").as_string().c_str(), goal.at("wanted").to_number<double>(),
            goal.at("met").as_bool() ? "met" : "NOT MET");
    }
    std::fflush(stdout);
}

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream file(path);
    file << text;
    if (!file.flush()) {
        throw std::runtime_error("cannot write " + path.string());
    }
}

int measure(
    const Settings& settings, const std::vector<std::string>& wanted,
    const std::filesystem::path& out) {
    boost::json::object scenarios;
    bool failed = false;
    for (const auto& scenario : all_scenarios()) {
        const std::string name(scenario.name);
        const bool is_named = std::ranges::find(wanted, name) != wanted.end();
        if (!is_named && !(wanted.empty() && runs_by_default(name))) {
            continue;
        }
        std::printf("%s\n", std::string(scenario.title).c_str());
        std::fflush(stdout);
        boost::json::object result;
        try {
            asio::io_context context(1);
            result = scenario.run(settings, context);
            print(result);
        } catch (const std::exception& error) {
            failed = true;
            std::printf("  FAILED: %s\n", error.what());
            result["failure"] = error.what();
        }
        result["title"] = scenario.title;
        scenarios[name] = std::move(result);
    }
    const boost::json::object results{
        {"machine", machine_text()},
        {"measured_at", instant_text(system_clock().now())},
        {"scenarios", std::move(scenarios)}};
    std::filesystem::create_directories(out);
    write(out / "result.json", boost::json::serialize(results) + "\n");
    write(out / "index.html", page_of(results));
    std::printf("written: %s and result.json beside it\n", (out / "index.html").c_str());
    return failed ? 1 : 0;
}

}  // namespace

}  // namespace arus::bench

int main(int argc, char** argv) {
    using namespace arus::bench;
    CLI::App app("Measures Arus on this machine.");
    Settings settings;
    std::vector<std::string> wanted;
    std::filesystem::path out = "build/bench";
    std::string names;
    for (const auto& scenario : all_scenarios()) {
        names += (names.empty() ? "" : ", ") + std::string(scenario.name);
    }
    app.add_option("--arus", settings.arus, "The server's program")
        ->required()
        ->check(CLI::ExistingFile);
    app.add_option("--out", out, "Folder for the results")->capture_default_str();
    app.add_option("--seconds", settings.seconds, "Length of each load")
        ->capture_default_str()
        ->check(CLI::Range(1, 3600));
    app.add_option("--connections", settings.connections, "HTTP connections that post")
        ->capture_default_str();
    app.add_option("--sockets", settings.sockets, "Listeners")
        ->capture_default_str()
        ->check(CLI::Range(1, 15'000));
    app.add_option("--server-flag", settings.server_flags, "Handed to arus serve; may be repeated");
    bool on_mysql = false;
    app.add_flag("--mysql", on_mysql, "Only the scenarios on MariaDB, which by default do not run");
    app.add_option("--mariadb-script", settings.mariadb_script, "Starts a private MariaDB")
        ->capture_default_str();
    app.add_option("--peer", settings.peer, "The server that mysql_posting compares with")
        ->capture_default_str();
    app.add_option("--buffer-pool", settings.buffer_pool, "Of MariaDB")->capture_default_str();
    app.add_option("--history", settings.history, "Entries of a book with a long history")
        ->capture_default_str();
    app.add_option("scenario", wanted, "Only these: " + names);
    CLI11_PARSE(app, argc, argv);
    if (on_mysql) {
        for (const auto& scenario : on_database()) {
            wanted.emplace_back(scenario.name);
        }
    }

    arus::log::start(arus::log::Level::info);
    raise_file_limit();
    std::string work = (std::filesystem::temp_directory_path() / "arus_bench_XXXXXX").string();
    if (::mkdtemp(work.data()) == nullptr) {
        std::perror("no folder for the databases");
        return 1;
    }
    settings.work = work;
    settings.arus = std::filesystem::absolute(settings.arus);
    int code = 1;
    try {
        code = measure(settings, wanted, out);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
    std::filesystem::remove_all(settings.work);
    return code;
}
