// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/access/caller.hpp"
#include "arus/app/paging.hpp"
#include "arus/app/transactions/transactions.hpp"
#include "arus/transports/http/api.hpp"
#include "arus/transports/http/message.hpp"
#include "arus/wire/query.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

// What handlers share. A handler is a chain of steps, each of which may refuse, in the order of
// contracts/errors.yaml:
//
//   path and membership (404, 403) -> headers and body (415, 400, 422) -> use case
namespace arus::http {

/// A handler's next value, or the response that stands in its place.
#define ARUS_HTTP_TRY(name, result)                                                             \
    auto name##_or_refusal = (result);                                                          \
    if (!name##_or_refusal) {                                                                   \
        co_return refusal_response(std::move(name##_or_refusal).refusal(), request.request_id); \
    }                                                                                           \
    auto& name = *name##_or_refusal

/// Adds a route whose handler takes the services.
using ServiceHandler = Awaitable<Response> (*)(const Services& services, Request& request);
void add_route(
    Router& router, const Services& services, verb method, std::string pattern, Entry entry,
    ServiceHandler handler, Upload upload = Upload());

/// The id in the path; a path with anything else is `not_found`.
template <class AnyId>
Result<AnyId> path_id(const Request& request, std::size_t parameter) {
    const auto bytes = wire::parse_lower_uuid(request.parameters[parameter]);
    if (!bytes) {
        return {RefusalCode::not_found, "There is nothing at this path."};
    }
    return AnyId{*bytes};
}

/// What the request's person is in the book that the path's first parameter names.
Awaitable<Result<app::BookAccessRef>> require_book(
    const Services& services, const Request& request, app::Permission permission);

/// For use cases; the device is that of the header, which device_fault() has checked. Precondition:
/// signed in.
app::RequestContext context_of(const Request& request);
app::Caller caller_of(const Request& request);

/// Too many tries: the wait is that of the throttle of sign-ins.
Response sign_in_refusal(const Services& services, Refusal refusal, std::string_view request_id);

/// The refusal of what every write looks at before its body: Content-Type and Content-Encoding,
/// Arus-Device, and a query, which no write takes.
std::optional<Refusal> header_fault(const Request& request);

/// `limit` and `cursor`.
app::PageRequest read_page(wire::QueryReader& query);

/// Idempotency-Key as it came, checked for its form; absent where there is none.
Result<std::optional<std::string>> idempotency_key(const Request& request);

/// The refusal of any query, for paths that take none.
std::optional<Refusal> query_fault(const Request& request);

/// A reply that is true at one position of the book: it carries an ETag, and who has it already
/// gets 304.
Response positioned_reply(const Request& request, std::string body);

}  // namespace arus::http
