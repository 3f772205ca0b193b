// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace arus::documents {

/// As people write it: in `id` 1.234.567,50, else 1,234,567.50; a minus sign in front.
std::string grouped_amount(std::int64_t minor, int exponent, std::string_view locale);

/// 22/11/2026.
std::string paper_date(std::int32_t days);

}  // namespace arus::documents
