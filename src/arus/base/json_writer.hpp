// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arus {

/// Appends JSON (RFC 8259) to a string, in the order it is told, without white space; the same
/// calls give the same bytes for ever, which the hash chain needs. Strings must be well-formed
/// UTF-8; control characters, `"` and `\` are escaped, nothing else is. The caller keeps begins and
/// ends in pairs.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();

    /// The name of the next value of an object; names are plain ASCII of our own.
    JsonWriter& key(std::string_view name);

    JsonWriter& string(std::string_view value);
    JsonWriter& integer(std::int64_t value);
    JsonWriter& boolean(bool value);
    JsonWriter& null();
    /// JSON text that was made before, taken as one value and not looked into.
    JsonWriter& raw(std::string_view json);

    JsonWriter& field(std::string_view name, std::string_view value) {
        return key(name).string(value);
    }
    JsonWriter& field(std::string_view name, const char* value) { return key(name).string(value); }
    JsonWriter& field(std::string_view name, const std::string& value) {
        return key(name).string(value);
    }
    template <std::integral T>
    JsonWriter& field(std::string_view name, T value) {
        if constexpr (std::same_as<T, bool>) {
            return key(name).boolean(value);
        } else {
            return key(name).integer(static_cast<std::int64_t>(value));
        }
    }
    /// `null` where there is no value.
    JsonWriter& field(std::string_view name, const std::optional<std::string>& value) {
        return value ? key(name).string(*value) : key(name).null();
    }

private:
    void separate();

    std::string& out_;
    bool first_ = true;
};

}  // namespace arus
