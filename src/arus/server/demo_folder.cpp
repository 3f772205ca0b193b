// SPDX-License-Identifier: Apache-2.0
#include "arus/server/demo_folder.hpp"

#include "arus/base/bytes.hpp"
#include "arus/base/failure.hpp"

#include <fcntl.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <sstream>

namespace arus::server {

namespace {

constexpr const char* file_name = "demo.toml";
constexpr std::string_view zone = "Asia/Jakarta";

Failure failure(const std::string& message) {
    return {{Failure::Kind::configuration, false, true, "demo"}, message};
}

/// Easy to type and 50 random bits: the demo listens on this machine only, unless its owner says
/// otherwise.
std::string random_password() {
    static constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz234567892";
    std::array<std::uint8_t, 10> bytes{};
    fill_random(bytes);
    std::string text = "kopi-";
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        text += i == 5 ? "-" : "";
        text += letters[bytes[i] % letters.size()];
    }
    return text;
}

app::DemoIdentity read(const std::filesystem::path& file) {
    const auto unreadable = failure(
        "cannot read " + file.string() + "; delete the demo's folder to begin a new one");
    try {
        const toml::table table = toml::parse_file(file.string());
        const auto password = table["password"].value<std::string>();
        const auto seed = table["seed"].value<std::int64_t>();
        const auto first_day = parse_date(table["first_day"].value_or(std::string()));
        const auto made_up_to = parse_date(table["made_up_to"].value_or(std::string()));
        if (password && seed && first_day && made_up_to) {
            return {*password, static_cast<std::uint64_t>(*seed), *first_day, *made_up_to};
        }
    } catch (const toml::parse_error&) {
        throw unreadable;
    }
    throw unreadable;
}

}  // namespace

app::DemoIdentity open_demo_folder(const std::filesystem::path& folder) {
    const auto file = folder / file_name;
    if (std::filesystem::exists(file)) {
        return read(file);
    }
    if (std::filesystem::exists(folder) && !std::filesystem::is_empty(folder)) {
        throw failure(folder.string() + " holds something that is not a demo; give --demo a folder of its own with --data-dir");
    }
    std::filesystem::create_directories(folder);
    app::DemoIdentity identity;
    identity.password = random_password();
    identity.first_day = local_hour(zone, system_clock().now()).date.plus_days(-demo_history_days);
    identity.made_up_to = identity.first_day.plus_days(-1);
    remember_demo(folder, identity);
    return identity;
}

void remember_demo(const std::filesystem::path& folder, const app::DemoIdentity& identity) {
    std::ostringstream text;
    text << "# What `arus serve --demo` remembers of the books in this folder.\n"
         << "password = \"" << identity.password << "\"\nseed = " << identity.seed
         << "\nfirst_day = \"" << date_text(identity.first_day) << "\"\nmade_up_to = \""
         << date_text(identity.made_up_to) << "\"\n";
    const std::string bytes = text.str();
    const auto file = folder / file_name;
    const auto fresh = folder / (std::string(file_name) + ".new");
    const int descriptor = ::open(
        fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
        throw failure("cannot write " + fresh.string() + ": " + std::strerror(errno));
    }
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    const bool is_durable = ::fsync(descriptor) == 0;
    ::close(descriptor);
    if (written != static_cast<ssize_t>(bytes.size()) || !is_durable) {
        throw failure("cannot write " + fresh.string());
    }
    std::filesystem::rename(fresh, file);
}

}  // namespace arus::server
