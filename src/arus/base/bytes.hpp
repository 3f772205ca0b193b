// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace arus {

using Bytes16 = std::array<std::uint8_t, 16>;

/// A SHA-256 digest (FIPS 180-4), also the link of the hash chain.
using Hash256 = std::array<std::uint8_t, 32>;

/// Lower-case hexadecimal, two characters a byte.
std::string hex_of(std::span<const std::uint8_t> bytes);

/// Fills `out` from exactly 2 * out.size() hexadecimal characters of either case; false if `text`
/// is anything else (then `out` is unspecified).
bool parse_hex(std::string_view text, std::span<std::uint8_t> out);

/// base64url without padding (RFC 4648 section 5).
std::string base64url_of(std::span<const std::uint8_t> bytes);

/// The bytes behind base64url text without padding; nothing if `text` is not that.
std::optional<std::string> parse_base64url(std::string_view text);

/// Fills `out` from the operating system's cryptographic generator.
void fill_random(std::span<std::uint8_t> out);

/// Compares in a time that depends on the lengths only.
bool equal_constant_time(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b);

/// SHA-256 over several pieces, in the order given.
class Sha256 {
public:
    Sha256();
    Sha256& add(std::span<const std::uint8_t> bytes);
    Sha256& add(std::string_view text);
    /// Eight bytes, most significant first.
    Sha256& add_u64be(std::uint64_t value);
    Sha256& add_u8(std::uint8_t value);
    /// The digest; the object must not be used afterwards.
    Hash256 finish();

private:
    alignas(16) std::array<std::byte, 128> state_;
};

/// SHA-256 of one piece of text.
Hash256 sha256(std::string_view text);

}  // namespace arus
