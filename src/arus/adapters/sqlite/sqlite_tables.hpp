// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/table_copy.hpp"

#include <filesystem>
#include <memory>

namespace arus::sqlite {

/// Every table of the database in a data folder, as it stood when this was opened: one snapshot on
/// a connection of its own, which only reads. Calls work on the caller's thread and block it, so it
/// is for the command line. Tables come in the order in which migrations made them, rows by primary
/// key as their bytes compare.
///
/// Throws Failure: configuration (no database in the folder, or one of another program),
/// unavailable, corrupt.
std::unique_ptr<app::TableSnapshot> open_sqlite_tables(const std::filesystem::path& folder);

}  // namespace arus::sqlite
