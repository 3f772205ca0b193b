// SPDX-License-Identifier: Apache-2.0
// JournalReader's part for amounts and their marks.
#include "arus/imports/detail/quoted.hpp"
#include "arus/imports/journal_reader.hpp"
#include "arus/imports/number_format.hpp"
#include "arus/ledger/money.hpp"

#include <algorithm>
#include <array>

namespace arus::imports {

namespace {

using detail::quoted;

struct Symbol {
    std::string_view currency;
    std::string_view text;
};
/// What stands for a currency beside its code. A sign that several share fits each of them.
constexpr std::array<Symbol, 22> symbols{{
    {"IDR", "Rp"}, {"IDR", "Rp."}, {"IDR", "rp"}, {"IDR", "RP"}, {"USD", "$"}, {"USD", "US$"},
    {"SGD", "S$"}, {"SGD", "$"},   {"AUD", "$"},  {"AUD", "A$"}, {"NZD", "$"}, {"CAD", "$"},
    {"HKD", "$"},  {"TWD", "$"},   {"EUR", "€"},  {"GBP", "£"},  {"JPY", "¥"}, {"CNY", "¥"},
    {"MYR", "RM"}, {"INR", "₹"},   {"PHP", "₱"},  {"THB", "฿"},
}};

bool is_symbol_of(std::string_view symbol, std::string_view currency) {
    return symbol.empty() || symbol == currency
           || std::ranges::any_of(symbols, [&](const Symbol& one) {
                  return one.currency == currency && one.text == symbol;
              });
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

}  // namespace

/// The amount with its sign; nothing with the entry refused.
std::optional<std::int64_t> JournalReader::read_amount(std::string_view text) {
    const auto wrong = [&](std::string why) {
        refuse("amount_invalid", quoted(text) + std::move(why));
        return std::nullopt;
    };
    const std::size_t first = text.find_first_of("0123456789");
    if (first == std::string_view::npos) {
        return wrong(" is no amount.");
    }
    std::size_t begin = first;
    if (begin > 0 && (text[begin - 1] == '.' || text[begin - 1] == ',')
        && (begin < 2 || !is_letter(text[begin - 2]))) {
        --begin;
    }
    const std::size_t last = text.find_last_of("0123456789");
    std::size_t end = last + 1;
    if (end < text.size() && (text[end] == '.' || text[end] == ',')) {
        ++end;
    }
    bool is_negative = false;
    std::string symbol;
    for (const char c : std::string(text.substr(0, begin)) + std::string(text.substr(end))) {
        if (c == '-') {
            is_negative = !is_negative;
        } else if (c != '+' && c != '"' && !is_blank(c)) {
            symbol += c;
        }
    }
    if (!symbol_) {
        symbol_ = symbol;
    }
    if (symbol != *symbol_ || !is_symbol_of(symbol, currency_)) {
        refuse(
            "currency_mixed", "The book is in " + currency_ + ", the amount " + quoted(text)
                                  + " is of another commodity.");
        return std::nullopt;
    }
    std::string_view number = text.substr(begin, end - begin);
    std::optional<char> decimal = decimal_;
    if (!decimal) {
        const std::size_t point = number.rfind('.');
        const std::size_t comma = number.rfind(',');
        constexpr std::size_t npos = std::string_view::npos;
        const std::size_t mark = point == npos ? comma
                                               : (comma == npos ? point : std::max(point, comma));
        if (mark == npos) {
            decimal = '.';
        } else if (point != npos && comma != npos) {
            decimal = number[mark];
        } else if (number.find(number[mark]) != mark) {
            decimal = number[mark] == '.' ? ',' : '.';
        } else if (number.size() - mark - 1 == 3 && mark > 0 && mark <= 3) {
            return wrong(
                " can be read in two ways; begin the journal with `decimal-mark .` or "
                "`decimal-mark ,`.");
        } else {
            decimal = number[mark];
        }
    }
    if (number.back() == *decimal) {
        number.remove_suffix(1);
    }
    std::string whole(number);
    if (whole.starts_with(*decimal)) {
        whole.insert(0, 1, '0');
    }
    const ParsedNumber parsed = parse_number(whole, *decimal, exponent_);
    if (parsed.state != ParsedNumber::State::number) {
        return wrong(" is no amount of this book.");
    }
    if (parsed.minor > ledger::amount_minor_max) {
        return wrong(" is too large.");
    }
    return is_negative ? -parsed.minor : parsed.minor;
}

/// True where the amount of a directive is of the book's currency, or of none.
bool JournalReader::is_own_sample(std::string_view text) const {
    const std::size_t first = text.find_first_of("0123456789");
    std::string symbol;
    if (first == std::string_view::npos) {
        symbol = text;
    } else {
        const std::size_t last = text.find_last_of("0123456789");
        symbol = text.substr(0, first);
        const std::string_view behind = text.substr(last + 1);
        const bool has_mark = behind.starts_with('.') || behind.starts_with(',');
        symbol += behind.substr(has_mark ? 1 : 0);
    }
    std::erase_if(symbol, [](char c) { return c == '-' || c == '+' || c == '"' || is_blank(c); });
    return is_symbol_of(symbol, currency_);
}

/// An amount of a directive, which shows the marks; those of another commodity say nothing.
void JournalReader::read_sample(std::string_view text) {
    if (!is_own_sample(text)) {
        return;
    }
    const std::size_t point = text.rfind('.');
    const std::size_t comma = text.rfind(',');
    constexpr std::size_t npos = std::string_view::npos;
    const auto follows_digit = [&](std::size_t at) {
        return at != npos && at > 0 && is_digit(text[at - 1]);
    };
    const bool has_point = follows_digit(point);
    const bool has_comma = follows_digit(comma);
    if (has_point && has_comma) {
        decimal_ = point > comma ? '.' : ',';
    } else if (has_point || has_comma) {
        // A sample ends its whole units with the mark of the decimals, though none follow.
        decimal_ = has_point ? '.' : ',';
    }
}

}  // namespace arus::imports
