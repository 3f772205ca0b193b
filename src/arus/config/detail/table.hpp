// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/config/settings.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace arus::config::detail {

enum class Kind {
    text,      ///< anything that is not empty
    path,      ///< name of a file; may be empty
    address,   ///< host:port
    url,       ///< http or https, host, perhaps a port, no path; may be empty
    url_list,  ///< urls with commas between them, or an array
    list,      ///< texts with commas between them, or an array
    choice,    ///< one of `choices`
    number,    ///< min to max
    time,      ///< min to max milliseconds; written 500ms, 10s, 2m or 1h
    secret,    ///< text that is never shown and may stand in a file of its own
};

using Member = std::variant<
    std::string Settings::*, std::size_t Settings::*, std::chrono::milliseconds Settings::*,
    std::vector<std::string> Settings::*>;

/// A setting: all there is to know about it.
struct Row {
    std::string_view name;  ///< as in the file; --data-dir and ARUS_DATA_DIR are made from it
    Member member;
    Kind kind = Kind::text;
    std::string_view unit;          ///< empty: none
    std::string_view default_text;  ///< as the user would write it
    std::int64_t min = 0;           ///< of numbers and times, in their unit
    std::int64_t max = 0;
    std::vector<std::string_view> choices;
    std::string_view meaning;  ///< one or two sentences
};

const std::vector<Row>& table();

/// `--data-dir`, `ARUS_DATA_DIR`.
std::string option_name(std::string_view name);
std::string environment_name(std::string_view name);

/// Puts the value that `text` stands for into `settings`; what is wrong with it, or nothing.
std::optional<std::string> assign(const Row& row, std::string_view text, Settings& settings);

/// The value as it is shown, secrets masked.
std::string shown(const Row& row, const Settings& settings);

}  // namespace arus::config::detail
