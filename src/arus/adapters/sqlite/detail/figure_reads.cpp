// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/figure_reads.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace arus::sqlite {

namespace {

constexpr Date first_date{std::numeric_limits<std::int32_t>::min()};
constexpr Date last_date{std::numeric_limits<std::int32_t>::max()};

Date next_month_start(Date date) {
    return month_start(month_start(date).plus_days(31));
}

}  // namespace

FigureReads::FigureReads(const Connection& connection) :
    find_head_(connection, queries::find_head),
    list_accounts_(connection, queries::list_accounts),
    list_balances_(connection, queries::list_balances),
    sum_months_(connection, queries::sum_months),
    sum_days_(connection, queries::sum_days),
    find_event_of_act_(connection, queries::find_event_of_act),
    sum_made_after_(connection, queries::sum_made_after),
    sum_settled_after_(connection, queries::sum_settled_after),
    list_outlets_(connection, queries::list_outlets),
    list_hours_(connection, queries::list_hours),
    sum_hours_(connection, queries::sum_hours),
    last_commit_of_outlet_(connection, queries::last_commit_of_outlet),
    sum_payments_(connection, queries::sum_payments) {
}

// Balances --------------------------------------------------------------------------------------

app::BalanceRecord FigureReads::balances(BookId book, const app::BalanceQuery& query) {
    app::BalanceRecord record;
    const auto head = read_head(find_head_, book);
    if (!head) {
        return record;
    }
    record.position = position_of(*head);
    const bool by_activity = query.from || query.to || query.outlet_id;
    auto totals = by_activity
                      ? activity(book, query.outlet_id.value_or(OutletId{}), query.from, query.to)
                      : stored_totals(book);
    if (query.at_sequence) {
        subtract_later(book, query, totals);
        stand_at(book, *query.at_sequence, record.position);
    }
    auto rows = list_accounts_.query(book);
    while (rows.next()) {
        auto account = account_of(rows);
        const auto found = totals.find(account.id);
        record.items.push_back(
            {std::move(account), found == totals.end() ? ledger::Totals{} : found->second});
    }
    return record;
}

FigureReads::TotalsByAccount FigureReads::stored_totals(BookId book) {
    TotalsByAccount totals;
    auto rows = list_balances_.query(book);
    while (rows.next()) {
        totals[rows.id<AccountId>(0)] = {
            rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4)};
    }
    return totals;
}

FigureReads::TotalsByAccount FigureReads::activity(
    BookId book, OutletId outlet, std::optional<Date> from, std::optional<Date> to) {
    TotalsByAccount totals;
    const Date first = from.value_or(first_date);
    const Date last = to.value_or(last_date);
    if (first > last) {
        return totals;
    }
    // Whole months [months_from, months_to) from the sums by month; the days before and after them
    // from those by day.
    const Date months_from = !from
                                 ? first_date
                                 : (month_start(first) == first ? first : next_month_start(first));
    const Date months_to = !to ? last_date
                               : (next_month_start(last) == last.plus_days(1) ? last.plus_days(1)
                                                                              : month_start(last));
    if (months_from >= months_to) {
        add_range(sum_days_, book, outlet, first, last, totals);
        return totals;
    }
    if (from && first < months_from) {
        add_range(sum_days_, book, outlet, first, months_from.plus_days(-1), totals);
    }
    add_range(
        sum_months_, book, outlet, months_from, to ? months_to.plus_days(-1) : last_date, totals);
    if (to && months_to <= last) {
        add_range(sum_days_, book, outlet, months_to, last, totals);
    }
    return totals;
}

void FigureReads::add_range(
    Statement& statement, BookId book, OutletId outlet, Date first, Date last,
    TotalsByAccount& totals) {
    auto rows = statement.query(book, outlet, first, last);
    while (rows.next()) {
        auto& total = totals[rows.id<AccountId>(0)];
        total.debit_minor += rows.integer(1);
        total.credit_minor += rows.integer(2);
    }
}

void FigureReads::stand_at(BookId book, std::uint64_t sequence, app::Position& position) {
    position.sequence = sequence;
    position.offset = 0;
    position.hash = ledger::chain_start(book);
    auto rows = find_event_of_act_.query(book, sequence);
    if (rows.next()) {
        position.offset = static_cast<std::uint64_t>(rows.integer(0));
        position.hash = rows.hash(1);
    }
}

void FigureReads::subtract_later(
    BookId book, const app::BalanceQuery& query, TotalsByAccount& totals) {
    for (auto& [account, total] : totals) {
        total.pending_debit_minor = 0;
        total.pending_credit_minor = 0;
    }
    const Date first = query.from.value_or(first_date);
    const Date last = query.to.value_or(last_date);
    for (auto* statement : {&sum_made_after_, &sum_settled_after_}) {
        auto rows = statement->query(book, *query.at_sequence, first, last, query.outlet_id);
        while (rows.next()) {
            auto& total = totals[rows.id<AccountId>(0)];
            const bool debit = rows.text(1) == ledger::text_of(ledger::Direction::debit);
            (debit ? total.debit_minor : total.credit_minor) -= rows.integer(2);
        }
    }
}

// The dashboard ---------------------------------------------------------------------------------

app::SummaryRecord FigureReads::summary(BookId book, const app::SummaryQuery& query) {
    app::SummaryRecord record;
    const auto head = read_head(find_head_, book);
    if (!head) {
        return record;
    }
    record.position = position_of(*head);
    const OutletId outlet = query.outlet_id.value_or(OutletId{});
    add_hours(book, query, outlet, record);
    add_outlets(book, query, record);
    add_payments(book, query, outlet, record);
    return record;
}

void FigureReads::add_hours(
    BookId book, const app::SummaryQuery& query, OutletId outlet, app::SummaryRecord& record) {
    auto days = query.days;
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    for (const Date day : days) {
        auto rows = list_hours_.query(book, outlet, day);
        while (rows.next()) {
            record.hours.push_back(
                {day, static_cast<int>(rows.integer(0)), rows.integer(1), rows.integer(2),
                 rows.integer(3)});
        }
    }
}

void FigureReads::add_outlets(
    BookId book, const app::SummaryQuery& query, app::SummaryRecord& record) {
    auto outlets = list_outlets_.query(book);
    while (outlets.next()) {
        auto outlet = outlet_of(outlets);
        const auto& scope = query.outlet_scope;
        if (outlet.archived
            || (scope && std::find(scope->begin(), scope->end(), outlet.id) == scope->end())) {
            continue;
        }
        app::OutletFigures figures;
        auto sums = sum_hours_.query(book, outlet.id, query.from, query.to);
        if (sums.next()) {
            figures.income_minor = sums.integer(0);
            figures.expense_minor = sums.integer(1);
            figures.sales = sums.integer(2);
        }
        auto last = last_commit_of_outlet_.query(book, outlet.id);
        if (last.next()) {
            figures.last_committed_at = last.instant(0);
        }
        figures.outlet = std::move(outlet);
        record.outlets.push_back(std::move(figures));
    }
}

void FigureReads::add_payments(
    BookId book, const app::SummaryQuery& query, OutletId outlet, app::SummaryRecord& record) {
    auto rows = sum_payments_.query(book, outlet, query.from, query.to);
    while (rows.next()) {
        record.payments.push_back(
            {rows.id<AccountId>(0), rows.string(1), rows.string(2), rows.integer(3),
             rows.integer(4)});
    }
}

}  // namespace arus::sqlite
