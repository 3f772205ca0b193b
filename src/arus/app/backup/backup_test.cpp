// SPDX-License-Identifier: Apache-2.0
#include "arus/app/backup/backup.hpp"

#include "arus/app/detail/fake_tables.hpp"
#include "arus/app/detail/test_house.hpp"

#include <gtest/gtest.h>

namespace arus::app {
namespace {

using detail::FakeSnapshot;
using detail::FakeTables;
using detail::TestHouse;

/// A file in memory.
class FakeFile final : public ByteSink, public ByteSource {
public:
    void write(std::string_view more) override { bytes += more; }
    std::size_t read(std::span<char> into) override {
        const std::size_t size = std::min(into.size(), bytes.size() - at_);
        std::copy_n(bytes.data() + at_, size, into.data());
        at_ += size;
        return size;
    }
    void rewind() override { at_ = 0; }

    std::string bytes;

private:
    std::size_t at_ = 0;
};

constexpr const char* old_epoch = "0123456789abcdef";

class BackupTest : public testing::Test {
protected:
    BackupTest() {
        add_shapes(source_);
        add_shapes(target_);
        for (int i = 0; i < 3; ++i) {
            book_ids_.push_back(std::string(15, 'b') + static_cast<char>('0' + i));
            source_.add_row(
                "book_heads",
                {TableBytes{book_ids_.back()}, std::int64_t{7 + i}, std::int64_t{9 + i},
                 TableBytes{std::string(32, 'h')}, std::string(old_epoch)});
        }
        source_.add_row(
            "notification_rules",
            {std::int64_t{1}, TableBytes{book_ids_[0]}, std::string(old_epoch)});
        source_.add_row(
            "notification_rules",
            {std::int64_t{2}, TableBytes{book_ids_[1]}, std::string("of long ago")});
        for (int i = 0; i < 50; ++i) {
            source_.add_row(
                "entries", {std::int64_t{i}, i % 3 == 0 ? TableCell() : TableCell("kopi"),
                            TableBytes{std::string("\0\xff\n", 3)}});
            source_.add_row("sessions", {std::int64_t{i}});
        }
    }

    static void add_shapes(FakeTables& tables) {
        tables.add_table({"book_heads", {"book_id", "sequence", "offset", "hash", "epoch"}, {0}});
        tables.add_table({"notification_rules", {"id", "book_id", "epoch"}, {0}});
        tables.add_table({"entries", {"id", "text", "data"}, {0}});
        tables.add_table({"sessions", {"id"}, {0}});
    }

    BackupDone write() {
        FakeSnapshot snapshot(source_);
        BackupHeader header;
        header.store = "sqlite";
        header.program = "1.0";
        header.at = {1'700'000'000'000'000};
        return house_.run(write_backup(
            snapshot, file_, header, std::chrono::seconds(10), [](const TableProgress&) {}));
    }

    BackupFacts facts() {
        auto checked = check_backup(file_);
        EXPECT_TRUE(std::holds_alternative<BackupFacts>(checked));
        return std::get<BackupFacts>(std::move(checked));
    }
    std::string fault() {
        const auto checked = check_backup(file_);
        const auto* const found = std::get_if<BackupFault>(&checked);
        return found == nullptr ? "" : found->what;
    }

    Restore::Filled fill(const BackupFacts& facts) {
        Restore restore(file_, facts, options_);
        return house_.run(restore.fill(target_, [](const TableProgress&) {}));
    }

    std::string epoch_of(const std::string& table, std::size_t row, std::size_t column) {
        auto found = target_.find(table).rows.begin();
        std::advance(found, static_cast<std::ptrdiff_t>(row));
        return std::get<std::string>(found->second[column]);
    }

    TestHouse house_;
    FakeTables source_;
    FakeTables target_;
    FakeFile file_;
    std::vector<std::string> book_ids_;
    Restore::Options options_;
};

TEST_F(BackupTest, says_what_is_in_the_file) {
    const auto done = write();
    EXPECT_EQ(done.rows, 105U);
    EXPECT_EQ(done.tables, 4U);
    const auto found = facts();
    EXPECT_EQ(found.sum, done.sum);
    EXPECT_EQ(found.header.schema_version, 3);
    EXPECT_EQ(found.header.store, "sqlite");
    EXPECT_EQ(found.header.at.us, 1'700'000'000'000'000);
    ASSERT_EQ(found.books.size(), 3U);
    EXPECT_EQ(found.books[1].sequence, 8U);
    EXPECT_EQ(found.books[1].offset, 10U);
    EXPECT_EQ(found.books[1].epoch, old_epoch);
    EXPECT_EQ(found.end.rows, 105U);
}

TEST_F(BackupTest, refuses_every_flipped_byte_and_every_shorter_file) {
    write();
    const std::string whole = file_.bytes;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        file_.bytes[at] = static_cast<char>(file_.bytes[at] ^ 0x10);
        EXPECT_NE(fault(), "") << "byte " << at;
        file_.bytes[at] = whole[at];
    }
    for (std::size_t size = 0; size < whole.size(); ++size) {
        file_.bytes = whole.substr(0, size);
        EXPECT_NE(fault(), "") << size << " bytes";
    }
    file_.bytes = whole + "x";
    EXPECT_NE(fault(), "");
    file_.bytes = whole;
    EXPECT_EQ(fault(), "");
}

TEST_F(BackupTest, tells_foreign_newer_and_cut_files_apart) {
    write();
    const std::string whole = file_.bytes;
    file_.bytes = "PK\x03\x04 something else altogether";
    EXPECT_NE(fault().find("no backup of Arus"), std::string::npos);
    file_.bytes = "ARUSBAK9" + whole.substr(8);
    EXPECT_NE(fault().find("newer version"), std::string::npos);
    file_.bytes = whole.substr(0, whole.size() / 2);
    EXPECT_NE(fault().find("ends in the middle"), std::string::npos);
    file_.bytes = whole;
    file_.bytes[whole.size() / 2] = static_cast<char>(file_.bytes[whole.size() / 2] ^ 1);
    EXPECT_NE(fault(), "");
}

TEST_F(BackupTest, restores_every_row_with_new_epochs) {
    write();
    const auto found = facts();
    const auto filled = fill(found);
    EXPECT_EQ(filled.fault, "");
    EXPECT_FALSE(filled.resumed);
    EXPECT_EQ(filled.rows, 105U);
    EXPECT_EQ(target_.find("entries").rows, source_.find("entries").rows);
    EXPECT_EQ(target_.find("sessions").rows, source_.find("sessions").rows);
    const std::string first = epoch_of("book_heads", 0, 4);
    EXPECT_EQ(first.size(), 16U);
    EXPECT_NE(first, old_epoch);
    EXPECT_NE(first, epoch_of("book_heads", 1, 4));
    // What had looked at this history goes on; what had looked at another begins anew.
    EXPECT_EQ(epoch_of("notification_rules", 0, 2), first);
    EXPECT_EQ(epoch_of("notification_rules", 1, 2), "of long ago");
}

TEST_F(BackupTest, leaves_sessions_behind_where_asked) {
    write();
    options_.sessions = Restore::Sessions::end;
    const auto filled = fill(facts());
    EXPECT_EQ(filled.fault, "");
    EXPECT_EQ(filled.rows, 55U);
    EXPECT_TRUE(target_.find("sessions").rows.empty());
}

TEST_F(BackupTest, goes_on_wherever_it_was_interrupted) {
    write();
    const auto found = facts();
    for (int pages = 0; pages < 4; ++pages) {
        FakeTables fresh;
        add_shapes(fresh);
        target_ = std::move(fresh);
        target_.appends_left = pages;
        EXPECT_THROW(fill(found), Failure);
        const std::string before = pages > 0 ? epoch_of("book_heads", 0, 4) : "";
        target_.appends_left = 1'000;
        const auto filled = fill(found);
        EXPECT_EQ(filled.fault, "");
        EXPECT_TRUE(filled.resumed);
        EXPECT_EQ(target_.find("entries").rows, source_.find("entries").rows);
        if (pages > 0) {
            EXPECT_EQ(epoch_of("book_heads", 0, 4), before);
            EXPECT_EQ(epoch_of("notification_rules", 0, 2), before);
        }
    }
}

TEST_F(BackupTest, does_not_go_on_with_another_file) {
    write();
    const auto first = facts();
    target_.appends_left = 2;
    EXPECT_THROW(fill(first), Failure);
    target_.appends_left = 1'000;
    source_.add_row("sessions", {std::int64_t{99}});
    file_.bytes.clear();
    write();
    const std::size_t before = target_.rows();
    EXPECT_NE(fill(facts()).fault, "");
    EXPECT_EQ(target_.rows(), before);
}

TEST_F(BackupTest, does_not_overwrite) {
    write();
    target_.add_row("sessions", {std::int64_t{1}});
    const auto filled = fill(facts());
    EXPECT_NE(filled.fault.find("sessions"), std::string::npos) << filled.fault;
    EXPECT_FALSE(filled.written);
    EXPECT_EQ(target_.rows(), 1U);
}

TEST_F(BackupTest, notices_what_did_not_arrive) {
    write();
    target_.drops_a_row = true;
    const auto filled = fill(facts());
    EXPECT_NE(filled.fault.find("book_heads"), std::string::npos) << filled.fault;
    EXPECT_TRUE(filled.written);
}

TEST_F(BackupTest, needs_every_table_of_the_file) {
    source_.add_table({"later", {"id"}, {0}});
    write();
    EXPECT_NE(fill(facts()).fault.find("later"), std::string::npos);
    EXPECT_EQ(target_.rows(), 0U);
}

}  // namespace
}  // namespace arus::app
