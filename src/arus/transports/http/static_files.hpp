// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/http/message.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace arus::http {

/// A file that is part of the program, in rows that the build writes.
struct EmbeddedFile {
    std::string_view path;  ///< `/index.html`
    std::string_view bytes;
    std::string_view gzip;  ///< empty where compressing gains nothing
    std::string_view tag;   ///< changes with the bytes
};

/// The web client and other files, delivered from memory. Made once at start, read by every thread.
///
/// Files below `/assets/` carry a hash of their content in their name and may be kept for ever; of
/// the others a browser asks every time whether they changed (ETag). A path of no file that wants
/// HTML gets `/index.html`: it is one of the client's own routes.
class StaticFiles {
public:
    /// `files` must outlive the object.
    explicit StaticFiles(std::span<const EmbeddedFile> files);

    /// Reads every file of a folder, as it is now. Throws Failure (configuration) where that is not
    /// possible.
    static StaticFiles from_folder(const std::filesystem::path& folder);

    /// Adds those files whose path begins so, but for paths that are there. `files` must outlive
    /// the object.
    void add_below(std::string_view begin, std::span<const EmbeddedFile> files);

    bool has(std::string_view path) const { return files_.contains(std::string(path)); }
    bool empty() const { return files_.empty(); }

    /// The file of the request's path, or its stand-in; `not_found` otherwise.
    Response serve(const Request& request) const;
    /// One file by its path. Precondition: has(path).
    Response serve_file(const Request& request, std::string_view path) const;

private:
    struct File {
        std::string_view type;
        std::string_view bytes;
        std::string_view gzip;
        std::string tag;
        bool is_hashed = false;
        bool is_page = false;
        std::shared_ptr<const std::string> owner;  ///< of bytes that are not embedded
    };

    StaticFiles() = default;
    void add(std::string path, File file);

    std::unordered_map<std::string, File> files_;
};

}  // namespace arus::http
