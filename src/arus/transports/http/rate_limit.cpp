// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/rate_limit.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/bytes.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>

namespace arus::http {

namespace {

std::uint64_t random_salt() {
    std::array<std::uint8_t, sizeof(std::uint64_t)> bytes{};
    fill_random(bytes);
    return std::bit_cast<std::uint64_t>(bytes);
}

/// Spreads every bit over all others (the finaliser of SplitMix64).
std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31U);
}

}  // namespace

RateLimit::RateLimit(Options options) :
    interval_ns_(
        1'000'000'000 / static_cast<std::int64_t>(std::max<std::size_t>(options.per_second, 1))),
    tolerance_ns_(interval_ns_ * static_cast<std::int64_t>(options.burst - 1)),
    salt_(random_salt()),
    sets_(std::bit_ceil(std::max<std::size_t>(options.names_max / neighbours, 1))) {
    ARUS_ASSERT(options.per_second >= 1 && options.burst >= 1);
}

bool RateLimit::take(std::string_view name, Time now) {
    const std::uint64_t hash = mixed(std::hash<std::string_view>{}(name) ^ salt_) | 1U;
    const std::size_t place = static_cast<std::size_t>(hash >> 8U) & (sets_.size() - 1);
    const std::int64_t now_ns =
        std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
    const std::lock_guard lock(mutexes_[place % locks]);
    Set& set = sets_[place];
    auto slot = std::ranges::find(set, hash, &Slot::name);
    if (slot == set.end()) {
        slot = std::ranges::min_element(set, {}, &Slot::full_at);
        *slot = {hash, 0};
    }
    const std::int64_t full_at = std::max(slot->full_at, now_ns);
    if (full_at - now_ns > tolerance_ns_) {
        return false;
    }
    slot->full_at = full_at + interval_ns_;
    return true;
}

}  // namespace arus::http
