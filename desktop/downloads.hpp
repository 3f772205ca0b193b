// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <webkit2/webkit2.h>

#include <functional>
#include <string>

namespace arus::desktop {

/// Keeps what is downloaded in the person's Downloads folder, under a safe name that no file has
/// yet; nothing is ever replaced. One per web context; main thread.
class Downloads {
public:
    struct Events {
        std::function<void(const std::string& path)> saved;
        std::function<void(const std::string& name)> failed;
    };

    Downloads(WebKitWebContext* context, Events events);
    Downloads(const Downloads&) = delete;
    Downloads& operator=(const Downloads&) = delete;

private:
    static void on_started(WebKitWebContext* context, WebKitDownload* download, gpointer self);
    static gboolean on_destination(WebKitDownload* download, char* suggested, gpointer self);
    static void on_failed(WebKitDownload* download, GError* error, gpointer self);
    static void on_finished(WebKitDownload* download, gpointer self);

    Events events_;
};

}  // namespace arus::desktop
