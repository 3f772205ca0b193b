// SPDX-License-Identifier: Apache-2.0
#include "desktop/notice.hpp"

#include <gtest/gtest.h>

namespace arus::desktop {
namespace {

const Notice good{
    .id = "01939f4e-0000",
    .title = "Kopi Senja",
    .body = "Saldo Kas tinggal Rp 5",
    .path = "/home"};

TEST(checked_notice, lets_a_notice_through) {
    const auto notice = checked_notice(good);
    ASSERT_TRUE(notice);
    EXPECT_EQ(notice->title, "Kopi Senja");
    EXPECT_EQ(notice->path, "/home");
}

TEST(checked_notice, refuses_what_is_none) {
    const auto refused = [](auto change) {
        Notice notice = good;
        change(notice);
        return !checked_notice(notice).has_value();
    };
    EXPECT_TRUE(refused([](Notice& n) { n.id.clear(); }));
    EXPECT_TRUE(refused([](Notice& n) { n.id = "a/b"; }));
    EXPECT_TRUE(refused([](Notice& n) { n.id.assign(65, 'a'); }));
    EXPECT_TRUE(refused([](Notice& n) { n.title.clear(); }));
    EXPECT_TRUE(refused([](Notice& n) { n.title.assign(121, 'a'); }));
    EXPECT_TRUE(refused([](Notice& n) { n.body.assign(501, 'a'); }));
    EXPECT_TRUE(refused([](Notice& n) { n.body = "\xff"; }));
    EXPECT_TRUE(refused([](Notice& n) { n.path = "https://evil.example"; }));
    EXPECT_TRUE(refused([](Notice& n) { n.path = ""; }));
}

TEST(checked_notice, makes_control_characters_spaces) {
    Notice notice = good;
    notice.body = "a\nb\tc";
    EXPECT_EQ(checked_notice(notice)->body, "a b c");
}

TEST(notice_gate, passes_so_many_in_any_minute) {
    NoticeGate gate(2);
    EXPECT_TRUE(gate.pass(0));
    EXPECT_TRUE(gate.pass(30'000'000));
    EXPECT_FALSE(gate.pass(59'999'999));
    EXPECT_TRUE(gate.pass(60'000'000));
    EXPECT_FALSE(gate.pass(89'999'999));
    EXPECT_TRUE(gate.pass(90'000'000));
}

}  // namespace
}  // namespace arus::desktop
