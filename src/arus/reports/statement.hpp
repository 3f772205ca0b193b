// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/book.hpp"
#include "arus/reports/columns.hpp"
#include "arus/reports/defect.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// Statements as tables: rows of accounts and totals, one amount a column.
//
//   columns ──spans_of()──▶ which sums are needed ──(a store reads them)──▶ make_statement() ──▶
//   Statement
//
// Every row says which accounts it adds up, with which sign, over which span of each column. That
// one description makes the amounts, leads from a cell to the entries behind it, and tells what an
// entry adds to which cells.
namespace arus::reports {

enum class StatementName { trial_balance, income_statement, balance_sheet, cash_flow };

/// As on the wire: `trial-balance` and so on.
std::string_view text_of(StatementName name);
std::optional<StatementName> parse_statement_name(std::string_view text);
/// True where columns are balances at the end of a day, not what happened in a range.
bool is_of_balances(StatementName name);

/// Which days of a column a row counts.
enum class Span {
    period,         ///< from `from` to `to`
    until_end,      ///< from the beginning to `to`
    before,         ///< from the beginning to the day before `from`
    fiscal_year,    ///< from the beginning of the fiscal year that holds `to`, to `to`
    earlier_years,  ///< from the beginning to the day before that fiscal year
};
inline constexpr std::size_t span_count = 5;

/// The spans whose sums the statement needs of each column, each once.
std::vector<Span> spans_of(StatementName name);

/// A span as days; no `from`: from the beginning.
struct SpanDays {
    std::optional<Date> from;
    Date to;
    bool holds(Date day) const { return day <= to && (!from || day >= *from); }
    bool operator==(const SpanDays&) const = default;
};
SpanDays days_of(Span span, const Column& column, std::string_view fiscal_year_start);

/// Sums of an account's postings, each >= 0.
struct Sides {
    std::int64_t debit_minor = 0;
    std::int64_t credit_minor = 0;
    bool operator==(const Sides&) const = default;
};

/// What a column counts: for each span the statement needs, one entry an account, in the order of
/// the accounts handed in; the other spans are empty.
using ColumnSums = std::array<std::vector<Sides>, span_count>;

/// `times` debits less credits of an account.
struct Term {
    std::size_t account = 0;  ///< index in the accounts handed in
    std::int64_t times = 1;   ///< 1 or -1
};

struct Row {
    enum class Kind { header, account, total };
    std::string key;  ///< an account's id or one of the names in contracts/openapi.yaml; unique
    std::optional<AccountId> account_id;
    std::string code;  ///< the account's, else empty
    std::string name;  ///< the account's, else the label of `key` in English
    int level = 0;     ///< 0 at the top
    std::optional<std::string> parent_key;
    Kind kind = Kind::account;
    std::vector<std::int64_t> amounts;  ///< per column, natural sign, own and children's
    /// Trial balance only, per column: the account's own balance on the side where it stands.
    std::vector<std::int64_t> debits;
    std::vector<std::int64_t> credits;

    Span span = Span::period;
    std::vector<Term> terms;  ///< what the amounts add up over `span`; each account at most once
};

std::string_view text_of(Row::Kind kind);

struct Statement {
    StatementName name = StatementName::trial_balance;
    std::vector<Column> columns;
    std::vector<Row> rows;  ///< parents before their children, siblings by code
    /// Main figures, per column, by the key of their row; of a trial balance `debits` and
    /// `credits`.
    std::vector<std::pair<std::string, std::vector<std::int64_t>>> totals;
};

/// The statement of the accounts given (each once, by code) for these columns; `sums` has one entry
/// a column. A parent that is not among the accounts, or that would make a circle, counts as none.
///
/// Asserts what must hold of every column: debits equal credits over each span; assets equal
/// liabilities, equity and earnings; what cash the other accounts moved is what cash changed by;
/// parts add up to the whole; the cash at the end of a part is that at the beginning of the next.
/// Defect where it does not, or where a sum does not fit.
std::variant<Statement, Defect> make_statement(
    StatementName name, const std::vector<ledger::Account>& accounts, std::vector<Column> columns,
    const std::vector<ColumnSums>& sums);

/// The difference `later` less `earlier` of two statements that were made of the same accounts,
/// columns and, row by row, keys (see make_statement_like): rows without any difference are left
/// out. Defect where a difference does not fit.
std::variant<Statement, Defect> difference(const Statement& later, const Statement& earlier);

/// The rows of `model` with the amounts of other sums, for a comparison line by line; the same
/// promises as make_statement().
std::variant<Statement, Defect> make_statement_like(
    const Statement& model, const std::vector<ledger::Account>& accounts,
    const std::vector<ColumnSums>& sums);

}  // namespace arus::reports
