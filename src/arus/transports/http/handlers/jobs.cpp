// SPDX-License-Identifier: Apache-2.0
// Jobs and their files.
#include "arus/transports/http/handlers/common.hpp"
#include "arus/transports/http/handlers/file_body.hpp"
#include "arus/wire/job_bodies.hpp"

namespace arus::http {

namespace {

using app::Permission;

Awaitable<Response> start_export(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_book));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(order, wire::read_export_order(request.body));
    ARUS_HTTP_TRY(
        job, co_await services.jobs.start_export(
                 context_of(request), access->book.id, std::move(order)));
    co_return json_response(202, app::encode_job(job));
}

Awaitable<Response> list_jobs(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_book));
    wire::QueryReader query(request.query);
    const std::optional<app::JobStatus> status = query.choice("status", app::parse_job_status);
    const app::PageRequest page = read_page(query);
    if (auto fault = query.finish()) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(
        jobs, co_await services.jobs.list(context_of(request), access->book.id, status, page));
    co_return json_response(200, wire::job_list_reply(jobs));
}

Awaitable<Response> read_job(const Services& services, Request& request) {
    ARUS_HTTP_TRY(id, path_id<app::JobId>(request, 0));
    ARUS_HTTP_TRY(job, co_await services.jobs.find(context_of(request), id));
    co_return json_response(200, app::encode_job(job));
}

/// The same text as one that lives as long as the process.
std::string_view known_media_type(std::string_view type) {
    for (const std::string_view known :
         {std::string_view("application/pdf"),
          std::string_view("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")}) {
        if (type == known) {
            return known;
        }
    }
    return type == "text/csv" ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8";
}

Awaitable<Response> read_job_file(const Services& services, Request& request) {
    ARUS_HTTP_TRY(id, path_id<app::JobId>(request, 0));
    ARUS_HTTP_TRY(job, co_await services.jobs.find_file(context_of(request), id));
    const app::JobFile& file = *job.file;
    Response response;
    FileBody body(*services.downloads, request.principal->user_id);
    while (body.bytes() < file.bytes) {
        const std::string piece = co_await services.jobs.read_file(
            id, body.bytes(), request.deadline);
        if (piece.empty() || piece.size() > file.bytes - body.bytes()) {
            // It expired, or the job was run again, between two pieces.
            co_return refusal_response(
                {RefusalCode::job_unfinished,
                 "The file has gone meanwhile; read the job again.",
                 {}},
                request.request_id);
        }
        ARUS_HTTP_TRY(kept, body.append(piece));
        static_cast<void>(kept);
    }
    response.status = 200;
    response.content_type = known_media_type(file.media_type);
    body.move_into(response);
    response.set("Content-Disposition", "attachment; filename=\"" + file.name + '"');
    co_return response;
}

Awaitable<Response> cancel_job(const Services& services, Request& request) {
    ARUS_HTTP_TRY(id, path_id<app::JobId>(request, 0));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(nothing, wire::read_nothing(request.body));
    static_cast<void>(nothing);
    ARUS_HTTP_TRY(job, co_await services.jobs.cancel(context_of(request), id));
    co_return json_response(200, app::encode_job(job));
}

Awaitable<Response> retry_job(const Services& services, Request& request) {
    ARUS_HTTP_TRY(id, path_id<app::JobId>(request, 0));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(nothing, wire::read_nothing(request.body));
    static_cast<void>(nothing);
    ARUS_HTTP_TRY(job, co_await services.jobs.run_again(context_of(request), id));
    co_return json_response(202, app::encode_job(job));
}

}  // namespace

void add_job_routes(Router& router, const Services& services) {
    add_route(
        router, services, verb::post, "/api/v1/books/{book}/exports", Entry::signed_in,
        start_export);
    add_route(
        router, services, verb::get, "/api/v1/books/{book}/jobs", Entry::signed_in, list_jobs);
    add_route(router, services, verb::get, "/api/v1/jobs/{id}", Entry::signed_in, read_job);
    add_route(
        router, services, verb::get, "/api/v1/jobs/{id}/file", Entry::signed_in, read_job_file);
    add_route(
        router, services, verb::post, "/api/v1/jobs/{id}/cancel", Entry::signed_in, cancel_job);
    add_route(router, services, verb::post, "/api/v1/jobs/{id}/retry", Entry::signed_in, retry_job);
}

}  // namespace arus::http
