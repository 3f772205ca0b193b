// SPDX-License-Identifier: Apache-2.0
#include "desktop/window.hpp"

#include "desktop/glib.hpp"
#include "desktop/pages.hpp"

namespace arus::desktop {

namespace {

constexpr int width_min = 360;
constexpr int height_min = 480;
constexpr int response_open = 1;
constexpr int response_folder = 2;

void add_section(GMenu* menu, std::initializer_list<std::pair<const char*, const char*>> entries) {
    const Owned<GMenu> section(g_menu_new());
    for (const auto& [label, action] : entries) {
        g_menu_append(section.get(), label, action);
    }
    g_menu_append_section(menu, nullptr, G_MENU_MODEL(section.get()));
}

Owned<GMenu> menu_in(const Texts& words) {
    Owned<GMenu> menu(g_menu_new());
    add_section(
        menu.get(), {{words.print, "app.print"},
                     {words.reload, "app.reload"},
                     {words.zoom_in, "app.zoom-in"},
                     {words.zoom_out, "app.zoom-out"},
                     {words.zoom_normal, "app.zoom-normal"}});
    add_section(menu.get(), {{words.where_books, "app.where-books"}});
    add_section(menu.get(), {{words.about, "app.about"}, {words.quit, "app.quit"}});
    return menu;
}

/// Whether enough of the window would be on a screen that is there now to take hold of it.
bool is_reachable(const Placement& placement) {
    GdkDisplay* const display = gdk_display_get_default();
    for (int i = 0; i < gdk_display_get_n_monitors(display); ++i) {
        GdkRectangle area;
        gdk_monitor_get_workarea(gdk_display_get_monitor(display, i), &area);
        const GdkRectangle head{*placement.x, *placement.y, placement.width, 48};
        GdkRectangle seen;
        if (gdk_rectangle_intersect(&area, &head, &seen) != FALSE && seen.width >= 120
            && seen.height >= 24) {
            return true;
        }
    }
    return false;
}

}  // namespace

Window::Window(
    GtkApplication* application, GtkWidget* client, const Placement& placement, Language language,
    Events events) :
    window_(gtk_application_window_new(application)),
    stack_(gtk_stack_new()),
    client_(client),
    menu_button_(gtk_menu_button_new()),
    language_(language),
    events_(std::move(events)) {
    GtkWidget* const header = gtk_header_bar_new();
    gtk_header_bar_set_show_close_button(GTK_HEADER_BAR(header), TRUE);
    gtk_header_bar_set_title(GTK_HEADER_BAR(header), "Arus");
    gtk_button_set_image(
        GTK_BUTTON(menu_button_),
        gtk_image_new_from_icon_name("open-menu-symbolic", GTK_ICON_SIZE_BUTTON));
    gtk_header_bar_pack_end(GTK_HEADER_BAR(header), menu_button_);
    gtk_window_set_titlebar(GTK_WINDOW(window_), header);
    gtk_window_set_title(GTK_WINDOW(window_), "Arus");

    GtkWidget* const column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    make_bar();
    gtk_box_pack_start(GTK_BOX(column), bar_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(column), stack_, TRUE, TRUE, 0);
    gtk_container_add(GTK_CONTAINER(stack_), client_);
    gtk_container_add(GTK_CONTAINER(window_), column);
    use_language(language);
    gtk_widget_show_all(header);
    gtk_widget_show_all(column);

    place(placement);
    g_signal_connect(window_, "delete-event", G_CALLBACK(on_delete), this);
    g_signal_connect(window_, "configure-event", G_CALLBACK(on_configure), this);
    g_signal_connect(window_, "window-state-event", G_CALLBACK(on_state), this);
}

Window::~Window() {
    g_signal_handlers_disconnect_by_data(window_, this);
    g_signal_handlers_disconnect_by_data(bar_, this);
    // The client is not the window's to destroy.
    gtk_container_remove(GTK_CONTAINER(stack_), client_);
    gtk_widget_destroy(window_);
}

void Window::place(const Placement& placement) {
    placement_ = placement;
    gtk_widget_set_size_request(window_, width_min, height_min);
    gtk_window_set_default_size(GTK_WINDOW(window_), placement.width, placement.height);
    if (placement.x && placement.y && is_reachable(placement)) {
        gtk_window_move(GTK_WINDOW(window_), *placement.x, *placement.y);
    }
    if (placement.is_maximized) {
        gtk_window_maximize(GTK_WINDOW(window_));
    }
}

void Window::make_bar() {
    bar_ = gtk_info_bar_new();
    gtk_info_bar_set_show_close_button(GTK_INFO_BAR(bar_), TRUE);
    bar_text_ = gtk_label_new(nullptr);
    gtk_label_set_ellipsize(GTK_LABEL(bar_text_), PANGO_ELLIPSIZE_MIDDLE);
    gtk_container_add(GTK_CONTAINER(gtk_info_bar_get_content_area(GTK_INFO_BAR(bar_))), bar_text_);
    bar_open_ = gtk_info_bar_add_button(GTK_INFO_BAR(bar_), "", response_open);
    bar_folder_ = gtk_info_bar_add_button(GTK_INFO_BAR(bar_), "", response_folder);
    gtk_widget_show(bar_text_);
    gtk_widget_set_no_show_all(bar_, TRUE);
    g_signal_connect(bar_, "response", G_CALLBACK(on_response), this);
}

void Window::use_language(Language language) {
    language_ = language;
    const Texts& words = texts(language);
    const Owned<GMenu> menu = menu_in(words);
    gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(menu_button_), G_MENU_MODEL(menu.get()));
    gtk_widget_set_tooltip_text(menu_button_, words.menu);
    gtk_button_set_label(GTK_BUTTON(bar_open_), words.open);
    gtk_button_set_label(GTK_BUTTON(bar_folder_), words.show_folder);
}

void Window::present() {
    gtk_window_present(GTK_WINDOW(window_));
}

void Window::show_client() {
    gtk_stack_set_visible_child(GTK_STACK(stack_), client_);
    if (page_ != nullptr) {
        gtk_widget_destroy(page_);
        page_ = nullptr;
        gtk_widget_grab_focus(client_);
    }
}

void Window::show_page(GtkWidget* page) {
    gtk_container_add(GTK_CONTAINER(stack_), page);
    gtk_stack_set_visible_child(GTK_STACK(stack_), page);
    if (page_ != nullptr) {
        gtk_widget_destroy(page_);
    }
    page_ = page;
}

bool Window::shows_client() const {
    return page_ == nullptr;
}

void Window::tell_saved(const std::string& path) {
    saved_path_ = path;
    const OwnedText name(g_path_get_basename(path.c_str()));
    tell(with_value(texts(language_).saved, name.get()), true);
}

void Window::tell_not_saved(const std::string& name) {
    tell(with_value(texts(language_).not_saved, name), false);
}

void Window::tell(const std::string& text, bool has_file) {
    gtk_info_bar_set_message_type(
        GTK_INFO_BAR(bar_), has_file ? GTK_MESSAGE_INFO : GTK_MESSAGE_WARNING);
    gtk_label_set_text(GTK_LABEL(bar_text_), text.c_str());
    gtk_widget_set_visible(bar_open_, has_file ? TRUE : FALSE);
    gtk_widget_set_visible(bar_folder_, has_file ? TRUE : FALSE);
    gtk_widget_show(bar_);
}

void Window::on_response(GtkInfoBar* bar, int response, gpointer self) {
    auto& window = *static_cast<Window*>(self);
    if (response == response_open) {
        window.events_.open_file(window.saved_path_);
    } else if (response == response_folder) {
        window.events_.show_folder(window.saved_path_);
    }
    gtk_widget_hide(GTK_WIDGET(bar));
}

gboolean Window::on_delete(GtkWidget*, GdkEvent*, gpointer self) {
    static_cast<Window*>(self)->events_.close();
    return TRUE;
}

gboolean Window::on_configure(GtkWidget* widget, GdkEvent*, gpointer self) {
    auto& window = *static_cast<Window*>(self);
    if (!window.placement_.is_maximized) {
        int x = 0;
        int y = 0;
        gtk_window_get_position(GTK_WINDOW(widget), &x, &y);
        gtk_window_get_size(
            GTK_WINDOW(widget), &window.placement_.width, &window.placement_.height);
        window.placement_.x = x;
        window.placement_.y = y;
    }
    return FALSE;
}

gboolean Window::on_state(GtkWidget*, GdkEventWindowState* event, gpointer self) {
    static_cast<Window*>(self)->placement_.is_maximized = (event->new_window_state
                                                           & GDK_WINDOW_STATE_MAXIMIZED)
                                                          != 0;
    return FALSE;
}

}  // namespace arus::desktop
