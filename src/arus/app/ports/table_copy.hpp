// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// Whole tables, row by row, as `arus move` carries them from one database into another and as
// `arus backup` and `arus restore` carry them by a file. The tables
// and columns of every store have the same names (migrations/README.md), so nothing here says which
// there are: a database lists its own, and a table that is added later is carried too.
namespace arus::app {

/// Bytes that are no text.
struct TableBytes {
    std::string bytes;
    auto operator<=>(const TableBytes&) const = default;
};

/// What stands in one column of one row: nothing, a whole number, text in UTF-8, bytes. What one
/// database calls text may be bytes to another; they are the same where their bytes are.
using TableCell = std::variant<std::monostate, std::int64_t, std::string, TableBytes>;
using TableRow = std::vector<TableCell>;

struct TableShape {
    std::string name;
    std::vector<std::string> columns;  ///< a row's cells stand in this order
    std::vector<std::size_t> key;      ///< of the primary key: positions in `columns`, in its order
};

struct TablePage {
    std::vector<TableRow> rows;  ///< by primary key, as this database orders it
    bool has_more = false;
};

struct TablePageQuery {
    std::optional<TableRow> after;  ///< the cells of a key; absent: from the beginning
    std::size_t rows_max = 2'000;
    std::size_t bytes_max = 2U << 20U;  ///< stop after the row that passes this many bytes
};

/// Reads the tables of a database; what the database keeps for itself (which migrations it has) is
/// none of them. For one caller at a time. Throws Failure.
class TableSource {
public:
    virtual ~TableSource() = default;

    /// In an order in which every row finds the rows that it names already there.
    virtual Awaitable<std::vector<TableShape>> tables(Deadline deadline) = 0;
    /// `shape` may name fewer columns than the table has, or in another order; never a name that it
    /// does not have.
    virtual Awaitable<TablePage> read(
        TableShape shape, TablePageQuery query, Deadline deadline) = 0;
};

/// The tables as they stood at one moment, whatever is written meanwhile.
class TableSnapshot : public TableSource {
public:
    /// The last migration that had been applied to the database.
    virtual Awaitable<int> schema_version(Deadline deadline) = 0;
};

/// A database into which tables are moved. That a move is under way is kept in the database itself,
/// so that another run goes on with it and nobody works with half of the books.
class TableTarget : public TableSource {
public:
    /// What the move under way is of, as given to begin(); nothing where none is.
    virtual Awaitable<std::optional<std::string>> move_under_way(Deadline deadline) = 0;
    /// Notes that a move begins. Precondition: none is under way.
    virtual Awaitable<void> begin(std::string source_id, Deadline deadline) = 0;
    /// The key of the last row of this table that the move under way has written.
    virtual Awaitable<std::optional<TableRow>> last_key(TableShape shape, Deadline deadline) = 0;
    /// Writes the rows and notes the key of the last one, in one durable transaction. Precondition:
    /// a move is under way, `rows` is not empty.
    virtual Awaitable<void> append(
        TableShape shape, std::vector<TableRow> rows, Deadline deadline) = 0;
    /// The move is done. May be called again.
    virtual Awaitable<void> finish(Deadline deadline) = 0;
};

}  // namespace arus::app
