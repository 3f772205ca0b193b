// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/imports/csv_reader.hpp"
#include "arus/imports/mapping.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace arus::imports {

/// Why a row is no entry: a code of the contract's ImportRowError and one sentence.
struct RowFault {
    std::string code;
    std::string detail;
    bool is_skipped = false;  ///< it is none and need not be one: nothing on it, no amount
};

/// What a row of a bank's or a till's file says.
struct TableRow {
    std::uint64_t line = 1;
    std::optional<Date> date;
    std::string description;
    std::optional<std::string> reference;
    std::optional<std::int64_t> amount_minor;  ///< more than zero came into the money account
    std::string contact_code;                  ///< empty where the file says nothing
    std::string outlet_code;
    std::string account_code;  ///< of the other account: the column's, else the first rule's that
                               ///< fits, else the default; empty where none
    std::optional<RowFault> fault;
};

/// Turns rows of the table into what they say. Texts come without control characters, cut to what
/// a transaction takes.
class TableRowReader {
public:
    /// Precondition: decimal, date_order and columns are there, and the columns are enough.
    TableRowReader(Mapping mapping, int exponent);

    TableRow read(const CsvRow& row) const;

private:
    std::optional<std::int64_t> amount_of(const CsvRow& row, TableRow& out) const;
    std::string account_for(const CsvRow& row, const std::string& description) const;

    Mapping mapping_;
    int exponent_;
    std::vector<std::string> rule_texts_;  ///< in lower case
};

/// Well-formed text on one line, without control characters but those that are white space, which
/// become one space; at most `characters_max`, the rest is cut. Nothing where it holds other
/// control characters or U+FFFD.
std::optional<std::string> plain_text(std::string_view text, std::size_t characters_max);

}  // namespace arus::imports
