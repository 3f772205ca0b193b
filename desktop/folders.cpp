// SPDX-License-Identifier: Apache-2.0
#include "desktop/folders.hpp"

#include "desktop/glib.hpp"

#include <glib.h>
#include <unistd.h>

#include <filesystem>

namespace arus::desktop {

namespace {

std::string below(const char* folder, const char* path) {
    const OwnedText whole(g_build_filename(folder, "arus", path, nullptr));
    return whole.get();
}

}  // namespace

std::string settings_path() {
    return below(g_get_user_config_dir(), "desktop.ini");
}

std::string books_folder() {
    return below(g_get_user_data_dir(), "books");
}

std::string web_data_folder() {
    return below(g_get_user_data_dir(), "web");
}

std::string web_cache_folder() {
    return below(g_get_user_cache_dir(), "web");
}

std::string server_log_path() {
    return below(g_get_user_state_dir(), "server.log");
}

std::string server_program() {
    std::error_code error;
    const auto own = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error) {
        const std::string beside = (own.parent_path() / "arus").string();
        if (::access(beside.c_str(), X_OK) == 0) {
            return beside;
        }
    }
    const OwnedText found(g_find_program_in_path("arus"));
    return found ? std::string(found.get()) : "arus";
}

bool has_render_node() {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/dev/dri", error)) {
        const bool is_render_node = entry.path().filename().string().starts_with("renderD");
        if (is_render_node && ::access(entry.path().c_str(), R_OK | W_OK) == 0) {
            return true;
        }
    }
    return false;
}

}  // namespace arus::desktop
