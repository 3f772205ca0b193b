// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "arus/reports/defect.hpp"

// The figures of the first screen: a range of days against the same range a day and a week earlier,
// and its last day by the hour against the four same weekdays before.
namespace arus::reports {

/// What happened in one hour of one day.
struct HourActivity {
    Date day;
    int hour = -1;  ///< 0 to 23; -1: the hour is not known
    std::int64_t income_minor = 0;
    std::int64_t expense_minor = 0;
    std::int64_t sales = 0;
};

struct SummaryRange {
    Date from;
    Date to;  ///< inclusive; not before from
    /// Present when the range ends today: the current local hour. Then of the last day of a
    /// compared range only hours 0 to this one count, so that a morning is compared with a morning.
    std::optional<int> until_hour;
};

/// The days whose hours summary() wants, ascending, without repeats.
std::vector<Date> days_of(const SummaryRange& range);

/// Balances of cash, bank and clearing accounts at the end of a range's last day.
struct CashAtEnds {
    std::int64_t now_minor = 0;
    std::int64_t yesterday_minor = 0;  ///< of the range one day earlier
    std::int64_t last_week_minor = 0;  ///< of the range seven days earlier
};

struct Figures {
    std::int64_t income_minor = 0;
    std::int64_t expense_minor = 0;
    std::int64_t cash_minor = 0;
    std::int64_t count = 0;          ///< sales less reversed sales
    std::int64_t average_minor = 0;  ///< income by count, half away from zero; 0 where count is not
                                     ///< above 0
};

struct HourFigures {
    int hour = 0;
    std::int64_t income_minor = 0;
    std::int64_t expense_minor = 0;
    std::int64_t count = 0;
    std::int64_t typical_income_minor = 0;  ///< a quarter of the four same weekdays' income, half
                                            ///< away from zero
};

struct Summary {
    Figures figures;
    Figures yesterday;  ///< the range one day earlier
    Figures last_week;  ///< the range seven days earlier
    std::optional<int> until_hour;
    std::array<HourFigures, 24> hours;  ///< of the last day of the range; unknown hours are in none
};

/// Pure. `activity` holds at least what happened on days_of(range), each (day, hour) at most once;
/// other days are not looked at. Defect::overflow where a sum does not fit.
std::variant<Summary, Defect> summary(
    const SummaryRange& range, const std::vector<HourActivity>& activity, const CashAtEnds& cash);

/// What happens at which hour of which day of the week.
struct WeekdayFigures {
    int weekday = 1;  ///< 1 Monday to 7 Sunday (ISO 8601)
    std::array<std::int64_t, 24> income_minor{};
    std::array<std::int64_t, 24> count{};  ///< sales less reversed sales
};

/// The four whole weeks before `last`, ascending: each day of the week four times, and none that
/// may still be under way.
std::vector<Date> days_of_weekdays(Date last);

/// Pure; the sums over days_of_weekdays(last), Monday first. Other days are not looked at, nor are
/// entries whose hour is not known. Defect::overflow where a sum does not fit.
std::variant<std::array<WeekdayFigures, 7>, Defect> weekdays(
    Date last, const std::vector<HourActivity>& activity);

}  // namespace arus::reports
