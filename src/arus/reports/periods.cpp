// SPDX-License-Identifier: Apache-2.0
#include "arus/reports/periods.hpp"

#include "arus/base/assert.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arus::reports {

namespace {

constexpr std::int32_t week_days = 7;
constexpr int months_a_year = 12;

constexpr std::array<std::pair<Interval, std::string_view>, 4> interval_texts{{
    {Interval::day, "day"},
    {Interval::week, "week"},
    {Interval::month, "month"},
    {Interval::year, "year"},
}};
constexpr std::array<std::pair<Compare, std::string_view>, 2> compare_texts{{
    {Compare::previous_period, "previous_period"},
    {Compare::previous_year, "previous_year"},
}};

template <class T, std::size_t size>
std::optional<T> parse(
    const std::array<std::pair<T, std::string_view>, size>& texts, std::string_view text) {
    for (const auto& [value, name] : texts) {
        if (name == text) {
            return value;
        }
    }
    return std::nullopt;
}

unsigned two_digits(std::string_view text) {
    return static_cast<unsigned>(text[0] - '0') * 10U + static_cast<unsigned>(text[1] - '0');
}

Date next_month(Date day) {
    return month_start(month_start(day).plus_days(31));
}

Date month_end(Date day) {
    return next_month(day).plus_days(-1);
}

int month_number(Date day) {
    const CivilDate civil = civil_of(day);
    return civil.year * months_a_year + static_cast<int>(civil.month) - 1;
}

/// The same day of an earlier month, or its last where it is shorter.
Date months_earlier(Date day, int months) {
    const int month = month_number(day) - months;
    const Date start = date_of(
        {month / months_a_year, static_cast<unsigned>(month % months_a_year) + 1U, 1});
    const auto offset = static_cast<std::int32_t>(civil_of(day).day) - 1;
    return std::min(start.plus_days(offset), month_end(start));
}

/// The same, but a last day of a month stays one.
Date end_months_earlier(Date day, int months) {
    const Date earlier = months_earlier(day, months);
    return day == month_end(day) ? month_end(earlier) : earlier;
}

/// The first day of the part after the one that holds `day`.
Date next_part(Date day, Interval interval, std::string_view fiscal_year_start) {
    switch (interval) {
        case Interval::day:
            return day.plus_days(1);
        case Interval::week: {
            // 1970-01-01 was a Thursday: three days after a Monday.
            const std::int32_t since_monday = ((day.days + 3) % week_days + week_days) % week_days;
            return day.plus_days(week_days - since_monday);
        }
        case Interval::month:
            return next_month(day);
        case Interval::year: {
            const CivilDate civil = civil_of(fiscal_year_of(day, fiscal_year_start));
            return date_of({civil.year + 1, civil.month, civil.day});
        }
    }
    ARUS_ASSERT(!"an interval without parts");
}

}  // namespace

std::string_view text_of(Interval interval) {
    return interval_texts[static_cast<std::size_t>(interval)].second;
}

std::string_view text_of(Compare compare) {
    return compare_texts[static_cast<std::size_t>(compare)].second;
}

std::optional<Interval> parse_interval(std::string_view text) {
    return parse(interval_texts, text);
}

std::optional<Compare> parse_compare(std::string_view text) {
    return parse(compare_texts, text);
}

Date fiscal_year_of(Date day, std::string_view start) {
    ARUS_ASSERT(start.size() == 5);
    const CivilDate civil = civil_of(day);
    const Date this_year = date_of(
        {civil.year, two_digits(start.substr(0, 2)), two_digits(start.substr(3, 2))});
    if (this_year <= day) {
        return this_year;
    }
    return date_of(
        {civil.year - 1, two_digits(start.substr(0, 2)), two_digits(start.substr(3, 2))});
}

std::optional<std::vector<DayRange>> parts_of(
    DayRange range, Interval interval, std::string_view fiscal_year_start, std::size_t parts_max) {
    ARUS_ASSERT(range.from <= range.to);
    std::vector<DayRange> parts;
    for (Date from = range.from; from <= range.to;) {
        if (parts.size() == parts_max) {
            return std::nullopt;
        }
        const Date next = next_part(from, interval, fiscal_year_start);
        parts.push_back({from, std::min(next.plus_days(-1), range.to)});
        from = next;
    }
    return parts;
}

DayRange compared(DayRange range, Compare compare) {
    if (compare == Compare::previous_year) {
        return {
            months_earlier(range.from, months_a_year), end_months_earlier(range.to, months_a_year)};
    }
    if (range.from == month_start(range.from)) {
        const int months = month_number(range.to) - month_number(range.from) + 1;
        return {months_earlier(range.from, months), end_months_earlier(range.to, months)};
    }
    const std::int32_t days = range.to.days - range.from.days + 1;
    return {range.from.plus_days(-days), range.to.plus_days(-days)};
}

Date compared(Date day, Compare compare) {
    return compare == Compare::previous_year ? end_months_earlier(day, months_a_year)
                                             : month_start(day).plus_days(-1);
}

}  // namespace arus::reports
