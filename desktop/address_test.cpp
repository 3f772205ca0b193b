// SPDX-License-Identifier: Apache-2.0
#include "desktop/address.hpp"

#include <gtest/gtest.h>

namespace arus::desktop {
namespace {

TEST(server_origin, reads_what_people_type) {
    const std::pair<const char*, const char*> cases[] = {
        {"https://arus.example", "https://arus.example"},
        {" HTTPS://Arus.Example:443/ \n", "https://arus.example"},
        {"arus.example", "https://arus.example"},
        {"arus.example:8443", "https://arus.example:8443"},
        {"http://192.168.1.5:8080", "http://192.168.1.5:8080"},
        {"localhost:8080", "http://localhost:8080"},
        {"127.0.0.1:8080/", "http://127.0.0.1:8080"},
        {"localhost.example", "https://localhost.example"},
        {"http://[::1]:80", "http://[::1]"},
    };
    for (const auto& [typed, origin] : cases) {
        EXPECT_EQ(server_origin(typed), origin) << typed;
    }
}

TEST(server_origin, refuses_everything_else) {
    for (const char* const typed :
         {"", "   ", "ftp://arus.example", "file:///etc/passwd", "javascript:alert(1)", "https://",
          "https://a b", "https://user@arus.example", "https://u:p@arus.example",
          "https://arus.example/books", "https://arus.example?x", "https://arus.example#x",
          "https://arus_1.example", "https://a\tb.example", "https://arus.example:99999",
          "data:text/html,x"}) {
        EXPECT_FALSE(server_origin(typed)) << typed;
    }
    EXPECT_FALSE(server_origin("https://" + std::string(400, 'a')));
}

TEST(is_of_origin, compares_scheme_host_and_port) {
    const char* const origin = "http://127.0.0.1:20001";
    EXPECT_TRUE(is_of_origin("http://127.0.0.1:20001/home?x=1#y", origin));
    EXPECT_TRUE(is_of_origin("blob:http://127.0.0.1:20001/7d", origin));
    EXPECT_TRUE(is_of_origin("HTTP://127.0.0.1:20001", origin));
    EXPECT_TRUE(is_of_origin("https://arus.example:443/", "https://arus.example"));
    for (const char* const address :
         {"http://127.0.0.1:20002/", "https://127.0.0.1:20001/", "http://127.0.0.1/",
          "http://localhost:20001/", "http://127.0.0.1:20001@evil.example/",
          "http://127.0.0.1:20001.evil.example/", "about:blank", "", "blob:http://evil.example/1",
          "data:text/html,x", "http://user@127.0.0.1:20001/"}) {
        EXPECT_FALSE(is_of_origin(address, origin)) << address;
    }
    EXPECT_FALSE(is_of_origin("about:blank", ""));
}

TEST(may_open_outside, knows_four_schemes) {
    for (const char* const address :
         {"https://example.org/a?b#c", "http://example.org", "mailto:a@example.org",
          "tel:+62812"}) {
        EXPECT_TRUE(may_open_outside(address)) << address;
    }
    for (const char* const address :
         {"file:///etc/passwd", "javascript:alert(1)", "smb://host/x", "arus://open/home",
          "https://", "https://a\nb.example", "", "vscode://x"}) {
        EXPECT_FALSE(may_open_outside(address)) << address;
    }
    EXPECT_FALSE(may_open_outside("https://example.org/" + std::string(3'000, 'a')));
}

TEST(screen_of_link, knows_the_screens_and_nothing_else) {
    EXPECT_EQ(screen_of_link("arus://open/home"), "/home");
    EXPECT_EQ(
        screen_of_link("arus://open/transactions/01939f4e-0000-7000-8000-000000000001"),
        "/transactions/01939f4e-0000-7000-8000-000000000001");
    EXPECT_EQ(
        screen_of_link("arus://open/reports?report=balance-sheet&from=2026-01-01"),
        "/reports?report=balance-sheet&from=2026-01-01");
    for (const char* const link :
         {"arus://open", "arus://open/", "arus://open//evil.example/", "arus://open/api/v1/me",
          "arus://open/home/../api", "arus://open/reset#secret", "arus://open/join",
          "arus://open/home#x", "arus://evil/home", "arus:/open/home", "https://evil.example/home",
          "arus://open/home?<script>", "arus://open/home\\x", "arus://open/home%2e",
          "arus://open/homes", "arus://open/home x", "ARUS://open/home", ""}) {
        EXPECT_FALSE(screen_of_link(link)) << link;
    }
    EXPECT_FALSE(screen_of_link("arus://open/home?" + std::string(600, 'a')));
}

TEST(safe_file_name, keeps_names_and_drops_ways) {
    const std::pair<const char*, const char*> cases[] = {
        {"neraca 2026.pdf", "neraca 2026.pdf"},
        {"../../.bashrc", "bashrc"},
        {"/etc/passwd", "passwd"},
        {"C:\\x\\y.xlsx", "y.xlsx"},
        {"a\nb\x7f.csv", "ab.csv"},
        {"...", "arus"},
        {"", "arus"},
        {"laba rugi…é.pdf", "laba rugi…é.pdf"},
        {"name. ", "name"},
    };
    for (const auto& [suggested, name] : cases) {
        EXPECT_EQ(safe_file_name(suggested), name) << suggested;
    }
}

TEST(safe_file_name, shortens_without_cutting_a_letter_or_the_extension) {
    std::string longest;
    for (int i = 0; i < 100; ++i) {
        longest += "é";
    }
    const std::string name = safe_file_name(longest + ".pdf");
    EXPECT_LE(name.size(), 120U);
    EXPECT_TRUE(name.ends_with("é.pdf"));
}

}  // namespace
}  // namespace arus::desktop
