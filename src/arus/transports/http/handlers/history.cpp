// SPDX-License-Identifier: Apache-2.0
// Events, the check of the chain, and what the socket's path says to those who speak no WebSocket.
#include "arus/transports/http/handlers/common.hpp"
#include "arus/wire/replies.hpp"

namespace arus::http {

namespace {

using app::Permission;

constexpr std::int64_t offset_max = 9'007'199'254'740'991;
constexpr std::size_t epoch_digits = 16;
constexpr std::size_t hash_digits = 64;

Result<app::EventListRequest> read_list(const Request& request) {
    wire::QueryReader query(request.query);
    app::EventListRequest list;
    list.after = static_cast<std::uint64_t>(query.integer("after", 0, offset_max).value_or(0));
    list.epoch = query.hex("epoch", epoch_digits);
    if (const auto hash = query.hex("hash", hash_digits)) {
        list.hash.emplace();
        parse_hex(*hash, *list.hash);
        if (!list.epoch) {
            query.fault("epoch", "required", "must be given with hash");
        }
    }
    list.limit = static_cast<std::size_t>(query.integer("limit", 1, 500).value_or(50));
    if (auto fault = query.finish()) {
        return std::move(*fault);
    }
    return list;
}

Awaitable<Response> list_events(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_book));
    ARUS_HTTP_TRY(list, read_list(request));
    const BookId book = access->book.id;
    ARUS_HTTP_TRY(
        events,
        co_await services.transactions.list_events(context_of(request), book, std::move(list)));
    co_return json_response(200, wire::event_list_reply(events, book));
}

Awaitable<Response> verify_book(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::verify_book));
    wire::QueryReader query(request.query);
    const bool is_full = query.boolean("full").value_or(false);
    if (auto fault = query.finish()) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    if (is_full) {
        ARUS_HTTP_TRY(
            job, co_await services.jobs.start_verify(context_of(request), access->book.id));
        co_return json_response(202, app::encode_job(job));
    }
    ARUS_HTTP_TRY(record, co_await services.verifier.verify(context_of(request), access->book.id));
    co_return json_response(200, wire::verification_reply(record));
}

Awaitable<Response> realtime_without_upgrade(const Services&, Request& request) {
    Response response = problem_response(
        wire::problem_named("upgrade_required", "Open a WebSocket with the sub-protocol arus.v1."),
        request.request_id);
    response.set("Upgrade", "websocket");
    co_return response;
}

}  // namespace

void add_history_routes(Router& router, const Services& services) {
    add_route(
        router, services, verb::get, "/api/v1/books/{book}/events", Entry::signed_in, list_events);
    add_route(
        router, services, verb::get, "/api/v1/books/{book}/verify", Entry::signed_in, verify_book);
    add_route(
        router, services, verb::get, "/api/v1/realtime", Entry::open, realtime_without_upgrade);
}

}  // namespace arus::http
