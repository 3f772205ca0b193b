// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/settings.hpp"
#include "desktop/texts.hpp"

#include <gtk/gtk.h>

#include <functional>
#include <string>

namespace arus::desktop {

/// The one window: a header with the menu, a bar for what was downloaded, and below them either the
/// client or one of the shell's own pages. It stands where it stood last. Main thread; the
/// application's last.
class Window {
public:
    struct Events {
        std::function<void()> close;  ///< somebody closed it; it stays until destroyed
        std::function<void(const std::string& path)> open_file;
        std::function<void(const std::string& path)> show_folder;
    };

    /// `client` is the page's widget; the menu's entries are actions of `application`.
    Window(
        GtkApplication* application, GtkWidget* client, const Placement& placement,
        Language language, Events events);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    GtkWindow* handle() const { return GTK_WINDOW(window_); }
    void present();
    void hide() { gtk_widget_hide(window_); }

    void show_client();
    /// Takes a floating widget in place of the page that was shown before.
    void show_page(GtkWidget* page);
    bool shows_client() const;

    void use_language(Language language);

    /// "neraca.pdf was saved", with buttons, until it is closed or replaced.
    void tell_saved(const std::string& path);
    void tell_not_saved(const std::string& name);

    /// Where it stands now, or stood before it was hidden.
    const Placement& placement() const { return placement_; }

private:
    static gboolean on_delete(GtkWidget* window, GdkEvent* event, gpointer self);
    static gboolean on_configure(GtkWidget* window, GdkEvent* event, gpointer self);
    static gboolean on_state(GtkWidget* window, GdkEventWindowState* event, gpointer self);
    static void on_response(GtkInfoBar* bar, int response, gpointer self);
    void place(const Placement& placement);
    void make_bar();
    void tell(const std::string& text, bool has_file);

    GtkWidget* window_ = nullptr;
    GtkWidget* stack_ = nullptr;
    GtkWidget* client_ = nullptr;
    GtkWidget* page_ = nullptr;
    GtkWidget* menu_button_ = nullptr;
    GtkWidget* bar_ = nullptr;
    GtkWidget* bar_text_ = nullptr;
    GtkWidget* bar_open_ = nullptr;
    GtkWidget* bar_folder_ = nullptr;
    Language language_;
    Events events_;
    Placement placement_;
    std::string saved_path_;
};

}  // namespace arus::desktop
