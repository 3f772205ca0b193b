// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/metrics.hpp"

#include "arus/base/assert.hpp"

#include <algorithm>
#include <charconv>

namespace arus::http {

void MetricsWriter::describe(std::string_view name, std::string_view type, std::string_view help) {
    ((out_ += "# HELP ") += name) += ' ';
    (out_ += help) += '\n';
    ((out_ += "# TYPE ") += name) += ' ';
    (out_ += type) += '\n';
}

void MetricsWriter::begin(std::string_view name, std::string_view labels) {
    out_ += name;
    if (!labels.empty()) {
        ((out_ += '{') += labels) += '}';
    }
    out_ += ' ';
}

void MetricsWriter::value(std::string_view name, std::string_view labels, double number) {
    begin(name, labels);
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number);
    out_.append(digits, end.ptr);
    out_ += '\n';
}

void MetricsWriter::value(std::string_view name, std::string_view labels, std::uint64_t number) {
    begin(name, labels);
    out_ += std::to_string(number);
    out_ += '\n';
}

std::string label_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == '"') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else {
            out += c;
        }
    }
    return out;
}

std::string bound_label(double bound) {
    char digits[32];
    std::string label = "le=\"";
    label.append(digits, std::to_chars(digits, digits + sizeof digits, bound).ptr);
    label += '"';
    return label;
}

std::size_t RequestFigures::add_route(
    std::string listener, std::string method, std::string pattern) {
    Figures& figures = routes_.emplace_back();
    figures.listener = std::move(listener);
    figures.method = std::move(method);
    figures.pattern = std::move(pattern);
    return routes_.size() - 1;
}

void RequestFigures::count(std::size_t route, int status, std::chrono::nanoseconds taken) {
    Figures& figures = routes_[route];
    const auto* const known = std::ranges::find(statuses, status);
    ARUS_ASSERT(known != statuses.end());
    figures.by_status[static_cast<std::size_t>(known - statuses.begin())].fetch_add(
        1, std::memory_order_relaxed);
    const double seconds = static_cast<double>(taken.count()) / 1e9;
    const auto bucket = static_cast<std::size_t>(
        std::ranges::lower_bound(bounds_s, seconds) - bounds_s.begin());
    figures.by_time[bucket].fetch_add(1, std::memory_order_relaxed);
    figures.total_ns.fetch_add(
        static_cast<std::uint64_t>(taken.count()), std::memory_order_relaxed);
}

void RequestFigures::write(MetricsWriter& writer) const {
    constexpr std::string_view requests = "arus_http_requests_total";
    constexpr std::string_view duration = "arus_http_request_duration_seconds";
    constexpr std::string_view duration_bucket = "arus_http_request_duration_seconds_bucket";
    constexpr std::string_view duration_sum = "arus_http_request_duration_seconds_sum";
    constexpr std::string_view duration_count = "arus_http_request_duration_seconds_count";
    const auto labels_of = [](const Figures& figures) {
        return "listener=\"" + figures.listener + "\",method=\"" + figures.method + "\",route=\""
               + label_text(figures.pattern) + '"';
    };
    writer.describe(requests, "counter", "HTTP requests answered, by route and status.");
    for (const Figures& figures : routes_) {
        for (std::size_t i = 0; i < statuses.size(); ++i) {
            if (const auto count = figures.by_status[i].load(std::memory_order_relaxed)) {
                writer.value(
                    requests, labels_of(figures) + ",status=\"" + std::to_string(statuses[i]) + '"',
                    count);
            }
        }
    }
    writer.describe(duration, "histogram", "From the whole request read to the response written.");
    for (const Figures& figures : routes_) {
        const auto ns = figures.total_ns.load(std::memory_order_relaxed);
        if (ns == 0) {
            continue;  // nobody asked yet
        }
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < figures.by_time.size(); ++i) {
            sum += figures.by_time[i].load(std::memory_order_relaxed);
            const std::string bound = i < bounds_s.size() ? bound_label(bounds_s[i])
                                                          : "le=\"+Inf\"";
            writer.value(duration_bucket, labels_of(figures) + ',' + bound, sum);
        }
        writer.value(duration_sum, labels_of(figures), static_cast<double>(ns) / 1e9);
        writer.value(duration_count, labels_of(figures), sum);
    }
    writer.describe("arus_http_connections", "gauge", "HTTP connections open now.");
    writer.value("arus_http_connections", "", connections.load());
    writer.describe(
        "arus_http_connections_accepted_total", "counter", "HTTP connections accepted.");
    writer.value("arus_http_connections_accepted_total", "", connections_accepted.load());
    writer.describe(
        "arus_http_connections_refused_total", "counter",
        "HTTP connections refused over the limit.");
    writer.value("arus_http_connections_refused_total", "", connections_refused.load());
}

}  // namespace arus::http
