// SPDX-License-Identifier: Apache-2.0
#include "arus/reports/trial_balance.hpp"

#include "arus/ledger/money.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace arus::reports {

namespace {

/// The chart as a tree: for each account the indices of those below it, in the order of their
/// codes.
class Tree {
public:
    explicit Tree(const std::vector<AccountTotals>& accounts) :
        accounts_(accounts), below_(accounts.size()) {
        for (std::size_t i = 0; i < accounts.size(); ++i) {
            index_.emplace(accounts[i].account.id, i);
        }
        for (std::size_t i = 0; i < accounts.size(); ++i) {
            const std::optional<std::size_t> parent = parent_of(i);
            (parent ? below_[*parent] : top_).push_back(i);
        }
    }

    const std::vector<std::size_t>& top() const { return top_; }
    const std::vector<std::size_t>& below(std::size_t account) const { return below_[account]; }

    /// The account above, if it is in the list and the way up from it ends.
    std::optional<std::size_t> parent_of(std::size_t account) const {
        const std::optional<std::size_t> parent = named_parent(account);
        std::size_t steps = 0;
        for (std::optional<std::size_t> above = parent; above; above = named_parent(*above)) {
            if (*above == account || ++steps > accounts_.size()) {
                return std::nullopt;
            }
        }
        return parent;
    }

private:
    std::optional<std::size_t> named_parent(std::size_t account) const {
        const std::optional<AccountId>& parent = accounts_[account].account.parent_id;
        const auto found = parent ? index_.find(*parent) : index_.end();
        return found == index_.end() ? std::nullopt : std::optional(found->second);
    }

    const std::vector<AccountTotals>& accounts_;
    std::unordered_map<AccountId, std::size_t> index_;
    std::vector<std::size_t> top_;
    std::vector<std::vector<std::size_t>> below_;
};

class Builder {
public:
    explicit Builder(std::vector<AccountTotals> accounts) :
        accounts_(sorted(std::move(accounts))), tree_(accounts_) {}

    std::variant<TrialBalance, Defect> build() {
        for (const std::size_t account : tree_.top()) {
            add(account, 0);
        }
        if (has_overflow_) {
            return Defect::overflow;
        }
        if (statement_.debits_minor != statement_.credits_minor) {
            return Defect::unbalanced;
        }
        return std::move(statement_);
    }

private:
    static std::vector<AccountTotals> sorted(std::vector<AccountTotals> accounts) {
        std::ranges::sort(accounts, {}, [](const AccountTotals& one) { return one.account.code; });
        return accounts;
    }

    /// Adds the account's row and those below it; returns own and children's amount on the
    /// account's natural side. A chart is at most as deep as it has accounts, and people do not
    /// nest them deeper than a few levels.
    std::int64_t add(std::size_t index, int level) {
        const AccountTotals& own = accounts_[index];
        const std::size_t row = statement_.rows.size();
        statement_.rows.push_back(row_of(own, level, index));
        const std::int64_t balance = own.debit_minor - own.credit_minor;
        statement_.rows[row].debit_minor = std::max<std::int64_t>(balance, 0);
        statement_.rows[row].credit_minor = std::max<std::int64_t>(-balance, 0);
        sum(statement_.debits_minor, statement_.rows[row].debit_minor);
        sum(statement_.credits_minor, statement_.rows[row].credit_minor);
        const bool is_debit = ledger::normal_side(own.account.type) == ledger::Direction::debit;
        std::int64_t amount = is_debit ? balance : -balance;
        for (const std::size_t child : tree_.below(index)) {
            sum(amount, add(child, level + 1));
        }
        statement_.rows[row].amount_minor = amount;
        return amount;
    }

    TrialBalanceRow row_of(const AccountTotals& own, int level, std::size_t index) const {
        TrialBalanceRow row;
        row.account_id = own.account.id;
        row.code = own.account.code;
        row.name = own.account.name;
        row.level = level;
        row.is_header = !tree_.below(index).empty();
        if (level > 0) {
            row.parent_id = own.account.parent_id;
        }
        return row;
    }

    void sum(std::int64_t& total, std::int64_t amount) {
        const std::optional<std::int64_t> added = ledger::checked_add(total, amount);
        has_overflow_ = has_overflow_ || !added;
        total = added.value_or(total);
    }

    const std::vector<AccountTotals> accounts_;
    const Tree tree_;
    TrialBalance statement_;
    bool has_overflow_ = false;
};

}  // namespace

std::variant<TrialBalance, Defect> trial_balance(std::vector<AccountTotals> accounts) {
    return Builder(std::move(accounts)).build();
}

}  // namespace arus::reports
