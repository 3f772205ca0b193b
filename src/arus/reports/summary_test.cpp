// SPDX-License-Identifier: Apache-2.0
#include "arus/reports/summary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace arus::reports {
namespace {

const Date today = *parse_date("2026-11-22");

Summary made(
    const SummaryRange& range, const std::vector<HourActivity>& activity,
    const CashAtEnds& cash = {}) {
    auto result = summary(range, activity, cash);
    EXPECT_TRUE(std::holds_alternative<Summary>(result));
    return std::get<Summary>(std::move(result));
}

TEST(Summary, asks_for_the_range_its_two_shadows_and_four_same_weekdays) {
    const std::vector<Date> days = days_of({today, today, std::nullopt});
    std::vector<Date> wanted;
    for (const int back : {28, 21, 14, 7, 1, 0}) {
        wanted.push_back(today.plus_days(-back));
    }
    EXPECT_EQ(days, wanted);
    EXPECT_EQ(days_of({today.plus_days(-29), today, std::nullopt}).size(), 37U);
}

TEST(Summary, adds_up_the_range_unknown_hours_too) {
    const Summary result = made(
        {today.plus_days(-1), today, std::nullopt},
        {{today, 9, 1000, 300, 2},
         {today, -1, 50, 0, 1},
         {today.plus_days(-1), 23, 7, 1, 0},
         {today.plus_days(1), 0, 9999, 9999, 9},
         {today.plus_days(-2), 0, 40, 4, 4}},
        {10, 20, 30});
    EXPECT_EQ(result.figures.income_minor, 1057);
    EXPECT_EQ(result.figures.expense_minor, 301);
    EXPECT_EQ(result.figures.count, 3);
    EXPECT_EQ(result.figures.average_minor, 352);
    EXPECT_EQ(result.figures.cash_minor, 10);
    EXPECT_EQ(result.yesterday.income_minor, 47);
    EXPECT_EQ(result.yesterday.cash_minor, 20);
    EXPECT_EQ(result.last_week.cash_minor, 30);
    EXPECT_FALSE(result.until_hour);
    EXPECT_EQ(result.hours[9].income_minor, 1000);
    EXPECT_EQ(result.hours[9].count, 2);
    EXPECT_EQ(result.hours[0].income_minor, 0);
}

TEST(Summary, compares_a_morning_with_mornings) {
    const Date yesterday = today.plus_days(-1);
    const Date last_week = today.plus_days(-7);
    const Summary result = made(
        {today, today, 10}, {{today, 12, 5, 0, 1},
                             {yesterday, 9, 100, 0, 1},
                             {yesterday, 10, 20, 0, 1},
                             {yesterday, 11, 1000, 0, 1},
                             {yesterday, -1, 1000, 0, 1},
                             {last_week, 10, 3, 0, 1},
                             {last_week, 11, 1000, 0, 1}});
    EXPECT_EQ(result.until_hour, 10);
    EXPECT_EQ(result.figures.income_minor, 5)
        << "of today everything counts, clocks that run fast too";
    EXPECT_EQ(result.yesterday.income_minor, 120);
    EXPECT_EQ(result.yesterday.count, 2);
    EXPECT_EQ(result.last_week.income_minor, 3);
}

TEST(Summary, cuts_only_the_last_day_of_a_compared_range) {
    const Summary result = made(
        {today.plus_days(-1), today, 10},
        {{today.plus_days(-2), 23, 4, 0, 0}, {today.plus_days(-1), 23, 8, 0, 0}});
    EXPECT_EQ(result.yesterday.income_minor, 4);
}

TEST(Summary, takes_the_typical_hour_of_the_four_same_weekdays_before) {
    const Summary result = made(
        {today, today, 10}, {{today.plus_days(-7), 8, 10, 0, 1},
                             {today.plus_days(-14), 8, 10, 0, 1},
                             {today.plus_days(-21), 8, 10, 0, 1},
                             {today.plus_days(-28), 8, 0, 0, 0},
                             {today.plus_days(-35), 8, 1000, 0, 1},
                             {today.plus_days(-7), 9, -6, 0, 0}});
    EXPECT_EQ(result.hours[8].typical_income_minor, 8) << "30 by 4 is 7.5, half away from zero";
    EXPECT_EQ(result.hours[9].typical_income_minor, -2) << "-6 by 4 is -1.5";
    EXPECT_EQ(result.hours[8].hour, 8);
}

struct Average {
    std::int64_t income;
    std::int64_t count;
    std::int64_t average;
};
class Averages : public testing::TestWithParam<Average> {};

TEST_P(Averages, are_rounded_half_away_from_zero) {
    const Summary result = made(
        {today, today, 10}, {{today, 1, GetParam().income, 0, GetParam().count}});
    EXPECT_EQ(result.figures.average_minor, GetParam().average);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Averages,
    testing::Values(
        Average{7, 2, 4}, Average{-7, 2, -4}, Average{10, 3, 3}, Average{11, 3, 4},
        Average{-11, 3, -4}, Average{5, 0, 0}, Average{5, -1, 0}, Average{0, 5, 0},
        Average{
            std::numeric_limits<std::int64_t>::max(), 1, std::numeric_limits<std::int64_t>::max()},
        Average{
            std::numeric_limits<std::int64_t>::min(), 1,
            std::numeric_limits<std::int64_t>::min()}));

TEST(Summary, is_refused_where_a_sum_leaves_its_range) {
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const auto result = summary(
        {today, today, 10}, {{today, 1, most, 0, 1}, {today, 2, 1, 0, 1}}, {});
    EXPECT_EQ(std::get<Defect>(result), Defect::overflow);
}

TEST(Weekdays, sum_four_whole_weeks_before_the_last_day) {
    const Date sunday = date_of({2026, 11, 22});
    const std::vector<Date> days = days_of_weekdays(sunday);
    ASSERT_EQ(days.size(), 28U);
    EXPECT_EQ(days.front(), date_of({2026, 10, 25}));
    EXPECT_EQ(days.back(), date_of({2026, 11, 21}));
    const Date monday = date_of({2026, 11, 16});
    const auto result = weekdays(
        sunday, {{monday, 7, 100, 5, 2},
                 {monday.plus_days(-7), 7, 30, 0, 1},
                 {monday.plus_days(-21), 7, -10, 0, -1},
                 {monday.plus_days(-28), 7, 1000, 0, 1},  // five weeks ago
                 {monday, -1, 1000, 0, 1},                // nobody knows when
                 {sunday, 7, 1000, 0, 1},                 // not over yet
                 {sunday.plus_days(-7), 23, 4, 0, 1},
                 {sunday.plus_days(-1), 0, 8, 0, 1}});
    const auto& figures = std::get<0>(result);
    EXPECT_EQ(figures[0].weekday, 1);
    EXPECT_EQ(figures[0].income_minor[7], 120);
    EXPECT_EQ(figures[0].count[7], 2);
    EXPECT_EQ(figures[6].weekday, 7);
    EXPECT_EQ(figures[6].income_minor[23], 4);
    EXPECT_EQ(figures[5].income_minor[0], 8);
    std::int64_t all = 0;
    for (const auto& day : figures) {
        for (const std::int64_t income_minor : day.income_minor) {
            all += income_minor;
        }
    }
    EXPECT_EQ(all, 132);
}

TEST(Weekdays, know_days_before_1970) {
    const auto result = weekdays(
        date_of({1970, 1, 5}),
        {{date_of({1969, 12, 31}), 1, 1, 0, 0}, {date_of({1970, 1, 1}), 1, 2, 0, 0}});
    const auto& figures = std::get<0>(result);
    EXPECT_EQ(figures[2].income_minor[1], 1) << "a Wednesday";
    EXPECT_EQ(figures[3].income_minor[1], 2) << "a Thursday";
}

TEST(Weekdays, are_refused_where_a_sum_leaves_its_range) {
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const Date day = date_of({2026, 11, 16});
    const auto result = weekdays(
        day.plus_days(7), {{day, 1, most, 0, 1}, {day.plus_days(-7), 1, 1, 0, 1}});
    EXPECT_EQ(std::get<Defect>(result), Defect::overflow);
}

}  // namespace
}  // namespace arus::reports
