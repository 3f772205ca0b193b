// SPDX-License-Identifier: Apache-2.0
// The setting `color-scheme` of org.freedesktop.appearance, from the desktop portal
// (org.freedesktop.portal.Settings): 0 no wish, 1 dark, 2 light.
#include "desktop/appearance.hpp"

#include <gtk/gtk.h>

#include <string_view>

namespace arus::desktop {

namespace {

constexpr const char* space = "org.freedesktop.appearance";
constexpr const char* key = "color-scheme";

struct ReleaseVariant {
    void operator()(GVariant* value) const { g_variant_unref(value); }
};
using OwnedVariant = std::unique_ptr<GVariant, ReleaseVariant>;

void apply(OwnedVariant value) {
    // `Read` wraps the value in a variant once more than the signal does.
    while (g_variant_is_of_type(value.get(), G_VARIANT_TYPE_VARIANT) != FALSE) {
        value.reset(g_variant_get_variant(value.get()));
    }
    if (g_variant_is_of_type(value.get(), G_VARIANT_TYPE_UINT32) == FALSE) {
        return;
    }
    const guint32 scheme = g_variant_get_uint32(value.get());
    GtkSettings* const settings = gtk_settings_get_default();
    if (scheme == 0 || settings == nullptr) {
        return;
    }
    g_object_set(
        settings, "gtk-application-prefer-dark-theme", scheme == 1 ? TRUE : FALSE, nullptr);
}

}  // namespace

Appearance::Appearance() : cancellable_(g_cancellable_new()) {
    g_dbus_proxy_new_for_bus(
        G_BUS_TYPE_SESSION, static_cast<GDBusProxyFlags>(G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES),
        nullptr, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings", cancellable_.get(), on_proxy, this);
}

Appearance::~Appearance() {
    g_cancellable_cancel(cancellable_.get());
    if (portal_) {
        g_signal_handlers_disconnect_by_data(portal_.get(), this);
    }
}

void Appearance::on_proxy(GObject*, GAsyncResult* result, gpointer self) {
    GError* error = nullptr;
    Owned<GDBusProxy> proxy(g_dbus_proxy_new_for_bus_finish(result, &error));
    const OwnedError owned(error);
    if (!proxy) {
        // No session bus; or the shell has ended, and `self` with it.
        g_debug("appearance: %s", error->message);
        return;
    }
    auto& appearance = *static_cast<Appearance*>(self);
    appearance.portal_ = std::move(proxy);
    g_signal_connect(appearance.portal_.get(), "g-signal", G_CALLBACK(on_signal), self);
    g_dbus_proxy_call(
        appearance.portal_.get(), "Read", g_variant_new("(ss)", space, key), G_DBUS_CALL_FLAGS_NONE,
        -1, appearance.cancellable_.get(), on_read, self);
}

void Appearance::on_read(GObject* source, GAsyncResult* result, gpointer) {
    GError* error = nullptr;
    const OwnedVariant reply(g_dbus_proxy_call_finish(G_DBUS_PROXY(source), result, &error));
    const OwnedError owned(error);
    if (!reply) {
        g_debug("appearance: %s", error->message);
        return;
    }
    apply(OwnedVariant(g_variant_get_child_value(reply.get(), 0)));
}

void Appearance::on_signal(
    GDBusProxy*, const char*, const char* signal, GVariant* parameters, gpointer) {
    if (std::string_view(signal) != "SettingChanged"
        || g_variant_is_of_type(parameters, G_VARIANT_TYPE("(ssv)")) == FALSE) {
        return;
    }
    const char* changed_space = nullptr;
    const char* changed_key = nullptr;
    GVariant* value = nullptr;
    g_variant_get(parameters, "(&s&sv)", &changed_space, &changed_key, &value);
    OwnedVariant owned(value);
    if (std::string_view(changed_space) == space && std::string_view(changed_key) == key) {
        apply(std::move(owned));
    }
}

}  // namespace arus::desktop
