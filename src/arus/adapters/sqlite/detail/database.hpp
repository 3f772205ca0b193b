// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/bytes.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/ids.hpp"
#include "arus/base/time.hpp"

#include <sqlite3.h>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// A thin wrapper of the C interface: connections, prepared statements, rows. Every error becomes a
// Failure by its code.
//
//   Statement find(connection, "SELECT name FROM users WHERE id = ?1");
//   auto rows = find.query(user_id);
//   while (rows.next()) { use(rows.text(0)); }
namespace arus::sqlite {

/// Throws the Failure that belongs to a result code of SQLite. `during` says in a few words what
/// was tried.
[[noreturn]] void throw_failure(int code, std::string_view during);

/// One connection to the database file.
///
/// Life: outlives its statements. Used by one thread at a time.
class Connection {
public:
    enum class Mode { read_write, read_only };

    struct Settings {
        Mode mode = Mode::read_only;
        std::size_t cache_bytes_max = 0;
        std::chrono::milliseconds busy_timeout{5'000};
    };

    /// Opens and applies the settings.
    Connection(const std::filesystem::path& file, const Settings& settings);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Makes the database keep a write-ahead log that reaches the disk with every commit;
    /// checkpoints are made elsewhere.
    void start_wal();

    /// Runs statements that give no rows and take no parameters.
    void execute(const char* sql);
    /// The first column of the first row of a statement such as `PRAGMA user_version`.
    std::int64_t read_integer(const char* sql);
    std::string read_text(const char* sql);

    /// True inside a transaction; false again if SQLite rolled it back by itself after an error.
    bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
    /// Rows that the last INSERT, UPDATE or DELETE touched.
    int changes() const { return sqlite3_changes(handle_); }

    sqlite3* handle() const { return handle_; }

private:
    sqlite3* handle_ = nullptr;
};

/// The rows of a running query. Ends the query when it goes.
class Rows {
public:
    using Column = int;  ///< its number, from 0

    explicit Rows(sqlite3_stmt* statement) : statement_(statement) {}
    ~Rows() { sqlite3_reset(statement_); }  // its code repeats what next() has thrown
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    /// Steps to the next row; false after the last one.
    bool next();

    bool is_null(int column) const {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    std::uint64_t count(int column) const { return static_cast<std::uint64_t>(integer(column)); }
    bool boolean(int column) const { return integer(column) != 0; }
    Date date(int column) const { return {static_cast<std::int32_t>(integer(column))}; }
    Instant instant(int column) const { return {integer(column)}; }
    /// Valid until the next step.
    std::string_view text(int column) const;
    std::string string(int column) const { return std::string(text(column)); }
    Hash256 hash(int column) const;
    template <class IdType>
    IdType id(int column) const {
        IdType id;
        copy_blob(column, id.bytes.data(), id.bytes.size());
        return id;
    }
    template <class IdType>
    std::optional<IdType> optional_id(int column) const {
        return is_null(column) ? std::nullopt : std::optional<IdType>(id<IdType>(column));
    }
    std::optional<std::int64_t> optional_integer(int column) const {
        return is_null(column) ? std::nullopt : std::optional<std::int64_t>(integer(column));
    }
    std::optional<int> optional_hour(int column) const {
        return is_null(column) ? std::nullopt
                               : std::optional<int>(static_cast<int>(integer(column)));
    }
    std::optional<Date> optional_date(int column) const {
        return is_null(column) ? std::nullopt : std::optional<Date>(date(column));
    }
    std::optional<Instant> optional_instant(int column) const {
        return is_null(column) ? std::nullopt : std::optional<Instant>(instant(column));
    }
    std::optional<std::string> optional_string(int column) const {
        return is_null(column) ? std::nullopt : std::optional<std::string>(string(column));
    }

private:
    void copy_blob(int column, std::uint8_t* out, std::size_t size) const;

    sqlite3_stmt* statement_;
};

/// A prepared statement with numbered parameters. A statement that does not compile throws at once,
/// so that a bad one fails the boot.
class Statement {
public:
    Statement(const Connection& connection, std::string_view sql);
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Binds ?1, ?2 … in order and runs to the end.
    template <class... Values>
    void run(const Values&... values) {
        int index = 0;
        (bind(++index, values, SQLITE_STATIC), ...);
        finish();
    }

    /// Binds ?1, ?2 … in order; the rows are read through the result, one query at a time.
    template <class... Values>
    Rows query(const Values&... values) {
        int index = 0;
        (bind(++index, values, SQLITE_TRANSIENT), ...);
        return Rows(statement_);
    }

    sqlite3_stmt* handle() const { return statement_; }

private:
    void check(int code) const;
    void finish();

    template <std::integral T>
    void bind(int index, T value, sqlite3_destructor_type) {
        check(sqlite3_bind_int64(statement_, index, static_cast<sqlite3_int64>(value)));
    }
    void bind(int index, std::nullptr_t, sqlite3_destructor_type) {
        check(sqlite3_bind_null(statement_, index));
    }
    void bind(int index, Instant value, sqlite3_destructor_type life) {
        bind(index, value.us, life);
    }
    void bind(int index, Date value, sqlite3_destructor_type life) {
        bind(index, value.days, life);
    }
    void bind(int index, std::string_view value, sqlite3_destructor_type life) {
        // An empty view may have no address; SQLite would take that for NULL.
        check(sqlite3_bind_text(
            statement_, index, value.empty() ? "" : value.data(), static_cast<int>(value.size()),
            life));
    }
    void bind(int index, const std::string& value, sqlite3_destructor_type life) {
        bind(index, std::string_view(value), life);
    }
    template <std::size_t size>
    void bind(
        int index, const std::array<std::uint8_t, size>& value, sqlite3_destructor_type life) {
        check(sqlite3_bind_blob(statement_, index, value.data(), static_cast<int>(size), life));
    }
    template <class Kind>
    void bind(int index, const Id<Kind>& value, sqlite3_destructor_type life) {
        bind(index, value.bytes, life);
    }
    template <class T>
    void bind(int index, const std::optional<T>& value, sqlite3_destructor_type life) {
        if (value) {
            bind(index, *value, life);
        } else {
            bind(index, nullptr, life);
        }
    }

public:
    /// Bytes that are stored as a BLOB, such as the data of an event. Wrap them where they are
    /// bound.
    struct Blob {
        std::string_view bytes;
    };

private:
    void bind(int index, const Blob& value, sqlite3_destructor_type life) {
        check(sqlite3_bind_blob(
            statement_, index, value.bytes.data(), static_cast<int>(value.bytes.size()), life));
    }

    sqlite3_stmt* statement_ = nullptr;
};

}  // namespace arus::sqlite
