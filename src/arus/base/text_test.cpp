// SPDX-License-Identifier: Apache-2.0
#include "arus/base/text.hpp"

#include <gtest/gtest.h>

namespace arus {
namespace {

TEST(Text, counts_code_points) {
    EXPECT_EQ(utf8_length(""), 0U);
    EXPECT_EQ(utf8_length("kopi"), 4U);
    EXPECT_EQ(utf8_length("é€\xF0\x9F\x8D\xB5"), 3U);
}

TEST(Text, refuses_what_is_not_utf8) {
    for (const char* wrong :
         {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x80\x80\xAF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "a\xFF"}) {
        EXPECT_FALSE(utf8_length(wrong)) << wrong;
    }
}

TEST(Text, finds_control_characters_of_both_sets) {
    EXPECT_TRUE(has_control_character("a\tb"));
    EXPECT_TRUE(has_control_character("\x7F"));
    EXPECT_TRUE(has_control_character("\xC2\x85"));
    EXPECT_FALSE(has_control_character("caf\xC3\xA9 \xC2\xA0"));
}

}  // namespace
}  // namespace arus
