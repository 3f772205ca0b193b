// SPDX-License-Identifier: Apache-2.0
#include "arus/base/csv.hpp"

#include <gtest/gtest.h>

namespace arus {
namespace {

std::string field_of(std::string_view text) {
    std::string out;
    append_csv_field(out, text);
    return out;
}
std::string text_of(std::string_view text) {
    std::string out;
    append_csv_text(out, text);
    return out;
}

TEST(Csv, quotes_what_would_break_a_line) {
    EXPECT_EQ(field_of("plain"), "plain");
    EXPECT_EQ(field_of(""), "");
    EXPECT_EQ(field_of("a,b"), "\"a,b\"");
    EXPECT_EQ(field_of("a \"b\""), "\"a \"\"b\"\"\"");
    EXPECT_EQ(field_of("a\nb"), "\"a\nb\"");
    EXPECT_EQ(field_of("-12.50"), "-12.50");
}

TEST(Csv, keeps_text_from_running_in_a_spreadsheet) {
    EXPECT_EQ(text_of("Kopi = enak"), "Kopi = enak");
    EXPECT_EQ(text_of("=1+1"), "'=1+1");
    EXPECT_EQ(text_of("+62 812"), "'+62 812");
    EXPECT_EQ(text_of("-1"), "'-1");
    EXPECT_EQ(text_of("@SUM(A1)"), "'@SUM(A1)");
    EXPECT_EQ(text_of("\t=1"), "'\t=1");
    EXPECT_EQ(text_of("\r=1"), "\"'\r=1\"");
    EXPECT_EQ(text_of("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
}

}  // namespace
}  // namespace arus
