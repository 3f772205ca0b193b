// SPDX-License-Identifier: Apache-2.0
#include "arus/reports/detail/layout.hpp"

#include "arus/base/assert.hpp"
#include "arus/reports/labels.hpp"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace arus::reports::detail {

namespace {

using ledger::Account;
using ledger::AccountSubtype;
using ledger::AccountType;

/// Which accounts; asked by index.
using Choice = std::function<bool(std::size_t)>;

std::string own_key(const Account& account) {
    return account.id.text();
}

std::int64_t natural_times(AccountType type) {
    return ledger::normal_side(type) == ledger::Direction::debit ? 1 : -1;
}

/// Some of the accounts as a tree: below each the chosen ones whose nearest chosen account above it
/// is, in the order of the accounts.
class Tree {
public:
    Tree(const std::vector<Account>& accounts, const Choice& is_chosen) :
        accounts_(accounts), below_(accounts.size()) {
        for (std::size_t i = 0; i < accounts.size(); ++i) {
            index_.emplace(accounts[i].id, i);
        }
        for (std::size_t i = 0; i < accounts.size(); ++i) {
            if (!is_chosen(i)) {
                continue;
            }
            members_.push_back(i);
            const std::optional<std::size_t> parent = chosen_above(i, is_chosen);
            (parent ? below_[*parent] : top_).push_back(i);
        }
    }

    const std::vector<std::size_t>& members() const { return members_; }
    const std::vector<std::size_t>& top() const { return top_; }
    const std::vector<std::size_t>& below(std::size_t account) const { return below_[account]; }

private:
    std::optional<std::size_t> named_parent(std::size_t account) const {
        const std::optional<AccountId>& parent = accounts_[account].parent_id;
        const auto found = parent ? index_.find(*parent) : index_.end();
        return found == index_.end() ? std::nullopt : std::optional(found->second);
    }

    /// Nothing where the way up is a circle.
    std::optional<std::size_t> chosen_above(std::size_t account, const Choice& is_chosen) const {
        std::optional<std::size_t> nearest;
        std::size_t steps = 0;
        for (auto above = named_parent(account); above; above = named_parent(*above)) {
            if (*above == account || ++steps > accounts_.size()) {
                return std::nullopt;
            }
            if (!nearest && is_chosen(*above)) {
                nearest = above;
            }
        }
        return nearest;
    }

    const std::vector<Account>& accounts_;
    std::unordered_map<AccountId, std::size_t> index_;
    std::vector<std::size_t> members_;
    std::vector<std::size_t> top_;
    std::vector<std::vector<std::size_t>> below_;
};

class Layout {
public:
    Layout(
        const std::vector<Account>& accounts, const std::vector<Column>& columns,
        const std::vector<ColumnSums>& sums) :
        accounts_(accounts), columns_(columns), sums_(sums) {}

    std::vector<Row> trial_balance() {
        const Tree tree(accounts_, [](std::size_t) { return true; });
        for (const std::size_t account : tree.top()) {
            add_account(tree, account, 0, std::nullopt, Span::until_end);
        }
        return std::move(rows_);
    }

    std::vector<Row> income_statement() {
        constexpr Span span = Span::period;
        const Choice sales = of(AccountType::income, AccountSubtype::sales);
        const Choice cogs = of(AccountType::expense, AccountSubtype::cogs);
        const Choice operating = of(AccountType::expense, AccountSubtype::operating);
        const Choice tax = of(AccountType::expense, AccountSubtype::tax);
        const Choice other_expense = of(AccountType::expense, AccountSubtype::other);
        const Choice other_income = [this, sales](std::size_t i) {
            return accounts_[i].type == AccountType::income && !sales(i);
        };
        std::vector<Term> earned;
        const auto section = [&](const char* key, const Choice& is_chosen) {
            add_section(key, is_chosen, span);
            append(earned, terms_of(is_chosen, -1));
        };
        const auto total = [&](const char* key) { add_total(key, 0, std::nullopt, span, earned); };
        section("sales", sales);
        section("cogs", cogs);
        total("gross_profit");
        section("operating", operating);
        total("operating_profit");
        section("other_income", other_income);
        section("other_expense", other_expense);
        total("profit_before_tax");
        section("tax", tax);
        total("net_income");
        return std::move(rows_);
    }

    std::vector<Row> balance_sheet() {
        constexpr Span span = Span::until_end;
        add_section("assets", of(AccountType::asset), span);
        const Choice liabilities = of(AccountType::liability);
        add_section("liabilities", liabilities, span);
        const std::size_t equity_row = rows_.size();
        add_section("equity", of(AccountType::equity), span);
        const std::vector<Term> earnings = terms_of(is_earning(), -1);
        append(rows_[equity_row].terms, earnings);
        add_total("earlier_earnings", 1, "equity", Span::earlier_years, earnings);
        add_total("current_earnings", 1, "equity", Span::fiscal_year, earnings);
        std::vector<Term> both = rows_[equity_row].terms;
        append(both, terms_of(liabilities, -1));
        add_total("liabilities_and_equity", 0, std::nullopt, span, std::move(both));
        return std::move(rows_);
    }

    std::vector<Row> cash_flow() {
        constexpr Span span = Span::period;
        const Choice cash = [this](std::size_t i) { return is_cash(accounts_[i]); };
        const Choice investing = [this](std::size_t i) { return is_investing(i); };
        const Choice financing = [this](std::size_t i) { return is_financing(accounts_[i]); };
        const Choice operating = [&](std::size_t i) {
            return !cash(i) && !investing(i) && !financing(i) && !is_earning()(i);
        };
        const Choice anything_else = [&](std::size_t i) { return !cash(i); };
        const Tree chart(accounts_, [](std::size_t) { return true; });

        std::vector<Term> operating_terms = terms_of(is_earning(), -1);
        append(operating_terms, terms_of(operating, -1));
        add_header("operating_activities", span, std::move(operating_terms));
        add_total("profit", 1, "operating_activities", span, terms_of(is_earning(), -1));
        add_movements(chart, operating, "operating_activities");
        add_header("investing_activities", span, terms_of(investing, -1));
        add_movements(chart, investing, "investing_activities");
        add_header("financing_activities", span, terms_of(financing, -1));
        add_movements(chart, financing, "financing_activities");
        add_total("net_change", 0, std::nullopt, span, terms_of(anything_else, -1));
        add_total("opening_cash", 0, std::nullopt, Span::before, terms_of(cash, 1));
        add_total("closing_cash", 0, std::nullopt, Span::until_end, terms_of(cash, 1));
        return std::move(rows_);
    }

private:
    // Which accounts ----------------------------------------------------------------------------

    Choice of(AccountType type) const {
        return [this, type](std::size_t i) { return accounts_[i].type == type; };
    }
    Choice of(AccountType type, AccountSubtype subtype) const {
        return [this, type, subtype](std::size_t i) {
            return accounts_[i].type == type && accounts_[i].subtype == subtype;
        };
    }
    Choice is_earning() const {
        return [this](std::size_t i) {
            return accounts_[i].type == AccountType::income
                   || accounts_[i].type == AccountType::expense;
        };
    }
    static bool is_cash(const Account& account) {
        return account.type == AccountType::asset
               && (account.subtype == AccountSubtype::cash
                   || account.subtype == AccountSubtype::bank
                   || account.subtype == AccountSubtype::clearing);
    }
    static bool is_financing(const Account& account) {
        return account.type == AccountType::equity
               || (account.type == AccountType::liability
                   && account.subtype == AccountSubtype::loan);
    }
    /// A fixed asset that is in credit at the end is what was written off others: its change gives
    /// back, under operating, what the profit was charged with.
    bool is_investing(std::size_t account) const {
        if (accounts_[account].subtype != AccountSubtype::fixed_asset) {
            return false;
        }
        const Sides& end = sums_[last_own_column()][static_cast<std::size_t>(Span::until_end)]
                                [account];
        return end.debit_minor >= end.credit_minor;
    }
    std::size_t last_own_column() const {
        std::size_t last = 0;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (columns_[i].kind == Column::Kind::whole) {
                return i;
            }
            last = columns_[i].kind == Column::Kind::period ? i : last;
        }
        return last;
    }
    bool has_moved(std::size_t account) const {
        return std::ranges::any_of(sums_, [account](const ColumnSums& column) {
            return column[static_cast<std::size_t>(Span::period)][account] != Sides{};
        });
    }

    std::vector<Term> terms_of(const Choice& is_chosen, std::int64_t times) const {
        std::vector<Term> terms;
        for (std::size_t i = 0; i < accounts_.size(); ++i) {
            if (is_chosen(i)) {
                terms.push_back({i, times});
            }
        }
        return terms;
    }
    static void append(std::vector<Term>& to, const std::vector<Term>& more) {
        to.insert(to.end(), more.begin(), more.end());
    }

    // Rows --------------------------------------------------------------------------------------

    Row& add_row(
        std::string key, int level, std::optional<std::string> parent, Row::Kind kind, Span span) {
        Row& row = rows_.emplace_back();
        row.name = label_of(key, Language::en);
        row.key = std::move(key);
        row.level = level;
        row.parent_key = std::move(parent);
        row.kind = kind;
        row.span = span;
        return row;
    }
    void add_total(
        std::string key, int level, std::optional<std::string> parent, Span span,
        std::vector<Term> terms) {
        add_row(std::move(key), level, std::move(parent), Row::Kind::total, span).terms = std::move(
            terms);
    }
    void add_header(std::string key, Span span, std::vector<Term> terms) {
        add_row(std::move(key), 0, std::nullopt, Row::Kind::header, span).terms = std::move(terms);
    }
    void name_after(Row& row, std::size_t account) const {
        row.account_id = accounts_[account].id;
        row.code = accounts_[account].code;
        row.name = accounts_[account].name;
    }

    /// The account's row and those below it; gives the terms of all of them. A chart is at most as
    /// deep as it has accounts, and people do not nest them deeper than a few levels.
    std::vector<Term> add_account(
        const Tree& tree, std::size_t account, int level, std::optional<std::string> parent,
        Span span) {
        const std::size_t index = rows_.size();
        const bool has_children = !tree.below(account).empty();
        name_after(
            add_row(
                own_key(accounts_[account]), level, std::move(parent),
                has_children ? Row::Kind::header : Row::Kind::account, span),
            account);
        std::vector<Term> terms{{account, natural_times(accounts_[account].type)}};
        for (const std::size_t child : tree.below(account)) {
            append(terms, add_account(tree, child, level + 1, own_key(accounts_[account]), span));
        }
        rows_[index].terms = terms;
        return terms;
    }

    /// A header with a tree below it. Where one account stands above all others of the section, the
    /// header is that account, under the section's key.
    void add_section(const std::string& key, const Choice& is_chosen, Span span) {
        const Tree tree(accounts_, is_chosen);
        const bool has_root = tree.top().size() == 1 && !tree.below(tree.top().front()).empty();
        const std::size_t index = rows_.size();
        add_header(key, span, {});
        std::vector<Term> terms;
        if (has_root) {
            const std::size_t root = tree.top().front();
            name_after(rows_[index], root);
            terms.push_back({root, natural_times(accounts_[root].type)});
        }
        for (const std::size_t account : has_root ? tree.below(tree.top().front()) : tree.top()) {
            append(terms, add_account(tree, account, 1, key, span));
        }
        rows_[index].terms = std::move(terms);
    }

    /// What accounts moved cash by, one below the other.
    void add_movements(const Tree& chart, const Choice& is_chosen, const std::string& parent) {
        for (std::size_t i = 0; i < accounts_.size(); ++i) {
            if (!is_chosen(i) || (!chart.below(i).empty() && !has_moved(i))) {
                continue;
            }
            Row& row = add_row(own_key(accounts_[i]), 1, parent, Row::Kind::account, Span::period);
            name_after(row, i);
            row.terms = {{i, -1}};
        }
    }

    const std::vector<Account>& accounts_;
    const std::vector<Column>& columns_;
    const std::vector<ColumnSums>& sums_;
    std::vector<Row> rows_;
};

}  // namespace

std::vector<Row> layout_of(
    StatementName name, const std::vector<ledger::Account>& accounts,
    const std::vector<Column>& columns, const std::vector<ColumnSums>& sums) {
    Layout layout(accounts, columns, sums);
    switch (name) {
        case StatementName::trial_balance:
            return layout.trial_balance();
        case StatementName::income_statement:
            return layout.income_statement();
        case StatementName::balance_sheet:
            return layout.balance_sheet();
        case StatementName::cash_flow:
            return layout.cash_flow();
    }
    ARUS_ASSERT(!"a statement without rows");
}

std::vector<AccountRow> account_rows(
    const Statement& statement, const std::vector<ledger::Account>& accounts) {
    std::unordered_map<AccountId, std::size_t> index;
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        index.emplace(accounts[i].id, i);
    }
    std::vector<AccountRow> rows;
    for (std::size_t i = 0; i < statement.rows.size(); ++i) {
        if (statement.rows[i].account_id) {
            rows.push_back({i, index.at(*statement.rows[i].account_id)});
        }
    }
    return rows;
}

}  // namespace arus::reports::detail
