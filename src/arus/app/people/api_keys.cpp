// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/api_keys.hpp"

#include "arus/base/json_writer.hpp"

#include <utility>

namespace arus::app {

namespace {

/// Enough to tell keys apart, far too little to guess the rest.
constexpr std::size_t shown_characters = 12;

Refusal invalid(std::string pointer, std::string code, std::string detail) {
    return {
        RefusalCode::validation_failed,
        "Some fields are not valid.",
        {{std::move(pointer), std::move(code), std::move(detail)}}};
}

std::string list_name(BookId book) {
    return "api keys " + book.text();
}

std::string key_text(const ApiKey& key) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().field("name", key.name).field("prefix", key.prefix);
    json.field("role", text_of(key.membership.role)).field("read_only", key.read_only);
    json.key("outlet_ids").begin_array();
    for (const OutletId& outlet : key.membership.outlet_ids) {
        json.string(outlet.text());
    }
    json.end_array().field("expires_at", instant_text(key.expires_at)).end_object();
    return text;
}

Instant later(Instant instant, std::chrono::microseconds span) {
    return {instant.us + span.count()};
}

}  // namespace

ApiKeys::ApiKeys(Parts parts, Options options) :
    people_(parts.people),
    ledgers_(parts.ledgers),
    authentication_(parts.authentication),
    access_(parts.access),
    audit_(parts.audit),
    clock_(parts.clock),
    options_(options) {
}

Awaitable<Result<Page<ApiKey>>> ApiKeys::list(
    RequestContext context, BookId book, PageRequest page) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::manage_keys, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    std::optional<ApiKeyId> after;
    if (page.cursor) {
        const Result<std::string> place = place_of(*page.cursor, list_name(book));
        if (!place) {
            co_return place.refusal();
        }
        after = ApiKeyId::parse(*place);
    }
    Page<ApiKey> found;
    found.items = co_await people_.list_api_keys(book, after, page.limit + 1, context.deadline);
    if (found.items.size() > page.limit) {
        found.items.resize(page.limit);
        found.next_cursor = make_cursor(list_name(book), found.items.back().id.text());
    }
    co_return found;
}

Awaitable<Result<ApiKeyMade>> ApiKeys::create(
    RequestContext context, BookId book, ApiKeyDraft draft) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::manage_keys, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    if (draft.membership.role == Role::owner) {
        co_return invalid("/role", "enum", "A key has every role but owner.");
    }
    if (auto fault = outlets_fault(draft.membership.role, draft.membership.outlet_ids)) {
        co_return std::move(*fault);
    }
    const Instant now = clock_.now();
    const Instant expires_at = draft.expires_at.value_or(later(now, options_.life));
    if (expires_at <= now || later(now, options_.life_max) < expires_at) {
        co_return invalid("/expires_at", "range", "It lies within the next 3,660 days.");
    }
    const std::vector<ledger::Outlet> outlets = co_await ledgers_.list_outlets(
        book, context.deadline);
    if (auto fault = unknown_outlet_fault(draft.membership.outlet_ids, outlets)) {
        co_return std::move(*fault);
    }
    ApiKeyMade made;
    made.token = make_token(api_key_prefix);
    made.key.id = ApiKeyId::make(now);
    made.key.book_id = book;
    made.key.name = std::move(draft.name);
    made.key.prefix = made.token.substr(0, shown_characters);
    made.key.membership = std::move(draft.membership);
    made.key.read_only = draft.read_only;
    made.key.created_by = {context.principal->user_id.bytes, context.principal->name};
    made.key.created_at = now;
    made.key.expires_at = expires_at;
    AuditDraft entry = audit_.draft(context, book, "api_key.created");
    entry.subject_kind = "api_key";
    entry.subject_id = made.key.id.bytes;
    entry.after = key_text(made.key);
    const bool is_made = co_await people_.create_api_key(
        made.key, sha256(made.token), options_.active_max, std::move(entry), context.deadline);
    if (!is_made) {
        co_return invalid("", "range", "At most 200 keys of a book may be in force.");
    }
    co_return made;
}

Awaitable<Result<Done>> ApiKeys::revoke(RequestContext context, BookId book, ApiKeyId id) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::manage_keys, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    AuditDraft entry = audit_.draft(context, book, "api_key.revoked");
    entry.subject_kind = "api_key";
    entry.subject_id = id.bytes;
    const bool is_done = co_await people_.revoke_api_key(
        book, id, clock_.now(), std::move(entry), context.deadline);
    authentication_.forget_sessions();
    access_.forget(UserId{id.bytes}, book);
    if (!is_done) {
        co_return Refusal{RefusalCode::not_found, "There is no such key in force.", {}};
    }
    co_return Done{};
}

}  // namespace arus::app
