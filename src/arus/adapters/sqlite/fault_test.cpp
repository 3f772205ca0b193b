// SPDX-License-Identifier: Apache-2.0
// The disk fails under the stores: a layer between SQLite and the file system answers as a full or
// broken disk would.
#include "arus/adapters/sqlite/detail/checkpointer.hpp"
#include "arus/adapters/sqlite/detail/readers.hpp"
#include "arus/adapters/sqlite/sqlite_checker.hpp"
#include "arus/adapters/sqlite/sqlite_stores.hpp"
#include "arus/adapters/sqlite/test_folder.hpp"
#include "arus/async/loop_pool.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <cstring>
#include <thread>

namespace arus::sqlite {
namespace {

// The layer -------------------------------------------------------------------------------------

enum class Fault { none, full_on_write, error_on_write, error_on_sync };
std::atomic<Fault> fault{Fault::none};
/// Writes that still succeed before the fault.
std::atomic<int> writes_left{0};

/// SQLite gives the file of the layer below the room behind it.
struct LayerFile {
    sqlite3_file base;
    sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

LayerFile* layer(sqlite3_file* file) {
    return reinterpret_cast<LayerFile*>(file);
}
sqlite3_file* below(sqlite3_file* file) {
    return layer(file)->below();
}

int layer_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    const auto now = fault.load();
    if ((now == Fault::full_on_write || now == Fault::error_on_write)
        && writes_left.fetch_sub(1) <= 0) {
        return now == Fault::full_on_write ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
    return below(file)->pMethods->xWrite(below(file), bytes, size, at);
}
int layer_sync(sqlite3_file* file, int flags) {
    return fault == Fault::error_on_sync ? SQLITE_IOERR_FSYNC
                                         : below(file)->pMethods->xSync(below(file), flags);
}
int layer_close(sqlite3_file* file) {
    return below(file)->pMethods->xClose(below(file));
}
int layer_read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
    return below(file)->pMethods->xRead(below(file), bytes, size, at);
}
int layer_truncate(sqlite3_file* file, sqlite3_int64 size) {
    return below(file)->pMethods->xTruncate(below(file), size);
}
int layer_size(sqlite3_file* file, sqlite3_int64* size) {
    return below(file)->pMethods->xFileSize(below(file), size);
}
int layer_lock(sqlite3_file* file, int level) {
    return below(file)->pMethods->xLock(below(file), level);
}
int layer_unlock(sqlite3_file* file, int level) {
    return below(file)->pMethods->xUnlock(below(file), level);
}
int layer_check(sqlite3_file* file, int* held) {
    return below(file)->pMethods->xCheckReservedLock(below(file), held);
}
int layer_control(sqlite3_file* file, int what, void* value) {
    return below(file)->pMethods->xFileControl(below(file), what, value);
}
int layer_sector(sqlite3_file* file) {
    return below(file)->pMethods->xSectorSize(below(file));
}
int layer_traits(sqlite3_file* file) {
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}
int layer_map(sqlite3_file* file, int page, int size, int extend, void volatile** at) {
    return below(file)->pMethods->xShmMap(below(file), page, size, extend, at);
}
int layer_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}
void layer_barrier(sqlite3_file* file) {
    below(file)->pMethods->xShmBarrier(below(file));
}
int layer_unmap(sqlite3_file* file, int remove) {
    return below(file)->pMethods->xShmUnmap(below(file), remove);
}

const sqlite3_io_methods layer_methods{
    2,
    layer_close,
    layer_read,
    layer_write,
    layer_truncate,
    layer_sync,
    layer_size,
    layer_lock,
    layer_unlock,
    layer_check,
    layer_control,
    layer_sector,
    layer_traits,
    layer_map,
    layer_shm_lock,
    layer_barrier,
    layer_unmap,
    nullptr,
    nullptr};

sqlite3_vfs* system_vfs = nullptr;

int layer_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    file->pMethods = nullptr;
    const int code = system_vfs->xOpen(system_vfs, name, below(file), flags, out_flags);
    if (code == SQLITE_OK) {
        file->pMethods = &layer_methods;
    }
    return code;
}

/// For as long as it lives, every database is opened through the layer.
class FaultyDisk {
public:
    FaultyDisk() {
        system_vfs = sqlite3_vfs_find(nullptr);
        vfs_ = *system_vfs;
        vfs_.zName = "faulty";
        vfs_.szOsFile = static_cast<int>(sizeof(LayerFile)) + system_vfs->szOsFile;
        vfs_.xOpen = layer_open;
        sqlite3_vfs_register(&vfs_, 1);
    }
    ~FaultyDisk() {
        fault = Fault::none;
        sqlite3_vfs_unregister(&vfs_);
        sqlite3_vfs_register(system_vfs, 1);
    }
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;

private:
    sqlite3_vfs vfs_{};
};

// A book on it ----------------------------------------------------------------------------------

Deadline soon() {
    return Deadline::in(std::chrono::seconds(60));
}

class FaultTest : public ::testing::Test {
protected:
    FaultTest() : stores(open_sqlite({.folder = folder.path()})) {
        app::UserCredentials user;
        user.user = {UserId::make(now()), "sari@example.org", "Sari", "id", now()};
        user.password_hash = "$";
        wait(stores->identity().create_user(user, app::IdentityStore::NewUserRule::any, soon()));
        app::NewBook made;
        made.owner = user.user.id;
        made.book = {BookId::make(now()), "Uji",  "IDR", 0, "Asia/Jakarta", "01-01",
                     std::nullopt,        "none", now()};
        book = made.book.id;
        add_account(made, "1101", ledger::AccountType::asset, ledger::AccountSubtype::cash);
        add_account(made, "4101", ledger::AccountType::income, ledger::AccountSubtype::sales);
        wait(stores->ledger().create_book(made, soon()));
    }

    static Instant now() { return system_clock().now(); }

    void add_account(
        app::NewBook& made, std::string code, ledger::AccountType type,
        ledger::AccountSubtype subtype) {
        ledger::AccountDraft draft;
        draft.account.id = AccountId::make(now());
        draft.account.code = code;
        draft.account.name = code;
        draft.account.type = type;
        draft.account.subtype = subtype;
        ledger::Entry entry;
        entry.act = draft;
        made.chart.entries.push_back(entry);
    }

    template <class T>
    T wait(Awaitable<T> task) {
        return asio::co_spawn(loops.loop(0), std::move(task), asio::use_future).get();
    }

    std::vector<ledger::Submission> sale(TransactionId id) {
        ledger::TransactionDraft draft;
        draft.id = id;
        draft.kind = ledger::TransactionKind::sale;
        draft.description = std::string(400, 'x');
        draft.postings.resize(2);
        draft.postings[0].account = "1101";
        draft.postings[0].amount = "5";
        draft.postings[1].account = "4101";
        draft.postings[1].direction = ledger::Direction::credit;
        draft.postings[1].amount = "5";
        ledger::Entry entry;
        entry.idempotency.key = id.text();
        entry.idempotency.id_given = true;
        entry.act = draft;
        entry.idempotency.request_hash = ledger::request_hash("POST", "/test", entry.act, true);
        std::vector<ledger::Submission> submissions(1);
        submissions[0].entries.push_back(entry);
        return submissions;
    }

    /// Commits a sale; true if it is new, false if it had been made before.
    bool post(TransactionId id) {
        const auto result = wait(stores->ledger().commit_batch(book, sale(id), soon()));
        return !std::get<app::Committed>(result.verdicts.at(0).at(0)).replayed;
    }

    /// How the commit of a sale fails.
    Failure::Facts failure_of(TransactionId id) {
        try {
            post(id);
        } catch (const Failure& failure) {
            return failure.facts();
        }
        ADD_FAILURE() << "it was committed";
        return {};
    }

    std::uint64_t sequence() {
        return wait(stores->ledger().find_book(book, soon()))->head.sequence;
    }
    bool is_ok() { return wait(stores->ledger().verify(book, std::nullopt, soon()))->report.ok; }

    const TestFolder folder;
    const FaultyDisk disk;
    LoopPool loops{1};
    std::unique_ptr<app::Stores> stores;
    BookId book;
};

TEST_F(FaultTest, a_full_disk_is_said_so_and_nothing_is_written_until_there_is_room_again) {
    post(TransactionId::make(now()));
    const auto id = TransactionId::make(now());
    // Whichever write the disk is full at, the last one of the commit included, the outcome is
    // known: nothing.
    int good_writes = 0;
    for (; good_writes < 1'000; ++good_writes) {
        writes_left = good_writes;
        fault = Fault::full_on_write;
        std::optional<Failure::Facts> facts;
        try {
            EXPECT_TRUE(post(id));
        } catch (const Failure& failure) {
            facts = failure.facts();
        }
        fault = Fault::none;
        if (!facts) {
            break;  // it needed no more writes than there were
        }
        ASSERT_EQ(facts->kind, Failure::Kind::storage_full);
        ASSERT_TRUE(facts->retryable);
        ASSERT_TRUE(facts->outcome_known);
        ASSERT_EQ(sequence(), 1U);
        ASSERT_TRUE(stores->figures().is_full);
    }
    EXPECT_GT(good_writes, 10);
    EXPECT_LT(good_writes, 1'000);
    EXPECT_FALSE(stores->figures().is_full) << "there is room again";
    EXPECT_FALSE(post(id));
    EXPECT_EQ(sequence(), 2U);
    EXPECT_TRUE(is_ok());
}

TEST_F(FaultTest, reading_goes_on_while_the_disk_is_full) {
    const auto before = TransactionId::make(now());
    post(before);
    fault = Fault::full_on_write;
    EXPECT_EQ(failure_of(TransactionId::make(now())).kind, Failure::Kind::storage_full);
    EXPECT_EQ(sequence(), 1U);
    EXPECT_TRUE(is_ok());
    EXPECT_FALSE(post(before));
    EXPECT_TRUE(stores->figures().is_full) << "an old answer needs no room";
}

TEST_F(
    FaultTest,
    a_commit_that_may_have_reached_the_disk_is_of_unknown_outcome_and_its_key_finds_the_truth) {
    post(TransactionId::make(now()));
    const auto id = TransactionId::make(now());
    fault = Fault::error_on_sync;
    const auto facts = failure_of(id);
    fault = Fault::none;
    EXPECT_EQ(facts.kind, Failure::Kind::unavailable);
    EXPECT_TRUE(facts.retryable);
    EXPECT_FALSE(facts.outcome_known);
    post(id);  // new or replayed: both are the truth
    EXPECT_FALSE(post(id));
    EXPECT_EQ(sequence(), 2U);
    EXPECT_TRUE(is_ok());
    stores.reset();
    stores = open_sqlite({.folder = folder.path()});
    EXPECT_FALSE(post(id));
    EXPECT_EQ(sequence(), 2U);
    EXPECT_TRUE(is_ok());
}

TEST_F(FaultTest, every_caller_of_a_group_that_is_lost_is_told) {
    fault = Fault::error_on_write;
    std::vector<std::future<app::CommitResult>> results;
    for (int i = 0; i < 20; ++i) {
        results.push_back(asio::co_spawn(
            loops.loop(0),
            stores->ledger().commit_batch(book, sale(TransactionId::make(now())), soon()),
            asio::use_future));
    }
    for (auto& result : results) {
        EXPECT_THROW(result.get(), Failure);
    }
    fault = Fault::none;
    EXPECT_EQ(sequence(), 0U);
    EXPECT_TRUE(post(TransactionId::make(now())));
    EXPECT_TRUE(is_ok());
}

TEST_F(FaultTest, stopping_on_a_full_disk_loses_nothing) {
    post(TransactionId::make(now()));
    fault = Fault::full_on_write;
    stores.reset();
    fault = Fault::none;
    stores = open_sqlite({.folder = folder.path()});
    EXPECT_EQ(sequence(), 1U);
    EXPECT_TRUE(is_ok());
}

TEST_F(FaultTest, the_log_stays_short_under_steady_writing_and_is_gone_in_the_end) {
    const auto log_bytes = [this] {
        std::error_code missing;
        const auto size = std::filesystem::file_size(folder.path() / "arus.db-wal", missing);
        return missing ? 0U : size;
    };
    std::uint64_t longest = 0;
    for (int round = 0; round < 40; ++round) {
        std::vector<ledger::Submission> submissions;
        for (int i = 0; i < 500; ++i) {
            submissions.push_back(std::move(sale(TransactionId::make(now())).front()));
        }
        wait(stores->ledger().commit_batch(book, std::move(submissions), soon()));
        longest = std::max(longest, static_cast<std::uint64_t>(log_bytes()));
    }
    EXPECT_EQ(sequence(), 20'000U);
    // Far less than everything that was written, which is several times this.
    EXPECT_LT(longest, 4 * Checkpointer::full_pages * 4'120);
    const auto written = std::filesystem::file_size(folder.path() / "arus.db");
    EXPECT_GT(written, 20U << 20U);
    stores->stop();
    EXPECT_EQ(log_bytes(), 0U);
}

TEST_F(FaultTest, a_check_beside_the_server_reads_everything_and_writes_nothing) {
    post(TransactionId::make(now()));
    fault = Fault::error_on_write;
    const auto checker = open_sqlite_for_checking(folder.path());
    EXPECT_EQ(checker->list_books(), std::vector<BookId>{book});
    app::VerifyWatch watch;
    const auto record = checker->verify(book, soon(), watch);
    ASSERT_TRUE(record);
    EXPECT_TRUE(record->report.ok);
    EXPECT_EQ(record->report.transactions, 1U);
    EXPECT_EQ(watch.done, record->report.events);
    EXPECT_EQ(watch.total, record->report.events);
    EXPECT_FALSE(checker->verify(BookId::make(now()), soon(), watch));
    watch.is_stopped = true;
    EXPECT_THROW(checker->verify(book, soon(), watch), Failure);
    fault = Fault::none;
}

TEST_F(FaultTest, a_read_that_is_given_up_ends_in_the_middle_of_a_statement) {
    Readers readers(folder.path() / "arus.db", {.threads = 1, .queue_max = 1});
    const auto is_given_up = std::make_shared<std::atomic<bool>>(false);
    std::atomic<bool> has_begun{false};
    auto work = [&has_begun](ReadSession& session) {
        Statement endless(
            session.connection,
            "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) "
            "SELECT count(*) FROM n");
        has_begun = true;
        return endless.query().next();
    };
    const Deadline deadline = soon();
    auto read = asio::co_spawn(
        loops.loop(0), readers.run(deadline, work, is_given_up), asio::use_future);
    while (!has_begun && !deadline.has_passed()) {
        std::this_thread::yield();
    }
    *is_given_up = true;
    EXPECT_THROW(read.get(), Failure);
    EXPECT_FALSE(deadline.has_passed());
    readers.stop();
}

TEST_F(FaultTest, a_check_of_a_folder_without_books_is_refused_and_makes_nothing) {
    const auto missing = folder.path() / "missing";
    try {
        open_sqlite_for_checking(missing);
        FAIL() << "it was opened";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.facts().kind, Failure::Kind::configuration);
    }
    EXPECT_FALSE(std::filesystem::exists(missing));
}

TEST_F(FaultTest, work_after_the_stop_is_refused) {
    stores->stop();
    EXPECT_EQ(failure_of(TransactionId::make(now())).kind, Failure::Kind::overloaded);
    EXPECT_THROW(sequence(), Failure);
}

}  // namespace
}  // namespace arus::sqlite
