// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arus::app {

/// Seals what must be kept so that it can be read again (secrets of second factors), with a key
/// that does not stand in the database: XSalsa20-Poly1305 of libsodium. Without a key it is kept as
/// it is, behind the database's own access rights. Never changed once made; safe from every thread.
///
///   sealed   'S'  first four bytes of SHA-256(key)  24 bytes nonce  box
///   open     'P'  text
class SecretBox {
public:
    /// `keys`: texts of at least 32 characters; the first one seals, all of them open, so that a
    /// key can be changed for another. None: nothing is sealed. Throws Failure configuration for a
    /// key that is too short.
    explicit SecretBox(const std::vector<std::string>& keys);

    std::string seal(std::string_view text) const;
    /// Nothing where it was sealed with a key that is not here, or is damaged.
    std::optional<std::string> open(std::string_view sealed) const;

    bool has_key() const { return !keys_.empty(); }

private:
    struct Key {
        std::array<std::uint8_t, 4> name{};
        std::array<std::uint8_t, 32> bytes{};
    };
    std::vector<Key> keys_;
};

}  // namespace arus::app
