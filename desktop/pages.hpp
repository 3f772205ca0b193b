// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/texts.hpp"

#include <gtk/gtk.h>

#include <functional>
#include <string>
#include <vector>

// The shell's own pages, shown in the window where the client cannot be: before there are books,
// while they are being opened, and when something is in the way. Each function makes a new widget
// (floating) that owns its callbacks.
namespace arus::desktop {

/// "Where are your books?"
struct ChoicePage {
    std::string address;  ///< what stands in the field at first
    bool may_cancel = false;
    std::function<void()> here;
    std::function<void(const std::string& origin)> join;  ///< only with a valid origin
    std::function<void()> cancel;
};
GtkWidget* make_choice_page(Language language, ChoicePage page);

/// A spinner and a sentence.
GtkWidget* make_wait_page(const char* text);

/// What happened and what can be done about it; the first button is the default.
struct ProblemPage {
    struct Button {
        std::string label;
        std::function<void()> press;
    };
    std::string title;
    std::string text;
    std::vector<Button> buttons;
};
GtkWidget* make_problem_page(ProblemPage page);

/// The text with its one `%s` replaced.
std::string with_value(const char* text, const std::string& value);

}  // namespace arus::desktop
