// SPDX-License-Identifier: Apache-2.0
#include "arus/server/lan_page.hpp"

#include "arus/base/failure.hpp"

#include <qrencode.h>

#include <memory>
#include <string_view>
#include <utility>

namespace arus::server {

namespace {

using http::Request;
using http::Response;

constexpr int quiet_zone = 4;  ///< ISO/IEC 18004 section 5.3.8

/// On top of what every page gets, and stricter: both hold.
constexpr const char* policy =
    "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

constexpr std::string_view css =
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b1f24;background:#fff}a{color:#0b5cad}h1{font-size:1.5rem}"
    ".button{display:inline-block;padding:.75rem 1.25rem;border-radius:.5rem;background:#0b5cad;"
    "color:#fff;text-decoration:none;font-weight:600}code{overflow-wrap:anywhere}"
    "img{width:12rem;height:12rem;background:#fff}dt{font-weight:600;margin-top:.75rem}"
    "@media(prefers-color-scheme:dark){body{color:#e6e9ed;background:#14171a}a{color:#7db8f5}"
    ".button{background:#7db8f5;color:#14171a}}";

struct Words {
    std::string_view lang;
    std::string_view title;
    std::string_view why;
    std::string_view step_get;
    std::string_view get;
    std::string_view check;
    std::string_view step_trust;
    std::string_view trust;
    std::string_view step_open;
    std::string_view scan;
    std::string_view other;
};

constexpr Words indonesian{
    "id",
    "Percayai Arus di perangkat ini",
    "Arus di komputer ini memakai sertifikat buatannya sendiri, agar sandi dan angka tidak bisa "
    "dibaca orang lain di jaringan. Setiap perangkat cukup diberi tahu satu kali. Sertifikat ini "
    "hanya berlaku untuk jaringan setempat, tidak untuk situs lain.",
    "1. Unduh sertifikat",
    "Unduh arus-ca.crt",
    "Cocokkan sidik jarinya dengan yang tercetak saat Arus dinyalakan:",
    "2. Pasang",
    "<dt>Android</dt><dd>Setelan → Keamanan → Enkripsi &amp; kredensial → Pasang sertifikat → "
    "Sertifikat CA, lalu pilih berkas tadi.</dd><dt>iPhone dan iPad</dt><dd>Setelan → Profil "
    "Diunduh → Pasang; lalu Setelan → Umum → Mengenai → Pengaturan Kepercayaan Sertifikat → "
    "nyalakan Arus.</dd><dt>Windows</dt><dd>Buka berkasnya → Instal Sertifikat → Mesin Lokal → "
    "Otoritas Sertifikasi Akar Tepercaya.</dd><dt>macOS</dt><dd>Buka berkasnya di Akses Rantai "
    "Kunci → Selalu Percaya.</dd><dt>Linux, Firefox</dt><dd>Setelan browser → Privasi dan "
    "Keamanan → Sertifikat → Otoritas → Impor.</dd>",
    "3. Buka Arus",
    "Atau pindai dengan kamera:",
    "<a href=\"/?lang=en\" hreflang=\"en\">English</a>"};

constexpr Words english{
    "en",
    "Trust Arus on this device",
    "Arus on this computer uses a certificate of its own, so that nobody else in the network can "
    "read passwords and figures. Each device is told once. The certificate holds for the local "
    "network only, for no other site.",
    "1. Download the certificate",
    "Download arus-ca.crt",
    "Compare its fingerprint with the one that was printed when Arus started:",
    "2. Install it",
    "<dt>Android</dt><dd>Settings → Security → Encryption &amp; credentials → Install a "
    "certificate → CA certificate, then choose that file.</dd><dt>iPhone and iPad</dt><dd>Settings "
    "→ Profile Downloaded → Install; then Settings → General → About → Certificate Trust Settings "
    "→ turn on Arus.</dd><dt>Windows</dt><dd>Open the file → Install Certificate → Local Machine → "
    "Trusted Root Certification Authorities.</dd><dt>macOS</dt><dd>Open the file in Keychain "
    "Access → Always Trust.</dd><dt>Linux, Firefox</dt><dd>Browser settings → Privacy and "
    "Security → Certificates → Authorities → Import.</dd>",
    "3. Open Arus",
    "Or scan with the camera:",
    "<a href=\"/?lang=id\" hreflang=\"id\">Bahasa Indonesia</a>"};

/// English where it was asked for or the browser names it before Indonesian.
const Words& words_for(const Request& request) {
    if (request.query == "lang=en") {
        return english;
    }
    if (request.query == "lang=id") {
        return indonesian;
    }
    const std::string_view wanted = request.header("Accept-Language");
    const std::size_t en = wanted.find("en");
    const std::size_t id = wanted.find("id");
    return en < id ? english : indonesian;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string html_of(
    const Words& words, const LanPage& page, const std::vector<std::string>& addresses) {
    std::string list;
    for (const std::string& address : addresses) {
        const std::string text = escaped(address);
        list += "<li><a href=\"" + text + "\">" + text + "</a></li>";
    }
    const auto block = [](std::string_view tag, std::string_view text) {
        return "<" + std::string(tag) + ">" + std::string(text) + "</" + std::string(tag) + ">\n";
    };
    std::string html = "<!doctype html>\n<html lang=\"" + std::string(words.lang)
                       + "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                         "content=\"width=device-width\"><title>"
                       + std::string(words.title)
                       + "</title><link rel=\"stylesheet\" href=\"/gaya.css\"></head><body><main>\n";
    html += block("p", words.other);
    html += block("h1", words.title) + block("p", words.why) + block("h2", words.step_get);
    html += "<p><a class=\"button\" href=\"/arus-ca.crt\">" + std::string(words.get) + "</a></p>\n";
    html += block("p", words.check)
            + block("p", "<code>" + escaped(page.ca_fingerprint) + "</code>");
    html += block("h2", words.step_trust) + block("dl", words.trust);
    html += block("h2", words.step_open) + block("ul", list) + block("p", words.scan);
    html += "<p><img src=\"/alamat.svg\" alt=\"" + escaped(addresses.front()) + "\"></p>\n";
    return html + "</main></body></html>\n";
}

Awaitable<Response> ready_made(Response response) {
    co_return response;
}

Response reply(std::string_view content_type, std::string body) {
    Response response;
    response.content_type = content_type;
    response.body = std::move(body);
    return response;
}

struct CodeDeleter {
    void operator()(QRcode* code) const { QRcode_free(code); }
};
using Code = std::unique_ptr<QRcode, CodeDeleter>;

Code code_of(const std::string& text) {
    Code code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
    if (!code) {
        throw Failure(
            {Failure::Kind::internal, false, true, "server"}, "the text does not fit a QR code");
    }
    return code;
}

/// Light outside of the code.
bool is_dark(const QRcode& code, int x, int y) {
    const bool is_inside = x >= 0 && y >= 0 && x < code.width && y < code.width;
    return is_inside && (code.data[y * code.width + x] & 1U) != 0;
}

}  // namespace

std::string lan_url(const std::string& host, std::uint16_t port, const std::string& scheme) {
    const bool is_v6 = host.find(':') != std::string::npos;
    return scheme + "://" + (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string qr_svg(const std::string& text) {
    const Code code = code_of(text);
    const std::string side = std::to_string(code->width + 2 * quiet_zone);
    std::string path;
    for (int y = 0; y < code->width; ++y) {
        for (int x = 0; x < code->width; ++x) {
            if (is_dark(*code, x, y)) {
                path += "M" + std::to_string(x + quiet_zone) + " " + std::to_string(y + quiet_zone)
                        + "h1v1h-1z";
            }
        }
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side
           + "\" shape-rendering=\"crispEdges\"><rect width=\"" + side + "\" height=\"" + side
           + "\" fill=\"#fff\"/><path d=\"" + path + "\"/></svg>\n";
}

std::string qr_lines(const std::string& text) {
    const Code code = code_of(text);
    constexpr int margin = 2;
    std::string lines;
    for (int y = -margin; y < code->width + margin; y += 2) {
        for (int x = -margin; x < code->width + margin; ++x) {
            const bool upper = !is_dark(*code, x, y);
            const bool lower = !is_dark(*code, x, y + 1);
            lines += upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ");
        }
        lines += "\n";
    }
    return lines;
}

void add_lan_routes(http::Router& router, const LanPage& page, std::uint16_t https_port) {
    std::vector<std::string> addresses;
    if (!page.public_url.empty()) {
        addresses.push_back(page.public_url);
    }
    for (const std::string& host : page.hosts) {
        addresses.push_back(lan_url(host, https_port, "https"));
    }
    const auto add = [&router](const char* path, std::string_view type, std::string body) {
        router.add(
            http::verb::get, path, http::Entry::open,
            [type, body = std::move(body)](Request&) { return ready_made(reply(type, body)); });
    };
    add("/gaya.css", "text/css; charset=utf-8", std::string(css));
    add("/alamat.svg", "image/svg+xml", qr_svg(addresses.front()));
    router.add(http::verb::get, "/arus-ca.crt", http::Entry::open, [pem = page.ca_pem](Request&) {
        Response response = reply("application/x-x509-ca-cert", pem);
        response.set("Content-Disposition", "attachment; filename=\"arus-ca.crt\"");
        return ready_made(std::move(response));
    });
    router.add(
        http::verb::get, "/", http::Entry::open,
        [in_id = html_of(indonesian, page, addresses),
         in_en = html_of(english, page, addresses)](Request& request) {
            const bool is_english = words_for(request).lang == "en";
            Response response = reply("text/html; charset=utf-8", is_english ? in_en : in_id);
            response.is_page = true;
            response.set("Content-Security-Policy", policy);
            response.set("Vary", "Accept-Language");
            return ready_made(std::move(response));
        });
}

}  // namespace arus::server
