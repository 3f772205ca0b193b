// SPDX-License-Identifier: Apache-2.0
// Books and who may use them.
#include "arus/transports/http/handlers/common.hpp"
#include "arus/wire/book_bodies.hpp"
#include "arus/wire/replies.hpp"

namespace arus::http {

namespace {

using app::Permission;

Awaitable<Response> list_books(const Services& services, Request& request) {
    wire::QueryReader query(request.query);
    const app::PageRequest page = read_page(query);
    if (auto fault = query.finish()) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(books, co_await services.books.list(context_of(request), page));
    co_return json_response(200, wire::book_list_reply(books));
}

Awaitable<Response> create_book(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(draft, wire::read_book_draft(request.body));
    ARUS_HTTP_TRY(book, co_await services.books.create(context_of(request), std::move(draft)));
    co_return json_response(201, wire::book_reply(book));
}

Awaitable<Response> read_book(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_book));
    if (auto fault = query_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(book, co_await services.books.find(context_of(request), access->book.id));
    co_return json_response(200, wire::book_reply(book));
}

Awaitable<Response> update_book(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::lock_period));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(patch, wire::read_book_change(request.body));
    ARUS_HTTP_TRY(
        book, co_await services.books.change(
                  context_of(request), access->book.id, std::move(patch.change),
                  std::move(patch.reason)));
    co_return json_response(200, wire::book_reply(book));
}

Awaitable<Response> list_members(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_members));
    wire::QueryReader query(request.query);
    const app::PageRequest page = read_page(query);
    if (auto fault = query.finish()) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(
        members, co_await services.books.list_members(context_of(request), access->book.id, page));
    co_return json_response(200, wire::member_list_reply(members));
}

Awaitable<Response> put_member(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_members));
    ARUS_HTTP_TRY(user, path_id<UserId>(request, 1));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(change, wire::read_member(request.body));
    ARUS_HTTP_TRY(
        member, co_await services.books.put_member(
                    context_of(request), access->book.id, user, std::move(change)));
    services.user_changed(user);
    co_return json_response(200, wire::member_reply(member));
}

Awaitable<Response> delete_member(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_members));
    ARUS_HTTP_TRY(user, path_id<UserId>(request, 1));
    ARUS_HTTP_TRY(
        done, co_await services.books.delete_member(context_of(request), access->book.id, user));
    static_cast<void>(done);
    services.user_changed(user);
    co_return empty_response(204);
}

}  // namespace

void add_book_routes(Router& router, const Services& services) {
    add_route(router, services, verb::get, "/api/v1/books", Entry::signed_in, list_books);
    add_route(router, services, verb::post, "/api/v1/books", Entry::person, create_book);
    add_route(router, services, verb::get, "/api/v1/books/{book}", Entry::signed_in, read_book);
    add_route(router, services, verb::patch, "/api/v1/books/{book}", Entry::signed_in, update_book);
    add_route(
        router, services, verb::get, "/api/v1/books/{book}/members", Entry::signed_in,
        list_members);
    add_route(
        router, services, verb::put, "/api/v1/books/{book}/members/{user_id}", Entry::signed_in,
        put_member);
    add_route(
        router, services, verb::delete_, "/api/v1/books/{book}/members/{user_id}", Entry::signed_in,
        delete_member);
}

}  // namespace arus::http
