// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/detail/sums.hpp"
#include "arus/ledger/evaluate.hpp"

#include <algorithm>
#include <tuple>

namespace arus::ledger {

namespace {

/// Sorts by `key`, then adds neighbours with equal keys by `add`, then drops what `is_nothing`.
template <class Row, class Key, class Add, class IsNothing>
void merge(std::vector<Row>& rows, const Key& key, const Add& add, const IsNothing& is_nothing) {
    std::sort(
        rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return key(a) < key(b); });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (kept > 0 && key(rows[kept - 1]) == key(rows[i])) {
            add(rows[kept - 1], rows[i]);
        } else {
            if (kept != i) {
                rows[kept] = rows[i];
            }
            ++kept;
        }
    }
    rows.resize(kept);
    std::erase_if(rows, is_nothing);
}

struct Collector {
    Effects& effects;

    void day(
        OutletId outlet, AccountId account, Date day, std::int64_t debit, std::int64_t credit) {
        effects.by_day.push_back({outlet, account, day, debit, credit});
    }
    void month(
        OutletId outlet, AccountId account, Date day, std::int64_t debit, std::int64_t credit) {
        effects.by_month.push_back({outlet, account, day, debit, credit});
    }
    void hour(
        OutletId outlet, Date day, int hour, std::int64_t income, std::int64_t expense,
        std::int64_t sales) {
        effects.by_hour.push_back({outlet, day, hour, income, expense, sales});
    }
    void payment(
        OutletId outlet, Date day, AccountId account, std::int64_t amount, std::int64_t sales) {
        effects.payments.push_back({outlet, day, account, amount, sales});
    }
    void contact(ContactId contact, AccountId account, std::int64_t debit, std::int64_t credit) {
        effects.contact_balances.push_back({contact, account, debit, credit});
    }
};

void add_sides(auto& to, const auto& from) {
    to.debit_minor += from.debit_minor;
    to.credit_minor += from.credit_minor;
}

bool no_sides(const auto& row) {
    return row.debit_minor == 0 && row.credit_minor == 0;
}

void merge_activity(std::vector<ActivityDelta>& rows) {
    merge(
        rows,
        [](const ActivityDelta& row) { return std::tie(row.outlet_id, row.account_id, row.day); },
        [](auto& to, const auto& from) { add_sides(to, from); },
        [](const auto& row) { return no_sides(row); });
}

}  // namespace

void add_sums(Effects& effects, const BookState& state) {
    effects.balances.clear();
    effects.by_day.clear();
    effects.by_month.clear();
    effects.by_hour.clear();
    effects.payments.clear();
    effects.contact_balances.clear();

    Collector collector{effects};
    const auto account_of = [&](AccountId id) -> const Account& {
        return state.accounts.at(id).account;
    };
    const auto add_balances = [&](const Transaction& transaction, bool held, std::int64_t times) {
        for (const auto& posting : transaction.postings) {
            BalanceDelta row{posting.account_id, {}};
            detail::add_posting(row.delta, posting, held, times);
            effects.balances.push_back(row);
        }
    };

    for (const auto& made : effects.transactions) {
        const auto& transaction = made.transaction;
        const bool held = transaction.status == TransactionStatus::pending;
        add_balances(transaction, held, 1);
        if (!held) {
            std::optional<TransactionKind> reversed_kind;
            if (transaction.reverses_id) {
                reversed_kind = state.transactions.at(transaction.id).reversed_kind;
            }
            detail::tell_sums(
                {transaction, transaction.date, transaction.local_hour, reversed_kind}, account_of,
                collector);
        }
    }
    for (const auto& settlement : effects.settlements) {
        const auto& transaction = state.transactions.at(settlement.transaction_id).transaction;
        add_balances(transaction, true, -1);
        if (settlement.outcome == SettleDraft::Outcome::posted) {
            add_balances(transaction, false, 1);
            detail::tell_sums(
                {transaction, settlement.date, settlement.local_hour, std::nullopt}, account_of,
                collector);
        }
    }

    merge(
        effects.balances, [](const BalanceDelta& row) { return row.account_id; },
        [](BalanceDelta& to, const BalanceDelta& from) {
            to.delta.debit_minor += from.delta.debit_minor;
            to.delta.credit_minor += from.delta.credit_minor;
            to.delta.pending_debit_minor += from.delta.pending_debit_minor;
            to.delta.pending_credit_minor += from.delta.pending_credit_minor;
        },
        [](const BalanceDelta& row) { return row.delta == Totals{}; });
    merge_activity(effects.by_day);
    merge_activity(effects.by_month);
    merge(
        effects.by_hour,
        [](const HourDelta& row) { return std::tie(row.outlet_id, row.day, row.hour); },
        [](HourDelta& to, const HourDelta& from) {
            to.income_minor += from.income_minor;
            to.expense_minor += from.expense_minor;
            to.sales += from.sales;
        },
        [](const HourDelta& row) {
            return row.income_minor == 0 && row.expense_minor == 0 && row.sales == 0;
        });
    merge(
        effects.payments,
        [](const PaymentDelta& row) { return std::tie(row.outlet_id, row.day, row.account_id); },
        [](PaymentDelta& to, const PaymentDelta& from) {
            to.amount_minor += from.amount_minor;
            to.sales += from.sales;
        },
        [](const PaymentDelta& row) { return row.amount_minor == 0 && row.sales == 0; });
    merge(
        effects.contact_balances,
        [](const ContactDelta& row) { return std::tie(row.contact_id, row.account_id); },
        [](auto& to, const auto& from) { add_sides(to, from); },
        [](const auto& row) { return no_sides(row); });
}

}  // namespace arus::ledger
