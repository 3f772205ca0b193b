// SPDX-License-Identifier: Apache-2.0
// Set-up, signing in and out. The session's token goes out once in the reply and once in the
// cookie, and nowhere else.
#include "arus/transports/http/handlers/common.hpp"
#include "arus/wire/book_bodies.hpp"
#include "arus/wire/replies.hpp"

namespace arus::http {

namespace {

constexpr int session_days = 30;

void set_cookie(
    Response& response, const Services& services, std::string_view token, int max_age_s) {
    std::string cookie = "arus_session=";
    cookie += token;
    cookie += "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(max_age_s);
    if (services.secure_cookies) {
        cookie += "; Secure";
    }
    response.set("Set-Cookie", std::move(cookie));
}

Awaitable<Response> read_setup(const Services& services, Request& request) {
    if (auto fault = query_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    const auto state = co_await services.authentication.setup_state(
        caller_of(request), request.deadline);
    co_return json_response(200, wire::setup_reply({state, services.demo, services.version}));
}

Awaitable<Response> register_user(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(body, wire::read_register(request.body));
    auto signed_in = co_await services.authentication.register_user(
        std::move(body), caller_of(request), request.deadline);
    if (!signed_in) {
        co_return sign_in_refusal(services, std::move(signed_in).refusal(), request.request_id);
    }
    Response response = json_response(201, wire::registration_reply(*signed_in));
    set_cookie(response, services, signed_in->access_token, session_days * 86'400);
    co_return response;
}

Awaitable<Response> login(const Services& services, Request& request) {
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(body, wire::read_login(request.body));
    auto signed_in = co_await services.authentication.login(
        std::move(body), caller_of(request), request.deadline);
    if (!signed_in) {
        co_return sign_in_refusal(services, std::move(signed_in).refusal(), request.request_id);
    }
    Response response = json_response(200, wire::session_reply(*signed_in));
    set_cookie(response, services, signed_in->access_token, session_days * 86'400);
    co_return response;
}

Awaitable<Response> logout(const Services& services, Request& request) {
    co_await services.authentication.logout(context_of(request));
    services.user_changed(request.principal->user_id);
    Response response = empty_response(204);
    set_cookie(response, services, "", 0);
    co_return response;
}

Awaitable<Response> refresh(const Services& services, Request& request) {
    ARUS_HTTP_TRY(
        token, co_await services.authentication.refresh(
                   request.principal, caller_of(request), request.deadline));
    Response response = json_response(200, wire::fresh_token_reply(token));
    if (request.by_cookie) {
        set_cookie(response, services, token.access_token, session_days * 86'400);
    }
    co_return response;
}

Awaitable<Response> read_me(const Services& services, Request& request) {
    if (auto fault = query_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    const auto books = co_await services.books.mine(request.principal->user_id, request.deadline);
    co_return json_response(200, wire::me_reply(*request.principal, books));
}

}  // namespace

void add_auth_routes(Router& router, const Services& services) {
    add_route(router, services, verb::get, "/api/v1/setup", Entry::open, read_setup);
    add_route(
        router, services, verb::post, "/api/v1/auth/register", Entry::open_write, register_user);
    add_route(router, services, verb::post, "/api/v1/auth/login", Entry::open_write, login);
    add_route(router, services, verb::post, "/api/v1/auth/logout", Entry::person, logout);
    add_route(router, services, verb::post, "/api/v1/auth/refresh", Entry::person, refresh);
    add_route(router, services, verb::get, "/api/v1/me", Entry::person, read_me);
}

}  // namespace arus::http
