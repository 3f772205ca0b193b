// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/detail/event_reader.hpp"

#include <charconv>

namespace arus::ledger::detail {

namespace {

/// Takes one expected piece after the other; after the first that is not there every further one
/// fails too.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    void literal(std::string_view expected) {
        if (good_ && rest_.starts_with(expected)) {
            rest_.remove_prefix(expected.size());
        } else {
            good_ = false;
        }
    }

    std::string string() {
        std::string value;
        literal("\"");
        while (good_ && !rest_.empty() && rest_[0] != '"') {
            value += rest_[0] == '\\' ? escaped() : rest_[0];
            rest_.remove_prefix(rest_.empty() ? 0 : 1);
        }
        literal("\"");
        return value;
    }

    std::optional<std::string> string_or_null() {
        if (rest_.starts_with("null")) {
            literal("null");
            return std::nullopt;
        }
        return string();
    }

    std::uint64_t number() {
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        good_ = good_ && error == std::errc();
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }

    bool boolean() {
        const bool value = rest_.starts_with("true");
        literal(value ? "true" : "false");
        return value;
    }

    template <class Value>
    Value required(const std::optional<Value>& value) {
        good_ = good_ && value.has_value();
        return value.value_or(Value{});
    }

    bool at_end() const { return good_ && rest_.empty(); }

private:
    /// The character behind a backslash; leaves the last byte of the escape to the caller.
    char escaped() {
        static constexpr std::string_view letters = "\"\\bfnrt";
        static constexpr std::string_view meanings = "\"\\\b\f\n\r\t";
        rest_.remove_prefix(1);
        if (rest_.starts_with("u00") && rest_.size() >= 5) {
            unsigned value = 0;
            const auto [end, error] = std::from_chars(
                rest_.data() + 3, rest_.data() + 5, value, 16);
            good_ = good_ && error == std::errc() && end == rest_.data() + 5 && value < 0x20;
            rest_.remove_prefix(4);
            return static_cast<char>(value);
        }
        const auto index = rest_.empty() ? std::string_view::npos : letters.find(rest_[0]);
        good_ = good_ && index != std::string_view::npos;
        return good_ ? meanings[index] : '\0';
    }

    std::string_view rest_;
    bool good_ = true;
};

}  // namespace

std::optional<ReadAccount> read_account(std::string_view data) {
    Reader reader(data);
    ReadAccount read;
    auto& account = read.account;
    reader.literal("{\"id\":");
    account.id = reader.required(AccountId::parse(reader.string()));
    reader.literal(",\"book_id\":");
    read.book_id = reader.required(BookId::parse(reader.string()));
    reader.literal(",\"code\":");
    account.code = reader.string();
    reader.literal(",\"name\":");
    account.name = reader.string();
    reader.literal(",\"type\":");
    account.type = reader.required(parse_account_type(reader.string()));
    reader.literal(",\"subtype\":");
    account.subtype = reader.required(parse_account_subtype(reader.string()));
    reader.literal(",\"parent_id\":");
    if (const auto parent = reader.string_or_null()) {
        account.parent_id = reader.required(AccountId::parse(*parent));
    }
    reader.literal(",\"min_balance\":");
    read.min_balance = reader.string_or_null();
    reader.literal(",\"archived\":");
    account.archived = reader.boolean();
    reader.literal(",\"version\":");
    account.version = reader.number();
    reader.literal("}");
    return reader.at_end() ? std::optional(std::move(read)) : std::nullopt;
}

std::optional<ReadOutlet> read_outlet(std::string_view data) {
    Reader reader(data);
    ReadOutlet read;
    auto& outlet = read.outlet;
    reader.literal("{\"id\":");
    outlet.id = reader.required(OutletId::parse(reader.string()));
    reader.literal(",\"book_id\":");
    read.book_id = reader.required(BookId::parse(reader.string()));
    reader.literal(",\"code\":");
    outlet.code = reader.string();
    reader.literal(",\"name\":");
    outlet.name = reader.string();
    reader.literal(",\"archived\":");
    outlet.archived = reader.boolean();
    reader.literal(",\"version\":");
    outlet.version = reader.number();
    reader.literal("}");
    return reader.at_end() ? std::optional(std::move(read)) : std::nullopt;
}

std::optional<ReadContact> read_contact(std::string_view data) {
    Reader reader(data);
    ReadContact read;
    reader.literal("{\"id\":");
    read.id = reader.required(ContactId::parse(reader.string()));
    reader.literal(",\"version\":");
    read.version = reader.number();
    reader.literal("}");
    return reader.at_end() ? std::optional(read) : std::nullopt;
}

}  // namespace arus::ledger::detail
