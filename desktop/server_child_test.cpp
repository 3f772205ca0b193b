// SPDX-License-Identifier: Apache-2.0
// The child's life with a small script in the server's place; the real one is in tests/desktop.
#include "desktop/server_child.hpp"

#include "desktop/glib.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace arus::desktop {
namespace {

class ServerChildTest : public testing::Test {
protected:
    ServerChildTest() : loop_(g_main_loop_new(nullptr, FALSE)) {
        const OwnedText made(g_dir_make_tmp("arus-desktop-XXXXXX", nullptr));
        folder_ = made.get();
    }
    ~ServerChildTest() override {
        g_main_loop_unref(loop_);
        std::filesystem::remove_all(folder_);
    }

    ServerChild::Options with(const std::string& script) const {
        const std::string program = folder_ + "/program";
        std::ofstream(program) << "#!/bin/sh\n" << script << '\n';
        ::chmod(program.c_str(), 0700);
        return {
            .program = program,
            .data_folder = folder_ + "/books",
            .log_file = folder_ + "/state/log",
            .port = 20'000};
    }

    ServerChild::Events noting() {
        return {.ready = [this] { note("ready"); }, .ended = [this] { note("ended"); }};
    }

    void note(const char* what) {
        happened_ += what;
        happened_ += ' ';
        g_main_loop_quit(loop_);
    }

    void wait() {
        const auto on_deadline = +[](gpointer loop) -> gboolean {
            ADD_FAILURE() << "nothing happened in time";
            g_main_loop_quit(static_cast<GMainLoop*>(loop));
            return G_SOURCE_CONTINUE;
        };
        const guint deadline = g_timeout_add_seconds(60, on_deadline, loop_);
        g_main_loop_run(loop_);
        g_source_remove(deadline);
    }

    std::string log() const {
        std::stringstream text;
        text << std::ifstream(folder_ + "/state/log").rdbuf();
        return text.str();
    }

    GMainLoop* loop_;
    std::string folder_;
    std::string happened_;
};

TEST_F(ServerChildTest, is_ready_when_it_says_so_and_stops_when_asked) {
    ServerChild child(
        with("trap 'echo in order >&2; exit 0' TERM; echo other; echo listening http://x; while :; "
             "do sleep 0.05; done"),
        noting());
    ASSERT_TRUE(child.start());
    wait();
    EXPECT_EQ(happened_, "ready ");
    EXPECT_TRUE(child.is_running());
    child.stop([this] { note("stopped"); });
    wait();
    EXPECT_EQ(happened_, "ready stopped ");
    EXPECT_FALSE(child.is_running());
    EXPECT_EQ(log(), "in order\n");
}

TEST_F(ServerChildTest, says_that_it_ended_by_itself) {
    ServerChild child(with("echo why >&2; exit 3"), noting());
    ASSERT_TRUE(child.start());
    wait();
    EXPECT_EQ(happened_, "ended ");
    EXPECT_EQ(log(), "why\n");
    child.stop([this] { happened_ += "stopped "; });
    EXPECT_EQ(happened_, "ended stopped ");
}

TEST_F(ServerChildTest, gets_address_and_folder_and_no_setting_of_the_person) {
    g_setenv("ARUS_DATABASE_URL", "mysql://somebody", TRUE);
    ServerChild child(with("pwd >&2; echo \"$* [$ARUS_DATABASE_URL]\" >&2"), noting());
    ASSERT_TRUE(child.start());
    wait();
    g_unsetenv("ARUS_DATABASE_URL");
    EXPECT_EQ(
        log(), folder_
                   + "/books\nserve --listen 127.0.0.1:20000 --admin-listen 127.0.0.1:0 --data-dir "
                   + folder_ + "/books --drain-timeout 2s --until-stdin-ends []\n");
}

TEST_F(ServerChildTest, ends_with_its_stdin) {
    // `cat` ends with the pipe, which stop() closes after the signal that this one ignores.
    ServerChild child(
        with("trap '' TERM; echo listening http://x; cat >/dev/null; echo end >&2"), noting());
    ASSERT_TRUE(child.start());
    wait();
    child.stop([this] { note("stopped"); });
    wait();
    EXPECT_EQ(happened_, "ready stopped ");
    EXPECT_EQ(log(), "end\n");
}

TEST_F(ServerChildTest, does_not_count_as_running_while_it_stops_and_tells_who_asked_last) {
    // It ends when the file is there, however often it is asked.
    const std::string go = folder_ + "/go";
    ServerChild child(
        with(
            "trap 'echo asked >&2' TERM; echo listening http://x; while [ ! -e " + go
            + " ]; do sleep 0.05; done"),
        noting());
    ASSERT_TRUE(child.start());
    wait();
    child.stop([this] { note("first"); });
    EXPECT_FALSE(child.is_running());
    EXPECT_TRUE(child.is_stopping());
    child.stop([this] { note("second"); });
    EXPECT_TRUE(child.is_stopping());
    std::ofstream(go) << "go";
    wait();
    EXPECT_EQ(happened_, "ready second ");
    EXPECT_FALSE(child.is_running());
    EXPECT_FALSE(child.is_stopping());
    EXPECT_EQ(log(), "asked\n");
}

TEST_F(ServerChildTest, does_not_start_what_is_not_there) {
    auto options = with("exit 0");
    options.program = folder_ + "/nothing";
    ServerChild child(std::move(options), noting());
    EXPECT_FALSE(child.start());
    EXPECT_FALSE(child.is_running());
    EXPECT_NE(log().find("nothing"), std::string::npos);
}

TEST_F(ServerChildTest, keeps_the_log_of_the_run_before) {
    for (int run = 0; run < 2; ++run) {
        ServerChild child(with("echo run >&2"), noting());
        ASSERT_TRUE(child.start());
        wait();
    }
    EXPECT_TRUE(std::filesystem::exists(folder_ + "/state/log.1"));
}

}  // namespace
}  // namespace arus::desktop
