// SPDX-License-Identifier: Apache-2.0
#include "arus/config/detail/table.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace arus::config::detail {

namespace {

using S = Settings;

using Text = std::string S::*;
using List = std::vector<std::string> S::*;
using Number = std::size_t S::*;
using Time = std::chrono::milliseconds S::*;

struct Limits {
    std::int64_t min;
    std::int64_t max;
};

Row text(
    std::string_view name, Text member, Kind kind, std::string_view by_default,
    std::string_view meaning) {
    return {name, member, kind, "", by_default, 0, 0, {}, meaning};
}

Row list(std::string_view name, List member, Kind kind, std::string_view meaning) {
    return {name, member, kind, "", "", 0, 0, {}, meaning};
}

Row choice(
    std::string_view name, Text member, std::string_view by_default,
    std::vector<std::string_view> choices, std::string_view meaning) {
    return {name, member, Kind::choice, "", by_default, 0, 0, std::move(choices), meaning};
}

Row number(
    std::string_view name, Number member, std::string_view by_default, Limits limits,
    std::string_view meaning) {
    return {name, member, Kind::number, "", by_default, limits.min, limits.max, {}, meaning};
}

Row time(
    std::string_view name, Time member, std::string_view by_default, Limits limits,
    std::string_view meaning) {
    return {name, member, Kind::time, "ms", by_default, limits.min, limits.max, {}, meaning};
}

const std::vector<Row> rows{
    text(
        "listen", &S::listen, Kind::address, "127.0.0.1:8080",
        "Where people and programs reach Arus. Port 0 takes a free one; the line `listening` on "
        "stdout names it."),
    text(
        "admin_listen", &S::admin_listen, Kind::address, "127.0.0.1:8081",
        "Health and metrics; not for the outside."),
    text(
        "tls_cert", &S::tls_cert, Kind::path, "",
        "PEM file with the certificate of the public listener, then those that lead to its CA: it "
        "speaks https itself. Read again on SIGHUP. By default plain http."),
    text(
        "tls_key", &S::tls_key, Kind::path, "",
        "PEM file with the key of tls_cert, without a password."),
    text(
        "trust_listen", &S::trust_listen, Kind::address, "0.0.0.0:8080",
        "With --lan: where a page in plain http explains how to trust this machine's "
        "certificate."),
    text(
        "data_dir", &S::data_dir, Kind::text, "./data",
        "Folder of the database. It is made if it is missing."),
    text(
        "database_url", &S::database_url, Kind::secret, "",
        "mysql://user:password@host:port/name for MySQL or MariaDB. By default SQLite in the data "
        "folder."),
    text(
        "migrate_database_url", &S::migrate_database_url, Kind::secret, "",
        "The same database as the owner of its schema, so that the server's own user needs fewer "
        "rights."),
    number(
        "database_connections", &S::database_connections, "16", {2, 1'000},
        "Connections to MySQL that one server opens at most."),
    text(
        "amqp_url", &S::amqp_url, Kind::secret, "",
        "amqp://user:password@host:port/vhost of RabbitMQ, which carries events and jobs between "
        "instances."),
    text(
        "redis_url", &S::redis_url, Kind::secret, "",
        "redis://:password@host:port/number of a cache that instances share."),
    text(
        "public_url", &S::public_url, Kind::url, "",
        "The address people open, such as https://buku.example. Its origin may write; https makes "
        "the cookie Secure."),
    list(
        "allowed_origins", &S::allowed_origins, Kind::url_list,
        "Further origins whose pages may write and open sockets."),
    list(
        "trusted_proxies", &S::trusted_proxies, Kind::list,
        "Addresses of proxies whose X-Forwarded-For is believed."),
    choice(
        "registration", &S::registration, "invite", {"open", "invite", "off"},
        "Who may register once there is a user: everybody, who was invited, nobody."),
    text(
        "setup_code", &S::setup_code, Kind::secret, "",
        "What the first user must give unless they come from this machine. By default a random "
        "one, printed at start."),
    text(
        "secret_key", &S::secret_key, Kind::secret, "",
        "At least 32 characters that seal the secrets of second factors in the database. By "
        "default they are kept unsealed."),
    text(
        "previous_secret_key", &S::previous_secret_key, Kind::secret, "",
        "The secret_key of before, while what it sealed is still there."),
    number(
        "requests_per_address", &S::requests_per_address, "200", {1, 1'000'000},
        "Requests a second from one address over time, ten times as many at once; then 429. The "
        "machine itself is not counted."),
    number(
        "requests_per_key", &S::requests_per_key, "200", {1, 1'000'000},
        "Requests a second with one API key over time, ten times as many at once; then 429."),
    number(
        "requests_per_book", &S::requests_per_book, "2000", {1, 1'000'000},
        "Requests a second for one book over time, ten times as many at once; then 429. The "
        "machine "
        "itself is not counted."),
    number(
        "sign_in_tries_per_account", &S::sign_in_tries_per_account, "10", {1, 10'000},
        "Wrong passwords in a row for one account; then one every 30 s."),
    number(
        "sign_in_tries_per_address", &S::sign_in_tries_per_address, "30", {1, 100'000},
        "Wrong passwords in a row from one address; then one every 2 s."),
    number(
        "password_queue_max", &S::password_queue_max, "64", {1, 10'000},
        "Sign-ins that may wait for their turn; each takes some tens of milliseconds."),
    choice(
        "log_level", &S::log_level, "info", {"debug", "info", "warn", "error"},
        "The least important lines that are written to stderr."),
    number(
        "threads", &S::threads, "0", {0, 256}, "Event loops. 0: as many as there are processors."),
    number(
        "read_threads", &S::read_threads, "2", {1, 16},
        "Threads that read the database, each with a connection of its own."),
    number(
        "connections_max", &S::connections_max, "20000", {10, 1'000'000},
        "Open connections; beyond them new ones are answered 503."),
    time(
        "request_timeout", &S::request_timeout, "30s", {100, 600'000},
        "How long a request may take once it has arrived."),
    time(
        "commit_timeout", &S::commit_timeout, "10s", {100, 300'000},
        "How long one commit may take; after that its outcome is reported as unknown."),
    time(
        "drain_timeout", &S::drain_timeout, "20s", {100, 600'000},
        "How long a stop waits for requests and sockets."),
    number(
        "worker_jobs", &S::worker_jobs, "1", {0, 16},
        "Jobs (documents, checks) that this process works on at a time. 0: other processes do."),
    time(
        "job_lease", &S::job_lease, "30s", {500, 600'000},
        "After this time without a sign of life of its worker a job is begun again by another."),
    time(
        "job_retry_delay", &S::job_retry_delay, "2s", {10, 600'000},
        "Before a job that failed is tried a second time; doubles each time, five tries in all."),
    number(
        "batch_entries_max", &S::batch_entries_max, "512", {1, 10'000},
        "Entries of one book that are committed together."),
    number(
        "waiting_entries_max", &S::waiting_entries_max, "20000", {1, 1'000'000},
        "Entries that may wait for their commit; beyond them new ones are answered 503."),
};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    return text;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        if (const std::string_view part = trimmed(text.substr(0, end)); !part.empty()) {
            parts.emplace_back(part);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

/// Milliseconds; a bare number is refused, since nobody can tell its unit.
std::optional<std::int64_t> parse_time(std::string_view text) {
    constexpr std::pair<std::string_view, std::int64_t> units[] = {
        {"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}};
    for (const auto& [unit, factor] : units) {
        if (!text.ends_with(unit)) {
            continue;
        }
        const auto count = parse_integer(text.substr(0, text.size() - unit.size()));
        if (count && *count >= 0 && *count <= 1'000'000'000) {
            return *count * factor;
        }
        return std::nullopt;
    }
    return std::nullopt;
}

bool is_address(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) {
        return false;
    }
    const std::string_view host = text.substr(0, colon);
    const bool is_bracketed = host.front() == '[' && host.back() == ']';
    const auto port = parse_integer(text.substr(colon + 1));
    return port && *port >= 0 && *port <= 65'535
           && (is_bracketed || host.find(':') == std::string_view::npos);
}

bool is_url(std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (text.starts_with(scheme)) {
            const std::string_view rest = text.substr(scheme.size());
            return !rest.empty() && rest.find_first_of("/?# @") == std::string_view::npos;
        }
    }
    return false;
}

std::string limits_of(const Row& row) {
    const std::string unit = row.kind == Kind::time ? " ms" : "";
    return std::to_string(row.min) + " to " + std::to_string(row.max) + unit;
}

std::optional<std::string> assign_list(const Row& row, std::string_view text, Settings& settings) {
    std::vector<std::string> parts = split(text);
    for (const std::string& part : parts) {
        if (row.kind == Kind::url_list && !is_url(part)) {
            return "`" + part + "` is not like https://host or http://host:port, without a path";
        }
    }
    settings.*std::get<std::vector<std::string> Settings::*>(row.member) = std::move(parts);
    return std::nullopt;
}

std::optional<std::string> assign_count(const Row& row, std::string_view text, Settings& settings) {
    const auto value = row.kind == Kind::time ? parse_time(text) : parse_integer(text);
    if (!value) {
        return row.kind == Kind::time ? "it is a time with its unit, such as 500ms, 10s, 2m or 1h"
                                      : "it is a whole number";
    }
    if (*value < row.min || *value > row.max) {
        return "it must be " + limits_of(row);
    }
    if (row.kind == Kind::time) {
        settings
            .*std::get<std::chrono::milliseconds Settings::*>(
                row.member) = std::chrono::milliseconds(*value);
    } else {
        settings.*std::get<std::size_t Settings::*>(row.member) = static_cast<std::size_t>(*value);
    }
    return std::nullopt;
}

std::optional<std::string> fault_of_text(const Row& row, std::string_view text) {
    switch (row.kind) {
        case Kind::address:
            return is_address(text) ? std::nullopt
                                    : std::optional<std::string>(
                                          "it is an address and a port, such as 127.0.0.1:8080");
        case Kind::url:
            return text.empty() || is_url(text)
                       ? std::nullopt
                       : std::optional<std::string>(
                             "it is like https://host or http://host:port, without a path");
        case Kind::choice:
            if (std::ranges::find(row.choices, text) == row.choices.end()) {
                std::string known;
                for (const std::string_view choice : row.choices) {
                    known += (known.empty() ? "" : ", ") + std::string(choice);
                }
                return "it is one of " + known;
            }
            return std::nullopt;
        case Kind::text:
            return text.empty() ? std::optional<std::string>("it must not be empty") : std::nullopt;
        default:
            return std::nullopt;
    }
}

}  // namespace

const std::vector<Row>& table() {
    return rows;
}

std::string option_name(std::string_view name) {
    std::string option = "--" + std::string(name);
    std::ranges::replace(option, '_', '-');
    return option;
}

std::string environment_name(std::string_view name) {
    std::string variable = "ARUS_" + std::string(name);
    std::ranges::transform(variable, variable.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return variable;
}

std::optional<std::string> assign(const Row& row, std::string_view text, Settings& settings) {
    switch (row.kind) {
        case Kind::list:
        case Kind::url_list:
            return assign_list(row, text, settings);
        case Kind::number:
        case Kind::time:
            return assign_count(row, text, settings);
        default:
            break;
    }
    if (auto fault = fault_of_text(row, text)) {
        return fault;
    }
    settings.*std::get<std::string Settings::*>(row.member) = std::string(text);
    return std::nullopt;
}

std::string shown(const Row& row, const Settings& settings) {
    switch (row.kind) {
        case Kind::secret: {
            return (settings.*std::get<std::string Settings::*>(row.member)).empty() ? "(none)"
                                                                                     : "(set)";
        }
        case Kind::list:
        case Kind::url_list: {
            std::string joined;
            for (const std::string& part :
                 settings.*std::get<std::vector<std::string> Settings::*>(row.member)) {
                joined += (joined.empty() ? "" : ",") + part;
            }
            return joined;
        }
        case Kind::number:
            return std::to_string(settings.*std::get<std::size_t Settings::*>(row.member));
        case Kind::time:
            return std::to_string(
                       (settings.*std::get<std::chrono::milliseconds Settings::*>(row.member))
                           .count())
                   + "ms";
        default:
            return settings.*std::get<std::string Settings::*>(row.member);
    }
}

}  // namespace arus::config::detail
