// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/figure_reads.hpp"

#include "arus/adapters/mysql/detail/queries_read.hpp"
#include "arus/adapters/mysql/detail/text_formatter.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

namespace arus::mysql {

namespace {

constexpr Date first_date{std::numeric_limits<std::int32_t>::min()};
constexpr Date last_date{std::numeric_limits<std::int32_t>::max()};

/// What came after a sequence.
constexpr std::array<const char*, 2> later_sums = {
    queries::sum_made_after, queries::sum_settled_after};

using TotalsByAccount = std::unordered_map<AccountId, ledger::Totals>;

Date next_month_start(Date date) {
    return month_start(month_start(date).plus_days(31));
}

// Totals ----------------------------------------------------------------------------------------

Awaitable<TotalsByAccount> stored_totals(Connection& connection, BookId book) {
    TotalsByAccount totals;
    auto rows = co_await connection.execute(queries::list_balances, book);
    while (rows.next()) {
        totals[rows.id<AccountId>(0)] = {
            rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4)};
    }
    co_return totals;
}

/// One reading of sums by month or by day.
struct Range {
    const char* sql = nullptr;
    Date first;
    Date last;
};

/// Whole months from the sums by month; the days before and after them from those by day.
std::vector<Range> ranges_of(std::optional<Date> from, std::optional<Date> to) {
    const Date first = from.value_or(first_date);
    const Date last = to.value_or(last_date);
    std::vector<Range> ranges;
    if (first > last) {
        return ranges;
    }
    const Date months_from = !from
                                 ? first_date
                                 : (month_start(first) == first ? first : next_month_start(first));
    const Date months_to = !to ? last_date
                               : (next_month_start(last) == last.plus_days(1) ? last.plus_days(1)
                                                                              : month_start(last));
    if (months_from >= months_to) {
        ranges.push_back({queries::sum_days, first, last});
        return ranges;
    }
    if (from && first < months_from) {
        ranges.push_back({queries::sum_days, first, months_from.plus_days(-1)});
    }
    ranges.push_back({queries::sum_months, months_from, to ? months_to.plus_days(-1) : last_date});
    if (to && months_to <= last) {
        ranges.push_back({queries::sum_days, months_to, last});
    }
    return ranges;
}

Awaitable<TotalsByAccount> activity(
    Connection& connection, BookId book, OutletId outlet, std::optional<Date> from,
    std::optional<Date> to) {
    TotalsByAccount totals;
    const auto ranges = ranges_of(from, to);
    for (const auto& range : ranges) {
        auto rows = co_await connection.execute(range.sql, book, outlet, range.first, range.last);
        while (rows.next()) {
            auto& total = totals[rows.id<AccountId>(0)];
            total.debit_minor += rows.integer(1);
            total.credit_minor += rows.integer(2);
        }
    }
    co_return totals;
}

Awaitable<void> subtract_later(
    Connection& connection, BookId book, const app::BalanceQuery& query, TotalsByAccount& totals) {
    for (auto& [account, total] : totals) {
        total.pending_debit_minor = 0;
        total.pending_credit_minor = 0;
    }
    const Date first = query.from.value_or(first_date);
    const Date last = query.to.value_or(last_date);
    const auto sequence = *query.at_sequence;
    for (const char* sql : later_sums) {
        auto rows = co_await connection.execute(
            sql, book, sequence, first, last, query.outlet_id, query.outlet_id);
        while (rows.next()) {
            auto& total = totals[rows.id<AccountId>(0)];
            const bool debit = rows.text(1) == ledger::text_of(ledger::Direction::debit);
            (debit ? total.debit_minor : total.credit_minor) -= rows.integer(2);
        }
    }
}

/// Where the book stood after the act of that number, 0 for before the first.
Awaitable<void> stand_at(
    Connection& connection, BookId book, std::uint64_t sequence, app::Position& position) {
    position.sequence = sequence;
    position.offset = 0;
    position.hash = ledger::chain_start(book);
    auto rows = co_await connection.execute(
        queries::find_event_of_act, book, book, sequence, book, sequence);
    if (rows.next()) {
        position.offset = rows.count(0);
        position.hash = rows.hash(1);
    }
}

// The dashboard ---------------------------------------------------------------------------------

Awaitable<std::vector<app::HourFigures>> read_hours(
    Connection& connection, BookId book, OutletId outlet, std::vector<Date> days) {
    std::vector<app::HourFigures> hours;
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    if (days.empty()) {
        co_return hours;
    }
    std::string sql;
    TextFormatter text(sql);
    text.sql(queries::list_hours_text).value(book).sql(" AND outlet_id = ").value(outlet);
    text.sql(" AND day IN ").list(days).sql(queries::list_hours_order);
    const auto replies = co_await connection.query(std::move(sql));
    for (auto rows = replies.rows(0); rows.next();) {
        hours.push_back(
            {rows.date(0), static_cast<int>(rows.integer(1)), rows.integer(2), rows.integer(3),
             rows.integer(4)});
    }
    co_return hours;
}

/// By code, without their sums.
Awaitable<std::vector<app::OutletFigures>> read_outlets_in_scope(
    Connection& connection, BookId book, const app::SummaryQuery& query) {
    std::vector<app::OutletFigures> outlets;
    auto rows = co_await connection.execute(queries::list_outlets_with_last, book);
    while (rows.next()) {
        app::OutletFigures figures;
        figures.outlet = outlet_of(rows);
        figures.last_committed_at = rows.optional_instant(5);
        const auto& scope = query.outlet_scope;
        if (!scope || std::find(scope->begin(), scope->end(), figures.outlet.id) != scope->end()) {
            outlets.push_back(std::move(figures));
        }
    }
    co_return outlets;
}

Awaitable<std::vector<app::OutletFigures>> read_outlet_figures(
    Connection& connection, BookId book, const app::SummaryQuery& query) {
    auto outlets = co_await read_outlets_in_scope(connection, book, query);
    if (outlets.empty()) {
        co_return outlets;
    }
    std::vector<OutletId> ids;
    std::unordered_map<OutletId, app::OutletFigures*> by_id;
    for (auto& figures : outlets) {
        ids.push_back(figures.outlet.id);
        by_id[figures.outlet.id] = &figures;
    }
    std::string sql;
    TextFormatter text(sql);
    text.sql(queries::sum_hours_text).value(book).sql(" AND outlet_id IN ").list(ids);
    text.sql(" AND day >= ").value(query.from).sql(" AND day <= ").value(query.to);
    text.sql(queries::sum_hours_group);
    const auto replies = co_await connection.query(std::move(sql));
    for (auto rows = replies.rows(0); rows.next();) {
        auto& figures = *by_id.at(rows.id<OutletId>(0));
        figures.income_minor = rows.integer(1);
        figures.expense_minor = rows.integer(2);
        figures.sales = rows.integer(3);
    }
    co_return outlets;
}

Awaitable<std::vector<app::PaymentFigures>> read_payments(
    Connection& connection, BookId book, OutletId outlet, Date from, Date to) {
    std::vector<app::PaymentFigures> payments;
    auto rows = co_await connection.execute(queries::sum_payments, book, outlet, from, to);
    while (rows.next()) {
        payments.push_back(
            {rows.id<AccountId>(0), rows.string(1), rows.string(2), rows.integer(3),
             rows.integer(4)});
    }
    co_return payments;
}

}  // namespace

Awaitable<app::BalanceRecord> read_balances(
    Connection& connection, BookId book, const app::BalanceQuery& query) {
    app::BalanceRecord record;
    const auto head = co_await read_head(connection, book);
    if (!head) {
        co_return record;
    }
    record.position = position_of(*head);
    TotalsByAccount totals;
    if (query.from || query.to || query.outlet_id) {
        const auto outlet = query.outlet_id.value_or(OutletId{});
        totals = co_await activity(connection, book, outlet, query.from, query.to);
    } else {
        totals = co_await stored_totals(connection, book);
    }
    if (query.at_sequence) {
        co_await subtract_later(connection, book, query, totals);
        co_await stand_at(connection, book, *query.at_sequence, record.position);
    }
    auto accounts = co_await read_accounts(connection, book);
    record.items.reserve(accounts.size());
    for (auto& account : accounts) {
        const auto found = totals.find(account.id);
        record.items.push_back(
            {std::move(account), found == totals.end() ? ledger::Totals{} : found->second});
    }
    co_return record;
}

Awaitable<app::SummaryRecord> read_summary(
    Connection& connection, BookId book, const app::SummaryQuery& query) {
    app::SummaryRecord record;
    const auto head = co_await read_head(connection, book);
    if (!head) {
        co_return record;
    }
    record.position = position_of(*head);
    const OutletId outlet = query.outlet_id.value_or(OutletId{});
    record.hours = co_await read_hours(connection, book, outlet, query.days);
    record.outlets = co_await read_outlet_figures(connection, book, query);
    record.payments = co_await read_payments(connection, book, outlet, query.from, query.to);
    co_return record;
}

}  // namespace arus::mysql
