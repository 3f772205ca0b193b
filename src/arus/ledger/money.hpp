// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Money is an int64 count of a currency's minor units; there is no floating point anywhere near it.
// The exponent of a book (0 to 4) says how many decimals a major unit has: 0 for IDR, 2 for USD.
namespace arus::ledger {

inline constexpr int exponent_max = 4;
/// The largest amount of one posting, in minor units.
inline constexpr std::int64_t amount_minor_max = 1'000'000'000'000'000;

/// Reads amount text: `^(0|[1-9][0-9]{0,15})(\.[0-9]{1,e})?$` with e = exponent, no decimals at all
/// for exponent 0. Nothing if the text is not that, or if it leaves int64. The result is >= 0 and
/// may exceed amount_minor_max: whether zero or a large amount is allowed is the caller's rule.
/// Precondition: 0 <= exponent <= exponent_max.
std::optional<std::int64_t> parse_amount(std::string_view text, int exponent);

/// Like parse_amount, with an optional leading `-`: for balances and limits, which have a sign.
std::optional<std::int64_t> parse_signed_amount(std::string_view text, int exponent);

/// Exactly `exponent` decimals, `-` in front of negatives, no grouping: `150000`, `12.50`, `-0.05`.
std::string amount_text(std::int64_t minor, int exponent);

/// a + b, or nothing where the sum leaves int64.
std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b);

}  // namespace arus::ledger
