// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/mysql_tables.hpp"

#include "arus/adapters/mysql/detail/pool.hpp"
#include "arus/adapters/mysql/detail/queries_move.hpp"
#include "arus/adapters/mysql/detail/schema.hpp"
#include "arus/adapters/mysql/detail/target.hpp"
#include "arus/adapters/mysql/detail/text_formatter.hpp"
#include "arus/base/assert.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace arus::mysql {

namespace {

constexpr std::size_t first_rows_max = 64;         ///< while nobody knows how long a row is
constexpr std::size_t text_bytes_max = 4U << 20U;  ///< of one INSERT, if the server takes as much
constexpr std::size_t text_bytes_spare = 64U << 10U;
constexpr char begin_snapshot[] =
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;"
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY";

using Kind = Value::Kind;

[[noreturn]] void refuse(const std::string& message) {
    throw Failure({Failure::Kind::configuration, false, true, "mysql"}, message);
}

/// A name of this schema's own: what stands in it cannot end the quotes.
std::string quoted(const std::string& name) {
    const bool is_plain = std::ranges::all_of(
        name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    if (!is_plain || name.empty()) {
        refuse("the schema has a name that is not of this program: " + name);
    }
    return '`' + name + '`';
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + quoted(name);
    }
    return text;
}

std::vector<std::string> key_names(const app::TableShape& shape) {
    std::vector<std::string> names;
    for (const std::size_t at : shape.key) {
        names.push_back(shape.columns[at]);
    }
    return names;
}

Kind kind_of(std::string_view type) {
    if (type.ends_with("int")) {
        return Kind::integer;
    }
    if (type.ends_with("binary") || type.ends_with("blob")) {
        return Kind::bytes;
    }
    if (type.ends_with("char") || type.ends_with("text") || type == "enum") {
        return Kind::text;
    }
    refuse("the schema has a column of a type that a move cannot carry: " + std::string(type));
}

app::TableCell cell_of(const Rows& rows, std::size_t column, Kind kind) {
    if (rows.is_null(column)) {
        return std::monostate();
    }
    switch (kind) {
        case Kind::integer:
            return rows.integer(column);
        case Kind::bytes:
            return app::TableBytes{rows.string(column)};
        default:
            return rows.string(column);
    }
}

std::size_t bytes_of(const app::TableCell& cell) {
    if (const auto* const text = std::get_if<std::string>(&cell)) {
        return text->size();
    }
    if (const auto* const bytes = std::get_if<app::TableBytes>(&cell)) {
        return bytes->bytes.size();
    }
    return sizeof(std::int64_t);
}

/// The cell as it is stored.
void write_stored(TextFormatter& to, const app::TableCell& cell) {
    if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
        to.value(*number);
    } else if (const auto* const text = std::get_if<std::string>(&cell)) {
        to.value(*text);
    } else if (const auto* const bytes = std::get_if<app::TableBytes>(&cell)) {
        to.value(bytes->bytes);
    } else {
        to.null();
    }
}

/// The cell as it is compared with the column that it was read from.
void write_compared(TextFormatter& to, const app::TableCell& cell) {
    if (const auto* const text = std::get_if<std::string>(&cell)) {
        to.text(*text);
    } else {
        write_stored(to, cell);
    }
}

/// What comes after a key: `(a > 1) OR (a = 1 AND b > 2)`. Written out, because the server would
/// walk through the whole index for `(a, b) > (1, 2)`.
std::string after_condition(const app::TableShape& shape, const app::TableRow& after) {
    ARUS_ASSERT(after.size() == shape.key.size());
    const std::vector<std::string> names = key_names(shape);
    std::string text;
    TextFormatter formatter(text);
    for (std::size_t last = 0; last < names.size(); ++last) {
        text += last == 0 ? "(" : " OR (";
        for (std::size_t i = 0; i <= last; ++i) {
            text += (i == 0 ? "" : " AND ") + quoted(names[i]) + (i == last ? " > " : " = ");
            write_compared(formatter, after[i]);
        }
        text += ")";
    }
    return text;
}

// A key as bytes: for each cell a letter, then a number of eight bytes or a length and what it is
// the length of.
std::string bytes_of_key(const app::TableRow& key) {
    std::string bytes;
    const auto add_number = [&bytes](std::uint64_t number) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes.push_back(static_cast<char>((number >> static_cast<unsigned>(shift)) & 0xffU));
        }
    };
    for (const app::TableCell& cell : key) {
        if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
            bytes.push_back('i');
            add_number(static_cast<std::uint64_t>(*number));
        } else if (const auto* const text = std::get_if<std::string>(&cell)) {
            bytes.push_back('t');
            add_number(text->size());
            bytes += *text;
        } else if (const auto* const blob = std::get_if<app::TableBytes>(&cell)) {
            bytes.push_back('b');
            add_number(blob->bytes.size());
            bytes += blob->bytes;
        } else {
            bytes.push_back('n');
        }
    }
    return bytes;
}

app::TableRow key_of_bytes(std::string_view bytes) {
    app::TableRow key;
    const auto take_number = [&bytes] {
        if (bytes.size() < 8) {
            throw_corrupt("the note of a move");
        }
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < 8; ++i) {
            number = number << 8U | static_cast<unsigned char>(bytes[i]);
        }
        bytes.remove_prefix(8);
        return number;
    };
    while (!bytes.empty()) {
        const char letter = bytes.front();
        bytes.remove_prefix(1);
        if (letter == 'n') {
            key.emplace_back();
            continue;
        }
        const std::uint64_t number = take_number();
        if (letter == 'i') {
            key.emplace_back(static_cast<std::int64_t>(number));
            continue;
        }
        if ((letter != 't' && letter != 'b') || number > bytes.size()) {
            throw_corrupt("the note of a move");
        }
        std::string piece(bytes.substr(0, number));
        bytes.remove_prefix(number);
        if (letter == 't') {
            key.emplace_back(std::move(piece));
        } else {
            key.emplace_back(app::TableBytes{std::move(piece)});
        }
    }
    return key;
}

struct Columns {
    std::vector<app::TableShape> shapes;
    std::map<std::pair<std::string, std::string>, Kind> kinds;  ///< by table and column
};

/// What a page of a table is, as the work on a connection needs it.
struct PageRead {
    std::string sql;
    std::vector<Kind> kinds;
    std::size_t rows_max = 0;
};

Awaitable<app::TablePage> read_page(Connection& connection, const PageRead& read) {
    const Replies replies = co_await connection.query(read.sql);
    Rows rows = replies.rows(0);
    app::TablePage page;
    while (rows.next()) {
        if (page.rows.size() == read.rows_max) {
            page.has_more = true;
            break;
        }
        app::TableRow row;
        for (std::size_t i = 0; i < read.kinds.size(); ++i) {
            row.push_back(cell_of(rows, i, read.kinds[i]));
        }
        page.rows.push_back(std::move(row));
    }
    co_return page;
}

/// How many rows make a page, as far as the rows of before tell.
class PageSizes {
public:
    PageRead plan(
        const Columns& columns, const app::TableShape& shape, const app::TablePageQuery& query) {
        const std::size_t row_bytes = row_bytes_[shape.name];
        PageRead read;
        read.rows_max = std::min(
            query.rows_max, row_bytes == 0 ? first_rows_max
                                           : std::max<std::size_t>(query.bytes_max / row_bytes, 1));
        for (const std::string& column : shape.columns) {
            read.kinds.push_back(columns.kinds.at({shape.name, column}));
        }
        read.sql = "SELECT " + joined(shape.columns) + " FROM " + quoted(shape.name);
        if (query.after) {
            read.sql += " WHERE " + after_condition(shape, *query.after);
        }
        read.sql += " ORDER BY " + joined(key_names(shape)) + " LIMIT "
                    + std::to_string(read.rows_max + 1);
        return read;
    }

    void learn(const std::string& table, const app::TablePage& page) {
        if (page.rows.empty()) {
            return;
        }
        std::size_t bytes = 0;
        for (const app::TableRow& row : page.rows) {
            for (const app::TableCell& cell : row) {
                bytes += bytes_of(cell);
            }
        }
        row_bytes_[table] = bytes / page.rows.size() + 1;
    }

private:
    std::map<std::string, std::size_t> row_bytes_;  ///< of a row of that table, about
};

struct Append {
    app::TableShape shape;
    std::vector<app::TableRow> rows;
};

/// The texts of all INSERTs, each short enough for the server.
std::vector<std::string> insert_texts(const Append& append, std::uint64_t server_bytes_max) {
    const std::size_t bytes_max = std::min<std::size_t>(
        text_bytes_max, server_bytes_max > 2 * text_bytes_spare
                            ? server_bytes_max - text_bytes_spare
                            : text_bytes_spare);
    const std::string head = "INSERT INTO " + quoted(append.shape.name) + " ("
                             + joined(append.shape.columns) + ") VALUES ";
    std::vector<std::string> texts;
    for (const app::TableRow& row : append.rows) {
        std::string piece;
        TextFormatter formatter(piece);
        for (const app::TableCell& cell : row) {
            piece += piece.empty() ? "(" : ",";
            write_stored(formatter, cell);
        }
        piece += ")";
        if (head.size() + piece.size() > server_bytes_max) {
            refuse(
                "a row of " + append.shape.name
                + " is longer than the server takes at once; set max_allowed_packet to "
                + std::to_string((head.size() + piece.size()) * 5 / 4));
        }
        if (texts.empty() || texts.back().size() + piece.size() > bytes_max) {
            texts.push_back(head + piece);
        } else {
            texts.back().append(",").append(piece);
        }
    }
    return texts;
}

Awaitable<void> append_rows(Connection& connection, const Append& append) {
    co_await connection.query("SET foreign_key_checks = 0");
    const auto texts = insert_texts(append, connection.max_allowed_packet());
    for (const std::string& text : texts) {
        co_await connection.query(text);
    }
    app::TableRow key;
    for (const std::size_t at : append.shape.key) {
        key.push_back(append.rows.back()[at]);
    }
    const std::string bytes = bytes_of_key(key);
    co_await connection.execute(
        queries::note_last_key, append.shape.name, Value::blob(bytes), Value::blob(bytes));
}

Awaitable<std::optional<std::string>> read_note(Connection& connection, const std::string& name) {
    const Rows exists = co_await connection.execute(queries::find_move_table);
    if (exists.empty()) {
        co_return std::nullopt;
    }
    Rows rows = co_await connection.execute(queries::find_note, name);
    co_return rows.next() ? std::optional(rows.string(0)) : std::nullopt;
}

/// Where a table stands among all that the migrations make; the last place for another.
std::size_t place_of(const std::string& table) {
    std::size_t before = 0;
    for (const Migration& migration : embedded_migrations()) {
        const std::size_t at = migration.sql.find("CREATE TABLE " + table + " (");
        if (at != std::string_view::npos) {
            return before + at;
        }
        before += migration.sql.size();
    }
    return before;
}

Awaitable<Columns> read_columns(Connection& connection) {
    Columns found;
    Rows rows = co_await connection.execute(queries::list_table_columns);
    while (rows.next()) {
        std::string table = rows.string(0);
        std::string column = rows.string(1);
        if (found.shapes.empty() || found.shapes.back().name != table) {
            found.shapes.push_back({table, {}, {}});
        }
        found.shapes.back().columns.push_back(column);
        found.kinds.emplace(std::pair(std::move(table), std::move(column)), kind_of(rows.text(2)));
    }
    Rows keys = co_await connection.execute(queries::list_table_keys);
    while (keys.next()) {
        const auto shape = std::ranges::find(
            found.shapes, keys.text(0), [](const app::TableShape& one) { return one.name; });
        if (shape == found.shapes.end()) {
            continue;
        }
        const auto column = std::ranges::find(shape->columns, keys.text(1));
        ARUS_ASSERT(column != shape->columns.end());
        shape->key.push_back(static_cast<std::size_t>(column - shape->columns.begin()));
    }
    std::ranges::stable_sort(
        found.shapes, {}, [](const app::TableShape& shape) { return place_of(shape.name); });
    co_return found;
}

Awaitable<void> write_begin(Connection& connection, const std::string& source_id) {
    co_await connection.query(queries::create_move_table);
    co_await connection.execute(
        queries::note_last_key, std::string_view(), Value::blob(source_id), Value::blob(source_id));
}

Awaitable<void> write_finish(Connection& connection) {
    co_await connection.query(queries::drop_move_table);
}

Options for_one_caller(Options options) {
    options.threads = 1;
    options.connections_min = 1;
    options.connections_max = 1;
    return options;
}

class MysqlTables final : public app::TableTarget {
public:
    explicit MysqlTables(Options options) : pool_(for_one_caller(std::move(options))) {}
    ~MysqlTables() override { pool_.stop(); }

    Awaitable<std::vector<app::TableShape>> tables(Deadline deadline) override {
        auto work = [](Connection& connection) { return read_columns(connection); };
        columns_ = co_await pool_.ask(deadline, std::move(work));
        co_return columns_.shapes;
    }

    Awaitable<app::TablePage> read(
        app::TableShape shape, app::TablePageQuery query, Deadline deadline) override {
        if (columns_.shapes.empty()) {
            co_await tables(deadline);
        }
        auto work = [read = sizes_.plan(columns_, shape, query)](Connection& connection) {
            return read_page(connection, read);
        };
        app::TablePage page = co_await pool_.ask(deadline, std::move(work));
        sizes_.learn(shape.name, page);
        co_return page;
    }

    Awaitable<std::optional<std::string>> move_under_way(Deadline deadline) override {
        return note("", deadline);
    }

    Awaitable<void> begin(std::string source_id, Deadline deadline) override {
        auto work = [source_id = std::move(source_id)](Connection& connection) {
            return write_begin(connection, source_id);
        };
        co_await pool_.lease(0, deadline, std::move(work));
    }

    Awaitable<std::optional<app::TableRow>> last_key(
        app::TableShape shape, Deadline deadline) override {
        const auto bytes = co_await note(shape.name, deadline);
        co_return bytes ? std::optional(key_of_bytes(*bytes)) : std::nullopt;
    }

    Awaitable<void> append(
        app::TableShape shape, std::vector<app::TableRow> rows, Deadline deadline) override {
        auto work = [append = Append{std::move(shape), std::move(rows)}](Connection& connection) {
            return append_rows(connection, append);
        };
        co_await pool_.act(deadline, std::move(work));
    }

    Awaitable<void> finish(Deadline deadline) override {
        auto work = [](Connection& connection) { return write_finish(connection); };
        co_await pool_.lease(0, deadline, std::move(work));
    }

private:
    Awaitable<std::optional<std::string>> note(std::string name, Deadline deadline) {
        auto work = [name = std::move(name)](Connection& connection) {
            return read_note(connection, name);
        };
        co_return co_await pool_.ask(deadline, std::move(work));
    }

    Pool pool_;
    Columns columns_;
    PageSizes sizes_;
};

/// One connection and one transaction. Both begin with the first call and end with the object.
class MysqlSnapshot final : public app::TableSnapshot {
public:
    explicit MysqlSnapshot(Options options) : options_(std::move(options)) {}

    Awaitable<std::vector<app::TableShape>> tables(Deadline deadline) override {
        co_await begin(deadline);
        co_return columns_.shapes;
    }

    Awaitable<app::TablePage> read(
        app::TableShape shape, app::TablePageQuery query, Deadline deadline) override {
        co_await begin(deadline);
        const PageRead read = sizes_.plan(columns_, shape, query);
        connection_->set_deadline(deadline);
        app::TablePage page = co_await read_page(*connection_, read);
        connection_->clear_deadline();
        sizes_.learn(shape.name, page);
        co_return page;
    }

    Awaitable<int> schema_version(Deadline deadline) override {
        co_await begin(deadline);
        co_return schema_.version;
    }

private:
    Awaitable<void> begin(Deadline deadline) {
        if (connection_) {
            co_return;  // lost or not: another one would be another moment
        }
        connection_ = co_await Connection::open(make_target(options_), deadline);
        connection_->set_deadline(deadline);
        std::string start(begin_snapshot);
        co_await connection_->query(std::move(start));
        schema_ = co_await read_schema_state(*connection_);
        if (schema_.version == 0 || schema_.unfinished) {
            refuse("the database has no schema, or a migration of it did not end");
        }
        columns_ = co_await read_columns(*connection_);
        connection_->clear_deadline();
    }

    Options options_;
    std::unique_ptr<Connection> connection_;
    SchemaState schema_;
    Columns columns_;
    PageSizes sizes_;
};

}  // namespace

std::unique_ptr<app::TableSnapshot> open_mysql_snapshot(Options options) {
    return std::make_unique<MysqlSnapshot>(std::move(options));
}

std::unique_ptr<app::TableTarget> open_mysql_tables(Options options) {
    return std::make_unique<MysqlTables>(std::move(options));
}

}  // namespace arus::mysql
