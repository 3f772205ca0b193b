// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/mysql_stores.hpp"
#include "arus/app/ports/table_copy.hpp"

#include <memory>

namespace arus::mysql {

/// The tables of a database, to be read or to be filled by a move. `options` are those of the
/// schema's owner, for the move under way is noted in a table of its own, `move_under_way`, which
/// exists only meanwhile. The schema must have been migrated before rows are appended.
///
/// Safe from every executor, for one caller at a time. Throws Failure as open_mysql() does, but not
/// for the schema.
std::unique_ptr<app::TableTarget> open_mysql_tables(Options options);

}  // namespace arus::mysql
