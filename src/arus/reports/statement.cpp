// SPDX-License-Identifier: Apache-2.0
#include "arus/reports/statement.hpp"

#include "arus/base/assert.hpp"
#include "arus/ledger/money.hpp"
#include "arus/reports/detail/identities.hpp"
#include "arus/reports/detail/layout.hpp"

#include <algorithm>

namespace arus::reports {

namespace {

constexpr std::array<std::pair<StatementName, std::string_view>, 4> names{{
    {StatementName::trial_balance, "trial-balance"},
    {StatementName::income_statement, "income-statement"},
    {StatementName::balance_sheet, "balance-sheet"},
    {StatementName::cash_flow, "cash-flow"},
}};

constexpr std::string_view main_figures[] = {
    "gross_profit",
    "operating_profit",
    "profit_before_tax",
    "net_income",
    "assets",
    "liabilities",
    "equity",
    "current_earnings",
    "earlier_earnings",
    "liabilities_and_equity",
    "net_change",
    "opening_cash",
    "closing_cash"};

/// The amount of every column, or nothing where one does not fit.
std::optional<std::vector<std::int64_t>> amounts_of(
    const Row& row, const std::vector<ColumnSums>& sums) {
    std::vector<std::int64_t> amounts;
    amounts.reserve(sums.size());
    for (const ColumnSums& column : sums) {
        const auto& accounts = column[static_cast<std::size_t>(row.span)];
        __int128 sum = 0;
        for (const Term& term : row.terms) {
            const Sides& sides = accounts[term.account];
            sum += static_cast<__int128>(term.times) * (sides.debit_minor - sides.credit_minor);
        }
        const auto amount = static_cast<std::int64_t>(sum);
        if (amount != sum) {
            return std::nullopt;
        }
        amounts.push_back(amount);
    }
    return amounts;
}

/// Fills debits and credits of the rows and their totals; false where a sum does not fit.
bool add_sides(
    Statement& statement, const std::vector<detail::AccountRow>& own,
    const std::vector<ColumnSums>& sums) {
    std::vector<std::int64_t> debits(sums.size());
    std::vector<std::int64_t> credits(sums.size());
    for (const detail::AccountRow& one : own) {
        Row& row = statement.rows[one.row];
        row.debits.clear();
        row.credits.clear();
        for (std::size_t column = 0; column < sums.size(); ++column) {
            const Sides& sides = sums[column][static_cast<std::size_t>(Span::until_end)]
                                     [one.account];
            const std::int64_t balance = sides.debit_minor - sides.credit_minor;
            row.debits.push_back(std::max<std::int64_t>(balance, 0));
            row.credits.push_back(std::max<std::int64_t>(-balance, 0));
            const auto debit = ledger::checked_add(debits[column], row.debits.back());
            const auto credit = ledger::checked_add(credits[column], row.credits.back());
            if (!debit || !credit) {
                return false;
            }
            debits[column] = *debit;
            credits[column] = *credit;
        }
    }
    statement.totals.emplace_back("debits", std::move(debits));
    statement.totals.emplace_back("credits", std::move(credits));
    return true;
}

/// Fills everything that depends on the sums, then looks whether it ties out.
std::optional<Defect> fill(
    Statement& statement, const std::vector<ledger::Account>& accounts,
    const std::vector<ColumnSums>& sums) {
    for (Row& row : statement.rows) {
        auto amounts = amounts_of(row, sums);
        if (!amounts) {
            return Defect::overflow;
        }
        row.amounts = std::move(*amounts);
    }
    statement.totals.clear();
    if (statement.name == StatementName::trial_balance) {
        if (!add_sides(statement, detail::account_rows(statement, accounts), sums)) {
            return Defect::overflow;
        }
    }
    for (const Row& row : statement.rows) {
        if (std::ranges::find(main_figures, row.key) != std::ranges::end(main_figures)) {
            statement.totals.emplace_back(row.key, row.amounts);
        }
    }
    return detail::broken_identity(statement, sums) ? std::optional(Defect::unbalanced)
                                                    : std::nullopt;
}

}  // namespace

std::string_view text_of(StatementName name) {
    return names[static_cast<std::size_t>(name)].second;
}

std::optional<StatementName> parse_statement_name(std::string_view text) {
    for (const auto& [name, its_text] : names) {
        if (its_text == text) {
            return name;
        }
    }
    return std::nullopt;
}

bool is_of_balances(StatementName name) {
    return name == StatementName::trial_balance || name == StatementName::balance_sheet;
}

std::string_view text_of(Row::Kind kind) {
    switch (kind) {
        case Row::Kind::header:
            return "header";
        case Row::Kind::account:
            return "account";
        case Row::Kind::total:
            return "total";
    }
    ARUS_ASSERT(!"a kind without text");
}

std::vector<Span> spans_of(StatementName name) {
    switch (name) {
        case StatementName::trial_balance:
            return {Span::until_end};
        case StatementName::income_statement:
            return {Span::period};
        case StatementName::balance_sheet:
            return {Span::until_end, Span::fiscal_year, Span::earlier_years};
        case StatementName::cash_flow:
            return {Span::period, Span::until_end, Span::before};
    }
    ARUS_ASSERT(!"a statement without spans");
}

SpanDays days_of(Span span, const Column& column, std::string_view fiscal_year_start) {
    switch (span) {
        case Span::period:
            return {column.from, column.to};
        case Span::until_end:
            return {std::nullopt, column.to};
        case Span::before:
            ARUS_ASSERT(column.from);
            return {std::nullopt, column.from->plus_days(-1)};
        case Span::fiscal_year:
            return {fiscal_year_of(column.to, fiscal_year_start), column.to};
        case Span::earlier_years:
            return {std::nullopt, fiscal_year_of(column.to, fiscal_year_start).plus_days(-1)};
    }
    ARUS_ASSERT(!"a span without days");
}

std::variant<Statement, Defect> make_statement(
    StatementName name, const std::vector<ledger::Account>& accounts, std::vector<Column> columns,
    const std::vector<ColumnSums>& sums) {
    ARUS_ASSERT(columns.size() == sums.size() && !columns.empty());
    Statement statement;
    statement.name = name;
    statement.columns = std::move(columns);
    statement.rows = detail::layout_of(name, accounts, statement.columns, sums);
    if (const auto defect = fill(statement, accounts, sums)) {
        return *defect;
    }
    return statement;
}

std::variant<Statement, Defect> make_statement_like(
    const Statement& model, const std::vector<ledger::Account>& accounts,
    const std::vector<ColumnSums>& sums) {
    ARUS_ASSERT(model.columns.size() == sums.size());
    Statement statement = model;
    if (const auto defect = fill(statement, accounts, sums)) {
        return *defect;
    }
    return statement;
}

std::variant<Statement, Defect> difference(const Statement& later, const Statement& earlier) {
    ARUS_ASSERT(later.rows.size() == earlier.rows.size());
    Statement out;
    out.name = later.name;
    out.columns = later.columns;
    for (std::size_t i = 0; i < later.rows.size(); ++i) {
        Row row = later.rows[i];
        ARUS_ASSERT(row.key == earlier.rows[i].key);
        row.debits.clear();
        row.credits.clear();
        bool differs = false;
        for (std::size_t column = 0; column < row.amounts.size(); ++column) {
            const __int128 wide = static_cast<__int128>(row.amounts[column])
                                  - earlier.rows[i].amounts[column];
            row.amounts[column] = static_cast<std::int64_t>(wide);
            if (row.amounts[column] != wide) {
                return Defect::overflow;
            }
            differs = differs || wide != 0;
        }
        if (differs) {
            out.rows.push_back(std::move(row));
        }
    }
    return out;
}

}  // namespace arus::reports
