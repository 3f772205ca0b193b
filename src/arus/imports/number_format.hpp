// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// Amounts as people and banks write them. Nothing is rounded and no floating point is near it.
namespace arus::imports {

/// What was read of an amount.
struct ParsedNumber {
    enum class State { number, empty, wrong };
    State state = State::empty;
    std::int64_t minor = 0;       ///< with its sign
    bool says_direction = false;  ///< it carried CR or DB, which is already in the sign
};

/// Reads `1.234.567,00`, `Rp 1,234.56`, `(150)`, `150-`, `-150`, `1'000.00`, `1 000 000`,
/// `1,000.00 CR`, `1,000.00 DB` (less than zero). `decimal` is `.` or `,`; the other one, spaces
/// and apostrophes group thousands, in groups of three. Decimals beyond `exponent` must be zeros. A
/// lone `-` and nothing at all are empty.
ParsedNumber parse_number(std::string_view text, char decimal, int exponent);

/// Which mark begins the decimals.
struct DecimalGuess {
    char decimal = '.';
    bool is_ambiguous = false;  ///< the samples would be amounts either way, or contradict each
                                ///< other
};
/// Judges texts of amounts of a currency with `exponent` decimals.
DecimalGuess guess_decimal(std::span<const std::string_view> samples, int exponent);

/// True if the text would be an amount with one of the marks.
bool looks_like_number(std::string_view text, int exponent);

/// `DB`, `D`, `debit`, `keluar` and their like: -1 (money left); `CR`, `K`, `kredit`, `masuk`: 1;
/// else 0. Letter case apart.
int direction_of(std::string_view text);

/// Without spaces (non-breaking ones too) at both ends.
std::string_view trimmed(std::string_view text);
/// ASCII letters in lower case.
std::string lower_ascii(std::string_view text);

}  // namespace arus::imports
