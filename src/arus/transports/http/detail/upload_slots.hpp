// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/ids.hpp"
#include "arus/base/refusal.hpp"

#include <cstddef>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace arus::http::detail {

/// How many large bodies may lie on disk at once: two of one person or key, four of everybody. With
/// 64 MiB each that is what the folder for temporary files must have room for. Safe from every
/// thread.
class UploadSlots {
public:
    static constexpr std::size_t of_one_max = 2;
    static constexpr std::size_t together_max = 4;

    /// rate_limited where `who` has two already, unavailable where all are taken; else one is taken
    /// until give_back().
    std::optional<Refusal> take(UserId who);
    /// Precondition: it was taken.
    void give_back(UserId who);

private:
    std::mutex mutex_;
    std::unordered_map<UserId, std::size_t> taken_;  ///< who has none is not in it
    std::size_t taken_together_ = 0;
};

/// One that was taken, given back at its end.
class UploadSlot {
public:
    UploadSlot(UploadSlots& slots, UserId who) noexcept : slots_(slots), who_(who) {}
    ~UploadSlot() { slots_.give_back(who_); }
    UploadSlot(const UploadSlot&) = delete;
    UploadSlot& operator=(const UploadSlot&) = delete;

private:
    UploadSlots& slots_;
    UserId who_;
};

}  // namespace arus::http::detail
