// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/cache.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace arus::redis {

struct Options {
    /// `redis://[user]:password@host:port/number`; password, port (6379) and number (0) may be
    /// left out. No TLS: keep Redis on a private network.
    std::string url;
    std::chrono::milliseconds patience{15};  ///< how long get() waits; then Redis counts as away
                                             ///< until it has answered again
    std::chrono::milliseconds call_timeout{1'000};  ///< of connecting, and of an answer
    std::chrono::milliseconds retry_min{100};    ///< between tries to connect, with full jitter …
    std::chrono::milliseconds retry_max{5'000};  ///< … growing to this
    std::size_t value_bytes_max = 1U << 20U;     ///< larger values are not kept
    std::size_t queue_bytes_max = 16U << 20U;    ///< values waiting to be sent; beyond: not kept
    std::size_t queue_calls_max = 10'000;        ///< calls waiting; beyond: not asked
};

/// Results kept in Redis, where every instance finds them. While Redis is away get() finds nothing
/// at once; one thread of its own goes on trying.
class SharedCache : public app::Cache {
public:
    virtual bool is_connected() const = 0;

    /// Ends the thread; calls that wait find nothing. May be called again; the destructor calls it.
    virtual void stop() = 0;
};

/// Returns at once: a Redis that is away is no error. Throws Failure (configuration) for a URL that
/// is none.
std::unique_ptr<SharedCache> open_cache(Options options);

/// Connects once, for `arus doctor`: Redis' version. Throws Failure with what is wrong in words.
std::string diagnose(const Options& options);

}  // namespace arus::redis
