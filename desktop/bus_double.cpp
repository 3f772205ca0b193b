// SPDX-License-Identifier: Apache-2.0
// For tests/desktop: what a desktop has on its session bus, and nothing else. It owns
// org.freedesktop.Notifications and the settings portal, says on stdout what it is told, and does
// on stdin's word what a person would do.
//
//   stdout  ready                             both names are owned
//           notify <number>\t<desktop entry>\t<title>\t<body>
//   stdin   click <number>                    that notification is clicked
//           scheme <0|1|2>                    the desktop's colours: no wish, dark, light
#include "desktop/glib.hpp"

#include <gio/gio.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>

namespace {

using arus::desktop::OwnedError;
using arus::desktop::OwnedText;

constexpr const char* interfaces = R"(<node>
  <interface name="org.freedesktop.Notifications">
    <method name="GetCapabilities"><arg type="as" direction="out"/></method>
    <method name="GetServerInformation">
      <arg type="s" direction="out"/><arg type="s" direction="out"/>
      <arg type="s" direction="out"/><arg type="s" direction="out"/>
    </method>
    <method name="Notify">
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
      <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
    </method>
    <method name="CloseNotification"><arg type="u" direction="in"/></method>
  </interface>
  <interface name="org.freedesktop.portal.Settings">
    <method name="Read">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/>
    </method>
  </interface>
</node>)";

struct Double {
    GDBusConnection* bus = nullptr;
    GMainLoop* loop = nullptr;
    guint32 scheme = 0;
    guint32 told = 0;
    int names = 0;
};

void on_notify(Double& self, GVariant* parameters, GDBusMethodInvocation* call) {
    const char* title = nullptr;
    const char* body = nullptr;
    GVariant* hints = nullptr;
    g_variant_get(
        parameters, "(&su&s&s&s@as@a{sv}i)", nullptr, nullptr, nullptr, &title, &body, nullptr,
        &hints, nullptr);
    const char* entry = "";
    g_variant_lookup(hints, "desktop-entry", "&s", &entry);
    std::printf("notify %u\t%s\t%s\t%s\n", ++self.told, entry, title, body);
    std::fflush(stdout);
    g_variant_unref(hints);
    g_dbus_method_invocation_return_value(call, g_variant_new("(u)", self.told));
}

void on_call(
    GDBusConnection*, const char*, const char*, const char*, const char* method,
    GVariant* parameters, GDBusMethodInvocation* call, gpointer data) {
    auto& self = *static_cast<Double*>(data);
    if (std::strcmp(method, "Notify") == 0) {
        on_notify(self, parameters, call);
    } else if (std::strcmp(method, "Read") == 0) {
        g_dbus_method_invocation_return_value(
            call, g_variant_new("(v)", g_variant_new_variant(g_variant_new_uint32(self.scheme))));
    } else if (std::strcmp(method, "GetCapabilities") == 0) {
        const char* const capabilities[] = {"body", "actions", nullptr};
        g_dbus_method_invocation_return_value(call, g_variant_new("(^as)", capabilities));
    } else if (std::strcmp(method, "GetServerInformation") == 0) {
        g_dbus_method_invocation_return_value(
            call, g_variant_new("(ssss)", "double", "arus", "1", "1.2"));
    } else {
        g_dbus_method_invocation_return_value(call, nullptr);
    }
}

void emit(
    const Double& self, const char* path, const char* interface, const char* name,
    GVariant* parameters) {
    g_dbus_connection_emit_signal(self.bus, nullptr, path, interface, name, parameters, nullptr);
}

void obey(Double& self, const std::string& word, guint32 number) {
    if (word == "click") {
        emit(
            self, "/org/freedesktop/Notifications", "org.freedesktop.Notifications",
            "ActionInvoked", g_variant_new("(us)", number, "default"));
    } else if (word == "scheme") {
        self.scheme = number;
        emit(
            self, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings",
            "SettingChanged",
            g_variant_new(
                "(ssv)", "org.freedesktop.appearance", "color-scheme",
                g_variant_new_uint32(number)));
    }
}

gboolean on_stdin(GIOChannel* channel, GIOCondition, gpointer data) {
    auto& self = *static_cast<Double*>(data);
    char* line = nullptr;
    if (g_io_channel_read_line(channel, &line, nullptr, nullptr, nullptr) != G_IO_STATUS_NORMAL) {
        g_main_loop_quit(self.loop);
        return G_SOURCE_REMOVE;
    }
    const OwnedText owned(line);
    const std::string text(line);
    const auto space = text.find(' ');
    if (space != std::string::npos) {
        obey(
            self, text.substr(0, space),
            static_cast<guint32>(std::strtoul(line + space, nullptr, 10)));
    }
    return G_SOURCE_CONTINUE;
}

void on_name(GDBusConnection*, const char*, gpointer data) {
    auto& self = *static_cast<Double*>(data);
    if (++self.names == 2) {
        std::puts("ready");
        std::fflush(stdout);
    }
}

}  // namespace

int main() {
    GError* error = nullptr;
    Double self;
    self.bus = g_bus_get_sync(G_BUS_TYPE_SESSION, nullptr, &error);
    if (self.bus == nullptr) {
        const OwnedError owned(error);
        std::cerr << error->message << '\n';
        return 1;
    }
    self.loop = g_main_loop_new(nullptr, FALSE);
    GDBusNodeInfo* const node = g_dbus_node_info_new_for_xml(interfaces, nullptr);
    const GDBusInterfaceVTable calls{on_call, nullptr, nullptr, {}};
    const std::array paths{"/org/freedesktop/Notifications", "/org/freedesktop/portal/desktop"};
    const std::array names{"org.freedesktop.Notifications", "org.freedesktop.portal.Desktop"};
    for (std::size_t i = 0; i < paths.size(); ++i) {
        g_dbus_connection_register_object(
            self.bus, paths[i], node->interfaces[i], &calls, &self, nullptr, nullptr);
        g_bus_own_name_on_connection(
            self.bus, names[i], G_BUS_NAME_OWNER_FLAGS_NONE, on_name, nullptr, &self, nullptr);
    }
    g_io_add_watch(
        g_io_channel_unix_new(0), static_cast<GIOCondition>(G_IO_IN | G_IO_HUP), on_stdin, &self);
    g_main_loop_run(self.loop);
    return 0;
}
