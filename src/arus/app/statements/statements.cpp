// SPDX-License-Identifier: Apache-2.0
#include "arus/app/statements/statements.hpp"

#include "arus/app/detail/statement_parts.hpp"
#include "arus/app/detail/tying_out.hpp"

#include <algorithm>
#include <utility>

namespace arus::app {

namespace {

using detail::refused_parameter;

constexpr std::int32_t range_days_max = 3'660;
constexpr std::size_t outlets_max = 200;
constexpr int reads_max = 4;
const Date first_day = date_of({1990, 1, 1});
const Date last_day = date_of({2199, 12, 31});

/// The parameters that were given, and what is wrong with their dates.
std::optional<Refusal> date_fault(std::string name, const std::optional<Date>& date) {
    if (date && (*date < first_day || *date > last_day)) {
        return refused_parameter(std::move(name), "range", "It lies from 1990 to 2199.");
    }
    return std::nullopt;
}

std::optional<Refusal> range_fault(Date from, Date to) {
    if (from > to) {
        return refused_parameter("?from", "range", "It must not be after `to`.");
    }
    if (to.days - from.days >= range_days_max) {
        return refused_parameter("?from", "range", "The range may have at most 3,660 days.");
    }
    return std::nullopt;
}

std::optional<Refusal> conflict(std::string name, std::string what) {
    return refused_parameter(std::move(name), "conflict", std::move(what));
}

/// Whether the parameters go together.
std::optional<Refusal> combination_fault(const StatementRequest& request) {
    if (request.is_split_by_outlet) {
        if (request.outlet_id) {
            return conflict("?split", "It does not go with outlet_id.");
        }
        if (request.interval || request.compare) {
            return conflict("?split", "It does not go with interval or compare.");
        }
    }
    if (reports::is_of_balances(request.name)) {
        if (request.as_of && (request.interval || request.from || request.to)) {
            return conflict("?as_of", "It does not go with from, to or interval.");
        }
        if (!request.interval && (request.from || request.to)) {
            return conflict(
                request.from ? "?from" : "?to", "Of a report of a day it needs interval.");
        }
    }
    return std::nullopt;
}

/// Fills in what was left out. Precondition: no combination_fault().
void fill_dates(StatementRequest& request, Date today) {
    if (reports::is_of_balances(request.name) && !request.interval) {
        request.as_of = request.as_of.value_or(today);
        return;
    }
    request.to = request.to.value_or(today);
    request.from = request.from.value_or(month_start(*request.to));
}

reports::ColumnPlan plan_of(const StatementRequest& request) {
    reports::ColumnPlan plan;
    if (request.as_of) {
        plan.as_of = request.as_of;
    } else {
        plan.range = reports::DayRange{*request.from, *request.to};
    }
    plan.is_of_balances = reports::is_of_balances(request.name);
    plan.outlet_id = request.outlet_id;
    plan.interval = request.interval;
    plan.compare = request.compare;
    plan.is_split_by_outlet = request.is_split_by_outlet;
    return plan;
}

std::string date_or_dash(const std::optional<Date>& date) {
    return date ? date_text(*date) : "-";
}

std::string sequence_or_dash(const std::optional<std::uint64_t>& sequence) {
    return sequence ? std::to_string(*sequence) : "-";
}

/// The windows that the columns need, each once, and for each column and span its place among them.
struct WindowPlan {
    std::vector<StatementQuery::Window> windows;
    std::vector<std::array<std::optional<std::size_t>, reports::span_count>> places;
};

WindowPlan windows_of(
    reports::StatementName name, const std::vector<reports::Column>& columns,
    std::string_view fiscal_year_start) {
    WindowPlan plan;
    plan.places.resize(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].kind == reports::Column::Kind::rest) {
            continue;  // what the whole has beyond the outlets
        }
        for (const reports::Span span : reports::spans_of(name)) {
            const reports::SpanDays days = reports::days_of(span, columns[i], fiscal_year_start);
            const StatementQuery::Window window{days.from, days.to, columns[i].outlet_id};
            const auto found = std::ranges::find(plan.windows, window);
            plan.places[i][static_cast<std::size_t>(span)] = static_cast<std::size_t>(
                found - plan.windows.begin());
            if (found == plan.windows.end()) {
                plan.windows.push_back(window);
            }
        }
    }
    return plan;
}

void subtract(std::vector<reports::Sides>& from, const std::vector<reports::Sides>& less) {
    for (std::size_t i = 0; i < from.size(); ++i) {
        from[i].debit_minor -= less[i].debit_minor;
        from[i].credit_minor -= less[i].credit_minor;
    }
}

std::vector<reports::ColumnSums> column_sums(
    const WindowPlan& plan, const std::vector<reports::Column>& columns,
    const std::vector<std::vector<reports::Sides>>& sums) {
    std::vector<reports::ColumnSums> out(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (std::size_t span = 0; span < reports::span_count; ++span) {
            if (plan.places[i][span]) {
                out[i][span] = sums[*plan.places[i][span]];
            }
        }
    }
    const auto rest = std::ranges::find(
        columns, reports::Column::Kind::rest, &reports::Column::kind);
    if (rest != columns.end()) {
        const auto rest_index = static_cast<std::size_t>(rest - columns.begin());
        out[rest_index] = out.back();  // the whole stands last
        for (std::size_t i = 0; i < rest_index; ++i) {
            for (std::size_t span = 0; span < reports::span_count; ++span) {
                subtract(out[rest_index][span], out[i][span]);
            }
        }
    }
    return out;
}

/// The outlets' ids, for a comparison.
bool same_outlets(const std::vector<ledger::Outlet>& a, const std::vector<ledger::Outlet>& b) {
    return std::ranges::equal(a, b, {}, &ledger::Outlet::id, &ledger::Outlet::id);
}

}  // namespace

std::string text_of(const StatementRequest& request) {
    std::string text(reports::text_of(request.name));
    text += '|' + date_or_dash(request.as_of) + '|' + date_or_dash(request.from) + '|'
            + date_or_dash(request.to) + '|'
            + (request.outlet_id ? request.outlet_id->text() : std::string("-")) + '|'
            + (request.is_split_by_outlet ? "outlet" : "-") + '|'
            + std::string(request.interval ? reports::text_of(*request.interval) : "-") + '|'
            + std::string(request.compare ? reports::text_of(*request.compare) : "-") + '|'
            + sequence_or_dash(request.at_sequence);
    return text;
}

std::string text_of(const AgingRequest& request) {
    return "aging|" + std::string(reports::text_of(request.side)) + '|'
           + date_or_dash(request.as_of) + '|' + sequence_or_dash(request.at_sequence);
}

Statements::Statements(
    StatementStore& statements, LedgerStore& ledgers, Access& access, const Clock& clock) :
    statements_(statements), ledgers_(ledgers), access_(access), clock_(clock) {
}

Awaitable<Result<BookRecord>> Statements::open(RequestContext context, BookId book) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::read_statements, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    std::optional<BookRecord> record = co_await ledgers_.find_book(book, context.deadline);
    if (!record) {
        co_return Refusal{RefusalCode::not_found, "There is no such book.", {}};
    }
    co_return std::move(*record);
}

Awaitable<std::optional<Refusal>> Statements::check_outlet(
    BookId book, std::optional<OutletId> outlet, Deadline deadline) {
    if (!outlet) {
        co_return std::nullopt;
    }
    const std::vector<ledger::Outlet> outlets = co_await ledgers_.list_outlets(book, deadline);
    if (std::ranges::find(outlets, *outlet, &ledger::Outlet::id) != outlets.end()) {
        co_return std::nullopt;
    }
    co_return Refusal{
        RefusalCode::unknown_outlet,
        "There is no such outlet in this book.",
        {{"?outlet_id", "unknown_outlet", "Choose an outlet of this book."}}};
}

Awaitable<Result<Resolved<StatementRequest>>> Statements::resolve(
    RequestContext context, BookId book, StatementRequest request, Reach reach) {
    Result<BookRecord> record = co_await open(context, book);
    if (!record) {
        co_return record.refusal();
    }
    for (const auto& [name, date] :
         {std::pair("?as_of", request.as_of), std::pair("?from", request.from),
          std::pair("?to", request.to)}) {
        if (auto fault = date_fault(name, date)) {
            co_return std::move(*fault);
        }
    }
    if (auto fault = combination_fault(request)) {
        co_return std::move(*fault);
    }
    const ledger::Book& basics = record->book;
    fill_dates(request, local_hour(basics.time_zone, clock_.now()).date);
    if (request.from) {
        if (auto fault = range_fault(*request.from, *request.to)) {
            co_return std::move(*fault);
        }
    }
    if (request.interval
        && !reports::parts_of(
            {*request.from, *request.to}, *request.interval, basics.fiscal_year_start,
            reports::parts_max)) {
        co_return refused_parameter("?interval", "range", "It makes more than 62 parts.");
    }
    const std::uint64_t head = record->head.sequence;
    if (request.at_sequence && !detail::is_in_reach(*request.at_sequence, head, reach)) {
        co_return detail::too_far_back("?at_sequence", head, detail::ask_for_an_export);
    }
    std::optional<Refusal> unknown = co_await check_outlet(
        book, request.outlet_id, context.deadline);
    if (unknown) {
        co_return std::move(*unknown);
    }
    if (request.is_split_by_outlet) {
        const std::vector<ledger::Outlet> outlets = co_await ledgers_.list_outlets(
            book, context.deadline);
        if (outlets.size() > outlets_max) {
            co_return refused_parameter("?split", "range", "The book has more than 200 outlets.");
        }
    }
    co_return Resolved<StatementRequest>{
        std::move(request), std::move(record->book), std::move(record->head)};
}

Awaitable<Result<Resolved<AgingRequest>>> Statements::resolve(
    RequestContext context, BookId book, AgingRequest request, Reach reach) {
    Result<BookRecord> record = co_await open(context, book);
    if (!record) {
        co_return record.refusal();
    }
    if (auto fault = date_fault("?as_of", request.as_of)) {
        co_return std::move(*fault);
    }
    request.as_of = request.as_of.value_or(local_hour(record->book.time_zone, clock_.now()).date);
    const std::uint64_t head = record->head.sequence;
    if (request.at_sequence && !detail::is_in_reach(*request.at_sequence, head, reach)) {
        co_return detail::too_far_back("?at_sequence", head, detail::ask_for_an_export);
    }
    co_return Resolved<AgingRequest>{request, std::move(record->book), std::move(record->head)};
}

/// The columns depend on the book's fiscal year and outlets, which are known for sure only in the
/// snapshot of the sums; where they changed meanwhile, the sums are read again.
Awaitable<Statements::Made> Statements::read(
    Resolved<StatementRequest> resolved, std::optional<std::uint64_t> earlier_sequence,
    Deadline deadline) {
    const StatementRequest& request = resolved.request;
    const BookId book = resolved.book.id;
    std::string fiscal_year_start = resolved.book.fiscal_year_start;
    std::vector<ledger::Outlet> outlets;
    if (request.is_split_by_outlet) {
        outlets = co_await ledgers_.list_outlets(book, deadline);
    }
    for (int reads = 0; reads < reads_max; ++reads) {
        auto columns = reports::columns_of(plan_of(request), outlets, fiscal_year_start);
        if (!columns) {
            break;
        }
        const WindowPlan plan = windows_of(request.name, *columns, fiscal_year_start);
        StatementQuery query;
        query.windows = plan.windows;
        query.at_sequence = request.at_sequence;
        query.earlier_sequence = earlier_sequence;
        StatementRecord record = co_await statements_.statement(book, std::move(query), deadline);
        const bool is_as_planned = record.book.fiscal_year_start == fiscal_year_start
                                   && (!request.is_split_by_outlet
                                       || same_outlets(record.outlets, outlets));
        if (!is_as_planned) {
            fiscal_year_start = record.book.fiscal_year_start;
            outlets = std::move(record.outlets);
            continue;
        }
        const detail::ReportPlace place{
            book, reports::text_of(request.name), record.position.sequence};
        Made made;
        const auto sums = column_sums(plan, *columns, record.sums);
        made.report.statement = detail::made_or_fail(
            reports::make_statement(request.name, record.accounts, *columns, sums), place);
        if (earlier_sequence) {
            made.earlier = detail::made_or_fail(
                reports::make_statement_like(
                    made.report.statement, record.accounts,
                    column_sums(plan, *columns, record.earlier_sums)),
                place);
        }
        made.report.parameters = request;
        made.report.book = std::move(record.book);
        made.report.position = std::move(record.position);
        made.accounts = std::move(record.accounts);
        co_return made;
    }
    throw Failure(
        {Failure::Kind::unavailable, true, true, "reports"}, "the book changes all the time");
}

Awaitable<StatementReport> Statements::make(
    Resolved<StatementRequest> resolved, Deadline deadline) {
    Made made = co_await read(std::move(resolved), std::nullopt, deadline);
    co_return std::move(made.report);
}

Awaitable<AgingReport> Statements::make(Resolved<AgingRequest> resolved, Deadline deadline) {
    const AgingRequest request = resolved.request;
    const BookId book = resolved.book.id;
    const AgingQuery query{request.side, *request.as_of, request.at_sequence};
    AgingRecord record = co_await statements_.aging(book, query, deadline);
    const detail::ReportPlace place{book, "aging", record.position.sequence};
    AgingReport report;
    report.aging = detail::made_or_fail(
        reports::make_aging(request.side, *request.as_of, record.contacts, record.control), place);
    report.parameters = request;
    report.book = std::move(record.book);
    report.position = std::move(record.position);
    co_return report;
}

}  // namespace arus::app
