// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/mysql_stores.hpp"
#include "arus/app/ports/table_copy.hpp"

#include <memory>

namespace arus::mysql {

/// Every table of a database as it stands at the first call, while others go on writing: one
/// transaction on a connection of its own, which only reads. The options of the running server are
/// enough. Tables come in the order in which migrations make them. If the connection breaks, so
/// does the snapshot.
///
/// For one caller at a time, always on the same event loop. Calls throw Failure as open_mysql()
/// does; configuration for a database without the schema.
std::unique_ptr<app::TableSnapshot> open_mysql_snapshot(Options options);

/// The tables of a database, to be read or to be filled by a move. `options` are those of the
/// schema's owner, for the move under way is noted in a table of its own, `move_under_way`, which
/// exists only meanwhile. The schema must have been migrated before rows are appended.
///
/// Safe from every executor, for one caller at a time. Throws Failure as open_mysql() does, but not
/// for the schema.
std::unique_ptr<app::TableTarget> open_mysql_tables(Options options);

}  // namespace arus::mysql
