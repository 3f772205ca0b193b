// SPDX-License-Identifier: Apache-2.0
#include "arus/app/detail/sha1.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <vector>

namespace arus::app::detail {

namespace {

constexpr std::size_t block_bytes = 64;
using Digest = std::array<std::uint8_t, 20>;
using State = std::array<std::uint32_t, 5>;

/// FIPS 180-4, section 6.1.2.
void add_block(State& state, std::span<const std::uint8_t> block) {
    std::array<std::uint32_t, 80> words{};
    for (std::size_t i = 0; i < 16; ++i) {
        words[i] = std::uint32_t{block[4 * i]} << 24U | std::uint32_t{block[4 * i + 1]} << 16U
                   | std::uint32_t{block[4 * i + 2]} << 8U | std::uint32_t{block[4 * i + 3]};
    }
    for (std::size_t i = 16; i < words.size(); ++i) {
        words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    }
    auto [a, b, c, d, e] = state;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::uint32_t mixed = 0;
        std::uint32_t constant = 0;
        if (i < 20) {
            mixed = (b & c) | (~b & d);
            constant = 0x5a827999;
        } else if (i < 40) {
            mixed = b ^ c ^ d;
            constant = 0x6ed9eba1;
        } else if (i < 60) {
            mixed = (b & c) | (b & d) | (c & d);
            constant = 0x8f1bbcdc;
        } else {
            mixed = b ^ c ^ d;
            constant = 0xca62c1d6;
        }
        const std::uint32_t next = std::rotl(a, 5) + mixed + e + constant + words[i];
        e = d;
        d = c;
        c = std::rotl(b, 30);
        b = a;
        a = next;
    }
    state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d, state[4] + e};
}

Digest sha1(std::vector<std::uint8_t> message) {
    const std::uint64_t bits = std::uint64_t{message.size()} * 8;
    message.push_back(0x80);
    while (message.size() % block_bytes != block_bytes - 8) {
        message.push_back(0);
    }
    for (int shift = 56; shift >= 0; shift -= 8) {
        message.push_back(static_cast<std::uint8_t>(bits >> static_cast<unsigned>(shift)));
    }
    State state{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    const std::span<const std::uint8_t> whole(message);
    for (std::size_t at = 0; at < whole.size(); at += block_bytes) {
        add_block(state, whole.subspan(at, block_bytes));
    }
    Digest digest{};
    for (std::size_t i = 0; i < digest.size(); ++i) {
        digest[i] = static_cast<std::uint8_t>(state[i / 4] >> (24 - 8 * (i % 4)));
    }
    return digest;
}

}  // namespace

Digest hmac_sha1(std::span<const std::uint8_t> key, std::span<const std::uint8_t> message) {
    std::vector<std::uint8_t> padded(key.begin(), key.end());
    if (padded.size() > block_bytes) {
        const Digest shorter = sha1(std::move(padded));
        padded.assign(shorter.begin(), shorter.end());
    }
    padded.resize(block_bytes, 0);
    std::vector<std::uint8_t> inner;
    std::vector<std::uint8_t> outer;
    for (const std::uint8_t byte : padded) {
        inner.push_back(byte ^ 0x36U);
        outer.push_back(byte ^ 0x5cU);
    }
    inner.insert(inner.end(), message.begin(), message.end());
    const Digest first = sha1(std::move(inner));
    outer.insert(outer.end(), first.begin(), first.end());
    return sha1(std::move(outer));
}

}  // namespace arus::app::detail
