// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/ids.hpp"
#include "arus/base/refusal.hpp"

#include <cstddef>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace arus::http::detail {

/// How many large bodies may lie in the folder for temporary files at once: two of one person or
/// key, so many of everybody. Safe from every thread.
class TransferSlots {
public:
    static constexpr std::size_t of_one_max = 2;

    explicit TransferSlots(std::size_t together_max) : together_max_(together_max) {}

    /// rate_limited where `who` has two already, unavailable where all are taken; else one is taken
    /// until give_back().
    std::optional<Refusal> take(UserId who);
    /// Precondition: it was taken.
    void give_back(UserId who);

private:
    const std::size_t together_max_;
    std::mutex mutex_;
    std::unordered_map<UserId, std::size_t> taken_;  ///< who has none is not in it
    std::size_t taken_together_ = 0;
};

/// One that was taken, given back at its end.
class TransferSlot {
public:
    TransferSlot(TransferSlots& slots, UserId who) noexcept : slots_(slots), who_(who) {}
    ~TransferSlot() { slots_.give_back(who_); }
    TransferSlot(const TransferSlot&) = delete;
    TransferSlot& operator=(const TransferSlot&) = delete;

private:
    TransferSlots& slots_;
    UserId who_;
};

}  // namespace arus::http::detail
