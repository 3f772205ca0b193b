// SPDX-License-Identifier: Apache-2.0
// Jobs and their files.
#include "arus/base/failure.hpp"
#include "arus/transports/http/handlers/common.hpp"
#include "arus/wire/job_bodies.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

namespace arus::http {

namespace {

using app::Permission;

/// Larger files are put together on disk, not in memory.
constexpr std::uint64_t in_memory_max = 1U << 20U;

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

[[noreturn]] void fail_on_disk() {
    throw Failure(
        {Failure::Kind::storage_full, true, true, "http"},
        "a file could not be put together in the folder for temporary files");
}

/// A file without a name, filled from its beginning and then read as memory that the system may
/// drop and fetch again.
class MappedFile {
public:
    explicit MappedFile(std::uint64_t bytes) : size_(static_cast<std::size_t>(bytes)) {
        std::error_code error;
        std::string name = (std::filesystem::temp_directory_path(error) / "arus-file-XXXXXX")
                               .string();
        descriptor_ = error ? -1 : ::mkstemp(name.data());
        if (descriptor_ < 0) {
            fail_on_disk();
        }
        ::unlink(name.c_str());
    }
    ~MappedFile() {
        if (memory_ != MAP_FAILED) {
            ::munmap(memory_, size_);
        }
        ::close(descriptor_);
    }
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    void append(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
            if (count < 0 && errno != EINTR) {
                fail_on_disk();
            }
            bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
        }
    }

    std::string_view map() {
        memory_ = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor_, 0);
        if (memory_ == MAP_FAILED) {
            fail_on_disk();
        }
        return {static_cast<const char*>(memory_), size_};
    }

private:
    std::size_t size_;
    int descriptor_ = -1;
    void* memory_ = MAP_FAILED;
};

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
    std::shared_ptr<MappedFile> mapped;
    if (file.bytes > in_memory_max) {
        mapped = std::make_shared<MappedFile>(file.bytes);
    }
    std::uint64_t position = 0;
    while (position < file.bytes) {
        const std::string piece = co_await services.jobs.read_file(id, position, request.deadline);
        if (piece.empty() || piece.size() > file.bytes - position) {
            // It expired, or the job was run again, between two pieces.
            co_return refusal_response(
                {RefusalCode::job_unfinished,
                 "The file has gone meanwhile; read the job again.",
                 {}},
                request.request_id);
        }
        position += piece.size();
        if (mapped) {
            mapped->append(piece);
        } else {
            response.body += piece;
        }
    }
    response.status = 200;
    response.content_type = known_media_type(file.media_type);
    if (mapped) {
        response.file = mapped->map();
        response.file_owner = std::move(mapped);
    }
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
