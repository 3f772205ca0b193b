// SPDX-License-Identifier: Apache-2.0
// Statements, ageing and the general ledger as documents; see export_job.hpp.
#include "arus/app/exports/export_task.hpp"

#include "arus/reports/labels.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace arus::app {

namespace {

using namespace std::chrono_literals;

constexpr auto read_timeout = 60s;
/// What a double counts to without a gap.
constexpr std::int64_t exact_max = std::int64_t{1} << 53;

using Column = DocumentColumn;
using Kind = DocumentRow::Kind;
using reports::label_of;

/// Who asked for the job asks for the report.
RequestContext context_of(const JobOrder& order) {
    auto principal = std::make_shared<Principal>();
    principal->user_id = order.created_by;
    principal->name = order.created_by_name;
    principal->locale = order.locale;
    RequestContext context;
    context.principal = std::move(principal);
    context.deadline = Deadline::in(read_timeout);
    context.request_id = "job-" + order.id.text();
    return context;
}

reports::Language language_of(const ExportOrder& order) {
    return order.locale == "id" ? reports::Language::id : reports::Language::en;
}

Kind kind_of(reports::Row::Kind kind) {
    switch (kind) {
        case reports::Row::Kind::header:
            return Kind::header;
        case reports::Row::Kind::account:
            return Kind::plain;
        case reports::Row::Kind::total:
            return Kind::total;
    }
    return Kind::plain;
}

std::string range_text(const std::optional<Date>& from, Date to, const ExportWords& words) {
    return (from ? paper_date(*from) : std::string(words.from_start)) + " – " + paper_date(to);
}

std::string period_line(const std::optional<Date>& from, Date to, const ExportWords& words) {
    return from ? std::string(words.period) + ": " + range_text(from, to, words)
                : std::string(words.as_of) + ' ' + paper_date(to);
}

using Outlets = std::map<OutletId, ledger::Outlet>;

Outlets outlets_by_id(const std::vector<ledger::Outlet>& list) {
    Outlets outlets;
    for (const ledger::Outlet& outlet : list) {
        outlets.emplace(outlet.id, outlet);
    }
    return outlets;
}

std::string code_of(const std::optional<OutletId>& id, const Outlets& outlets) {
    const auto found = id ? outlets.find(*id) : outlets.end();
    return found == outlets.end() ? std::string() : found->second.code;
}

std::string outlet_line(
    const std::optional<OutletId>& id, const Outlets& outlets, const ExportWords& words) {
    const auto found = id ? outlets.find(*id) : outlets.end();
    return found == outlets.end()
               ? std::string(words.all_outlets)
               : std::string(words.outlet) + ": " + found->second.code + ' ' + found->second.name;
}

// Statements ------------------------------------------------------------------------------------

/// What stands above an amount of a statement.
std::string column_title(
    const reports::Statement& statement, std::size_t index, const Outlets& outlets,
    const ExportOrder& order) {
    const reports::Column& column = statement.columns[index];
    const bool is_split = order.split.has_value();
    switch (column.kind) {
        case reports::Column::Kind::rest:
        case reports::Column::Kind::whole:
            return std::string(label_of(reports::text_of(column.kind), language_of(order)));
        case reports::Column::Kind::period:
            if (is_split && column.outlet_id) {
                return code_of(column.outlet_id, outlets);
            }
            break;
        case reports::Column::Kind::compare:
            break;
    }
    return column.from ? range_text(column.from, column.to, words_of(order.locale))
                       : paper_date(column.to);
}

/// Which rows of the document add up to row `index`: those whose accounts, with one sign, are all
/// among the row's own and not yet counted, headers before what stands below them.
std::vector<DocumentRow::Part> parts_of(const std::vector<reports::Row>& rows, std::size_t index) {
    const reports::Row& whole = rows[index];
    if (whole.kind == reports::Row::Kind::account) {
        return {};
    }
    std::map<std::size_t, std::int64_t> left;
    for (const reports::Term& term : whole.terms) {
        left.emplace(term.account, term.times);
    }
    std::vector<DocumentRow::Part> parts;
    for (std::size_t i = 0; i < rows.size() && !left.empty(); ++i) {
        const reports::Row& row = rows[i];
        const bool may_count = i != index && row.kind != reports::Row::Kind::total
                               && row.span == whole.span && !row.terms.empty()
                               && (whole.kind == reports::Row::Kind::total || i > index);
        if (!may_count) {
            continue;
        }
        std::int64_t sign = 0;
        const bool fits = std::ranges::all_of(row.terms, [&](const reports::Term& term) {
            const auto found = left.find(term.account);
            if (found == left.end()) {
                return false;
            }
            const std::int64_t this_sign = found->second * term.times;
            sign = sign == 0 ? this_sign : sign;
            return this_sign == sign;
        });
        if (!fits) {
            continue;
        }
        for (const reports::Term& term : row.terms) {
            left.erase(term.account);
        }
        parts.push_back({i, static_cast<int>(sign)});
    }
    if (whole.kind == reports::Row::Kind::total && !left.empty()) {
        return {};  // something of it stands in no row
    }
    const bool is_exact = std::ranges::all_of(parts, [&](const DocumentRow::Part& part) {
        return std::ranges::all_of(rows[part.row].amounts, [](std::int64_t minor) {
            return minor <= exact_max && minor >= -exact_max;
        });
    });
    return is_exact ? parts : std::vector<DocumentRow::Part>{};
}

/// What the parts of a row leave of each of its cells, code and name included.
std::vector<std::int64_t> rest_of(
    const std::vector<reports::Row>& rows, std::size_t index,
    const std::vector<DocumentRow::Part>& parts) {
    std::vector<std::int64_t> rest{0, 0};
    const reports::Row& whole = rows[index];
    for (std::size_t column = 0; column < whole.amounts.size(); ++column) {
        std::int64_t left = whole.amounts[column];
        for (const DocumentRow::Part& part : parts) {
            left -= part.sign * rows[part.row].amounts[column];
        }
        rest.push_back(left);
    }
    return rest;
}

}  // namespace

Awaitable<JobOutcome> ExportWork::export_statement(JobRun& run, std::shared_ptr<Task> task) {
    const ExportOrder& order = task->order;
    if (order.subject == ExportSubject::aging) {
        co_return co_await export_aging(run, task);
    }
    if (order.subject == ExportSubject::general_ledger) {
        co_return co_await export_general_ledger(run, task);
    }
    const BookId book = run.job().order.book_id;
    Result<StatementRequest> request = statement_request_of(order);
    if (!request) {
        co_return std::move(request).refusal();
    }
    RequestContext context = context_of(run.job().order);
    auto resolved = co_await parts_.statements.resolve(
        std::move(context), book, *request, Reach::any);
    if (!resolved) {
        co_return std::move(resolved).refusal();
    }
    const StatementReport report = co_await parts_.statements.make(
        *resolved, Deadline::in(read_timeout));
    const std::vector<ledger::Outlet> outlet_list = co_await parts_.ledgers.list_outlets(
        book, Deadline::in(read_timeout));
    const Outlets outlets = outlets_by_id(outlet_list);
    const reports::Statement& statement = report.statement;
    const ExportWords& words = task->words();
    const reports::Language language = language_of(order);
    const bool has_sides = statement.name == reports::StatementName::trial_balance;

    DocumentHead head = document_head(report.book, order, report.position);
    head.title = label_of(reports::text_of(statement.name), language);
    const reports::Column& main = statement.columns.front();
    const StatementRequest& given = report.parameters;
    head.lines.push_back(
        given.from && given.to ? period_line(given.from, *given.to, words)
                               : period_line(main.from, main.to, words));
    head.lines.push_back(outlet_line(order.outlet_id, outlets, words));
    head.columns.push_back(Column{std::string(words.code), Column::Kind::text, 10, false});
    head.columns.push_back(Column{std::string(words.account), Column::Kind::text, 42, false});
    for (std::size_t i = 0; i < statement.columns.size(); ++i) {
        const std::string title = column_title(statement, i, outlets, order);
        const bool is_only = statement.columns.size() == 1;
        if (has_sides) {
            const std::string above = is_only ? std::string() : title + ' ';
            head.columns.push_back(
                Column{above + std::string(words.debit), Column::Kind::amount, 20, true});
            head.columns.push_back(
                Column{above + std::string(words.credit), Column::Kind::amount, 20, true});
        } else {
            head.columns.push_back(Column{title, Column::Kind::amount, 20, false});
        }
    }
    task->document = parts_.documents.make(order.form, std::move(head));
    for (std::size_t i = 0; i < statement.rows.size(); ++i) {
        const reports::Row& from = statement.rows[i];
        DocumentRow row;
        row.kind = has_sides ? Kind::plain : kind_of(from.kind);
        row.level = from.level;
        row.cells.emplace_back(from.code);
        row.cells.emplace_back(
            from.account_id ? from.name : std::string(label_of(from.key, language)));
        for (std::size_t column = 0; column < statement.columns.size(); ++column) {
            if (has_sides) {
                for (const std::int64_t minor : {from.debits[column], from.credits[column]}) {
                    row.cells.push_back(minor == 0 ? DocumentCell() : DocumentCell(minor));
                }
            } else {
                row.cells.emplace_back(from.amounts[column]);
            }
        }
        if (!has_sides) {
            row.parts = parts_of(statement.rows, i);
            row.rest = rest_of(statement.rows, i, row.parts);
        }
        task->document->add(row);
    }
    co_return co_await close(run, task);
}

Awaitable<JobOutcome> ExportWork::export_aging(JobRun& run, std::shared_ptr<Task> task) {
    const ExportOrder& order = task->order;
    Result<AgingRequest> request = aging_request_of(order);
    if (!request) {
        co_return std::move(request).refusal();
    }
    RequestContext context = context_of(run.job().order);
    auto resolved = co_await parts_.statements.resolve(
        std::move(context), run.job().order.book_id, *request, Reach::any);
    if (!resolved) {
        co_return std::move(resolved).refusal();
    }
    const AgingReport report = co_await parts_.statements.make(
        *resolved, Deadline::in(read_timeout));
    const ExportWords& words = task->words();
    const reports::Language language = language_of(order);
    DocumentHead head = document_head(report.book, order, report.position);
    head.title = std::string(label_of("aging", language)) + ": "
                 + std::string(label_of(reports::text_of(report.aging.side), language));
    head.lines.push_back(
        std::string(words.as_of) + ' '
        + paper_date(report.parameters.as_of.value_or(report.aging.columns.back().to)));
    head.columns.push_back(Column{std::string(words.code), Column::Kind::text, 10, false});
    head.columns.push_back(Column{std::string(words.contact), Column::Kind::text, 36, false});
    for (const std::string_view key :
         {"days_0_30", "days_31_60", "days_61_90", "days_over_90", "total"}) {
        head.columns.push_back(
            Column{std::string(label_of(key, language)), Column::Kind::amount, 18, true});
    }
    task->document = parts_.documents.make(order.form, std::move(head));
    for (const reports::AgingRow& from : report.aging.rows) {
        DocumentRow row;
        row.cells.emplace_back(from.code);
        row.cells.emplace_back(
            from.contact_id ? from.name : std::string(label_of(from.key, language)));
        for (const std::int64_t minor : from.amounts) {
            row.cells.emplace_back(minor);
        }
        if (!task->document->add(row)) {
            break;
        }
    }
    co_return co_await close(run, task);
}

Awaitable<JobOutcome> ExportWork::export_general_ledger(JobRun& run, std::shared_ptr<Task> task) {
    const ExportOrder& order = task->order;
    const BookId book = run.job().order.book_id;
    Result<GeneralLedgerRequest> request = general_ledger_request_of(order);
    if (!request) {
        co_return std::move(request).refusal();
    }
    const std::vector<ledger::Outlet> outlet_list = co_await parts_.ledgers.list_outlets(
        book, Deadline::in(read_timeout));
    const Outlets outlets = outlets_by_id(outlet_list);
    const ExportWords& words = task->words();
    std::int64_t closing = 0;
    for (bool is_first = true;; is_first = false) {
        RequestContext context = context_of(run.job().order);
        const Result<GeneralLedgerReport> page = co_await parts_.statements.general_ledger(
            std::move(context), book, *request, Reach::any);
        if (!page) {
            co_return page.refusal();
        }
        const GeneralLedgerReport& report = page.value();
        closing = report.closing_minor;
        if (is_first) {
            DocumentHead head = document_head(report.book, order, report.position);
            head.title = std::string(label_of("general-ledger", language_of(order))) + ": "
                         + report.account.code + ' ' + report.account.name;
            head.lines.push_back(
                std::string(words.period) + ": "
                + range_text(report.parameters.from, report.parameters.to.value_or(Date{}), words));
            head.lines.push_back(outlet_line(order.outlet_id, outlets, words));
            head.columns = {
                Column{std::string(words.date), Column::Kind::date, 11, false},
                Column{std::string(words.number), Column::Kind::number, 9, false},
                Column{std::string(words.description), Column::Kind::text, 36, false},
                Column{std::string(words.outlet), Column::Kind::text, 10, false},
                Column{std::string(words.debit), Column::Kind::amount, 20, false},
                Column{std::string(words.credit), Column::Kind::amount, 20, false},
                Column{std::string(words.balance), Column::Kind::amount, 20, false}};
            task->document = parts_.documents.make(order.form, std::move(head));
            DocumentRow row;
            row.kind = Kind::header;
            row.cells.resize(7);
            row.cells[2] = std::string(words.opening);
            row.cells[6] = report.opening_minor;
            task->document->add(row);
        }
        for (const GeneralLedgerReport::Line& line : report.lines) {
            const EntryRecord& entry = line.entry;
            DocumentRow row;
            row.cells.resize(7);
            row.cells[0] = entry.act.date;
            row.cells[1] = static_cast<std::int64_t>(entry.act.sequence);
            row.cells[2] = entry.memo && !entry.memo->empty()
                               ? entry.act.description + " (" + *entry.memo + ')'
                               : entry.act.description;
            row.cells[3] = code_of(entry.act.outlet_id, outlets);
            row.cells[entry.amount_minor >= 0 ? 4 : 5] = entry.amount_minor >= 0
                                                             ? entry.amount_minor
                                                             : -entry.amount_minor;
            row.cells[6] = line.balance_minor;
            if (!task->document->add(row)) {
                co_return Refusal{
                    RefusalCode::payload_too_large,
                    "The document would be too large in this form; choose CSV, or a shorter "
                    "period.",
                    {}};
            }
        }
        std::optional<JobOutcome> ended = co_await deliver(run, task);
        if (ended) {
            co_return std::move(*ended);
        }
        const bool may_go_on = co_await run.go_on(500, "reading", std::nullopt);
        if (!may_go_on) {
            co_return JobStopped{};
        }
        if (!report.next_cursor) {
            break;
        }
        request->page.cursor = report.next_cursor;
    }
    DocumentRow row;
    row.kind = Kind::total;
    row.cells.resize(7);
    row.cells[2] = std::string(words.closing);
    row.cells[6] = closing;
    task->document->add(row);
    co_return co_await close(run, task);
}

}  // namespace arus::app
