// SPDX-License-Identifier: Apache-2.0
// `arus doctor`: what is configured, whether it keeps what a ledger promises, and what to set.
#include "arus/adapters/rabbitmq/options.hpp"
#include "arus/adapters/redis/redis_cache.hpp"
#include "arus/adapters/sqlite/sqlite_diagnosis.hpp"
#include "arus/base/failure.hpp"
#include "arus/server/commands.hpp"
#include "arus/server/database_judgement.hpp"
#include "arus/server/open_stores.hpp"
#include "arus/server/verb_options.hpp"
#include "arus/transports/http/tls.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace arus::server {

namespace {

using Level = Judgement::Level;

constexpr std::uintmax_t mebibyte = 1U << 20U;
constexpr std::uintmax_t free_bytes_wanted = 1024 * mebibyte;
constexpr std::uint64_t log_bytes_large = 256 * mebibyte;

const char* word_of(Level level) {
    switch (level) {
        case Level::ok:
            return "ok";
        case Level::warning:
            return "warning";
        case Level::problem:
            return "PROBLEM";
        case Level::refusal:
            return "REFUSED";
    }
    return "";
}

void print(const Judgement& judgement) {
    std::printf(
        "%-8s %s: %s\n", word_of(judgement.level), judgement.subject.c_str(),
        judgement.found.c_str());
    if (!judgement.advice.empty()) {
        std::printf("         -> %s\n", judgement.advice.c_str());
    }
}

std::string mebibytes(std::uintmax_t bytes) {
    return std::to_string(bytes / mebibyte) + " MiB";
}

/// The nearest folder that is there: one that is made later gets its disk and its rights.
std::filesystem::path existing_part(std::filesystem::path folder) {
    folder = std::filesystem::absolute(folder);
    std::error_code error;
    while (!std::filesystem::exists(folder, error) && folder.has_relative_path()) {
        folder = folder.parent_path();
    }
    return folder;
}

void judge_folder(const std::filesystem::path& folder, std::vector<Judgement>& all) {
    const std::filesystem::path there = existing_part(folder);
    const bool is_made = std::filesystem::exists(folder);
    const bool is_writable = ::access(there.c_str(), W_OK | X_OK) == 0;
    struct stat facts{};
    const bool is_known = ::stat(there.c_str(), &facts) == 0;
    const bool is_private = is_known && (facts.st_mode & (S_IRWXG | S_IRWXO)) == 0;
    if (!is_writable) {
        all.push_back(
            {Level::problem, "data folder", folder.string() + " cannot be written",
             "run arus as its owner, or give this user the folder"});
    } else if (is_made && !is_private) {
        all.push_back(
            {Level::warning, "data folder", folder.string() + " is open to other users",
             "chmod 700 " + folder.string()});
    } else {
        all.push_back(
            {Level::ok, "data folder", folder.string() + (is_made ? "" : " (made at the start)"),
             ""});
    }
    std::error_code error;
    const auto space = std::filesystem::space(there, error);
    if (error) {
        all.push_back({Level::warning, "disk", "cannot be asked: " + error.message(), ""});
        return;
    }
    const bool has_room = space.available >= free_bytes_wanted;
    all.push_back(
        {has_room ? Level::ok : Level::warning, "disk", mebibytes(space.available) + " free",
         has_room ? "" : "make room: when it is full, writes are refused until there is some"});
}

void judge_sqlite(const config::Settings& settings, std::vector<Judgement>& all) {
    judge_folder(settings.data_dir, all);
    all.push_back({Level::ok, "SQLite", sqlite::library_version(), ""});
    const sqlite::Diagnosis found = sqlite::diagnose_sqlite(settings.data_dir);
    if (!found.exists) {
        all.push_back({Level::ok, "database", "not there yet; the first start makes it", ""});
        return;
    }
    if (!found.is_ours) {
        all.push_back(
            {Level::problem, "database", "arus.db is of another program",
             "name another folder with --data-dir"});
        return;
    }
    all.push_back(
        {Level::ok, "database",
         mebibytes(found.file_bytes) + (found.in_use ? ", in use by a running server" : ""), ""});
    all.push_back(
        {Level::ok, "commits reach the disk",
         "every connection that writes sets a write-ahead log and synchronous = FULL (the file's "
         "mode is "
             + found.journal_mode + ")",
         ""});
    const std::string versions = std::to_string(found.schema_version) + " of "
                                 + std::to_string(found.schema_version_wanted);
    if (found.schema_version > found.schema_version_wanted) {
        all.push_back(
            {Level::problem, "schema", versions,
             "a newer version of Arus has been here; run that one"});
    } else {
        all.push_back(
            {Level::ok, "schema",
             versions
                 + (found.schema_version < found.schema_version_wanted
                        ? "; the next start brings it up to date"
                        : ""),
             ""});
    }
    const bool is_short = found.log_bytes <= log_bytes_large;
    all.push_back(
        {is_short ? Level::ok : Level::warning, "write-ahead log", mebibytes(found.log_bytes),
         is_short ? ""
                  : "a reader keeps it from beginning anew, such as a long check or a backup"});
}

void judge_mysql(const config::Settings& settings, std::vector<Judgement>& all) {
    const mysql::Options options = mysql_options(settings, system_clock());
    const mysql::Options owner = mysql_owner_options(settings, system_clock());
    JudgementContext context;
    context.has_owner_url = !settings.migrate_database_url.empty();
    context.is_remote = is_remote(options);
    context.connections_max = options.connections_max;
    const mysql::Diagnosis of_server = mysql::diagnose_mysql(options);
    const auto judgements = judge(of_server, context);
    all.insert(all.end(), judgements.begin(), judgements.end());
    if (!context.has_owner_url && of_server.excess_privileges.empty()) {
        all.push_back(
            {Level::ok, "owner of the schema",
             "not named here; `arus migrate` needs ARUS_MIGRATE_DATABASE_URL", ""});
        return;
    }
    if (!context.has_owner_url) {
        all.push_back(
            {Level::warning, "owner of the schema", "the server's own user",
             "set ARUS_MIGRATE_DATABASE_URL, so that the user that serves needs fewer rights"});
        return;
    }
    const mysql::Diagnosis of_owner = mysql::diagnose_mysql(owner);
    all.push_back({Level::ok, "owner of the schema", of_owner.user, ""});
}

/// Runs one part; what the database could not be asked is a finding too.
template <class Part>
void look(const char* subject, std::vector<Judgement>& all, Part part) {
    try {
        part();
    } catch (const Failure& failure) {
        const bool is_configuration = failure.facts().kind == Failure::Kind::configuration;
        all.push_back(
            {is_configuration ? Level::refusal : Level::problem, subject, failure.what(),
             "the rest of it could not be looked at"});
    }
}

/// RabbitMQ and Redis: nothing depends on them, so what is wrong with them is never more than a
/// warning, but for an address that is none.
void judge_brokers(const config::Settings& settings, std::vector<Judgement>& all) {
    const auto one = [&all](
                         const char* subject, const char* alone, const char* advice,
                         const std::string& url, const auto& version_of) {
        if (url.empty()) {
            all.push_back({Level::ok, subject, alone, ""});
            return;
        }
        try {
            all.push_back({Level::ok, subject, version_of() + " answers", ""});
        } catch (const Failure& failure) {
            const bool is_configuration = failure.facts().kind == Failure::Kind::configuration;
            all.push_back(
                {is_configuration ? Level::refusal : Level::warning, subject, failure.what(),
                 is_configuration ? "" : advice});
        }
    };
    one("RabbitMQ",
        is_mysql(settings)
            ? "none: several servers find each other's events in the database, in up to 250 ms"
            : "none, and not needed by a single server",
        "books are safe without it: events and jobs go through the database, a little slower",
        settings.amqp_url, [&settings] {
            rabbitmq::Options options;
            options.url = settings.amqp_url;
            return rabbitmq::diagnose(options);
        });
    one("Redis", "none: each server keeps results in its own memory",
        "nothing is lost without it: results are computed again", settings.redis_url, [&settings] {
            redis::Options options;
            options.url = settings.redis_url;
            return "Redis " + redis::diagnose(options);
        });
}

bool is_loopback(const std::string& listen) {
    return listen.starts_with("127.") || listen.starts_with("localhost")
           || listen.starts_with("[::1]");
}

/// Settings that let in more than most people mean to.
void judge_access(const config::Settings& settings, std::vector<Judgement>& all) {
    const std::size_t before = all.size();
    if (settings.public_url.starts_with("http://")) {
        all.push_back(
            {Level::warning, "public_url", "people come by plain http",
             "let a proxy end TLS and set public_url to https://…: passwords and tokens cross the "
             "network as they are, and the cookie is not Secure"});
    }
    if (!settings.tls_cert.empty() || !settings.tls_key.empty()) {
        try {
            const http::TlsContext context(settings.tls_cert, settings.tls_key);
        } catch (const Failure& failure) {
            all.push_back(
                {Level::refusal, "tls_cert", failure.what(),
                 "name a certificate and its key, both as PEM, or neither"});
        }
    }
    if (!is_loopback(settings.listen) && settings.public_url.empty() && settings.tls_cert.empty()) {
        all.push_back(
            {Level::warning, "listen", settings.listen + " is open to the network, without TLS",
             "listen on 127.0.0.1 behind a proxy that ends TLS, and set public_url; or set "
             "tls_cert "
             "and tls_key; or serve --lan"});
    }
    if (!is_loopback(settings.admin_listen)) {
        all.push_back(
            {Level::warning, "admin_listen", settings.admin_listen + " is open to the network",
             "keep metrics inside: listen on 127.0.0.1 or a network of your own"});
    }
    if (!settings.public_url.empty() && settings.trusted_proxies.empty()
        && settings.tls_cert.empty()) {
        all.push_back(
            {Level::warning, "trusted_proxies", "none, but people come through a proxy",
             "name the proxy's address, else all visitors share its limits"});
    }
    if (settings.registration == "open") {
        all.push_back(
            {Level::warning, "registration", "everybody may register",
             "set registration to invite unless that is meant"});
    }
    if (settings.secret_key.empty() && (is_mysql(settings) || !settings.public_url.empty())) {
        all.push_back(
            {Level::warning, "secret_key", "none: secrets of second factors are kept unsealed",
             "set secret_key (or secret_key_file) to 32 random characters or more"});
    }
    if (all.size() == before) {
        all.push_back({Level::ok, "access", "nothing weak was found", ""});
    }
}

}  // namespace

int doctor(const Arguments& arguments) {
    const auto read = read_verb_options(arguments, {});
    if (const int* const code = std::get_if<int>(&read)) {
        return *code;
    }
    const config::Settings& settings = std::get<VerbOptions>(read).settings;
    std::vector<Judgement> all;
    look("books", all, [&] {
        all.push_back({Level::ok, "books", storage_text(settings), ""});
        if (is_mysql(settings)) {
            judge_mysql(settings, all);
        } else {
            judge_sqlite(settings, all);
        }
    });
    all.push_back(
        {Level::ok, "backup", "`arus backup --out FILE` writes one, also while servers run",
         "keep them on another machine, and try `arus restore` before you need it"});
    judge_brokers(settings, all);
    judge_access(settings, all);
    for (const Judgement& judgement : all) {
        print(judgement);
    }
    const auto count = [&all](Level level) {
        return std::ranges::count(all, level, &Judgement::level);
    };
    if (count(Level::refusal) > 0) {
        std::printf("not configured as the guarantees need: `arus serve` does not start\n");
        return exit_configuration;
    }
    if (count(Level::problem) > 0) {
        std::printf("something must be mended first\n");
        return exit_failure;
    }
    const auto warnings = count(Level::warning);
    if (warnings > 0) {
        std::printf("ready, with %td to look at\n", warnings);
    } else {
        std::printf("ready\n");
    }
    return exit_ok;
}

}  // namespace arus::server
