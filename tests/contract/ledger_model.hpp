// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/ledger_store.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// A ledger so simple that it can be seen to be right: a list of what was accepted, added up anew
// for every question.
namespace arus::contract {

class LedgerModel {
public:
    struct Leg {
        std::string account_code;
        ledger::Direction direction = ledger::Direction::debit;
        std::int64_t amount_minor = 0;
    };

    /// One transaction and what became of it.
    struct Item {
        TransactionId id;
        std::uint64_t sequence = 0;
        std::optional<std::uint64_t> settled_sequence;
        bool pending = false;  ///< now
        bool voided = false;
        bool reversed = false;
        Date date;
        std::optional<OutletId> outlet_id;
        ledger::TransactionKind kind = ledger::TransactionKind::journal;
        std::optional<ledger::TransactionKind> reversed_kind;
        std::vector<Leg> legs;

        bool counts() const { return !pending && !voided; }
        /// The act from which on it counts.
        std::uint64_t effective_sequence() const { return settled_sequence.value_or(sequence); }
    };

    std::vector<Item> items;
    std::uint64_t sequence = 0;

    Item& add(Item item) {
        item.sequence = ++sequence;
        items.push_back(std::move(item));
        return items.back();
    }

    Item& find(TransactionId id);
    /// Adds the item that undoes `target`.
    void reverse(TransactionId target, TransactionId reversal, Date date);
    void settle(TransactionId target, bool posts, Date date);

    std::map<std::string, ledger::Totals> totals(const app::BalanceQuery& query) const;

    struct Figures {
        std::int64_t income_minor = 0;
        std::int64_t expense_minor = 0;
        std::int64_t sales = 0;
        bool operator==(const Figures&) const = default;
    };
    Figures figures(std::optional<OutletId> outlet, Date from, Date to) const;
    /// By code of the account: amount and sales.
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> payments(
        std::optional<OutletId> outlet, Date from, Date to) const;
};

}  // namespace arus::contract
