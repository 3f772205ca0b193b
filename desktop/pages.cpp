// SPDX-License-Identifier: Apache-2.0
#include "desktop/pages.hpp"

#include "desktop/address.hpp"

#include <memory>

namespace arus::desktop {

namespace {

constexpr int text_letters_max = 60;
constexpr int logo_px = 72;
constexpr const char* logo_resource = "/id/arus/Desktop/logo.png";

void add_class(GtkWidget* widget, const char* name) {
    gtk_style_context_add_class(gtk_widget_get_style_context(widget), name);
}

void add(GtkWidget* box, GtkWidget* child) {
    gtk_container_add(GTK_CONTAINER(box), child);
}

/// Calls `action` when the button is pressed; the button owns it.
void on_press(GtkWidget* button, std::function<void()> action) {
    using Action = std::function<void()>;
    g_signal_connect_data(
        button, "clicked", G_CALLBACK(+[](GtkButton*, gpointer data) {
            // The press may take this page away, and the action with it.
            const Action copy = *static_cast<Action*>(data);
            copy();
        }),
        new Action(std::move(action)),
        [](gpointer data, GClosure*) { delete static_cast<Action*>(data); }, GConnectFlags{});
}

GtkWidget* label(const char* text, const char* style, float x_align) {
    GtkWidget* const widget = gtk_label_new(text);
    gtk_label_set_line_wrap(GTK_LABEL(widget), TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(widget), text_letters_max);
    gtk_label_set_xalign(GTK_LABEL(widget), x_align);
    gtk_label_set_justify(GTK_LABEL(widget), x_align > 0 ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
    add_class(widget, style);
    return widget;
}

GtkWidget* column(int spacing) {
    return gtk_box_new(GTK_ORIENTATION_VERTICAL, spacing);
}

/// A column in the middle of the window with the mark of Arus on top.
GtkWidget* centered_page(int spacing) {
    GtkWidget* const page = column(spacing);
    gtk_widget_set_halign(page, GTK_ALIGN_CENTER);
    gtk_widget_set_valign(page, GTK_ALIGN_CENTER);
    gtk_container_set_border_width(GTK_CONTAINER(page), 32);
    add_class(page, "arus-page");
    GdkPixbuf* const logo = gdk_pixbuf_new_from_resource_at_scale(
        logo_resource, logo_px, logo_px, TRUE, nullptr);
    GtkWidget* const image = gtk_image_new_from_pixbuf(logo);
    if (logo != nullptr) {
        g_object_unref(logo);
    }
    add(page, image);
    return page;
}

/// One of the two choices: a heading, what it means, and below them what `body` adds.
GtkWidget* card(const char* title, const char* text) {
    GtkWidget* const box = column(8);
    add_class(box, "arus-card");
    add(box, label(title, "arus-card-title", 0));
    add(box, label(text, "dim-label", 0));
    return box;
}

struct JoinField {
    GtkEntry* entry;
    GtkWidget* refused;
    std::function<void(const std::string&)> join;
};

void try_to_join(const JoinField& field) {
    const auto origin = server_origin(gtk_entry_get_text(field.entry));
    gtk_widget_set_visible(field.refused, origin ? FALSE : TRUE);
    if (!origin) {
        gtk_widget_grab_focus(GTK_WIDGET(field.entry));
        return;
    }
    // The page, and `field` with it, may be gone after the call.
    const auto join = field.join;
    join(*origin);
}

GtkWidget* join_card(const Texts& words, const ChoicePage& page) {
    GtkWidget* const box = card(words.join_title, words.join_text);
    GtkWidget* const row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget* const entry = gtk_entry_new();
    gtk_entry_set_text(GTK_ENTRY(entry), page.address.c_str());
    gtk_entry_set_placeholder_text(GTK_ENTRY(entry), "https://");
    gtk_entry_set_input_purpose(GTK_ENTRY(entry), GTK_INPUT_PURPOSE_URL);
    gtk_entry_set_max_length(GTK_ENTRY(entry), 300);
    atk_object_set_name(gtk_widget_get_accessible(entry), words.join_address);
    GtkWidget* const button = gtk_button_new_with_mnemonic(words.join_button);
    GtkWidget* const refused = label(words.join_refused, "arus-refused", 0);
    gtk_widget_set_no_show_all(refused, TRUE);
    const auto field = std::make_shared<JoinField>(JoinField{GTK_ENTRY(entry), refused, page.join});
    on_press(button, [field] { try_to_join(*field); });
    g_signal_connect_swapped(entry, "activate", G_CALLBACK(gtk_button_clicked), button);
    gtk_box_pack_start(GTK_BOX(row), entry, TRUE, TRUE, 0);
    add(row, button);
    add(box, row);
    add(box, refused);
    return box;
}

}  // namespace

std::string with_value(const char* text, const std::string& value) {
    std::string whole(text);
    const auto place = whole.find("%s");
    return place == std::string::npos ? whole : whole.replace(place, 2, value);
}

GtkWidget* make_choice_page(Language language, ChoicePage page) {
    const Texts& words = texts(language);
    GtkWidget* const widget = centered_page(18);
    add(widget, label(words.choice_title, "arus-title", 0.5));
    add(widget, label(words.choice_text, "dim-label", 0.5));

    GtkWidget* const here = card(words.here_title, words.here_text);
    GtkWidget* const button = gtk_button_new_with_mnemonic(words.here_button);
    add_class(button, "suggested-action");
    gtk_widget_set_halign(button, GTK_ALIGN_START);
    on_press(button, page.here);
    add(here, button);
    add(widget, here);
    add(widget, join_card(words, page));

    if (page.may_cancel) {
        GtkWidget* const cancel = gtk_button_new_with_mnemonic(words.cancel);
        gtk_widget_set_halign(cancel, GTK_ALIGN_CENTER);
        on_press(cancel, page.cancel);
        add(widget, cancel);
    }
    g_signal_connect(
        widget, "map",
        G_CALLBACK(+[](GtkWidget*, gpointer first) { gtk_widget_grab_focus(GTK_WIDGET(first)); }),
        button);
    gtk_widget_show_all(widget);
    return widget;
}

GtkWidget* make_wait_page(const char* text) {
    GtkWidget* const widget = centered_page(18);
    GtkWidget* const spinner = gtk_spinner_new();
    gtk_spinner_start(GTK_SPINNER(spinner));
    add(widget, spinner);
    add(widget, label(text, "dim-label", 0.5));
    gtk_widget_show_all(widget);
    return widget;
}

GtkWidget* make_problem_page(ProblemPage page) {
    GtkWidget* const widget = centered_page(18);
    add(widget, label(page.title.c_str(), "arus-title", 0.5));
    GtkWidget* const text = label(page.text.c_str(), "dim-label", 0.5);
    gtk_label_set_selectable(GTK_LABEL(text), TRUE);
    add(widget, text);
    GtkWidget* const row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    gtk_widget_set_halign(row, GTK_ALIGN_CENTER);
    GtkWidget* first = nullptr;
    for (ProblemPage::Button& wanted : page.buttons) {
        GtkWidget* const button = gtk_button_new_with_mnemonic(wanted.label.c_str());
        on_press(button, std::move(wanted.press));
        add(row, button);
        if (first == nullptr) {
            first = button;
            add_class(button, "suggested-action");
        }
    }
    add(widget, row);
    if (first != nullptr) {
        g_signal_connect(
            widget, "map", G_CALLBACK(+[](GtkWidget*, gpointer button) {
                gtk_widget_grab_focus(GTK_WIDGET(button));
            }),
            first);
    }
    gtk_widget_show_all(widget);
    return widget;
}

}  // namespace arus::desktop
