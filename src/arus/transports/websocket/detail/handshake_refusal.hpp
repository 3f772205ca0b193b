// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/transports/websocket/detail/shared.hpp"
#include "arus/transports/websocket/upgrade.hpp"
#include "arus/wire/problem.hpp"

#include <optional>

// Before the upgrade the answer is plain HTTP. A browser cannot read it: only what concerns no
// honest browser, or what is tried again anyway, is refused here.
namespace arus::websocket::detail {

/// Why this connection may not become a socket, if it may not: `unavailable`, `origin_refused`.
std::optional<wire::Problem> refusal_of(const Upgrade& upgrade, const Shared& shared);

/// True if a page of `origin` may open a socket to the server it called `host`: it came from that
/// server, or its origin is in the list. Case does not count.
bool is_allowed_origin(
    std::string_view origin, std::string_view host, const std::vector<std::string>& allowed);

/// Writes the problem as an HTTP response and closes.
Awaitable<void> refuse_upgrade(Upgrade upgrade, wire::Problem problem);

}  // namespace arus::websocket::detail
