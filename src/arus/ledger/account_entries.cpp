// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/account_entries.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace arus::ledger {

namespace {

void add(
    std::vector<AccountEntry>& entries, const Transaction& transaction, std::uint64_t sequence,
    Date date) {
    for (AccountEntry& entry : entries_of(transaction, sequence, date)) {
        entries.push_back(std::move(entry));
    }
}

}  // namespace

std::vector<AccountEntry> entries_of(
    const Transaction& transaction, std::uint64_t sequence, Date date) {
    std::vector<AccountEntry> entries;
    entries.reserve(transaction.postings.size());
    int position = 0;
    for (const Posting& posting : transaction.postings) {
        AccountEntry entry;
        entry.account_id = posting.account_id;
        entry.date = date;
        entry.sequence = sequence;
        entry.position = position++;
        entry.amount_minor = posting.direction == Direction::debit ? posting.amount_minor
                                                                   : -posting.amount_minor;
        entry.transaction_sequence = transaction.sequence;
        entry.outlet_id = transaction.outlet_id;
        entry.contact_id = transaction.contact_id;
        entries.push_back(entry);
    }
    return entries;
}

std::vector<AccountEntry> account_entries(const Effects& effects, const BookState& state) {
    std::vector<AccountEntry> entries;
    for (const NewTransaction& made : effects.transactions) {
        if (made.transaction.status != TransactionStatus::pending) {
            add(entries, made.transaction, made.transaction.sequence, made.transaction.date);
        }
    }
    for (const Settlement& settlement : effects.settlements) {
        if (settlement.outcome == SettleDraft::Outcome::posted) {
            add(entries, state.transactions.at(settlement.transaction_id).transaction,
                settlement.sequence, settlement.date);
        }
    }
    std::ranges::sort(entries, {}, [](const AccountEntry& entry) {
        return std::tie(entry.account_id, entry.date, entry.sequence, entry.position);
    });
    return entries;
}

}  // namespace arus::ledger
