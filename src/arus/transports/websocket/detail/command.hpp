// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/websocket/backend.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

// What a client says, one line at a time: contracts/realtime.schema.json, client_frame.
namespace arus::websocket::detail {

/// What a client asks for of a report.
struct ReportWish {
    std::string name;
    std::string parameters;  ///< as ValueRequest has them
};

/// The position of the last event that a client applied.
struct Since {
    std::string epoch;
    std::uint64_t offset = 0;
    std::optional<Hash256> hash;
};

struct ConnectCommand {
    std::optional<std::string> token;
    std::string client_name;
    std::string client_version;
};
struct SubscribeCommand {
    BookId book;
    std::optional<ValueChannel> channel;  ///< absent: the ledger
    std::optional<Since> since;
    bool snapshot = false;
    Narrowing narrowing;
    std::optional<ReportWish> report;
};
struct UnsubscribeCommand {
    std::uint64_t sub = 0;
};
struct CatchupCommand {
    std::uint64_t sub = 0;
    std::optional<Since> since;
};
struct RefreshCommand {
    std::string token;
};
struct PongCommand {};

/// One line, read. `id` is there for everything but a pong.
struct Command {
    std::optional<std::uint64_t> id;
    std::variant<
        ConnectCommand, SubscribeCommand, UnsubscribeCommand, CatchupCommand, RefreshCommand,
        PongCommand>
        body;
};

/// One line that is no command: `malformed_json`, `unknown_command`, `validation_failed`.
struct BadCommand {
    std::optional<std::uint64_t> id;  ///< as far as it could be read
    bool is_connect = false;          ///< it meant to be a connect
    Refusal refusal;
};

/// Unknown members are ignored, at every level.
std::variant<Command, BadCommand> parse_command(std::string_view line);

}  // namespace arus::websocket::detail
