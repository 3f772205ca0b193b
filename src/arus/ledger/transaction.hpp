// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/book.hpp"

#include <string>
#include <vector>

namespace arus::ledger {

enum class TransactionKind {
    sale,
    purchase,
    expense,
    income,
    transfer,
    opening,
    adjustment,
    journal,
    reversal
};
enum class TransactionStatus { pending, posted, voided };

std::string_view text_of(TransactionKind kind);
std::string_view text_of(TransactionStatus status);
std::optional<TransactionKind> parse_transaction_kind(std::string_view text);
std::optional<TransactionStatus> parse_transaction_status(std::string_view text);

/// One leg of a transaction.
struct Posting {
    AccountId account_id;
    std::string account_code;
    std::string account_name;
    Direction direction = Direction::debit;
    std::int64_t amount_minor = 0;  ///< 1 to amount_minor_max
    std::optional<std::string> memo;
};

/// A line of a receipt: shown and printed, never counted.
struct ReceiptLine {
    std::string name;               ///< 1 to 120 characters
    std::string quantity;           ///< decimal text, at most three decimals
    std::int64_t amount_minor = 0;  ///< 0 to amount_minor_max
};

/// A transaction as everyone may see it. The row it was made as never changes; status,
/// settled_sequence, date of a settled one and reversed_by_id are drawn from its settlement and its
/// reversal, which are rows of their own.
struct Transaction {
    TransactionId id;
    BookId book_id;
    std::uint64_t sequence = 0;
    std::optional<std::uint64_t> settled_sequence;  ///< when a pending one was posted or voided
    TransactionStatus status = TransactionStatus::posted;
    Date date;                          ///< the business day it counts in
    std::optional<Date> original_date;  ///< the day that was asked for, where a lock moved it
                                        ///< (if_locked)
    TransactionKind kind = TransactionKind::journal;
    std::string description;
    std::optional<std::string> reference;
    std::optional<OutletId> outlet_id;
    std::optional<ContactId> contact_id;
    std::vector<std::string> tags;
    std::vector<ReceiptLine> lines;
    std::optional<Instant> made_at;  ///< what the device says; recorded, never trusted
    Instant committed_at;
    UserId created_by;
    std::string created_by_name;  ///< as it was then
    std::optional<DeviceId> device_id;
    std::optional<TransactionId> reverses_id;
    std::optional<TransactionId> reversed_by_id;
    std::optional<TransactionId> replaces_id;
    std::optional<int> local_hour;  ///< 0 to 23, where a clock in the book's zone can be trusted to
                                    ///< fit `date`
    std::vector<Posting> postings;  ///< 2 to 200, in the order they were given
};

}  // namespace arus::ledger
