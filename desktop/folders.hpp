// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

// Where things are on this computer, by the XDG Base Directory Specification.
namespace arus::desktop {

std::string settings_path();     ///< $XDG_CONFIG_HOME/arus/desktop.ini
std::string books_folder();      ///< $XDG_DATA_HOME/arus/books: the data folder of the server
std::string web_data_folder();   ///< $XDG_DATA_HOME/arus/web: what the client keeps on this device
std::string web_cache_folder();  ///< $XDG_CACHE_HOME/arus/web
std::string server_log_path();   ///< $XDG_STATE_HOME/arus/server.log

/// The server's program: `arus` beside this one, else the one of PATH; "arus" where there is none.
std::string server_program();

/// Whether there is a graphics card that WebKit may draw with.
bool has_render_node();

}  // namespace arus::desktop
