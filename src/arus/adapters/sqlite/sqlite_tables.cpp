// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/sqlite_tables.hpp"

#include "arus/adapters/sqlite/detail/queries.hpp"
#include "arus/adapters/sqlite/detail/schema.hpp"
#include "arus/base/assert.hpp"

#include <map>
#include <utility>

namespace arus::sqlite {

namespace {

constexpr std::size_t cache_bytes_max = 32U << 20U;

std::filesystem::path database_in(const std::filesystem::path& folder) {
    auto file = folder / "arus.db";
    if (!std::filesystem::exists(file)) {
        throw Failure(
            {Failure::Kind::configuration, false, true, "sqlite"},
            "there are no books in " + folder.string() + "; name their folder with --data-dir");
    }
    return file;
}

/// A name of this schema's own, which holds no quote.
std::string quoted(const std::string& name) {
    ARUS_ASSERT(name.find('"') == std::string::npos);
    return '"' + name + '"';
}

template <class Names>
std::string joined(const Names& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + quoted(name);
    }
    return text;
}

std::string page_query(const app::TableShape& shape, bool is_first) {
    std::vector<std::string> key;
    std::string parameters;
    for (const std::size_t at : shape.key) {
        key.push_back(shape.columns[at]);
        parameters += (parameters.empty() ? "?" : ", ?") + std::to_string(key.size());
    }
    const std::string order = joined(key);
    return "SELECT " + joined(shape.columns) + " FROM " + quoted(shape.name)
           + (is_first ? "" : " WHERE (" + order + ") > (" + parameters + ")") + " ORDER BY "
           + order;
}

void bind(sqlite3_stmt* statement, int index, const app::TableCell& cell) {
    int code = SQLITE_OK;
    if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
        code = sqlite3_bind_int64(statement, index, *number);
    } else if (const auto* const text = std::get_if<std::string>(&cell)) {
        code = sqlite3_bind_text64(
            statement, index, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    } else if (const auto* const bytes = std::get_if<app::TableBytes>(&cell)) {
        code = sqlite3_bind_blob64(
            statement, index, bytes->bytes.data(), bytes->bytes.size(), SQLITE_TRANSIENT);
    }
    if (code != SQLITE_OK) {
        throw_failure(code, "bind a key");
    }
}

app::TableCell cell_of(sqlite3_stmt* statement, const Rows& rows, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_NULL:
            return std::monostate();
        case SQLITE_INTEGER:
            return rows.integer(column);
        case SQLITE_TEXT:
            return rows.string(column);
        case SQLITE_BLOB:
            return app::TableBytes{rows.string(column)};
        default:
            throw Failure(
                {Failure::Kind::internal, false, true, "sqlite"},
                "a column holds a number that is not whole");
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

class SqliteTables final : public app::TableSource {
public:
    explicit SqliteTables(const std::filesystem::path& folder) :
        connection_(
            database_in(folder),
            {.mode = Connection::Mode::read_only, .cache_bytes_max = cache_bytes_max}) {
        check_owner(connection_);
        connection_.execute("BEGIN");
        connection_.read_integer(queries::count_schema_objects);  // the snapshot begins here
    }

    Awaitable<std::vector<app::TableShape>> tables(Deadline) override {
        std::vector<app::TableShape> shapes;
        Statement list(connection_, queries::list_tables);
        auto rows = list.query();
        while (rows.next()) {
            shapes.push_back(shape_of(rows.string(0)));
        }
        co_return shapes;
    }

    Awaitable<app::TablePage> read(
        app::TableShape shape, app::TablePageQuery query, Deadline) override {
        Statement statement(connection_, page_query(shape, !query.after));
        if (query.after) {
            ARUS_ASSERT(query.after->size() == shape.key.size());
            int index = 0;
            for (const app::TableCell& cell : *query.after) {
                bind(statement.handle(), ++index, cell);
            }
        }
        Rows rows(statement.handle());
        app::TablePage page;
        std::size_t bytes = 0;
        while (rows.next()) {
            if (page.rows.size() == query.rows_max || bytes > query.bytes_max) {
                page.has_more = true;
                break;
            }
            app::TableRow row;
            for (std::size_t i = 0; i < shape.columns.size(); ++i) {
                row.push_back(cell_of(statement.handle(), rows, static_cast<int>(i)));
                bytes += bytes_of(row.back());
            }
            page.rows.push_back(std::move(row));
        }
        co_return page;
    }

private:
    app::TableShape shape_of(std::string name) {
        app::TableShape shape;
        std::map<std::int64_t, std::size_t> key;
        Statement columns(connection_, queries::list_columns);
        auto rows = columns.query(name);
        while (rows.next()) {
            if (const std::int64_t place = rows.integer(1); place > 0) {
                key.emplace(place, shape.columns.size());
            }
            shape.columns.push_back(rows.string(0));
        }
        for (const auto& [place, column] : key) {
            shape.key.push_back(column);
        }
        ARUS_ASSERT(!shape.key.empty());
        shape.name = std::move(name);
        return shape;
    }

    Connection connection_;
};

}  // namespace

std::unique_ptr<app::TableSource> open_sqlite_tables(const std::filesystem::path& folder) {
    return std::make_unique<SqliteTables>(folder);
}

}  // namespace arus::sqlite
