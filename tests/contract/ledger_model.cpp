// SPDX-License-Identifier: Apache-2.0
#include "ledger_model.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace arus::contract {

using ledger::Direction;
using ledger::TransactionKind;

LedgerModel::Item& LedgerModel::find(TransactionId id) {
    const auto found = std::find_if(
        items.begin(), items.end(), [id](const auto& item) { return item.id == id; });
    if (found == items.end()) {
        throw std::out_of_range("no such transaction in the model");
    }
    return *found;
}

void LedgerModel::reverse(TransactionId target, TransactionId reversal, Date date) {
    auto& undone = find(target);
    undone.reversed = true;
    Item item;
    item.id = reversal;
    item.date = date;
    item.outlet_id = undone.outlet_id;
    item.kind = TransactionKind::reversal;
    item.reversed_kind = undone.kind;
    for (auto leg : undone.legs) {
        leg.direction = leg.direction == Direction::debit ? Direction::credit : Direction::debit;
        item.legs.push_back(leg);
    }
    add(std::move(item));
}

void LedgerModel::settle(TransactionId target, bool posts, Date date) {
    auto& item = find(target);
    item.pending = false;
    item.voided = !posts;
    item.settled_sequence = ++sequence;
    if (posts) {
        item.date = date;
    }
}

std::map<std::string, ledger::Totals> LedgerModel::totals(const app::BalanceQuery& query) const {
    const bool plain = !query.from && !query.to && !query.outlet_id && !query.at_sequence;
    std::map<std::string, ledger::Totals> totals;
    for (const auto& item : items) {
        if (item.voided || (query.from && item.counts() && item.date < *query.from)
            || (query.to && item.counts() && item.date > *query.to)
            || (query.outlet_id && item.outlet_id != query.outlet_id)
            || (query.at_sequence && item.counts()
                && item.effective_sequence() > *query.at_sequence)
            || (item.pending && !plain)) {
            continue;
        }
        for (const auto& leg : item.legs) {
            auto& total = totals[leg.account_code];
            const bool debit = leg.direction == Direction::debit;
            (item.pending ? (debit ? total.pending_debit_minor : total.pending_credit_minor)
                          : (debit ? total.debit_minor : total.credit_minor)) += leg.amount_minor;
        }
    }
    return totals;
}

LedgerModel::Figures LedgerModel::figures(
    std::optional<OutletId> outlet, Date from, Date to) const {
    Figures figures;
    for (const auto& item : items) {
        if (!item.counts() || item.date < from || item.date > to
            || (outlet && item.outlet_id != outlet)) {
            continue;
        }
        figures.sales += item.kind == TransactionKind::sale ? 1 : 0;
        figures.sales -= item.reversed_kind == TransactionKind::sale ? 1 : 0;
        for (const auto& leg : item.legs) {
            const auto signed_amount = leg.direction == Direction::debit ? leg.amount_minor
                                                                         : -leg.amount_minor;
            if (leg.account_code.starts_with("4")) {
                figures.income_minor -= signed_amount;
            } else if (leg.account_code.starts_with("5") || leg.account_code.starts_with("6")) {
                figures.expense_minor += signed_amount;
            }
        }
    }
    return figures;
}

std::map<std::string, std::pair<std::int64_t, std::int64_t>> LedgerModel::payments(
    std::optional<OutletId> outlet, Date from, Date to) const {
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> payments;
    for (const auto& item : items) {
        const bool sale = item.kind == TransactionKind::sale;
        const bool undoes_sale = item.reversed_kind == TransactionKind::sale;
        if (!item.counts() || item.date < from || item.date > to
            || (outlet && item.outlet_id != outlet) || (!sale && !undoes_sale)) {
            continue;
        }
        std::set<std::string> paid_into;
        for (const auto& leg : item.legs) {
            if (leg.account_code.starts_with("11")
                && leg.direction == (sale ? Direction::debit : Direction::credit)) {
                payments[leg.account_code].first += sale ? leg.amount_minor : -leg.amount_minor;
                paid_into.insert(leg.account_code);
            }
        }
        for (const auto& code : paid_into) {
            payments[code].second += sale ? 1 : -1;
        }
    }
    return payments;
}

}  // namespace arus::contract
