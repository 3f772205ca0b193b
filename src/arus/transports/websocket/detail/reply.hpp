// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/refusal.hpp"
#include "arus/transports/websocket/backend.hpp"
#include "arus/transports/websocket/options.hpp"
#include "arus/wire/problem.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// What the server says beside events, one line each, ended by a line feed:
// contracts/realtime.schema.json, server_frame.
namespace arus::websocket::detail {

/// Why the server ends a link; the names are the reasons in the close frame (contracts/errors.yaml,
/// closes).
enum class CloseCode : std::uint16_t {
    bad_request = 4000,
    unauthenticated = 4001,
    version = 4005,
    overloaded = 4100,
    token_expired = 4101,
    rate_limited = 4102,
    slow_consumer = 4108,
    no_pong = 4109,
    internal = 4111,
    drain = 4200,
};
std::string_view name_of(CloseCode code);

using CommandId = std::optional<std::uint64_t>;

/// `id` absent: null. What the error table says of retrying stands in it.
std::string error_line(CommandId id, const wire::Problem& problem);

std::string connect_line(
    CommandId id, std::string_view client_id, const app::Principal& principal,
    std::span<const std::pair<BookId, std::string>> epochs, const Options& options);
std::string refresh_line(CommandId id, Instant expires_at);
std::string unsubscribe_line(CommandId id, std::uint32_t sub);

struct SubscribeOk {
    std::uint32_t sub = 0;
    BookId book;
    std::string_view channel = "ledger";
    std::string epoch;
    std::uint64_t offset = 0;
    enum class Mode { live, replay, snapshot } mode = Mode::live;
    bool recovered = false;
    std::optional<Snapshot> snapshot;  ///< for Mode::snapshot
};
std::string subscribe_line(CommandId id, const SubscribeOk& ok);

std::string skip_line(std::uint32_t sub, BookId book, std::uint64_t to);
std::string ping_line(Instant now);
std::string reconnect_line(std::int64_t after_ms);
enum class UnsubscribedReason { role_changed, removed, too_large };
std::string unsubscribed_line(
    std::uint32_t sub, BookId book, std::string_view channel, UnsubscribedReason reason);

}  // namespace arus::websocket::detail
