// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/handlers/common.hpp"

#include "arus/base/bytes.hpp"

#include <algorithm>

namespace arus::http {

namespace {

constexpr std::size_t key_bytes_min = 8;
constexpr std::size_t key_bytes_max = 128;
constexpr std::size_t user_agent_bytes_max = 200;

Refusal fault_at(std::string pointer, std::string_view code, std::string detail) {
    wire::Findings findings;
    findings.add(std::move(pointer), code, std::move(detail));
    return std::move(findings).refusal();
}

/// `application/json`, with no parameter but `charset=utf-8`.
bool is_json_type(std::string_view type) {
    const std::size_t semicolon = type.find(';');
    std::string_view media = type.substr(0, semicolon);
    while (media.ends_with(' ')) {
        media.remove_suffix(1);
    }
    if (!equal_ignoring_case(media, "application/json")) {
        return false;
    }
    if (semicolon == std::string_view::npos) {
        return true;
    }
    std::string_view parameter = type.substr(semicolon + 1);
    while (parameter.starts_with(' ')) {
        parameter.remove_prefix(1);
    }
    return equal_ignoring_case(parameter, "charset=utf-8")
           || equal_ignoring_case(parameter, "charset=\"utf-8\"");
}

/// What can be shown again: visible ASCII and spaces, cut to what fits.
std::string plain_user_agent(std::string_view text) {
    std::string plain(text.substr(0, user_agent_bytes_max));
    std::ranges::replace_if(plain, [](char c) { return c < ' ' || c > '~'; }, '?');
    return plain;
}

/// Whether a list of ETags (RFC 9110 section 13.1.2) names this one; weak and strong compare alike.
bool names_tag(std::string_view list, std::string_view tag) {
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        std::string_view one = list.substr(0, comma);
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
        while (one.starts_with(' ')) {
            one.remove_prefix(1);
        }
        while (one.ends_with(' ')) {
            one.remove_suffix(1);
        }
        if (one.starts_with("W/")) {
            one.remove_prefix(2);
        }
        if (one == "*" || one == tag) {
            return true;
        }
    }
    return false;
}

}  // namespace

void add_route(
    Router& router, const Services& services, verb method, std::string pattern, Entry entry,
    ServiceHandler handler, Upload upload) {
    auto call = [&services, handler](Request& request) { return handler(services, request); };
    router.add(method, std::move(pattern), entry, std::move(call), std::move(upload));
}

Awaitable<Result<app::BookAccessRef>> require_book(
    const Services& services, const Request& request, app::Permission permission) {
    const auto book = path_id<BookId>(request, 0);
    if (!book) {
        co_return book.refusal();
    }
    auto access = co_await services.access.require(
        request.principal->user_id, *book, permission, request.deadline);
    if (access && services.per_book != nullptr && !request.is_local
        && !services.per_book->take(request.parameters[0], std::chrono::steady_clock::now())) {
        co_return Refusal{RefusalCode::rate_limited, "Too many requests come for this book.", {}};
    }
    co_return access;
}

app::RequestContext context_of(const Request& request) {
    app::RequestContext context{
        request.principal, request.deadline, request.request_id, request.address, std::nullopt};
    if (const auto device = wire::parse_lower_uuid(request.header("Arus-Device"))) {
        context.device_id = DeviceId{*device};
    }
    return context;
}

Response sign_in_refusal(const Services& services, Refusal refusal, std::string_view request_id) {
    wire::Problem problem = wire::problem_of(std::move(refusal));
    if (problem.error->status == 429) {
        problem.retry_after_s = static_cast<int>(services.authentication.retry_after().count());
    }
    return problem_response(problem, request_id);
}

app::Caller caller_of(const Request& request) {
    app::Caller caller{
        request.address, request.is_local, std::nullopt, request.request_id,
        plain_user_agent(request.header("User-Agent"))};
    if (const auto device = wire::parse_lower_uuid(request.header("Arus-Device"))) {
        caller.device_id = DeviceId{*device};
    }
    return caller;
}

std::optional<Refusal> header_fault(const Request& request) {
    if (!request.body.empty()) {
        const std::string_view coding = request.header("Content-Encoding");
        if (!is_json_type(request.header("Content-Type"))
            || (!coding.empty() && coding != "identity")) {
            return Refusal{
                RefusalCode::unsupported_media_type,
                "Send application/json without a content coding.",
                {}};
        }
    }
    if (request.has_header("Arus-Device")
        && !wire::parse_lower_uuid(request.header("Arus-Device"))) {
        return fault_at("header:Arus-Device", "pattern", "must be a UUID in lower case");
    }
    return query_fault(request);
}

app::PageRequest read_page(wire::QueryReader& query) {
    app::PageRequest page;
    page.limit = static_cast<std::size_t>(query.integer("limit", 1, 500).value_or(50));
    page.cursor = query.text("cursor", {1, 512});
    return page;
}

Result<std::optional<std::string>> idempotency_key(const Request& request) {
    constexpr const char* pointer = "header:Idempotency-Key";
    if (!request.has_header("Idempotency-Key")) {
        return std::optional<std::string>();
    }
    const std::string_view key = request.header("Idempotency-Key");
    if (key.size() < key_bytes_min) {
        return fault_at(pointer, "too_short", "must have at least 8 characters");
    }
    if (key.size() > key_bytes_max) {
        return fault_at(pointer, "too_long", "must have at most 128 characters");
    }
    if (!std::ranges::all_of(key, [](char c) { return c >= '!' && c <= '~'; })) {
        return fault_at(pointer, "pattern", "must be visible ASCII");
    }
    return std::optional<std::string>(key);
}

std::optional<Refusal> query_fault(const Request& request) {
    return request.query.empty() ? std::nullopt : wire::QueryReader(request.query).finish();
}

Response positioned_reply(const Request& request, std::string body) {
    const Hash256 digest = sha256(body);
    std::string tag = "\"" + base64url_of(std::span(digest).first(16)) + "\"";
    Response response;
    if (names_tag(request.header("If-None-Match"), tag)) {
        response = empty_response(304);
    } else {
        response = json_response(200, std::move(body));
    }
    response.set("ETag", std::move(tag));
    response.set("Cache-Control", "private, no-cache");
    response.names_cache_control = true;
    return response;
}

}  // namespace arus::http
