// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/report_documents.hpp"

#include "arus/base/bytes.hpp"
#include "arus/wire/query.hpp"
#include "arus/wire/replies.hpp"
#include "arus/wire/statement_replies.hpp"

#include <charconv>
#include <utility>

namespace arus::wire {

namespace {

/// The largest number that every JSON reader holds exactly.
constexpr std::int64_t position_max = 9'007'199'254'740'991;
constexpr std::int64_t column_max = 500;
constexpr std::int64_t page_max = 500;
constexpr std::int64_t page_default = 50;

// Parameters ------------------------------------------------------------------------------------

std::optional<std::uint64_t> read_sequence(QueryReader& query, std::string_view name) {
    const auto sequence = query.integer(name, 0, position_max);
    return sequence ? std::optional(static_cast<std::uint64_t>(*sequence)) : std::nullopt;
}

std::optional<bool> parse_split(std::string_view text) {
    return text == "outlet" ? std::optional(true) : std::nullopt;
}

app::PageRequest read_page(QueryReader& query) {
    app::PageRequest page;
    page.limit = static_cast<std::size_t>(
        query.integer("limit", 1, page_max).value_or(page_default));
    page.cursor = query.text("cursor", {1, 512});
    return page;
}

app::StatementRequest read_statement(QueryReader& query, reports::StatementName name) {
    app::StatementRequest request;
    request.name = name;
    if (reports::is_of_balances(name)) {
        request.as_of = query.date("as_of");
    }
    request.from = query.date("from");
    request.to = query.date("to");
    request.outlet_id = query.id<OutletId>("outlet_id");
    request.is_split_by_outlet = query.choice("split", parse_split).value_or(false);
    request.interval = query.choice("interval", reports::parse_interval);
    request.compare = query.choice("compare", reports::parse_compare);
    return request;
}

app::AgingRequest read_aging(QueryReader& query) {
    app::AgingRequest request;
    request.side = query.choice("side", reports::parse_aging_side)
                       .value_or(reports::AgingSide::receivable);
    request.as_of = query.date("as_of");
    request.at_sequence = read_sequence(query, "at_sequence");
    return request;
}

app::GeneralLedgerRequest read_general_ledger(QueryReader& query) {
    app::GeneralLedgerRequest request;
    if (!query.has("account_id")) {
        query.fault("account_id", "required", "must be given");
    }
    request.account_id = query.id<AccountId>("account_id").value_or(AccountId{});
    request.from = query.date("from");
    request.to = query.date("to");
    request.outlet_id = query.id<OutletId>("outlet_id");
    request.at_sequence = read_sequence(query, "at_sequence");
    request.page = read_page(query);
    return request;
}

app::SummaryRequest read_summary(QueryReader& query) {
    app::SummaryRequest request;
    request.from = query.date_or_today("from");
    request.to = query.date_or_today("to");
    request.outlet_id = query.id<OutletId>("outlet_id");
    request.with_weekdays = query.boolean("weekdays").value_or(false);
    return request;
}

app::ExplainRequest read_explain(QueryReader& query) {
    app::ExplainRequest request;
    for (const char* name : {"row", "column"}) {
        if (!query.has(name)) {
            query.fault(name, "required", "must be given");
        }
    }
    request.row = query.text("row", {1, 64}).value_or(std::string());
    request.column = static_cast<std::size_t>(query.integer("column", 0, column_max).value_or(0));
    request.page = read_page(query);
    return request;
}

app::ChangesRequest read_changes(QueryReader& query, reports::StatementName name) {
    app::ChangesRequest request;
    if (!query.has("from_sequence")) {
        query.fault("from_sequence", "required", "must be given");
    }
    request.from_sequence = read_sequence(query, "from_sequence").value_or(0);
    request.to_sequence = read_sequence(query, "to_sequence");
    request.statement = read_statement(query, name);
    request.page = read_page(query);
    return request;
}

Refusal no_such_report() {
    return {RefusalCode::not_found, "There is no such report.", {}};
}

// What the cache keeps: the position in one line, then the document -----------------------------

std::string reply_of(const app::StatementReport& report) {
    return statement_reply(report);
}
std::string reply_of(const app::AgingReport& report) {
    return aging_reply(report);
}

std::string kept_text(const app::Position& position, std::string_view body) {
    std::string text = position.epoch + ' ' + std::to_string(position.sequence) + ' '
                       + std::to_string(position.offset) + ' ' + hex_of(position.hash) + '\n';
    text += body;
    return text;
}

std::uint64_t number_in(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

ReportDocuments::Document document_of(std::string_view kept) {
    const auto take = [&kept](char end) {
        const std::string_view part = kept.substr(0, kept.find(end));
        kept.remove_prefix(std::min(part.size() + 1, kept.size()));
        return part;
    };
    ReportDocuments::Document document;
    document.position.epoch = take(' ');
    document.position.sequence = number_in(take(' '));
    document.position.offset = number_in(take(' '));
    parse_hex(take('\n'), document.position.hash);
    document.body = kept;
    return document;
}

/// Everything that a report depends on: what it is of, its parameters, and where the book stands.
/// What is kept under a position was made at it or, as known earlier, after it, which is the same.
template <class Request>
std::string key_of(
    BookId book, const Request& request, const std::string& epoch, std::uint64_t offset) {
    const Hash256 digest = sha256(text_of(request));
    return "report:" + book.text() + ':' + epoch + ':' + std::to_string(offset) + ':'
           + hex_of(std::span(digest).first(16));
}

}  // namespace

bool ReportDocuments::is_report(std::string_view name) {
    return has_cells(name) || name == "general-ledger" || name == "summary";
}

bool ReportDocuments::has_cells(std::string_view name) {
    return has_changes(name) || name == "aging";
}

bool ReportDocuments::has_changes(std::string_view name) {
    return reports::parse_statement_name(name).has_value();
}

template <class Request>
Awaitable<app::ResultCache::Made> ReportDocuments::make(
    app::Resolved<Request> resolved, Deadline deadline) {
    const BookId book = resolved.book.id;
    const std::uint64_t head_offset = resolved.head.offset;
    const auto report = co_await statements_.make(std::move(resolved), deadline);
    // As known earlier it carries that position, but names are those of now.
    const std::uint64_t offset = report.parameters.at_sequence ? head_offset
                                                               : report.position.offset;
    app::ResultCache::Made made;
    made.key = key_of(book, report.parameters, report.position.epoch, offset);
    made.bytes = std::make_shared<const std::string>(kept_text(report.position, reply_of(report)));
    co_return made;
}

template <class Request>
Awaitable<Result<ReportDocuments::Document>> ReportDocuments::cached(
    app::RequestContext context, BookId book, Request request) {
    auto resolved = co_await statements_.resolve(context, book, std::move(request));
    if (!resolved) {
        co_return resolved.refusal();
    }
    std::string key = key_of(book, resolved->request, resolved->head.epoch, resolved->head.offset);
    Awaitable<app::ResultCache::Made> work = make<Request>(std::move(*resolved), context.deadline);
    const app::Cache::Bytes bytes = co_await cache_.get(
        std::move(key), std::move(work), context.deadline);
    co_return document_of(*bytes);
}

Awaitable<Result<ReportDocuments::Document>> ReportDocuments::report(
    app::RequestContext context, BookId book, std::string name, std::string query_text) {
    QueryReader query(query_text);
    if (const auto statement = reports::parse_statement_name(name)) {
        app::StatementRequest request = read_statement(query, *statement);
        request.at_sequence = read_sequence(query, "at_sequence");
        if (auto fault = query.finish()) {
            co_return std::move(*fault);
        }
        co_return co_await cached(context, book, std::move(request));
    }
    if (name == "aging") {
        const app::AgingRequest request = read_aging(query);
        if (auto fault = query.finish()) {
            co_return std::move(*fault);
        }
        co_return co_await cached(context, book, request);
    }
    if (name == "general-ledger") {
        app::GeneralLedgerRequest request = read_general_ledger(query);
        if (auto fault = query.finish()) {
            co_return std::move(*fault);
        }
        co_return co_await general_ledger(context, book, std::move(request));
    }
    if (name == "summary") {
        const app::SummaryRequest request = read_summary(query);
        if (auto fault = query.finish()) {
            co_return std::move(*fault);
        }
        co_return co_await summary(context, book, request);
    }
    co_return no_such_report();
}

Awaitable<Result<ReportDocuments::Document>> ReportDocuments::general_ledger(
    app::RequestContext context, BookId book, app::GeneralLedgerRequest request) {
    const auto report = co_await statements_.general_ledger(context, book, std::move(request));
    if (!report) {
        co_return report.refusal();
    }
    co_return Document{report.value().position, general_ledger_reply(*report)};
}

Awaitable<Result<ReportDocuments::Document>> ReportDocuments::summary(
    app::RequestContext context, BookId book, app::SummaryRequest request) {
    const auto report = co_await reports_.summary(context, book, request);
    if (!report) {
        co_return report.refusal();
    }
    co_return Document{report.value().position, summary_reply(*report)};
}

Awaitable<Result<ReportDocuments::Document>> ReportDocuments::explain(
    app::RequestContext context, BookId book, std::string name, std::string query_text) {
    QueryReader query(query_text);
    if (name == "aging") {
        const app::AgingRequest request = read_aging(query);
        app::ExplainRequest cell = read_explain(query);
        if (auto fault = query.finish()) {
            co_return std::move(*fault);
        }
        const auto told = co_await statements_.explain(context, book, request, std::move(cell));
        if (!told) {
            co_return told.refusal();
        }
        co_return Document{told.value().explanation.position, explanation_reply(*told)};
    }
    const auto statement = reports::parse_statement_name(name);
    if (!statement) {
        co_return no_such_report();
    }
    app::StatementRequest request = read_statement(query, *statement);
    request.at_sequence = read_sequence(query, "at_sequence");
    app::ExplainRequest cell = read_explain(query);
    if (auto fault = query.finish()) {
        co_return std::move(*fault);
    }
    const auto told = co_await statements_.explain(
        context, book, std::move(request), std::move(cell));
    if (!told) {
        co_return told.refusal();
    }
    co_return Document{told.value().explanation.position, explanation_reply(*told)};
}

Awaitable<Result<ReportDocuments::Document>> ReportDocuments::changes(
    app::RequestContext context, BookId book, std::string name, std::string query_text) {
    const auto statement = reports::parse_statement_name(name);
    if (!statement) {
        co_return no_such_report();
    }
    QueryReader query(query_text);
    app::ChangesRequest request = read_changes(query, *statement);
    if (auto fault = query.finish()) {
        co_return std::move(*fault);
    }
    const auto changes = co_await statements_.changes(context, book, std::move(request));
    if (!changes) {
        co_return changes.refusal();
    }
    app::Position position;
    position.epoch = changes.value().epoch;
    position.sequence = changes.value().to_sequence;
    co_return Document{std::move(position), changes_reply(*changes)};
}

}  // namespace arus::wire
