// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/query.hpp"

#include "arus/base/text.hpp"

#include <algorithm>
#include <charconv>

namespace arus::wire {

namespace {

constexpr std::size_t parameters_max = 64;

std::optional<unsigned char> hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return static_cast<unsigned char>(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return static_cast<unsigned char>(c - 'a' + 10);
    }
    if (c >= 'A' && c <= 'F') {
        return static_cast<unsigned char>(c - 'A' + 10);
    }
    return std::nullopt;
}

/// What a finding may repeat of a name that a client sent.
std::string shown(std::string_view name) {
    return "?" + std::string(name.substr(0, 80));
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            const auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
            const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
            if (!high || !low) {
                return std::nullopt;
            }
            out += static_cast<char>((*high << 4U) | *low);
            i += 2;
        }
    }
    return utf8_length(out) ? std::optional(std::move(out)) : std::nullopt;
}

QueryReader::QueryReader(std::string_view query) {
    while (!query.empty() && parameters_.size() <= parameters_max) {
        const std::size_t end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
        if (pair.empty()) {
            continue;
        }
        const std::size_t equals = pair.find('=');
        auto name = percent_decoded(pair.substr(0, equals));
        auto value = percent_decoded(
            equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1));
        if (!name || !value) {
            findings_.add(
                name ? shown(*name) : "?", "pattern",
                "must be UTF-8 with correct percent-encoding");
            continue;
        }
        const bool repeated = std::ranges::any_of(
            parameters_, [&](const auto& one) { return one.first == *name; });
        if (repeated) {
            findings_.add(shown(*name), "conflict", "stands there twice");
            continue;
        }
        parameters_.emplace_back(std::move(*name), std::move(*value));
    }
}

bool QueryReader::has(std::string_view name) const {
    return std::ranges::any_of(parameters_, [&](const auto& one) { return one.first == name; });
}

const std::string* QueryReader::take(std::string_view name) {
    asked_.push_back(name);
    const auto found = std::ranges::find_if(
        parameters_, [&](const auto& one) { return one.first == name; });
    return found == parameters_.end() ? nullptr : &found->second;
}

void QueryReader::fault(std::string_view name, std::string_view code, std::string detail) {
    findings_.add(shown(name), code, std::move(detail));
}

std::optional<std::string> QueryReader::text(std::string_view name, TextRule rule) {
    const std::string* const value = take(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (auto wrong = text_fault(*value, rule)) {
        fault(name, wrong->code, std::move(wrong->detail));
        return std::nullopt;
    }
    return *value;
}

std::optional<std::int64_t> QueryReader::integer(
    std::string_view name, std::int64_t min, std::int64_t max) {
    const std::string* const value = take(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    const bool has_digits = !value->empty()
                            && value->find_first_not_of("0123456789", value->front() == '-')
                                   == std::string::npos
                            && *value != "-";
    if (!has_digits) {
        fault(name, "type", "must be a whole number");
        return std::nullopt;
    }
    std::int64_t number = 0;
    const char* const end = value->data() + value->size();
    const auto parsed = std::from_chars(value->data(), end, number);
    if (parsed.ec != std::errc{} || number < min || number > max) {
        fault(name, "range", "must be from " + std::to_string(min) + " to " + std::to_string(max));
        return std::nullopt;
    }
    return number;
}

std::optional<bool> QueryReader::boolean(std::string_view name) {
    const std::string* const value = take(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (*value != "true" && *value != "false") {
        fault(name, "type", "must be true or false");
        return std::nullopt;
    }
    return *value == "true";
}

std::optional<Date> QueryReader::date(std::string_view name) {
    const std::string* const value = take(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    const auto date = parse_date(*value);
    if (!date) {
        fault(name, "pattern", "must be a day as in 2026-11-22");
    }
    return date;
}

std::optional<Date> QueryReader::date_or_today(std::string_view name) {
    const std::string* const value = take(name);
    if (value == nullptr || *value == "today") {
        return std::nullopt;
    }
    const auto date = parse_date(*value);
    if (!date) {
        fault(name, "pattern", "must be a day as in 2026-11-22, or today");
    }
    return date;
}

std::optional<std::string> QueryReader::hex(std::string_view name, std::size_t digits) {
    const std::string* const value = take(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->size() != digits
        || value->find_first_not_of("0123456789abcdef") != std::string::npos) {
        fault(
            name, "pattern",
            "must have " + std::to_string(digits) + " hexadecimal digits in lower case");
        return std::nullopt;
    }
    return *value;
}

std::optional<Refusal> QueryReader::finish() {
    for (const auto& [name, value] : parameters_) {
        if (std::ranges::find(asked_, name) == asked_.end()) {
            findings_.add(shown(name), "unknown_field", "is not a known parameter");
        }
    }
    return findings_.any() ? std::optional(std::move(findings_).refusal()) : std::nullopt;
}

}  // namespace arus::wire
