// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace arus::imports {

/// How the bytes of a file stand for characters.
enum class Encoding { utf_8, utf_16le, utf_16be, windows_1252 };

/// `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`.
std::string_view text_of(Encoding encoding);
std::optional<Encoding> parse_encoding(std::string_view text);

/// The encoding that the beginning of a file speaks for: its byte order mark; zero bytes where
/// UTF-16 has them; well-formed UTF-8; else Windows-1252. Nothing where it is no text at all (other
/// zero bytes, or many control characters).
std::optional<Encoding> detect_encoding(std::string_view head);

/// Turns the bytes of a file into UTF-8, piece by piece. What stands for no character becomes
/// U+FFFD; a byte order mark at the beginning is left out.
class TextDecoder {
public:
    explicit TextDecoder(Encoding encoding) : encoding_(encoding) {}

    /// Appends to `out` what is whole so far.
    void feed(std::string_view bytes, std::string& out);
    /// No more bytes come: what was begun and not ended becomes U+FFFD.
    void finish(std::string& out);

private:
    void feed_utf_8(std::string_view bytes, std::string& out);
    void feed_utf_16(std::string_view bytes, std::string& out);
    void add_unit(char32_t unit, std::string& out);

    Encoding encoding_;
    bool has_begun_ = false;
    std::string held_;              ///< bytes of a character that is not whole yet
    std::optional<char32_t> high_;  ///< the first half of a pair of UTF-16
};

/// U+FFFD in UTF-8.
inline constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

/// Appends a code point in UTF-8. Precondition: it is one, and no surrogate.
void append_utf_8(std::string& out, char32_t code_point);

}  // namespace arus::imports
