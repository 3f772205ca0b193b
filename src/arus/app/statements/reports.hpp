// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/ports/statement_store.hpp"
#include "arus/reports/summary.hpp"

#include <array>
#include <optional>
#include <vector>

namespace arus::app {

struct BalancesRequest {
    std::optional<Date> as_of;  ///< last business day that counts; absent: every day, future ones
                                ///< too
    std::optional<OutletId> outlet_id;
    std::optional<std::uint64_t> at_sequence;  ///< at most 100,000 before the head
};

struct Balances {
    int exponent = 0;
    BalanceRecord record;
};

struct SummaryRequest {
    std::optional<Date> from;  ///< absent: today in the book's zone
    std::optional<Date> to;    ///< absent: today in the book's zone
    std::optional<OutletId> outlet_id;
    bool with_weekdays = false;
};

struct SummaryReport {
    Date from;
    Date to;
    std::optional<OutletId> outlet_id;
    ledger::Book book;
    Position position;
    reports::Summary figures;
    std::vector<OutletFigures> outlets;    ///< largest income first; with outlet_id only that one
    std::vector<PaymentFigures> payments;  ///< largest first
    /// Of the four weeks before `to`; present where it was asked for.
    std::optional<std::array<reports::WeekdayFigures, 7>> weekdays;
};

/// Figures of a book, each true exactly at its position. One for the process; safe from every
/// executor.
///
/// Every call: not_found for a book one may not see; forbidden for a cashier who names no own
/// outlet; unknown_outlet for an outlet the book does not have; validation_failed (range) for
/// `at_sequence` beyond its reach. Throws Failure; of kind corrupt, after an error in the log,
/// where a statement does not tie out: no wrong figure leaves this class.
class Reports {
public:
    Reports(LedgerStore& ledgers, StatementStore& statements, Access& access, const Clock& clock);

    Awaitable<Result<Balances>> balances(
        RequestContext context, BookId book, BalancesRequest request);

    /// validation_failed (range) where `from` is after `to` or the range has more than 366 days.
    Awaitable<Result<SummaryReport>> summary(
        RequestContext context, BookId book, SummaryRequest request);

private:
    Awaitable<Result<BookAccessRef>> require_figures(
        RequestContext context, BookId book, std::optional<OutletId> outlet);
    Awaitable<std::optional<Refusal>> check_sequence(
        BookId book, std::optional<std::uint64_t> at_sequence, Deadline deadline);
    Awaitable<reports::CashAtEnds> cash_at_ends(
        BookId book, reports::SummaryRange range, std::optional<OutletId> outlet,
        std::uint64_t sequence, Deadline deadline);

    LedgerStore& ledgers_;
    StatementStore& statements_;
    Access& access_;
    const Clock& clock_;
};

}  // namespace arus::app
