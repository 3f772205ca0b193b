// SPDX-License-Identifier: Apache-2.0
#include "desktop/settings.hpp"

#include "desktop/glib.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace arus::desktop {
namespace {

class SettingsTest : public testing::Test {
protected:
    SettingsTest() {
        const OwnedText made(g_dir_make_tmp("arus-desktop-XXXXXX", nullptr));
        folder_ = made.get();
        path_ = folder_ + "/below/desktop.ini";
    }
    ~SettingsTest() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& text) const {
        std::filesystem::create_directories(folder_ + "/below");
        std::ofstream(path_) << text;
    }

    std::string folder_;
    std::string path_;
};

TEST_F(SettingsTest, are_the_defaults_without_a_file) {
    const Settings settings = SettingsFile(path_).load();
    EXPECT_EQ(settings.books_at, BooksAt::undecided);
    EXPECT_EQ(settings.port, 0);
    EXPECT_EQ(settings.placement.width, 1280);
    EXPECT_FALSE(settings.placement.x);
    EXPECT_FALSE(settings.language);
}

TEST_F(SettingsTest, come_back_as_they_were_kept) {
    Settings settings;
    settings.books_at = BooksAt::server;
    settings.server = "https://arus.example:8443";
    settings.port = 20'123;
    settings.language = Language::english;
    settings.zoom = 1.25;
    settings.placement = {.width = 900, .height = 700, .x = -40, .y = 12, .is_maximized = true};
    const SettingsFile file(path_);
    file.save(settings);
    file.save(settings);
    const Settings read = file.load();
    EXPECT_EQ(read.books_at, BooksAt::server);
    EXPECT_EQ(read.server, settings.server);
    EXPECT_EQ(read.port, 20'123);
    EXPECT_EQ(read.language, Language::english);
    EXPECT_EQ(read.zoom, 1.25);
    EXPECT_EQ(read.placement.width, 900);
    EXPECT_EQ(read.placement.x, -40);
    EXPECT_EQ(read.placement.y, 12);
    EXPECT_TRUE(read.placement.is_maximized);
    const auto rights = std::filesystem::status(path_).permissions();
    EXPECT_EQ(rights & std::filesystem::perms(0077), std::filesystem::perms::none);
}

TEST_F(SettingsTest, leave_out_what_makes_no_sense) {
    write(
        "[books]\nat=server\nserver=javascript:alert(1)\nport=80\n"
        "[window]\nwidth=7\nheight=abc\nx=5\nzoom=90\nlanguage=xx\n");
    const Settings settings = SettingsFile(path_).load();
    EXPECT_EQ(settings.books_at, BooksAt::undecided);
    EXPECT_TRUE(settings.server.empty());
    EXPECT_EQ(settings.port, 0);
    EXPECT_EQ(settings.placement.width, 1280);
    EXPECT_EQ(settings.placement.height, 820);
    EXPECT_FALSE(settings.placement.x);
    EXPECT_EQ(settings.zoom, 1.0);
    EXPECT_FALSE(settings.language);
}

TEST_F(SettingsTest, keep_what_somebody_else_wrote) {
    write("# mine\n[other]\nkey=value\n");
    SettingsFile(path_).save({});
    std::stringstream text;
    text << std::ifstream(path_).rdbuf();
    EXPECT_NE(text.str().find("key=value"), std::string::npos);
}

TEST(language_of, reads_tags) {
    EXPECT_EQ(language_of("id_ID.UTF-8"), Language::indonesian);
    EXPECT_EQ(language_of("in"), Language::indonesian);
    EXPECT_EQ(language_of("en-GB"), Language::english);
    EXPECT_FALSE(language_of("de_DE"));
    EXPECT_FALSE(language_of("C"));
}

}  // namespace
}  // namespace arus::desktop
