// SPDX-License-Identifier: Apache-2.0
#include "arus/base/time.hpp"

#include <date/tz.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace arus {

namespace {

constexpr std::int64_t us_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

/// `count` digits at `position`, or -1.
int digits_at(std::string_view text, std::size_t position, std::size_t count) {
    if (position + count > text.size()) {
        return -1;
    }
    int value = 0;
    for (std::size_t i = position; i < position + count; ++i) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

}  // namespace

Date date_of(const CivilDate& civil) {
    const std::chrono::year_month_day day{
        std::chrono::year(civil.year), std::chrono::month(civil.month),
        std::chrono::day(civil.day)};
    return {static_cast<std::int32_t>(std::chrono::sys_days(day).time_since_epoch().count())};
}

CivilDate civil_of(Date date) {
    const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(date.days))};
    return {
        static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
        static_cast<unsigned>(day.day())};
}

Date month_start(Date date) {
    auto civil = civil_of(date);
    civil.day = 1;
    return date_of(civil);
}

std::string date_text(Date date) {
    const auto civil = civil_of(date);
    std::array<char, 32> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02u", civil.year, civil.month, civil.day);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const int year = digits_at(text, 0, 4);
    const int month = digits_at(text, 5, 2);
    const int day = digits_at(text, 8, 2);
    if (year < 1 || month < 1 || day < 1) {
        return std::nullopt;
    }
    const std::chrono::year_month_day civil{
        std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
        std::chrono::day(static_cast<unsigned>(day))};
    if (!civil.ok()) {
        return std::nullopt;
    }
    return date_of({year, static_cast<unsigned>(month), static_cast<unsigned>(day)});
}

std::string instant_text(Instant instant) {
    const auto since = std::chrono::microseconds(instant.us);
    const auto day = std::chrono::floor<std::chrono::days>(since);
    const auto in_day = std::chrono::duration_cast<std::chrono::milliseconds>(since - day).count();
    const auto civil = civil_of({static_cast<std::int32_t>(day.count())});
    std::array<char, 64> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", civil.year, civil.month,
        civil.day, static_cast<int>(in_day / 3'600'000), static_cast<int>(in_day / 60'000 % 60),
        static_cast<int>(in_day / 1000 % 60), static_cast<int>(in_day % 1000));
    return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Instant> parse_instant(std::string_view text) {
    if (text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':'
        || text[16] != ':') {
        return std::nullopt;
    }
    const auto day = parse_date(text.substr(0, 10));
    const int hour = digits_at(text, 11, 2);
    const int minute = digits_at(text, 14, 2);
    const int second = digits_at(text, 17, 2);
    if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return std::nullopt;
    }
    std::size_t position = 19;
    std::int64_t fraction_us = 0;
    if (text[position] == '.') {
        std::int64_t scale = 100'000;
        const std::size_t first = ++position;
        while (position < text.size() && text[position] >= '0' && text[position] <= '9') {
            fraction_us += (text[position] - '0') * scale;
            scale /= 10;
            ++position;
        }
        if (position == first || position - first > 9) {
            return std::nullopt;
        }
    }
    const auto zone = text.substr(position);
    std::int64_t offset_seconds = 0;
    if (zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':') {
        const int hours = digits_at(zone, 1, 2);
        const int minutes = digits_at(zone, 4, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return std::nullopt;
        }
        offset_seconds = std::int64_t{hours} * 3600 + std::int64_t{minutes} * 60;
        offset_seconds = zone[0] == '-' ? -offset_seconds : offset_seconds;
    } else if (zone != "Z" && zone != "z") {
        return std::nullopt;
    }
    const std::int64_t seconds = day->days * seconds_per_day + hour * 3600 + minute * 60 + second
                                 - offset_seconds;
    if (seconds < 0) {
        return std::nullopt;
    }
    return Instant{seconds * us_per_second + fraction_us};
}

bool is_time_zone(std::string_view name) {
    try {
        return date::locate_zone(std::string(name)) != nullptr;
    } catch (const std::runtime_error&) {  // how the library says that there is no such zone
        return false;
    }
}

LocalHour local_hour(std::string_view zone, Instant instant) {
    const auto* located = date::locate_zone(std::string(zone));
    const auto local = located->to_local(
        date::sys_time<std::chrono::microseconds>(std::chrono::microseconds(instant.us)));
    const auto day = std::chrono::floor<std::chrono::days>(local.time_since_epoch());
    const auto hour = std::chrono::duration_cast<std::chrono::hours>(local.time_since_epoch() - day)
                          .count();
    return {Date{static_cast<std::int32_t>(day.count())}, static_cast<int>(hour)};
}

const Clock& system_clock() {
    class SystemClock final : public Clock {
    public:
        Instant now() const override {
            const auto since = std::chrono::system_clock::now().time_since_epoch();
            return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
        }
    };
    static const SystemClock clock;
    return clock;
}

}  // namespace arus
