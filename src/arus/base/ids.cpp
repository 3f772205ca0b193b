// SPDX-License-Identifier: Apache-2.0
#include "arus/base/ids.hpp"

namespace arus {

std::string uuid_text(const Bytes16& bytes) {
    std::string text = hex_of(bytes);
    for (const std::size_t position : {8U, 13U, 18U, 23U}) {
        text.insert(position, 1, '-');
    }
    return text;
}

std::optional<Bytes16> parse_uuid(std::string_view text) {
    if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-'
        || text[23] != '-') {
        return std::nullopt;
    }
    std::array<char, 32> digits{};
    std::size_t count = 0;
    for (const char c : text) {
        if (c == '-') {
            continue;
        }
        if (count == digits.size()) {
            return std::nullopt;
        }
        digits[count++] = c;
    }
    Bytes16 bytes{};
    if (!parse_hex({digits.data(), count}, bytes)) {
        return std::nullopt;
    }
    return bytes;
}

Bytes16 make_uuid_v7(Instant now) {
    Bytes16 bytes{};
    fill_random(bytes);
    const auto milliseconds = static_cast<std::uint64_t>(now.us / 1000);
    for (std::size_t i = 0; i < 6; ++i) {
        bytes[i] = static_cast<std::uint8_t>(milliseconds >> (40U - 8U * i));
    }
    bytes[6] = static_cast<std::uint8_t>(0x70U | (bytes[6] & 0x0FU));
    bytes[8] = static_cast<std::uint8_t>(0x80U | (bytes[8] & 0x3FU));
    return bytes;
}

}  // namespace arus
