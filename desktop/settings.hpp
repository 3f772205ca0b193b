// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/texts.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace arus::desktop {

/// Where the window stood. Sizes and places in the desktop's own pixels.
struct Placement {
    int width = 1280;
    int height = 820;
    std::optional<int> x;  ///< x and y together or not at all; Wayland tells neither
    std::optional<int> y;
    bool is_maximized = false;
};

/// Which books the shell opens.
enum class BooksAt { undecided, this_computer, server };

/// What the shell remembers between two runs.
struct Settings {
    BooksAt books_at = BooksAt::undecided;
    std::string server;      ///< an origin as server_origin() gives it; only with BooksAt::server
    std::uint16_t port = 0;  ///< of the server on this computer; 0 until it was chosen
    std::optional<Language> language;  ///< the client's; none before it said so
    double zoom = 1.0;
    Placement placement;
};

/// The settings in a key file that a person may also edit. Single owner, main thread.
class SettingsFile {
public:
    explicit SettingsFile(std::string path);

    /// What the file says; a value that is missing or makes no sense is the default, and is warned
    /// of where it stands there. No file: all defaults.
    Settings load() const;

    /// Replaces the file at once, readable only by its owner. A failure is logged: the shell goes
    /// on and forgets. Other groups of the file stay. Idempotent.
    void save(const Settings& settings) const;

private:
    std::string path_;
};

}  // namespace arus::desktop
