// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/book.hpp"

#include <optional>
#include <string>
#include <string_view>

// Reads the data of events back that are not about a transaction, strictly in the form event.cpp
// gives them: the same members in the same order without white space. Whoever wants to know that
// the bytes are ours encodes the result again and compares. Nothing where the text is anything
// else.
namespace arus::ledger::detail {

struct ReadAccount {
    Account account;  ///< without min_balance_minor
    BookId book_id;
    std::optional<std::string> min_balance;  ///< as it stands there: its decimals tell the exponent
                                             ///< of that time
};
std::optional<ReadAccount> read_account(std::string_view data);

struct ReadOutlet {
    Outlet outlet;
    BookId book_id;
};
std::optional<ReadOutlet> read_outlet(std::string_view data);

struct ReadContact {
    ContactId id;
    std::uint64_t version = 0;
};
std::optional<ReadContact> read_contact(std::string_view data);

}  // namespace arus::ledger::detail
