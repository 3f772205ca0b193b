// SPDX-License-Identifier: Apache-2.0
// An import whose worker dies for good in the middle of a page, and its undoing.
#include "support.hpp"

#include "arus/adapters/memory/memory_event_bus.hpp"
#include "arus/app/imports/import_order.hpp"
#include "arus/app/imports/import_rows.hpp"
#include "arus/app/imports/import_work.hpp"

#include <functional>

namespace arus::contract {
namespace {

using namespace std::chrono_literals;
using imports::Verdict;

/// A store that does something else first when it is to keep a page.
class WatchedImports final : public app::ImportStore {
public:
    explicit WatchedImports(app::ImportStore& store) : store_(store) {}

    std::function<void(const app::ImportRowPage&)> before_put = [](const auto&) {};

    Awaitable<void> put_rows(
        app::JobId job, std::vector<app::ImportRowPage> pages, Deadline deadline) override {
        before_put(pages.front());
        co_await store_.put_rows(job, std::move(pages), deadline);
    }

    Awaitable<void> create(app::ImportFile file, std::size_t max, Deadline deadline) override {
        return store_.create(std::move(file), max, deadline);
    }
    Awaitable<bool> append(app::ImportId file, std::string bytes, Deadline deadline) override {
        return store_.append(file, std::move(bytes), deadline);
    }
    Awaitable<bool> complete(app::ImportId file, Deadline deadline) override {
        return store_.complete(file, deadline);
    }
    Awaitable<std::optional<app::ImportFile>> find(app::ImportId file, Deadline deadline) override {
        return store_.find(file, deadline);
    }
    Awaitable<std::string> read(app::ImportId file, std::uint64_t at, Deadline deadline) override {
        return store_.read(file, at, deadline);
    }
    Awaitable<void> drop_rows(app::JobId job, std::uint64_t from, Deadline deadline) override {
        return store_.drop_rows(job, from, deadline);
    }
    Awaitable<std::optional<app::ImportRowPage>> find_rows(
        app::JobId job, std::uint64_t from, std::optional<Verdict> verdict,
        Deadline deadline) override {
        return store_.find_rows(job, from, verdict, deadline);
    }
    Awaitable<std::vector<app::ImportedTransaction>> known(
        BookId book, std::vector<TransactionId> ids, Deadline deadline) override {
        return store_.known(book, std::move(ids), deadline);
    }
    Awaitable<std::vector<app::ImportRequest>> requests(
        BookId book, std::vector<TransactionId> ids, Deadline deadline) override {
        return store_.requests(book, std::move(ids), deadline);
    }
    Awaitable<void> remember(
        BookId book, app::RememberedMapping mapping, std::size_t max, Deadline deadline) override {
        return store_.remember(book, std::move(mapping), max, deadline);
    }
    Awaitable<std::optional<app::RememberedMapping>> find_mapping(
        BookId book, std::string signature, Deadline deadline) override {
        return store_.find_mapping(book, std::move(signature), deadline);
    }
    Awaitable<std::vector<app::RememberedMapping>> mappings(
        BookId book, Deadline deadline) override {
        return store_.mappings(book, deadline);
    }

private:
    app::ImportStore& store_;
};

/// A try that nobody disturbs.
class QuietRun final : public app::JobRun {
public:
    explicit QuietRun(app::JobRecord job) : job_(std::move(job)) {}
    const app::JobRecord& job() const override { return job_; }
    Awaitable<bool> go_on(int, std::string, std::optional<std::string>) override { co_return true; }
    Awaitable<bool> append(std::string) override { co_return true; }

private:
    app::JobRecord job_;
};

/// What one process has of imports.
struct Process {
    std::unique_ptr<app::EventBus> bus = memory::make_memory_event_bus();
    std::unique_ptr<app::Committer> committer;
    app::Access access;
    app::Audit audit;
    app::Chart chart;
    WatchedImports imports;
    app::ImportWork work;

    Process(StoreUnderTest& store, LoopPool& loops) :
        committer(app::Committer::make(store.ledger(), *bus, loops, {})),
        access(store.identity(), store.ledger(), store.people(), system_clock(), {}),
        audit(store.audit(), access, system_clock()),
        chart(store.ledger(), *committer, access, audit, store.clock),
        imports(store.imports()),
        work({imports, store.jobs(), store.ledger(), *committer, chart, access, store.clock}) {}
    ~Process() { committer->stop(soon()); }
};

class ImportThatBreaksOff : public BookTest {
protected:
    static constexpr auto posted_at = static_cast<std::size_t>(Verdict::posted);

    app::JobRecord job(std::string parameters) {
        app::JobRecord record;
        record.order.id = new_id<app::JobId>();
        record.order.book_id = book;
        record.order.kind = app::JobKind::import;
        record.order.parameters = std::move(parameters);
        record.order.created_by = owner;
        record.order.created_by_name = "Sari";
        record.order.locale = "id";
        record.order.created_at = store->clock.now();
        EXPECT_TRUE(wait(jobs().create(record.order, 100, soon())));
        return record;
    }
    /// The job that posts such rows.
    app::JobRecord import_of(const std::string& rows) {
        store->clock.advance_us(1'000);
        app::ImportFile file;
        file.id = new_id<app::ImportId>();
        file.book_id = book;
        file.created_by = owner;
        file.name = "bank.csv";
        file.created_at = store->clock.now();
        file.expires_at = {file.created_at.us + 86'400'000'000};
        wait(store->imports().create(file, 10, soon()));
        wait(store->imports().append(file.id, "date,description,amount\n" + rows, soon()));
        wait(store->imports().complete(file.id, soon()));
        app::ImportOrder order;
        order.import_id = file.id;
        order.file_name = file.name;
        order.options.is_dry_run = false;
        order.options.mapping.money_account_code = "1102";
        order.options.mapping.counter_account_code = "4101";
        return job(app::encode_import_order(order));
    }
    std::string result_of(app::ImportWork& work, const app::JobRecord& record) {
        QuietRun run(record);
        const app::JobOutcome outcome = wait(work.run(run));
        const auto* const done = std::get_if<app::JobDone>(&outcome);
        return done == nullptr ? "not done" : done->result.value_or("");
    }
    std::string undo(app::ImportWork& work, const app::JobRecord& target) {
        const std::string result = result_of(work, job(app::encode_undo_order(target.order.id)));
        return result.substr(result.find("\"reversed\""));
    }
    /// The verdicts of the job's first page, one letter each.
    std::string verdicts(const app::JobRecord& record) {
        const auto page = wait(app::find_posted_rows(
            store->imports(), book, record.order.id, 0, std::nullopt, soon()));
        std::string letters;
        for (const imports::KeptRow& row : app::rows_of(page.value())) {
            letters += imports::text_of(row.verdict).front();
            const std::string said = R"("verdict":")" + std::string(imports::text_of(row.verdict));
            EXPECT_NE(row.json.find(said), std::string_view::npos) << row.json;
            const std::string id = '"' + row.transaction_id.text() + '"';
            const bool has_id = row.json.find(id) != std::string_view::npos;
            EXPECT_EQ(has_id, row.verdict == Verdict::posted) << row.json;
        }
        return letters;
    }
    std::int64_t bank() {
        const ledger::Totals totals = totals_of("1102");
        return totals.debit_minor - totals.credit_minor;
    }

    const std::string first_row = "2026-11-01,Kopi,5000\n";
    const std::string more_rows = "2026-11-02,Teh,7000\n2026-11-03,Gula,-3000\n99,Rusak,1\n";
};

TEST_P(ImportThatBreaksOff, between_the_commit_and_its_verdicts_is_undone_whole) {
    Process process(*store, loops);
    const app::JobRecord other = import_of(first_row);
    result_of(process.work, other);
    const app::JobRecord broken = import_of(first_row + more_rows);
    process.imports.before_put = [](const app::ImportRowPage& page) {
        if (page.counts[posted_at] > 0) {
            throw Failure({Failure::Kind::unavailable, true, true, "test"}, "the worker died");
        }
    };
    EXPECT_THROW(result_of(process.work, broken), Failure);
    process.imports.before_put = [](const auto&) {};
    EXPECT_EQ(bank(), 9'000);

    EXPECT_EQ(verdicts(broken), "nppr");
    EXPECT_EQ(undo(process.work, broken), R"("reversed":2,"already_reversed":0,"refused":0})");
    EXPECT_EQ(bank(), 5'000) << "the other import's row is not of this one";
    EXPECT_EQ(undo(process.work, broken), R"("reversed":0,"already_reversed":2,"refused":0})");
    EXPECT_EQ(undo(process.work, other), R"("reversed":1,"already_reversed":0,"refused":0})");
    EXPECT_EQ(bank(), 0);
    verify();
}

TEST_P(ImportThatBreaksOff, between_the_commit_and_its_verdicts_goes_on_with_another_try) {
    Process process(*store, loops);
    const app::JobRecord record = import_of(first_row + more_rows);
    process.imports.before_put = [](const app::ImportRowPage& page) {
        if (page.counts[posted_at] > 0) {
            throw Failure({Failure::Kind::unavailable, true, true, "test"}, "the worker died");
        }
    };
    EXPECT_THROW(result_of(process.work, record), Failure);
    EXPECT_THROW(result_of(process.work, record), Failure);
    EXPECT_EQ(verdicts(record), "pppr");
    process.imports.before_put = [](const auto&) {};
    const std::string counts =
        R"("counts":{"new":0,"duplicate":0,"posted":3,"refused":1,"skipped":0})";
    EXPECT_NE(result_of(process.work, record).find(counts), std::string::npos);
    EXPECT_EQ(verdicts(record), "pppr");
    EXPECT_EQ(bank(), 9'000);
}

TEST_P(ImportThatBreaksOff, and_goes_on_in_a_locked_book_keeps_what_it_had_posted) {
    const app::JobRecord record = import_of(first_row + more_rows);
    {
        Process process(*store, loops);
        process.imports.before_put = [](const app::ImportRowPage& page) {
            if (page.counts[posted_at] > 0) {
                throw Failure({Failure::Kind::unavailable, true, true, "test"}, "the worker died");
            }
        };
        EXPECT_THROW(result_of(process.work, record), Failure);
    }
    ledger::BookChange lock;
    lock.lock_date = parse_date("2026-11-10");
    commit_one(entry_of(actor, lock));
    Process process(*store, loops);
    result_of(process.work, record);
    EXPECT_EQ(verdicts(record), "pppr");
    const app::JobRecord later = import_of("2026-11-04,Susu,1000\n" + first_row);
    result_of(process.work, later);
    const auto page = wait(store->imports().find_rows(later.order.id, 0, std::nullopt, soon()));
    const std::vector<imports::KeptRow> rows = app::rows_of(page.value());
    EXPECT_EQ(rows.at(0).verdict, Verdict::refused);
    EXPECT_NE(rows.at(0).json.find("period_locked"), std::string_view::npos);
    EXPECT_EQ(rows.at(1).verdict, Verdict::duplicate);
    EXPECT_EQ(undo(process.work, record), R"("reversed":3,"already_reversed":0,"refused":0})");
    EXPECT_EQ(bank(), 0);
}

TEST_P(ImportThatBreaksOff, before_the_commit_leaves_nothing_to_undo) {
    const app::JobRecord record = import_of(first_row + more_rows);
    {
        Process process(*store, loops);
        process.imports.before_put = [&](const auto&) {
            process.committer->stop(Deadline::in(0ms));
        };
        EXPECT_THROW(result_of(process.work, record), Failure);
    }
    EXPECT_EQ(verdicts(record), "nnnr");
    Process process(*store, loops);
    EXPECT_EQ(undo(process.work, record), R"("reversed":0,"already_reversed":0,"refused":0})");
    EXPECT_EQ(bank(), 0);
}

ARUS_CONTRACT_SUITE(ImportThatBreaksOff);

}  // namespace
}  // namespace arus::contract
