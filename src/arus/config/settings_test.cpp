// SPDX-License-Identifier: Apache-2.0
#include "arus/config/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace arus::config {
namespace {

using testing::HasSubstr;
using testing::Not;

class SettingsTest : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "arus-settings-XXXXXX")
                                  .string();
        folder_ = ::mkdtemp(pattern.data());
        sources_.default_file = (folder_ / "arus.toml").string();
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string write(const std::string& name, const std::string& text) {
        const std::filesystem::path path = folder_ / name;
        std::ofstream(path) << text;
        return path.string();
    }

    Loaded load(const std::vector<std::string>& arguments = {}) {
        auto loaded = load_settings(arguments, sources_);
        if (const auto* problem = std::get_if<Problem>(&loaded)) {
            ADD_FAILURE() << problem->message;
            return {};
        }
        return std::get<Loaded>(std::move(loaded));
    }

    std::string problem(const std::vector<std::string>& arguments = {}) {
        const auto loaded = load_settings(arguments, sources_);
        const auto* found = std::get_if<Problem>(&loaded);
        if (found == nullptr) {
            return "no problem";
        }
        EXPECT_EQ(found->exit_code, 2);
        return found->message;
    }

    static EffectiveSetting effective(const Loaded& loaded, const std::string& name) {
        const auto found = std::ranges::find(loaded.effective, name, &EffectiveSetting::name);
        return found == loaded.effective.end() ? EffectiveSetting{} : *found;
    }

    std::filesystem::path folder_;
    Sources sources_;
};

TEST_F(SettingsTest, has_working_defaults) {
    const Loaded loaded = load();
    EXPECT_EQ(loaded.settings.listen, "127.0.0.1:8080");
    EXPECT_EQ(loaded.settings.admin_listen, "127.0.0.1:8081");
    EXPECT_EQ(loaded.settings.data_dir, "./data");
    EXPECT_EQ(loaded.settings.registration, "invite");
    EXPECT_EQ(loaded.settings.request_timeout, std::chrono::seconds(30));
    EXPECT_EQ(effective(loaded, "listen").source, "default");
}

TEST_F(SettingsTest, takes_the_command_line_before_the_environment_before_the_file) {
    write("arus.toml", "listen = \"127.0.0.1:1\"\ndata_dir = \"file\"\nlog_level = \"warn\"\n");
    sources_.environment = {
        {"ARUS_LISTEN", "127.0.0.1:2"}, {"ARUS_DATA_DIR", "environment"}, {"HOME", "/"}};
    const Loaded loaded = load({"--listen", "127.0.0.1:3"});
    EXPECT_EQ(loaded.settings.listen, "127.0.0.1:3");
    EXPECT_EQ(loaded.settings.data_dir, "environment");
    EXPECT_EQ(loaded.settings.log_level, "warn");
    EXPECT_EQ(effective(loaded, "listen").source, "command line");
    EXPECT_EQ(effective(loaded, "data_dir").source, "environment");
    EXPECT_EQ(effective(loaded, "log_level").source, sources_.default_file);
}

TEST_F(SettingsTest, reads_values_of_every_kind) {
    write(
        "arus.toml",
        "threads = 3\ncommit_timeout = \"1500ms\"\nallowed_origins = [\"https://a.example\", "
        "\"http://b:8080\"]\n");
    const Loaded loaded = load(
        {"--trusted-proxies=10.0.0.1, ::1", "--drain-timeout", "2m", "--registration=off"});
    EXPECT_EQ(loaded.settings.threads, 3U);
    EXPECT_EQ(loaded.settings.commit_timeout, std::chrono::milliseconds(1500));
    EXPECT_EQ(loaded.settings.drain_timeout, std::chrono::minutes(2));
    EXPECT_THAT(
        loaded.settings.allowed_origins,
        testing::ElementsAre("https://a.example", "http://b:8080"));
    EXPECT_THAT(loaded.settings.trusted_proxies, testing::ElementsAre("10.0.0.1", "::1"));
    EXPECT_EQ(loaded.settings.registration, "off");
    EXPECT_EQ(effective(loaded, "drain_timeout").value, "120000ms");
}

TEST_F(SettingsTest, refuses_a_name_that_nobody_knows_and_says_what_was_probably_meant) {
    EXPECT_THAT(problem({"--data-dri", "x"}), HasSubstr("Did you mean `--data-dir`?"));
    sources_.environment = {{"ARUS_REGISTRATON", "off"}};
    EXPECT_THAT(problem(), HasSubstr("Did you mean `ARUS_REGISTRATION`?"));
    sources_.environment.clear();
    write("arus.toml", "thread = 1\n");
    EXPECT_THAT(problem(), HasSubstr("Did you mean `threads`?"));
    write("arus.toml", "[server]\nthreads = 1\n");
    EXPECT_THAT(problem(), HasSubstr("There is no setting `server`"));
    EXPECT_THAT(problem({"--qqqqqqqqqqqq=1"}), Not(HasSubstr("Did you mean")));
}

TEST_F(SettingsTest, leaves_the_variables_of_the_projects_tools_alone) {
    sources_.environment = {{"ARUS_JOBS", "2"}, {"ARUS_BINARY", "/bin/arus"}};
    EXPECT_EQ(load().settings.data_dir, "./data");
}

struct WrongValue {
    const char* argument;
    const char* because;
};

class WrongValues : public SettingsTest, public testing::WithParamInterface<WrongValue> {};

TEST_P(WrongValues, are_refused_with_what_would_be_right) {
    EXPECT_THAT(problem({GetParam().argument}), HasSubstr(GetParam().because));
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongValues,
    testing::Values(
        WrongValue{"--threads=257", "must be 0 to 256"},
        WrongValue{"--threads=-1", "must be 0 to 256"}, WrongValue{"--threads=two", "whole number"},
        WrongValue{"--threads=", "whole number"},
        WrongValue{"--commit-timeout=10", "with its unit"},
        WrongValue{"--commit-timeout=1h", "must be 100 to 300000 ms"},
        WrongValue{"--commit-timeout=99999999999999h", "with its unit"},
        WrongValue{"--listen=8080", "127.0.0.1:8080"},
        WrongValue{"--listen=::1:80", "127.0.0.1:8080"},
        WrongValue{"--listen=a:65536", "127.0.0.1:8080"},
        WrongValue{"--registration=maybe", "one of open, invite, off"},
        WrongValue{"--public-url=arus.example", "https://host"},
        WrongValue{"--public-url=https://a/b", "without a path"},
        WrongValue{"--allowed-origins=https://a,b", "`b` is not like"},
        WrongValue{"--data-dir=", "must not be empty"}, WrongValue{"--listen", "needs a value"},
        WrongValue{"serve", "not an option"}));

TEST_F(SettingsTest, refuses_an_option_that_is_given_twice) {
    EXPECT_THAT(problem({"--threads=1", "--threads=2"}), HasSubstr("given twice"));
}

TEST_F(SettingsTest, refuses_a_file_that_is_missing_broken_or_of_the_wrong_type) {
    EXPECT_THAT(problem({"--config", (folder_ / "none.toml").string()}), HasSubstr("none.toml"));
    const std::string broken = write("broken.toml", "listen = \n");
    sources_.environment = {{"ARUS_CONFIG", broken}};
    EXPECT_THAT(problem(), HasSubstr("line 1"));
    EXPECT_THAT(
        problem({"--config", write("typed.toml", "threads = 1.5\n")}), HasSubstr("whole number"));
}

TEST_F(SettingsTest, reads_a_secret_from_a_file_and_never_shows_it) {
    sources_.environment = {{"ARUS_SETUP_CODE_FILE", write("code", "very-secret\n")}};
    const Loaded loaded = load();
    EXPECT_EQ(loaded.settings.setup_code, "very-secret");
    EXPECT_EQ(effective(loaded, "setup_code").value, "(set)");
    for (const EffectiveSetting& one : loaded.effective) {
        EXPECT_THAT(one.value, Not(HasSubstr("very-secret"))) << one.name;
    }
    sources_.environment.clear();
    EXPECT_EQ(effective(load(), "setup_code").value, "(none)");
}

TEST_F(SettingsTest, refuses_a_secret_that_is_said_twice_or_cannot_be_read) {
    sources_.environment = {{"ARUS_SETUP_CODE_FILE", (folder_ / "none").string()}};
    EXPECT_THAT(problem(), HasSubstr("cannot be read"));
    sources_.environment.emplace("ARUS_SETUP_CODE", "very-secret");
    EXPECT_THAT(problem(), testing::AllOf(HasSubstr("not both"), Not(HasSubstr("very-secret"))));
    EXPECT_EQ(load({"--setup-code=other"}).settings.setup_code, "other");
}

TEST_F(SettingsTest, explains_every_setting) {
    const auto loaded = load_settings({"--threads=1", "--help"}, sources_);
    const auto& help = std::get<Problem>(loaded);
    EXPECT_EQ(help.exit_code, 0);
    for (const EffectiveSetting& one : load().effective) {
        std::string option = "--" + one.name;
        std::ranges::replace(option, '_', '-');
        EXPECT_THAT(help.message, HasSubstr(option + ' ')) << one.name;
    }
    EXPECT_THAT(help.message, HasSubstr("Default 30s; 100 to 600000 ms. ARUS_REQUEST_TIMEOUT."));
    EXPECT_THAT(help.message, HasSubstr("ARUS_SETUP_CODE_FILE"));
}

}  // namespace
}  // namespace arus::config
