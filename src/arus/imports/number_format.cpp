// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/number_format.hpp"

#include "arus/ledger/money.hpp"

#include <algorithm>
#include <array>

namespace arus::imports {

namespace {

constexpr std::string_view no_break_space = "\xC2\xA0";
constexpr std::string_view narrow_space = "\xE2\x80\xAF";
constexpr std::string_view minus_sign = "\xE2\x88\x92";
constexpr std::string_view quote_mark = "\xE2\x80\x99";
/// An amount's longest text, with everything that may stand around it.
constexpr std::size_t bytes_max = 64;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
        text.replace(at, from.size(), to);
        at += to.size();
    }
}

bool strip_sign(std::string_view& text, bool& is_negative) {
    if (text.starts_with('-') || text.starts_with('+')) {
        is_negative = is_negative != (text.front() == '-');
        text = trimmed(text.substr(1));
        return true;
    }
    return false;
}

/// Digits with separators of thousands: one kind, in groups of three. Appends the digits.
bool read_whole(std::string_view text, char decimal, std::string& digits) {
    if (text.empty()) {
        return false;
    }
    char group = 0;
    std::size_t run = 0;
    bool is_grouped = false;
    for (const char c : text) {
        if (is_digit(c)) {
            ++run;
            digits += c;
            continue;
        }
        const bool is_mark = c == ' ' || c == '\'' || ((c == '.' || c == ',') && c != decimal);
        if (!is_mark || (group != 0 && c != group) || run == 0 || run > 3
            || (is_grouped && run != 3)) {
            return false;
        }
        group = c;
        is_grouped = true;
        run = 0;
    }
    return !is_grouped || run == 3;
}

/// The text without what stands around the digits; nothing where that cannot be taken off.
struct Stripped {
    std::string text;
    bool is_negative = false;
    int direction = 0;
};
std::optional<Stripped> strip(std::string_view raw) {
    Stripped out;
    std::string plain(trimmed(raw));
    replace_all(plain, no_break_space, " ");
    replace_all(plain, narrow_space, " ");
    replace_all(plain, minus_sign, "-");
    replace_all(plain, quote_mark, "'");
    std::string_view text = plain;
    // A word behind the digits: CR, DB, or the currency.
    std::size_t word = text.size();
    while (word > 0 && is_letter(text[word - 1])) {
        --word;
    }
    if (word < text.size() && word > 0) {
        out.direction = direction_of(text.substr(word));
        if (out.direction == 0 && text.size() - word > 3) {
            return std::nullopt;
        }
        text = trimmed(text.substr(0, word));
    }
    if (text.starts_with('(') && text.ends_with(')')) {
        out.is_negative = true;
        text = trimmed(text.substr(1, text.size() - 2));
    }
    strip_sign(text, out.is_negative);
    // The currency in front: letters, perhaps with a full stop, or a sign.
    std::size_t front = 0;
    while (front < text.size() && !is_digit(text[front]) && text[front] != '-' && text[front] != '+'
           && text[front] != '(' && text[front] != ',') {
        ++front;
    }
    if (front > 0) {
        const std::string_view symbol = text.substr(0, front);
        const bool is_currency = symbol.front() != '.' && symbol.size() <= 8
                                 && std::ranges::all_of(symbol, [](char c) {
                                        return is_letter(c) || c == '.' || c == ' ' || c == '$'
                                               || static_cast<unsigned char>(c) >= 0x80;
                                    });
        if (!is_currency) {
            return std::nullopt;
        }
        text = trimmed(text.substr(front));
        if (!strip_sign(text, out.is_negative) && text.starts_with('(') && text.ends_with(')')) {
            out.is_negative = true;
            text = trimmed(text.substr(1, text.size() - 2));
        }
    }
    if (text.ends_with(",-") || text.ends_with(".-")) {  // `Rp 150.000,-`
        text.remove_suffix(2);
    } else if (text.ends_with('-') && text.size() > 1) {
        out.is_negative = !out.is_negative;
        text = trimmed(text.substr(0, text.size() - 1));
    }
    out.text = text;
    return out;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    for (;;) {
        if (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
            text.remove_prefix(1);
        } else if (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
            text.remove_suffix(1);
        } else if (text.starts_with(no_break_space)) {
            text.remove_prefix(no_break_space.size());
        } else if (text.ends_with(no_break_space)) {
            text.remove_suffix(no_break_space.size());
        } else {
            return text;
        }
    }
}

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

int direction_of(std::string_view text) {
    static constexpr std::array<std::string_view, 9> out{
        "d", "db", "dr", "debit", "debet", "keluar", "out", "dbt", "withdrawal"};
    static constexpr std::array<std::string_view, 9> in{"c",      "cr",    "k",  "kr",     "credit",
                                                        "kredit", "masuk", "in", "deposit"};
    std::string word = lower_ascii(trimmed(text));
    if (word.ends_with('.')) {
        word.pop_back();
    }
    if (std::ranges::find(out, word) != out.end()) {
        return -1;
    }
    return std::ranges::find(in, word) != in.end() ? 1 : 0;
}

ParsedNumber parse_number(std::string_view raw, char decimal, int exponent) {
    ParsedNumber number;
    if (trimmed(raw).empty() || trimmed(raw) == "-") {
        return number;
    }
    number.state = ParsedNumber::State::wrong;
    if (raw.size() > bytes_max) {
        return number;
    }
    // Digits and nothing else: what most cells hold.
    const std::optional<Stripped> stripped = strip(raw);
    if (!stripped || stripped->text.empty()) {
        return number;
    }
    const std::string_view text = stripped->text;
    const std::size_t mark = text.rfind(decimal);
    std::string digits;
    if (!read_whole(text.substr(0, mark), decimal, digits)) {
        return number;
    }
    std::string fraction;
    if (mark != std::string_view::npos) {
        fraction = text.substr(mark + 1);
        if (fraction.empty() || !std::ranges::all_of(fraction, is_digit)) {
            return number;
        }
        while (fraction.size() > static_cast<std::size_t>(exponent) && fraction.back() == '0') {
            fraction.pop_back();
        }
        if (fraction.size() > static_cast<std::size_t>(exponent)) {
            return number;
        }
    }
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    if (!fraction.empty()) {
        digits.append(1, '.').append(fraction);
    }
    const std::optional<std::int64_t> minor = ledger::parse_amount(digits, exponent);
    if (!minor) {
        return number;
    }
    number.state = ParsedNumber::State::number;
    number.minor = stripped->is_negative ? -*minor : *minor;
    if (stripped->direction != 0) {
        // A minus before `DB` says the same once more; before `CR` it says the opposite.
        if (stripped->is_negative && stripped->direction > 0 && *minor != 0) {
            number.state = ParsedNumber::State::wrong;
            return number;
        }
        number.says_direction = true;
        number.minor = stripped->direction < 0 ? -*minor : *minor;
    }
    return number;
}

bool looks_like_number(std::string_view text, int exponent) {
    return parse_number(text, '.', exponent).state == ParsedNumber::State::number
           || parse_number(text, ',', exponent).state == ParsedNumber::State::number;
}

DecimalGuess guess_decimal(std::span<const std::string_view> samples, int exponent) {
    std::size_t only_point = 0;
    std::size_t only_comma = 0;
    std::size_t differ = 0;
    // A group of three behind a lone mark would be thousandths, which no such currency has.
    const bool has_thousandths = exponent >= 3;
    std::size_t point_groups = 0;
    std::size_t comma_groups = 0;
    for (const std::string_view sample : samples) {
        const ParsedNumber point = parse_number(sample, '.', exponent);
        const ParsedNumber comma = parse_number(sample, ',', exponent);
        const bool is_point = point.state == ParsedNumber::State::number;
        const bool is_comma = comma.state == ParsedNumber::State::number;
        only_point += is_point && !is_comma ? 1 : 0;
        only_comma += is_comma && !is_point ? 1 : 0;
        if (is_point && is_comma && point.minor != comma.minor) {
            ++differ;
            (sample.find(',') != std::string_view::npos ? comma_groups : point_groups) += 1;
        }
    }
    if (only_point != 0 || only_comma != 0) {
        return {only_comma > only_point ? ',' : '.', only_point != 0 && only_comma != 0};
    }
    if (differ == 0) {
        return {};
    }
    return {
        point_groups >= comma_groups ? ',' : '.',
        has_thousandths || (point_groups != 0 && comma_groups != 0)};
}

}  // namespace arus::imports
