// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/table_copy.hpp"
#include "arus/base/bytes.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

// What a copy of whole tables is held against: how many rows, and a sum of their hashes that does
// not depend on their order, for databases order text in their own ways.
namespace arus::app {

/// The hash of a row, whichever database it was read from. Text and bytes count alike.
Hash256 row_hash(const TableRow& row);

/// Of some rows: their number, and their hashes added up as numbers of 256 bits.
struct TableSum {
    std::uint64_t rows = 0;
    Hash256 sum{};

    void add(const TableRow& row);
    bool operator==(const TableSum&) const = default;
};

/// The cells of the primary key, in its order.
TableRow key_of(const TableShape& shape, const TableRow& row);

/// The same columns as they are read from another database, by its own key; or what is missing
/// there.
struct TableFit {
    std::vector<TableShape> shapes;  ///< one for each that was asked for, unless `missing`
    std::string missing;             ///< empty where nothing is
};
TableFit fit_tables(const std::vector<TableShape>& shapes, const std::vector<TableShape>& known);

/// The first table that holds a row; nothing where the database is empty.
Awaitable<std::optional<std::string>> find_rows(
    TableSource& database, std::vector<TableShape> shapes, Deadline deadline);

/// Adds a table up, page by page. `step` makes the deadline of each page; `told` is called after it
/// with its number of rows.
struct TableSumming {
    std::size_t rows_max = 2'000;  ///< of one page
    std::function<Deadline()> step;
    std::function<void(std::size_t)> told;
};
Awaitable<TableSum> sum_table(TableSource& database, TableShape shape, TableSumming summing);

}  // namespace arus::app
