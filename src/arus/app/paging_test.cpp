// SPDX-License-Identifier: Apache-2.0
#include "arus/app/paging.hpp"
#include "arus/app/detail/page_of.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace arus::app {
namespace {

Result<Page<std::string>> page(
    std::vector<std::string> items, std::optional<std::string> cursor, std::size_t limit) {
    return detail::page_of(
        std::move(items), {limit, std::move(cursor)}, "fruit",
        [](const std::string& s) { return s; });
}

TEST(Paging, walks_a_list_to_its_end_without_repeats_or_gaps) {
    const std::vector<std::string> all{"e", "b", "a", "d", "c"};
    std::vector<std::string> seen;
    std::optional<std::string> cursor;
    int pages = 0;
    do {
        Result<Page<std::string>> one = page(all, cursor, 2);
        ASSERT_TRUE(one);
        seen.insert(seen.end(), one->items.begin(), one->items.end());
        cursor = one->next_cursor;
        ++pages;
    } while (cursor);
    EXPECT_EQ(seen, (std::vector<std::string>{"a", "b", "c", "d", "e"}));
    EXPECT_EQ(pages, 3);
}

TEST(Paging, has_no_cursor_where_the_last_page_is_full) {
    EXPECT_FALSE(page({"a", "b"}, std::nullopt, 2)->next_cursor);
    EXPECT_FALSE(page({}, std::nullopt, 2)->next_cursor);
}

TEST(Paging, goes_on_behind_an_item_that_is_no_more) {
    const auto first = page({"a", "b", "c"}, std::nullopt, 2);
    EXPECT_EQ(page({"a", "c"}, first->next_cursor, 2)->items, (std::vector<std::string>{"c"}));
}

TEST(Paging, refuses_cursors_of_other_lists_and_what_is_none) {
    for (const std::string& cursor :
         {make_cursor("vegetables", "a"), std::string("a"), std::string(), std::string("~"),
          make_cursor("fruit", "")}) {
        const auto one = page({"a"}, cursor, 2);
        ASSERT_FALSE(one) << cursor;
        EXPECT_EQ(one.refusal().code, RefusalCode::validation_failed);
        EXPECT_EQ(one.refusal().fields.at(0).pointer, "?cursor");
        EXPECT_EQ(one.refusal().fields.at(0).code, "pattern");
    }
}

TEST(Paging, sorts_later_instants_first) {
    EXPECT_LT(detail::newest_first(2, "x"), detail::newest_first(1, "x"));
    EXPECT_LT(detail::newest_first(1'700'000'000'000'000, "x"), detail::newest_first(0, "x"));
}

}  // namespace
}  // namespace arus::app
