// SPDX-License-Identifier: Apache-2.0
// Files to import, their rows and mappings.
#include "arus/app/imports/imports.hpp"
#include "arus/transports/http/handlers/common.hpp"
#include "arus/wire/import_bodies.hpp"
#include "arus/wire/job_bodies.hpp"
#include "arus/wire/multipart.hpp"

#include <algorithm>

namespace arus::http {

namespace {

using app::Permission;

constexpr std::size_t upload_bytes_max = 64U << 20U;
constexpr std::size_t piece_bytes = 1U << 20U;
constexpr std::size_t json_bytes_max = 1U << 20U;

Refusal missing_part(std::string name) {
    return {
        RefusalCode::validation_failed,
        "A part of the form is missing.",
        {{"/" + name, "required", "Send the part `" + name + "`."}}};
}

/// The header's refusals of a form: those of header_fault() but for the media type.
std::optional<Refusal> form_fault(const Request& request) {
    const std::string_view coding = request.header("Content-Encoding");
    if (!coding.empty() && coding != "identity") {
        return Refusal{
            RefusalCode::unsupported_media_type, "Send the form without a content coding.", {}};
    }
    Request without_body = request;
    without_body.body = {};
    return header_fault(without_body);
}

Awaitable<Response> start_with_file(const Services& services, Request& request, BookId book) {
    if (auto fault = form_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(parts, wire::read_form(request.header("Content-Type"), request.body));
    const wire::FormPart* file = nullptr;
    const wire::FormPart* options_part = nullptr;
    for (const wire::FormPart& part : parts) {
        if (part.name == "file" && file == nullptr) {
            file = &part;
        } else if (part.name == "options" && options_part == nullptr) {
            options_part = &part;
        } else {
            co_return refusal_response(
                {RefusalCode::validation_failed,
                 "The form has a part that is not known.",
                 {{"/" + part.name, "unknown_field", "Send `file` and `options` once each."}}},
                request.request_id);
        }
    }
    if (file == nullptr || options_part == nullptr) {
        co_return refusal_response(
            missing_part(file == nullptr ? "file" : "options"), request.request_id);
    }
    ARUS_HTTP_TRY(options, wire::read_import_options(options_part->bytes));
    app::FileSource source = [bytes = file->bytes](std::uint64_t position) {
        const auto at = std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(position));
        return std::string(bytes.substr(at, piece_bytes));
    };
    std::string name = file->file_name.empty() ? "file" : file->file_name;
    ARUS_HTTP_TRY(
        job,
        co_await services.imports.start(
            context_of(request), book, std::move(options), std::move(name), std::move(source)));
    co_return json_response(202, app::encode_job(job));
}

/// What start_import() asks first, here before the file has been sent.
Awaitable<Result<Done>> may_import(const Services& services, const Request& request) {
    auto access = co_await require_book(services, request, Permission::post_transactions);
    if (!access) {
        co_return std::move(access).refusal();
    }
    co_return Done{};
}

Awaitable<Response> start_import(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::post_transactions));
    if (wire::is_multipart(request.header("Content-Type"))) {
        co_return co_await start_with_file(services, request, access->book.id);
    }
    if (request.body.size() > json_bytes_max) {
        co_return refusal_response(
            {RefusalCode::payload_too_large, "A body of JSON may have 1024 KiB.", {}},
            request.request_id);
    }
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(again, wire::read_import_again(request.body));
    ARUS_HTTP_TRY(
        job, co_await services.imports.start_again(
                 context_of(request), access->book.id, again.import_id, std::move(again.options)));
    co_return json_response(202, app::encode_job(job));
}

Awaitable<Response> undo_import(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::post_transactions));
    ARUS_HTTP_TRY(id, path_id<app::JobId>(request, 1));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(nothing, wire::read_nothing(request.body));
    static_cast<void>(nothing);
    ARUS_HTTP_TRY(job, co_await services.imports.undo(context_of(request), access->book.id, id));
    co_return json_response(202, app::encode_job(job));
}

Awaitable<Response> list_mappings(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::post_transactions));
    if (auto fault = query_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(
        mappings, co_await services.imports.mappings(context_of(request), access->book.id));
    co_return json_response(200, wire::import_mapping_list_reply(mappings));
}

Awaitable<Response> list_rows(const Services& services, Request& request) {
    ARUS_HTTP_TRY(id, path_id<app::JobId>(request, 0));
    wire::QueryReader query(request.query);
    const auto verdict = query.choice("verdict", imports::parse_verdict);
    const app::PageRequest page = read_page(query);
    if (auto fault = query.finish()) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(rows, co_await services.imports.rows(context_of(request), id, verdict, page));
    co_return json_response(200, wire::import_row_list_reply(rows));
}

}  // namespace

void add_import_routes(Router& router, const Services& services) {
    Upload file;
    file.bytes_max = upload_bytes_max;
    file.gate = [&services](Request& request) { return may_import(services, request); };
    add_route(
        router, services, verb::post, "/api/v1/books/{book}/imports", Entry::signed_in,
        start_import, std::move(file));
    add_route(
        router, services, verb::post, "/api/v1/books/{book}/imports/{id}/undo", Entry::signed_in,
        undo_import);
    add_route(
        router, services, verb::get, "/api/v1/books/{book}/import-mappings", Entry::signed_in,
        list_mappings);
    add_route(router, services, verb::get, "/api/v1/jobs/{id}/rows", Entry::signed_in, list_rows);
}

}  // namespace arus::http
