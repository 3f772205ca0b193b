// SPDX-License-Identifier: Apache-2.0
// Reports that are tables, what stands behind their cells, and what changed them.
#include "arus/transports/http/handlers/common.hpp"
#include "arus/wire/report_documents.hpp"

namespace arus::http {

namespace {

using app::Permission;
using wire::ReportDocuments;

std::string report_name(const Request& request) {
    return std::string(request.parameters[1]);
}

Refusal nothing_there() {
    return {RefusalCode::not_found, "There is nothing at this path.", {}};
}

Awaitable<Response> read_report(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_statements));
    const std::string name = report_name(request);
    if (!ReportDocuments::is_report(name)) {
        co_return refusal_response(nothing_there(), request.request_id);
    }
    ARUS_HTTP_TRY(
        document, co_await services.report_documents.report(
                      context_of(request), access->book.id, name, std::string(request.query)));
    co_return positioned_reply(request, std::move(document.body));
}

Awaitable<Response> explain_report(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_statements));
    const std::string name = report_name(request);
    if (!ReportDocuments::has_cells(name)) {
        co_return refusal_response(nothing_there(), request.request_id);
    }
    ARUS_HTTP_TRY(
        document, co_await services.report_documents.explain(
                      context_of(request), access->book.id, name, std::string(request.query)));
    co_return positioned_reply(request, std::move(document.body));
}

Awaitable<Response> read_report_changes(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_statements));
    const std::string name = report_name(request);
    if (!ReportDocuments::has_changes(name)) {
        co_return refusal_response(nothing_there(), request.request_id);
    }
    ARUS_HTTP_TRY(
        document, co_await services.report_documents.changes(
                      context_of(request), access->book.id, name, std::string(request.query)));
    co_return positioned_reply(request, std::move(document.body));
}

}  // namespace

void add_report_routes(Router& router, const Services& services) {
    // `summary` stands beside them: it is for cashiers too.
    const std::string one = "/api/v1/books/{book}/reports/{report}";
    add_route(router, services, verb::get, one, Entry::signed_in, read_report);
    add_route(router, services, verb::get, one + "/explain", Entry::signed_in, explain_report);
    add_route(router, services, verb::get, one + "/changes", Entry::signed_in, read_report_changes);
}

}  // namespace arus::http
