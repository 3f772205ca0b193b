// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace arus::wire {

/// One part of a form. Its views point into the body.
struct FormPart {
    std::string name;       ///< of the field
    std::string file_name;  ///< without folders, at most 120 characters; empty where none is given
    std::string_view bytes;
};

/// True for `multipart/form-data`, whatever parameters follow.
bool is_multipart(std::string_view content_type);

/// The parts of a form (RFC 7578) in their order, at most 8; validation_failed where it is none.
Result<std::vector<FormPart>> read_form(std::string_view content_type, std::string_view body);

}  // namespace arus::wire
