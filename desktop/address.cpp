// SPDX-License-Identifier: Apache-2.0
#include "desktop/address.hpp"

#include "desktop/glib.hpp"

#include <glib.h>

#include <algorithm>
#include <array>

namespace arus::desktop {

namespace {

constexpr std::size_t typed_bytes_max = 300;
constexpr std::size_t outside_bytes_max = 2'000;
constexpr std::size_t path_bytes_max = 512;
constexpr std::size_t file_name_bytes_max = 120;
constexpr std::size_t extension_bytes_max = 12;
constexpr std::string_view link_start = "arus://open";

/// The first words of the client's screens that somebody else may send one to.
constexpr std::array screens{"home",          "entry",    "transactions", "outbox",   "reports",
                             "notifications", "accounts", "outlets",      "contacts", "imports",
                             "members",       "api-keys", "audit",        "settings", "more"};

struct ReleaseUri {
    void operator()(GUri* uri) const { g_uri_unref(uri); }
};
using OwnedUri = std::unique_ptr<GUri, ReleaseUri>;

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool has_control_or_space(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return is_control(c) || c == ' '; });
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

OwnedUri parsed(std::string_view address) {
    if (address.empty() || has_control_or_space(address)) {
        return nullptr;
    }
    return OwnedUri(g_uri_parse(
        std::string(address).c_str(),
        static_cast<GUriFlags>(G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED), nullptr));
}

bool is_web(std::string_view scheme) {
    return scheme == "http" || scheme == "https";
}

/// Host names and addresses as the wire has them; nothing else, so no look-alike letters.
std::optional<std::string> canonical_host(const char* host) {
    if (host == nullptr || *host == '\0') {
        return std::nullopt;
    }
    const OwnedText ascii(g_hostname_to_ascii(host));
    if (!ascii) {
        return std::nullopt;
    }
    std::string name(ascii.get());
    std::ranges::transform(name, name.begin(), g_ascii_tolower);
    if (name.find(':') != std::string::npos) {
        if (!g_hostname_is_ip_address(name.c_str())) {
            return std::nullopt;
        }
        return "[" + name + "]";
    }
    const bool is_plain = std::ranges::all_of(
        name, [](char c) { return g_ascii_isalnum(c) || c == '-' || c == '.'; });
    return is_plain ? std::optional(name) : std::nullopt;
}

std::optional<std::string> origin_of(GUri* uri) {
    const OwnedText scheme(g_ascii_strdown(g_uri_get_scheme(uri), -1));
    if (!is_web(scheme.get())) {
        return std::nullopt;
    }
    const auto host = canonical_host(g_uri_get_host(uri));
    if (!host) {
        return std::nullopt;
    }
    const int port = g_uri_get_port(uri);
    const int default_port = std::string_view(scheme.get()) == "https" ? 443 : 80;
    std::string origin = std::string(scheme.get()) + "://" + *host;
    if (port > 0 && port != default_port) {
        origin += ":" + std::to_string(port);
    }
    return origin;
}

bool names_this_computer(std::string_view typed) {
    for (const std::string_view own : {"localhost", "127.0.0.1", "[::1]"}) {
        if (typed.starts_with(own)
            && (typed.size() == own.size() || typed[own.size()] == ':'
                || typed[own.size()] == '/')) {
            return true;
        }
    }
    return false;
}

bool is_path_character(char c) {
    return g_ascii_isalnum(c) || c == '-' || c == '_' || c == '.' || c == '~' || c == '/';
}

bool is_query_character(char c) {
    return is_path_character(c) || c == '=' || c == '&' || c == '%' || c == '+' || c == ','
           || c == ':';
}

}  // namespace

std::optional<std::string> server_origin(std::string_view typed) {
    const std::string_view text = trimmed(typed);
    if (text.empty() || text.size() > typed_bytes_max) {
        return std::nullopt;
    }
    std::string address(text);
    if (address.find("://") == std::string::npos) {
        address = (names_this_computer(text) ? "http://" : "https://") + address;
    }
    const OwnedUri uri = parsed(address);
    if (!uri || g_uri_get_userinfo(uri.get()) != nullptr || g_uri_get_query(uri.get()) != nullptr
        || g_uri_get_fragment(uri.get()) != nullptr) {
        return std::nullopt;
    }
    const std::string_view path = g_uri_get_path(uri.get());
    if (!path.empty() && path != "/") {
        return std::nullopt;
    }
    return origin_of(uri.get());
}

std::string loopback_origin(std::uint16_t port) {
    return "http://127.0.0.1:" + std::to_string(port);
}

bool is_of_origin(std::string_view address, std::string_view origin) {
    constexpr std::string_view blob = "blob:";
    if (address.starts_with(blob)) {
        address.remove_prefix(blob.size());
    }
    const OwnedUri uri = parsed(address);
    return uri && g_uri_get_userinfo(uri.get()) == nullptr && origin_of(uri.get()) == origin;
}

bool may_open_outside(std::string_view address) {
    if (address.size() > outside_bytes_max) {
        return false;
    }
    const OwnedUri uri = parsed(address);
    if (!uri) {
        return false;
    }
    const OwnedText scheme(g_ascii_strdown(g_uri_get_scheme(uri.get()), -1));
    const std::string_view name(scheme.get());
    return is_web(name) ? canonical_host(g_uri_get_host(uri.get())).has_value()
                        : name == "mailto" || name == "tel";
}

bool is_screen_path(std::string_view path) {
    if (path.size() < 2 || path.size() > path_bytes_max || path[0] != '/') {
        return false;
    }
    const auto question = path.find('?');
    const std::string_view way = path.substr(0, question);
    const std::string_view query = question == std::string_view::npos ? ""
                                                                      : path.substr(question + 1);
    if (!std::ranges::all_of(way, is_path_character)
        || !std::ranges::all_of(query, is_query_character)
        || way.find("//") != std::string_view::npos || way.find("..") != std::string_view::npos) {
        return false;
    }
    const std::string_view word = way.substr(1, way.find('/', 1) - 1);
    return std::ranges::find(screens, word) != screens.end();
}

std::optional<std::string> screen_of_link(std::string_view link) {
    if (!link.starts_with(link_start)) {
        return std::nullopt;
    }
    const std::string_view path = link.substr(link_start.size());
    return is_screen_path(path) ? std::optional<std::string>(path) : std::nullopt;
}

std::string safe_file_name(std::string_view suggested) {
    const OwnedText valid(
        g_utf8_make_valid(suggested.data(), static_cast<gssize>(suggested.size())));
    std::string name(valid.get());
    name.erase(0, name.find_last_of("/\\") + 1);
    std::erase_if(name, [](char c) { return is_control(c) || c == ':'; });
    name.erase(0, name.find_first_not_of(". "));
    while (!name.empty() && (name.back() == '.' || name.back() == ' ')) {
        name.pop_back();
    }
    if (name.size() > file_name_bytes_max) {
        const auto dot = name.rfind('.');
        const bool has_extension = dot != std::string::npos
                                   && name.size() - dot <= extension_bytes_max;
        const std::string extension = has_extension ? name.substr(dot) : "";
        name.resize(file_name_bytes_max - extension.size());
        const char* end = nullptr;
        // A letter cut in its middle goes whole.
        g_utf8_validate(name.data(), static_cast<gssize>(name.size()), &end);
        name.resize(static_cast<std::size_t>(end - name.data()));
        name += extension;
    }
    return name.empty() ? "arus" : name;
}

}  // namespace arus::desktop
