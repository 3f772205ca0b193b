// SPDX-License-Identifier: Apache-2.0
// One's own account: profile, password, sessions, second factor, what happened to it.
#include "arus/transports/http/handlers/common.hpp"
#include "arus/wire/people_bodies.hpp"
#include "arus/wire/people_replies.hpp"
#include "arus/wire/replies.hpp"

namespace arus::http {

namespace {

Awaitable<Response> update_me(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(change, wire::read_profile_change(request.body));
    ARUS_HTTP_TRY(
        me, co_await services.people.change_profile(context_of(request), std::move(change)));
    const auto books = co_await services.books.mine(me.id, request.deadline);
    co_return json_response(200, wire::me_reply(me, books));
}

Awaitable<Response> change_password(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(body, wire::read_password_change(request.body));
    auto done = co_await services.people.change_password(
        context_of(request), std::move(body.current), std::move(body.password));
    if (!done) {
        co_return sign_in_refusal(services, std::move(done).refusal(), request.request_id);
    }
    services.user_changed(request.principal->user_id);
    co_return empty_response(204);
}

Awaitable<Response> list_sessions(const Services& services, Request& request) {
    if (auto fault = query_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    const auto sessions = co_await services.people.list_sessions(context_of(request));
    co_return json_response(200, wire::session_list_reply(sessions));
}

Awaitable<Response> end_other_sessions(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    const std::size_t ended = co_await services.people.end_other_sessions(context_of(request));
    services.user_changed(request.principal->user_id);
    co_return json_response(200, wire::sessions_ended_reply(ended));
}

Awaitable<Response> end_session(const Services& services, Request& request) {
    ARUS_HTTP_TRY(id, path_id<app::SessionId>(request, 0));
    ARUS_HTTP_TRY(done, co_await services.people.end_session(context_of(request), id));
    static_cast<void>(done);
    services.user_changed(request.principal->user_id);
    co_return empty_response(204);
}

Awaitable<Response> read_totp(const Services& services, Request& request) {
    if (auto fault = query_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    const auto state = co_await services.people.totp_state(context_of(request));
    co_return json_response(200, wire::totp_state_reply(state));
}

Awaitable<Response> begin_totp(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(password, wire::read_password_confirmation(request.body));
    auto setup = co_await services.people.begin_totp(context_of(request), std::move(password));
    if (!setup) {
        co_return sign_in_refusal(services, std::move(setup).refusal(), request.request_id);
    }
    co_return json_response(200, wire::totp_setup_reply(*setup));
}

Awaitable<Response> confirm_totp(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(code, wire::read_totp_code(request.body));
    ARUS_HTTP_TRY(
        codes, co_await services.people.confirm_totp(context_of(request), std::move(code)));
    co_return json_response(200, wire::recovery_codes_reply(codes));
}

Awaitable<Response> remove_totp(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(body, wire::read_totp_removal(request.body));
    auto done = co_await services.people.remove_totp(
        context_of(request), std::move(body.password), std::move(body.totp));
    if (!done) {
        co_return sign_in_refusal(services, std::move(done).refusal(), request.request_id);
    }
    co_return empty_response(204);
}

Awaitable<Response> renew_recovery_codes(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(body, wire::read_totp_removal(request.body));
    auto codes = co_await services.people.renew_recovery_codes(
        context_of(request), std::move(body.password), std::move(body.totp));
    if (!codes) {
        co_return sign_in_refusal(services, std::move(codes).refusal(), request.request_id);
    }
    co_return json_response(200, wire::recovery_codes_reply(*codes));
}

Awaitable<Response> list_my_audit_log(const Services& services, Request& request) {
    wire::QueryReader query(request.query);
    const app::PageRequest page = read_page(query);
    if (auto fault = query.finish()) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(entries, co_await services.audit.list_mine(context_of(request), page));
    co_return json_response(200, wire::audit_list_reply(entries));
}

Awaitable<Response> reset_password(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(body, wire::read_password_reset(request.body));
    auto user = co_await services.people.use_reset(
        std::move(body.token), std::move(body.password), caller_of(request), request.deadline);
    if (!user) {
        co_return sign_in_refusal(services, std::move(user).refusal(), request.request_id);
    }
    services.user_changed(*user);
    co_return empty_response(204);
}

}  // namespace

void add_people_routes(Router& router, const Services& services) {
    const auto add = [&](verb method, const char* path, ServiceHandler handler) {
        add_route(router, services, method, path, Entry::person, handler);
    };
    add(verb::patch, "/api/v1/me", update_me);
    add(verb::post, "/api/v1/me/password", change_password);
    add(verb::get, "/api/v1/me/sessions", list_sessions);
    add(verb::delete_, "/api/v1/me/sessions", end_other_sessions);
    add(verb::delete_, "/api/v1/me/sessions/{id}", end_session);
    add(verb::get, "/api/v1/me/totp", read_totp);
    add(verb::post, "/api/v1/me/totp", begin_totp);
    add(verb::post, "/api/v1/me/totp/confirm", confirm_totp);
    add(verb::post, "/api/v1/me/totp/remove", remove_totp);
    add(verb::post, "/api/v1/me/totp/recovery-codes", renew_recovery_codes);
    add(verb::get, "/api/v1/me/audit-log", list_my_audit_log);
    add_route(
        router, services, verb::post, "/api/v1/auth/password-reset", Entry::open_write,
        reset_password);
}

}  // namespace arus::http
