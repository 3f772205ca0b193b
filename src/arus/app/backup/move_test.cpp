// SPDX-License-Identifier: Apache-2.0
#include "arus/app/backup/move.hpp"

#include "arus/app/detail/fake_tables.hpp"
#include "arus/app/detail/test_house.hpp"

#include <gtest/gtest.h>

namespace arus::app {
namespace {

using detail::FakeTables;
using detail::TestHouse;

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
