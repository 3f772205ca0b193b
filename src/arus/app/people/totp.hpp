// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/bytes.hpp"
#include "arus/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// One-time codes as authenticators make them: RFC 6238 with SHA-1, six digits and 30 s, which is
// what every one of them speaks. Pure.
namespace arus::app {

/// 20 random bytes, as text of 32 characters of base32 (RFC 4648 section 6).
std::string make_totp_secret();

/// The code of a step. Precondition: the secret is one of make_totp_secret().
std::string totp_code(std::string_view secret, std::uint64_t step);

/// The number of the 30 s that `now` lies in, from 1970 on.
std::uint64_t totp_step(Instant now);

/// The step whose code this is: the present one or a neighbour, later than `last_step`. Nothing
/// where it is none, or was used.
std::optional<std::uint64_t> matching_totp_step(
    std::string_view secret, std::string_view code, Instant now, std::uint64_t last_step);

/// The address behind the QR code.
std::string totp_uri(std::string_view secret, std::string_view email);

/// Ten codes of fifty random bits as `XXXXX-XXXXX`, without characters that look alike.
std::vector<std::string> make_recovery_codes();

/// What is kept of a recovery code, as people type it: case, dashes and spaces do not count.
Hash256 recovery_code_hash(std::string_view code);

/// True for six digits; everything else is taken for a recovery code.
bool is_totp_code(std::string_view text);

}  // namespace arus::app
