// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/bytes.hpp"
#include "arus/base/time.hpp"

#include <compare>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace arus {

/// The 36 characters of a UUID in lower case (RFC 9562 section 4).
std::string uuid_text(const Bytes16& bytes);

/// A UUID of any version, hexadecimal digits of either case; nothing if `text` is not one.
std::optional<Bytes16> parse_uuid(std::string_view text);

/// A new UUID version 7 (RFC 9562 section 5.7): the milliseconds of `now`, then random bits.
Bytes16 make_uuid_v7(Instant now);

/// A 16-byte identifier whose kind is part of its type, so that an account's id cannot stand where
/// an outlet's belongs. Ordered by its bytes; the default value (sixteen zero bytes) means "none"
/// in database keys and nowhere else.
template <class Kind>
struct Id {
    Bytes16 bytes{};

    static Id make(Instant now) { return {make_uuid_v7(now)}; }
    static std::optional<Id> parse(std::string_view text) {
        const auto bytes = parse_uuid(text);
        return bytes ? std::optional<Id>(Id{*bytes}) : std::nullopt;
    }
    std::string text() const { return uuid_text(bytes); }
    bool is_none() const { return bytes == Bytes16{}; }
    auto operator<=>(const Id&) const = default;
};

using BookId = Id<struct BookKind>;
using AccountId = Id<struct AccountKind>;
using OutletId = Id<struct OutletKind>;
using ContactId = Id<struct ContactKind>;
using TransactionId = Id<struct TransactionKindOfId>;
using UserId = Id<struct UserKind>;
using DeviceId = Id<struct DeviceKind>;

}  // namespace arus

template <class Kind>
struct std::hash<arus::Id<Kind>> {
    /// The last eight bytes of a version 7 UUID are random enough to be the hash themselves.
    std::size_t operator()(const arus::Id<Kind>& id) const noexcept {
        std::size_t value = 0;
        std::memcpy(&value, id.bytes.data() + 8, sizeof value);
        return value;
    }
};
