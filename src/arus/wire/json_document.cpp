// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/json_document.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>

namespace arus::wire {

namespace json = boost::json;

/// Receives the parser's events and links them into nodes. The whole text is given at once, so a
/// string without escapes arrives in one piece that points into the text.
class JsonDocument::Builder {
public:
    static constexpr std::size_t max_array_size = SIZE_MAX;
    static constexpr std::size_t max_object_size = SIZE_MAX;
    static constexpr std::size_t max_string_size = SIZE_MAX;
    static constexpr std::size_t max_key_size = SIZE_MAX;

    using Error = boost::system::error_code;
    using Text = json::string_view;

    bool on_document_begin(Error&) {
        document_.nodes_.reserve(64);
        return true;
    }
    bool on_document_end(Error&) { return true; }

    bool on_object_begin(Error&) { return open(JsonNode::Kind::object); }
    bool on_object_end(std::size_t, Error& error) {
        if (has_repeated_name(document_.nodes_[open_.back().index])) {
            error = json::make_error_code(json::error::syntax);
            return false;
        }
        open_.pop_back();
        return true;
    }
    bool on_array_begin(Error&) { return open(JsonNode::Kind::array); }
    bool on_array_end(std::size_t, Error&) {
        open_.pop_back();
        return true;
    }

    bool on_key_part(Text part, std::size_t, Error&) { return add_part(part); }
    bool on_key(Text last, std::size_t, Error&) {
        key_ = whole(last);
        return true;
    }
    bool on_string_part(Text part, std::size_t, Error&) { return add_part(part); }
    bool on_string(Text last, std::size_t, Error&) {
        const std::string_view text = whole(last);
        document_.nodes_[append(JsonNode::Kind::string)].text = text;
        return true;
    }

    bool on_number_part(Text part, Error&) { return add_part(part); }
    bool on_int64(std::int64_t, Text last, Error&) { return add_number(last); }
    bool on_uint64(std::uint64_t, Text last, Error&) { return add_number(last); }
    bool on_double(double, Text last, Error&) { return add_number(last); }
    bool on_bool(bool value, Error&) {
        document_.nodes_[append(JsonNode::Kind::boolean)].boolean = value;
        return true;
    }
    bool on_null(Error&) {
        append(JsonNode::Kind::null);
        return true;
    }
    bool on_comment_part(Text, Error&) { return true; }
    bool on_comment(Text, Error&) { return true; }

    JsonDocument&& take() { return std::move(document_); }

private:
    struct Open {
        std::uint32_t index;
        std::uint32_t last_child = JsonNode::none;
    };

    std::uint32_t append(JsonNode::Kind kind) {
        const auto index = static_cast<std::uint32_t>(document_.nodes_.size());
        JsonNode& node = document_.nodes_.emplace_back();
        node.kind = kind;
        if (!open_.empty()) {
            Open& parent = open_.back();
            JsonNode& owner = document_.nodes_[parent.index];
            ++owner.children;
            if (owner.kind == JsonNode::Kind::object) {
                node.key = key_;
            }
            (parent.last_child == JsonNode::none
                 ? owner.first_child
                 : document_.nodes_[parent.last_child].next_sibling) = index;
            parent.last_child = index;
        }
        return index;
    }

    bool open(JsonNode::Kind kind) {
        open_.push_back({append(kind)});
        return true;
    }

    bool add_part(Text part) {
        parts_.append(part.data(), part.size());
        return true;
    }

    bool add_number(Text last) {
        const std::string_view text = whole(last);
        document_.nodes_[append(JsonNode::Kind::number)].text = text;
        return true;
    }

    std::string_view whole(Text last) {
        if (parts_.empty() && is_inside(last)) {
            return {last.data(), last.size()};
        }
        parts_.append(last.data(), last.size());
        const std::string& kept = document_.unescaped_.emplace_front(std::move(parts_));
        parts_.clear();
        return kept;
    }

    /// False for a piece that stands in a buffer of the parser, which it reuses.
    bool is_inside(Text piece) const {
        return std::less_equal<>{}(source_.data(), piece.data())
               && std::less_equal<>{}(piece.data() + piece.size(), source_.data() + source_.size());
    }

    bool has_repeated_name(const JsonNode& object) {
        names_.clear();
        for (auto i = object.first_child; i != JsonNode::none;
             i = document_.nodes_[i].next_sibling) {
            names_.push_back(document_.nodes_[i].key);
        }
        std::ranges::sort(names_);
        return std::ranges::adjacent_find(names_) != names_.end();
    }

    friend class JsonDocument;

    JsonDocument document_;
    std::string_view source_;
    std::vector<Open> open_;
    std::vector<std::string_view> names_;
    std::string_view key_;
    std::string parts_;
};

Result<JsonDocument> JsonDocument::parse(std::string_view text) {
    json::parse_options options;
    options.max_depth = depth_max;
    options.numbers = json::number_precision::none;
    json::basic_parser<Builder> parser(options);
    parser.handler().source_ = text;
    boost::system::error_code error;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
    if (error || used < text.size()) {
        const std::string place = " near byte " + std::to_string(used);
        if (error == json::error::too_deep) {
            return {RefusalCode::malformed_json, "Nested deeper than 16" + place + "."};
        }
        return {
            RefusalCode::malformed_json,
            "Send one JSON value in UTF-8, no name twice in an object; wrong" + place + "."};
    }
    return std::move(parser.handler().take());
}

const JsonNode* JsonDocument::member(const JsonNode& object, std::string_view name) const {
    for (auto i = object.first_child; i != JsonNode::none; i = nodes_[i].next_sibling) {
        if (nodes_[i].key == name) {
            return &nodes_[i];
        }
    }
    return nullptr;
}

}  // namespace arus::wire
