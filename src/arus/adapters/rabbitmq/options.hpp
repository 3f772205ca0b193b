// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace arus::rabbitmq {

struct Options {
    /// `amqp://user:password@host:port/vhost`, or `amqps://…?ca=<file>` over TLS with the broker's
    /// certificate and name verified (`verify=no`: not verified). Failure (configuration) if it is
    /// not that.
    std::string url;
    std::chrono::seconds heartbeat{10};  ///< a link on which nothing comes for two of them is dead
    std::chrono::milliseconds call_timeout{5'000};
    std::chrono::milliseconds retry_min{200};     ///< between tries to connect, with full jitter …
    std::chrono::milliseconds retry_max{10'000};  ///< … growing to this
    std::size_t queue_bytes_max = 16U << 20U;     ///< messages waiting to be sent; beyond: dropped
    std::size_t message_bytes_max = 8U << 20U;    ///< larger messages are dropped
    std::size_t unconfirmed_max = 4'096;          ///< messages the broker has not confirmed yet
    std::size_t inbox_bytes_max = 64U << 20U;     ///< of an instance's own queue at the broker;
                                                  ///< beyond it the oldest messages go
};

/// What the metrics show of a link's messages. Totals since the start unless said otherwise.
struct PublishFigures {
    std::uint64_t published = 0;  ///< handed to the broker
    std::uint64_t confirmed = 0;
    std::uint64_t dropped = 0;  ///< not sent: no broker, a full queue, too large; or refused by it,
                                ///< or returned as there was no queue for it
    std::uint64_t queued_bytes = 0;  ///< waiting now
};

/// Connects once, for `arus doctor`, and declares whatever Arus needs there: the broker's product
/// and version. Throws Failure with what is wrong in words, a refused declaration with the
/// broker's.
std::string diagnose(const Options& options);

}  // namespace arus::rabbitmq
