// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/reports/statement.hpp"

// Open receivables and payables by age: what somebody owes now is what was charged last, because
// payments settle the oldest charges first.
namespace arus::reports {

enum class AgingSide { receivable, payable };
std::string_view text_of(AgingSide side);
std::optional<AgingSide> parse_aging_side(std::string_view text);

inline constexpr std::size_t aging_buckets = 4;

/// Columns of the report: 0 to 30 days before `as_of`, 31 to 60, 61 to 90, older, then all.
std::vector<Column> aging_columns(Date as_of);

/// Sums of a contact's postings to the accounts of one side.
struct ContactSums {
    std::optional<ContactId> contact_id;  ///< absent: postings of no contact, together
    std::string code;
    std::string name;
    Sides until_end;                             ///< from the beginning to as_of
    std::array<Sides, aging_buckets - 1> young;  ///< of the first three buckets
};

struct AgingRow {
    std::string key;  ///< the contact's id, or `none`
    std::optional<ContactId> contact_id;
    std::string code;
    std::string name;
    /// What is open of each bucket, then the balance; positive where the contact owes (receivable)
    /// or is owed (payable). All of one sign or zero.
    std::array<std::int64_t, aging_buckets + 1> amounts{};
};

struct Aging {
    AgingSide side = AgingSide::receivable;
    std::vector<Column> columns;
    std::vector<AgingRow> rows;  ///< balances that are not zero, largest first, then by code;
                                 ///< `none` last
    std::array<std::int64_t, aging_buckets + 1> open{};  ///< sums of the rows
};

/// `control` are the sums of the same accounts to as_of, whoever's: Defect where the contacts'
/// balances do not add up to them, or a sum does not fit.
std::variant<Aging, Defect> make_aging(
    AgingSide side, Date as_of, const std::vector<ContactSums>& contacts, const Sides& control);

}  // namespace arus::reports
