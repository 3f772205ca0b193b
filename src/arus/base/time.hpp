// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arus {

/// Microseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t us = 0;
    auto operator<=>(const Instant&) const = default;
};

/// A calendar day without a time zone: days since 1970-01-01 in the proleptic Gregorian calendar.
struct Date {
    std::int32_t days = 0;
    auto operator<=>(const Date&) const = default;
    Date plus_days(std::int32_t count) const { return {days + count}; }
};

/// year 1 to 9999, month 1 to 12, day 1 to 31.
struct CivilDate {
    int year = 1970;
    unsigned month = 1;
    unsigned day = 1;
};

/// What a wall clock in some time zone shows: the day and the full hour 0 to 23.
struct LocalHour {
    Date date;
    int hour = 0;
    auto operator<=>(const LocalHour&) const = default;
};

Date date_of(const CivilDate& civil);
CivilDate civil_of(Date date);
/// The first day of the month that holds `date`.
Date month_start(Date date);

/// `YYYY-MM-DD` (RFC 3339 full-date); parsing refuses days that no calendar has, and years outside
/// 1 to 9999.
std::string date_text(Date date);
std::optional<Date> parse_date(std::string_view text);

/// RFC 3339 in UTC with milliseconds, as in `2026-11-22T07:02:11.120Z`; microseconds are cut off.
std::string instant_text(Instant instant);
/// RFC 3339 date-time with `Z` or a numeric offset and up to nine decimals (microseconds are kept);
/// nothing if it is not that or lies outside the years 1970 to 9999.
std::optional<Instant> parse_instant(std::string_view text);

/// True for a zone of the IANA database installed on this machine, such as `Asia/Jakarta`.
bool is_time_zone(std::string_view name);
/// What a clock in `zone` shows at `instant`. Precondition: is_time_zone(zone).
LocalHour local_hour(std::string_view zone, Instant instant);

/// Where "now" comes from: the system's clock in the product, a hand-set one in tests and when
/// history is made. Safe to call from every thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

/// The machine's own clock. Lives as long as the process.
const Clock& system_clock();

}  // namespace arus
