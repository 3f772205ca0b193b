// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/http/static_files.hpp"

#include <span>

// Files that the build puts into the program: the bytes live as long as the process and are read
// from the program's file only when they are used. Written by embed_files.cmake.
namespace arus::server {

/// The web client (empty where it was not built before) and the viewer of the API's contract below
/// `/docs`.
std::span<const http::EmbeddedFile> embedded_client();

/// `/openapi.yaml`.
std::span<const http::EmbeddedFile> embedded_contract();

}  // namespace arus::server
