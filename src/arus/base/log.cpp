// SPDX-License-Identifier: Apache-2.0
#include "arus/base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace arus::log {

namespace {

spdlog::logger& logger() {
    static const auto instance = [] {
        auto made = spdlog::stderr_logger_mt("arus");
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
        return made;
    }();
    return *instance;
}

/// Quotes a value that holds a space, a quote or a control character, so that a line stays one
/// line.
void append_value(std::string& line, std::string_view value) {
    const bool plain = !value.empty() && std::ranges::all_of(value, [](char c) {
        return c > ' ' && c != '"' && c != '=';
    });
    if (plain) {
        line += value;
        return;
    }
    line += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            line += '\\';
        }
        line += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    line += '"';
}

void write(
    spdlog::level::level_enum level, std::string_view message,
    std::initializer_list<Field> fields) {
    if (!logger().should_log(level)) {
        return;
    }
    std::string line(message);
    for (const auto& field : fields) {
        line += ' ';
        line += field.key;
        line += '=';
        append_value(line, field.value);
    }
    logger().log(level, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace

void start(Level lowest) {
    switch (lowest) {
        case Level::debug:
            logger().set_level(spdlog::level::debug);
            break;
        case Level::info:
            logger().set_level(spdlog::level::info);
            break;
        case Level::warn:
            logger().set_level(spdlog::level::warn);
            break;
        case Level::error:
            logger().set_level(spdlog::level::err);
            break;
    }
}

void debug(std::string_view message, std::initializer_list<Field> fields) {
    write(spdlog::level::debug, message, fields);
}
void info(std::string_view message, std::initializer_list<Field> fields) {
    write(spdlog::level::info, message, fields);
}
void warn(std::string_view message, std::initializer_list<Field> fields) {
    write(spdlog::level::warn, message, fields);
}
void error(std::string_view message, std::initializer_list<Field> fields) {
    write(spdlog::level::err, message, fields);
}

}  // namespace arus::log
