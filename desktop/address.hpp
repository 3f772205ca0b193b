// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Everything that comes from outside and says where to go: typed addresses, links of pages,
// arguments of the command line, names of files. Pure: no window, no network. What is not plainly
// allowed is refused.
namespace arus::desktop {

/// The origin of a server that somebody typed, as browsers write one (`https://arus.example:8443`,
/// no slash at the end, lower case, default port left out). Without a scheme it is https, on this
/// computer's own names http. Refused: another scheme, a user or password, a path, a query, more
/// than 300 bytes.
std::optional<std::string> server_origin(std::string_view typed);

/// The origin of the server on this computer.
std::string loopback_origin(std::uint16_t port);

/// Whether a page with this address belongs to `origin`; `blob:` counts as the page it was made by.
bool is_of_origin(std::string_view address, std::string_view origin);

/// Whether an address may be handed to the system: http, https, mailto or tel, without control
/// characters, at most 2,000 bytes.
bool may_open_outside(std::string_view address);

/// Whether `path` is a screen of the client: one of its known first words, a path and perhaps a
/// query of harmless characters, at most 512 bytes. Never the API, a host, a fragment (invitations
/// and new passwords carry their secret there) or a way up.
bool is_screen_path(std::string_view path);

/// The screen that `arus://open/transactions?account=…` names. Anybody may have made such a link.
std::optional<std::string> screen_of_link(std::string_view link);

/// A name under which a download may be kept: no folder, no control character, no leading dot,
/// valid UTF-8, at most 120 bytes with its extension kept; `arus` where nothing is left.
std::string safe_file_name(std::string_view suggested);

}  // namespace arus::desktop
