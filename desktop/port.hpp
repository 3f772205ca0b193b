// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

// Ports of 127.0.0.1. The origin of a page includes its port: with another one, what the client
// keeps on this device (entries not sent yet, settings) is out of its sight. So a port is chosen
// once and remembered.
namespace arus::desktop {

/// Whether a server could listen there now. What it says may be out of date a moment later.
bool port_is_free(std::uint16_t port);

/// A free port between 20,000 and 31,999: below the range from which the system takes ports for
/// outgoing connections, so that it is likely to be free at the next start too. None where a
/// hundred tries find none.
std::optional<std::uint16_t> choose_port();

}  // namespace arus::desktop
