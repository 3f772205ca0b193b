// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace arus::desktop {

/// What the client asks the desktop to tell. A value.
struct Notice {
    std::string id;     ///< the same id again replaces the notice
    std::string title;  ///< one line
    std::string body;
    std::string path;  ///< the screen that a click opens
};

/// The notice with these members if a page may ask for it: id of 1 to 64 letters, digits and
/// dashes, title of 1 to 120 bytes, body of at most 500, valid UTF-8 without control characters
/// (they become spaces), path a screen (see is_screen_path).
std::optional<Notice> checked_notice(Notice asked);

/// Lets through at most `per_minute` notices in any minute, so that no page can bury a desktop.
/// Main thread.
class NoticeGate {
public:
    explicit NoticeGate(std::size_t per_minute) : per_minute_(per_minute) {}

    /// Whether one more may pass at `now_us` (a clock that only goes forward).
    bool pass(std::int64_t now_us);

private:
    std::size_t per_minute_;
    std::deque<std::int64_t> passed_us_;
};

}  // namespace arus::desktop
