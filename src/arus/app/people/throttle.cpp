// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/throttle.hpp"

#include "arus/base/assert.hpp"

#include <algorithm>

namespace arus::app {

Throttle::Throttle(Options options) : options_(options) {
    ARUS_ASSERT(options_.burst >= 1 && options_.refill.count() >= 1 && options_.names_max >= 1);
}

bool Throttle::take(const std::string& name, Time now) {
    const std::lock_guard lock(mutex_);
    auto found = full_at_.find(name);
    const Time full_at = found == full_at_.end() ? now : std::max(found->second, now);
    const auto missing = full_at - now;
    if (missing > options_.refill * (static_cast<std::int64_t>(options_.burst) - 1)) {
        return false;
    }
    if (found == full_at_.end()) {
        make_room(now);
        found = full_at_.emplace(name, full_at).first;
    }
    found->second = full_at + options_.refill;
    return true;
}

void Throttle::give_back(const std::string& name, Time now) {
    const std::lock_guard lock(mutex_);
    const auto found = full_at_.find(name);
    if (found == full_at_.end()) {
        return;
    }
    found->second -= options_.refill;
    if (found->second <= now) {
        full_at_.erase(found);
    }
}

std::size_t Throttle::size() const {
    const std::lock_guard lock(mutex_);
    return full_at_.size();
}

void Throttle::make_room(Time now) {
    if (full_at_.size() < options_.names_max) {
        return;
    }
    std::erase_if(full_at_, [&](const auto& entry) { return entry.second <= now; });
    if (full_at_.size() >= options_.names_max) {
        // Who has the fewest tokens to win back is forgiven first: the ones that try hardest stay.
        full_at_.erase(std::min_element(
            full_at_.begin(), full_at_.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; }));
    }
}

}  // namespace arus::app
