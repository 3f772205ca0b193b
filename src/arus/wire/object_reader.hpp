// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/ids.hpp"
#include "arus/base/result.hpp"
#include "arus/base/time.hpp"
#include "arus/wire/json_document.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Reading the members of a request body one by one, in the order of their schema. Nothing stops at
// the first mistake: every one becomes a finding, and the caller refuses at the end if there are
// any.
namespace arus::wire {

/// The mistakes of one request, in the order they were found; at most 50 are kept.
class Findings {
public:
    static constexpr std::size_t shown_max = 50;

    void add(std::string pointer, std::string_view code, std::string detail);
    bool any() const { return !fields_.empty(); }
    /// `validation_failed` with all findings. Precondition: any().
    Refusal refusal() &&;

private:
    std::vector<FieldRefusal> fields_;
};

/// Where a value stands in the body: linked frames on the caller's stack, written out only when
/// something is wrong.
struct Path {
    const Path* parent = nullptr;
    std::string_view name{};
    std::size_t index = 0;
    bool is_index = false;

    /// The RFC 6901 pointer; "" for the body itself.
    std::string pointer() const;
    std::string pointer(std::string_view member) const;
};

/// Length in code points, both ends inclusive.
struct TextRule {
    std::size_t min = 0;
    std::size_t max = 0;
};

/// Whether a member may be absent, and whether null says the same as absent.
enum class Presence { required, optional, optional_or_null };

/// One object of a body. Each member is asked for once; finish() reports those that nobody asked
/// for.
class ObjectReader {
public:
    ObjectReader(
        const JsonDocument& document, const JsonNode& object, const Path& path, Findings& findings);

    /// Well-formed text without control characters, of the given length.
    std::optional<std::string> text(std::string_view name, TextRule rule, Presence presence);
    /// A string whatever it holds: for amounts, which the rules of the ledger judge.
    std::optional<std::string> any_text(std::string_view name, Presence presence);
    std::optional<bool> boolean(std::string_view name, Presence presence);
    std::optional<std::int64_t> integer(
        std::string_view name, std::int64_t min, std::int64_t max, Presence presence);
    std::optional<Date> date(std::string_view name, Presence presence);
    /// RFC 3339 in UTC (`Z`), cut to milliseconds.
    std::optional<Instant> instant(std::string_view name, Presence presence);

    /// One of the texts that `parse` knows.
    template <class Parse>
    auto choice(std::string_view name, Parse parse, Presence presence)
        -> decltype(parse(std::string_view{})) {
        const JsonNode* const node = string_member(name, presence);
        if (node == nullptr) {
            return std::nullopt;
        }
        auto value = parse(node->text);
        if (!value) {
            fault(name, "enum", "is not one of the allowed values");
        }
        return value;
    }

    /// A UUID in lower case.
    template <class AnyId>
    std::optional<AnyId> id(std::string_view name, Presence presence) {
        const auto bytes = uuid(name, presence, UuidKind::any);
        return bytes ? std::optional(AnyId{*bytes}) : std::nullopt;
    }
    /// A UUID version 7 in lower case: one that the client made.
    template <class AnyId>
    std::optional<AnyId> new_id(std::string_view name, Presence presence) {
        const auto bytes = uuid(name, presence, UuidKind::version_7);
        return bytes ? std::optional(AnyId{*bytes}) : std::nullopt;
    }

    /// 1 to 20 of `[A-Za-z0-9.-]`.
    std::optional<std::string> code(std::string_view name, Presence presence);

    /// The array or object of that name, of at most `children_max` children; null if absent or
    /// wrong.
    const JsonNode* array(std::string_view name, std::size_t children_max, Presence presence);
    const JsonNode* object(std::string_view name, Presence presence);

    /// True if the member is there, null or not. Does not count as asking for it.
    bool has(std::string_view name) const { return document_.member(object_, name) != nullptr; }
    /// True if the member is there and null. Counts as asking for it.
    bool is_null(std::string_view name);

    void fault(std::string_view name, std::string_view code, std::string detail);

    /// Reports members that were not asked for.
    void finish();

    const Path& path() const { return path_; }
    const JsonDocument& document() const { return document_; }

private:
    enum class UuidKind { any, version_7 };

    /// The member, or null where there is nothing to read (absent, or null where that is allowed).
    const JsonNode* member(std::string_view name, Presence presence);
    const JsonNode* string_member(std::string_view name, Presence presence);
    std::optional<Bytes16> uuid(std::string_view name, Presence presence, UuidKind kind);

    const JsonDocument& document_;
    const JsonNode& object_;
    const Path& path_;
    Findings& findings_;
    std::vector<std::string_view> asked_;
};

/// The finding that text breaks the rule with, as code and sentence; nothing if it is fine.
struct TextFault {
    std::string_view code;
    std::string detail;
};
std::optional<TextFault> text_fault(std::string_view text, TextRule rule);

/// A UUID in lower case, the only form that requests use.
std::optional<Bytes16> parse_lower_uuid(std::string_view text);

/// True for `^[^\s@]+@[^\s@]+$`; whether mail arrives there is another matter.
bool is_email(std::string_view text);

/// True for 1 to 20 of `[A-Za-z0-9.-]`.
bool is_code(std::string_view text);

}  // namespace arus::wire
