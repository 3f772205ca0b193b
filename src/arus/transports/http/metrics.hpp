// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace arus::http {

/// Writes the text format of Prometheus (version 0.0.4).
class MetricsWriter {
public:
    explicit MetricsWriter(std::string& out) : out_(out) {}

    /// The HELP and TYPE lines that stand once before the values of a name. `type`: counter, gauge
    /// or histogram.
    void describe(std::string_view name, std::string_view type, std::string_view help);
    /// One value; `labels` as in `route="/x",status="200"`, or empty.
    void value(std::string_view name, std::string_view labels, double number);
    void value(std::string_view name, std::string_view labels, std::uint64_t number);

private:
    void begin(std::string_view name, std::string_view labels);

    std::string& out_;
};

/// A label's value with what the format wants escaped.
std::string label_text(std::string_view text);

/// The label `le="…"` of a histogram's bucket.
std::string bound_label(double bound);

/// Requests by route: how many, with which status, how long. Written by every loop, read by
/// /metrics.
class RequestFigures {
public:
    /// Upper bounds of the buckets in seconds; the last one has none.
    static constexpr std::array<double, 11> bounds_s{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                     0.1,   0.25,   0.5,   1.0,  5.0};

    /// Precondition: before the first request.
    std::size_t add_route(std::string listener, std::string method, std::string pattern);

    void count(std::size_t route, int status, std::chrono::nanoseconds taken);

    void write(MetricsWriter& writer) const;

    std::atomic<std::uint64_t> connections{0};  ///< open now
    std::atomic<std::uint64_t> connections_accepted{0};
    std::atomic<std::uint64_t> connections_refused{0};  ///< over the limit

private:
    static constexpr std::array<int, 25> statuses{101, 200, 201, 202, 204, 302, 304, 308, 400,
                                                  401, 403, 404, 405, 406, 408, 409, 413, 415,
                                                  417, 422, 426, 429, 431, 500, 503};
    struct Figures {
        std::string listener;
        std::string method;
        std::string pattern;
        std::array<std::atomic<std::uint64_t>, statuses.size()> by_status{};
        std::array<std::atomic<std::uint64_t>, bounds_s.size() + 1> by_time{};
        std::atomic<std::uint64_t> total_ns{0};
    };

    std::deque<Figures> routes_;
};

}  // namespace arus::http
