// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/rate_limit.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arus::http {
namespace {

using namespace std::chrono_literals;

const RateLimit::Time start = RateLimit::Time{} + 1h;

TEST(RateLimit, lets_a_burst_through_and_then_so_many_a_second) {
    RateLimit limit({.per_second = 10, .burst = 3});
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(limit.take("a", start));
    }
    EXPECT_FALSE(limit.take("a", start));
    EXPECT_TRUE(limit.take("b", start)) << "others are not held up";
    EXPECT_FALSE(limit.take("a", start + 99ms));
    EXPECT_TRUE(limit.take("a", start + 100ms));
    EXPECT_FALSE(limit.take("a", start + 100ms));
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(limit.take("a", start + 1h)) << "a full bucket holds no more than the burst";
    }
    EXPECT_FALSE(limit.take("a", start + 1h));
}

TEST(RateLimit, counts_on_who_asks_most_where_names_do_not_fit) {
    RateLimit limit({.per_second = 1, .burst = 100, .names_max = 8});
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(limit.take("busy", start));
    }
    for (int i = 0; i < 1'000; ++i) {
        limit.take("other " + std::to_string(i), start);
    }
    EXPECT_FALSE(limit.take("busy", start));
}

}  // namespace
}  // namespace arus::http
