// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/sqlite_diagnosis.hpp"

#include "arus/adapters/sqlite/detail/schema.hpp"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

namespace arus::sqlite {

namespace {

/// Whether some process holds the lock of FolderLock. Read from the kernel's list, since trying it
/// would refuse a server that starts at this moment.
bool is_locked(const std::filesystem::path& file) {
    struct stat facts{};
    if (::stat(file.c_str(), &facts) != 0) {
        return false;
    }
    const std::string wanted = ":" + std::to_string(facts.st_ino);
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        std::istringstream words(line);
        std::string number;
        std::string kind;
        std::string advice;
        std::string access;
        std::string process;
        std::string place;
        words >> number >> kind >> advice >> access >> process >> place;
        if (kind == "FLOCK" && place.ends_with(wanted)) {
            return true;
        }
    }
    return false;
}

std::uint64_t bytes_of(const std::filesystem::path& file) {
    std::error_code error;
    const auto bytes = std::filesystem::file_size(file, error);
    return error ? 0 : bytes;
}

}  // namespace

std::string library_version() {
    return sqlite3_libversion();
}

Diagnosis diagnose_sqlite(const std::filesystem::path& folder) {
    const auto file = folder / "arus.db";
    Diagnosis diagnosis;
    diagnosis.schema_version_wanted = static_cast<std::int64_t>(embedded_migrations().size());
    diagnosis.in_use = is_locked(folder / "arus.lock");
    diagnosis.exists = std::filesystem::exists(file);
    if (!diagnosis.exists) {
        return diagnosis;
    }
    Connection connection(
        file, {.mode = Connection::Mode::read_only, .cache_bytes_max = 1U << 20U});
    diagnosis.is_ours = connection.read_integer("PRAGMA application_id") == application_id;
    diagnosis.journal_mode = connection.read_text("PRAGMA journal_mode");
    diagnosis.schema_version = connection.read_integer("PRAGMA user_version");
    diagnosis.file_bytes = bytes_of(file);
    diagnosis.log_bytes = bytes_of(folder / "arus.db-wal");
    return diagnosis;
}

}  // namespace arus::sqlite
