// SPDX-License-Identifier: Apache-2.0
#include "arus/app/transactions/committer.hpp"

#include "arus/app/detail/test_house.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

namespace arus::app {
namespace {

using namespace std::chrono_literals;
using detail::TestHouse;

/// A gate that batches wait at: the test lets them through one by one.
class Gate {
public:
    Awaitable<void> pass() {
        auto wait = [this] {
            std::unique_lock lock(mutex_);
            ++arrived_;
            changed_.notify_all();
            changed_.wait(lock, [this] { return allowed_ > 0; });
            --allowed_;
        };
        co_await pool_.run(Deadline::in(20s), std::move(wait));
    }
    void wait_for_arrivals(int count) {
        std::unique_lock lock(mutex_);
        ASSERT_TRUE(changed_.wait_for(lock, 20s, [&] { return arrived_ >= count; }));
    }
    void open(int times) {
        const std::lock_guard lock(mutex_);
        allowed_ += times;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int arrived_ = 0;
    int allowed_ = 0;
    BlockingPool pool_{{.name = "gate", .threads = 4, .queue_max = 16}};
};

Awaitable<void> pass_or_fail(Gate& gate, bool fails) {
    co_await gate.pass();
    if (fails) {
        throw Failure({Failure::Kind::unavailable, true, false, "test"}, "the disk is gone");
    }
}

class CommitterTest : public testing::Test {
protected:
    CommitterTest() : owner_(house_.add_user("Sari")), book_(house_.add_book(owner_)) {
        house_.ledgers.batches.clear();
        house_.ledgers.book_reads = 0;
    }

    ledger::Entry sale(const std::string& key, const std::string& amount = "1000") const {
        ledger::TransactionDraft draft;
        draft.id = TransactionId::make(house_.clock.now());
        draft.kind = ledger::TransactionKind::sale;
        draft.postings = {
            {std::string("1101"), ledger::Direction::debit, amount, std::nullopt},
            {std::string("4101"), ledger::Direction::credit, amount, std::nullopt}};
        ledger::Entry entry;
        entry.act = draft;
        entry.actor = {owner_.id, owner_.name, std::nullopt, std::nullopt};
        entry.idempotency = {key, false, sha256(key + amount)};
        return entry;
    }

    ledger::Submission one(const std::string& key) const { return {{sale(key)}, false}; }

    ledger::Submission many(const std::string& key, int count) const {
        ledger::Submission submission;
        for (int i = 0; i < count; ++i) {
            submission.entries.push_back(sale(key + std::to_string(i)));
        }
        return submission;
    }

    std::future<std::vector<CommitVerdict>> submit(
        ledger::Submission submission, Deadline deadline = TestHouse::soon(),
        std::size_t loop = 0) {
        return asio::co_spawn(
            house_.loops.loop(loop),
            house_.committer->submit(book_, std::move(submission), deadline), asio::use_future);
    }

    void hold_batches() {
        house_.ledgers.before_commit = [this](std::size_t) { return gate_.pass(); };
    }

    /// Waits until that many entries wait or are in flight.
    void wait_for_entries(std::uint64_t count) {
        const Deadline deadline = TestHouse::soon();
        while (house_.committer->figures().waiting_entries != count) {
            ASSERT_FALSE(deadline.has_passed());
            std::this_thread::yield();
        }
    }

    static std::uint64_t offset_of(std::future<std::vector<CommitVerdict>>& future) {
        return std::get<Committed>(future.get().at(0)).event.offset;
    }

    template <class T>
    static Failure::Facts failure_of(std::future<T>& future) {
        try {
            future.get();
        } catch (const Failure& failure) {
            return failure.facts();
        }
        ADD_FAILURE() << "nothing failed";
        return {};
    }

    Gate gate_;
    TestHouse house_;
    User owner_;
    BookId book_;
};

TEST_F(CommitterTest, sends_the_first_at_once_and_what_came_meanwhile_together) {
    hold_batches();
    auto first = submit(one("first"));
    gate_.wait_for_arrivals(1);
    std::vector<std::future<std::vector<CommitVerdict>>> others;
    for (int i = 0; i < 5; ++i) {
        others.push_back(submit(
            one("other" + std::to_string(i)), TestHouse::soon(), static_cast<std::size_t>(i % 2)));
        wait_for_entries(static_cast<std::uint64_t>(i) + 2);
    }
    gate_.open(2);
    std::uint64_t last = offset_of(first);
    for (auto& other : others) {
        EXPECT_EQ(offset_of(other), ++last);
    }
    EXPECT_EQ(house_.ledgers.batches, (std::vector<std::size_t>{1, 5}));
    const Committer::Figures figures = house_.committer->figures();
    EXPECT_EQ(figures.batches, 2U);
    EXPECT_EQ(figures.entries, 6U);
    EXPECT_EQ(figures.waiting_entries, 0U);
}

TEST_F(CommitterTest, never_splits_a_submission_and_keeps_batches_bounded) {
    house_.committer = Committer::make(
        house_.ledgers, house_.bus, house_.loops, {.batch_entries_max = 3});
    hold_batches();
    auto first = submit(one("first"));
    gate_.wait_for_arrivals(1);
    auto two = submit(many("two", 2));
    wait_for_entries(3);
    auto two_more = submit(many("more", 2));
    wait_for_entries(5);
    auto five = submit(many("five", 5));
    wait_for_entries(10);
    gate_.open(4);
    EXPECT_EQ(first.get().size(), 1U);
    EXPECT_EQ(two.get().size(), 2U);
    EXPECT_EQ(two_more.get().size(), 2U);
    EXPECT_EQ(five.get().size(), 5U);
    EXPECT_EQ(house_.ledgers.batches, (std::vector<std::size_t>{1, 1, 1, 1}));
}

TEST_F(CommitterTest, gives_each_caller_its_own_verdict) {
    hold_batches();
    auto first = submit(one("first"));
    gate_.wait_for_arrivals(1);
    ledger::Submission unbalanced = one("bad");
    std::get<ledger::TransactionDraft>(unbalanced.entries[0].act).postings[1].amount = "999";
    auto bad = submit(std::move(unbalanced));
    wait_for_entries(2);
    auto again = submit(one("first"));
    wait_for_entries(3);
    gate_.open(2);
    const std::uint64_t offset = offset_of(first);
    const std::vector<CommitVerdict> refused = bad.get();
    EXPECT_EQ(std::get<Refusal>(refused.at(0)).code, RefusalCode::unbalanced_transaction);
    const std::vector<CommitVerdict> replayed = again.get();
    EXPECT_TRUE(std::get<Committed>(replayed.at(0)).replayed);
    EXPECT_EQ(std::get<Committed>(replayed.at(0)).event.offset, offset);
}

TEST_F(CommitterTest, publishes_batches_in_commit_order) {
    std::vector<std::uint64_t> offsets;
    std::mutex mutex;
    house_.bus.subscribe([&](const std::shared_ptr<const CommittedBatch>& batch) {
        const std::lock_guard lock(mutex);
        for (const ledger::Event& event : batch->events) {
            offsets.push_back(event.offset);
        }
    });
    std::vector<std::future<std::vector<CommitVerdict>>> all;
    for (std::size_t i = 0; i < 200; ++i) {
        all.push_back(submit(one("key" + std::to_string(i)), TestHouse::soon(), i % 2));
    }
    for (auto& one : all) {
        one.get();
    }
    house_.committer->stop(TestHouse::soon());
    ASSERT_EQ(offsets.size(), 200U);
    EXPECT_TRUE(std::ranges::is_sorted(offsets));
    EXPECT_EQ(offsets.back() - offsets.front(), 199U);
}

TEST_F(CommitterTest, goes_on_after_a_receiver_of_events_has_thrown) {
    std::atomic<int> told{0};
    house_.bus.subscribe([&](const std::shared_ptr<const CommittedBatch>&) {
        if (++told == 1) {
            throw std::out_of_range("what is this");
        }
    });
    auto first = submit(one("first"));
    const std::uint64_t offset = offset_of(first);
    auto second = submit(one("second"));
    EXPECT_EQ(offset_of(second), offset + 1);
    house_.committer->stop(TestHouse::soon());
    EXPECT_EQ(told, 2);
    EXPECT_EQ(house_.committer->figures().waiting_entries, 0U);
}

TEST_F(CommitterTest, hands_a_failure_with_unknown_outcome_to_everybody_in_the_batch_and_goes_on) {
    house_.ledgers.before_commit = [this](std::size_t submissions) {
        return pass_or_fail(gate_, submissions == 2);
    };
    auto first = submit(one("first"));
    gate_.wait_for_arrivals(1);
    auto second = submit(one("second"));
    wait_for_entries(2);
    auto third = submit(one("third"), TestHouse::soon(), 1);
    wait_for_entries(3);
    gate_.open(2);
    first.get();
    for (auto* waiting : {&second, &third}) {
        const Failure::Facts facts = failure_of(*waiting);
        EXPECT_EQ(facts.kind, Failure::Kind::unavailable);
        EXPECT_FALSE(facts.outcome_known);
    }
    gate_.open(1);
    auto again = submit(one("second"));
    EXPECT_FALSE(std::get<Committed>(again.get().at(0)).replayed);
}

TEST_F(CommitterTest, calls_the_outcome_unknown_after_an_exception_nobody_explained) {
    house_.ledgers.before_commit = [](std::size_t) -> Awaitable<void> {
        throw std::out_of_range("what is this");
    };
    auto only = submit(one("only"));
    const Failure::Facts facts = failure_of(only);
    EXPECT_EQ(facts.kind, Failure::Kind::internal);
    EXPECT_FALSE(facts.outcome_known);
}

TEST_F(CommitterTest, tells_a_caller_whose_time_is_up_before_the_commit_that_nothing_was_written) {
    hold_batches();
    auto first = submit(one("first"));
    gate_.wait_for_arrivals(1);
    auto impatient = submit(one("impatient"), Deadline::in(1ms));
    const Failure::Facts facts = failure_of(impatient);
    EXPECT_EQ(facts.kind, Failure::Kind::timeout);
    EXPECT_TRUE(facts.outcome_known);
    gate_.open(1);
    first.get();
    house_.committer->stop(TestHouse::soon());
    EXPECT_EQ(house_.ledgers.batches, (std::vector<std::size_t>{1}));
}

TEST_F(
    CommitterTest, tells_a_caller_whose_time_is_up_during_the_commit_that_the_outcome_is_unknown) {
    hold_batches();
    auto impatient = submit(one("impatient"), Deadline::in(300ms));
    gate_.wait_for_arrivals(1);
    const Failure::Facts facts = failure_of(impatient);
    EXPECT_EQ(facts.kind, Failure::Kind::timeout);
    EXPECT_FALSE(facts.outcome_known);
    gate_.open(2);
    auto again = submit(one("impatient"));
    EXPECT_TRUE(std::get<Committed>(again.get().at(0)).replayed)
        << "the commit went on without its caller";
}

TEST_F(CommitterTest, refuses_more_than_may_wait) {
    house_.committer = Committer::make(
        house_.ledgers, house_.bus, house_.loops, {.waiting_entries_max = 2});
    hold_batches();
    auto first = submit(one("first"));
    gate_.wait_for_arrivals(1);
    auto second = submit(one("second"));
    wait_for_entries(2);
    auto third = submit(one("third"));
    const Failure::Facts facts = failure_of(third);
    EXPECT_EQ(facts.kind, Failure::Kind::overloaded);
    EXPECT_TRUE(facts.retryable);
    EXPECT_TRUE(facts.outcome_known);
    gate_.open(2);
    first.get();
    second.get();
}

TEST_F(CommitterTest, commits_what_waits_before_it_stops_and_refuses_what_comes_later) {
    hold_batches();
    auto first = submit(one("first"));
    gate_.wait_for_arrivals(1);
    auto second = submit(one("second"));
    wait_for_entries(2);
    gate_.open(2);
    house_.committer->stop(TestHouse::soon());
    first.get();
    second.get();
    auto late = submit(one("late"));
    EXPECT_EQ(failure_of(late).kind, Failure::Kind::unavailable);
}

TEST_F(CommitterTest, fails_what_waits_when_the_stop_takes_too_long) {
    hold_batches();
    auto first = submit(one("first"));
    gate_.wait_for_arrivals(1);
    auto second = submit(one("second"));
    wait_for_entries(2);
    house_.committer->stop(Deadline::in(10ms));
    const Failure::Facts facts = failure_of(second);
    EXPECT_EQ(facts.kind, Failure::Kind::unavailable);
    EXPECT_TRUE(facts.outcome_known);
    gate_.open(1);
    first.get();
}

TEST_F(CommitterTest, answers_not_found_for_a_book_that_is_not_there) {
    book_ = BookId::make(house_.clock.now());
    auto only = submit(one("only"));
    EXPECT_EQ(std::get<Refusal>(only.get().at(0)).code, RefusalCode::not_found);
}

std::optional<int> hour_in(const CommitVerdict& verdict) {
    const std::string& data = *std::get<Committed>(verdict).event.data;
    const std::size_t at = data.find("\"local_hour\":");
    const std::string value = data.substr(at + 13, 2);
    return value.starts_with("nu") ? std::nullopt : std::optional(std::stoi(value));
}

TEST_F(CommitterTest, reads_made_at_in_the_books_zone_and_remembers_it_once_it_is_fixed) {
    const auto made_at = parse_instant("2026-11-22T01:15:00Z");  // 8 in Jakarta, 10 in Jayapura
    const auto timed = [&](const std::string& key) {
        ledger::Submission submission = one(key);
        std::get<ledger::TransactionDraft>(submission.entries[0].act).made_at = made_at;
        return submission;
    };
    submit(one("first")).get();
    EXPECT_EQ(house_.ledgers.book_reads, 0) << "nobody asked for an hour";
    auto before = submit(timed("before"));
    EXPECT_EQ(hour_in(before.get().at(0)), 8);
    const int reads = house_.ledgers.book_reads;
    EXPECT_EQ(reads, 1);
    auto after = submit(timed("after"));
    EXPECT_EQ(hour_in(after.get().at(0)), 8);
    EXPECT_EQ(house_.ledgers.book_reads, reads) << "the zone is fixed and remembered";
}

TEST_F(CommitterTest, ends_a_batch_at_a_change_of_the_zone) {
    hold_batches();
    ledger::Submission account;
    ledger::AccountDraft draft;
    draft.account.id = AccountId::make(house_.clock.now());
    draft.account.code = "1199";
    draft.account.name = "Kas cabang";
    account.entries.push_back(
        {draft, {owner_.id, owner_.name, std::nullopt, std::nullopt}, {}, std::nullopt});
    auto first = submit(account);
    gate_.wait_for_arrivals(1);
    ledger::Submission move;
    ledger::BookChange change;
    change.time_zone = "Asia/Jayapura";
    move.entries.push_back(
        {change, {owner_.id, owner_.name, std::nullopt, std::nullopt}, {}, std::nullopt});
    auto moved = submit(move);
    wait_for_entries(2);
    ledger::Submission timed = one("timed");
    std::get<ledger::TransactionDraft>(timed.entries[0].act).made_at = parse_instant(
        "2026-11-22T01:15:00Z");
    auto sale = submit(std::move(timed));
    wait_for_entries(3);
    gate_.open(3);
    first.get();
    EXPECT_TRUE(std::holds_alternative<Committed>(moved.get().at(0)));
    EXPECT_EQ(hour_in(sale.get().at(0)), 10);
    EXPECT_EQ(house_.ledgers.batches, (std::vector<std::size_t>{1, 1, 1}));
}

}  // namespace
}  // namespace arus::app
