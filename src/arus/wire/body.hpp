// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/wire/object_reader.hpp"

#include <string_view>
#include <type_traits>

namespace arus::wire {

/// The refusal of a body that is JSON but no object.
Refusal body_is_no_object();

/// Reads a body that is one object: `read(ObjectReader&, Findings&)` gives the value, which counts
/// only if nothing was found wrong. An empty body is an empty object where `may_be_empty`.
enum class EmptyBody { refused, is_empty_object };
template <class Read>
auto read_body(std::string_view body, EmptyBody empty, Read read)
    -> Result<std::invoke_result_t<Read&, ObjectReader&, Findings&>> {
    const bool as_object = body.empty() && empty == EmptyBody::is_empty_object;
    const auto document = JsonDocument::parse(as_object ? std::string_view("{}") : body);
    if (!document) {
        return document.refusal();
    }
    if (document->root().kind != JsonNode::Kind::object) {
        return body_is_no_object();
    }
    Findings findings;
    const Path top;
    ObjectReader reader(*document, document->root(), top, findings);
    auto value = read(reader, findings);
    reader.finish();
    if (findings.any()) {
        return std::move(findings).refusal();
    }
    return value;
}

}  // namespace arus::wire
