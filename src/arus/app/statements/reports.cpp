// SPDX-License-Identifier: Apache-2.0
#include "arus/app/statements/reports.hpp"

#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"
#include "arus/ledger/money.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace arus::app {

namespace {

constexpr std::uint64_t sequences_back_max = 100'000;
constexpr std::int32_t summary_days_max = 366;

Refusal own_outlet_needed() {
    return {RefusalCode::forbidden, "A cashier sees the figures of an own outlet; name one.", {}};
}

Refusal out_of_range(std::string name, std::string detail) {
    return {
        RefusalCode::validation_failed,
        "A parameter is out of range.",
        {{std::move(name), "range", std::move(detail)}}};
}

/// Nothing that is wrong leaves as a figure.
[[noreturn]] void fail(
    BookId book, const char* report, reports::Defect defect, const Position& position) {
    const char* what = defect == reports::Defect::unbalanced ? "debits and credits differ"
                                                             : "a sum leaves its range";
    log::error(
        "a statement does not tie out", {{"book", book.text()},
                                         {"report", report},
                                         {"what", what},
                                         {"sequence", position.sequence}});
    throw Failure({Failure::Kind::corrupt, false, true, "reports"}, what);
}

bool is_cash(const ledger::Account& account) {
    using Subtype = ledger::AccountSubtype;
    return account.type == ledger::AccountType::asset
           && (account.subtype == Subtype::cash || account.subtype == Subtype::bank
               || account.subtype == Subtype::clearing);
}

std::int64_t cash_in(
    const StatementRecord& record, const std::vector<reports::Sides>& sums, BookId book) {
    std::int64_t cash = 0;
    for (std::size_t i = 0; i < record.accounts.size(); ++i) {
        if (!is_cash(record.accounts[i])) {
            continue;
        }
        const auto sum = ledger::checked_add(cash, sums[i].debit_minor - sums[i].credit_minor);
        if (!sum) {
            fail(book, "summary", reports::Defect::overflow, record.position);
        }
        cash = *sum;
    }
    return cash;
}

template <class T>
T made_or_fail(
    std::variant<T, reports::Defect> made, BookId book, const char* report,
    const Position& position) {
    if (const auto* defect = std::get_if<reports::Defect>(&made)) {
        fail(book, report, *defect, position);
    }
    return std::get<T>(std::move(made));
}

std::vector<reports::HourActivity> activity_of(const std::vector<HourFigures>& hours) {
    std::vector<reports::HourActivity> activity;
    activity.reserve(hours.size());
    for (const HourFigures& one : hours) {
        activity.push_back({one.day, one.hour, one.income_minor, one.expense_minor, one.sales});
    }
    return activity;
}

/// Keeps `days` ascending and without repeats.
void add_days(std::vector<Date>& days, const std::vector<Date>& more) {
    days.insert(days.end(), more.begin(), more.end());
    std::ranges::sort(days);
    const auto repeats = std::ranges::unique(days);
    days.erase(repeats.begin(), repeats.end());
}

}  // namespace

Reports::Reports(
    LedgerStore& ledgers, StatementStore& statements, Access& access, const Clock& clock) :
    ledgers_(ledgers), statements_(statements), access_(access), clock_(clock) {
}

/// Whoever may see figures of the whole book, or a cashier who names an own outlet.
Awaitable<Result<BookAccessRef>> Reports::require_figures(
    RequestContext context, BookId book, std::optional<OutletId> outlet) {
    Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::read_figures, context.deadline);
    if (!access) {
        co_return access;
    }
    if ((*access)->outlet_scope) {
        if (!outlet || !(*access)->in_scope(outlet)) {
            co_return own_outlet_needed();
        }
        co_return access;
    }
    if (outlet) {
        const std::vector<ledger::Outlet> outlets = co_await ledgers_.list_outlets(
            book, context.deadline);
        if (std::ranges::find(outlets, *outlet, &ledger::Outlet::id) == outlets.end()) {
            co_return Refusal{
                RefusalCode::unknown_outlet,
                "There is no such outlet in this book.",
                {{"?outlet_id", "unknown_outlet", "Choose an outlet of this book."}}};
        }
    }
    co_return access;
}

Awaitable<std::optional<Refusal>> Reports::check_sequence(
    BookId book, std::optional<std::uint64_t> at_sequence, Deadline deadline) {
    if (!at_sequence) {
        co_return std::nullopt;
    }
    const std::optional<BookRecord> record = co_await ledgers_.find_book(book, deadline);
    const std::uint64_t head = record ? record->head.sequence : 0;
    if (*at_sequence > head || head - *at_sequence > sequences_back_max) {
        co_return out_of_range(
            "?at_sequence",
            "It lies at most 100,000 before the head, " + std::to_string(head) + ".");
    }
    co_return std::nullopt;
}

Awaitable<Result<Balances>> Reports::balances(
    RequestContext context, BookId book, BalancesRequest request) {
    const Result<BookAccessRef> access = co_await require_figures(context, book, request.outlet_id);
    if (!access) {
        co_return access.refusal();
    }
    std::optional<Refusal> wrong = co_await check_sequence(
        book, request.at_sequence, context.deadline);
    if (wrong) {
        co_return std::move(*wrong);
    }
    BalanceQuery query;
    query.to = request.as_of;
    query.outlet_id = request.outlet_id;
    query.at_sequence = request.at_sequence;
    BalanceRecord record = co_await ledgers_.balances(book, query, context.deadline);
    co_return Balances{(*access)->book.exponent, std::move(record)};
}

Awaitable<Result<SummaryReport>> Reports::summary(
    RequestContext context, BookId book, SummaryRequest request) {
    const Result<BookAccessRef> access = co_await require_figures(context, book, request.outlet_id);
    if (!access) {
        co_return access.refusal();
    }
    const ledger::Book& basics = (*access)->book;
    const LocalHour now = local_hour(basics.time_zone, clock_.now());
    reports::SummaryRange range{
        request.from.value_or(now.date), request.to.value_or(now.date), std::nullopt};
    if (range.from > range.to) {
        co_return out_of_range("?from", "It must not be after `to`.");
    }
    if (range.to.days - range.from.days >= summary_days_max) {
        co_return out_of_range("?from", "The range may have at most 366 days.");
    }
    if (range.to == now.date) {
        range.until_hour = now.hour;
    }
    SummaryQuery query;
    query.days = reports::days_of(range);
    if (request.with_weekdays) {
        add_days(query.days, reports::days_of_weekdays(range.to));
    }
    query.from = range.from;
    query.to = range.to;
    query.outlet_id = request.outlet_id;
    query.outlet_scope = (*access)->outlet_scope;
    SummaryRecord record = co_await ledgers_.summary(book, std::move(query), context.deadline);
    const reports::CashAtEnds cash = co_await cash_at_ends(
        book, range, request.outlet_id, record.position.sequence, context.deadline);
    SummaryReport report;
    const std::vector<reports::HourActivity> activity = activity_of(record.hours);
    report.figures = made_or_fail(
        reports::summary(range, activity, cash), book, "summary", record.position);
    if (request.with_weekdays) {
        report.weekdays = made_or_fail(
            reports::weekdays(range.to, activity), book, "summary", record.position);
    }
    report.from = range.from;
    report.to = range.to;
    report.outlet_id = request.outlet_id;
    report.book = basics;
    report.position = std::move(record.position);
    report.outlets = std::move(record.outlets);
    if (request.outlet_id) {
        std::erase_if(report.outlets, [&](const OutletFigures& one) {
            return one.outlet.id != *request.outlet_id;
        });
    }
    std::ranges::sort(report.outlets, [](const OutletFigures& a, const OutletFigures& b) {
        return std::pair(b.income_minor, std::string_view(a.outlet.code))
               < std::pair(a.income_minor, std::string_view(b.outlet.code));
    });
    report.payments = std::move(record.payments);
    co_return report;
}

/// Cash at the ends of the three ranges, all as known at `sequence`.
Awaitable<reports::CashAtEnds> Reports::cash_at_ends(
    BookId book, reports::SummaryRange range, std::optional<OutletId> outlet,
    std::uint64_t sequence, Deadline deadline) {
    StatementQuery query;
    for (const std::int32_t days_before : {0, 1, 7}) {
        query.windows.push_back({std::nullopt, range.to.plus_days(-days_before), outlet});
    }
    query.at_sequence = sequence;
    const StatementRecord record = co_await statements_.statement(book, std::move(query), deadline);
    co_return reports::CashAtEnds{
        .now_minor = cash_in(record, record.sums.at(0), book),
        .yesterday_minor = cash_in(record, record.sums.at(1), book),
        .last_week_minor = cash_in(record, record.sums.at(2), book)};
}

}  // namespace arus::app
