// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/imports/table_row.hpp"

#include <string>
#include <string_view>

namespace arus::imports::detail {

/// What stood in the file, for a sentence.
inline std::string quoted(std::string_view text) {
    return "“" + plain_text(text, 60).value_or("…") + "”";
}

}  // namespace arus::imports::detail
