// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/event.hpp"

#include "arus/ledger/detail/names.hpp"
#include "arus/ledger/money.hpp"

namespace arus::ledger {

namespace {

constexpr detail::Names<EventType, 10> event_types{
    {"transaction.posted", "transaction.pending", "transaction.voided", "account.created",
     "account.updated", "outlet.created", "outlet.updated", "contact.created", "contact.updated",
     "book.updated"}};

void text_field(JsonWriter& json, std::string_view name, std::string_view text) {
    json.key(name).string(text);
}

template <class Kind>
void id_field(JsonWriter& json, std::string_view name, const std::optional<Id<Kind>>& id) {
    json.key(name);
    if (id) {
        json.string(id->text());
    } else {
        json.null();
    }
}

void date_field(JsonWriter& json, std::string_view name, const std::optional<Date>& date) {
    json.key(name);
    if (date) {
        json.string(date_text(*date));
    } else {
        json.null();
    }
}

void postings_field(JsonWriter& json, const Transaction& transaction, int exponent) {
    json.key("postings").begin_array();
    for (const auto& posting : transaction.postings) {
        json.begin_object();
        text_field(json, "account_id", posting.account_id.text());
        text_field(json, "account_code", posting.account_code);
        text_field(json, "account_name", posting.account_name);
        text_field(json, "direction", text_of(posting.direction));
        text_field(json, "amount", amount_text(posting.amount_minor, exponent));
        json.field("memo", posting.memo);
        json.end_object();
    }
    json.end_array();
}

void lines_field(JsonWriter& json, const Transaction& transaction, int exponent) {
    json.key("lines").begin_array();
    for (const auto& line : transaction.lines) {
        json.begin_object();
        text_field(json, "name", line.name);
        text_field(json, "quantity", line.quantity);
        text_field(json, "amount", amount_text(line.amount_minor, exponent));
        json.end_object();
    }
    json.end_array();
}

}  // namespace

std::string_view text_of(EventType type) {
    return event_types.of(type);
}
std::optional<EventType> parse_event_type(std::string_view text) {
    return event_types.find(text);
}

Hash256 chain_start(BookId book) {
    return Sha256().add("arus.v1").add(book.bytes).finish();
}

Hash256 chain_next(
    const Hash256& previous, std::uint64_t offset, Instant at, EventType type,
    std::string_view data) {
    const auto name = text_of(type);
    return Sha256()
        .add(previous)
        .add_u64be(offset)
        .add_u64be(static_cast<std::uint64_t>(at.us))
        .add_u8(static_cast<std::uint8_t>(name.size()))
        .add(name)
        .add(data)
        .finish();
}

std::string encode_transaction(const Transaction& transaction, int exponent) {
    std::string out;
    out.reserve(900 + 220 * transaction.postings.size());
    JsonWriter json(out);
    json.begin_object();
    text_field(json, "id", transaction.id.text());
    text_field(json, "book_id", transaction.book_id.text());
    json.field("sequence", transaction.sequence);
    json.key("settled_sequence");
    if (transaction.settled_sequence) {
        json.integer(static_cast<std::int64_t>(*transaction.settled_sequence));
    } else {
        json.null();
    }
    text_field(json, "status", text_of(transaction.status));
    text_field(json, "date", date_text(transaction.date));
    date_field(json, "original_date", transaction.original_date);
    text_field(json, "kind", text_of(transaction.kind));
    text_field(json, "description", transaction.description);
    json.field("reference", transaction.reference);
    id_field(json, "outlet_id", transaction.outlet_id);
    id_field(json, "contact_id", transaction.contact_id);
    json.key("tags").begin_array();
    for (const auto& tag : transaction.tags) {
        json.string(tag);
    }
    json.end_array();
    lines_field(json, transaction, exponent);
    json.key("made_at");
    if (transaction.made_at) {
        json.string(instant_text(*transaction.made_at));
    } else {
        json.null();
    }
    text_field(json, "committed_at", instant_text(transaction.committed_at));
    json.key("created_by").begin_object();
    text_field(json, "id", transaction.created_by.text());
    text_field(json, "name", transaction.created_by_name);
    json.end_object();
    id_field(json, "device_id", transaction.device_id);
    id_field(json, "reverses_id", transaction.reverses_id);
    id_field(json, "reversed_by_id", transaction.reversed_by_id);
    id_field(json, "replaces_id", transaction.replaces_id);
    json.key("local_hour");
    if (transaction.local_hour) {
        json.integer(*transaction.local_hour);
    } else {
        json.null();
    }
    postings_field(json, transaction, exponent);
    json.end_object();
    return out;
}

std::string encode_account(const Account& account, BookId book, int exponent) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    text_field(json, "id", account.id.text());
    text_field(json, "book_id", book.text());
    text_field(json, "code", account.code);
    text_field(json, "name", account.name);
    text_field(json, "type", text_of(account.type));
    text_field(json, "subtype", text_of(account.subtype));
    id_field(json, "parent_id", account.parent_id);
    json.key("min_balance");
    if (account.min_balance_minor) {
        json.string(amount_text(*account.min_balance_minor, exponent));
    } else {
        json.null();
    }
    json.field("archived", account.archived);
    json.field("version", account.version);
    json.end_object();
    return out;
}

std::string encode_outlet(const Outlet& outlet, BookId book) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    text_field(json, "id", outlet.id.text());
    text_field(json, "book_id", book.text());
    text_field(json, "code", outlet.code);
    text_field(json, "name", outlet.name);
    json.field("archived", outlet.archived);
    json.field("version", outlet.version);
    json.end_object();
    return out;
}

std::string encode_contact_event(const Contact& contact) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    text_field(json, "id", contact.id.text());
    json.field("version", contact.version);
    json.end_object();
    return out;
}

std::string encode_book(const Book& book) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    text_field(json, "id", book.id.text());
    text_field(json, "name", book.name);
    text_field(json, "currency", book.currency);
    json.field("exponent", book.exponent);
    text_field(json, "time_zone", book.time_zone);
    text_field(json, "fiscal_year_start", book.fiscal_year_start);
    date_field(json, "lock_date", book.lock_date);
    text_field(json, "template", book.chart_template);
    text_field(json, "created_at", instant_text(book.created_at));
    json.end_object();
    return out;
}

}  // namespace arus::ledger
