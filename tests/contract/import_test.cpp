// SPDX-License-Identifier: Apache-2.0
// Files to import, their rows and what is remembered of them.
#include "support.hpp"

#include "arus/app/ports/import_store.hpp"

namespace arus::contract {
namespace {

using app::ImportId;
using imports::Verdict;

constexpr std::int64_t day_us = 86'400'000'000;

class ImportTables : public BookTest {
protected:
    app::ImportStore& imports() { return store->imports(); }

    ImportId make(std::size_t files_max = 10) {
        store->clock.advance_us(1'000);
        app::ImportFile file;
        file.id = new_id<ImportId>();
        file.book_id = book;
        file.created_by = owner;
        file.name = "mutasi „Nov“.csv";
        file.created_at = store->clock.now();
        file.expires_at = {file.created_at.us + day_us};
        wait(imports().create(file, files_max, soon()));
        return file.id;
    }
    app::JobId job() {
        app::JobOrder order;
        order.id = new_id<app::JobId>();
        order.book_id = book;
        order.kind = app::JobKind::import;
        order.parameters = "{}";
        order.created_by = owner;
        order.created_by_name = "Pemilik";
        order.locale = "id";
        order.created_at = store->clock.now();
        EXPECT_TRUE(wait(jobs().create(order, 100, soon())));
        return order.id;
    }
    static app::ImportRowPage page(std::uint64_t number, Verdict verdict, std::string text) {
        imports::RowPage rows;
        imports::RowOutcome row;
        row.verdict = verdict;
        row.description = std::move(text);
        rows.add(row, 0);
        return {number, rows.counts(), rows.bytes()};
    }
    void put(app::JobId job, app::ImportRowPage page) {
        std::vector<app::ImportRowPage> pages;
        pages.push_back(std::move(page));
        wait(imports().put_rows(job, std::move(pages), soon()));
    }
    static app::RememberedMapping mapping(std::string signature, Instant used_at) {
        return {
            std::move(signature), R"(["Tanggal"])", R"({"decimal":","})", std::nullopt, used_at};
    }
};

TEST_P(ImportTables, keeps_a_file_in_pieces) {
    const ImportId file = make();
    EXPECT_FALSE(wait(imports().find(file, soon()))->is_complete);
    const std::string first(1U << 20U, '\xFF');
    ASSERT_TRUE(wait(imports().append(file, first, soon())));
    ASSERT_TRUE(wait(imports().append(file, std::string("\0end", 4), soon())));
    ASSERT_TRUE(wait(imports().complete(file, soon())));
    store->restart();
    const auto found = wait(imports().find(file, soon()));
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->is_complete);
    EXPECT_EQ(found->bytes, first.size() + 4);
    EXPECT_EQ(found->name, "mutasi „Nov“.csv");
    EXPECT_EQ(found->book_id, book);
    EXPECT_EQ(found->created_by, owner);
    EXPECT_EQ(found->expires_at.us - found->created_at.us, day_us);
    EXPECT_EQ(wait(imports().read(file, 0, soon())), first);
    EXPECT_EQ(wait(imports().read(file, 5, soon())).size(), first.size() - 5);
    EXPECT_EQ(wait(imports().read(file, first.size(), soon())), std::string("\0end", 4));
    EXPECT_EQ(wait(imports().read(file, found->bytes, soon())), "");
    const auto nobody = new_id<ImportId>();
    EXPECT_FALSE(wait(imports().append(nobody, "x", soon())));
    EXPECT_FALSE(wait(imports().complete(nobody, soon())));
    EXPECT_EQ(wait(imports().read(nobody, 0, soon())), "");
}

TEST_P(ImportTables, forgets_the_oldest_and_what_has_expired) {
    const ImportId first = make(2);
    ASSERT_TRUE(wait(imports().append(first, "x", soon())));
    const ImportId second = make(2);
    const ImportId third = make(2);
    EXPECT_FALSE(wait(imports().find(first, soon())));
    EXPECT_FALSE(wait(imports().append(first, "y", soon())));
    EXPECT_TRUE(wait(imports().find(second, soon())));
    store->clock.advance_us(2 * day_us);
    const ImportId fourth = make(10);
    EXPECT_FALSE(wait(imports().find(third, soon())));
    EXPECT_TRUE(wait(imports().find(fourth, soon())));
}

TEST_P(ImportTables, keeps_rows_by_page_and_verdict) {
    const app::JobId one = job();
    put(one, page(0, Verdict::posted, "a"));
    put(one, page(1, Verdict::refused, "b"));
    put(one, page(2, Verdict::posted, "c"));
    put(job(), page(0, Verdict::skipped, "other"));
    put(one, page(2, Verdict::duplicate, "d"));
    const auto number = [&](std::uint64_t from, std::optional<Verdict> verdict) {
        const auto found = wait(imports().find_rows(one, from, verdict, soon()));
        return found ? static_cast<int>(found->number) : -1;
    };
    EXPECT_EQ(number(0, std::nullopt), 0);
    EXPECT_EQ(number(1, std::nullopt), 1);
    EXPECT_EQ(number(3, std::nullopt), -1);
    EXPECT_EQ(number(0, Verdict::posted), 0);
    EXPECT_EQ(number(1, Verdict::posted), -1);
    EXPECT_EQ(number(0, Verdict::duplicate), 2);
    EXPECT_EQ(number(0, Verdict::refused), 1);
    EXPECT_EQ(number(0, Verdict::skipped), -1);
    EXPECT_EQ(number(0, Verdict::new_), -1);
    const auto last = wait(imports().find_rows(one, 2, std::nullopt, soon()));
    EXPECT_EQ(last->bytes, page(2, Verdict::duplicate, "d").bytes);
    EXPECT_EQ(last->counts[static_cast<std::size_t>(Verdict::duplicate)], 1U);
    wait(imports().drop_rows(one, 1, soon()));
    EXPECT_EQ(number(1, std::nullopt), -1);
    EXPECT_EQ(number(0, std::nullopt), 0);
}

TEST_P(ImportTables, rows_go_with_their_job) {
    const app::JobId one = job();
    put(one, page(0, Verdict::posted, "a"));
    const Instant expires_at{store->clock.now().us + 1};
    wait(jobs().cancel(one, {"cancelled", "It was cancelled."}, expires_at, soon()));
    store->clock.advance_us(10);
    EXPECT_EQ(wait(jobs().forget_expired(10, soon())), 1U);
    EXPECT_FALSE(wait(imports().find_rows(one, 0, std::nullopt, soon())));
}

TEST_P(ImportTables, knows_which_transactions_there_are) {
    auto first = sale("100");
    first.outlet_id = outlet("PST");
    const TransactionId with_outlet = must_post(std::move(first));
    const TransactionId undone = must_post(sale("200"));
    ledger::ReverseDraft reversal;
    reversal.id = new_id<TransactionId>();
    reversal.target = undone;
    const TransactionId reversal_id = reversal.id;
    const std::string key = reversal_id.text();
    commit_one(money_entry(actor, std::move(reversal), key, true));
    const auto nobody = new_id<TransactionId>();
    const auto known = wait(imports().known(book, {nobody, undone, with_outlet}, soon()));
    ASSERT_EQ(known.size(), 2U);
    for (const app::ImportedTransaction& one : known) {
        EXPECT_EQ(one.reversed_by, one.id == undone ? std::optional(reversal_id) : std::nullopt);
        EXPECT_EQ(
            one.outlet_id, one.id == with_outlet ? std::optional(outlet("PST")) : std::nullopt);
    }
    EXPECT_TRUE(wait(imports().known(book, {}, soon())).empty());
    EXPECT_TRUE(wait(imports().known(new_id<BookId>(), {undone}, soon())).empty());
}

TEST_P(ImportTables, knows_the_requests_of_transactions) {
    auto first = sale("100");
    const TransactionId posted = first.id;
    const auto entry = money_entry(actor, first, posted.text(), true);
    const Hash256 hash = entry.idempotency.request_hash;
    commit_one(entry);
    const TransactionId nobody = new_id<TransactionId>();
    auto second = sale("200");
    const TransactionId under_another_key = second.id;
    commit_one(money_entry(actor, std::move(second), "another key", false));
    const auto found = wait(imports().requests(book, {nobody, posted, under_another_key}, soon()));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].id, posted);
    EXPECT_EQ(found[0].hash, hash);
    EXPECT_TRUE(wait(imports().requests(book, {}, soon())).empty());
    EXPECT_TRUE(wait(imports().requests(new_id<BookId>(), {posted}, soon())).empty());
}

TEST_P(ImportTables, remembers_the_latest_mappings) {
    const Instant now = store->clock.now();
    const auto at = [&](std::int64_t us) { return Instant{now.us + us}; };
    wait(imports().remember(book, mapping("aa", at(1)), 2, soon()));
    wait(imports().remember(book, mapping("bb", at(2)), 2, soon()));
    auto changed = mapping("aa", at(3));
    changed.mapping = R"({"decimal":"."})";
    changed.outlet_id = outlet("PST");
    wait(imports().remember(book, changed, 2, soon()));
    wait(imports().remember(book, mapping("cc", at(4)), 2, soon()));
    const auto all = wait(imports().mappings(book, soon()));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].signature, "cc");
    EXPECT_EQ(all[1].signature, "aa");
    EXPECT_EQ(all[1].mapping, changed.mapping);
    EXPECT_EQ(all[1].outlet_id, changed.outlet_id);
    EXPECT_EQ(all[1].columns, R"(["Tanggal"])");
    EXPECT_EQ(all[1].used_at, at(3));
    EXPECT_FALSE(wait(imports().find_mapping(book, "bb", soon())));
    EXPECT_EQ(wait(imports().find_mapping(book, "aa", soon()))->mapping, changed.mapping);
    EXPECT_TRUE(wait(imports().mappings(new_id<BookId>(), soon())).empty());
}

ARUS_CONTRACT_SUITE(ImportTables);

}  // namespace
}  // namespace arus::contract
