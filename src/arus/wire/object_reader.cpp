// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/object_reader.hpp"

#include "arus/base/text.hpp"
#include "arus/wire/body.hpp"

#include <algorithm>
#include <charconv>

namespace arus::wire {

namespace {

using Kind = JsonNode::Kind;

constexpr std::size_t code_characters_max = 20;
constexpr std::size_t pointer_name_bytes_max = 80;

/// One token of a pointer: `~` and `/` are escaped (RFC 6901 section 3); a client's endless name is
/// cut.
std::string pointer_token(std::string_view name) {
    std::string out;
    std::size_t length = std::min(name.size(), pointer_name_bytes_max);
    while (length < name.size() && length > 0
           && (static_cast<unsigned char>(name[length]) & 0xC0U) == 0x80U) {
        --length;  // not in the middle of a character
    }
    for (const char c : name.substr(0, length)) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

Refusal body_is_no_object() {
    Findings findings;
    findings.add("", "type", "must be an object");
    return std::move(findings).refusal();
}

void Findings::add(std::string pointer, std::string_view code, std::string detail) {
    if (fields_.size() < shown_max) {
        fields_.push_back({std::move(pointer), std::string(code), std::move(detail)});
    }
}

Refusal Findings::refusal() && {
    std::string detail = fields_.front().pointer.empty() ? "The body" : fields_.front().pointer;
    detail += ' ';
    detail += fields_.front().detail;
    detail += '.';
    return {RefusalCode::validation_failed, std::move(detail), std::move(fields_)};
}

std::string Path::pointer() const {
    if (parent == nullptr) {
        return {};
    }
    return parent->pointer() + '/' + (is_index ? std::to_string(index) : pointer_token(name));
}

std::string Path::pointer(std::string_view member) const {
    return pointer() + '/' + pointer_token(member);
}

ObjectReader::ObjectReader(
    const JsonDocument& document, const JsonNode& object, const Path& path, Findings& findings) :
    document_(document), object_(object), path_(path), findings_(findings) {
    asked_.reserve(24);
}

const JsonNode* ObjectReader::member(std::string_view name, Presence presence) {
    asked_.push_back(name);
    const JsonNode* const found = document_.member(object_, name);
    if (found == nullptr) {
        if (presence == Presence::required) {
            fault(name, "required", "must be given");
        }
        return nullptr;
    }
    if (found->kind == Kind::null) {
        if (presence != Presence::optional_or_null) {
            fault(name, "type", "must not be null");
        }
        return nullptr;
    }
    return found;
}

const JsonNode* ObjectReader::string_member(std::string_view name, Presence presence) {
    const JsonNode* const found = member(name, presence);
    if (found != nullptr && found->kind != Kind::string) {
        fault(name, "type", "must be a string");
        return nullptr;
    }
    return found;
}

std::optional<TextFault> text_fault(std::string_view text, TextRule rule) {
    const auto length = utf8_length(text);
    if (!length) {
        return TextFault{"pattern", "must be UTF-8"};
    }
    if (*length < rule.min) {
        return TextFault{
            "too_short", "must have at least " + std::to_string(rule.min) + " characters"};
    }
    if (*length > rule.max) {
        return TextFault{
            "too_long", "must have at most " + std::to_string(rule.max) + " characters"};
    }
    if (has_control_character(text)) {
        return TextFault{"control_character", "must not contain control characters"};
    }
    return std::nullopt;
}

std::optional<std::string> ObjectReader::text(
    std::string_view name, TextRule rule, Presence presence) {
    const JsonNode* const node = string_member(name, presence);
    if (node == nullptr) {
        return std::nullopt;
    }
    if (auto wrong = text_fault(node->text, rule)) {
        fault(name, wrong->code, std::move(wrong->detail));
        return std::nullopt;
    }
    return std::string(node->text);
}

std::optional<std::string> ObjectReader::any_text(std::string_view name, Presence presence) {
    const JsonNode* const node = string_member(name, presence);
    return node != nullptr ? std::optional(std::string(node->text)) : std::nullopt;
}

std::optional<bool> ObjectReader::boolean(std::string_view name, Presence presence) {
    const JsonNode* const node = member(name, presence);
    if (node == nullptr) {
        return std::nullopt;
    }
    if (node->kind != Kind::boolean) {
        fault(name, "type", "must be true or false");
        return std::nullopt;
    }
    return node->boolean;
}

std::optional<std::int64_t> ObjectReader::integer(
    std::string_view name, std::int64_t min, std::int64_t max, Presence presence) {
    const JsonNode* const node = member(name, presence);
    if (node == nullptr) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    const char* const end = node->text.data() + node->text.size();
    const auto parsed = std::from_chars(node->text.data(), end, value);
    const bool is_integer = node->kind == Kind::number
                            && node->text.find_first_of(".eE") == std::string_view::npos;
    if (!is_integer) {
        fault(name, "type", "must be a whole number");
        return std::nullopt;
    }
    if (parsed.ec != std::errc{} || parsed.ptr != end || value < min || value > max) {
        fault(name, "range", "must be from " + std::to_string(min) + " to " + std::to_string(max));
        return std::nullopt;
    }
    return value;
}

std::optional<Date> ObjectReader::date(std::string_view name, Presence presence) {
    const JsonNode* const node = string_member(name, presence);
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto value = parse_date(node->text);
    if (!value) {
        fault(name, "pattern", "must be a day as in 2026-11-22");
    }
    return value;
}

std::optional<Instant> ObjectReader::instant(std::string_view name, Presence presence) {
    const JsonNode* const node = string_member(name, presence);
    if (node == nullptr) {
        return std::nullopt;
    }
    auto value = parse_instant(node->text);
    if (!value || !node->text.ends_with('Z')) {
        fault(name, "pattern", "must be an instant in UTC as in 2026-11-22T07:02:11.120Z");
        return std::nullopt;
    }
    value->us -= value->us % 1000;
    return value;
}

std::optional<Bytes16> parse_lower_uuid(std::string_view text) {
    const bool has_upper = std::ranges::any_of(text, [](char c) { return c >= 'A' && c <= 'F'; });
    return has_upper ? std::nullopt : parse_uuid(text);
}

std::optional<Bytes16> ObjectReader::uuid(std::string_view name, Presence presence, UuidKind kind) {
    const JsonNode* const node = string_member(name, presence);
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto bytes = parse_lower_uuid(node->text);
    if (!bytes) {
        fault(name, "pattern", "must be a UUID in lower case");
        return std::nullopt;
    }
    const bool is_version_7 = ((*bytes)[6] >> 4U) == 7 && ((*bytes)[8] >> 6U) == 2;
    if (kind == UuidKind::version_7 && !is_version_7) {
        fault(name, "pattern", "must be a UUID version 7");
        return std::nullopt;
    }
    return bytes;
}

bool is_email(std::string_view text) {
    const std::size_t at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size()
           && text.find('@', at + 1) == std::string_view::npos
           && text.find_first_of(" \t\r\n\f\v") == std::string_view::npos;
}

bool is_code(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
               || c == '.' || c == '-';
    };
    return !text.empty() && text.size() <= code_characters_max && std::ranges::all_of(text, fits);
}

std::optional<std::string> ObjectReader::code(std::string_view name, Presence presence) {
    auto value = text(name, {1, code_characters_max}, presence);
    if (value && !is_code(*value)) {
        fault(name, "pattern", "may have letters A to Z, digits, dots and hyphens");
        return std::nullopt;
    }
    return value;
}

const JsonNode* ObjectReader::array(
    std::string_view name, std::size_t children_max, Presence presence) {
    const JsonNode* const node = member(name, presence);
    if (node == nullptr) {
        return nullptr;
    }
    if (node->kind != Kind::array) {
        fault(name, "type", "must be an array");
        return nullptr;
    }
    if (node->children > children_max) {
        fault(name, "too_long", "must have at most " + std::to_string(children_max) + " items");
        return nullptr;
    }
    return node;
}

const JsonNode* ObjectReader::object(std::string_view name, Presence presence) {
    const JsonNode* const node = member(name, presence);
    if (node != nullptr && node->kind != Kind::object) {
        fault(name, "type", "must be an object");
        return nullptr;
    }
    return node;
}

bool ObjectReader::is_null(std::string_view name) {
    const JsonNode* const found = document_.member(object_, name);
    if (found == nullptr || found->kind != Kind::null) {
        return false;
    }
    asked_.push_back(name);
    return true;
}

void ObjectReader::fault(std::string_view name, std::string_view code, std::string detail) {
    findings_.add(path_.pointer(name), code, std::move(detail));
}

void ObjectReader::finish() {
    for (auto i = object_.first_child; i != JsonNode::none; i = document_.node(i).next_sibling) {
        const std::string_view name = document_.node(i).key;
        if (std::ranges::find(asked_, name) == asked_.end()) {
            fault(name, "unknown_field", "is not a known field");
        }
    }
}

}  // namespace arus::wire
