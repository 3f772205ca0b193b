// SPDX-License-Identifier: Apache-2.0
// The general ledger of one account, page by page; see statements.hpp.
#include "arus/app/detail/statement_parts.hpp"
#include "arus/app/detail/tying_out.hpp"

#include <algorithm>
#include <utility>

namespace arus::app {

namespace {

std::string list_of(const GeneralLedgerRequest& request) {
    return "general-ledger|" + request.account_id.text() + '|' + date_text(*request.from) + '|'
           + date_text(*request.to) + '|'
           + (request.outlet_id ? request.outlet_id->text() : std::string("-")) + '|'
           + (request.at_sequence ? std::to_string(*request.at_sequence) : std::string("-"));
}

Refusal no_such_account() {
    return {
        RefusalCode::unknown_account,
        "There is no such account in this book.",
        {{"?account_id", "unknown_account", "Choose an account of this book."}}};
}

std::int64_t natural(ledger::AccountType type, std::int64_t debit_minor) {
    return ledger::normal_side(type) == ledger::Direction::debit ? debit_minor : -debit_minor;
}

}  // namespace

Awaitable<Result<Resolved<GeneralLedgerRequest>>> Statements::resolve(
    RequestContext context, BookId book, GeneralLedgerRequest request, Reach reach) {
    // The income statement takes the same range: what is allowed there is allowed here.
    StatementRequest range;
    range.name = reports::StatementName::income_statement;
    range.from = request.from;
    range.to = request.to;
    range.outlet_id = request.outlet_id;
    range.at_sequence = request.at_sequence;
    Result<Resolved<StatementRequest>> resolved = co_await resolve(
        context, book, std::move(range), reach);
    if (!resolved) {
        co_return std::move(resolved).refusal();
    }
    const std::vector<ledger::Account> accounts = co_await ledgers_.list_accounts(
        book, context.deadline);
    if (std::ranges::find(accounts, request.account_id, &ledger::Account::id) == accounts.end()) {
        co_return no_such_account();
    }
    request.from = resolved->request.from;
    request.to = resolved->request.to;
    co_return Resolved<GeneralLedgerRequest>{
        std::move(request), std::move(resolved->book), std::move(resolved->head)};
}

Awaitable<Result<GeneralLedgerReport>> Statements::general_ledger(
    RequestContext context, BookId book, GeneralLedgerRequest request, Reach reach) {
    Result<Resolved<GeneralLedgerRequest>> resolved = co_await resolve(
        context, book, std::move(request), reach);
    if (!resolved) {
        co_return std::move(resolved).refusal();
    }
    request = std::move(resolved->request);
    const std::string list = list_of(request);
    const Result<std::optional<detail::EntryPlace>> begin = detail::entry_place(request.page, list);
    if (!begin) {
        co_return begin.refusal();
    }
    const std::optional<detail::EntryPlace>& place = *begin;
    if (place && !detail::is_in_reach(place->sequence, resolved->head.sequence, reach)) {
        co_return detail::too_far_back("?cursor", resolved->head.sequence);
    }

    StatementQuery sums;
    sums.windows = {
        {std::nullopt, request.from->plus_days(-1), request.outlet_id},
        {request.from, *request.to, request.outlet_id}};
    sums.at_sequence = place ? std::optional(place->sequence) : request.at_sequence;
    StatementRecord record = co_await statements_.statement(
        book, std::move(sums), context.deadline);
    const auto account = std::ranges::find(
        record.accounts, request.account_id, &ledger::Account::id);
    ARUS_ASSERT(account != record.accounts.end());  // accounts are never deleted
    const auto index = static_cast<std::size_t>(account - record.accounts.begin());
    const detail::ReportPlace report_place{book, "general-ledger", record.position.sequence};

    GeneralLedgerReport report;
    report.account = {account->id, account->code, account->name, account->type};
    const reports::Sides& before = record.sums.at(0)[index];
    report.moved = record.sums.at(1)[index];
    report.opening_minor = natural(account->type, before.debit_minor - before.credit_minor);
    report.closing_minor = detail::sum_or_fail(
        report.opening_minor,
        natural(account->type, report.moved.debit_minor - report.moved.credit_minor), report_place);
    report.carried_minor = place ? place->told_minor : report.opening_minor;

    EntryQuery query;
    query.account_ids = {account->id};
    query.from = request.from;
    query.to = *request.to;
    if (request.outlet_id) {
        query.outlet_id.emplace(request.outlet_id);
    }
    query.at_sequence = record.position.sequence;
    query.limit = request.page.limit;
    if (place) {
        query.after = place->after;
    }
    EntryPage page = co_await statements_.entries(book, std::move(query), context.deadline);
    std::int64_t balance = report.carried_minor;
    for (EntryRecord& entry : page.items) {
        balance = detail::sum_or_fail(
            balance, natural(account->type, entry.amount_minor), report_place);
        report.lines.push_back({std::move(entry), balance});
    }
    if (page.has_more) {
        const EntryRecord& last = report.lines.back().entry;
        const detail::EntryPlace next{
            record.position.sequence, {last.act.date, last.act.sequence, last.position}, balance};
        report.next_cursor = make_cursor(list, detail::place_text(next));
    } else if (balance != report.closing_minor) {
        detail::fail_report(report_place, reports::Defect::unbalanced);
    }
    report.parameters = std::move(request);
    report.book = std::move(record.book);
    report.position = std::move(record.position);
    co_return report;
}

}  // namespace arus::app
