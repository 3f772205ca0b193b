// SPDX-License-Identifier: Apache-2.0
#include "arus/app/imports/imports.hpp"

#include "arus/app/imports/import_rows.hpp"
#include "arus/base/failure.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace arus::app {

namespace {

constexpr std::size_t files_max = 10;
constexpr std::int64_t kept_us = 86'400'000'000;

Refusal fault(std::string pointer, std::string code, std::string detail) {
    return {
        RefusalCode::validation_failed,
        "The file cannot be imported like this.",
        {{std::move(pointer), std::move(code), std::move(detail)}}};
}

/// The audit log keeps no mapping: its rules may name people.
JobDraft draft_of(ImportOrder order, std::string locale) {
    JobDraft draft;
    draft.kind = JobKind::import;
    draft.parameters = encode_import_order(order);
    draft.locale = std::move(locale);
    draft.action = order.options.is_dry_run ? "import.previewed" : "import.started";
    order.options.mapping = {};
    draft.told = encode_import_order(order);
    return draft;
}

Refusal no_such_job() {
    return {RefusalCode::not_found, "There is no such import.", {}};
}

/// `<page> <row in it>`.
struct Place {
    std::uint64_t page = 0;
    std::size_t row = 0;
};

std::string text_of(const Place& place) {
    return std::to_string(place.page) + ' ' + std::to_string(place.row);
}

std::optional<Place> parse_place(const std::string& text) {
    Place place;
    const char* const end = text.data() + text.size();
    const auto page = std::from_chars(text.data(), end, place.page);
    if (page.ec != std::errc{} || page.ptr == end || *page.ptr != ' ') {
        return std::nullopt;
    }
    const auto row = std::from_chars(page.ptr + 1, end, place.row);
    return row.ec == std::errc{} && row.ptr == end ? std::optional(place) : std::nullopt;
}

}  // namespace

Imports::Imports(
    ImportStore& store, Jobs& jobs, Access& access, LedgerStore& ledgers, const Clock& clock) :
    store_(store), jobs_(jobs), access_(access), ledgers_(ledgers), clock_(clock) {
}

Awaitable<std::optional<Refusal>> Imports::check(
    RequestContext context, BookAccessRef access, ImportOptions options) {
    const std::optional<OutletId>& outlet = options.mapping.outlet_id;
    Refusal unknown{
        RefusalCode::unknown_outlet,
        "There is no such outlet in this book.",
        {{"/mapping/outlet_id", "unknown_outlet", "Choose an outlet of yours."}}};
    if (access->outlet_scope && !outlet && !options.is_dry_run) {
        co_return std::move(unknown);
    }
    if (!outlet) {
        co_return std::nullopt;
    }
    const std::vector<ledger::Outlet> outlets = co_await ledgers_.list_outlets(
        access->book.id, context.deadline);
    const bool is_there = std::ranges::find(outlets, *outlet, &ledger::Outlet::id) != outlets.end();
    if (!is_there || !access->in_scope(outlet)) {
        co_return std::move(unknown);
    }
    co_return std::nullopt;
}

Awaitable<Result<JobRecord>> Imports::start(
    RequestContext context, BookId book, ImportOptions options, std::string file_name,
    FileSource source) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::post_transactions, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    std::optional<Refusal> refusal = co_await check(context, *access, options);
    if (refusal) {
        co_return std::move(*refusal);
    }
    std::string piece = source(0);
    if (piece.empty()) {
        co_return fault("/file", "too_short", "The file is empty.");
    }
    ImportFile file;
    file.created_at = clock_.now();
    file.id = ImportId::make(file.created_at);
    file.book_id = book;
    file.created_by = context.principal->user_id;
    file.name = file_name;
    file.expires_at = {file.created_at.us + kept_us};
    const ImportId id = file.id;
    co_await store_.create(std::move(file), files_max, context.deadline);
    bool is_kept = true;
    for (std::uint64_t position = 0; is_kept && !piece.empty();) {
        position += piece.size();
        is_kept = co_await store_.append(id, std::move(piece), context.deadline);
        piece = source(position);
    }
    is_kept = is_kept && co_await store_.complete(id, context.deadline);
    if (!is_kept) {
        throw Failure(
            {Failure::Kind::overloaded, true, true, "imports"},
            "a file went before it had arrived, because many others came");
    }
    ImportOrder order{id, std::move(file_name), std::move(options)};
    JobDraft draft = draft_of(std::move(order), context.principal->locale);
    co_return co_await jobs_.start(std::move(context), *access, std::move(draft));
}

Awaitable<Result<JobRecord>> Imports::start_again(
    RequestContext context, BookId book, ImportId id, ImportOptions options) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::post_transactions, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    std::optional<Refusal> refusal = co_await check(context, *access, options);
    if (refusal) {
        co_return std::move(*refusal);
    }
    std::optional<ImportFile> file = co_await store_.find(id, context.deadline);
    if (!file || !file->is_complete || file->book_id != book
        || file->created_by != context.principal->user_id || file->expires_at <= clock_.now()) {
        co_return fault("/import_id", "range", "The file is no longer kept; bring it again.");
    }
    ImportOrder order{id, std::move(file->name), std::move(options)};
    JobDraft draft = draft_of(std::move(order), context.principal->locale);
    co_return co_await jobs_.start(std::move(context), *access, std::move(draft));
}

Awaitable<Result<JobRecord>> Imports::undo(RequestContext context, BookId book, JobId job) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::post_transactions, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    Result<JobRecord> found = co_await jobs_.find(context, job);
    if (!found) {
        co_return no_such_job();
    }
    const JobOrder& order = found->order;
    if (order.book_id != book || order.kind != JobKind::import) {
        co_return no_such_job();
    }
    const std::optional<ImportOrder> import = decode_import_order(order.parameters);
    if (!import || import->options.is_dry_run) {
        co_return no_such_job();
    }
    if (found->status == JobStatus::queued || found->status == JobStatus::running) {
        co_return Refusal{
            RefusalCode::job_unfinished, "The import has not ended; cancel it first.", {}};
    }
    std::string parameters = encode_undo_order(job);
    JobDraft draft{
        JobKind::import, parameters, context.principal->locale, "import.undo_started", parameters};
    co_return co_await jobs_.start(std::move(context), *access, std::move(draft));
}

Awaitable<Result<Page<std::string>>> Imports::rows(
    RequestContext context, JobId job, std::optional<imports::Verdict> verdict, PageRequest page) {
    const Deadline deadline = context.deadline;
    Result<JobRecord> found = co_await jobs_.find(std::move(context), job);
    if (!found) {
        co_return std::move(found).refusal();
    }
    if (found->order.kind != JobKind::import) {
        co_return no_such_job();
    }
    const std::string name = "import rows " + job.text()
                             + (verdict ? std::string(imports::text_of(*verdict)) : "");
    Place place;
    if (page.cursor) {
        Result<std::string> text = place_of(*page.cursor, name);
        if (!text) {
            co_return std::move(text).refusal();
        }
        const std::optional<Place> parsed = parse_place(*text);
        if (!parsed) {
            co_return place_of(std::string(), name).refusal();
        }
        place = *parsed;
    }
    const std::optional<ImportOrder> import = decode_import_order(found->order.parameters);
    const bool is_posting = import && !import->options.is_dry_run;
    Page<std::string> result;
    for (;;) {
        Awaitable<std::optional<ImportRowPage>> finding =
            is_posting
                ? find_posted_rows(store_, found->order.book_id, job, place.page, verdict, deadline)
                : store_.find_rows(job, place.page, verdict, deadline);
        const std::optional<ImportRowPage> kept = co_await std::move(finding);
        if (!kept) {
            co_return result;
        }
        if (kept->number != place.page) {
            place = {kept->number, 0};
        }
        const std::vector<imports::KeptRow> rows = rows_of(*kept);
        for (; place.row < rows.size(); ++place.row) {
            const imports::KeptRow& row = rows[place.row];
            if (verdict && row.verdict != *verdict) {
                continue;
            }
            if (result.items.size() == page.limit) {
                result.next_cursor = make_cursor(name, text_of(place));
                co_return result;
            }
            result.items.emplace_back(row.json);
        }
        place = {place.page + 1, 0};
    }
}

Awaitable<Result<std::vector<RememberedMapping>>> Imports::mappings(
    RequestContext context, BookId book) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::post_transactions, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    std::vector<RememberedMapping> mappings = co_await store_.mappings(book, context.deadline);
    std::erase_if(mappings, [&](const RememberedMapping& one) {
        return (*access)->outlet_scope && !(*access)->in_scope(one.outlet_id);
    });
    co_return mappings;
}

}  // namespace arus::app
