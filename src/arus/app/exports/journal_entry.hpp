// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/event.hpp"
#include "arus/ledger/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace arus::app {

/// A posted entry as its event tells of it: what documents and rules look at.
struct JournalEntry {
    TransactionId id;
    std::uint64_t number = 0;  ///< sequence of the act that posted it
    Date date;
    Instant committed_at;
    ledger::TransactionKind kind = ledger::TransactionKind::journal;
    std::string description;
    std::optional<std::string> reference;
    std::optional<OutletId> outlet_id;
    std::vector<std::string> tags;
    std::string created_by_name;

    struct Leg {
        AccountId account_id;
        std::string account_code;
        std::string account_name;
        ledger::Direction direction = ledger::Direction::debit;
        std::int64_t amount_minor = 0;
        std::optional<std::string> memo;
    };
    std::vector<Leg> legs;
};

/// The entry behind an event of type transaction_posted; nothing for every other type. Throws
/// Failure corrupt where the event's data are not what Arus writes.
std::optional<JournalEntry> entry_of(const ledger::Event& event, int exponent);

}  // namespace arus::app
