// SPDX-License-Identifier: Apache-2.0
#include "arus/reports/periods.hpp"
#include "arus/reports/columns.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arus::reports {
namespace {

Date day(std::string_view text) {
    return *parse_date(text);
}

DayRange range(std::string_view from, std::string_view to) {
    return {day(from), day(to)};
}

std::string text_of(const DayRange& days) {
    return date_text(days.from) + ".." + date_text(days.to);
}

std::string parts_text(DayRange days, Interval interval, std::string_view year = "01-01") {
    std::string text;
    const auto parts = parts_of(days, interval, year, parts_max);
    if (!parts) {
        return "too many";
    }
    for (const DayRange& part : *parts) {
        text += (text.empty() ? "" : " ") + text_of(part);
    }
    return text;
}

TEST(Periods, find_the_fiscal_year_of_a_day) {
    EXPECT_EQ(date_text(fiscal_year_of(day("2026-11-22"), "01-01")), "2026-01-01");
    EXPECT_EQ(date_text(fiscal_year_of(day("2026-04-01"), "04-01")), "2026-04-01");
    EXPECT_EQ(date_text(fiscal_year_of(day("2026-03-31"), "04-01")), "2025-04-01");
    EXPECT_EQ(date_text(fiscal_year_of(day("2024-02-29"), "03-01")), "2023-03-01");
}

TEST(Periods, cut_a_range_into_days_weeks_months_and_fiscal_years) {
    EXPECT_EQ(
        parts_text(range("2026-02-27", "2026-03-01"), Interval::day),
        "2026-02-27..2026-02-27 2026-02-28..2026-02-28 2026-03-01..2026-03-01");
    // The 23rd of November 2026 is a Monday.
    EXPECT_EQ(
        parts_text(range("2026-11-19", "2026-12-01"), Interval::week),
        "2026-11-19..2026-11-22 2026-11-23..2026-11-29 2026-11-30..2026-12-01");
    EXPECT_EQ(
        parts_text(range("2026-11-22", "2027-01-01"), Interval::month),
        "2026-11-22..2026-11-30 2026-12-01..2026-12-31 2027-01-01..2027-01-01");
    EXPECT_EQ(
        parts_text(range("2025-01-01", "2026-05-05"), Interval::year, "04-01"),
        "2025-01-01..2025-03-31 2025-04-01..2026-03-31 2026-04-01..2026-05-05");
    EXPECT_EQ(
        parts_text(range("2026-11-22", "2026-11-22"), Interval::year), "2026-11-22..2026-11-22");
    EXPECT_EQ(parts_text(range("2026-01-01", "2026-03-03"), Interval::day).substr(0, 5), "2026-")
        << "62 days";
    EXPECT_EQ(parts_text(range("2026-01-01", "2026-03-04"), Interval::day), "too many");
}

TEST(Periods, lie_before_1970_too) {
    // The 29th of December 1969 was a Monday.
    EXPECT_EQ(
        parts_text(range("1969-12-27", "1970-01-02"), Interval::week),
        "1969-12-27..1969-12-28 1969-12-29..1970-01-02");
}

struct Comparison {
    const char* from;
    const char* to;
    Compare compare;
    const char* wanted;
};
class Comparisons : public testing::TestWithParam<Comparison> {};

TEST_P(Comparisons, shift_the_range) {
    const Comparison& one = GetParam();
    EXPECT_EQ(text_of(compared(range(one.from, one.to), one.compare)), one.wanted);
}

constexpr auto period = Compare::previous_period;
constexpr auto year = Compare::previous_year;
INSTANTIATE_TEST_SUITE_P(
    Table, Comparisons,
    testing::Values(
        Comparison{"2026-11-01", "2026-11-30", period, "2026-10-01..2026-10-31"},
        Comparison{"2026-03-01", "2026-03-31", period, "2026-02-01..2026-02-28"},
        Comparison{"2026-11-01", "2026-11-22", period, "2026-10-01..2026-10-22"},
        Comparison{"2026-03-01", "2026-03-30", period, "2026-02-01..2026-02-28"},
        Comparison{"2026-01-01", "2026-03-31", period, "2025-10-01..2025-12-31"},
        Comparison{"2026-01-01", "2026-12-31", period, "2025-01-01..2025-12-31"},
        Comparison{"2026-11-16", "2026-11-22", period, "2026-11-09..2026-11-15"},
        Comparison{"2026-11-22", "2026-11-22", period, "2026-11-21..2026-11-21"},
        Comparison{"2026-11-01", "2026-11-22", year, "2025-11-01..2025-11-22"},
        Comparison{"2025-02-01", "2025-02-28", year, "2024-02-01..2024-02-29"},
        Comparison{"2024-02-29", "2024-02-29", year, "2023-02-28..2023-02-28"}));

TEST(Periods, compare_a_day_with_the_end_of_the_month_before_or_a_year_earlier) {
    EXPECT_EQ(date_text(compared(day("2026-11-22"), period)), "2026-10-31");
    EXPECT_EQ(date_text(compared(day("2026-03-31"), period)), "2026-02-28");
    EXPECT_EQ(date_text(compared(day("2026-11-22"), year)), "2025-11-22");
    EXPECT_EQ(date_text(compared(day("2025-02-28"), year)), "2024-02-29");
}

std::string columns_text(const ColumnPlan& plan, const std::vector<ledger::Outlet>& outlets = {}) {
    std::string text;
    const auto columns = columns_of(plan, outlets, "01-01");
    for (const Column& column : columns.value()) {
        text += (text.empty() ? "" : " ") + std::string(text_of(column.kind)) + ':'
                + (column.from ? date_text(*column.from) : "") + ".." + date_text(column.to)
                + (column.compares ? '<' + std::to_string(*column.compares) : "")
                + (column.outlet_id ? "@" : "");
    }
    return text;
}

TEST(Columns, of_a_range_are_its_parts_the_whole_and_what_they_are_compared_with) {
    ColumnPlan plan;
    plan.range = range("2026-10-01", "2026-11-22");
    EXPECT_EQ(columns_text(plan), "period:2026-10-01..2026-11-22");
    plan.interval = Interval::month;
    EXPECT_EQ(
        columns_text(plan),
        "period:2026-10-01..2026-10-31 period:2026-11-01..2026-11-22 "
        "whole:2026-10-01..2026-11-22");
    plan.compare = Compare::previous_year;
    EXPECT_EQ(
        columns_text(plan),
        "period:2026-10-01..2026-10-31 period:2026-11-01..2026-11-22 "
        "whole:2026-10-01..2026-11-22 compare:2025-10-01..2025-10-31<0 "
        "compare:2025-11-01..2025-11-22<1 compare:2025-10-01..2025-11-22<2");
}

TEST(Columns, of_balances_are_ends_of_days_without_a_whole) {
    ColumnPlan plan;
    plan.is_of_balances = true;
    plan.as_of = day("2026-11-22");
    plan.compare = Compare::previous_period;
    EXPECT_EQ(columns_text(plan), "period:..2026-11-22 compare:..2026-10-31<0");
    plan.as_of.reset();
    plan.range = range("2026-10-01", "2026-11-22");
    plan.interval = Interval::month;
    EXPECT_EQ(
        columns_text(plan),
        "period:..2026-10-31 period:..2026-11-22 compare:..2026-09-30<0 compare:..2026-10-22<1");
}

TEST(Columns, are_split_by_outlet_with_the_rest_and_the_whole) {
    ColumnPlan plan;
    plan.range = range("2026-11-01", "2026-11-22");
    plan.is_split_by_outlet = true;
    std::vector<ledger::Outlet> outlets(2);
    outlets[0].id.bytes[0] = 1;
    outlets[1].id.bytes[0] = 2;
    EXPECT_EQ(
        columns_text(plan, outlets),
        "period:2026-11-01..2026-11-22@ period:2026-11-01..2026-11-22@ "
        "rest:2026-11-01..2026-11-22 whole:2026-11-01..2026-11-22");
}

}  // namespace
}  // namespace arus::reports
