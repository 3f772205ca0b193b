// SPDX-License-Identifier: Apache-2.0
#include "arus/base/text.hpp"

namespace arus {

namespace {

/// Bytes of the code point that starts with `lead`, and the range its second byte must lie in;
/// length 0 if none can.
struct Form {
    std::size_t length;
    unsigned char second_min;
    unsigned char second_max;
};

Form form_of(unsigned char lead) {
    if (lead < 0x80) {
        return {1, 0, 0};
    }
    if (lead < 0xC2) {
        return {0, 0, 0};
    }
    if (lead < 0xE0) {
        return {2, 0x80, 0xBF};
    }
    if (lead == 0xE0) {
        return {3, 0xA0, 0xBF};
    }
    if (lead == 0xED) {
        return {3, 0x80, 0x9F};
    }
    if (lead < 0xF0) {
        return {3, 0x80, 0xBF};
    }
    if (lead == 0xF0) {
        return {4, 0x90, 0xBF};
    }
    if (lead < 0xF4) {
        return {4, 0x80, 0xBF};
    }
    if (lead == 0xF4) {
        return {4, 0x80, 0x8F};
    }
    return {0, 0, 0};
}

}  // namespace

std::optional<std::size_t> utf8_length(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++count) {
        const Form form = form_of(static_cast<unsigned char>(text[i]));
        if (form.length == 0 || i + form.length > text.size()) {
            return std::nullopt;
        }
        for (std::size_t k = 1; k < form.length; ++k) {
            const auto byte = static_cast<unsigned char>(text[i + k]);
            const unsigned char low = k == 1 ? form.second_min : 0x80;
            const unsigned char high = k == 1 ? form.second_max : 0xBF;
            if (byte < low || byte > high) {
                return std::nullopt;
            }
        }
        i += form.length;
    }
    return count;
}

bool has_control_character(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7F) {
            return true;
        }
        if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
            return true;
        }
    }
    return false;
}

}  // namespace arus
