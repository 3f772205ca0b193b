// SPDX-License-Identifier: Apache-2.0
#include "arus/app/statements/result_cache.hpp"

#include <utility>

namespace arus::app {

Awaitable<Cache::Bytes> ResultCache::get(std::string key, Awaitable<Made> make, Deadline deadline) {
    const Deadline soon = Deadline::in(options_.cache_timeout);
    Cache::Bytes known = co_await cache_.get(key, soon);
    if (known) {
        co_return known;
    }
    Awaitable<Cache::Bytes> work = make_and_keep(std::move(make));
    co_return co_await flights_.run(std::move(key), std::move(work), deadline);
}

Awaitable<Cache::Bytes> ResultCache::make_and_keep(Awaitable<Made> make) {
    Made made = co_await std::move(make);
    const Deadline soon = Deadline::in(options_.cache_timeout);
    co_await cache_.put(std::move(made.key), made.bytes, options_.lifetime, soon);
    co_return made.bytes;
}

}  // namespace arus::app
