// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace arus::app {

/// What the metrics show of a cache.
struct CacheFigures {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::uint64_t errors = 0;  ///< calls that did not reach the cache; a get of these is a miss too
    std::uint64_t bytes = 0;   ///< held now, where the cache is this process's own
};

/// Results that can be made again, such as reports, under keys that name everything they depend on:
/// an entry is never wrong, only absent, and nothing is ever taken out by hand. Shared by all
/// instances or this process's own.
///
/// A cache is a help, not a need: no call throws; where the cache does not answer, get() finds
/// nothing and put() does nothing, both within the deadline. Who asks must be able to do without.
///
/// Must outlive every coroutine that awaits one of its calls. Safe from every thread; a caller is
/// resumed on its own executor.
class Cache {
public:
    /// Never changed once made.
    using Bytes = std::shared_ptr<const std::string>;

    virtual ~Cache() = default;

    /// The bytes last put under `key` (1 to 512 bytes of visible ASCII), null if there are none any
    /// more.
    virtual Awaitable<Bytes> get(std::string key, Deadline deadline) = 0;

    /// Keeps `bytes` (not null) for at most `lifetime` (above zero), less where room is needed. An
    /// entry that is larger than the cache takes is not kept. Idempotent.
    virtual Awaitable<void> put(
        std::string key, Bytes bytes, std::chrono::seconds lifetime, Deadline deadline) = 0;

    virtual CacheFigures figures() const = 0;
};

}  // namespace arus::app
