// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace arus {

/// The number of code points, or nothing if `text` is not well-formed UTF-8 (Unicode 15, table 3-7:
/// no surrogates, no overlong forms).
std::optional<std::size_t> utf8_length(std::string_view text);

/// True if `text` holds a C0 or C1 control character or DEL. Precondition: well-formed UTF-8.
bool has_control_character(std::string_view text);

}  // namespace arus
