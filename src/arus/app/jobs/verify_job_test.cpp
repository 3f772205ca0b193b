// SPDX-License-Identifier: Apache-2.0
#include "arus/app/jobs/verify_job.hpp"

#include "arus/app/detail/test_house.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace arus::app {
namespace {

using namespace std::chrono_literals;
using detail::TestHouse;

/// A try whose keeper may hear of a cancellation meanwhile, or find no database.
class FakeRun final : public JobRun {
public:
    const JobRecord& job() const override { return record; }
    Awaitable<bool> go_on(int permille, std::string stage, std::optional<std::string>) override {
        told.push_back(stage + ' ' + std::to_string(permille));
        if (is_broken) {
            throw Failure({Failure::Kind::unavailable, true, true, "jobs"}, "no table of jobs");
        }
        co_return !record.cancel_asked;
    }
    Awaitable<bool> append(std::string) override { co_return !record.cancel_asked; }

    JobRecord record;
    bool is_broken = false;
    std::vector<std::string> told;  ///< stage and permille
};

/// The checks of these tests run on the loop of the job, one step at a time.
Awaitable<void> rest() {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    timer.expires_after(1ms);
    co_await timer.async_wait(use_awaitable);
}

Awaitable<void> hear_cancel(FakeRun& run) {
    run.record.cancel_asked = true;
    co_return;
}

Awaitable<void> fail() {
    throw Failure({Failure::Kind::timeout, true, true, "ledger"}, "no ledger");
    co_return;
}

class VerifyJobTest : public testing::Test {
protected:
    VerifyJobTest() {
        run_.record.order.book_id = book_;
        run_.record.order.created_by = owner_.id;
    }

    /// The source of what left the run; empty where nothing did.
    std::string failure_of_run() {
        try {
            house_.run(work_.run(run_));
        } catch (const Failure& failure) {
            return failure.facts().source;
        }
        return "";
    }

    Awaitable<void> check_until_told(std::uint64_t done, std::string wanted) {
        house_.ledgers.watch->begin(1, 1'000);
        house_.ledgers.watch->done = done;
        const Deadline deadline = TestHouse::soon();
        while (std::ranges::count(run_.told, wanted) < 2 && !deadline.has_passed()) {
            co_await rest();
        }
    }
    Awaitable<void> check_by_halves() {
        co_await check_until_told(500, "checking 400");
        co_await check_until_told(1'000, "checking 800");
    }

    /// A check that goes on for a while after it was stopped, and else for long.
    Awaitable<void> check_until_stopped() {
        const auto watch = house_.ledgers.watch;
        const Deadline deadline = TestHouse::soon();
        while (!watch->is_stopped && !deadline.has_passed()) {
            co_await rest();
        }
        for (int i = 0; i < 20; ++i) {
            co_await rest();
        }
        has_ended_ = true;
    }

    TestHouse house_;
    User owner_ = house_.add_user("Sari");
    BookId book_ = house_.add_book(owner_);
    VerifyWork work_{
        house_.ledgers, house_.access, [](const VerificationRecord&) { return std::string("{}"); },
        1ms};
    FakeRun run_;
    bool has_ended_ = false;
};

TEST_F(VerifyJobTest, tells_what_it_found) {
    const JobOutcome outcome = house_.run(work_.run(run_));
    ASSERT_TRUE(std::holds_alternative<JobDone>(outcome));
    EXPECT_EQ(std::get<JobDone>(outcome).result, "{}");
    EXPECT_EQ(run_.told.front(), "checking 0");
}

TEST_F(VerifyJobTest, tells_how_far_it_is_while_it_checks) {
    house_.ledgers.before_verify = [this] { return check_by_halves(); };
    const JobOutcome outcome = house_.run(work_.run(run_));
    EXPECT_TRUE(std::holds_alternative<JobDone>(outcome));
    EXPECT_GE(std::ranges::count(run_.told, "checking 400"), 2);
    EXPECT_GE(std::ranges::count(run_.told, "checking 800"), 2);
}

TEST_F(VerifyJobTest, ends_the_check_when_it_may_not_go_on) {
    house_.ledgers.before_verify = [this] {
        run_.record.cancel_asked = true;
        return check_until_stopped();
    };
    const JobOutcome outcome = house_.run(work_.run(run_));
    EXPECT_TRUE(std::holds_alternative<JobStopped>(outcome));
    EXPECT_TRUE(house_.ledgers.watch->is_stopped);
    EXPECT_TRUE(has_ended_);
    EXPECT_EQ(run_.told.size(), 2U) << "once it may not go on it is asked no more";
}

TEST_F(VerifyJobTest, tells_nothing_where_it_was_cancelled_meanwhile) {
    house_.ledgers.before_verify = [this] { return hear_cancel(run_); };
    const JobOutcome outcome = house_.run(work_.run(run_));
    EXPECT_TRUE(std::holds_alternative<JobStopped>(outcome));
    EXPECT_EQ(house_.ledgers.checks, 1);
}

TEST_F(VerifyJobTest, hands_on_what_failed_in_the_store) {
    house_.ledgers.before_verify = [] { return fail(); };
    EXPECT_EQ(failure_of_run(), "ledger");
}

TEST_F(VerifyJobTest, hands_on_what_failed_in_telling_once_the_check_has_ended) {
    house_.ledgers.before_verify = [this] {
        run_.is_broken = true;
        return check_until_stopped();
    };
    EXPECT_EQ(failure_of_run(), "jobs");
    EXPECT_TRUE(house_.ledgers.watch->is_stopped);
    EXPECT_TRUE(has_ended_);
    EXPECT_EQ(run_.told.size(), 2U);
}

}  // namespace
}  // namespace arus::app
