// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/detail/transfer_slots.hpp"

namespace arus::http::detail {

std::optional<Refusal> TransferSlots::take(UserId who) {
    const std::lock_guard lock(mutex_);
    const auto found = taken_.find(who);
    if (found != taken_.end() && found->second >= of_one_max) {
        return Refusal{
            RefusalCode::rate_limited,
            "Two of your files are on their way; wait for one of them.",
            {}};
    }
    if (taken_together_ >= together_max_) {
        return Refusal{
            RefusalCode::unavailable,
            "The files of others are on their way; wait for one of them.",
            {}};
    }
    ++taken_[who];
    ++taken_together_;
    return std::nullopt;
}

void TransferSlots::give_back(UserId who) {
    const std::lock_guard lock(mutex_);
    const auto found = taken_.find(who);
    if (--found->second == 0) {
        taken_.erase(found);
    }
    --taken_together_;
}

}  // namespace arus::http::detail
