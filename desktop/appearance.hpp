// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/glib.hpp"

#include <gio/gio.h>

namespace arus::desktop {

/// Light and dark as the desktop has it, followed while the shell runs: GTK 3 does not ask the
/// desktop by itself, and the page's own rule (`prefers-color-scheme`) is what GTK says. Where no
/// portal answers, GTK's own settings hold. Main thread; lives as long as the shell.
class Appearance {
public:
    Appearance();
    ~Appearance();
    Appearance(const Appearance&) = delete;
    Appearance& operator=(const Appearance&) = delete;

private:
    static void on_proxy(GObject* source, GAsyncResult* result, gpointer self);
    static void on_read(GObject* source, GAsyncResult* result, gpointer self);
    static void on_signal(
        GDBusProxy* proxy, const char* sender, const char* signal, GVariant* parameters,
        gpointer self);

    Owned<GCancellable> cancellable_;
    Owned<GDBusProxy> portal_;
};

}  // namespace arus::desktop
