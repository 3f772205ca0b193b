// SPDX-License-Identifier: Apache-2.0
// Notifications and the rules that make them.
#include "arus/transports/http/handlers/common.hpp"
#include "arus/wire/job_bodies.hpp"

namespace arus::http {

namespace {

using app::Permission;

Awaitable<Response> list_rules(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_figures));
    wire::QueryReader query(request.query);
    const app::PageRequest page = read_page(query);
    if (auto fault = query.finish()) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(
        rules,
        co_await services.notifications.list_rules(context_of(request), access->book.id, page));
    co_return json_response(200, wire::notification_rule_list_reply(rules));
}

Awaitable<Response> create_rule(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_figures));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(draft, wire::read_notification_rule_draft(request.body));
    ARUS_HTTP_TRY(
        rule, co_await services.notifications.create_rule(
                  context_of(request), access->book.id, std::move(draft)));
    co_return json_response(201, wire::notification_rule_reply(rule));
}

Awaitable<Response> update_rule(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_figures));
    ARUS_HTTP_TRY(id, path_id<app::NotificationRuleId>(request, 1));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(change, wire::read_notification_rule_change(request.body));
    ARUS_HTTP_TRY(
        rule, co_await services.notifications.change_rule(
                  context_of(request), access->book.id, id, std::move(change)));
    co_return json_response(200, wire::notification_rule_reply(rule));
}

Awaitable<Response> delete_rule(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_figures));
    ARUS_HTTP_TRY(id, path_id<app::NotificationRuleId>(request, 1));
    ARUS_HTTP_TRY(
        done,
        co_await services.notifications.delete_rule(context_of(request), access->book.id, id));
    static_cast<void>(done);
    co_return empty_response(204);
}

Awaitable<Response> list_notifications(const Services& services, Request& request) {
    wire::QueryReader query(request.query);
    const app::PageRequest page = read_page(query);
    if (auto fault = query.finish()) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(list, co_await services.notifications.list(context_of(request), page));
    co_return json_response(200, wire::notification_list_reply(list));
}

Awaitable<Response> mark_read(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(up_to, wire::read_up_to(request.body));
    ARUS_HTTP_TRY(unread, co_await services.notifications.read_up_to(context_of(request), up_to));
    co_return json_response(200, wire::unread_reply(unread));
}

}  // namespace

void add_notification_routes(Router& router, const Services& services) {
    constexpr const char* rules = "/api/v1/books/{book}/notification-rules";
    constexpr const char* rule = "/api/v1/books/{book}/notification-rules/{id}";
    add_route(router, services, verb::get, rules, Entry::person, list_rules);
    add_route(router, services, verb::post, rules, Entry::person, create_rule);
    add_route(router, services, verb::patch, rule, Entry::person, update_rule);
    add_route(router, services, verb::delete_, rule, Entry::person, delete_rule);
    add_route(
        router, services, verb::get, "/api/v1/notifications", Entry::person, list_notifications);
    add_route(router, services, verb::post, "/api/v1/notifications/read", Entry::person, mark_read);
}

}  // namespace arus::http
