// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/ids.hpp"
#include "arus/imports/csv_reader.hpp"
#include "arus/imports/date_format.hpp"
#include "arus/imports/text_decoder.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arus::imports {

/// What a column may hold.
enum class Field {
    date,
    description,
    amount,
    debit,
    credit,
    direction,
    reference,
    balance,
    contact,
    outlet,
    account
};
inline constexpr std::size_t field_count = 11;

std::string_view text_of(Field field);

/// Which column, counted from 0, holds what.
class Columns {
public:
    std::optional<std::size_t> operator[](Field field) const {
        return at_[static_cast<std::size_t>(field)];
    }
    void set(Field field, std::size_t column) { at_[static_cast<std::size_t>(field)] = column; }
    bool operator==(const Columns&) const = default;

private:
    std::array<std::optional<std::size_t>, field_count> at_{};
};

/// The first rule whose text stands in the description, letter case apart, names the other account.
struct Rule {
    std::string contains;
    std::string account_code;
    bool operator==(const Rule&) const = default;
};

/// How to read a table; what is absent is not decided yet. Of what is said to be none nothing else
/// is there.
struct Mapping {
    std::optional<char> separator;
    std::optional<char> quote;  ///< 0: none
    std::optional<Encoding> encoding;
    std::optional<char> decimal;
    std::optional<DateOrder> date_order;
    std::optional<std::size_t> header_rows;
    std::optional<Columns> columns;
    std::optional<bool> is_inverted;  ///< more than zero is money that left
    std::optional<std::string> money_account_code;
    std::optional<std::string> counter_account_code;
    std::optional<OutletId> outlet_id;
    std::optional<std::vector<Rule>> rules;
    bool is_without_counter_account = false;  ///< it was said that there is none
    bool is_without_outlet = false;           ///< it was said that there is none

    bool operator==(const Mapping&) const = default;
};

/// `first`, completed by `second`.
Mapping merged(Mapping first, const Mapping& second);

/// Nothing where the columns can make no row: no date, or neither an amount nor debit or credit.
bool are_enough(const Columns& columns);

}  // namespace arus::imports
