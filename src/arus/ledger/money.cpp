// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/money.hpp"

#include "arus/base/assert.hpp"

#include <limits>

namespace arus::ledger {

namespace {

constexpr std::size_t whole_digits_max = 16;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

std::optional<std::int64_t> parse_amount(std::string_view text, int exponent) {
    ARUS_ASSERT(exponent >= 0 && exponent <= exponent_max);
    const std::size_t point = text.find('.');
    const auto whole = text.substr(0, point);
    if (whole.empty() || whole.size() > whole_digits_max || (whole.size() > 1 && whole[0] == '0')) {
        return std::nullopt;
    }
    const bool has_point = point != std::string_view::npos;
    const auto decimals = has_point ? text.substr(point + 1) : std::string_view();
    if (decimals.size() > static_cast<std::size_t>(exponent) || (has_point && decimals.empty())) {
        return std::nullopt;
    }
    using Wide = __int128;  // 20 digits leave int64
    Wide minor = 0;
    for (const auto digits : {whole, decimals}) {
        for (const char c : digits) {
            if (!is_digit(c)) {
                return std::nullopt;
            }
            minor = minor * 10 + (c - '0');
        }
    }
    for (std::size_t i = decimals.size(); i < static_cast<std::size_t>(exponent); ++i) {
        minor *= 10;
    }
    if (minor > std::numeric_limits<std::int64_t>::max()) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(minor);
}

std::optional<std::int64_t> parse_signed_amount(std::string_view text, int exponent) {
    const bool negative = !text.empty() && text[0] == '-';
    const auto size = parse_amount(negative ? text.substr(1) : text, exponent);
    return size && negative ? -*size : size;
}

std::string amount_text(std::int64_t minor, int exponent) {
    ARUS_ASSERT(exponent >= 0 && exponent <= exponent_max);
    const auto size = minor < 0 ? 0 - static_cast<std::uint64_t>(minor)
                                : static_cast<std::uint64_t>(minor);
    std::string text = std::to_string(size);
    const auto decimals = static_cast<std::size_t>(exponent);
    if (decimals > 0) {
        if (text.size() <= decimals) {
            text.insert(0, decimals + 1 - text.size(), '0');
        }
        text.insert(text.size() - decimals, 1, '.');
    }
    if (minor < 0) {
        text.insert(0, 1, '-');
    }
    return text;
}

std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? std::nullopt : std::optional(sum);
}

}  // namespace arus::ledger
