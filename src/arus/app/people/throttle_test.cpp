// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/throttle.hpp"

#include <gtest/gtest.h>

namespace arus::app {
namespace {

using namespace std::chrono_literals;

constexpr Throttle::Time start{};

TEST(Throttle, allows_a_burst_and_then_one_every_refill) {
    Throttle throttle({.burst = 3, .refill = 10s, .names_max = 10});
    EXPECT_TRUE(throttle.take("a", start));
    EXPECT_TRUE(throttle.take("a", start));
    EXPECT_TRUE(throttle.take("a", start));
    EXPECT_FALSE(throttle.take("a", start));
    EXPECT_FALSE(throttle.take("a", start + 9'999ms));
    EXPECT_TRUE(throttle.take("a", start + 10s));
    EXPECT_FALSE(throttle.take("a", start + 10s));
    EXPECT_TRUE(throttle.take("b", start)) << "others are not concerned";
}

TEST(Throttle, is_full_again_after_a_while_and_never_more_than_full) {
    Throttle throttle({.burst = 2, .refill = 10s, .names_max = 10});
    EXPECT_TRUE(throttle.take("a", start));
    EXPECT_TRUE(throttle.take("a", start));
    const auto later = start + 1h;
    EXPECT_TRUE(throttle.take("a", later));
    EXPECT_TRUE(throttle.take("a", later));
    EXPECT_FALSE(throttle.take("a", later));
}

TEST(Throttle, takes_back_what_did_not_count) {
    Throttle throttle({.burst = 1, .refill = 10s, .names_max = 10});
    EXPECT_TRUE(throttle.take("a", start));
    EXPECT_FALSE(throttle.take("a", start));
    throttle.give_back("a", start);
    EXPECT_EQ(throttle.size(), 0U);
    EXPECT_TRUE(throttle.take("a", start));
    throttle.give_back("nobody", start);
    EXPECT_EQ(throttle.size(), 1U);
}

TEST(Throttle, remembers_no_more_names_than_it_may_and_forgives_the_mildest_first) {
    Throttle throttle({.burst = 2, .refill = 10s, .names_max = 2});
    EXPECT_TRUE(throttle.take("hard", start));
    EXPECT_TRUE(throttle.take("hard", start));
    EXPECT_TRUE(throttle.take("mild", start));
    EXPECT_TRUE(throttle.take("third", start));
    EXPECT_EQ(throttle.size(), 2U);
    EXPECT_FALSE(throttle.take("hard", start));
    EXPECT_TRUE(throttle.take("late", start + 1h)) << "those that are full again leave first";
    EXPECT_EQ(throttle.size(), 1U);
}

}  // namespace
}  // namespace arus::app
