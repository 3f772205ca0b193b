// SPDX-License-Identifier: Apache-2.0
// Invitations, API keys and the audit log of a book.
#include "arus/transports/http/handlers/common.hpp"
#include "arus/transports/http/handlers/file_body.hpp"
#include "arus/wire/audit_csv.hpp"
#include "arus/wire/people_bodies.hpp"
#include "arus/wire/people_replies.hpp"
#include "arus/wire/replies.hpp"

#include <algorithm>

namespace arus::http {

namespace {

using app::Permission;

constexpr std::size_t audit_entries_at_once = 500;

Awaitable<Response> list_invitations(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_members));
    wire::QueryReader query(request.query);
    const app::PageRequest page = read_page(query);
    if (auto fault = query.finish()) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(
        invitations,
        co_await services.invitations.list(context_of(request), access->book.id, page));
    co_return json_response(200, wire::invitation_list_reply(invitations, services.clock.now()));
}

Awaitable<Response> create_invitation(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_members));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(draft, wire::read_invitation_draft(request.body));
    ARUS_HTTP_TRY(
        made, co_await services.invitations.create(
                  context_of(request), access->book.id, std::move(draft)));
    co_return json_response(201, wire::invitation_made_reply(made, services.clock.now()));
}

Awaitable<Response> revoke_invitation(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_members));
    ARUS_HTTP_TRY(id, path_id<app::InvitationId>(request, 1));
    ARUS_HTTP_TRY(
        done, co_await services.invitations.revoke(context_of(request), access->book.id, id));
    static_cast<void>(done);
    co_return empty_response(204);
}

Awaitable<Response> look_at_invitation(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(token, wire::read_invitation_token(request.body));
    ARUS_HTTP_TRY(
        view,
        co_await services.invitations.look(std::move(token), caller_of(request), request.deadline));
    co_return json_response(200, wire::invitation_view_reply(view));
}

Awaitable<Response> accept_invitation(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(token, wire::read_invitation_token(request.body));
    ARUS_HTTP_TRY(
        book, co_await services.invitations.accept(context_of(request), std::move(token)));
    services.user_changed(request.principal->user_id);
    co_return json_response(200, wire::book_reply(book));
}

Awaitable<Response> list_api_keys(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_keys));
    wire::QueryReader query(request.query);
    const app::PageRequest page = read_page(query);
    if (auto fault = query.finish()) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(
        keys, co_await services.api_keys.list(context_of(request), access->book.id, page));
    co_return json_response(200, wire::api_key_list_reply(keys, services.clock.now()));
}

Awaitable<Response> create_api_key(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_keys));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(draft, wire::read_api_key_draft(request.body));
    ARUS_HTTP_TRY(
        made,
        co_await services.api_keys.create(context_of(request), access->book.id, std::move(draft)));
    co_return json_response(201, wire::api_key_made_reply(made, services.clock.now()));
}

Awaitable<Response> revoke_api_key(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::manage_keys));
    ARUS_HTTP_TRY(id, path_id<app::ApiKeyId>(request, 1));
    ARUS_HTTP_TRY(
        done, co_await services.api_keys.revoke(context_of(request), access->book.id, id));
    static_cast<void>(done);
    services.user_changed(UserId{id.bytes});
    co_return empty_response(204);
}

/// An action, or the beginning of some.
std::optional<std::string> read_action(wire::QueryReader& query) {
    auto what = query.text("what", {1, 60});
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || c == '.'; };
    if (what && !std::ranges::all_of(*what, fits)) {
        query.fault("what", "pattern", "must be small letters, `_` and `.`");
    }
    return what;
}

enum class AuditFormat { json, csv };

std::optional<AuditFormat> parse_audit_format(std::string_view text) {
    if (text == "csv") {
        return AuditFormat::csv;
    }
    return text == "json" ? std::optional(AuditFormat::json) : std::nullopt;
}

/// The whole log as far as the filters let it through, page by page, so that memory does not grow
/// with it.
Awaitable<Response> write_audit_csv(
    const Services& services, Request& request, app::BookAccessRef access,
    app::AuditListRequest wanted) {
    FileBody body(*services.downloads, request.principal->user_id);
    std::string lines;
    wire::append_audit_csv_titles(lines);
    wanted.page.limit = audit_entries_at_once;
    for (bool more = true; more;) {
        app::AuditListRequest next = wanted;
        ARUS_HTTP_TRY(
            page,
            co_await services.audit.list(context_of(request), access->book.id, std::move(next)));
        for (const app::AuditRecord& record : page.items) {
            wire::append_audit_csv_line(lines, record);
        }
        ARUS_HTTP_TRY(kept, body.append(lines));
        static_cast<void>(kept);
        lines.clear();
        more = page.next_cursor.has_value();
        wanted.page.cursor = page.next_cursor;
    }
    Response response;
    response.content_type = "text/csv; charset=utf-8";
    body.move_into(response);
    const Date today = local_hour(access->book.time_zone, services.clock.now()).date;
    response.set(
        "Content-Disposition", "attachment; filename=\"audit-log-" + date_text(today) + ".csv\"");
    co_return response;
}

Awaitable<Response> list_audit_log(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_audit));
    wire::QueryReader query(request.query);
    app::AuditListRequest wanted;
    if (const auto who = query.id<UserId>("who")) {
        wanted.who = who->bytes;
    }
    wanted.what = read_action(query);
    wanted.from = query.date("from");
    wanted.to = query.date("to");
    const auto format = query.choice("format", parse_audit_format).value_or(AuditFormat::json);
    if (format == AuditFormat::json) {
        wanted.page = read_page(query);
    }
    if (auto fault = query.finish()) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    if (format == AuditFormat::csv) {
        co_return co_await write_audit_csv(services, request, access, std::move(wanted));
    }
    ARUS_HTTP_TRY(
        entries,
        co_await services.audit.list(context_of(request), access->book.id, std::move(wanted)));
    co_return json_response(200, wire::audit_list_reply(entries));
}

}  // namespace

void add_rights_routes(Router& router, const Services& services) {
    const auto add = [&](verb method, const char* path, ServiceHandler handler) {
        add_route(router, services, method, path, Entry::signed_in, handler);
    };
    add(verb::get, "/api/v1/books/{book}/invitations", list_invitations);
    add(verb::post, "/api/v1/books/{book}/invitations", create_invitation);
    add(verb::delete_, "/api/v1/books/{book}/invitations/{id}", revoke_invitation);
    add(verb::get, "/api/v1/books/{book}/api-keys", list_api_keys);
    add(verb::post, "/api/v1/books/{book}/api-keys", create_api_key);
    add(verb::delete_, "/api/v1/books/{book}/api-keys/{id}", revoke_api_key);
    add(verb::get, "/api/v1/books/{book}/audit-log", list_audit_log);
    add_route(
        router, services, verb::post, "/api/v1/invitations/look", Entry::open_write,
        look_at_invitation);
    add_route(
        router, services, verb::post, "/api/v1/invitations/accept", Entry::person,
        accept_invitation);
}

}  // namespace arus::http
