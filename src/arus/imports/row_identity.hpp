// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/bytes.hpp"
#include "arus/base/ids.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

// What makes a row the same row, whoever imports it and however often.
//
//   row       account, date, amount, description, reference       -> what it says
//             and its count among the rows that say the same      -> which of them it is
//             and how often that one was undone                   -> its transaction's id
//
// The id begins with the row's day like a UUID version 7 of its midnight, so that rows of one time
// lie together in the database; the rest is of the hash.
namespace arus::imports {

struct RowContent {
    std::string_view account;  ///< the money account's id; of a journal empty
    Date date;
    std::int64_t amount_minor = 0;
    std::string_view description;
    std::optional<std::string_view> reference;
    std::vector<std::pair<std::string_view, std::int64_t>> postings;  ///< of a journal
};

Hash256 content_hash(const RowContent& content);

/// Which row of those with the same content this is, from 0, in the order of the file.
class RowCounter {
public:
    std::uint32_t next(const Hash256& content);

private:
    std::unordered_map<std::uint64_t, std::uint32_t> counts_;
};

/// `undone`: how many transactions of this row the undoing of an import has reversed before.
TransactionId transaction_id_of(
    const Hash256& content, std::uint32_t count, std::uint32_t undone, Date date);

/// The reversal by which the undoing of an import takes a transaction back; any other is of
/// somebody's own.
TransactionId reversal_id_of(TransactionId transaction);

}  // namespace arus::imports
