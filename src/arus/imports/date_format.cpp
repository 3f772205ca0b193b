// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/date_format.hpp"

#include "arus/imports/number_format.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace arus::imports {

namespace {

constexpr std::array<std::string_view, 3> names{"ymd", "dmy", "mdy"};

struct MonthName {
    std::string_view name;
    int month;
};
/// Three letters name a month in both languages, but for these that differ.
constexpr std::array<MonthName, 17> months{{
    {"jan", 1},
    {"feb", 2},
    {"peb", 2},
    {"mar", 3},
    {"apr", 4},
    {"may", 5},
    {"mei", 5},
    {"jun", 6},
    {"jul", 7},
    {"aug", 8},
    {"agu", 8},
    {"ags", 8},
    {"sep", 9},
    {"oct", 10},
    {"okt", 10},
    {"nov", 11},
    {"de", 12},
}};

int month_named(std::string_view word) {
    const std::string lower = lower_ascii(word);
    for (const MonthName& one : months) {
        if (lower.size() >= 3 && lower.starts_with(one.name)) {
            return one.month;
        }
    }
    return 0;
}

struct Part {
    std::string_view text;
    bool is_word = false;
    int number = 0;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The first three parts of the text, and where they end; fewer if there are none.
std::size_t split(std::string_view text, std::array<Part, 3>& parts, std::size_t& end) {
    std::size_t count = 0;
    std::size_t at = 0;
    while (at < text.size() && count < parts.size()) {
        const std::size_t begin = at;
        const bool is_word = is_letter(text[at]);
        if (!is_word && !is_digit(text[at])) {
            return 0;
        }
        while (at < text.size() && (is_word ? is_letter(text[at]) : is_digit(text[at]))) {
            ++at;
        }
        Part& part = parts[count++];
        part = {text.substr(begin, at - begin), is_word, 0};
        if (part.text.size() > (is_word ? 12U : 8U)) {
            return 0;
        }
        for (const char c : is_word ? std::string_view() : part.text) {
            part.number = part.number * 10 + (c - '0');
        }
        end = at;
        if (count < parts.size()) {
            while (at < text.size()
                   && (text[at] == '/' || text[at] == '-' || text[at] == '.' || text[at] == ' '
                       || text[at] == ',')) {
                ++at;
            }
        }
    }
    return count;
}

std::optional<Date> day_of(int year, int month, int day) {
    std::string text = std::to_string(year);
    text.insert(0, 4 - std::min<std::size_t>(4, text.size()), '0');
    const auto two = [&](int number) {
        text += number < 10 ? "-0" : "-";
        text += std::to_string(number);
    };
    two(month);
    two(day);
    return parse_date(text);
}

std::optional<int> year_of(const Part& part, bool needs_four) {
    if (part.is_word) {
        return std::nullopt;
    }
    if (part.text.size() == 4) {
        return part.number;
    }
    return part.text.size() == 2 && !needs_four ? std::optional(2000 + part.number) : std::nullopt;
}

bool is_short(const Part& part) {
    return !part.is_word && part.text.size() <= 2;
}

/// `20261231`, or `31122026` in another order.
std::optional<Date> parse_compact(std::string_view text, DateOrder order) {
    const auto number = [&](std::size_t at, std::size_t count) {
        int value = 0;
        for (const char c : text.substr(at, count)) {
            value = value * 10 + (c - '0');
        }
        return value;
    };
    switch (order) {
        case DateOrder::ymd:
            return day_of(number(0, 4), number(4, 2), number(6, 2));
        case DateOrder::dmy:
            return day_of(number(4, 4), number(2, 2), number(0, 2));
        case DateOrder::mdy:
            return day_of(number(4, 4), number(0, 2), number(2, 2));
    }
    return std::nullopt;
}

bool has_month_name(std::string_view text) {
    std::array<Part, 3> parts;
    std::size_t end = 0;
    const std::size_t count = split(trimmed(text), parts, end);
    return std::any_of(
        parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(count),
        [](const Part& part) { return part.is_word && month_named(part.text) != 0; });
}

}  // namespace

std::string_view text_of(DateOrder order) {
    return names[static_cast<std::size_t>(order)];
}

std::optional<DateOrder> parse_date_order(std::string_view text) {
    const auto found = std::ranges::find(names, text);
    return found == names.end() ? std::nullopt
                                : std::optional(static_cast<DateOrder>(found - names.begin()));
}

std::optional<Date> parse_day(std::string_view raw, DateOrder order) {
    const std::string_view text = trimmed(raw);
    std::array<Part, 3> parts;
    std::size_t end = 0;
    const std::size_t count = split(text, parts, end);
    if (count == 0) {
        return std::nullopt;
    }
    if (parts[0].text.size() == 8 && !parts[0].is_word
        && (text.size() == 8 || text[8] == ' ' || text[8] == 'T')) {
        return parse_compact(parts[0].text, order);
    }
    // Behind the day a time may stand, and nothing else.
    const std::string_view rest = count == 3 ? text.substr(end) : std::string_view("?");
    if (!rest.empty() && rest.front() != ' ' && rest.front() != 'T') {
        return std::nullopt;
    }
    if (parts[1].is_word || parts[0].is_word) {
        // The month by its name: day and month are told apart whatever the order.
        const Part& month = parts[0].is_word ? parts[0] : parts[1];
        const bool year_first = parts[0].text.size() == 4 && !parts[0].is_word;
        const Part& day = parts[0].is_word ? parts[1] : (year_first ? parts[2] : parts[0]);
        const auto year = year_of(year_first ? parts[0] : parts[2], false);
        if (!year || !is_short(day)) {
            return std::nullopt;
        }
        return day_of(*year, month_named(month.text), day.number);
    }
    const bool is_ymd = order == DateOrder::ymd;
    const Part& year_part = is_ymd ? parts[0] : parts[2];
    const Part& month = is_ymd || order == DateOrder::dmy ? parts[1] : parts[0];
    const Part& day = is_ymd ? parts[2] : (order == DateOrder::dmy ? parts[0] : parts[1]);
    const auto year = year_of(year_part, is_ymd);
    if (!year || !is_short(month) || !is_short(day)) {
        return std::nullopt;
    }
    return day_of(*year, month.number, day.number);
}

std::optional<DateGuess> guess_date_order(std::span<const std::string_view> samples) {
    std::array<std::size_t, 3> fits{};
    bool differ = false;
    for (const std::string_view sample : samples) {
        std::array<std::optional<Date>, 3> days;
        for (std::size_t i = 0; i < days.size(); ++i) {
            days[i] = parse_day(sample, static_cast<DateOrder>(i));
            fits[i] += days[i] ? 1 : 0;
        }
        differ = differ || (!has_month_name(sample) && days[1] && days[2] && days[1] != days[2]);
    }
    // Of equals the first: a year of four digits in front, then the day, as most of the world does.
    const auto best = std::ranges::max_element(fits);
    if (*best == 0 || *best * 2 < samples.size()) {
        return std::nullopt;
    }
    DateGuess guess;
    guess.order = static_cast<DateOrder>(best - fits.begin());
    if (guess.order == DateOrder::ymd && fits[1] == fits[0]) {
        guess.order = DateOrder::dmy;
    }
    guess.is_ambiguous = differ && fits[1] == fits[2] && guess.order != DateOrder::ymd;
    return guess;
}

}  // namespace arus::imports
