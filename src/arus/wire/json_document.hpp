// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/result.hpp"

#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>
#include <vector>

namespace arus::wire {

/// One value of a JsonDocument. Children of an object or array are linked in the order they came.
struct JsonNode {
    enum class Kind { null, boolean, number, string, array, object };
    static constexpr std::uint32_t none = UINT32_MAX;

    Kind kind = Kind::null;
    bool boolean = false;
    std::uint32_t children = 0;  ///< members of an object, elements of an array
    std::uint32_t first_child = none;
    std::uint32_t next_sibling = none;
    std::string_view key;   ///< of a member of an object
    std::string_view text;  ///< of a string its value; of a number its text as it came
};

/// A JSON text (RFC 8259) that has been read strictly: UTF-8 without surrogates or overlong forms,
/// nested at most 16 deep, no name twice in an object, nothing after the value. Numbers stay text:
/// none of them is money.
///
/// Life: points into the text it was made from, which must outlive it unchanged.
class JsonDocument {
public:
    static constexpr std::size_t depth_max = 16;

    /// The document, or `malformed_json`.
    static Result<JsonDocument> parse(std::string_view text);

    const JsonNode& root() const { return nodes_.front(); }
    /// Precondition: `index` is a first_child or next_sibling other than none.
    const JsonNode& node(std::uint32_t index) const { return nodes_[index]; }
    /// The member of that name, or null. Precondition: `object` is an object of this document.
    const JsonNode* member(const JsonNode& object, std::string_view name) const;

private:
    class Builder;

    std::vector<JsonNode> nodes_;
    std::forward_list<std::string> unescaped_;  ///< strings that stand with escapes in the text;
                                                ///< never moved
};

}  // namespace arus::wire
