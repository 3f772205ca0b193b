// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/imports/mapping.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace arus::imports {

struct ColumnSample {
    std::string name;                  ///< of the head; empty where there is none
    std::vector<std::string> samples;  ///< up to 5 that are not empty
};

/// What the beginning of a table says about how to read it.
struct TableGuess {
    Mapping mapping;  ///< separator, quote, decimal, date_order, header_rows, columns; what cannot
                      ///< be found out is absent
    bool is_date_ambiguous = false;
    bool is_decimal_ambiguous = false;
    std::vector<ColumnSample> columns;
    /// Names this form of table: of its separator and the names of its columns, 32 hexadecimal
    /// digits.
    std::string signature;
};

/// Looks at the beginning of a table in UTF-8, at most some hundred rows of it. What `known` says
/// is not asked again. Nothing where there is no row of at least two columns.
std::optional<TableGuess> guess_table(
    std::string_view sample, bool is_whole_file, const Mapping& known, int exponent);

/// The rows of the beginning; with `is_whole_file` the last one too, though no line ends it.
std::vector<CsvRow> sample_rows(
    std::string_view sample, bool is_whole_file, CsvFormat format, std::size_t rows_max);

}  // namespace arus::imports
