// SPDX-License-Identifier: Apache-2.0
// Accounts, outlets, contacts.
#include "arus/transports/http/handlers/common.hpp"
#include "arus/wire/account_bodies.hpp"
#include "arus/wire/replies.hpp"

namespace arus::http {

namespace {

using app::Permission;

Result<app::Chart::ListRequest> read_list(const Request& request) {
    wire::QueryReader query(request.query);
    app::Chart::ListRequest list;
    list.archived = query.boolean("archived");
    list.page = read_page(query);
    if (auto fault = query.finish()) {
        return std::move(*fault);
    }
    return list;
}

Awaitable<Response> list_accounts(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_book));
    ARUS_HTTP_TRY(list, read_list(request));
    const BookId book = access->book.id;
    ARUS_HTTP_TRY(
        page, co_await services.chart.list_accounts(context_of(request), book, std::move(list)));
    co_return positioned_reply(
        request, wire::account_list_reply(page, book, access->book.exponent));
}

Awaitable<Response> create_account(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_chart));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(draft, wire::read_account_draft(request.body));
    const BookId book = access->book.id;
    ARUS_HTTP_TRY(
        account,
        co_await services.chart.create_account(context_of(request), book, std::move(draft)));
    co_return json_response(201, wire::account_reply(account, book, access->book.exponent));
}

Awaitable<Response> change_account(
    const Services& services, Request& request, app::BookAccessRef access,
    ledger::AccountChange change) {
    const BookId book = access->book.id;
    ARUS_HTTP_TRY(
        account,
        co_await services.chart.change_account(context_of(request), book, std::move(change)));
    co_return json_response(200, wire::account_reply(account, book, access->book.exponent));
}

Awaitable<Response> update_account(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_chart));
    ARUS_HTTP_TRY(id, path_id<AccountId>(request, 1));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(change, wire::read_account_change(request.body, id));
    co_return co_await change_account(services, request, access, std::move(change));
}

Awaitable<Response> archive_account(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_chart));
    ARUS_HTTP_TRY(id, path_id<AccountId>(request, 1));
    ledger::AccountChange change;
    change.id = id;
    change.archived = true;
    co_return co_await change_account(services, request, access, std::move(change));
}

Awaitable<Response> list_outlets(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_book));
    ARUS_HTTP_TRY(list, read_list(request));
    const BookId book = access->book.id;
    ARUS_HTTP_TRY(
        page, co_await services.chart.list_outlets(context_of(request), book, std::move(list)));
    co_return positioned_reply(request, wire::outlet_list_reply(page, book));
}

Awaitable<Response> create_outlet(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_outlets));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(draft, wire::read_outlet_draft(request.body));
    const BookId book = access->book.id;
    ARUS_HTTP_TRY(
        outlet, co_await services.chart.create_outlet(context_of(request), book, std::move(draft)));
    co_return json_response(201, wire::outlet_reply(outlet, book));
}

Awaitable<Response> update_outlet(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_outlets));
    ARUS_HTTP_TRY(id, path_id<OutletId>(request, 1));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(change, wire::read_outlet_change(request.body, id));
    const BookId book = access->book.id;
    ARUS_HTTP_TRY(
        outlet,
        co_await services.chart.change_outlet(context_of(request), book, std::move(change)));
    co_return json_response(200, wire::outlet_reply(outlet, book));
}

Awaitable<Response> list_contacts(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_book));
    ARUS_HTTP_TRY(list, read_list(request));
    const BookId book = access->book.id;
    ARUS_HTTP_TRY(
        page, co_await services.chart.list_contacts(context_of(request), book, std::move(list)));
    co_return positioned_reply(request, wire::contact_list_reply(page, book));
}

Awaitable<Response> create_contact(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_contacts));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(draft, wire::read_contact_draft(request.body));
    const BookId book = access->book.id;
    ARUS_HTTP_TRY(
        contact,
        co_await services.chart.create_contact(context_of(request), book, std::move(draft)));
    co_return json_response(201, wire::contact_reply(contact, book));
}

Awaitable<Response> update_contact(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::edit_contacts));
    ARUS_HTTP_TRY(id, path_id<ContactId>(request, 1));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(change, wire::read_contact_change(request.body, id));
    const BookId book = access->book.id;
    ARUS_HTTP_TRY(
        contact,
        co_await services.chart.change_contact(context_of(request), book, std::move(change)));
    co_return json_response(200, wire::contact_reply(contact, book));
}

}  // namespace

void add_chart_routes(Router& router, const Services& services) {
    add_route(
        router, services, verb::get, "/api/v1/books/{book}/accounts", Entry::signed_in,
        list_accounts);
    add_route(
        router, services, verb::post, "/api/v1/books/{book}/accounts", Entry::signed_in,
        create_account);
    add_route(
        router, services, verb::patch, "/api/v1/books/{book}/accounts/{id}", Entry::signed_in,
        update_account);
    add_route(
        router, services, verb::post, "/api/v1/books/{book}/accounts/{id}/archive",
        Entry::signed_in, archive_account);
    add_route(
        router, services, verb::get, "/api/v1/books/{book}/outlets", Entry::signed_in,
        list_outlets);
    add_route(
        router, services, verb::post, "/api/v1/books/{book}/outlets", Entry::signed_in,
        create_outlet);
    add_route(
        router, services, verb::patch, "/api/v1/books/{book}/outlets/{id}", Entry::signed_in,
        update_outlet);
    add_route(
        router, services, verb::get, "/api/v1/books/{book}/contacts", Entry::signed_in,
        list_contacts);
    add_route(
        router, services, verb::post, "/api/v1/books/{book}/contacts", Entry::signed_in,
        create_contact);
    add_route(
        router, services, verb::patch, "/api/v1/books/{book}/contacts/{id}", Entry::signed_in,
        update_contact);
}

}  // namespace arus::http
