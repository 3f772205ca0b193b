// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/time.hpp"

#include <optional>
#include <string_view>
#include <vector>

// Ranges of business days as statements cut, shift and compare them.
namespace arus::reports {

/// Whole days, both ends inclusive; from <= to.
struct DayRange {
    Date from;
    Date to;
    bool operator==(const DayRange&) const = default;
};

enum class Interval { day, week, month, year };
enum class Compare { previous_period, previous_year };

/// As on the wire.
std::string_view text_of(Interval interval);
std::string_view text_of(Compare compare);
std::optional<Interval> parse_interval(std::string_view text);
std::optional<Compare> parse_compare(std::string_view text);

/// The day on which the fiscal year that holds `day` began. `start` is `MM-DD`, never 02-29.
Date fiscal_year_of(Date day, std::string_view start);

/// The parts of a range, in order, without gaps: days, weeks from Monday, calendar months, fiscal
/// years. The first and the last part are cut at the ends of the range. Nothing if there are more
/// than `parts_max`.
std::optional<std::vector<DayRange>> parts_of(
    DayRange range, Interval interval, std::string_view fiscal_year_start, std::size_t parts_max);

/// What a range is compared with. previous_year: both ends a year earlier. previous_period: as many
/// months earlier as the range touches if it begins on the first of a month, else as many days
/// earlier as it has. A last day of a month stays one; another day that the month does not have
/// becomes its last.
DayRange compared(DayRange range, Compare compare);

/// What a balance on a day is compared with: a year earlier, or at the end of the month before.
Date compared(Date day, Compare compare);

}  // namespace arus::reports
