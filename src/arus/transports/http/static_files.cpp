// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/static_files.hpp"

#include "arus/base/bytes.hpp"
#include "arus/base/failure.hpp"

#include <array>
#include <fstream>
#include <iterator>

namespace arus::http {

namespace {

constexpr std::string_view index_page = "/index.html";

struct Type {
    std::string_view extension;
    std::string_view type;
};
constexpr std::array<Type, 17> types{{
    {"html", "text/html; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"json", "application/json"},
    {"map", "application/json"},
    {"webmanifest", "application/manifest+json"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"webp", "image/webp"},
    {"ico", "image/x-icon"},
    {"woff2", "font/woff2"},
    {"wasm", "application/wasm"},
    {"txt", "text/plain; charset=utf-8"},
    {"yaml", "application/yaml"},
    {"pdf", "application/pdf"},
}};

std::string_view type_of(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    const std::string_view extension = dot == std::string_view::npos ? std::string_view{}
                                                                     : path.substr(dot + 1);
    for (const Type& one : types) {
        if (one.extension == extension) {
            return one.type;
        }
    }
    return "application/octet-stream";
}

/// True if the list of content codings (RFC 9110 section 12.5.3) takes gzip.
bool takes_gzip(std::string_view codings) {
    while (!codings.empty()) {
        const std::size_t comma = codings.find(',');
        std::string_view one = codings.substr(0, comma);
        codings = comma == std::string_view::npos ? std::string_view{} : codings.substr(comma + 1);
        while (one.starts_with(' ')) {
            one.remove_prefix(1);
        }
        const std::size_t semicolon = one.find(';');
        const std::string_view coding = one.substr(0, one.find_first_of("; "));
        if (equal_ignoring_case(coding, "gzip")) {
            const std::string_view weight = semicolon == std::string_view::npos
                                                ? ""
                                                : one.substr(semicolon + 1);
            return weight.find("q=0") == std::string_view::npos
                   || weight.find("q=0.") != std::string_view::npos;
        }
    }
    return false;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file) {
        throw Failure(
            {Failure::Kind::configuration, false, true, "http"}, "cannot read " + path.string());
    }
    return bytes;
}

}  // namespace

StaticFiles::StaticFiles(std::span<const EmbeddedFile> files) {
    add_below("/", files);
}

void StaticFiles::add_below(std::string_view begin, std::span<const EmbeddedFile> files) {
    for (const EmbeddedFile& file : files) {
        if (file.path.starts_with(begin)) {
            add(std::string(file.path),
                {{}, file.bytes, file.gzip, std::string(file.tag), false, false, nullptr});
        }
    }
}

StaticFiles StaticFiles::from_folder(const std::filesystem::path& folder) {
    StaticFiles made;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
        if (!entry.is_regular_file() || entry.path().extension() == ".gz") {
            continue;
        }
        auto owner = std::make_shared<const std::string>(read_file(entry.path()));
        const Hash256 digest = sha256(*owner);
        const std::string tag = base64url_of(std::span(digest).first(16));
        const std::string_view bytes = *owner;
        made.add(
            "/" + entry.path().lexically_relative(folder).generic_string(),
            {{}, bytes, {}, tag, false, false, std::move(owner)});
    }
    if (error) {
        throw Failure(
            {Failure::Kind::configuration, false, true, "http"},
            "cannot read the folder " + folder.string() + ": " + error.message());
    }
    return made;
}

void StaticFiles::add(std::string path, File file) {
    file.type = type_of(path);
    file.is_hashed = path.starts_with("/assets/");
    // A worker runs under the policy of its own script, and scripts load other scripts.
    file.is_page = file.type.starts_with("text/html") || file.type.starts_with("text/javascript");
    files_.emplace(std::move(path), std::move(file));
}

Response StaticFiles::serve(const Request& request) const {
    std::string path(request.path);
    if (path.ends_with('/')) {
        path += "index.html";
    }
    if (files_.contains(path)) {
        return serve_file(request, path);
    }
    if (!path.ends_with(".html") && files_.contains(path + "/index.html")) {
        Response response = empty_response(308);
        response.set("Location", path + "/");
        return response;
    }
    const bool wants_page = request.header("Accept").find("text/html") != std::string_view::npos;
    if (wants_page && !path.starts_with("/api/") && files_.contains(std::string(index_page))) {
        return serve_file(request, index_page);
    }
    return refusal_response(
        {RefusalCode::not_found, "There is nothing at this path.", {}}, request.request_id);
}

Response StaticFiles::serve_file(const Request& request, std::string_view path) const {
    const File& file = files_.at(std::string(path));
    const bool gzipped = !file.gzip.empty() && takes_gzip(request.header("Accept-Encoding"));
    const std::string tag = "\"" + file.tag + (gzipped ? "-gz\"" : "\"");
    Response response;
    response.names_cache_control = true;
    response.set(
        "Cache-Control", file.is_hashed ? "public, max-age=31536000, immutable" : "no-cache");
    response.set("ETag", tag);
    if (!file.gzip.empty()) {
        response.set("Vary", "Accept-Encoding");
    }
    // Also of a 304: a browser takes its headers for those of the page it has (RFC 9111
    // section 4.3.4).
    response.is_page = file.is_page;
    if (request.header("If-None-Match").find(tag) != std::string_view::npos) {
        response.status = 304;
        return response;
    }
    response.content_type = file.type;
    response.file = gzipped ? file.gzip : file.bytes;
    response.file_owner = file.owner;
    if (gzipped) {
        response.set("Content-Encoding", "gzip");
    }
    return response;
}

}  // namespace arus::http
