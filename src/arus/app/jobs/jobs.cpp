// SPDX-License-Identifier: Apache-2.0
#include "arus/app/jobs/jobs.hpp"

#include "arus/base/json_writer.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

namespace arus::app {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t unfinished_max = 20;
constexpr std::size_t latest_max = 20;
constexpr std::int64_t us_per_day = 86'400'000'000;
constexpr std::int64_t cancelled_kept_us = 30 * us_per_day;

Refusal no_such_job() {
    return {RefusalCode::not_found, "There is no such job.", {}};
}

Refusal field_fault(std::string pointer, std::string code, std::string detail) {
    return {
        RefusalCode::validation_failed,
        "The parameters do not fit the report.",
        {{std::move(pointer), std::move(code), std::move(detail)}}};
}

void put_instant(JsonWriter& json, std::string_view name, const std::optional<Instant>& at) {
    json.field(name, at ? std::optional(instant_text(*at)) : std::nullopt);
}

void put_raw(JsonWriter& json, std::string_view name, const std::optional<std::string>& value) {
    json.key(name);
    if (value) {
        json.raw(*value);
    } else {
        json.null();
    }
}

/// Progress between 0 and 1 without a float's noise: `0.125`.
std::string fraction_text(int permille) {
    if (permille >= 1'000) {
        return "1";
    }
    std::string digits = std::to_string(std::max(permille, 0));
    digits.insert(0, 3 - digits.size(), '0');
    return "0." + digits;
}

std::string place_of_job(const JobRecord& job) {
    return std::to_string(job.order.created_at.us) + ' ' + job.order.id.text();
}

std::optional<JobListQuery::After> parse_place(const std::string& text) {
    JobListQuery::After after;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, after.created_at.us);
    if (parsed.ec != std::errc{} || parsed.ptr == end || *parsed.ptr != ' ') {
        return std::nullopt;
    }
    const auto id = JobId::parse(std::string_view(parsed.ptr + 1, end));
    if (!id) {
        return std::nullopt;
    }
    after.id = *id;
    return after;
}

bool is_manager(const BookAccess& access) {
    return may(access.role, Permission::manage_jobs);
}

/// Which parameters a subject takes; their values are for the report itself to judge.
struct Takes {
    bool range = false;  ///< from, to
    bool as_of = false;
    bool outlet = false;
    bool columns = false;  ///< interval, compare, split
    bool account = false;
    bool side = false;
    bool at_sequence = false;
};

Takes takes_of(ExportSubject subject) {
    switch (subject) {
        case ExportSubject::journal:
            return {.range = true, .outlet = true};
        case ExportSubject::trial_balance:
        case ExportSubject::balance_sheet:
            return {
                .range = true, .as_of = true, .outlet = true, .columns = true, .at_sequence = true};
        case ExportSubject::income_statement:
        case ExportSubject::cash_flow:
            return {.range = true, .outlet = true, .columns = true, .at_sequence = true};
        case ExportSubject::general_ledger:
            return {.range = true, .outlet = true, .account = true, .at_sequence = true};
        case ExportSubject::aging:
            return {.as_of = true, .side = true, .at_sequence = true};
    }
    ARUS_ASSERT(!"a subject without parameters");
}

std::optional<Refusal> check_parameters(const ExportOrder& order) {
    const Takes takes = takes_of(order.subject);
    const bool is_journal = order.subject == ExportSubject::journal;
    if (order.form == DocumentForm::hledger && !is_journal) {
        return field_fault("/format", "enum", "only the journal can be had in this form");
    }
    struct Parameter {
        std::string_view name;
        bool is_given;
        bool is_taken;
    };
    const Parameter parameters[] = {
        {"from", order.from.has_value(), takes.range},
        {"to", order.to.has_value(), takes.range},
        {"as_of", order.as_of.has_value(), takes.as_of},
        {"outlet_id", order.outlet_id.has_value(), takes.outlet},
        {"interval", order.interval.has_value(), takes.columns},
        {"compare", order.compare.has_value(), takes.columns},
        {"split", order.split.has_value(), takes.columns},
        {"account_id", order.account_id.has_value(), takes.account},
        {"side", order.side.has_value(), takes.side},
        {"at_sequence", order.at_sequence.has_value(), takes.at_sequence},
    };
    for (const Parameter& parameter : parameters) {
        if (parameter.is_given && !parameter.is_taken) {
            return field_fault(
                "/parameters/" + std::string(parameter.name), "unknown_field",
                "this report does not take it");
        }
    }
    if (is_journal && order.from && order.to && *order.from > *order.to) {
        return field_fault("/parameters/from", "range", "must not be after `to`");
    }
    return std::nullopt;
}

/// A report speaks of parameters of its query; here they stand in the body.
Refusal in_body(Refusal refusal) {
    for (FieldRefusal& one : refusal.fields) {
        if (one.pointer.starts_with('?')) {
            one.pointer.replace(0, 1, "/parameters/");
        }
    }
    return refusal;
}

}  // namespace

std::string encode_job(const JobRecord& job) {
    const JobOrder& order = job.order;
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    json.field("id", order.id.text());
    json.field("book_id", order.book_id.text());
    json.field("kind", text_of(order.kind));
    json.key("parameters").raw(order.parameters);
    json.field("status", text_of(job.status));
    json.key("progress").raw(fraction_text(job.progress_permille));
    json.field("stage", job.stage.empty() ? std::nullopt : std::optional(job.stage));
    json.field("cancelling", job.cancel_asked);
    put_raw(json, "result", job.result);
    json.key("error");
    if (job.error) {
        json.begin_object();
        json.field("code", job.error->code).field("detail", job.error->detail);
        json.end_object();
    } else {
        json.null();
    }
    json.key("file");
    if (job.file) {
        json.begin_object();
        json.field("name", job.file->name).field("media_type", job.file->media_type);
        json.field("bytes", job.file->bytes);
        json.end_object();
    } else {
        json.null();
    }
    json.field("tries", job.tries);
    json.field("created_by", order.created_by.text());
    json.field("created_by_name", order.created_by_name);
    json.field("created_at", instant_text(order.created_at));
    put_instant(json, "started_at", job.started_at);
    put_instant(json, "finished_at", job.finished_at);
    put_instant(json, "expires_at", job.expires_at);
    json.end_object();
    return text;
}

std::optional<Refusal> check_export(const BookAccess& access, const ExportOrder& order) {
    if (order.subject == ExportSubject::journal) {
        if (order.outlet_id && !access.in_scope(order.outlet_id)) {
            return Refusal{
                RefusalCode::unknown_outlet,
                "There is no such outlet in this book.",
                {{"/parameters/outlet_id", "unknown_outlet", "Choose an own outlet."}}};
        }
        return std::nullopt;
    }
    if (!may(access.role, Permission::read_figures) || access.outlet_scope) {
        return Refusal{
            RefusalCode::forbidden, "A cashier sees balances and the summary, no statements.", {}};
    }
    return std::nullopt;
}

Jobs::Jobs(
    JobStore& jobs, JobQueue& queue, EventBus& bus, Access& access, LedgerStore& ledgers,
    Statements& statements, Audit& audit, const Clock& clock) :
    jobs_(jobs),
    queue_(queue),
    bus_(bus),
    access_(access),
    ledgers_(ledgers),
    statements_(statements),
    audit_(audit),
    clock_(clock) {
}

Awaitable<std::optional<Refusal>> Jobs::check_report(
    RequestContext context, BookId book, ExportOrder order) {
    switch (order.subject) {
        case ExportSubject::journal:
            break;
        case ExportSubject::trial_balance:
        case ExportSubject::income_statement:
        case ExportSubject::balance_sheet:
        case ExportSubject::cash_flow: {
            Result<StatementRequest> request = statement_request_of(order);
            if (!request) {
                co_return std::move(request).refusal();
            }
            const auto resolved = co_await statements_.resolve(context, book, *request, Reach::any);
            if (!resolved) {
                co_return in_body(resolved.refusal());
            }
            break;
        }
        case ExportSubject::aging: {
            Result<AgingRequest> request = aging_request_of(order);
            if (!request) {
                co_return std::move(request).refusal();
            }
            const auto resolved = co_await statements_.resolve(context, book, *request, Reach::any);
            if (!resolved) {
                co_return in_body(resolved.refusal());
            }
            break;
        }
        case ExportSubject::general_ledger: {
            Result<GeneralLedgerRequest> request = general_ledger_request_of(order);
            if (!request) {
                co_return std::move(request).refusal();
            }
            const auto resolved = co_await statements_.resolve(context, book, *request, Reach::any);
            if (!resolved) {
                co_return in_body(resolved.refusal());
            }
            break;
        }
    }
    co_return std::nullopt;
}

Awaitable<Result<JobRecord>> Jobs::start_export(
    RequestContext context, BookId book, ExportOrder order) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::read_book, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    if (auto refusal = check_export(**access, order)) {
        co_return std::move(*refusal);
    }
    if (auto refusal = check_parameters(order)) {
        co_return std::move(*refusal);
    }
    std::optional<Refusal> wrong = co_await check_report(context, book, order);
    if (wrong) {
        co_return std::move(*wrong);
    }
    if (order.outlet_id) {
        const std::vector<ledger::Outlet> outlets = co_await ledgers_.list_outlets(
            book, context.deadline);
        if (std::ranges::find(outlets, *order.outlet_id, &ledger::Outlet::id) == outlets.end()) {
            co_return Refusal{
                RefusalCode::unknown_outlet,
                "There is no such outlet in this book.",
                {{"/parameters/outlet_id", "unknown_outlet", "Choose an outlet of this book."}}};
        }
    }
    if (order.locale.empty()) {
        order.locale = context.principal->locale;
    }
    std::string parameters = encode_export_order(order);
    JobDraft draft{
        JobKind::export_, parameters, std::move(order.locale), "export.started", parameters};
    co_return co_await start(std::move(context), *access, std::move(draft));
}

Awaitable<Result<JobRecord>> Jobs::start_verify(RequestContext context, BookId book) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::verify_book, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    JobDraft draft{JobKind::verify, "{}", context.principal->locale, "verification.started", "{}"};
    co_return co_await start(std::move(context), *access, std::move(draft));
}

Awaitable<Result<JobRecord>> Jobs::start(
    RequestContext context, BookAccessRef access, JobDraft draft) {
    JobRecord job;
    JobOrder& order = job.order;
    // What leaves is cut to milliseconds, and so is what is compared with a cursor.
    order.created_at = {clock_.now().us / 1'000 * 1'000};
    order.id = JobId::make(order.created_at);
    order.book_id = access->book.id;
    order.kind = draft.kind;
    order.parameters = std::move(draft.parameters);
    order.created_by = context.principal->user_id;
    order.created_by_name = context.principal->name;
    order.locale = std::move(draft.locale);
    order.outlet_scope = access->outlet_scope;
    AuditDraft entry = entry_of(context, job, std::move(draft.action));
    entry.after = std::move(draft.told);
    co_await audit_.write(std::move(entry), context.deadline);
    const bool is_made = co_await jobs_.create(order, unfinished_max, context.deadline);
    if (!is_made) {
        co_return Refusal{
            RefusalCode::rate_limited,
            "Too many of your jobs in this book have not finished; wait for one of them.",
            {}};
    }
    queue_.enqueue(order.id, 0ms);
    publish(job);
    co_return job;
}

Awaitable<Result<Jobs::Seen>> Jobs::see(RequestContext context, JobId job) {
    std::optional<JobRecord> found = co_await jobs_.find(job, context.deadline);
    if (!found) {
        co_return no_such_job();
    }
    const UserId user = context.principal->user_id;
    const Result<BookAccessRef> access = co_await access_.require(
        user, found->order.book_id, Permission::read_book, context.deadline);
    if (!access || (found->order.created_by != user && !is_manager(**access))) {
        co_return no_such_job();
    }
    Seen seen{std::move(*found), *access};
    co_return seen;
}

AuditDraft Jobs::entry_of(
    const RequestContext& context, const JobRecord& job, std::string action) const {
    AuditDraft entry = audit_.draft(context, job.order.book_id, std::move(action));
    entry.subject_kind = "job";
    entry.subject_id = job.order.id.bytes;
    std::string after;
    JsonWriter(after).begin_object().field("kind", text_of(job.order.kind)).end_object();
    entry.after = std::move(after);
    return entry;
}

Awaitable<Result<Page<JobRecord>>> Jobs::list(
    RequestContext context, BookId book, std::optional<JobStatus> status, PageRequest page) {
    const UserId user = context.principal->user_id;
    const Result<BookAccessRef> access = co_await access_.require(
        user, book, Permission::read_book, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    JobListQuery query;
    query.status = status;
    query.limit = page.limit;
    std::string name = "jobs " + book.text() + (status ? std::string(text_of(*status)) : "");
    if (!is_manager(**access)) {
        query.created_by = user;
        name += user.text();
    }
    if (page.cursor) {
        Result<std::string> place = place_of(*page.cursor, name);
        if (!place) {
            co_return std::move(place).refusal();
        }
        query.after = parse_place(*place);
    }
    JobListPage found = co_await jobs_.list(book, query, context.deadline);
    Page<JobRecord> result;
    if (found.has_more) {
        result.next_cursor = make_cursor(name, place_of_job(found.items.back()));
    }
    result.items = std::move(found.items);
    co_return result;
}

Awaitable<Result<JobRecord>> Jobs::find(RequestContext context, JobId job) {
    Result<Seen> seen = co_await see(std::move(context), job);
    if (!seen) {
        co_return std::move(seen).refusal();
    }
    co_return std::move(seen->job);
}

Awaitable<Result<JobRecord>> Jobs::find_file(RequestContext context, JobId job) {
    Result<Seen> seen = co_await see(context, job);
    if (!seen) {
        co_return std::move(seen).refusal();
    }
    const JobOrder& order = seen->job.order;
    if (seen->job.status != JobStatus::done) {
        co_return Refusal{RefusalCode::job_unfinished, "The job has made no file yet.", {}};
    }
    if (!seen->job.file) {
        co_return Refusal{RefusalCode::not_found, "This job makes no file.", {}};
    }
    const BookAccess& access = *seen->access;
    if (order.kind == JobKind::export_) {
        if (auto refusal = check_export(access, decode_export_order(order.parameters))) {
            co_return Refusal{RefusalCode::forbidden, std::move(refusal->detail), {}};
        }
    }
    const bool is_in_scope = !access.outlet_scope
                             || (order.outlet_scope
                                 && std::ranges::all_of(
                                     *order.outlet_scope, [&](const OutletId& outlet) {
                                         return access.in_scope(outlet);
                                     }));
    if (!is_in_scope) {
        co_return Refusal{
            RefusalCode::forbidden, "The file holds more than your outlets; make a new one.", {}};
    }
    // Also where the log cannot be written, as with a full disk, people get at their figures.
    AuditDraft entry = entry_of(context, seen->job, "export.downloaded");
    co_await audit_.note(std::move(entry), context.deadline);
    co_return std::move(seen->job);
}

Awaitable<std::string> Jobs::read_file(JobId job, std::uint64_t position, Deadline deadline) {
    co_return co_await jobs_.read_file(job, position, deadline);
}

Awaitable<Result<JobRecord>> Jobs::cancel(RequestContext context, JobId job) {
    const Deadline deadline = context.deadline;
    Result<Seen> seen = co_await see(context, job);
    if (!seen) {
        co_return std::move(seen).refusal();
    }
    JobError error{"cancelled", "It was cancelled."};
    const Instant expires_at{clock_.now().us + cancelled_kept_us};
    const JobStore::CancelOutcome outcome = co_await jobs_.cancel(
        job, std::move(error), expires_at, deadline);
    if (outcome == JobStore::CancelOutcome::too_late) {
        co_return Refusal{RefusalCode::not_cancellable, "The job has ended.", {}};
    }
    std::optional<JobRecord> now = co_await jobs_.find(job, deadline);
    if (!now) {
        co_return no_such_job();
    }
    AuditDraft entry = entry_of(context, seen->job, "job.cancelled");
    co_await audit_.note(std::move(entry), deadline);
    publish(*now);
    co_return std::move(*now);
}

Awaitable<Result<JobRecord>> Jobs::run_again(RequestContext context, JobId job) {
    const Deadline deadline = context.deadline;
    Result<Seen> seen = co_await see(context, job);
    if (!seen) {
        co_return std::move(seen).refusal();
    }
    if (!is_manager(*seen->access)) {
        co_return Refusal{
            RefusalCode::forbidden, "Owner and admin run jobs again; you can make a new one.", {}};
    }
    const bool is_queued = co_await jobs_.run_again(job, deadline);
    if (is_queued) {
        AuditDraft entry = entry_of(context, seen->job, "job.run_again");
        co_await audit_.note(std::move(entry), deadline);
    }
    std::optional<JobRecord> now = co_await jobs_.find(job, deadline);
    if (!now) {
        co_return no_such_job();
    }
    if (is_queued) {
        queue_.enqueue(job, 0ms);
        publish(*now);
    }
    co_return std::move(*now);
}

Awaitable<std::vector<JobRecord>> Jobs::latest(UserId user, BookId book, Deadline deadline) {
    JobListQuery query;
    query.created_by = user;
    query.limit = latest_max;
    JobListPage page = co_await jobs_.list(book, query, deadline);
    co_return std::move(page.items);
}

void Jobs::publish(const JobRecord& job) {
    auto news = std::make_shared<ValueNews>();
    news->channel = ValueNews::Channel::job;
    news->book_id = job.order.book_id;
    news->user_id = job.order.created_by;
    news->key = job.order.id.text();
    news->data = encode_job(job);
    bus_.publish_value(std::move(news));
}

}  // namespace arus::app
