// SPDX-License-Identifier: Apache-2.0
#include "arus/app/transactions/verifier.hpp"

#include "arus/app/detail/test_house.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace arus::app {
namespace {

using namespace std::chrono_literals;
using detail::code_in;
using detail::TestHouse;

/// Lets checks wait until the test opens it.
class Door {
public:
    Awaitable<void> pass() {
        auto wait = [this] { opened_.wait(); };
        co_await pool_.run(Deadline::in(20s), std::move(wait));
    }
    void open() { open_.set_value(); }

private:
    std::promise<void> open_;
    std::shared_future<void> opened_ = open_.get_future().share();
    BlockingPool pool_{{.name = "door", .threads = 4, .queue_max = 16}};
};

Awaitable<void> fail() {
    throw Failure({Failure::Kind::unavailable, true, true, "test"}, "no database");
    co_return;
}

/// A check that ends only when it is stopped, or after long.
Awaitable<void> check_until_stopped(std::shared_ptr<VerifyWatch> watch) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    const Deadline deadline = TestHouse::soon();
    while (!watch->is_stopped && !deadline.has_passed()) {
        timer.expires_after(1ms);
        co_await timer.async_wait(use_awaitable);
    }
}

class VerifierTest : public testing::Test {
protected:
    RequestContext as(const User& user) { return TestHouse::context_of(user); }
    Result<VerificationRecord> verify(const User& user) {
        return house_.run(verifier_.verify(as(user), book_));
    }

    Door door_;
    TestHouse house_;
    User owner_ = house_.add_user("Sari");
    BookId book_ = house_.add_book(owner_);
    Verifier verifier_{house_.ledgers, house_.access, {}};
};

TEST_F(VerifierTest, checks_for_those_who_may_ask) {
    EXPECT_TRUE(verify(owner_)->report.ok);
    const User viewer = house_.add_user("Vera");
    house_.add_member(book_, viewer, Role::viewer);
    EXPECT_EQ(code_in(verify(viewer)), "forbidden");
    EXPECT_EQ(code_in(verify(house_.add_user("Tono"))), "not_found");
}

TEST_F(VerifierTest, goes_on_from_the_last_good_check_and_starts_afresh_after_a_bad_one) {
    EXPECT_TRUE(verify(owner_));
    EXPECT_EQ(house_.ledgers.checks_from_checkpoint, 0);
    house_.ledgers.finds_something = true;
    EXPECT_FALSE(verify(owner_)->report.ok);
    EXPECT_EQ(house_.ledgers.checks_from_checkpoint, 1);
    EXPECT_FALSE(verify(owner_)->report.ok);
    EXPECT_EQ(house_.ledgers.checks_from_checkpoint, 1);
    EXPECT_EQ(house_.ledgers.checks, 3);
}

TEST_F(VerifierTest, shares_the_next_check_among_everybody_who_waits) {
    house_.ledgers.before_verify = [this] { return door_.pass(); };
    std::vector<std::future<void>> ended;
    std::vector<std::optional<Result<VerificationRecord>>> results(21);
    const auto ask = [&](std::size_t i) {
        ended.push_back(asio::co_spawn(
            house_.loops.loop(i % 2),
            TestHouse::keep(verifier_.verify(as(owner_), book_), &results[i]), asio::use_future));
    };
    ask(0);
    const Deadline deadline = TestHouse::soon();
    while (house_.ledgers.checks == 0) {
        ASSERT_FALSE(deadline.has_passed());
        std::this_thread::yield();
    }
    for (std::size_t i = 1; i <= 20; ++i) {
        ask(i);
    }
    // Whatever is posted to a loop after them runs after they have joined.
    for (std::size_t loop = 0; loop < 2; ++loop) {
        asio::post(house_.loops.loop(loop), asio::use_future).get();
    }
    door_.open();
    for (auto& one : ended) {
        one.get();
    }
    for (const auto& result : results) {
        EXPECT_TRUE((*result)->report.ok);
    }
    EXPECT_EQ(house_.ledgers.checks, 2) << "the one that ran, and one for all who came meanwhile";
}

TEST_F(VerifierTest, keeps_a_callers_deadline_and_lets_the_check_go_on) {
    house_.ledgers.before_verify = [this] { return door_.pass(); };
    // On a machine that stalls a caller is out of time before the check was asked for; the next one
    // waits longer.
    for (auto patience = 20ms; house_.ledgers.checks == 0; patience *= 2) {
        RequestContext hasty = as(owner_);
        hasty.deadline = Deadline::in(patience);
        try {
            (void)house_.run(verifier_.verify(hasty, book_)).has_value();
            FAIL() << "the caller waited on";
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.facts().kind, Failure::Kind::timeout);
        }
        // What the caller began on its loop has begun when this returns.
        asio::post(house_.loops.loop(0), asio::use_future).get();
    }
    door_.open();
    EXPECT_TRUE(verifier_.stop(TestHouse::soon()));
    EXPECT_EQ(house_.ledgers.checks, 1);
}

TEST_F(VerifierTest, ends_checks_when_it_is_stopped_and_tells_who_waits) {
    house_.ledgers.before_verify = [this] { return check_until_stopped(house_.ledgers.watch); };
    std::optional<Result<VerificationRecord>> result;
    auto ended = asio::co_spawn(
        house_.loops.loop(0), TestHouse::keep(verifier_.verify(as(owner_), book_), &result),
        asio::use_future);
    const Deadline deadline = TestHouse::soon();
    while (house_.ledgers.checks == 0) {
        ASSERT_FALSE(deadline.has_passed());
        std::this_thread::yield();
    }
    EXPECT_TRUE(verifier_.stop(TestHouse::soon()));
    const auto expect_stopped = [](const auto& act) {
        try {
            act();
            FAIL() << "it was checked";
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.facts().kind, Failure::Kind::unavailable);
            EXPECT_TRUE(failure.facts().retryable);
        }
    };
    expect_stopped([&] { ended.get(); });
    expect_stopped([&] { (void)verify(owner_).has_value(); });
}

TEST_F(VerifierTest, hands_on_what_failed_and_tries_again_next_time) {
    house_.ledgers.before_verify = [] { return fail(); };
    EXPECT_THROW((void)verify(owner_).has_value(), Failure);
    house_.ledgers.before_verify = nullptr;
    EXPECT_TRUE(verify(owner_)->report.ok);
}

}  // namespace
}  // namespace arus::app
