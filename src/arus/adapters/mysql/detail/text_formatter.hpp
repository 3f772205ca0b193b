// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/bytes.hpp"
#include "arus/base/ids.hpp"
#include "arus/base/time.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace arus::mysql {

/// The one place where values become part of an SQL text. Whatever a value holds, what is written
/// for it is made of digits, a sign, hexadecimal digits inside x'…', or NULL: nothing in it can end
/// a literal or begin a statement.
class TextFormatter {
public:
    explicit TextFormatter(std::string& out) : out_(out) {}

    /// A piece of SQL of the program's own.
    template <std::size_t size>
    TextFormatter& sql(const char (&text)[size]) {
        out_.append(text, size - 1);
        return *this;
    }

    template <std::integral T>
    TextFormatter& value(T number) {
        if constexpr (std::unsigned_integral<T> && sizeof(T) == 8) {
            return unsigned_integer(number);
        } else {
            return integer(static_cast<std::int64_t>(number));
        }
    }
    TextFormatter& value(Instant instant) { return integer(instant.us); }
    TextFormatter& value(Date date) { return integer(date.days); }
    /// Text or bytes for a column to be *stored* in.
    TextFormatter& value(std::string_view bytes) { return hex(bytes); }
    TextFormatter& value(const std::string& bytes) { return hex(bytes); }
    TextFormatter& value(const char*) = delete;
    template <std::size_t size>
    TextFormatter& value(const std::array<std::uint8_t, size>& bytes) {
        return hex({reinterpret_cast<const char*>(bytes.data()), size});
    }
    template <class Kind>
    TextFormatter& value(const Id<Kind>& id) {
        return value(id.bytes);
    }
    template <class T>
    TextFormatter& value(const std::optional<T>& held) {
        return held ? value(*held) : null();
    }
    TextFormatter& null();

    /// Text to be *compared* with a text column, so that the column's index can be used.
    TextFormatter& text(std::string_view utf8);

    /// (a, b, c) of the values in a range that is not empty.
    template <class Range>
    TextFormatter& list(const Range& range) {
        char separator = '(';
        for (const auto& item : range) {
            out_.push_back(separator);
            value(item);
            separator = ',';
        }
        out_.push_back(')');
        return *this;
    }

    /// (a,b,c) of the values given: a row of a VALUES list.
    template <class First, class... Rest>
    TextFormatter& row(const First& first, const Rest&... rest) {
        out_.push_back('(');
        value(first);
        ((out_.push_back(','), value(rest)), ...);
        out_.push_back(')');
        return *this;
    }

private:
    TextFormatter& integer(std::int64_t number);
    TextFormatter& unsigned_integer(std::uint64_t number);
    TextFormatter& hex(std::string_view bytes);

    std::string& out_;
};

}  // namespace arus::mysql
