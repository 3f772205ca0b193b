// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/rows.hpp"

#include <unordered_map>

namespace arus::sqlite {

/// Balances and what the dashboard needs, for one read connection. Each call belongs inside a
/// Snapshot. The cost depends on accounts, outlets and days, never on the number of transactions;
/// `at_sequence` costs what came after it.
class FigureReads {
public:
    explicit FigureReads(const Connection& connection);

    app::BalanceRecord balances(BookId book, const app::BalanceQuery& query);
    app::SummaryRecord summary(BookId book, const app::SummaryQuery& query);

private:
    using TotalsByAccount = std::unordered_map<AccountId, ledger::Totals>;

    TotalsByAccount stored_totals(BookId book);
    TotalsByAccount activity(
        BookId book, OutletId outlet, std::optional<Date> from, std::optional<Date> to);
    void add_range(
        Statement& statement, BookId book, OutletId outlet, Date first, Date last,
        TotalsByAccount& totals);
    /// Where the book stood after the act of that number, 0 for before the first.
    void stand_at(BookId book, std::uint64_t sequence, app::Position& position);
    void subtract_later(BookId book, const app::BalanceQuery& query, TotalsByAccount& totals);
    void add_hours(
        BookId book, const app::SummaryQuery& query, OutletId outlet, app::SummaryRecord& record);
    void add_outlets(BookId book, const app::SummaryQuery& query, app::SummaryRecord& record);
    void add_payments(
        BookId book, const app::SummaryQuery& query, OutletId outlet, app::SummaryRecord& record);

    Statement find_head_;
    Statement list_accounts_;
    Statement list_balances_;
    Statement sum_months_;
    Statement sum_days_;
    Statement find_event_of_act_;
    Statement sum_made_after_;
    Statement sum_settled_after_;
    Statement list_outlets_;
    Statement list_hours_;
    Statement sum_hours_;
    Statement last_commit_of_outlet_;
    Statement sum_payments_;
};

}  // namespace arus::sqlite
