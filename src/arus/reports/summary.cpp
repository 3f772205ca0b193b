// SPDX-License-Identifier: Apache-2.0
#include "arus/reports/summary.hpp"

#include "arus/base/assert.hpp"
#include "arus/ledger/money.hpp"

#include <set>

namespace arus::reports {

namespace {

constexpr std::int32_t week = 7;
constexpr std::int32_t typical_weeks = 4;
constexpr std::int32_t weekday_days = 28;

/// Half away from zero. Precondition: by > 0.
std::int64_t divide_rounded(std::int64_t amount, std::int64_t by) {
    const std::int64_t whole = amount / by;
    const std::int64_t rest = amount % by;
    const bool rounds_away = (rest < 0 ? -rest : rest) >= by - (rest < 0 ? -rest : rest);
    if (rest == 0 || !rounds_away) {
        return whole;
    }
    return amount < 0 ? whole - 1 : whole + 1;
}

struct Sum {
    std::int64_t value = 0;
    bool has_overflow = false;
    void add(std::int64_t amount) {
        const std::optional<std::int64_t> sum = ledger::checked_add(value, amount);
        has_overflow = has_overflow || !sum;
        value = sum.value_or(value);
    }
};

struct Sums {
    Sum income;
    Sum expense;
    Sum count;
    void add(const HourActivity& one) {
        income.add(one.income_minor);
        expense.add(one.expense_minor);
        count.add(one.sales);
    }
    bool has_overflow() const {
        return income.has_overflow || expense.has_overflow || count.has_overflow;
    }
    Figures figures(std::int64_t cash_minor) const {
        Figures figures{income.value, expense.value, cash_minor, count.value, 0};
        if (figures.count > 0) {
            figures.average_minor = divide_rounded(figures.income_minor, figures.count);
        }
        return figures;
    }
};

struct Days {
    Date from;
    Date to;
    std::optional<int> until_hour;  ///< of the last day
    bool holds(const HourActivity& one) const {
        if (one.day < from || one.day > to) {
            return false;
        }
        return !until_hour || one.day != to || (one.hour >= 0 && one.hour <= *until_hour);
    }
};

Days earlier(const SummaryRange& range, std::int32_t days) {
    return {range.from.plus_days(-days), range.to.plus_days(-days), range.until_hour};
}

Sums sums_of(const Days& days, const std::vector<HourActivity>& activity) {
    Sums sums;
    for (const HourActivity& one : activity) {
        if (days.holds(one)) {
            sums.add(one);
        }
    }
    return sums;
}

bool is_typical_day(Date day, Date last) {
    const std::int32_t back = last.days - day.days;
    return back > 0 && back % week == 0 && back <= typical_weeks * week;
}

/// 0 Monday to 6 Sunday. 1970-01-01 was a Thursday.
std::size_t weekday_index(Date day) {
    constexpr std::int32_t thursday = 3;
    const std::int32_t index = (day.days % week + thursday) % week;
    return static_cast<std::size_t>(index < 0 ? index + week : index);
}

}  // namespace

std::vector<Date> days_of(const SummaryRange& range) {
    ARUS_ASSERT(range.from <= range.to);
    std::set<Date> days;
    for (const std::int32_t back : {0, 1, week}) {
        for (Date day = range.from.plus_days(-back); day <= range.to.plus_days(-back);
             day = day.plus_days(1)) {
            days.insert(day);
        }
    }
    for (std::int32_t weeks = 1; weeks <= typical_weeks; ++weeks) {
        days.insert(range.to.plus_days(-week * weeks));
    }
    return {days.begin(), days.end()};
}

std::variant<Summary, Defect> summary(
    const SummaryRange& range, const std::vector<HourActivity>& activity, const CashAtEnds& cash) {
    const Sums now = sums_of({range.from, range.to, std::nullopt}, activity);
    const Sums yesterday = sums_of(earlier(range, 1), activity);
    const Sums last_week = sums_of(earlier(range, week), activity);
    std::array<Sums, 24> hours;
    std::array<Sum, 24> typical;
    for (const HourActivity& one : activity) {
        if (one.hour < 0) {
            continue;
        }
        const auto hour = static_cast<std::size_t>(one.hour);
        if (one.day == range.to) {
            hours.at(hour).add(one);
        }
        if (is_typical_day(one.day, range.to)) {
            typical.at(hour).add(one.income_minor);
        }
    }
    Summary summary;
    bool has_overflow = now.has_overflow() || yesterday.has_overflow() || last_week.has_overflow();
    for (std::size_t hour = 0; hour < hours.size(); ++hour) {
        has_overflow = has_overflow || hours[hour].has_overflow() || typical[hour].has_overflow;
        summary.hours[hour] = {
            static_cast<int>(hour), hours[hour].income.value, hours[hour].expense.value,
            hours[hour].count.value, divide_rounded(typical[hour].value, typical_weeks)};
    }
    if (has_overflow) {
        return Defect::overflow;
    }
    summary.figures = now.figures(cash.now_minor);
    summary.yesterday = yesterday.figures(cash.yesterday_minor);
    summary.last_week = last_week.figures(cash.last_week_minor);
    summary.until_hour = range.until_hour;
    return summary;
}

std::vector<Date> days_of_weekdays(Date last) {
    std::vector<Date> days;
    for (std::int32_t back = weekday_days; back > 0; --back) {
        days.push_back(last.plus_days(-back));
    }
    return days;
}

std::variant<std::array<WeekdayFigures, 7>, Defect> weekdays(
    Date last, const std::vector<HourActivity>& activity) {
    struct Cell {
        Sum income;
        Sum count;
    };
    std::array<std::array<Cell, 24>, 7> cells;
    const Days days{last.plus_days(-weekday_days), last.plus_days(-1), std::nullopt};
    for (const HourActivity& one : activity) {
        if (one.hour < 0 || !days.holds(one)) {
            continue;
        }
        Cell& cell = cells.at(weekday_index(one.day)).at(static_cast<std::size_t>(one.hour));
        cell.income.add(one.income_minor);
        cell.count.add(one.sales);
    }
    std::array<WeekdayFigures, 7> figures;
    for (std::size_t day = 0; day < figures.size(); ++day) {
        figures.at(day).weekday = static_cast<int>(day) + 1;
        for (std::size_t hour = 0; hour < cells.at(day).size(); ++hour) {
            const Cell& cell = cells.at(day).at(hour);
            if (cell.income.has_overflow || cell.count.has_overflow) {
                return Defect::overflow;
            }
            figures.at(day).income_minor.at(hour) = cell.income.value;
            figures.at(day).count.at(hour) = cell.count.value;
        }
    }
    return figures;
}

}  // namespace arus::reports
