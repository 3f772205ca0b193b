// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace arus::websocket {

/// The limits and times of the socket; contracts/realtime.schema.json names those that clients see.
struct Options {
    /// Origins that may open a socket beside the one the server itself is reached at, as in
    /// `https://arus.example`.
    std::vector<std::string> allowed_origins{};

    std::size_t sockets_max = 12'000;            ///< beyond: 503 before the upgrade
    std::size_t subscriptions_max = 32;          ///< of one socket
    std::size_t message_bytes_max = 64U << 10U;  ///< of a client's message
    std::size_t queue_bytes_max = 1U << 20U;     ///< unsent bytes of one socket
    std::chrono::milliseconds queue_age_max{15'000};
    std::chrono::milliseconds overflow_grace{1'000};  ///< a queue that is full of younger bytes is
                                                      ///< a burst, not a slow reader
    std::size_t drained_bytes = 64U << 10U;  ///< below it a socket that catches up gets its next
                                             ///< piece
    int send_buffer_bytes = 128 << 10;  ///< of the kernel, for one socket; 0: as the kernel likes

    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds ping_after{25'000};  ///< give or take a tenth
    std::chrono::milliseconds pong_timeout{10'000};
    std::chrono::milliseconds head_every{2'000};
    std::chrono::milliseconds skip_every{500};
    std::chrono::milliseconds close_timeout{5'000};        ///< of the closing handshake
    std::chrono::milliseconds slow_close_timeout{30'000};  ///< the same for a reader that was too
                                                           ///< slow
    std::chrono::milliseconds call_timeout{10'000};  ///< of what a command asks of the application
    /// How often it is asked whether a socket may still listen; at most `rechecks_per_s` of all
    /// sockets together.
    std::chrono::milliseconds recheck_every{500};
    std::size_t rechecks_per_s = 500;

    /// Values of a stream are read again at most so often ...
    std::chrono::milliseconds value_every{250};
    std::chrono::milliseconds value_retry{1'000};  ///< ... and so often while they cannot be read
    std::size_t value_streams_max = 2'000;         ///< different ones on this instance
    std::size_t value_bytes_max = 64U << 20U;      ///< of all values together; beyond it no new
                                                   ///< stream begins
    std::size_t value_subscriptions_max = 24;      ///< of one socket

    /// How often the heads of books that somebody listens to are read, so that commits of other
    /// instances are noticed without a bus between them; 0: never. See Realtime::poll_heads.
    std::chrono::milliseconds poll_heads_every{0};

    double commands_per_s = 20;   ///< of one socket, over time
    double commands_burst = 100;  ///< at once

    /// A fan-out pass that takes longer than this makes the next one wait, so that more goes into
    /// one message ...
    std::chrono::microseconds pass_time_max{5'000};
    std::chrono::microseconds pass_delay_max{50'000};  ///< ... but never longer than this
    /// What a pass may take before other work of its loop gets a turn.
    std::chrono::microseconds pass_slice{2'000};
    std::chrono::milliseconds tick{50};  ///< granularity of all times above; each socket is looked
                                         ///< at every tenth tick

    // What is remembered of the history, see detail/history.hpp.
    std::size_t book_bytes_max = 8U << 20U;
    std::size_t history_bytes_max = 64U << 20U;
    std::uint64_t page_events = 500;
    std::size_t page_bytes_max = 1U << 20U;
    std::size_t page_reads_max = 4;  ///< at a time
};

}  // namespace arus::websocket
