// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/text_formatter.hpp"

#include <charconv>

namespace arus::mysql {

TextFormatter& TextFormatter::null() {
    out_.append("NULL");
    return *this;
}

TextFormatter& TextFormatter::text(std::string_view utf8) {
    out_.append("_utf8mb4 ");
    return hex(utf8);
}

TextFormatter& TextFormatter::integer(std::int64_t number) {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out_.append(digits, end);
    return *this;
}

TextFormatter& TextFormatter::unsigned_integer(std::uint64_t number) {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out_.append(digits, end);
    return *this;
}

TextFormatter& TextFormatter::hex(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    const auto before = out_.size();
    out_.resize(before + bytes.size() * 2 + 3);
    char* to = out_.data() + before;
    *to++ = 'x';
    *to++ = '\'';
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        *to++ = digits[value >> 4U];
        *to++ = digits[value & 15U];
    }
    *to = '\'';
    return *this;
}

}  // namespace arus::mysql
