// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/mysql_stores.hpp"
#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"
#include "arus/base/bytes.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/ids.hpp"
#include "arus/base/time.hpp"
#include "arus/records/corrupt.hpp"

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A thin face of Boost.MySQL, whose headers stay in connection.cpp: connections, prepared
// statements, rows. Every error becomes a Failure by its code.
//
//   auto rows = co_await connection.execute("SELECT name FROM users WHERE id = ?", user_id);
//   while (rows.next()) { use(rows.text(0)); }
namespace arus::mysql {

/// A Failure of this adapter. `server_code` is the server's number for the error, 0 where the way
/// to the server broke.
class MysqlFailure : public Failure {
public:
    MysqlFailure(Facts facts, int server_code, const std::string& message) :
        Failure(std::move(facts), message), server_code_(server_code) {}

    int server_code() const noexcept { return server_code_; }
    /// Deadlock or lock wait timeout: the same transaction again may pass.
    bool is_conflict() const noexcept { return server_code_ == 1213 || server_code_ == 1205; }
    /// A row of that key is there already.
    bool is_duplicate() const noexcept { return server_code_ == 1062; }

private:
    int server_code_;
};

using records::throw_corrupt;

/// What is bound to one `?`. Text and bytes are not owned.
class Value {
public:
    enum class Kind { null, integer, text, bytes };

    Value(std::nullptr_t) {}  // NOLINT
    template <std::integral T>
    Value(T value) : kind_(Kind::integer), integer_(static_cast<std::int64_t>(value)) {}  // NOLINT
    Value(Instant value) : Value(value.us) {}                                             // NOLINT
    Value(Date value) : Value(value.days) {}                                              // NOLINT
    Value(std::string_view text) : kind_(Kind::text), view_(text) {}                      // NOLINT
    Value(const std::string& text) : Value(std::string_view(text)) {}                     // NOLINT
    Value(const char* text) : Value(std::string_view(text)) {}                            // NOLINT
    template <std::size_t size>
    Value(const std::array<std::uint8_t, size>& bytes) :  // NOLINT
        kind_(Kind::bytes), view_(reinterpret_cast<const char*>(bytes.data()), size) {}
    template <class IdKind>
    Value(const Id<IdKind>& id) : Value(id.bytes) {}  // NOLINT
    template <class T>
    Value(const std::optional<T>& value) {  // NOLINT
        if (value) {
            *this = Value(*value);
        }
    }
    /// Bytes that are stored as they are, such as the data of an event.
    static Value blob(std::string_view bytes) {
        Value value(bytes);
        value.kind_ = Kind::bytes;
        return value;
    }

    Kind kind() const { return kind_; }
    std::int64_t integer() const { return integer_; }
    std::string_view view() const { return view_; }

private:
    Kind kind_ = Kind::null;
    std::int64_t integer_ = 0;
    std::string_view view_;
};

/// Where to connect and how, with the TLS context that all connections share.
struct Target;

/// What the server answered, owned.
struct ReplyData;

/// The rows of one statement, all in memory. Copies share the data; each stands on a row of its
/// own.
class Rows {
public:
    using Column = std::size_t;  ///< its number, from 0

    Rows(std::shared_ptr<const ReplyData> data, std::size_t statement);

    /// Steps to the next row; false after the last one.
    bool next();
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    /// Rows that an INSERT, UPDATE or DELETE *changed*: an UPDATE that sets what was there already
    /// counts nothing; INSERT … ON DUPLICATE KEY UPDATE counts 1 for a new row and 2 for a changed
    /// one.
    std::uint64_t affected() const;

    bool is_null(std::size_t column) const;
    std::int64_t integer(std::size_t column) const;  ///< also of DECIMAL without decimals
    std::uint64_t count(std::size_t column) const {
        return static_cast<std::uint64_t>(integer(column));
    }
    bool boolean(std::size_t column) const { return integer(column) != 0; }
    Date date(std::size_t column) const { return {static_cast<std::int32_t>(integer(column))}; }
    Instant instant(std::size_t column) const { return {integer(column)}; }
    /// Of text and of binary columns; valid as long as any Rows of the same reply lives.
    std::string_view text(std::size_t column) const;
    std::string string(std::size_t column) const { return std::string(text(column)); }
    Hash256 hash(std::size_t column) const;
    template <class IdType>
    IdType id(std::size_t column) const {
        IdType id;
        copy_bytes(column, id.bytes.data(), id.bytes.size());
        return id;
    }
    template <class IdType>
    std::optional<IdType> optional_id(std::size_t column) const {
        return is_null(column) ? std::nullopt : std::optional<IdType>(id<IdType>(column));
    }
    std::optional<std::int64_t> optional_integer(std::size_t column) const {
        return is_null(column) ? std::nullopt : std::optional<std::int64_t>(integer(column));
    }
    std::optional<int> optional_hour(std::size_t column) const {
        return is_null(column) ? std::nullopt
                               : std::optional<int>(static_cast<int>(integer(column)));
    }
    std::optional<Date> optional_date(std::size_t column) const {
        return is_null(column) ? std::nullopt : std::optional<Date>(date(column));
    }
    std::optional<Instant> optional_instant(std::size_t column) const {
        return is_null(column) ? std::nullopt : std::optional<Instant>(instant(column));
    }
    std::optional<std::string> optional_string(std::size_t column) const {
        return is_null(column) ? std::nullopt : std::optional<std::string>(string(column));
    }

private:
    void copy_bytes(std::size_t column, std::uint8_t* out, std::size_t size) const;

    std::shared_ptr<const ReplyData> data_;
    std::size_t statement_;
    std::size_t size_;
    std::size_t at_ = 0;  ///< rows stepped to, the present one included
};

/// The replies to the statements of one text.
class Replies {
public:
    explicit Replies(std::shared_ptr<const ReplyData> data) : data_(std::move(data)) {}

    std::size_t size() const;
    /// Precondition: statement < size(). Statements without rows count too.
    Rows rows(std::size_t statement) const { return {data_, statement}; }

private:
    std::shared_ptr<const ReplyData> data_;
};

/// One connection with its prepared statements. Made, used and closed on one event loop. After a
/// Failure that is not of the server's own telling its state is unknown and is_usable() false.
class Connection {
public:
    /// Connects, agrees on TLS, signs in and sets up the session: strict mode, READ COMMITTED.
    static Awaitable<std::unique_ptr<Connection>> open(
        std::shared_ptr<const Target> target, Deadline deadline);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Runs one statement with its `?` in order. `sql` must live for ever and keep its address: it
    /// is prepared once for each connection. The values are read before the call is over.
    template <class... Values>
    Awaitable<Rows> execute(const char* sql, const Values&... values) {
        std::vector<Value> list;
        list.reserve(sizeof...(values));
        (list.emplace_back(values), ...);
        return execute_list(sql, std::move(list));
    }
    Awaitable<Rows> execute_list(const char* sql, std::vector<Value> values);

    /// Runs the statements of a text, separated by `;`, one after the other up to the first that
    /// fails. The text is a constant or made by TextFormatter, never from anything else.
    Awaitable<Replies> query(std::string text);

    /// Prepares without running, so that a bad statement fails the boot.
    Awaitable<void> prepare(const char* sql);

    /// Says whether the server is there; throws as every other call.
    Awaitable<void> ping();

    /// Ends the session in good order; errors do not matter any more.
    Awaitable<void> close();

    /// From now on every call ends by then, with Failure timeout, and leaves the connection
    /// unusable if it had to be cut off.
    void set_deadline(Deadline deadline);
    void clear_deadline();
    /// Cuts the connection off; a call under way ends in Failure unavailable. On its loop only.
    void cut_off();

    bool is_usable() const;
    std::uint64_t answers() const;       ///< calls that the server has answered so far
    std::uint64_t rows_changed() const;  ///< by all statements so far, also if taken back later
    bool is_mariadb() const;
    std::string_view server_version() const;
    std::uint64_t max_allowed_packet() const;  ///< bytes of one text that the server takes

private:
    struct State;
    explicit Connection(std::shared_ptr<State> state);

    std::shared_ptr<State> state_;
};

}  // namespace arus::mysql
