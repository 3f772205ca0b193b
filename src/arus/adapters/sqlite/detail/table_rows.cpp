// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/table_rows.hpp"

#include "arus/adapters/sqlite/detail/queries.hpp"
#include "arus/base/assert.hpp"

#include <map>
#include <utility>

namespace arus::sqlite {

namespace {

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

std::string insert_query(const app::TableShape& shape) {
    std::string parameters;
    for (std::size_t i = 0; i < shape.columns.size(); ++i) {
        parameters += i == 0 ? "?" : ", ?";
    }
    return "INSERT INTO " + quoted(shape.name) + " (" + joined(shape.columns) + ") VALUES ("
           + parameters + ")";
}

void check_bound(int code) {
    if (code != SQLITE_OK) {
        throw_failure(code, "bind a cell");
    }
}

void bind_text(sqlite3_stmt* statement, int index, const std::string& text) {
    check_bound(sqlite3_bind_text64(
        statement, index, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void bind_bytes(sqlite3_stmt* statement, int index, const std::string& bytes) {
    check_bound(
        sqlite3_bind_blob64(statement, index, bytes.data(), bytes.size(), SQLITE_TRANSIENT));
}

void bind(sqlite3_stmt* statement, int index, const app::TableCell& cell) {
    if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
        check_bound(sqlite3_bind_int64(statement, index, *number));
    } else if (const auto* const text = std::get_if<std::string>(&cell)) {
        bind_text(statement, index, *text);
    } else if (const auto* const bytes = std::get_if<app::TableBytes>(&cell)) {
        bind_bytes(statement, index, bytes->bytes);
    } else {
        check_bound(sqlite3_bind_null(statement, index));
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

app::TableShape shape_of(const Connection& connection, std::string name) {
    app::TableShape shape;
    std::map<std::int64_t, std::size_t> key;
    Statement columns(connection, queries::list_columns);
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

}  // namespace

std::vector<app::TableShape> table_shapes(const Connection& connection) {
    std::vector<app::TableShape> shapes;
    Statement list(connection, queries::list_tables);
    auto rows = list.query();
    while (rows.next()) {
        shapes.push_back(shape_of(connection, rows.string(0)));
    }
    return shapes;
}

app::TablePage read_table_page(
    const Connection& connection, const app::TableShape& shape, const app::TablePageQuery& query) {
    Statement statement(connection, page_query(shape, !query.after));
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
    return page;
}

TableFiller::TableFiller(const Connection& connection, const app::TableShape& shape) :
    insert_(connection, insert_query(shape)) {
    std::map<std::string, bool> text_by_name;
    Statement types(connection, queries::list_column_types);
    auto rows = types.query(shape.name);
    while (rows.next()) {
        text_by_name[rows.string(0)] = rows.text(1) == "TEXT";
    }
    for (const std::string& column : shape.columns) {
        is_text_.push_back(text_by_name.at(column));
    }
}

void TableFiller::add(const app::TableRow& row) {
    ARUS_ASSERT(row.size() == is_text_.size());
    sqlite3_stmt* const statement = insert_.handle();
    int index = 0;
    for (const app::TableCell& cell : row) {
        const bool is_text = is_text_[static_cast<std::size_t>(index)];
        ++index;
        const auto* const text = std::get_if<std::string>(&cell);
        const auto* const bytes = std::get_if<app::TableBytes>(&cell);
        if (is_text && bytes != nullptr) {
            bind_text(statement, index, bytes->bytes);
        } else if (!is_text && text != nullptr) {
            bind_bytes(statement, index, *text);
        } else {
            bind(statement, index, cell);
        }
    }
    const int code = sqlite3_step(statement);
    sqlite3_reset(statement);  // its code repeats that of the step
    if (code != SQLITE_DONE) {
        throw_failure(code, "add a row");
    }
}

}  // namespace arus::sqlite
