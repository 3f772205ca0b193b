// SPDX-License-Identifier: Apache-2.0
#include "arus/app/transactions/transactions.hpp"

#include "arus/app/books/chart.hpp"
#include "arus/app/detail/test_house.hpp"

#include <gtest/gtest.h>

namespace arus::app {
namespace {

using detail::code_in;
using detail::first_field_in;
using detail::TestHouse;

std::string code_in(const CommitVerdict& verdict) {
    const auto* refusal = std::get_if<Refusal>(&verdict);
    return refusal == nullptr ? "accepted" : std::string(code_of(refusal->code));
}

class TransactionsTest : public testing::Test {
protected:
    TransactionsTest() {
        house_.add_member(book_, cashier_, Role::cashier, {own_});
        house_.add_member(book_, viewer_, Role::viewer);
    }

    RequestContext as(const User& user) { return TestHouse::context_of(user); }

    OutletId add_outlet(const std::string& code) {
        ledger::OutletDraft draft;
        draft.outlet.code = code;
        draft.outlet.name = "Outlet " + code;
        return house_.run(chart_.create_outlet(as(owner_), book_, draft))->id;
    }

    ledger::TransactionDraft sale(
        const std::string& amount, std::optional<OutletId> outlet = std::nullopt) {
        ledger::TransactionDraft draft;
        draft.id = TransactionId::make(house_.clock.now());
        draft.kind = ledger::TransactionKind::sale;
        draft.description = "Kopi susu";
        draft.outlet_id = outlet;
        draft.postings = {
            {std::string("1101"), ledger::Direction::debit, amount, std::nullopt},
            {std::string("4101"), ledger::Direction::credit, amount, std::nullopt}};
        return draft;
    }

    Result<Committed> post(const User& user, ledger::TransactionDraft draft, RequestKey key) {
        return house_.run(transactions_.post(as(user), book_, std::move(draft), std::move(key)));
    }
    Result<Committed> post(
        const User& user, ledger::TransactionDraft draft, const std::string& key) {
        return post(user, std::move(draft), RequestKey{key, false});
    }
    Result<Committed> reverse(const User& user, TransactionId target, const std::string& key) {
        ledger::ReverseDraft draft;
        draft.target = target;
        return house_.run(transactions_.reverse(as(user), book_, draft, {key, false}));
    }
    Result<Page<TransactionRecord>> list(const User& user, TransactionListRequest request = {}) {
        return house_.run(transactions_.list(as(user), book_, std::move(request)));
    }
    Result<EventList> events(const User& user, EventListRequest request) {
        return house_.run(transactions_.list_events(as(user), book_, std::move(request)));
    }
    std::vector<CommitVerdict> batch(
        const User& user, std::vector<Transactions::BatchItem> items, bool atomic) {
        return *house_.run(transactions_.post_batch(as(user), book_, std::move(items), atomic));
    }

    /// The id of the transaction that an event tells of.
    static TransactionId id_in(const Committed& committed) {
        const std::string& data = *committed.event.data;
        return *TransactionId::parse(std::string_view(data).substr(data.find("\"id\":\"") + 6, 36));
    }

    TestHouse house_;
    User owner_ = house_.add_user("Sari");
    User cashier_ = house_.add_user("Kadek");
    User viewer_ = house_.add_user("Vera");
    BookId book_ = house_.add_book(owner_);
    Chart chart_{house_.ledgers, *house_.committer, house_.access, house_.audit, house_.clock};
    Transactions transactions_{house_.ledgers, *house_.committer, house_.access, house_.clock};
    OutletId own_ = add_outlet("A");
    OutletId other_ = add_outlet("B");
};

TEST_F(TransactionsTest, posts_once_however_often_it_is_sent) {
    const ledger::TransactionDraft draft = sale("75000");
    const Result<Committed> first = post(owner_, draft, "key-0001");
    const Result<Committed> again = post(owner_, draft, "key-0001");
    ASSERT_TRUE(first);
    ASSERT_TRUE(again);
    EXPECT_FALSE(first->replayed);
    EXPECT_TRUE(again->replayed);
    EXPECT_EQ(*first->event.data, *again->event.data);
    EXPECT_EQ(list(owner_)->items.size(), 1U);
    EXPECT_EQ(code_in(post(owner_, sale("75001"), "key-0001")), "idempotency_key_reused");
}

TEST_F(TransactionsTest, needs_a_key_or_an_id) {
    EXPECT_EQ(
        first_field_in(post(owner_, sale("1"), RequestKey{})), "header:Idempotency-Key required");
    const ledger::TransactionDraft draft = sale("1");
    const Result<Committed> first = post(owner_, draft, RequestKey{std::nullopt, true});
    ASSERT_TRUE(first);
    EXPECT_EQ(id_in(*first), draft.id);
    EXPECT_TRUE(post(owner_, draft, RequestKey{std::nullopt, true})->replayed);
}

TEST_F(TransactionsTest, does_not_take_the_id_of_a_body_that_named_none) {
    const ledger::TransactionDraft draft = sale("1");
    EXPECT_NE(id_in(*post(owner_, draft, "key-0001")), draft.id);
}

TEST_F(TransactionsTest, refuses_who_may_not_post_before_looking_at_the_key) {
    EXPECT_EQ(code_in(post(viewer_, sale("1"), RequestKey{})), "forbidden");
    EXPECT_EQ(code_in(post(house_.add_user("Tono"), sale("1"), RequestKey{})), "not_found");
}

TEST_F(TransactionsTest, gives_a_replay_to_nobody_who_may_not_read_it) {
    const ledger::TransactionDraft draft = sale("1", other_);
    ASSERT_TRUE(post(owner_, draft, "key-0001"));
    EXPECT_EQ(code_in(post(cashier_, draft, "key-0001")), "not_found");
    const ledger::TransactionDraft own = sale("1", own_);
    ASSERT_TRUE(post(owner_, own, "key-0002"));
    EXPECT_TRUE(post(cashier_, own, "key-0002")->replayed);
}

TEST_F(TransactionsTest, reverses_and_settles_by_their_own_keys) {
    const TransactionId id = id_in(*post(owner_, sale("5000"), "key-0001"));
    ASSERT_TRUE(reverse(owner_, id, "key-0002"));
    EXPECT_TRUE(reverse(owner_, id, "key-0002")->replayed);
    EXPECT_EQ(code_in(reverse(owner_, id, "key-0003")), "already_reversed");

    ledger::TransactionDraft held = sale("7000");
    held.pending = true;
    ledger::SettleDraft settle;
    settle.target = id_in(*post(owner_, held, "key-0004"));
    const auto settle_it = [&](const std::string& key) {
        return house_.run(transactions_.settle(as(owner_), book_, settle, {key, false}));
    };
    ASSERT_TRUE(settle_it("key-0005"));
    EXPECT_TRUE(settle_it("key-0005")->replayed);
    EXPECT_EQ(code_in(settle_it("key-0006")), "not_pending");
    settle.outcome = ledger::SettleDraft::Outcome::voided;
    EXPECT_EQ(code_in(settle_it("key-0005")), "idempotency_key_reused")
        << "posting and letting go are not the same";
}

TEST_F(TransactionsTest, remembers_in_a_batch_what_was_sent_alone) {
    const ledger::TransactionDraft alone = sale("1000");
    ASSERT_TRUE(post(owner_, alone, RequestKey{std::nullopt, true}));
    const auto verdicts = batch(owner_, {alone, sale("2000")}, true);
    EXPECT_TRUE(std::get<Committed>(verdicts.at(0)).replayed);
    EXPECT_FALSE(std::get<Committed>(verdicts.at(1)).replayed);
    EXPECT_EQ(list(owner_)->items.size(), 2U);
}

TEST_F(TransactionsTest, keeps_the_order_of_a_batch_around_items_with_mistakes) {
    const Refusal mistake{RefusalCode::validation_failed, "A mistake.", {}};
    ledger::TransactionDraft unbalanced = sale("1000");
    unbalanced.postings[1].amount = "999";
    const auto verdicts = batch(
        owner_, {sale("1"), mistake, unbalanced, sale("2"), mistake}, false);
    std::vector<std::string> codes;
    for (const CommitVerdict& verdict : verdicts) {
        codes.push_back(code_in(verdict));
    }
    EXPECT_EQ(
        codes, (std::vector<std::string>{
                   "accepted", "validation_failed", "unbalanced_transaction", "accepted",
                   "validation_failed"}));
}

TEST_F(TransactionsTest, books_nothing_of_an_atomic_batch_with_a_mistake) {
    const Refusal mistake{RefusalCode::validation_failed, "A mistake.", {}};
    const auto shape = batch(owner_, {sale("1"), mistake}, true);
    EXPECT_EQ(code_in(shape.at(0)), "batch_refused");
    EXPECT_EQ(code_in(shape.at(1)), "validation_failed");
    const auto rule = batch(owner_, {sale("1"), sale("0")}, true);
    EXPECT_EQ(code_in(rule.at(0)), "batch_refused");
    EXPECT_EQ(code_in(rule.at(1)), "amount_invalid");
    EXPECT_EQ(list(owner_)->items.size(), 0U);
}

TEST_F(TransactionsTest, shows_a_cashier_the_own_outlets_and_nothing_else) {
    const TransactionId own = id_in(*post(owner_, sale("1", own_), "key-0001"));
    const TransactionId other = id_in(*post(owner_, sale("2", other_), "key-0002"));
    const TransactionId none = id_in(*post(owner_, sale("3"), "key-0003"));
    const auto find = [&](const User& user, TransactionId id) {
        return code_in(house_.run(transactions_.find(as(user), book_, id)));
    };
    EXPECT_EQ(find(cashier_, own), "accepted");
    EXPECT_EQ(find(cashier_, other), "not_found");
    EXPECT_EQ(find(cashier_, none), "not_found");
    EXPECT_EQ(find(viewer_, none), "accepted");
    EXPECT_EQ(list(cashier_)->items.size(), 1U);
    EXPECT_EQ(list(viewer_)->items.size(), 3U);
    TransactionListRequest foreign;
    foreign.outlet_id = other_;
    EXPECT_EQ(list(cashier_, foreign)->items.size(), 0U);
    EXPECT_EQ(list(owner_, foreign)->items.size(), 1U);
    EXPECT_EQ(code_in(post(cashier_, sale("1", other_), "key-0004")), "unknown_outlet");
    EXPECT_EQ(code_in(reverse(cashier_, own, "key-0005")), "forbidden") << "not an own entry";
}

TEST_F(TransactionsTest, looks_back_ninety_days_unless_told_otherwise) {
    ASSERT_TRUE(list(owner_));
    EXPECT_EQ(house_.ledgers.last_list->from, parse_date("2026-08-24"));
    EXPECT_FALSE(house_.ledgers.last_list->to);
    TransactionListRequest request;
    request.to = parse_date("2026-04-01");
    ASSERT_TRUE(list(owner_, request));
    EXPECT_EQ(house_.ledgers.last_list->from, parse_date("2026-01-01"));
    request.from = parse_date("2026-04-02");
    EXPECT_EQ(first_field_in(list(owner_, request)), "?from range");
}

TEST_F(TransactionsTest, counts_today_in_the_books_zone) {
    house_.clock.set("2026-11-22T17:30:00Z");  // half past midnight of the 23rd in Jakarta
    ASSERT_TRUE(list(owner_));
    EXPECT_EQ(house_.ledgers.last_list->from, parse_date("2026-08-25"));
}

TEST_F(TransactionsTest, reads_a_question_as_reference_amount_and_words) {
    TransactionListRequest request;
    request.q = "75000";
    ASSERT_TRUE(list(owner_, request));
    EXPECT_EQ(house_.ledgers.last_list->reference_prefix, "75000");
    EXPECT_EQ(house_.ledgers.last_list->amount_minor, 75000);
    request.q = " kopi  susu ";
    ASSERT_TRUE(list(owner_, request));
    EXPECT_FALSE(house_.ledgers.last_list->amount_minor);
    EXPECT_EQ(house_.ledgers.last_list->words, (std::vector<std::string>{"kopi", "susu"}));
}

TEST_F(TransactionsTest, pages_through_a_list_and_refuses_cursors_of_another) {
    for (int i = 0; i < 7; ++i) {
        ASSERT_TRUE(post(owner_, sale(std::to_string(i + 1)), "key-000" + std::to_string(i)));
    }
    TransactionListRequest request;
    request.page.limit = 3;
    std::vector<std::uint64_t> sequences;
    do {
        const auto page = list(owner_, request);
        ASSERT_TRUE(page);
        for (const TransactionRecord& one : page->items) {
            sequences.push_back(one.transaction.sequence);
        }
        request.page.cursor = page->next_cursor;
    } while (request.page.cursor);
    EXPECT_EQ(sequences, (std::vector<std::uint64_t>{7, 6, 5, 4, 3, 2, 1}));
    request.page.cursor = list(owner_, request)->next_cursor;
    request.tag = "qris";
    EXPECT_EQ(first_field_in(list(owner_, request)), "?cursor pattern");
    request.page.cursor = "AAAA";
    EXPECT_EQ(first_field_in(list(owner_, request)), "?cursor pattern");
}

TEST_F(TransactionsTest, tells_the_history_in_pages_without_gaps) {
    ASSERT_TRUE(post(owner_, sale("1"), "key-0001"));
    const std::uint64_t head = events(owner_, {})->head;
    std::uint64_t after = 0;
    while (after < head) {
        const auto page = events(owner_, {after, std::nullopt, std::nullopt, 20});
        ASSERT_TRUE(page);
        for (const ledger::Event& event : page->items) {
            EXPECT_EQ(event.offset, ++after);
        }
        EXPECT_EQ(page->next, after);
    }
    EXPECT_EQ(events(owner_, {head, std::nullopt, std::nullopt, 20})->next, head);
}

TEST_F(TransactionsTest, moves_a_filtered_readers_position_over_what_it_may_not_see) {
    const std::uint64_t before = events(owner_, {})->head;
    ASSERT_TRUE(post(owner_, sale("1", other_), "key-0001"));
    ASSERT_TRUE(post(owner_, sale("2", own_), "key-0002"));
    ASSERT_TRUE(post(owner_, sale("3"), "key-0003"));
    const auto page = events(cashier_, {before, std::nullopt, std::nullopt, 500});
    ASSERT_EQ(page->items.size(), 1U);
    EXPECT_EQ(page->items[0].offset, before + 2);
    EXPECT_EQ(page->next, before + 3);
    const auto outlets = events(cashier_, {before - 2, std::nullopt, std::nullopt, 2});
    ASSERT_EQ(outlets->items.size(), 1U) << "of two outlets the own one";
    EXPECT_EQ(outlets->next, before);
}

TEST_F(TransactionsTest, says_when_a_position_is_not_of_this_history) {
    const std::uint64_t head = events(owner_, {})->head;
    const std::string epoch = events(owner_, {})->epoch;
    const auto hash = house_.run(house_.ledgers.event_hash(book_, 3, TestHouse::soon()));
    EXPECT_TRUE(events(owner_, {3, epoch, hash, 50})->recovered);
    EXPECT_TRUE(events(owner_, {0, epoch, ledger::chain_start(book_), 50})->recovered);
    for (const EventListRequest& wrong :
         {EventListRequest{head + 1, epoch, std::nullopt, 50},
          EventListRequest{3, "ffffffffffffffff", std::nullopt, 50},
          EventListRequest{3, epoch, sha256("x"), 50},
          EventListRequest{head + 1, epoch, hash, 50}}) {
        const auto page = events(owner_, wrong);
        EXPECT_FALSE(page->recovered);
        EXPECT_TRUE(page->items.empty());
        EXPECT_EQ(page->next, 0U);
    }
    EXPECT_EQ(first_field_in(events(owner_, {3, std::nullopt, hash, 50})), "?epoch required");
}

}  // namespace
}  // namespace arus::app
