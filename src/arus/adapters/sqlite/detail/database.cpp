// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/database.hpp"

#include "arus/base/log.hpp"

#include <cstring>

namespace arus::sqlite {

namespace {

Failure::Facts facts_of(int code) {
    using Kind = Failure::Kind;
    switch (code & 0xff) {
        case SQLITE_FULL:
            return {Kind::storage_full, true, true, "sqlite"};
        case SQLITE_IOERR:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_NOMEM:
            return {Kind::unavailable, true, true, "sqlite"};
        case SQLITE_INTERRUPT:
            return {Kind::timeout, true, true, "sqlite"};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {Kind::corrupt, false, true, "sqlite"};
        default:
            return {Kind::internal, false, true, "sqlite"};
    }
}

}  // namespace

void throw_failure(int code, std::string_view during) {
    throw Failure(
        facts_of(code),
        std::string(during) + ": " + sqlite3_errstr(code) + " (" + std::to_string(code) + ")");
}

Connection::Connection(const std::filesystem::path& file, const Settings& settings) {
    const bool writes = settings.mode == Mode::read_write;
    const int flags = (writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY)
                      | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (const int code = sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr);
        code != SQLITE_OK) {
        sqlite3_close_v2(handle_);
        throw_failure(code, "open the database");
    }
    try {
        sqlite3_busy_timeout(handle_, static_cast<int>(settings.busy_timeout.count()));
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        execute("PRAGMA temp_store = MEMORY");
        execute("PRAGMA mmap_size = 0");
        execute("PRAGMA foreign_keys = ON");
        // INSERT OR REPLACE of a protected row must meet the trigger that refuses its deletion.
        execute("PRAGMA recursive_triggers = ON");
        execute(
            ("PRAGMA cache_size = -" + std::to_string(settings.cache_bytes_max / 1024)).c_str());
    } catch (...) {
        sqlite3_close_v2(handle_);
        throw;
    }
}

Connection::~Connection() {
    if (const int code = sqlite3_close(handle_); code != SQLITE_OK) {
        log::error("a database connection could not be closed", {{"code", code}});
        sqlite3_close_v2(handle_);
    }
}

void Connection::start_wal() {
    if (read_text("PRAGMA journal_mode = WAL") != "wal") {
        throw Failure(
            {Failure::Kind::unavailable, false, true, "sqlite"},
            "the file system does not allow a write-ahead log");
    }
    execute("PRAGMA synchronous = FULL");
    execute("PRAGMA wal_autocheckpoint = 0");
}

void Connection::execute(const char* sql) {
    if (const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr); code != SQLITE_OK) {
        throw_failure(code, sqlite3_errmsg(handle_));
    }
}

std::int64_t Connection::read_integer(const char* sql) {
    Statement statement(*this, sql);
    auto rows = statement.query();
    return rows.next() ? rows.integer(0) : 0;
}

std::string Connection::read_text(const char* sql) {
    Statement statement(*this, sql);
    auto rows = statement.query();
    return rows.next() ? rows.string(0) : std::string();
}

bool Rows::next() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code != SQLITE_DONE) {
        throw_failure(code, "read rows");
    }
    return false;
}

std::string_view Rows::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_blob(statement_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return size == 0 ? std::string_view() : std::string_view(text, size);
}

Hash256 Rows::hash(int column) const {
    Hash256 hash;
    copy_blob(column, hash.data(), hash.size());
    return hash;
}

void Rows::copy_blob(int column, std::uint8_t* out, std::size_t size) const {
    const void* blob = sqlite3_column_blob(statement_, column);
    if (blob == nullptr
        || static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)) != size) {
        throw Failure(
            {Failure::Kind::corrupt, false, true, "sqlite"},
            "a stored identifier or hash has the wrong length");
    }
    std::memcpy(out, blob, size);
}

Statement::Statement(const Connection& connection, std::string_view sql) {
    const int code = sqlite3_prepare_v3(
        connection.handle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
        &statement_, nullptr);
    if (code != SQLITE_OK) {
        throw_failure(
            code, std::string("prepare a statement: ") + sqlite3_errmsg(connection.handle()));
    }
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) {
        throw_failure(code, "bind a parameter");
    }
}

void Statement::finish() {
    int code = sqlite3_step(statement_);
    while (code == SQLITE_ROW) {
        code = sqlite3_step(statement_);
    }
    sqlite3_reset(statement_);  // its code repeats that of the step
    if (code != SQLITE_DONE) {
        throw_failure(code, "write");
    }
}

}  // namespace arus::sqlite
