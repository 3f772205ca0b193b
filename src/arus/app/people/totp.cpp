// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/totp.hpp"

#include "arus/app/detail/sha1.hpp"
#include "arus/base/assert.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace arus::app {

namespace {

constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Thirty-two characters, none of which looks like another.
constexpr std::string_view readable = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
constexpr std::size_t secret_bytes = 20;
constexpr std::int64_t step_us = 30'000'000;
constexpr std::size_t recovery_codes = 10;
constexpr std::size_t recovery_characters = 10;

std::array<std::uint8_t, secret_bytes> bytes_of_secret(std::string_view secret) {
    ARUS_ASSERT(secret.size() == secret_bytes * 8 / 5);
    std::array<std::uint8_t, secret_bytes> bytes{};
    std::uint32_t bits = 0;
    unsigned count = 0;
    std::size_t at = 0;
    for (const char c : secret) {
        const std::size_t value = base32.find(c);
        ARUS_ASSERT(value != std::string_view::npos);
        bits = (bits << 5U) | static_cast<std::uint32_t>(value);
        count += 5;
        if (count >= 8) {
            count -= 8;
            bytes[at++] = static_cast<std::uint8_t>(bits >> count);
        }
    }
    return bytes;
}

std::span<const std::uint8_t> as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

std::string make_totp_secret() {
    std::array<std::uint8_t, secret_bytes * 8 / 5> random{};
    fill_random(random);
    std::string secret;
    for (const std::uint8_t byte : random) {
        secret += base32[byte % base32.size()];
    }
    return secret;
}

std::string totp_code(std::string_view secret, std::uint64_t step) {
    const auto key = bytes_of_secret(secret);
    std::array<std::uint8_t, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i) {
        counter[i] = static_cast<std::uint8_t>(step >> (56 - 8 * i));
    }
    const auto digest = detail::hmac_sha1(key, counter);
    // RFC 4226, section 5.3.
    const std::size_t offset = digest.back() & 0x0fU;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        number = (number << 8U) | digest[offset + i];
    }
    const std::string digits = std::to_string((number & 0x7fffffffU) % 1'000'000);
    return std::string(6 - digits.size(), '0') + digits;
}

std::uint64_t totp_step(Instant now) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(now.us, 0) / step_us);
}

std::optional<std::uint64_t> matching_totp_step(
    std::string_view secret, std::string_view code, Instant now, std::uint64_t last_step) {
    std::optional<std::uint64_t> found;
    const std::uint64_t present = totp_step(now);
    const std::uint64_t first = present == 0 ? 0 : present - 1;
    for (std::uint64_t step = first; step <= present + 1; ++step) {
        const std::string expected = totp_code(secret, step);
        if (equal_constant_time(as_bytes(expected), as_bytes(code)) && step > last_step && !found) {
            found = step;
        }
    }
    return found;
}

std::string totp_uri(std::string_view secret, std::string_view email) {
    std::string label;
    for (const char c : email) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                              || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
        if (is_plain) {
            label += c;
        } else {
            const auto byte = static_cast<std::uint8_t>(c);
            label += '%';
            label += hex_of({&byte, 1});
        }
    }
    return "otpauth://totp/Arus:" + label + "?secret=" + std::string(secret) + "&issuer=Arus";
}

std::vector<std::string> make_recovery_codes() {
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < recovery_codes; ++i) {
        std::array<std::uint8_t, recovery_characters> random{};
        fill_random(random);
        std::string code;
        for (const std::uint8_t byte : random) {
            code += code.size() == recovery_characters / 2 ? "-" : "";
            code += readable[byte % readable.size()];
        }
        codes.push_back(std::move(code));
    }
    return codes;
}

Hash256 recovery_code_hash(std::string_view code) {
    std::string plain = "arus.recovery.v1 ";
    for (const char c : code) {
        if (c != '-' && c != ' ') {
            plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    return sha256(plain);
}

bool is_totp_code(std::string_view text) {
    return text.size() == 6
           && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace arus::app
