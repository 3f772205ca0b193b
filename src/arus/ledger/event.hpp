// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/json_writer.hpp"
#include "arus/ledger/transaction.hpp"

#include <memory>
#include <string>
#include <string_view>

// The history of a book as clients, other instances and auditors read it.
//
//   h(0) = SHA-256("arus.v1" || 16 bytes of the book's id)
//   h(n) = SHA-256(h(n-1) || u64be offset || u64be at_us || u8 length of type || type || data)
//
// `data` is the JSON made below, the very bytes that are stored and sent. The epoch is not hashed.
namespace arus::ledger {

enum class EventType {
    transaction_posted,
    transaction_pending,
    transaction_voided,
    account_created,
    account_updated,
    outlet_created,
    outlet_updated,
    contact_created,
    contact_updated,
    book_updated,
};

/// As on the wire: `transaction.posted` and so on.
std::string_view text_of(EventType type);
std::optional<EventType> parse_event_type(std::string_view text);

struct Event {
    std::uint64_t offset = 0;
    Instant at;
    EventType type = EventType::transaction_posted;
    std::shared_ptr<const std::string> data;  ///< JSON object; never null, never changed
    Hash256 hash{};                           ///< h(offset)
    std::optional<OutletId> outlet_id;  ///< of a transaction: what filters and a cashier's scope
                                        ///< look at
};

Hash256 chain_start(BookId book);
Hash256 chain_next(
    const Hash256& previous, std::uint64_t offset, Instant at, EventType type,
    std::string_view data);

/// The transaction as in REST without `offset`, `epoch` and `hash`; amounts with `exponent`
/// decimals.
std::string encode_transaction(const Transaction& transaction, int exponent);
/// The REST objects.
std::string encode_account(const Account& account, BookId book, int exponent);
std::string encode_outlet(const Outlet& outlet, BookId book);
/// `{"id","version"}` only: names must be erasable.
std::string encode_contact_event(const Contact& contact);
/// The REST book without the caller's `role` and without `epoch`.
std::string encode_book(const Book& book);

}  // namespace arus::ledger
