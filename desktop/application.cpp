// SPDX-License-Identifier: Apache-2.0
#include "desktop/application.hpp"

#include "desktop/address.hpp"
#include "desktop/folders.hpp"
#include "desktop/pages.hpp"
#include "desktop/port.hpp"

#include <glib-unix.h>

#include <algorithm>
#include <csignal>

namespace arus::desktop {

namespace {

/// Also the name of the .desktop file: notifications are shown under it.
constexpr const char* application_id = "id.arus.Desktop";
constexpr const char* style_resource = "/id/arus/Desktop/style.css";
constexpr std::size_t notices_per_minute = 12;
constexpr double zoom_step = 1.1;

struct Action {
    std::function<void()> run;
};

void on_action(GSimpleAction*, GVariant*, gpointer data) {
    static_cast<Action*>(data)->run();
}

void load_style() {
    const Owned<GtkCssProvider> provider(gtk_css_provider_new());
    gtk_css_provider_load_from_resource(provider.get(), style_resource);
    gtk_style_context_add_provider_for_screen(
        gdk_screen_get_default(), GTK_STYLE_PROVIDER(provider.get()),
        GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

}  // namespace

Application::Application() :
    gtk_(gtk_application_new(application_id, G_APPLICATION_HANDLES_OPEN)),
    settings_file_(settings_path()),
    notices_(notices_per_minute) {
    GApplication* const application = G_APPLICATION(gtk_.get());
    const GOptionEntry options[] = {
        {"arus", 0, 0, G_OPTION_ARG_FILENAME, nullptr,
         "The server for books on this computer (default: beside this program, else from PATH)",
         "PROGRAM"},
        {"automation", 0, 0, G_OPTION_ARG_NONE, nullptr,
         "Let a WebDriver drive the page (for tests)", nullptr},
        {"version", 0, 0, G_OPTION_ARG_NONE, nullptr, "Print the version", nullptr},
        {}};
    g_application_add_main_option_entries(application, options);
    g_application_set_option_context_parameter_string(application, "[arus://open/…]");
    const auto on_options = +[](GApplication*, GVariantDict* given, gpointer self) -> gint {
        return static_cast<Application*>(self)->read_options(given);
    };
    g_signal_connect(application, "handle-local-options", G_CALLBACK(on_options), this);
    const auto on_startup = +[](GApplication*, gpointer self) {
        static_cast<Application*>(self)->startup();
    };
    g_signal_connect(application, "startup", G_CALLBACK(on_startup), this);
    const auto on_activate = +[](GApplication*, gpointer self) {
        auto& shell = *static_cast<Application*>(self);
        if (shell.window_) {
            shell.window_->present();
        } else if (!shell.is_quitting_) {
            shell.make_window();
            shell.open_books();
            shell.window_->present();
        }
    };
    g_signal_connect(application, "activate", G_CALLBACK(on_activate), this);
    const auto on_open = +[](GApplication* handler, GFile** files, gint count, const char*,
                             gpointer self) {
        for (gint i = 0; i < count; ++i) {
            const OwnedText link(g_file_get_uri(files[i]));
            static_cast<Application*>(self)->open_link(link.get());
        }
        g_application_activate(handler);
    };
    g_signal_connect(application, "open", G_CALLBACK(on_open), this);
}

Application::~Application() {
    g_signal_handlers_disconnect_by_data(gtk_.get(), this);
}

int Application::run(int argc, char** argv) {
    return g_application_run(G_APPLICATION(gtk_.get()), argc, argv);
}

gint Application::read_options(GVariantDict* options) {
    if (g_variant_dict_contains(options, "version") != FALSE) {
        g_print("arus-desktop %s\n", ARUS_VERSION);
        return 0;
    }
    is_automated_ = g_variant_dict_contains(options, "automation") != FALSE;
    char* program = nullptr;
    g_variant_dict_lookup(options, "arus", "^ay", &program);
    const OwnedText given(program);
    program_ = given ? std::string(given.get()) : server_program();
    return -1;
}

void Application::startup() {
    settings_ = settings_file_.load();
    load_style();
    gtk_window_set_default_icon_name(application_id);
    appearance_ = std::make_unique<Appearance>();
    add_actions();
    const auto on_signal = +[](gpointer self) -> gboolean {
        static_cast<Application*>(self)->quit();
        return G_SOURCE_CONTINUE;
    };
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        g_unix_signal_add(signal, on_signal, this);
    }
    const auto on_network = +[](GNetworkMonitor*, gboolean is_available, gpointer self) {
        auto& shell = *static_cast<Application*>(self);
        if (is_available != FALSE && shell.waits_for_network_ && !shell.is_quitting_) {
            shell.open_books();
        }
    };
    g_signal_connect(
        g_network_monitor_get_default(), "network-changed", G_CALLBACK(on_network), this);
}

void Application::add_action(const char* name, const char* shortcut, std::function<void()> action) {
    const Owned<GSimpleAction> made(g_simple_action_new(name, nullptr));
    g_signal_connect_data(
        made.get(), "activate", G_CALLBACK(on_action), new Action{std::move(action)},
        [](gpointer data, GClosure*) { delete static_cast<Action*>(data); }, GConnectFlags{});
    g_action_map_add_action(G_ACTION_MAP(gtk_.get()), G_ACTION(made.get()));
    if (shortcut != nullptr) {
        const char* const shortcuts[] = {shortcut, nullptr};
        std::string detailed = "app.";
        detailed += name;
        gtk_application_set_accels_for_action(gtk_.get(), detailed.c_str(), shortcuts);
    }
}

void Application::add_actions() {
    add_action("quit", "<Control>q", [this] { quit_soon(); });
    add_action("about", nullptr, [this] { show_about(); });
    add_action("where-books", nullptr, [this] {
        if (window_) {
            choose_books();
        }
    });
    add_action("print", "<Control>p", [this] {
        if (window_ && window_->shows_client()) {
            view_->print(window_->handle());
        }
    });
    add_action("reload", "<Control>r", [this] {
        if (window_ && window_->shows_client()) {
            view_->reload();
        }
    });
    add_action("zoom-in", "<Control>plus", [this] { set_zoom(settings_.zoom * zoom_step); });
    add_action("zoom-out", "<Control>minus", [this] { set_zoom(settings_.zoom / zoom_step); });
    add_action("zoom-normal", "<Control>0", [this] { set_zoom(1.0); });

    // What a click on a notification does. Its parameter may come from anybody on the session's
    // bus.
    const Owned<GSimpleAction> open(g_simple_action_new("open-screen", G_VARIANT_TYPE_STRING));
    const auto on_open = +[](GSimpleAction*, GVariant* path, gpointer self) {
        auto& shell = *static_cast<Application*>(self);
        shell.open_screen(g_variant_get_string(path, nullptr));
        g_application_activate(G_APPLICATION(shell.gtk_.get()));
    };
    g_signal_connect(open.get(), "activate", G_CALLBACK(on_open), this);
    g_action_map_add_action(G_ACTION_MAP(gtk_.get()), G_ACTION(open.get()));
}

void Application::make_window() {
    view_ = std::make_unique<WebView>(
        WebView::Options{
            .data_folder = web_data_folder(),
            .cache_folder = web_cache_folder(),
            .has_render_node = has_render_node(),
            .is_automated = is_automated_},
        view_events());
    view_->zoom(settings_.zoom);
    window_ = std::make_unique<Window>(
        gtk_.get(), view_->widget(), settings_.placement, language(),
        Window::Events{
            .close = [this] { quit_soon(); },
            .open_file =
                [this](const std::string& path) {
                    const OwnedText address(g_filename_to_uri(path.c_str(), nullptr, nullptr));
                    open_outside(text_or_empty(address.get()));
                },
            .show_folder =
                [this](const std::string& path) {
                    const OwnedText folder(g_path_get_dirname(path.c_str()));
                    const OwnedText address(g_filename_to_uri(folder.get(), nullptr, nullptr));
                    open_outside(text_or_empty(address.get()));
                }});
}

WebView::Events Application::view_events() {
    return {
        .loaded =
            [this] {
                waits_for_network_ = false;
                if (window_) {
                    window_->show_client();
                }
            },
        .problem = [this](PageProblem problem) { show_problem(problem); },
        .open_outside = [this](const std::string& address) { open_outside(address); },
        .saved =
            [this](const std::string& path) {
                if (window_) {
                    window_->tell_saved(path);
                }
            },
        .not_saved =
            [this](const std::string& name) {
                if (window_) {
                    window_->tell_not_saved(name);
                }
            },
        .hello = [this](Language language) { use_language(language); },
        .notify = [this](const Notice& notice) { return notify(notice); },
        .close = [this] { quit_soon(); }};
}

void Application::open_link(const std::string& link) {
    if (const auto path = screen_of_link(link)) {
        open_screen(*path);
    } else {
        // Not repeated: it may be anything.
        g_warning("a link was refused");
    }
}

void Application::open_screen(const std::string& path) {
    if (!is_screen_path(path)) {
        g_warning("a screen was refused");
        return;
    }
    if (window_ && window_->shows_client()) {
        view_->show_screen(path);
    } else {
        first_path_ = path;
    }
}

void Application::open_books() {
    waits_for_network_ = false;
    if (server_ && server_->is_stopping()) {
        // Whatever was chosen meanwhile is opened when it is gone.
        show_stopping();
        return;
    }
    switch (settings_.books_at) {
        case BooksAt::undecided:
            choose_books();
            break;
        case BooksAt::this_computer:
            start_server();
            break;
        case BooksAt::server:
            load(settings_.server);
            break;
    }
}

void Application::choose_books() {
    const bool is_decided = settings_.books_at != BooksAt::undecided;
    const bool was_client = window_->shows_client();
    waits_for_network_ = false;
    ChoicePage page{
        .address = settings_.server,
        .may_cancel = is_decided,
        .here = [this] { use_this_computer(); },
        .join = [this](const std::string& origin) { use_server(origin); },
        .cancel =
            [this, was_client] {
                if (was_client) {
                    window_->show_client();
                } else {
                    open_books();
                }
            }};
    window_->show_page(make_choice_page(language(), std::move(page)));
}

void Application::use_this_computer() {
    settings_.books_at = BooksAt::this_computer;
    save_settings();
    open_books();
}

void Application::use_server(const std::string& origin) {
    settings_.books_at = BooksAt::server;
    settings_.server = origin;
    save_settings();
    view_->leave();
    // By then it may be another choice that counts.
    stop_server([this] { open_books(); });
}

void Application::start_server() {
    window_->show_page(make_wait_page(words().starting));
    if (server_ && server_->is_running()) {
        load(loopback_origin(settings_.port));
        return;
    }
    if (settings_.port == 0) {
        settings_.port = choose_port().value_or(0);
        save_settings();
    }
    if (settings_.port == 0 || !port_is_free(settings_.port)) {
        show_port_taken();
        return;
    }
    server_ = std::make_unique<ServerChild>(
        ServerChild::Options{
            .program = program_,
            .data_folder = books_folder(),
            .log_file = server_log_path(),
            .port = settings_.port},
        ServerChild::Events{
            .ready = [this] { load(loopback_origin(settings_.port)); },
            .ended = [this] { show_server_ended(); }});
    if (!server_->start()) {
        show_server_ended();
    }
}

void Application::stop_server(std::function<void()> then) {
    if (!server_) {
        then();
        return;
    }
    show_stopping();
    server_->stop(std::move(then));
}

void Application::show_stopping() {
    if (window_) {
        window_->show_page(make_wait_page(words().stopping));
    }
}

void Application::load(const std::string& origin) {
    if (window_->shows_client()) {
        window_->show_page(make_wait_page(words().starting));
    }
    view_->load(origin, first_path_);
    first_path_.clear();
}

void Application::show_problem(PageProblem problem) {
    if (is_quitting_ || !window_) {
        return;
    }
    const Texts& text = words();
    const bool is_here = settings_.books_at == BooksAt::this_computer;
    const std::string address = is_here ? loopback_origin(settings_.port) : settings_.server;
    const auto retry = [this] { open_books(); };
    switch (problem) {
        case PageProblem::unreachable:
            waits_for_network_ = !is_here;
            show_problem_page(
                text.unreachable_title, with_value(text.unreachable_text, address), false, retry);
            break;
        case PageProblem::untrusted:
            show_problem_page(
                text.untrusted_title, with_value(text.untrusted_text, address), false, retry);
            break;
        case PageProblem::died:
            show_problem_page(text.page_died_title, text.page_died_text, false, retry);
            break;
    }
}

void Application::show_port_taken() {
    show_problem_page(
        words().port_taken_title,
        with_value(words().port_taken_text, std::to_string(settings_.port)), true,
        [this] { start_server(); });
}

void Application::show_server_ended() {
    if (is_quitting_ || !window_) {
        return;
    }
    show_problem_page(
        words().ended_title, with_value(words().ended_text, server_log_path()), false,
        [this] { start_server(); });
}

void Application::show_problem_page(
    const char* title, std::string text, bool has_other_port, std::function<void()> retry) {
    ProblemPage page{.title = title, .text = std::move(text), .buttons = {}};
    page.buttons.push_back({words().retry, std::move(retry)});
    if (has_other_port) {
        page.buttons.push_back({words().other_port, [this] {
                                    settings_.port = 0;
                                    start_server();
                                }});
    }
    page.buttons.push_back({words().other_books, [this] { choose_books(); }});
    window_->show_page(make_problem_page(std::move(page)));
}

bool Application::notify(const Notice& notice) {
    if (!notices_.pass(g_get_monotonic_time())) {
        return false;
    }
    const Owned<GNotification> told(g_notification_new(notice.title.c_str()));
    g_notification_set_body(told.get(), notice.body.c_str());
    const Owned<GIcon> icon(g_themed_icon_new(application_id));
    g_notification_set_icon(told.get(), icon.get());
    g_notification_set_default_action_and_target(
        told.get(), "app.open-screen", "s", notice.path.c_str());
    g_application_send_notification(G_APPLICATION(gtk_.get()), notice.id.c_str(), told.get());
    return true;
}

void Application::use_language(Language language) {
    if (settings_.language == language) {
        return;
    }
    settings_.language = language;
    save_settings();
    if (window_) {
        window_->use_language(language);
    }
}

void Application::set_zoom(double zoom) {
    settings_.zoom = std::clamp(zoom, 0.5, 3.0);
    if (view_) {
        view_->zoom(settings_.zoom);
    }
}

void Application::show_about() {
    gtk_show_about_dialog(
        window_ ? window_->handle() : nullptr, "program-name", "Arus", "version", ARUS_VERSION,
        "comments", words().about_text, "license-type", GTK_LICENSE_APACHE_2_0, "logo-icon-name",
        application_id, nullptr);
}

void Application::open_outside(const std::string& address) {
    GError* error = nullptr;
    if (gtk_show_uri_on_window(
            window_ ? window_->handle() : nullptr, address.c_str(), GDK_CURRENT_TIME, &error)
        == FALSE) {
        const OwnedError owned(error);
        g_warning("nothing here opens that: %s", error->message);
    }
}

void Application::save_settings() {
    if (window_) {
        settings_.placement = window_->placement();
    }
    settings_file_.save(settings_);
}

void Application::quit_soon() {
    // Not inside a signal of the window or the page that is about to go.
    const auto on_idle = +[](gpointer self) -> gboolean {
        static_cast<Application*>(self)->quit();
        return G_SOURCE_REMOVE;
    };
    g_idle_add(on_idle, this);
}

void Application::quit() {
    if (is_quitting_) {
        return;
    }
    is_quitting_ = true;
    save_settings();
    GApplication* const application = G_APPLICATION(gtk_.get());
    // The last window's end would end the process, and the server with it, too early.
    g_application_hold(application);
    window_.reset();
    view_.reset();
    stop_server([application] { g_application_quit(application); });
}

const Texts& Application::words() const {
    return texts(language());
}

Language Application::language() const {
    return settings_.language.value_or(session_language());
}

}  // namespace arus::desktop
