// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/table_copy.hpp"
#include "arus/base/failure.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace arus::app::detail {

/// Tables in memory. Rows are kept by key, as a database does.
class FakeTables : public TableTarget {
public:
    struct Table {
        TableShape shape;
        std::map<TableRow, TableRow> rows;  ///< by the cells of the key
    };

    void add_table(TableShape shape) {
        Table table;
        table.shape = std::move(shape);
        tables_.push_back(std::move(table));
    }
    void add_row(const std::string& name, TableRow row) {
        Table& table = find(name);
        table.rows.emplace(key_of(table.shape, row), std::move(row));
    }
    Table& find(const std::string& name) {
        return *std::ranges::find(
            tables_, name, [](const Table& table) { return table.shape.name; });
    }
    std::size_t rows() const {
        std::size_t count = 0;
        for (const Table& table : tables_) {
            count += table.rows.size();
        }
        return count;
    }

    Awaitable<std::vector<TableShape>> tables(Deadline) override {
        std::vector<TableShape> shapes;
        for (const Table& table : tables_) {
            shapes.push_back(table.shape);
        }
        co_return shapes;
    }

    Awaitable<TablePage> read(TableShape shape, TablePageQuery query, Deadline) override {
        TablePage page;
        const Table& table = find(shape.name);
        for (const auto& [key, row] : table.rows) {
            if (query.after && key <= *query.after) {
                continue;
            }
            if (page.rows.size() == query.rows_max) {
                page.has_more = true;
                break;
            }
            TableRow cells;
            for (const std::string& column : shape.columns) {
                const auto at = std::ranges::find(table.shape.columns, column)
                                - table.shape.columns.begin();
                cells.push_back(row[static_cast<std::size_t>(at)]);
            }
            page.rows.push_back(std::move(cells));
        }
        co_return page;
    }

    Awaitable<std::optional<std::string>> move_under_way(Deadline) override { co_return source_; }

    Awaitable<void> begin(std::string source_id, Deadline) override {
        EXPECT_FALSE(source_);
        source_ = std::move(source_id);
        co_return;
    }

    Awaitable<std::optional<TableRow>> last_key(TableShape shape, Deadline) override {
        const auto found = last_.find(shape.name);
        co_return found == last_.end() ? std::nullopt : std::optional(found->second);
    }

    Awaitable<void> append(TableShape shape, std::vector<TableRow> rows, Deadline) override {
        EXPECT_TRUE(source_ && !rows.empty());
        if (appends_left == 0) {
            throw Failure({Failure::Kind::unavailable, true, true, "test"}, "the plug was pulled");
        }
        --appends_left;
        last_[shape.name] = key_of(shape, rows.back());
        for (TableRow& row : rows) {
            if (drops_a_row) {
                drops_a_row = false;
                continue;
            }
            EXPECT_EQ(shape.columns, find(shape.name).shape.columns);
            const bool is_new =
                find(shape.name).rows.emplace(key_of(find(shape.name).shape, row), row).second;
            EXPECT_TRUE(is_new) << "a row came twice";
        }
        co_return;
    }

    Awaitable<void> finish(Deadline) override {
        source_.reset();
        last_.clear();
        co_return;
    }

    int appends_left = 1'000;
    bool drops_a_row = false;

private:
    static TableRow key_of(const TableShape& shape, const TableRow& row) {
        TableRow key;
        for (const std::size_t at : shape.key) {
            key.push_back(row[at]);
        }
        return key;
    }

    std::vector<Table> tables_;
    std::optional<std::string> source_;
    std::map<std::string, TableRow> last_;
};

/// The same as they stand, with the version of a schema.
class FakeSnapshot final : public TableSnapshot {
public:
    explicit FakeSnapshot(FakeTables& tables) : tables_(tables) {}

    Awaitable<std::vector<TableShape>> tables(Deadline deadline) override {
        return tables_.tables(deadline);
    }
    Awaitable<TablePage> read(TableShape shape, TablePageQuery query, Deadline deadline) override {
        return tables_.read(std::move(shape), std::move(query), deadline);
    }
    Awaitable<int> schema_version(Deadline) override { co_return 3; }

private:
    FakeTables& tables_;
};

}  // namespace arus::app::detail
