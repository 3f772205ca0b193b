// SPDX-License-Identifier: Apache-2.0
#include "desktop/settings.hpp"

#include "desktop/address.hpp"
#include "desktop/glib.hpp"

#include <glib/gstdio.h>

#include <algorithm>

namespace arus::desktop {

namespace {

constexpr const char* books_group = "books";
constexpr const char* window_group = "window";
constexpr int side_min = 320;
constexpr int side_max = 16'384;
constexpr int port_min = 1'024;
constexpr int port_max = 65'535;
constexpr double zoom_min = 0.5;
constexpr double zoom_max = 3.0;

struct FreeKeyFile {
    void operator()(GKeyFile* file) const { g_key_file_free(file); }
};
using OwnedKeyFile = std::unique_ptr<GKeyFile, FreeKeyFile>;

void warn(const char* group, const char* key) {
    g_warning("settings: [%s] %s makes no sense and is left out", group, key);
}

std::string text_of(GKeyFile* file, const char* group, const char* key) {
    const OwnedText text(g_key_file_get_string(file, group, key, nullptr));
    return text_or_empty(text.get());
}

std::optional<int> number_of(GKeyFile* file, const char* group, const char* key, int min, int max) {
    if (!g_key_file_has_key(file, group, key, nullptr)) {
        return std::nullopt;
    }
    GError* error = nullptr;
    const int number = g_key_file_get_integer(file, group, key, &error);
    const OwnedError owned(error);
    if (error != nullptr || number < min || number > max) {
        warn(group, key);
        return std::nullopt;
    }
    return number;
}

void load_books(GKeyFile* file, Settings& settings) {
    const std::string where = text_of(file, books_group, "at");
    if (where == "this-computer") {
        settings.books_at = BooksAt::this_computer;
    } else if (where == "server") {
        const auto origin = server_origin(text_of(file, books_group, "server"));
        if (origin) {
            settings.books_at = BooksAt::server;
            settings.server = *origin;
        } else {
            warn(books_group, "server");
        }
    } else if (!where.empty()) {
        warn(books_group, "at");
    }
    const auto port = number_of(file, books_group, "port", port_min, port_max);
    settings.port = static_cast<std::uint16_t>(port.value_or(0));
}

void load_window(GKeyFile* file, Settings& settings) {
    Placement& place = settings.placement;
    place.width = number_of(file, window_group, "width", side_min, side_max).value_or(place.width);
    place.height = number_of(file, window_group, "height", side_min, side_max)
                       .value_or(place.height);
    place.x = number_of(file, window_group, "x", -side_max, side_max);
    place.y = number_of(file, window_group, "y", -side_max, side_max);
    if (!place.x || !place.y) {
        place.x = place.y = std::nullopt;
    }
    place.is_maximized = g_key_file_get_boolean(file, window_group, "maximized", nullptr) != FALSE;
    const double zoom = g_key_file_get_double(file, window_group, "zoom", nullptr);
    if (zoom >= zoom_min && zoom <= zoom_max) {
        settings.zoom = zoom;
    }
    settings.language = language_of(text_of(file, window_group, "language"));
}

}  // namespace

SettingsFile::SettingsFile(std::string path) : path_(std::move(path)) {
}

Settings SettingsFile::load() const {
    Settings settings;
    const OwnedKeyFile file(g_key_file_new());
    GError* error = nullptr;
    if (!g_key_file_load_from_file(file.get(), path_.c_str(), G_KEY_FILE_NONE, &error)) {
        const OwnedError owned(error);
        if (!g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
            g_warning("settings: %s: %s", path_.c_str(), error->message);
        }
        return settings;
    }
    load_books(file.get(), settings);
    load_window(file.get(), settings);
    return settings;
}

void SettingsFile::save(const Settings& settings) const {
    const OwnedKeyFile file(g_key_file_new());
    // What is there and not ours (a comment, the printer's group) stays; an unreadable file is
    // replaced.
    g_key_file_load_from_file(file.get(), path_.c_str(), G_KEY_FILE_KEEP_COMMENTS, nullptr);
    const char* const where = settings.books_at == BooksAt::this_computer ? "this-computer"
                              : settings.books_at == BooksAt::server      ? "server"
                                                                          : "";
    g_key_file_set_string(file.get(), books_group, "at", where);
    g_key_file_set_string(file.get(), books_group, "server", settings.server.c_str());
    if (settings.port == 0) {
        g_key_file_remove_key(file.get(), books_group, "port", nullptr);
    } else {
        g_key_file_set_integer(file.get(), books_group, "port", settings.port);
    }
    const Placement& place = settings.placement;
    g_key_file_set_integer(file.get(), window_group, "width", place.width);
    g_key_file_set_integer(file.get(), window_group, "height", place.height);
    if (place.x && place.y) {
        g_key_file_set_integer(file.get(), window_group, "x", *place.x);
        g_key_file_set_integer(file.get(), window_group, "y", *place.y);
    }
    g_key_file_set_boolean(
        file.get(), window_group, "maximized", place.is_maximized ? TRUE : FALSE);
    g_key_file_set_double(file.get(), window_group, "zoom", settings.zoom);
    if (settings.language) {
        g_key_file_set_string(file.get(), window_group, "language", tag_of(*settings.language));
    }
    const OwnedText folder(g_path_get_dirname(path_.c_str()));
    gsize bytes = 0;
    const OwnedText text(g_key_file_to_data(file.get(), &bytes, nullptr));
    GError* error = nullptr;
    if (g_mkdir_with_parents(folder.get(), 0700) != 0
        || !g_file_set_contents_full(
            path_.c_str(), text.get(), static_cast<gssize>(bytes), G_FILE_SET_CONTENTS_CONSISTENT,
            0600, &error)) {
        const OwnedError owned(error);
        g_warning(
            "settings: %s could not be written: %s", path_.c_str(),
            error == nullptr ? g_strerror(errno) : error->message);
    }
}

}  // namespace arus::desktop
