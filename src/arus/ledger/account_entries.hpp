// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/evaluate.hpp"

#include <vector>

namespace arus::ledger {

/// A posting that counts, where an account's own list has it: on the day it counts, under the act
/// that made it count.
struct AccountEntry {
    AccountId account_id;
    Date date;
    std::uint64_t sequence = 0;              ///< of that act: the transaction's or its settlement's
    int position = 0;                        ///< of the posting in its transaction
    std::int64_t amount_minor = 0;           ///< a debit is positive, a credit negative; never 0
    std::uint64_t transaction_sequence = 0;  ///< under which the posting itself is stored
    std::optional<OutletId> outlet_id;
    std::optional<ContactId> contact_id;
};

/// The entries of a transaction that counts from the act `sequence` on, on the day `date`; by
/// position.
std::vector<AccountEntry> entries_of(
    const Transaction& transaction, std::uint64_t sequence, Date date);

/// The entries that a batch adds, by account, date, sequence and position: of every transaction
/// that was posted at once, and of every held one that was settled as posted. `state` must hold
/// every settled transaction, as after evaluate_batch().
std::vector<AccountEntry> account_entries(const Effects& effects, const BookState& state);

}  // namespace arus::ledger
