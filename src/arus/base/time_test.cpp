// SPDX-License-Identifier: Apache-2.0
#include "arus/base/time.hpp"

#include <gtest/gtest.h>

namespace arus {
namespace {

TEST(Time, dates_go_both_ways) {
    for (const char* text :
         {"1970-01-01", "2000-02-29", "2026-11-22", "0001-01-01", "9999-12-31"}) {
        const auto date = parse_date(text);
        ASSERT_TRUE(date) << text;
        EXPECT_EQ(date_text(*date), text);
    }
    EXPECT_EQ(parse_date("1970-01-02")->days, 1);
    EXPECT_EQ(date_text(month_start(*parse_date("2026-11-22"))), "2026-11-01");
}

TEST(Time, refuses_days_that_no_calendar_has) {
    for (const char* text :
         {"", "2026-2-01", "2026-02-30", "2025-02-29", "0000-01-01", "2026-13-01", "2026-01-00",
          "2026-01-01 ", "2026/01/01", "20x6-01-01"}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
}

TEST(Time, instants_go_both_ways) {
    EXPECT_EQ(instant_text({0}), "1970-01-01T00:00:00.000Z");
    const auto instant = parse_instant("2026-11-22T07:02:11.120Z");
    ASSERT_TRUE(instant);
    EXPECT_EQ(instant_text(*instant), "2026-11-22T07:02:11.120Z");
    EXPECT_EQ(parse_instant("2026-11-22T14:02:11.120+07:00"), instant);
    EXPECT_EQ(parse_instant("2026-11-22T07:02:11.120456789Z")->us, instant->us + 456);
}

TEST(Time, refuses_what_is_no_instant) {
    for (const char* text :
         {"", "2026-11-22", "2026-11-22T07:02:11", "2026-11-22T24:00:00Z", "2026-11-22T07:60:00Z",
          "2026-11-22T07:02:60Z", "2026-11-22T07:02:11.Z", "2026-11-22T07:02:11.1234567890Z",
          "2026-11-22T07:02:11+7:00", "1969-12-31T23:59:59Z", "2026-11-22 07:02:11Z"}) {
        EXPECT_FALSE(parse_instant(text)) << text;
    }
}

TEST(Time, tells_the_local_hour_of_a_zone) {
    EXPECT_TRUE(is_time_zone("Asia/Jakarta"));
    EXPECT_FALSE(is_time_zone("Asia/Nowhere"));
    EXPECT_FALSE(is_time_zone(""));
    const auto local = local_hour("Asia/Jakarta", *parse_instant("2026-11-22T17:30:00Z"));
    EXPECT_EQ(date_text(local.date), "2026-11-23");
    EXPECT_EQ(local.hour, 0);
    const auto summer = local_hour("America/New_York", *parse_instant("2026-07-01T03:59:59Z"));
    EXPECT_EQ(date_text(summer.date), "2026-06-30");
    EXPECT_EQ(summer.hour, 23);
}

}  // namespace
}  // namespace arus
