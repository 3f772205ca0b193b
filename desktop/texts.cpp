// SPDX-License-Identifier: Apache-2.0
#include "desktop/texts.hpp"

#include <glib.h>

#include <string>

namespace arus::desktop {

namespace {

constexpr Texts indonesian{
    .menu = "Menu",
    .print = "Cetak…",
    .reload = "Muat ulang",
    .zoom_in = "Perbesar",
    .zoom_out = "Perkecil",
    .zoom_normal = "Ukuran biasa",
    .where_books = "Letak pembukuan…",
    .about = "Tentang Arus",
    .about_text = "Buku besar yang hidup, untuk usaha dengan beberapa outlet.",
    .quit = "Keluar",

    .choice_title = "Di mana pembukuan Anda?",
    .choice_text = "Pilihan ini dapat diubah kapan saja lewat menu.",
    .here_title = "Di komputer ini",
    .here_text =
        "Arus menjalankan servernya sendiri. Tidak perlu internet; data tetap di komputer ini.",
    .here_button = "Buka di komputer ini",
    .join_title = "Di server usaha",
    .join_text = "Alamat yang Anda buka di peramban, misalnya https://arus.contoh.example",
    .join_address = "Alamat server",
    .join_button = "Sambungkan",
    .join_refused = "Itu bukan alamat server. Tulis seperti https://arus.contoh.example",
    .cancel = "Batal",

    .starting = "Membuka pembukuan…",
    .stopping = "Menutup pembukuan…",
    .retry = "Coba lagi",
    .other_books = "Pilih pembukuan lain…",
    .other_port = "Pakai port lain",
    .unreachable_title = "Server tidak terjangkau",
    .unreachable_text =
        "%s tidak menjawab. Periksa jaringan dan alamatnya. Server tanpa TLS ditulis dengan "
        "http:// di depannya.",
    .untrusted_title = "Server ini tidak dapat dipastikan",
    .untrusted_text =
        "Sertifikat %s tidak sah, jadi Arus tidak mengirim apa pun ke sana. Tanyakan kepada yang "
        "mengurus server itu.",
    .port_taken_title = "Port pembukuan sedang dipakai",
    .port_taken_text =
        "Program lain memakai port %s. Tutup program itu lalu coba lagi. Dengan port lain, Arus di "
        "komputer ini mulai tanpa entri yang belum terkirim dan pengaturan tampilan.",
    .ended_title = "Server di komputer ini berhenti",
    .ended_text = "Pembukuan aman; yang sudah dicatat tetap tersimpan. Sebabnya tertulis di %s",
    .page_died_title = "Tampilan berhenti berulang kali",
    .page_died_text =
        "Pembukuan tidak terpengaruh. Coba lagi; bila terulang, mulai ulang komputer ini.",

    .saved = "%s tersimpan di folder Unduhan",
    .not_saved = "%s tidak dapat disimpan",
    .open = "Buka",
    .show_folder = "Buka folder",
};

constexpr Texts english{
    .menu = "Menu",
    .print = "Print…",
    .reload = "Reload",
    .zoom_in = "Zoom in",
    .zoom_out = "Zoom out",
    .zoom_normal = "Normal size",
    .where_books = "Where the books are…",
    .about = "About Arus",
    .about_text = "The live ledger for businesses with several outlets.",
    .quit = "Quit",

    .choice_title = "Where are your books?",
    .choice_text = "You can change this at any time from the menu.",
    .here_title = "On this computer",
    .here_text =
        "Arus runs a server of its own. No internet needed; the data stays on this computer.",
    .here_button = "Open on this computer",
    .join_title = "On the business's server",
    .join_text = "The address that you open in a browser, such as https://arus.shop.example",
    .join_address = "Server address",
    .join_button = "Join",
    .join_refused = "That is no server's address. Write it like https://arus.shop.example",
    .cancel = "Cancel",

    .starting = "Opening the books…",
    .stopping = "Closing the books…",
    .retry = "Try again",
    .other_books = "Choose other books…",
    .other_port = "Use another port",
    .unreachable_title = "The server cannot be reached",
    .unreachable_text =
        "%s does not answer. Check the network and the address. A server without TLS is written "
        "with http:// in front.",
    .untrusted_title = "This server cannot be trusted",
    .untrusted_text =
        "The certificate of %s is not valid, so Arus sends nothing there. Ask whoever looks after "
        "that server.",
    .port_taken_title = "The port of the books is taken",
    .port_taken_text =
        "Another program uses port %s. End that program and try again. On another port, Arus on "
        "this "
        "computer starts without entries that were not sent yet and without your display settings.",
    .ended_title = "The server on this computer has stopped",
    .ended_text = "The books are safe; what was recorded stays recorded. The reason stands in %s",
    .page_died_title = "The page has stopped several times",
    .page_died_text =
        "The books are not affected. Try again; if it happens again, restart this computer.",

    .saved = "%s was saved in the Downloads folder",
    .not_saved = "%s could not be saved",
    .open = "Open",
    .show_folder = "Open folder",
};

}  // namespace

std::optional<Language> language_of(std::string_view tag) {
    const std::string_view primary = tag.substr(0, tag.find_first_of("-_.@"));
    if (primary == "id" || primary == "in") {
        return Language::indonesian;
    }
    return primary == "en" ? std::optional(Language::english) : std::nullopt;
}

const char* tag_of(Language language) {
    return language == Language::english ? "en" : "id";
}

Language session_language() {
    const char* const* names = g_get_language_names();
    for (; names != nullptr && *names != nullptr; ++names) {
        if (const auto language = language_of(*names)) {
            return *language;
        }
    }
    return Language::indonesian;
}

const Texts& texts(Language language) {
    return language == Language::english ? english : indonesian;
}

}  // namespace arus::desktop
