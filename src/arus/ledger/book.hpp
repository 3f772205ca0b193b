// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/bytes.hpp"
#include "arus/base/ids.hpp"
#include "arus/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arus::ledger {

/// One company's set of books.
struct Book {
    BookId id;
    std::string name;       ///< 1 to 120 characters
    std::string currency;   ///< ISO 4217 code; fixed by the first posting
    int exponent = 0;       ///< decimals of the currency in this book, 0 to 4; fixed by the first
                            ///< posting
    std::string time_zone;  ///< IANA name; decides what "today" is; fixed by the first posting
    std::string fiscal_year_start;  ///< `MM-DD`
    std::optional<Date> lock_date;  ///< no write on or before it
    std::string chart_template;     ///< umkm, minimal or none: what the chart began as
    Instant created_at;
};

/// The position of a book: the last act and the last event. What orders all writers of a book is
/// the lock on it.
struct Head {
    std::uint64_t sequence = 0;  ///< acts of the ledger so far; the last one's gap-free number
    std::uint64_t offset = 0;    ///< events so far; the last one's gap-free number
    Hash256 hash{};              ///< h(offset) of the chain, h(0) while there is no event
    std::uint64_t version = 0;   ///< counts every commit, those without an event too
    std::uint64_t writer = 0;    ///< the instance that made the last commit, a random number of its
                                 ///< life
    std::string epoch;  ///< 16 random hexadecimal digits, new only when history was rewound
    Instant at;         ///< when the last commit was made; commit times of a book never go back
};

enum class AccountType { asset, liability, equity, income, expense };
enum class AccountSubtype {
    cash,
    bank,
    clearing,
    receivable,
    inventory,
    fixed_asset,
    payable,
    tax,
    loan,
    capital,
    retained,
    sales,
    other_income,
    cogs,
    operating,
    other,
};
enum class Direction { debit, credit };

std::string_view text_of(AccountType type);
std::string_view text_of(AccountSubtype subtype);
std::string_view text_of(Direction direction);
std::optional<AccountType> parse_account_type(std::string_view text);
std::optional<AccountSubtype> parse_account_subtype(std::string_view text);
std::optional<Direction> parse_direction(std::string_view text);

/// Whether accounts of this type may have this subtype:
///   asset      cash bank clearing receivable inventory fixed_asset tax other
///   liability  payable tax loan other
///   equity     capital retained other
///   income     sales other_income other
///   expense    cogs operating tax other
bool fits(AccountSubtype subtype, AccountType type);

/// The side on which a balance of this type is positive: debit for asset and expense, credit for
/// the others.
Direction normal_side(AccountType type);

/// One line of the chart.
struct Account {
    AccountId id;
    std::string code;  ///< 1 to 20 of `[A-Za-z0-9.-]`, unique in the book, never changed
    std::string name;  ///< 1 to 120 characters
    AccountType type = AccountType::asset;           ///< never changed
    AccountSubtype subtype = AccountSubtype::other;  ///< fixed after the first posting
    std::optional<AccountId> parent_id;              ///< an account of the same type
    std::optional<std::int64_t> min_balance_minor;   ///< the least that may be available on the
                                                     ///< normal side
    bool archived = false;                           ///< takes no new postings
    std::uint64_t version = 1;                       ///< counts changes
};

/// Sums of an account's postings, each >= 0, in minor units.
struct Totals {
    std::int64_t debit_minor = 0;
    std::int64_t credit_minor = 0;
    std::int64_t pending_debit_minor = 0;
    std::int64_t pending_credit_minor = 0;

    bool operator==(const Totals&) const = default;
    /// Debit less credit for accounts whose normal side is debit, the reverse for the others.
    std::int64_t balance_minor(AccountType type) const {
        return normal_side(type) == Direction::debit ? debit_minor - credit_minor
                                                     : credit_minor - debit_minor;
    }
};

/// A branch.
struct Outlet {
    OutletId id;
    std::string code;  ///< 1 to 20 of `[A-Za-z0-9.-]`, unique in the book, never changed
    std::string name;  ///< 1 to 120 characters
    bool archived = false;
    std::uint64_t version = 1;
};

/// A customer or supplier. Only id and version ever enter an event: names must be erasable.
struct Contact {
    ContactId id;
    std::string code;  ///< 1 to 20 of `[A-Za-z0-9.-]`, unique in the book, never changed
    std::string name;  ///< 1 to 120 characters
    std::optional<std::string> phone;  ///< up to 40 characters
    std::optional<std::string> email;  ///< up to 254 characters
    std::optional<std::string> note;   ///< up to 500 characters
    bool archived = false;
    std::uint64_t version = 1;
};

}  // namespace arus::ledger
