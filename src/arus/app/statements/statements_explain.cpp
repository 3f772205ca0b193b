// SPDX-License-Identifier: Apache-2.0
// From a cell to the entries behind it; see statements.hpp.
#include "arus/app/detail/statement_parts.hpp"
#include "arus/app/detail/tying_out.hpp"

#include <algorithm>
#include <utility>

namespace arus::app {

namespace {

using detail::refused_parameter;

std::string list_of(const std::string& report, const ExplainRequest& request) {
    return "explain|" + report + '|' + std::to_string(request.column) + '|' + request.row;
}

Refusal no_such_row() {
    return refused_parameter("?row", "enum", "The report has no row of this key.");
}

Refusal no_such_column() {
    return refused_parameter("?column", "range", "The report has no column at this place.");
}

NamedAccount named(const ledger::Account& account) {
    return {account.id, account.code, account.name, account.type};
}

/// Which outlets' entries a column counts.
std::optional<std::optional<OutletId>> outlet_rule(const reports::Column& column) {
    std::optional<std::optional<OutletId>> rule;
    if (column.kind == reports::Column::Kind::rest || column.outlet_id) {
        rule.emplace(column.outlet_id);
    }
    return rule;
}

}  // namespace

Awaitable<Result<StatementExplanation>> Statements::explain(
    RequestContext context, BookId book, StatementRequest statement, ExplainRequest request) {
    Result<Resolved<StatementRequest>> resolved = co_await resolve(
        context, book, std::move(statement));
    if (!resolved) {
        co_return resolved.refusal();
    }
    const StatementRequest parameters = resolved->request;
    Cell cell;
    cell.list = list_of(text_of(parameters), request);
    cell.report = reports::text_of(parameters.name);
    const Result<std::optional<detail::EntryPlace>> begin = detail::entry_place(
        request.page, cell.list);
    if (!begin) {
        co_return begin.refusal();
    }
    const std::optional<detail::EntryPlace>& place = *begin;
    if (place) {
        if (!detail::is_in_reach(place->sequence, resolved->head.sequence)) {
            co_return detail::too_far_back("?cursor", resolved->head.sequence);
        }
        resolved->request.at_sequence = place->sequence;
        cell.query.after = place->after;
        cell.told_minor = place->told_minor;
    }
    Made made = co_await read(std::move(*resolved), std::nullopt, context.deadline);
    const reports::Statement& table = made.report.statement;
    const auto row = std::ranges::find(table.rows, request.row, &reports::Row::key);
    if (row == table.rows.end()) {
        co_return no_such_row();
    }
    if (request.column >= table.columns.size()) {
        co_return no_such_column();
    }
    const reports::Column& column = table.columns[request.column];
    const reports::SpanDays days = reports::days_of(
        row->span, column, made.report.book.fiscal_year_start);
    cell.query.from = days.from;
    cell.query.to = days.to;
    cell.query.outlet_id = outlet_rule(column);
    cell.query.at_sequence = made.report.position.sequence;
    cell.query.limit = request.page.limit;
    for (const reports::Term& term : row->terms) {
        cell.accounts.push_back({named(made.accounts[term.account]), term.times});
    }
    cell.explanation.book = made.report.book;
    cell.explanation.position = made.report.position;
    cell.explanation.key = row->key;
    cell.explanation.code = row->code;
    cell.explanation.name = row->name;
    cell.explanation.column = column;
    cell.explanation.amount_minor = row->amounts[request.column];
    StatementExplanation out;
    out.parameters = parameters;
    out.explanation = co_await page_of_cell(std::move(cell), context.deadline);
    co_return out;
}

Awaitable<Result<AgingExplanation>> Statements::explain(
    RequestContext context, BookId book, AgingRequest aging, ExplainRequest request) {
    Result<Resolved<AgingRequest>> resolved = co_await resolve(context, book, aging);
    if (!resolved) {
        co_return resolved.refusal();
    }
    const AgingRequest parameters = resolved->request;
    Cell cell;
    cell.report = "aging";
    cell.list = list_of(text_of(parameters), request);
    const Result<std::optional<detail::EntryPlace>> begin = detail::entry_place(
        request.page, cell.list);
    if (!begin) {
        co_return begin.refusal();
    }
    const std::optional<detail::EntryPlace>& place = *begin;
    if (place) {
        if (!detail::is_in_reach(place->sequence, resolved->head.sequence)) {
            co_return detail::too_far_back("?cursor", resolved->head.sequence);
        }
        resolved->request.at_sequence = place->sequence;
        cell.query.after = place->after;
        cell.told_minor = place->told_minor;
    }
    const AgingReport report = co_await make(std::move(*resolved), context.deadline);
    const auto row = std::ranges::find(report.aging.rows, request.row, &reports::AgingRow::key);
    if (row == report.aging.rows.end()) {
        co_return no_such_row();
    }
    if (request.column >= report.aging.columns.size()) {
        co_return no_such_column();
    }
    const reports::Column& column = report.aging.columns[request.column];
    const bool is_receivable = parameters.side == reports::AgingSide::receivable;
    const std::vector<ledger::Account> accounts = co_await ledgers_.list_accounts(
        book, context.deadline);
    for (const ledger::Account& account : accounts) {
        const auto wanted = is_receivable ? ledger::AccountSubtype::receivable
                                          : ledger::AccountSubtype::payable;
        if (account.subtype == wanted) {
            cell.accounts.push_back({named(account), is_receivable ? 1 : -1});
        }
    }
    cell.explanation.amount_minor = row->amounts.at(request.column);
    if (column.kind != reports::Column::Kind::whole) {
        cell.counts_open_only = true;
        const bool by_debit = (cell.explanation.amount_minor > 0) == is_receivable;
        cell.query.side = by_debit ? EntryQuery::Side::debit : EntryQuery::Side::credit;
    }
    cell.query.from = column.from;
    cell.query.to = column.to;
    cell.query.contact_id.emplace(row->contact_id);
    cell.query.at_sequence = report.position.sequence;
    cell.query.limit = request.page.limit;
    cell.explanation.book = report.book;
    cell.explanation.position = report.position;
    cell.explanation.key = row->key;
    cell.explanation.code = row->code;
    cell.explanation.name = row->name;
    cell.explanation.column = column;
    AgingExplanation out;
    out.parameters = parameters;
    out.explanation = co_await page_of_cell(std::move(cell), context.deadline);
    co_return out;
}

/// The entries from the newest on, each with what it adds, until they came to the amount.
Awaitable<Explanation> Statements::page_of_cell(Cell cell, Deadline deadline) {
    Explanation& out = cell.explanation;
    const detail::ReportPlace report_place{out.book.id, cell.report, out.position.sequence};
    cell.query.order = EntryQuery::Order::newest_first;
    for (const Cell::Account& one : cell.accounts) {
        cell.query.account_ids.push_back(one.account.id);
    }
    EntryPage page;
    const bool is_done = cell.counts_open_only && cell.told_minor == out.amount_minor;
    if (!is_done) {
        page = co_await statements_.entries(out.book.id, cell.query, deadline);
    }
    std::int64_t told = cell.told_minor;
    bool has_more = page.has_more;
    for (EntryRecord& entry : page.items) {
        const auto account = std::ranges::find_if(cell.accounts, [&](const Cell::Account& one) {
            return one.account.id == entry.account_id;
        });
        std::int64_t amount = account->times * entry.amount_minor;
        if (cell.counts_open_only) {
            const std::int64_t left = out.amount_minor - told;
            amount = left > 0 ? std::min(amount, left) : std::max(amount, left);
        }
        told = detail::sum_or_fail(told, amount, report_place);
        out.items.push_back({std::move(entry), account->account, amount});
        if (cell.counts_open_only && told == out.amount_minor) {
            has_more = false;
            break;
        }
    }
    if (has_more) {
        const EntryRecord& last = out.items.back().entry;
        const detail::EntryPlace next{
            out.position.sequence, {last.act.date, last.act.sequence, last.position}, told};
        out.next_cursor = make_cursor(cell.list, detail::place_text(next));
    } else if (told != out.amount_minor) {
        detail::fail_report(report_place, reports::Defect::unbalanced);
    }
    co_return std::move(out);
}

}  // namespace arus::app
