// SPDX-License-Identifier: Apache-2.0
#include "arus/app/exports/journal_entry.hpp"

#include "arus/base/failure.hpp"
#include "arus/ledger/money.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <exception>

namespace arus::app {

namespace {

namespace json = boost::json;

/// Enough for all but the longest entries, so that reading one takes no memory from the heap.
constexpr std::size_t arena_bytes = 16U << 10U;

[[noreturn]] void fail() {
    throw Failure(
        {Failure::Kind::corrupt, false, true, "journal"}, "an event cannot be read as an entry");
}

template <class T>
T must(std::optional<T> value) {
    if (!value) {
        fail();
    }
    return std::move(*value);
}

std::string_view view(const json::object& object, std::string_view name) {
    return object.at(name).as_string();
}

std::string text(const json::object& object, std::string_view name) {
    return std::string(view(object, name));
}

std::optional<std::string> text_or_null(const json::object& object, std::string_view name) {
    const json::value& value = object.at(name);
    return value.is_null() ? std::nullopt : std::optional(std::string(value.as_string()));
}

JournalEntry read_entry(const json::object& data, int exponent) {
    JournalEntry entry;
    entry.id = must(TransactionId::parse(view(data, "id")));
    const json::value& settled = data.at("settled_sequence");
    entry.number = (settled.is_null() ? data.at("sequence") : settled).to_number<std::uint64_t>();
    entry.date = must(parse_date(view(data, "date")));
    entry.committed_at = must(parse_instant(view(data, "committed_at")));
    entry.kind = must(ledger::parse_transaction_kind(view(data, "kind")));
    entry.description = text(data, "description");
    entry.reference = text_or_null(data, "reference");
    if (const json::value& outlet = data.at("outlet_id"); !outlet.is_null()) {
        entry.outlet_id = must(OutletId::parse(std::string_view(outlet.as_string())));
    }
    for (const json::value& tag : data.at("tags").as_array()) {
        entry.tags.emplace_back(tag.as_string());
    }
    entry.created_by_name = text(data.at("created_by").as_object(), "name");
    const json::array& postings = data.at("postings").as_array();
    entry.legs.reserve(postings.size());
    for (const json::value& item : postings) {
        const json::object& posting = item.as_object();
        JournalEntry::Leg leg;
        leg.account_id = must(AccountId::parse(view(posting, "account_id")));
        leg.account_code = text(posting, "account_code");
        leg.account_name = text(posting, "account_name");
        leg.direction = must(ledger::parse_direction(view(posting, "direction")));
        leg.amount_minor = must(ledger::parse_amount(view(posting, "amount"), exponent));
        leg.memo = text_or_null(posting, "memo");
        entry.legs.push_back(std::move(leg));
    }
    return entry;
}

}  // namespace

std::optional<JournalEntry> entry_of(const ledger::Event& event, int exponent) {
    if (event.type != ledger::EventType::transaction_posted) {
        return std::nullopt;
    }
    std::array<unsigned char, arena_bytes> arena;
    json::monotonic_resource memory(arena.data(), arena.size());
    try {
        const json::value data = json::parse(*event.data, &memory);
        return read_entry(data.as_object(), exponent);
    } catch (const Failure&) {
        throw;
    } catch (const std::exception&) {
        fail();  // not JSON, or a member is missing or of another type
    }
}

}  // namespace arus::app
