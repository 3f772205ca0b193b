// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/appearance.hpp"
#include "desktop/glib.hpp"
#include "desktop/notice.hpp"
#include "desktop/server_child.hpp"
#include "desktop/settings.hpp"
#include "desktop/web_view.hpp"
#include "desktop/window.hpp"

#include <gtk/gtk.h>

#include <functional>
#include <memory>
#include <string>

namespace arus::desktop {

/// The shell as a whole: what is open, what is running, and in which order it ends.
///
///   undecided ── choice page ──► this computer: port, server child ── ready ──┐
///                     ▲     └──► a server: its origin ────────────────────────┴──► the client
///                     │                                                              │
///                     └──────────── menu, or the buttons of a problem page ◄─────────┘
///   quit: window away, page away (its sockets close), server child stopped in order, then the
///   process ends
///
/// One per process and, by GApplication, one per session: a second start hands its arguments over
/// and ends. Main thread.
class Application {
public:
    Application();
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    /// Runs until it is quit; the process's exit code.
    int run(int argc, char** argv);

private:
    void startup();
    void add_action(const char* name, const char* shortcut, std::function<void()> action);
    void add_actions();
    void make_window();
    WebView::Events view_events();
    gint read_options(GVariantDict* options);

    void open_link(const std::string& link);
    void open_screen(const std::string& path);

    void open_books();
    void choose_books();
    void use_this_computer();
    void use_server(const std::string& origin);
    void start_server();
    void stop_server(std::function<void()> then);
    void show_stopping();
    void load(const std::string& origin);

    void show_problem(PageProblem problem);
    void show_port_taken();
    void show_server_ended();
    void show_problem_page(
        const char* title, std::string text, bool has_other_port, std::function<void()> retry);

    bool notify(const Notice& notice);
    void use_language(Language language);
    void set_zoom(double zoom);
    void show_about();
    void open_outside(const std::string& address);
    void save_settings();
    void quit();
    void quit_soon();

    const Texts& words() const;
    Language language() const;

    Owned<GtkApplication> gtk_;
    SettingsFile settings_file_;
    Settings settings_;
    std::string program_;  ///< the server's
    bool is_automated_ = false;
    bool is_quitting_ = false;
    bool waits_for_network_ = false;
    std::string first_path_;  ///< the screen the next load shows; empty: the first one
    NoticeGate notices_;
    std::unique_ptr<Appearance> appearance_;
    std::unique_ptr<ServerChild> server_;
    std::unique_ptr<WebView> view_;
    std::unique_ptr<Window> window_;
};

}  // namespace arus::desktop
