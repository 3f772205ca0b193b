// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/database.hpp"
#include "arus/app/ports/table_copy.hpp"

#include <string>
#include <vector>

// Whole tables as rows of cells, for who carries them to another database.
namespace arus::sqlite {

/// Every table but the one of the migrations, in the order in which they were made.
std::vector<app::TableShape> table_shapes(const Connection& connection);

/// By primary key, as its bytes compare.
app::TablePage read_table_page(
    const Connection& connection, const app::TableShape& shape, const app::TablePageQuery& query);

/// Adds rows to one table. A cell is stored as its column's type asks: what another database calls
/// bytes may be text here.
class TableFiller {
public:
    TableFiller(const Connection& connection, const app::TableShape& shape);

    void add(const app::TableRow& row);

private:
    Statement insert_;
    std::vector<bool> is_text_;  ///< by column
};

}  // namespace arus::sqlite
