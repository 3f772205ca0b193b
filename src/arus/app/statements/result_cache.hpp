// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/detail/single_flight.hpp"
#include "arus/app/ports/cache.hpp"

#include <chrono>
#include <string>

namespace arus::app {

/// Made results beside their making: what is known is taken from the cache, what is not is made
/// once however many ask at that moment. Safe from every executor; must outlive its callers.
class ResultCache {
public:
    struct Options {
        std::chrono::seconds lifetime{600};
        std::chrono::milliseconds cache_timeout{100};  ///< of each call of the cache: a slow one is
                                                       ///< worse than none
    };

    /// A result and the key that names everything it depends on, which may differ from the key that
    /// was asked for: the book may have moved on meanwhile.
    struct Made {
        std::string key;
        Cache::Bytes bytes;
    };

    ResultCache(Cache& cache, Options options) : cache_(cache), options_(options) {}

    /// What is kept under `key`, or what `make`, which has not begun, comes to. Throws what making
    /// throws; Failure timeout where another's making takes longer than the deadline.
    Awaitable<Cache::Bytes> get(std::string key, Awaitable<Made> make, Deadline deadline);

private:
    Awaitable<Cache::Bytes> make_and_keep(Awaitable<Made> make);

    Cache& cache_;
    const Options options_;
    detail::SingleFlight<Cache::Bytes> flights_;
};

}  // namespace arus::app
