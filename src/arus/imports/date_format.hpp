// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/time.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace arus::imports {

/// In which order a date names year, month and day.
enum class DateOrder { ymd, dmy, mdy };

std::string_view text_of(DateOrder order);
std::optional<DateOrder> parse_date_order(std::string_view text);

/// Reads a day: `2026-12-31`, `31/12/2026`, `31.12.26`, `31 Desember 2026`, `Dec 31, 2026`,
/// `20261231`; a time behind it is not looked at. Months by name in Indonesian and English. Two
/// digits of a year are of 2000 to 2099; with `ymd` it has four.
std::optional<Date> parse_day(std::string_view text, DateOrder order);

struct DateGuess {
    DateOrder order = DateOrder::dmy;
    bool is_ambiguous = false;  ///< the samples are days in two orders, and not the same days
};
/// The order in which most samples are days; nothing where not even half of them are in any.
std::optional<DateGuess> guess_date_order(std::span<const std::string_view> samples);

}  // namespace arus::imports
