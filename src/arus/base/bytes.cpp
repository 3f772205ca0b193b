// SPDX-License-Identifier: Apache-2.0
#include "arus/base/bytes.hpp"

#include "arus/base/assert.hpp"

#include <sodium.h>

#include <cstring>
#include <new>

namespace arus {

namespace {

static_assert(sizeof(crypto_hash_sha256_state) <= 128);

void ensure_sodium() {
    static const bool ready = sodium_init() >= 0;
    ARUS_ASSERT(ready);
}

crypto_hash_sha256_state* sodium_state(std::array<std::byte, 128>& bytes) {
    return std::launder(reinterpret_cast<crypto_hash_sha256_state*>(bytes.data()));
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

}  // namespace

std::string hex_of(std::span<const std::uint8_t> bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        text.push_back(digits[byte >> 4U]);
        text.push_back(digits[byte & 15U]);
    }
    return text;
}

bool parse_hex(std::string_view text, std::span<std::uint8_t> out) {
    if (text.size() != out.size() * 2) {
        return false;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        const int high = hex_digit(text[2 * i]);
        const int low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        out[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return true;
}

std::string base64url_of(std::span<const std::uint8_t> bytes) {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.resize(text.size() - 1);
    return text;
}

std::optional<std::string> parse_base64url(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    const int result = sodium_base642bin(
        reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
        nullptr, &length, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    if (result != 0 || end != text.data() + text.size()) {
        return std::nullopt;
    }
    bytes.resize(length);
    return bytes;
}

void fill_random(std::span<std::uint8_t> out) {
    ensure_sodium();
    randombytes_buf(out.data(), out.size());
}

bool equal_constant_time(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Sha256::Sha256() : state_{} {
    auto* state = ::new (state_.data()) crypto_hash_sha256_state;
    crypto_hash_sha256_init(state);
}

Sha256& Sha256::add(std::span<const std::uint8_t> bytes) {
    crypto_hash_sha256_update(sodium_state(state_), bytes.data(), bytes.size());
    return *this;
}

Sha256& Sha256::add(std::string_view text) {
    return add({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

Sha256& Sha256::add_u64be(std::uint64_t value) {
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[i] = static_cast<std::uint8_t>(value >> (56U - 8U * i));
    }
    return add(bytes);
}

Sha256& Sha256::add_u8(std::uint8_t value) {
    return add(std::span<const std::uint8_t>(&value, 1));
}

Hash256 Sha256::finish() {
    Hash256 digest{};
    crypto_hash_sha256_final(sodium_state(state_), digest.data());
    return digest;
}

Hash256 sha256(std::string_view text) {
    return Sha256().add(text).finish();
}

}  // namespace arus
