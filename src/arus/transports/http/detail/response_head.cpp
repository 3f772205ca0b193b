// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/detail/response_head.hpp"

#include <charconv>
#include <ctime>

namespace arus::http::detail {

namespace {

/// A page may load what this server delivers and nothing else. The client's component library puts
/// <style> elements into the page, hence 'unsafe-inline' for those alone; no script is ever inline.
constexpr std::string_view page_policy =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src-elem 'self' "
    "'unsafe-inline'; "
    "style-src-attr 'unsafe-inline'; connect-src 'self'; font-src 'self'; img-src 'self' data: "
    "blob:; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
    "'none'\r\n";
constexpr std::string_view data_policy =
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
constexpr std::string_view every_response =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(self), geolocation=(), microphone=(), payment=(), usb=()\r\n";

void append_number(std::string& out, std::size_t value) {
    char digits[20];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

}  // namespace

void refresh_date(std::string& date, std::int64_t& second) {
    const std::time_t now = std::time(nullptr);
    if (now == second) {
        return;
    }
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[40];
    const std::size_t length = std::strftime(
        text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    date.assign(text, length);
    second = now;
}

void append_response_head(
    std::string& out, const Response& response, std::size_t body_bytes, std::string_view request_id,
    std::string_view date, HeadOptions options) {
    out.reserve(out.size() + 800 + body_bytes);
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::size_t>(response.status));
    out += ' ';
    out += reason_of(response.status);
    out += "\r\nDate: ";
    out += date;
    out += "\r\nServer: Arus\r\n";
    if (!response.content_type.empty()) {
        out += "Content-Type: ";
        out += response.content_type;
        out += "\r\n";
    }
    if (response.status != 204 && response.status != 304) {
        out += "Content-Length: ";
        append_number(out, body_bytes);
        out += "\r\n";
    }
    out += "X-Request-Id: ";
    out += request_id;
    out += "\r\n";
    out += every_response;
    out += response.is_page ? page_policy : data_policy;
    if (!response.names_cache_control) {
        out += "Cache-Control: no-store\r\n";
    }
    for (const auto& [name, value] : response.fields) {
        out += name;
        out += ": ";
        out += value;
        out += "\r\n";
    }
    if (options.https) {
        out += "Strict-Transport-Security: max-age=31536000\r\n";
    }
    if (!options.keep_alive) {
        out += "Connection: close\r\n";
    }
    out += "\r\n";
}

}  // namespace arus::http::detail
