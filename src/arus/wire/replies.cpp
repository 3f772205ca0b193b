// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/replies.hpp"

#include "arus/base/json_writer.hpp"
#include "arus/ledger/event.hpp"
#include "arus/ledger/money.hpp"
#include "arus/wire/event_line.hpp"
#include "arus/wire/problem.hpp"

#include <type_traits>

namespace arus::wire {

namespace {

void text(JsonWriter& json, std::string_view name, std::string_view value) {
    json.key(name).string(value);
}

template <class AnyId>
void id(JsonWriter& json, std::string_view name, const AnyId& value) {
    json.key(name).string(value.text());
}

/// Takes the closing brace off an object, so that members can follow.
void reopen(std::string& object) {
    object.pop_back();
    object += ',';
}

/// Adds the position of a transaction's event to its object.
void append_position(
    std::string& object, std::uint64_t offset, std::string_view epoch, const Hash256& hash) {
    reopen(object);
    object += "\"offset\":";
    object += std::to_string(offset);
    object += ",\"epoch\":\"";
    object += epoch;
    object += "\",\"hash\":\"";
    object += hex_of(hash);
    object += "\"}";
}

/// A list's page: `append(item)` gives the object of each.
template <class T, class Append>
std::string list_reply(const app::Page<T>& page, Append append) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("items").begin_array();
    for (const T& item : page.items) {
        json.raw(append(item));
    }
    json.end_array().field("next_cursor", page.next_cursor).end_object();
    return out;
}

std::string user_object(
    const UserId& user, std::string_view email, std::string_view name, std::string_view locale) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    id(json, "id", user);
    text(json, "email", email);
    text(json, "name", name);
    text(json, "locale", locale);
    json.end_object();
    return out;
}

std::string user_object(const app::User& user) {
    return user_object(user.id, user.email, user.name, user.locale);
}

std::string signed_in_reply(const app::SignedIn& signed_in, bool with_book) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("user").raw(user_object(signed_in.user));
    text(json, "access_token", signed_in.access_token);
    text(json, "expires_at", instant_text(signed_in.expires_at));
    if (with_book) {
        json.key("book");
        if (signed_in.book) {
            json.raw(book_reply(*signed_in.book));
        } else {
            json.null();
        }
    }
    json.end_object();
    return out;
}

}  // namespace

std::string transaction_reply(const app::Committed& committed) {
    std::string out;
    out.reserve(committed.event.data->size() + 128);
    out = *committed.event.data;
    append_position(out, committed.event.offset, committed.epoch, committed.event.hash);
    return out;
}

std::string transaction_reply(const app::TransactionRecord& record, int exponent) {
    std::string out = ledger::encode_transaction(record.transaction, exponent);
    append_position(out, record.offset, record.epoch, record.hash);
    return out;
}

std::string transaction_list_reply(const app::Page<app::TransactionRecord>& page, int exponent) {
    return list_reply(page, [exponent](const app::TransactionRecord& record) {
        return transaction_reply(record, exponent);
    });
}

std::string batch_reply(
    const std::vector<std::optional<TransactionId>>& ids,
    const std::vector<app::CommitVerdict>& verdicts) {
    ARUS_ASSERT(ids.size() == verdicts.size());
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("results").begin_array();
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        const auto* const committed = std::get_if<app::Committed>(&verdicts[i]);
        const auto* const refusal = std::get_if<Refusal>(&verdicts[i]);
        json.begin_object().key("id");
        if (ids[i]) {
            json.string(ids[i]->text());
        } else {
            json.null();
        }
        json.field("status", refusal != nullptr ? error_info(refusal->code).status : 201);
        json.field("replayed", committed != nullptr && committed->replayed);
        json.key("transaction");
        if (committed != nullptr) {
            json.raw(transaction_reply(*committed)).key("error").null();
        } else {
            std::string error;
            append_batch_error(error, *refusal);
            json.null().key("error").raw(error);
        }
        json.end_object();
    }
    json.end_array().end_object();
    return out;
}

std::string account_reply(const ledger::Account& account, BookId book, int exponent) {
    return ledger::encode_account(account, book, exponent);
}

std::string account_list_reply(const app::Page<ledger::Account>& page, BookId book, int exponent) {
    return list_reply(page, [&](const ledger::Account& account) {
        return account_reply(account, book, exponent);
    });
}

std::string outlet_reply(const ledger::Outlet& outlet, BookId book) {
    return ledger::encode_outlet(outlet, book);
}

std::string outlet_list_reply(const app::Page<ledger::Outlet>& page, BookId book) {
    return list_reply(
        page, [&](const ledger::Outlet& outlet) { return outlet_reply(outlet, book); });
}

std::string contact_reply(const ledger::Contact& contact, BookId book) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    id(json, "id", contact.id);
    id(json, "book_id", book);
    text(json, "code", contact.code);
    text(json, "name", contact.name);
    json.field("phone", contact.phone);
    json.field("email", contact.email);
    json.field("note", contact.note);
    json.field("archived", contact.archived);
    json.field("version", contact.version);
    json.end_object();
    return out;
}

std::string contact_list_reply(const app::Page<ledger::Contact>& page, BookId book) {
    return list_reply(
        page, [&](const ledger::Contact& contact) { return contact_reply(contact, book); });
}

std::string book_reply(const app::BookView& book) {
    std::string out = ledger::encode_book(book.book);
    reopen(out);
    out += "\"role\":\"";
    out += app::text_of(book.role);
    out += "\",\"epoch\":\"";
    out += book.epoch;
    out += "\"}";
    return out;
}

std::string book_list_reply(const app::Page<app::BookView>& page) {
    return list_reply(page, [](const app::BookView& book) { return book_reply(book); });
}

std::string member_reply(const app::Member& member) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    id(json, "user_id", member.user.id);
    text(json, "name", member.user.name);
    text(json, "email", member.user.email);
    text(json, "role", app::text_of(member.membership.role));
    json.key("outlet_ids").begin_array();
    for (const OutletId& outlet : member.membership.outlet_ids) {
        json.string(outlet.text());
    }
    json.end_array();
    text(json, "created_at", instant_text(member.user.created_at));
    json.end_object();
    return out;
}

std::string member_list_reply(const app::Page<app::Member>& page) {
    return list_reply(page, [](const app::Member& member) { return member_reply(member); });
}

std::string setup_reply(const SetupReply& setup) {
    std::string_view registration = "first_user";
    if (!setup.state.waits_for_first_user) {
        switch (setup.state.registration) {
            case app::Registration::open:
                registration = "open";
                break;
            case app::Registration::invite:
                registration = "invite";
                break;
            case app::Registration::off:
                registration = "off";
                break;
        }
    }
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    text(json, "registration", registration);
    json.field("code_required", setup.state.code_required);
    json.field("demo", setup.demo);
    text(json, "version", setup.version);
    json.end_object();
    return out;
}

std::string registration_reply(const app::SignedIn& signed_in) {
    return signed_in_reply(signed_in, true);
}

std::string session_reply(const app::SignedIn& signed_in) {
    return signed_in_reply(signed_in, false);
}

std::string fresh_token_reply(const app::FreshToken& token) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    text(json, "access_token", token.access_token);
    text(json, "expires_at", instant_text(token.expires_at));
    json.end_object();
    return out;
}

std::string me_reply(const app::Principal& principal, const std::vector<app::BookOfUser>& books) {
    const app::User user{
        principal.user_id, principal.email, principal.name, principal.locale,
        principal.user_created_at};
    return me_reply(user, books);
}

std::string me_reply(const app::User& user, const std::vector<app::BookOfUser>& books) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("user").raw(user_object(user));
    json.key("books").begin_array();
    for (const app::BookOfUser& mine : books) {
        json.begin_object();
        id(json, "id", mine.book.id);
        text(json, "name", mine.book.name);
        text(json, "role", app::text_of(mine.membership.role));
        text(json, "currency", mine.book.currency);
        json.field("exponent", mine.book.exponent);
        text(json, "time_zone", mine.book.time_zone);
        json.end_object();
    }
    json.end_array().end_object();
    return out;
}

std::string event_list_reply(const app::EventList& list, BookId book) {
    std::string items;
    for (const ledger::Event& event : list.items) {
        items += items.empty() ? "" : ",";
        append_event_object(items, book, list.epoch, event);
    }
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    text(json, "epoch", list.epoch);
    json.field("head", list.head);
    json.field("recovered", list.recovered);
    json.key("items").begin_array();
    if (!items.empty()) {
        json.raw(items);
    }
    json.end_array().field("next", list.next).end_object();
    return out;
}

std::string verification_reply(const app::VerificationRecord& report) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.field("ok", report.report.ok);
    json.field("transactions", report.report.transactions);
    json.field("events", report.report.events);
    json.key("head").begin_object();
    json.field("sequence", report.position.sequence);
    json.field("offset", report.position.offset);
    text(json, "hash", hex_of(report.position.hash));
    text(json, "epoch", report.position.epoch);
    json.end_object();
    text(json, "chain", report.report.chain_ok ? "ok" : "broken");
    json.key("findings").begin_array();
    for (const ledger::Finding& finding : report.report.findings) {
        json.begin_object().key("offset");
        if (finding.offset) {
            json.integer(static_cast<std::int64_t>(*finding.offset));
        } else {
            json.null();
        }
        text(json, "code", finding.code);
        text(json, "detail", finding.detail);
        json.end_object();
    }
    json.end_array().field("checked_from_offset", report.checked_from_offset).end_object();
    return out;
}

}  // namespace arus::wire
