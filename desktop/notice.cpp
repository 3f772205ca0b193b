// SPDX-License-Identifier: Apache-2.0
#include "desktop/notice.hpp"

#include "desktop/address.hpp"

#include <glib.h>

#include <algorithm>

namespace arus::desktop {

namespace {

constexpr std::size_t id_bytes_max = 64;
constexpr std::size_t title_bytes_max = 120;
constexpr std::size_t body_bytes_max = 500;
constexpr std::int64_t minute_us = 60'000'000;

bool is_utf8(const std::string& text) {
    return g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) != FALSE;
}

void blank_controls(std::string& text) {
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
}

}  // namespace

std::optional<Notice> checked_notice(Notice asked) {
    const bool has_id = !asked.id.empty() && asked.id.size() <= id_bytes_max
                        && std::ranges::all_of(
                            asked.id, [](char c) { return g_ascii_isalnum(c) || c == '-'; });
    if (!has_id || asked.title.empty() || asked.title.size() > title_bytes_max
        || asked.body.size() > body_bytes_max || !is_utf8(asked.title) || !is_utf8(asked.body)
        || !is_screen_path(asked.path)) {
        return std::nullopt;
    }
    blank_controls(asked.title);
    blank_controls(asked.body);
    return asked;
}

bool NoticeGate::pass(std::int64_t now_us) {
    while (!passed_us_.empty() && passed_us_.front() <= now_us - minute_us) {
        passed_us_.pop_front();
    }
    if (passed_us_.size() >= per_minute_) {
        return false;
    }
    passed_us_.push_back(now_us);
    return true;
}

}  // namespace arus::desktop
