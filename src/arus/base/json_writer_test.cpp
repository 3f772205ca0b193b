// SPDX-License-Identifier: Apache-2.0
#include "arus/base/json_writer.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace arus {
namespace {

TEST(JsonWriter, writes_nested_values_with_commas_where_they_belong) {
    std::string out;
    JsonWriter writer(out);
    writer.begin_object()
        .field("a", 1)
        .key("b")
        .begin_array()
        .string("x")
        .null()
        .begin_object()
        .end_object()
        .end_array();
    writer.field("c", true)
        .field("d", std::optional<std::string>())
        .key("e")
        .raw("[1]")
        .end_object();
    EXPECT_EQ(out, R"({"a":1,"b":["x",null,{}],"c":true,"d":null,"e":[1]})");
}

TEST(JsonWriter, escapes_what_must_be_and_nothing_else) {
    std::string out;
    JsonWriter(out).string(std::string_view("\"\\/\n\x01\x1f é€\0z", 14));
    EXPECT_EQ(out, "\"\\\"\\\\/\\n\\u0001\\u001f é€\\u0000z\"");
}

TEST(JsonWriter, writes_the_whole_range_of_integers) {
    std::string out;
    JsonWriter writer(out);
    writer.begin_array().integer(std::numeric_limits<std::int64_t>::min());
    writer.integer(std::numeric_limits<std::int64_t>::max()).end_array();
    EXPECT_EQ(out, "[-9223372036854775808,9223372036854775807]");
}

}  // namespace
}  // namespace arus
