// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace arus::app::detail {

/// HMAC-SHA-1 (RFC 2104, FIPS 180-4), which RFC 6238 builds on and libsodium does not have. For
/// one-time codes alone: nothing else of Arus may use it.
std::array<std::uint8_t, 20> hmac_sha1(
    std::span<const std::uint8_t> key, std::span<const std::uint8_t> message);

}  // namespace arus::app::detail
