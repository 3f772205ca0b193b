// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/text_decoder.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arus::imports {

namespace {

constexpr std::array<std::pair<Encoding, std::string_view>, 4> names{{
    {Encoding::utf_8, "utf-8"},
    {Encoding::utf_16le, "utf-16le"},
    {Encoding::utf_16be, "utf-16be"},
    {Encoding::windows_1252, "windows-1252"},
}};

/// 0x80 to 0x9F of Windows-1252 (WHATWG Encoding, index windows-1252).
constexpr std::array<char32_t, 32> windows_1252_high{
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

constexpr std::string_view utf_8_mark = "\xEF\xBB\xBF";

unsigned byte_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

/// What stands at `at`: how many bytes of one character (Unicode 15, table 3-7), how many of a
/// broken one (negative), or 0 where more bytes are needed to say.
int utf_8_step(std::string_view text, std::size_t at) {
    const unsigned first = byte_at(text, at);
    if (first < 0x80) {
        return 1;
    }
    int length = 0;
    unsigned low = 0x80;
    unsigned high = 0xBF;
    if (first >= 0xC2 && first <= 0xDF) {
        length = 2;
    } else if (first >= 0xE0 && first <= 0xEF) {
        length = 3;
        low = first == 0xE0 ? 0xA0 : low;
        high = first == 0xED ? 0x9F : high;
    } else if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        low = first == 0xF0 ? 0x90 : low;
        high = first == 0xF4 ? 0x8F : high;
    } else {
        return -1;
    }
    for (int i = 1; i < length; ++i) {
        if (at + static_cast<std::size_t>(i) >= text.size()) {
            return 0;
        }
        const unsigned next = byte_at(text, at + static_cast<std::size_t>(i));
        if (next < low || next > high) {
            return -i;
        }
        low = 0x80;
        high = 0xBF;
    }
    return length;
}

bool is_utf_8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const int step = utf_8_step(text, at);
        if (step == 0) {
            return true;  // cut off at the end of what was looked at
        }
        if (step < 0) {
            return false;
        }
        at += static_cast<std::size_t>(step);
    }
    return true;
}

}  // namespace

std::string_view text_of(Encoding encoding) {
    return names[static_cast<std::size_t>(encoding)].second;
}

std::optional<Encoding> parse_encoding(std::string_view text) {
    for (const auto& [encoding, name] : names) {
        if (name == text) {
            return encoding;
        }
    }
    return std::nullopt;
}

std::optional<Encoding> detect_encoding(std::string_view head) {
    if (head.starts_with(utf_8_mark)) {
        return Encoding::utf_8;
    }
    if (head.starts_with("\xFF\xFE")) {
        return Encoding::utf_16le;
    }
    if (head.starts_with("\xFE\xFF")) {
        return Encoding::utf_16be;
    }
    std::size_t zeros_even = 0;
    std::size_t zeros_odd = 0;
    std::size_t controls = 0;
    for (std::size_t i = 0; i < head.size(); ++i) {
        const unsigned byte = byte_at(head, i);
        zeros_even += byte == 0 && i % 2 == 0 ? 1 : 0;
        zeros_odd += byte == 0 && i % 2 == 1 ? 1 : 0;
        controls += byte < 0x20 && byte != 0 && byte != '\t' && byte != '\n' && byte != '\r' ? 1
                                                                                             : 0;
    }
    // Text in Latin letters has a zero in nearly every second byte of UTF-16.
    const std::size_t pairs = head.size() / 2;
    if (zeros_odd > pairs * 7 / 10 && zeros_even < pairs / 50 + 1) {
        return Encoding::utf_16le;
    }
    if (zeros_even > pairs * 7 / 10 && zeros_odd < pairs / 50 + 1) {
        return Encoding::utf_16be;
    }
    if ((zeros_even + zeros_odd) * 100 > head.size() || controls * 50 > head.size()) {
        return std::nullopt;
    }
    return is_utf_8(head) ? Encoding::utf_8 : Encoding::windows_1252;
}

void append_utf_8(std::string& out, char32_t code_point) {
    const auto add = [&](unsigned value) { out += static_cast<char>(value); };
    if (code_point < 0x80) {
        add(code_point);
    } else if (code_point < 0x800) {
        add(0xC0U | code_point >> 6U);
        add(0x80U | (code_point & 0x3FU));
    } else if (code_point < 0x10000) {
        add(0xE0U | code_point >> 12U);
        add(0x80U | (code_point >> 6U & 0x3FU));
        add(0x80U | (code_point & 0x3FU));
    } else {
        add(0xF0U | code_point >> 18U);
        add(0x80U | (code_point >> 12U & 0x3FU));
        add(0x80U | (code_point >> 6U & 0x3FU));
        add(0x80U | (code_point & 0x3FU));
    }
}

void TextDecoder::feed(std::string_view bytes, std::string& out) {
    if (encoding_ == Encoding::windows_1252) {
        for (const char c : bytes) {
            const unsigned byte = static_cast<unsigned char>(c);
            append_utf_8(out, byte >= 0x80 && byte < 0xA0 ? windows_1252_high[byte - 0x80] : byte);
        }
        return;
    }
    if (!held_.empty()) {
        held_ += bytes;
        const std::string joined = std::exchange(held_, {});
        encoding_ == Encoding::utf_8 ? feed_utf_8(joined, out) : feed_utf_16(joined, out);
        return;
    }
    encoding_ == Encoding::utf_8 ? feed_utf_8(bytes, out) : feed_utf_16(bytes, out);
}

void TextDecoder::feed_utf_8(std::string_view bytes, std::string& out) {
    if (!has_begun_) {
        if (bytes.size() < utf_8_mark.size() && utf_8_mark.starts_with(bytes)) {
            held_ = bytes;
            return;
        }
        has_begun_ = true;
        if (bytes.starts_with(utf_8_mark)) {
            bytes.remove_prefix(utf_8_mark.size());
        }
    }
    std::size_t begin = 0;  // of what is well-formed and not copied yet
    std::size_t at = 0;
    while (at < bytes.size()) {
        const int step = byte_at(bytes, at) < 0x80 ? 1 : utf_8_step(bytes, at);
        if (step > 0) {
            at += static_cast<std::size_t>(step);
            continue;
        }
        out += bytes.substr(begin, at - begin);
        if (step == 0) {
            held_ = bytes.substr(at);
            return;
        }
        out += replacement_character;
        at += static_cast<std::size_t>(-step);
        begin = at;
    }
    out += bytes.substr(begin);
}

void TextDecoder::feed_utf_16(std::string_view bytes, std::string& out) {
    const std::size_t low = encoding_ == Encoding::utf_16le ? 0 : 1;
    std::size_t at = 0;
    for (; at + 1 < bytes.size(); at += 2) {
        const char32_t unit = byte_at(bytes, at + low) | byte_at(bytes, at + 1 - low) << 8U;
        if (!std::exchange(has_begun_, true) && unit == 0xFEFF) {
            continue;
        }
        add_unit(unit, out);
    }
    held_ = bytes.substr(at);
}

void TextDecoder::add_unit(char32_t unit, std::string& out) {
    const bool is_low = unit >= 0xDC00 && unit <= 0xDFFF;
    if (high_) {
        const char32_t high = *std::exchange(high_, std::nullopt);
        if (is_low) {
            append_utf_8(out, 0x10000 + ((high - 0xD800) << 10U) + (unit - 0xDC00));
            return;
        }
        out += replacement_character;
    }
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        high_ = unit;
    } else if (is_low) {
        out += replacement_character;
    } else {
        append_utf_8(out, unit);
    }
}

void TextDecoder::finish(std::string& out) {
    if (!held_.empty() || high_) {
        held_.clear();
        high_.reset();
        out += replacement_character;
    }
}

}  // namespace arus::imports
