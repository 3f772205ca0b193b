// SPDX-License-Identifier: Apache-2.0
#include "support.hpp"

#include <set>

namespace arus::contract {
namespace {

class Idempotency : public BookTest {};

TEST_P(Idempotency, replays_a_key_as_first_committed) {
    const auto made = sale("75000");
    const auto first = committed(post(made));
    EXPECT_FALSE(first.replayed);
    const auto before = store->dump();
    const auto again = committed(post(made));
    EXPECT_TRUE(again.replayed);
    EXPECT_EQ(again.event.offset, first.event.offset);
    EXPECT_EQ(*again.event.data, *first.event.data);
    EXPECT_EQ(again.event.hash, first.event.hash);
    EXPECT_EQ(store->dump(), before);
    store->restart();
    EXPECT_EQ(*committed(post(made)).event.data, *first.event.data);
    EXPECT_EQ(store->dump(), before);
}

TEST_P(Idempotency, refuses_a_key_with_another_request) {
    auto made = sale("75000");
    must_post(made);
    const auto before = store->dump();
    made.description = "Lain";
    EXPECT_EQ(refused(post(made)), RefusalCode::idempotency_key_reused);
    EXPECT_EQ(store->dump(), before);
}

TEST_P(Idempotency, asks_a_refused_key_afresh) {
    auto made = draft("6101", "1101", "10");
    ledger::AccountChange limit;
    limit.id = account("1101");
    limit.min_balance = std::optional<std::string>("0");
    committed(commit_one(entry_of(actor, limit)));
    EXPECT_EQ(refused(post(made)), RefusalCode::insufficient_balance);
    must_post(sale("10"));
    EXPECT_EQ(text_of(post(made)), "committed");
    EXPECT_EQ(text_of(post(made)), "replayed");
}

TEST_P(Idempotency, books_fifty_parallel_requests_of_one_key_once) {
    const auto made = sale("75000");
    std::vector<std::future<app::CommitResult>> results;
    for (int i = 0; i < 50; ++i) {
        std::vector<ledger::Submission> submissions(1);
        submissions[0].entries.push_back(money_entry(actor, made, made.id.text(), true));
        results.push_back(start(ledger().commit_batch(book, std::move(submissions), soon())));
    }
    int fresh = 0;
    std::set<std::string> shown;
    for (auto& result : results) {
        const auto verdict = committed(result.get().verdicts.at(0).at(0));
        fresh += verdict.replayed ? 0 : 1;
        shown.insert(*verdict.event.data);
    }
    EXPECT_EQ(fresh, 1);
    EXPECT_EQ(shown.size(), 1U);
    EXPECT_EQ(totals_of("1101"), (ledger::Totals{75'000, 0, 0, 0}));
    EXPECT_EQ(wait(ledger().find_book(book, soon()))->head.sequence, 1U);
    EXPECT_TRUE(verify().report.ok);
}

TEST_P(Idempotency, keeps_equal_keys_and_ids_of_two_books_apart) {
    const auto made = sale("10");
    must_post(made);
    book = wait(ledger().create_book(new_book("Kedua"), soon())).book.id;
    EXPECT_EQ(text_of(post(made)), "committed");
}

ARUS_CONTRACT_SUITE(Idempotency);

}  // namespace
}  // namespace arus::contract
