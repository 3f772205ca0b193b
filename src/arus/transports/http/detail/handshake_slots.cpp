// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/detail/handshake_slots.hpp"

namespace arus::http::detail {

bool HandshakeSlots::take(const std::string& address, const Limits& limits) {
    const std::lock_guard lock(mutex_);
    const auto found = taken_.find(address);
    const std::size_t of_one = found == taken_.end() ? 0 : found->second;
    if (of_one >= limits.of_one || taken_together_ >= limits.together) {
        return false;
    }
    ++taken_[address];
    ++taken_together_;
    return true;
}

void HandshakeSlots::give_back(const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto found = taken_.find(address);
    if (--found->second == 0) {
        taken_.erase(found);
    }
    --taken_together_;
}

}  // namespace arus::http::detail
