// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/wire/object_reader.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arus::wire {

/// Text behind percent-encoding (RFC 3986 section 2.1), with `+` as a space; nothing where it is
/// broken or not UTF-8.
std::optional<std::string> percent_decoded(std::string_view text);

/// The parameters of a query, each asked for once. Findings point at `?name`; see ObjectReader.
class QueryReader {
public:
    explicit QueryReader(std::string_view query);

    /// Whether it was sent at all; asking does not make it known.
    bool has(std::string_view name) const;
    std::optional<std::string> text(std::string_view name, TextRule rule);
    std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max);
    std::optional<bool> boolean(std::string_view name);
    std::optional<Date> date(std::string_view name);
    /// A day, or `today`, which is given as absent.
    std::optional<Date> date_or_today(std::string_view name);
    /// Lower-case hexadecimal of exactly so many digits.
    std::optional<std::string> hex(std::string_view name, std::size_t digits);

    template <class AnyId>
    std::optional<AnyId> id(std::string_view name) {
        const std::string* const value = take(name);
        if (value == nullptr) {
            return std::nullopt;
        }
        const auto bytes = parse_lower_uuid(*value);
        if (!bytes) {
            fault(name, "pattern", "must be a UUID in lower case");
            return std::nullopt;
        }
        return AnyId{*bytes};
    }

    template <class Parse>
    auto choice(std::string_view name, Parse parse) -> decltype(parse(std::string_view{})) {
        const std::string* const value = take(name);
        if (value == nullptr) {
            return std::nullopt;
        }
        auto known = parse(std::string_view(*value));
        if (!known) {
            fault(name, "enum", "is not one of the allowed values");
        }
        return known;
    }

    void fault(std::string_view name, std::string_view code, std::string detail);

    /// Reports parameters that were not asked for; the refusal if anything was found.
    std::optional<Refusal> finish();

private:
    const std::string* take(std::string_view name);

    std::vector<std::pair<std::string, std::string>> parameters_;
    std::vector<std::string_view> asked_;
    Findings findings_;
};

}  // namespace arus::wire
