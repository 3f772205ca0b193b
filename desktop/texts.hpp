// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace arus::desktop {

enum class Language { indonesian, english };

/// The language of a tag such as "en", "en-GB", "id_ID.UTF-8" or the old "in"; none for any other.
std::optional<Language> language_of(std::string_view tag);

/// The tag as the client writes it: "id" or "en".
const char* tag_of(Language language);

/// The language of the desktop session, Indonesian where it is neither.
Language session_language();

/// Every text that the shell itself shows; the client has its own. `%s` where said.
struct Texts {
    const char* menu;
    const char* print;
    const char* reload;
    const char* zoom_in;
    const char* zoom_out;
    const char* zoom_normal;
    const char* where_books;
    const char* about;
    const char* about_text;
    const char* quit;

    const char* choice_title;
    const char* choice_text;
    const char* here_title;
    const char* here_text;
    const char* here_button;
    const char* join_title;
    const char* join_text;
    const char* join_address;
    const char* join_button;
    const char* join_refused;
    const char* cancel;

    const char* starting;
    const char* stopping;
    const char* retry;
    const char* other_books;
    const char* other_port;
    const char* unreachable_title;
    const char* unreachable_text;  ///< %s: the address
    const char* untrusted_title;
    const char* untrusted_text;  ///< %s: the address
    const char* port_taken_title;
    const char* port_taken_text;  ///< %s: the port
    const char* ended_title;
    const char* ended_text;  ///< %s: the log file
    const char* page_died_title;
    const char* page_died_text;

    const char* saved;      ///< %s: the file's name
    const char* not_saved;  ///< %s: the file's name
    const char* open;
    const char* show_folder;
};

const Texts& texts(Language language);

}  // namespace arus::desktop
