// SPDX-License-Identifier: Apache-2.0
#include "arus/reports/detail/identities.hpp"

#include "arus/base/assert.hpp"

#include <algorithm>
#include <string_view>

namespace arus::reports::detail {

namespace {

const std::vector<std::int64_t>& amounts_of(const Statement& statement, std::string_view key) {
    const auto found = std::ranges::find(statement.rows, key, &Row::key);
    ARUS_ASSERT(found != statement.rows.end());
    return found->amounts;
}

bool is_balanced(const std::vector<Sides>& accounts) {
    __int128 net = 0;
    for (const Sides& sides : accounts) {
        net += static_cast<__int128>(sides.debit_minor) - sides.credit_minor;
    }
    return net == 0;
}

/// For every column: the sum of `parts` is `whole`.
bool adds_up(
    const Statement& statement, std::initializer_list<std::string_view> parts,
    std::string_view whole) {
    const auto& wanted = amounts_of(statement, whole);
    for (std::size_t column = 0; column < wanted.size(); ++column) {
        __int128 sum = 0;
        for (const std::string_view part : parts) {
            sum += amounts_of(statement, part)[column];
        }
        if (sum != wanted[column]) {
            return false;
        }
    }
    return true;
}

/// For every column: what stands directly below the row adds up to it.
bool children_add_up(const Statement& statement, std::string_view parent) {
    const auto& wanted = amounts_of(statement, parent);
    for (std::size_t column = 0; column < wanted.size(); ++column) {
        __int128 sum = 0;
        for (const Row& row : statement.rows) {
            if (row.parent_key == parent) {
                sum += row.amounts[column];
            }
        }
        if (sum != wanted[column]) {
            return false;
        }
    }
    return true;
}

/// In a statement of ranges, parts and rest make the whole, row by row.
bool parts_make_the_whole(const Statement& statement) {
    const auto& columns = statement.columns;
    const auto whole = std::ranges::find(columns, Column::Kind::whole, &Column::kind);
    const bool is_split = std::ranges::find(columns, Column::Kind::rest, &Column::kind)
                          != columns.end();
    if (whole == columns.end() || (!is_split && is_of_balances(statement.name))) {
        return true;
    }
    const auto whole_index = static_cast<std::size_t>(whole - columns.begin());
    for (const Row& row : statement.rows) {
        // A balance at an end is no sum of what happened in parts.
        if (!is_split && row.span != Span::period) {
            continue;
        }
        __int128 sum = 0;
        for (std::size_t column = 0; column < columns.size(); ++column) {
            const auto kind = columns[column].kind;
            if (kind == Column::Kind::period || kind == Column::Kind::rest) {
                sum += row.amounts[column];
            }
        }
        if (sum != row.amounts[whole_index]) {
            return false;
        }
    }
    return true;
}

/// Cash at the end of a part is cash at the beginning of the next one.
bool cash_goes_on(const Statement& statement) {
    const auto& opening = amounts_of(statement, "opening_cash");
    const auto& closing = amounts_of(statement, "closing_cash");
    for (std::size_t i = 0; i + 1 < statement.columns.size(); ++i) {
        const Column& one = statement.columns[i];
        const Column& next = statement.columns[i + 1];
        const bool follows = one.kind == Column::Kind::period && next.kind == Column::Kind::period
                             && one.outlet_id == next.outlet_id && next.from
                             && *next.from == one.to.plus_days(1);
        if (follows && closing[i] != opening[i + 1]) {
            return false;
        }
    }
    return true;
}

/// For every account: what this fiscal year and the earlier ones moved is the balance.
bool years_make_the_balance(const ColumnSums& column) {
    const auto& all = column[static_cast<std::size_t>(Span::until_end)];
    const auto& current = column[static_cast<std::size_t>(Span::fiscal_year)];
    const auto& earlier = column[static_cast<std::size_t>(Span::earlier_years)];
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (current[i].debit_minor + earlier[i].debit_minor != all[i].debit_minor
            || current[i].credit_minor + earlier[i].credit_minor != all[i].credit_minor) {
            return false;
        }
    }
    return true;
}

bool is_balance_sheet_broken(const Statement& statement, const std::vector<ColumnSums>& sums) {
    const auto& assets = amounts_of(statement, "assets");
    return assets != amounts_of(statement, "liabilities_and_equity")
           || !adds_up(statement, {"liabilities", "equity"}, "liabilities_and_equity")
           || !std::ranges::all_of(sums, years_make_the_balance);
}

bool is_income_statement_broken(const Statement& statement) {
    const auto& sales = amounts_of(statement, "sales");
    const auto& net_income = amounts_of(statement, "net_income");
    for (std::size_t column = 0; column < sales.size(); ++column) {
        const auto at = [&](std::string_view key) {
            return static_cast<__int128>(amounts_of(statement, key)[column]);
        };
        if (at("sales") - at("cogs") != at("gross_profit")
            || at("gross_profit") - at("operating") != at("operating_profit")
            || at("operating_profit") + at("other_income") - at("other_expense")
                   != at("profit_before_tax")
            || at("profit_before_tax") - at("tax") != net_income[column]) {
            return true;
        }
    }
    return false;
}

bool is_cash_flow_broken(const Statement& statement) {
    return !adds_up(
               statement, {"operating_activities", "investing_activities", "financing_activities"},
               "net_change")
           || !children_add_up(statement, "operating_activities")
           || !children_add_up(statement, "investing_activities")
           || !children_add_up(statement, "financing_activities")
           || !adds_up(statement, {"opening_cash", "net_change"}, "closing_cash")
           || !cash_goes_on(statement);
}

}  // namespace

bool broken_identity(const Statement& statement, const std::vector<ColumnSums>& sums) {
    for (const ColumnSums& column : sums) {
        if (!std::ranges::all_of(column, is_balanced)) {
            return true;
        }
    }
    if (!parts_make_the_whole(statement)) {
        return true;
    }
    switch (statement.name) {
        case StatementName::trial_balance:
            return statement.totals.at(0).second != statement.totals.at(1).second;
        case StatementName::income_statement:
            return is_income_statement_broken(statement);
        case StatementName::balance_sheet:
            return is_balance_sheet_broken(statement, sums);
        case StatementName::cash_flow:
            return is_cash_flow_broken(statement);
    }
    ARUS_ASSERT(!"a statement without identities");
}

}  // namespace arus::reports::detail
