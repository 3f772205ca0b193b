// SPDX-License-Identifier: Apache-2.0
#include "arus/app/jobs/verify_job.hpp"

#include "arus/app/detail/test_house.hpp"

#include <gtest/gtest.h>

namespace arus::app {
namespace {

using detail::TestHouse;

/// A try whose keeper may hear of a cancellation meanwhile.
class FakeRun final : public JobRun {
public:
    const JobRecord& job() const override { return record; }
    Awaitable<bool> go_on(int, std::string, std::optional<std::string>) override {
        co_return !record.cancel_asked;
    }
    Awaitable<bool> append(std::string) override { co_return !record.cancel_asked; }

    JobRecord record;
};

Awaitable<void> hear_cancel(FakeRun& run) {
    run.record.cancel_asked = true;
    co_return;
}

class VerifyJobTest : public testing::Test {
protected:
    VerifyJobTest() {
        run_.record.order.book_id = book_;
        run_.record.order.created_by = owner_.id;
    }

    TestHouse house_;
    User owner_ = house_.add_user("Sari");
    BookId book_ = house_.add_book(owner_);
    VerifyWork work_{
        house_.ledgers, house_.access, [](const VerificationRecord&) { return std::string("{}"); }};
    FakeRun run_;
};

TEST_F(VerifyJobTest, tells_what_it_found) {
    const JobOutcome outcome = house_.run(work_.run(run_));
    ASSERT_TRUE(std::holds_alternative<JobDone>(outcome));
    EXPECT_EQ(std::get<JobDone>(outcome).result, "{}");
}

TEST_F(VerifyJobTest, tells_nothing_where_it_was_cancelled_meanwhile) {
    house_.ledgers.before_verify = [this] { return hear_cancel(run_); };
    const JobOutcome outcome = house_.run(work_.run(run_));
    EXPECT_TRUE(std::holds_alternative<JobStopped>(outcome));
    EXPECT_EQ(house_.ledgers.checks, 1);
}

}  // namespace
}  // namespace arus::app
