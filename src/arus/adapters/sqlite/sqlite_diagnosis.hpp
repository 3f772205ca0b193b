// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace arus::sqlite {

/// What the database in a data folder says of itself. Judged by nobody here.
struct Diagnosis {
    bool exists = false;       ///< the rest is known only then
    bool is_ours = false;      ///< an Arus database
    bool in_use = false;       ///< an arus process holds the folder
    std::string journal_mode;  ///< `wal` once a server has opened it
    std::int64_t schema_version = 0;
    std::int64_t schema_version_wanted = 0;  ///< this program's
    std::uint64_t file_bytes = 0;
    std::uint64_t log_bytes = 0;  ///< write-ahead log
};

/// The version of the library that is linked, such as `3.40.1`.
std::string library_version();

/// Looks at the database beside a running server or without one. Changes nothing. Throws Failure
/// where the file is there and cannot be read.
Diagnosis diagnose_sqlite(const std::filesystem::path& folder);

}  // namespace arus::sqlite
