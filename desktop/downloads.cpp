// SPDX-License-Identifier: Apache-2.0
#include "desktop/downloads.hpp"

#include "desktop/address.hpp"
#include "desktop/glib.hpp"

#include <glib/gstdio.h>

namespace arus::desktop {

namespace {

constexpr int copies_max = 1'000;
constexpr const char* has_failed_key = "arus-has-failed";

std::string downloads_folder() {
    const char* const known = g_get_user_special_dir(G_USER_DIRECTORY_DOWNLOAD);
    if (known != nullptr) {
        return known;
    }
    const OwnedText made(g_build_filename(g_get_home_dir(), "Downloads", nullptr));
    return made.get();
}

/// "neraca.pdf" → ".../neraca.pdf", or ".../neraca (2).pdf" where that is taken; empty where all
/// are.
std::string free_path(const std::string& folder, const std::string& name) {
    const auto dot = name.rfind('.');
    const std::string stem = name.substr(0, dot);
    const std::string extension = dot == std::string::npos ? "" : name.substr(dot);
    for (int copy = 1; copy <= copies_max; ++copy) {
        const std::string candidate = copy == 1
                                          ? name
                                          : stem + " (" + std::to_string(copy) + ")" + extension;
        const OwnedText path(g_build_filename(folder.c_str(), candidate.c_str(), nullptr));
        if (g_file_test(path.get(), G_FILE_TEST_EXISTS) == FALSE
            && g_file_test(path.get(), G_FILE_TEST_IS_SYMLINK) == FALSE) {
            return path.get();
        }
    }
    return {};
}

/// The path behind a destination, which some versions give as a file: address and some as a path.
std::string path_of(WebKitDownload* download) {
    const std::string destination = text_or_empty(webkit_download_get_destination(download));
    const OwnedText path(g_filename_from_uri(destination.c_str(), nullptr, nullptr));
    return path ? std::string(path.get()) : destination;
}

}  // namespace

Downloads::Downloads(WebKitWebContext* context, Events events) : events_(std::move(events)) {
    g_signal_connect(context, "download-started", G_CALLBACK(on_started), this);
}

void Downloads::on_started(WebKitWebContext*, WebKitDownload* download, gpointer self) {
    webkit_download_set_allow_overwrite(download, FALSE);
    g_signal_connect(download, "decide-destination", G_CALLBACK(on_destination), self);
    g_signal_connect(download, "failed", G_CALLBACK(on_failed), self);
    g_signal_connect(download, "finished", G_CALLBACK(on_finished), self);
}

gboolean Downloads::on_destination(WebKitDownload* download, char* suggested, gpointer) {
    const std::string folder = downloads_folder();
    g_mkdir_with_parents(folder.c_str(), 0755);
    const std::string path = free_path(folder, safe_file_name(text_or_empty(suggested)));
    const OwnedText address(
        path.empty() ? nullptr : g_filename_to_uri(path.c_str(), nullptr, nullptr));
    if (!address) {
        webkit_download_cancel(download);
        return TRUE;
    }
    webkit_download_set_destination(download, address.get());
    return TRUE;
}

void Downloads::on_failed(WebKitDownload* download, GError* error, gpointer self) {
    g_object_set_data(G_OBJECT(download), has_failed_key, GINT_TO_POINTER(1));
    g_warning("download: %s", error->message);
    const OwnedText name(g_path_get_basename(path_of(download).c_str()));
    static_cast<Downloads*>(self)->events_.failed(name.get());
}

void Downloads::on_finished(WebKitDownload* download, gpointer self) {
    // "finished" follows "failed" too.
    if (g_object_get_data(G_OBJECT(download), has_failed_key) == nullptr) {
        static_cast<Downloads*>(self)->events_.saved(path_of(download));
    }
}

}  // namespace arus::desktop
