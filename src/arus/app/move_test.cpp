// SPDX-License-Identifier: Apache-2.0
#include "arus/app/move.hpp"

#include "arus/app/detail/test_house.hpp"

#include <gtest/gtest.h>

#include <map>

namespace arus::app {
namespace {

using detail::TestHouse;

/// Tables in memory. Rows are kept by key, as a database does.
class FakeTables final : public TableTarget {
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

class MoveTest : public testing::Test {
protected:
    MoveTest() {
        house_.add_book(house_.add_user("Sari"));
        for (FakeTables* const tables : {&source_, &target_}) {
            tables->add_table({"people", {"id", "name"}, {0}});
            tables->add_table({"entries", {"book", "number", "text"}, {0, 1}});
        }
        for (int i = 0; i < 7; ++i) {
            source_.add_row("people", {std::int64_t{i}, std::string("orang")});
        }
        for (int book = 0; book < 3; ++book) {
            for (int number = 0; number < 25; ++number) {
                source_.add_row(
                    "entries", {std::int64_t{book}, std::int64_t{number},
                                number % 3 == 0 ? TableCell() : TableCell(std::string("kopi"))});
            }
        }
    }

    Move::Report run() {
        Move move({source_, target_, house_.ledgers, *target_ledger_}, options_);
        return house_.run(move.run([this](const Move::Progress& progress) {
            if (progress.stage == Move::Stage::copy) {
                EXPECT_LE(progress.rows, progress.rows_total);
            }
            last_ = progress;
        }));
    }

    TestHouse house_;
    FakeTables source_;
    FakeTables target_;
    LedgerStore* target_ledger_ = &house_.ledgers;
    Move::Options options_{.rows_max = 10};
    Move::Progress last_;
};

TEST_F(MoveTest, carries_every_row_and_proves_it) {
    const auto report = run();
    EXPECT_EQ(report.outcome, Move::Outcome::moved) << report.detail;
    EXPECT_FALSE(report.resumed);
    EXPECT_EQ(report.rows, 82U);
    EXPECT_EQ(report.tables, 2U);
    ASSERT_EQ(report.books.size(), 1U);
    EXPECT_GT(report.books[0].events, 0U);
    EXPECT_EQ(target_.find("people").rows, source_.find("people").rows);
    EXPECT_EQ(target_.find("entries").rows, source_.find("entries").rows);
    EXPECT_EQ(last_.stage, Move::Stage::compare);
    EXPECT_EQ(last_.rows, 82U);
}

TEST_F(MoveTest, goes_on_wherever_it_was_interrupted) {
    for (int pages = 0; pages < 10; ++pages) {  // 10 rows a page: 1 + 8 pages
        FakeTables fresh;
        fresh.add_table({"people", {"id", "name"}, {0}});
        fresh.add_table({"entries", {"book", "number", "text"}, {0, 1}});
        target_ = std::move(fresh);
        target_.appends_left = pages;
        if (pages < 9) {
            EXPECT_THROW(run(), Failure);
            target_.appends_left = 1'000;
        }
        const auto report = run();
        EXPECT_EQ(report.outcome, Move::Outcome::moved) << report.detail;
        EXPECT_EQ(report.resumed, pages < 9);
        EXPECT_EQ(target_.find("entries").rows, source_.find("entries").rows);
    }
}

TEST_F(MoveTest, does_not_overwrite) {
    target_.add_row("people", {std::int64_t{99}, std::string("lain")});
    const auto report = run();
    EXPECT_EQ(report.outcome, Move::Outcome::target_in_use);
    EXPECT_EQ(target_.rows(), 1U);
}

TEST_F(MoveTest, says_so_where_it_was_done_already) {
    EXPECT_EQ(run().outcome, Move::Outcome::moved);
    EXPECT_EQ(run().outcome, Move::Outcome::already_moved);
    target_.add_row("people", {std::int64_t{99}, std::string("baru")});
    EXPECT_EQ(run().outcome, Move::Outcome::target_in_use);
}

TEST_F(MoveTest, does_not_go_on_with_other_books) {
    target_.appends_left = 3;
    EXPECT_THROW(run(), Failure);
    target_.appends_left = 1'000;
    source_.add_row("people", {std::int64_t{50}, std::string("sesudahnya")});
    const std::size_t before = target_.rows();
    EXPECT_EQ(run().outcome, Move::Outcome::other_move);
    EXPECT_EQ(target_.rows(), before);
}

TEST_F(MoveTest, does_not_open_what_is_not_the_same) {
    target_.drops_a_row = true;
    const auto report = run();
    EXPECT_EQ(report.outcome, Move::Outcome::not_the_same);
    EXPECT_NE(report.detail.find("people"), std::string::npos) << report.detail;
    EXPECT_TRUE(house_.run(target_.move_under_way(Deadline::in(std::chrono::seconds(1)))));
}

TEST_F(MoveTest, compares_the_books_themselves) {
    TestHouse other;
    target_ledger_ = &other.ledgers;
    EXPECT_EQ(run().outcome, Move::Outcome::not_the_same);
    EXPECT_TRUE(house_.run(target_.move_under_way(Deadline::in(std::chrono::seconds(1)))));
}

TEST_F(MoveTest, needs_every_table_and_column) {
    source_.add_table({"later", {"id"}, {0}});
    EXPECT_EQ(run().outcome, Move::Outcome::tables_differ);
    target_.add_table({"later", {"other"}, {0}});
    EXPECT_EQ(run().outcome, Move::Outcome::tables_differ);
    EXPECT_EQ(target_.rows(), 0U);
}

TEST_F(MoveTest, takes_text_for_bytes_where_the_target_keeps_it_so) {
    EXPECT_EQ(row_hash({std::string("ab")}), row_hash({TableBytes{"ab"}}));
    EXPECT_NE(row_hash({std::string("ab")}), row_hash({std::string("a"), std::string("b")}));
    EXPECT_NE(row_hash({std::monostate()}), row_hash({std::string()}));
    EXPECT_NE(row_hash({std::int64_t{1}}), row_hash({std::int64_t{2}}));
}

}  // namespace
}  // namespace arus::app
