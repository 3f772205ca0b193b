// SPDX-License-Identifier: Apache-2.0
#include "latencies.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

namespace arus::bench {

namespace {

// 64 buckets for every doubling above 64 ns.
constexpr unsigned sub_bits = 6;
constexpr std::size_t bucket_count = 64U << sub_bits;

std::size_t bucket_of(std::uint64_t ns) {
    if (ns < (1U << sub_bits)) {
        return static_cast<std::size_t>(ns);
    }
    const auto shift = static_cast<unsigned>(std::bit_width(ns)) - sub_bits - 1;
    return (static_cast<std::size_t>(shift) << sub_bits) + static_cast<std::size_t>(ns >> shift);
}

std::uint64_t upper_end_of(std::size_t bucket) {
    if (bucket < (1U << sub_bits)) {
        return bucket;
    }
    const std::size_t shift = (bucket >> sub_bits) - 1;
    const std::uint64_t lead = bucket - (shift << sub_bits);
    return ((lead + 1) << shift) - 1;
}

}  // namespace

Latencies::Latencies() : counts_(bucket_count) {
}

void Latencies::add(Clock::duration duration) {
    const auto signed_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count();
    const auto ns = static_cast<std::uint64_t>(std::max<std::int64_t>(signed_ns, 0));
    ++counts_[std::min(bucket_of(ns), bucket_count - 1)];
    ++count_;
    max_ns_ = std::max(max_ns_, ns);
}

double Latencies::quantile_ms(double q) const {
    const auto wanted = static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(count_)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < bucket_count; ++i) {
        seen += counts_[i];
        if (seen >= wanted && seen > 0) {
            return static_cast<double>(std::min(upper_end_of(i), max_ns_)) / 1e6;
        }
    }
    return 0;
}

boost::json::object Latencies::json() const {
    boost::json::array curve;
    for (const double q :
         {0.0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999, 1.0}) {
        curve.push_back(boost::json::array{q, quantile_ms(q)});
    }
    return {
        {"count", count_},
        {"p50_ms", quantile_ms(0.5)},
        {"p90_ms", quantile_ms(0.9)},
        {"p99_ms", quantile_ms(0.99)},
        {"p999_ms", quantile_ms(0.999)},
        {"max_ms", max_ms()},
        {"curve", std::move(curve)}};
}

}  // namespace arus::bench
