// SPDX-License-Identifier: Apache-2.0
#include "arus/server/instance_metrics.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

namespace arus::server {

namespace {

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// When this process's code began to run, near enough for a start time.
const auto process_start = std::chrono::system_clock::now();

}  // namespace

void write_readiness(http::MetricsWriter& writer, const http::Readiness& readiness) {
    const auto flag = [](bool holds) { return std::uint64_t{holds ? 1U : 0U}; };
    writer.describe("arus_ready", "gauge", "1 while requests should be sent here.");
    writer.value("arus_ready", "", flag(readiness.status == "ready"));
    writer.describe("arus_draining", "gauge", "1 from the signal to stop on.");
    writer.value("arus_draining", "", flag(readiness.status == "draining"));
    writer.describe("arus_degraded", "gauge", "1 while this part is missing though it serves.");
    for (const std::string_view part : {"bus", "cache", "grants", "storage"}) {
        const bool is_missing = std::ranges::find(readiness.degraded, part)
                                != readiness.degraded.end();
        writer.value("arus_degraded", "part=\"" + std::string(part) + '"', flag(is_missing));
    }
}

void write_committer_figures(http::MetricsWriter& writer, const app::Committer::Figures& figures) {
    writer.describe("arus_commit_batches_total", "counter", "Batches handed to the store.");
    writer.value("arus_commit_batches_total", "", figures.batches);
    writer.describe("arus_commit_entries_total", "counter", "Entries in those batches.");
    writer.value("arus_commit_entries_total", "", figures.entries);
    writer.describe(
        "arus_commit_waiting_entries", "gauge", "Entries that wait for their batch now.");
    writer.value("arus_commit_waiting_entries", "", figures.waiting_entries);
}

void write_store_figures(http::MetricsWriter& writer, const app::StoreFigures& figures) {
    writer.describe("arus_store_commits_total", "counter", "Durable database transactions.");
    writer.value("arus_store_commits_total", "", figures.commits);
    writer.describe(
        "arus_store_commit_seconds_total", "counter", "Time spent in them, the disk included.");
    writer.value(
        "arus_store_commit_seconds_total", "", static_cast<double>(figures.commit_us) / 1e6);
    writer.describe(
        "arus_store_waiting", "gauge", "Batches and acts that wait for the writer now.");
    writer.value("arus_store_waiting", "", figures.waiting);
    writer.describe("arus_store_connections", "gauge", "Connections to the database open now.");
    writer.value("arus_store_connections", "", figures.connections);
    writer.describe(
        "arus_store_retries_total", "counter", "Commits tried again after a lock's refusal.");
    writer.value("arus_store_retries_total", "", figures.retries);
    writer.describe("arus_store_wal_pages", "gauge", "Length of the write-ahead log in pages.");
    writer.value("arus_store_wal_pages", "", figures.wal_pages);
}

void write_socket_figures(http::MetricsWriter& writer, const websocket::Figures& figures) {
    const auto one = [&](std::string_view name, std::string_view type, std::string_view help,
                         std::uint64_t value) {
        writer.describe(name, type, help);
        writer.value(name, "", value);
    };
    one("arus_sockets", "gauge", "WebSockets open now.", figures.sockets);
    one("arus_socket_subscriptions", "gauge", "Subscriptions open now.", figures.subscriptions);
    one("arus_socket_queued_bytes", "gauge", "Bytes that wait to be sent to sockets now.",
        figures.queued_bytes);
    one("arus_socket_history_bytes", "gauge", "Bytes of recent history held in memory now.",
        figures.history_bytes);
    one("arus_sockets_accepted_total", "counter", "WebSockets let in.", figures.accepted);
    one("arus_sockets_refused_total", "counter", "WebSockets refused before the upgrade.",
        figures.refused);
    one("arus_socket_commands_total", "counter", "Commands of clients.", figures.commands);
    one("arus_socket_deliveries_total", "counter", "Frames of events handed to sockets.",
        figures.deliveries);
    one("arus_socket_slow_closes_total", "counter", "Sockets closed because they read too slowly.",
        figures.slow_closes);
    one("arus_socket_dead_closes_total", "counter", "Sockets closed because nothing came back.",
        figures.dead_closes);
    one("arus_socket_rewound_total", "counter",
        "Clients that knew a history which is not this one.", figures.rewound);
    one("arus_socket_page_reads_total", "counter",
        "Pages of history read for clients that catch up.", figures.page_reads);
    one("arus_socket_value_streams", "gauge", "Different values that sockets listen to now.",
        figures.value_streams);
    one("arus_socket_value_bytes", "gauge", "Bytes of values held in memory now.",
        figures.value_bytes);
    one("arus_socket_value_reads_total", "counter", "Reads of values for sockets.",
        figures.value_reads);
    constexpr std::string_view lag = "arus_fanout_lag_seconds";
    constexpr std::string_view lag_bucket = "arus_fanout_lag_seconds_bucket";
    writer.describe(
        lag, "histogram", "From a commit to the write for the last subscriber of a loop.");
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < figures.lag_counts.size(); ++i) {
        sum += figures.lag_counts[i];
        const bool is_last = i == figures.lag_bounds_s.size();
        writer.value(
            lag_bucket, is_last ? "le=\"+Inf\"" : http::bound_label(figures.lag_bounds_s[i]), sum);
    }
    writer.value("arus_fanout_lag_seconds_sum", "", figures.lag_sum_s);
    writer.value("arus_fanout_lag_seconds_count", "", sum);
}

void write_worker_figures(http::MetricsWriter& writer, const worker::Figures& figures) {
    const auto one = [&](std::string_view name, std::string_view type, std::string_view meaning,
                         std::uint64_t value) {
        writer.describe(name, type, meaning);
        writer.value(name, "", value);
    };
    one("arus_jobs_running", "gauge", "Jobs this process works on now.", figures.running);
    one("arus_jobs_done_total", "counter", "Jobs this process has done.", figures.done);
    one("arus_jobs_failed_tries_total", "counter", "Tries of jobs that broke.",
        figures.failed_tries);
    one("arus_jobs_given_up_total", "counter", "Jobs that broke as often as they may.",
        figures.given_up);
    one("arus_jobs_queued", "gauge", "Jobs that wait, in the table.", figures.queued);
    one("arus_jobs_failed", "gauge", "Failed jobs that can be run again, in the table.",
        figures.failed_jobs);
}

void write_process_figures(http::MetricsWriter& writer) {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    writer.describe("process_cpu_seconds_total", "counter", "Processor time, user and system.");
    writer.value(
        "process_cpu_seconds_total", "", seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime));

    std::uint64_t pages = 0;
    std::uint64_t resident_pages = 0;
    if (std::ifstream file("/proc/self/statm"); file >> pages >> resident_pages) {
        const auto page_bytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
        writer.describe("process_resident_memory_bytes", "gauge", "Resident memory.");
        writer.value("process_resident_memory_bytes", "", resident_pages * page_bytes);
        writer.describe("process_virtual_memory_bytes", "gauge", "Virtual memory.");
        writer.value("process_virtual_memory_bytes", "", pages * page_bytes);
    }
    std::error_code error;
    std::uint64_t open = 0;
    for (std::filesystem::directory_iterator at("/proc/self/fd", error), end; !error && at != end;
         at.increment(error)) {
        ++open;
    }
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    writer.describe("process_open_fds", "gauge", "Open file descriptors.");
    writer.value("process_open_fds", "", open);
    writer.describe("process_max_fds", "gauge", "Limit of open file descriptors.");
    writer.value("process_max_fds", "", static_cast<std::uint64_t>(limit.rlim_cur));
    const auto since = std::chrono::duration<double>(process_start.time_since_epoch()).count();
    writer.describe(
        "process_start_time_seconds", "gauge", "Start of the process, in seconds since 1970.");
    writer.value("process_start_time_seconds", "", since);
}

}  // namespace arus::server
