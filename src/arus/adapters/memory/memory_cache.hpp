// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/cache.hpp"

#include <cstddef>
#include <memory>

namespace arus::memory {

struct CacheOptions {
    std::size_t bytes_max = 64U << 20U;       ///< of all entries, keys included
    std::size_t entry_bytes_max = 4U << 20U;  ///< a larger one is not kept
};

/// A cache of this process: what was used longest ago goes first. Calls end at once, without
/// suspending the caller.
std::unique_ptr<app::Cache> make_memory_cache(CacheOptions options);

}  // namespace arus::memory
