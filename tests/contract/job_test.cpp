// SPDX-License-Identifier: Apache-2.0
// The table of jobs.
#include "job_table.hpp"

#include <algorithm>
#include <future>

namespace arus::contract {
namespace {

using namespace std::chrono_literals;
using app::JobStatus;
using app::JobStore;
using CancelOutcome = JobStore::CancelOutcome;
using Hold = JobStore::Hold;

constexpr std::int64_t second_us = job_second_us;
constexpr auto lease_for = job_lease_for;

TEST_P(JobTable, keeps_what_was_ordered) {
    const auto made = order();
    ASSERT_TRUE(wait(jobs().create(made, 1, soon())));
    store->restart();
    const auto found = find(made.id);
    EXPECT_EQ(found.order.id, made.id);
    EXPECT_EQ(found.order.book_id, book);
    EXPECT_EQ(found.order.kind, app::JobKind::export_);
    EXPECT_EQ(found.order.parameters, made.parameters);
    EXPECT_EQ(found.order.created_by, owner);
    EXPECT_EQ(found.order.created_by_name, "Pemilik");
    EXPECT_EQ(found.order.locale, "id");
    EXPECT_EQ(found.order.outlet_scope, made.outlet_scope);
    EXPECT_EQ(found.order.created_at, made.created_at);
    EXPECT_EQ(found.status, JobStatus::queued);
    EXPECT_EQ(found.tries, 0);
    EXPECT_FALSE(found.file || found.result || found.error || found.started_at);
    EXPECT_FALSE(wait(jobs().find(new_id<app::JobId>(), soon())));
}

TEST_P(JobTable, tells_no_scope_from_an_empty_one) {
    auto all = order();
    all.outlet_scope = std::nullopt;
    auto none = order();
    none.outlet_scope.emplace();
    ASSERT_TRUE(wait(jobs().create(all, 9, soon())));
    ASSERT_TRUE(wait(jobs().create(none, 9, soon())));
    EXPECT_FALSE(find(all.id).order.outlet_scope);
    ASSERT_TRUE(find(none.id).order.outlet_scope);
    EXPECT_TRUE(find(none.id).order.outlet_scope->empty());
}

TEST_P(JobTable, refuses_more_than_a_person_may_have_waiting) {
    EXPECT_TRUE(wait(jobs().create(order(), 2, soon())));
    const auto second = order();
    EXPECT_TRUE(wait(jobs().create(second, 2, soon())));
    const auto before = store->dump();
    EXPECT_FALSE(wait(jobs().create(order(), 2, soon())));
    EXPECT_EQ(store->dump(), before);
    auto lease = must_claim(second.id).lease;
    EXPECT_FALSE(wait(jobs().create(order(), 2, soon())));
    EXPECT_TRUE(wait(jobs().finish(lease, ending(), soon())));
    EXPECT_TRUE(wait(jobs().create(order(), 2, soon())));
}

TEST_P(JobTable, is_claimed_by_one_of_many) {
    const auto job = make();
    std::vector<std::future<JobStore::Claim>> claims;
    for (int i = 0; i < 20; ++i) {
        claims.push_back(start(jobs().claim(job, lease_for, soon())));
    }
    int claimed = 0;
    for (auto& one : claims) {
        const auto claim = one.get();
        claimed += claim.claimed ? 1 : 0;
        if (!claim.claimed) {
            ASSERT_TRUE(claim.wait);
            EXPECT_GT(*claim.wait, 29s);
            EXPECT_LE(*claim.wait, 31s);
        }
    }
    EXPECT_EQ(claimed, 1);
    EXPECT_EQ(find(job).tries, 1);
    EXPECT_EQ(find(job).status, JobStatus::running);
    EXPECT_FALSE(wait(jobs().claim(new_id<app::JobId>(), lease_for, soon())).wait);
}

TEST_P(JobTable, goes_on_with_another_worker_when_the_lease_has_run_out) {
    const auto job = make();
    const auto first = must_claim(job);
    EXPECT_TRUE(wait(jobs().due(10, soon())).empty());
    store->clock.advance_us(31 * second_us);
    EXPECT_EQ(wait(jobs().due(10, soon())), std::vector<app::JobId>{job});
    const auto second = must_claim(job);
    EXPECT_EQ(second.job.tries, 2);
    EXPECT_NE(first.lease.token, second.lease.token);

    const auto before = store->dump();
    EXPECT_EQ(wait(jobs().extend(first.lease, at(500, "x"), lease_for, soon())), Hold::lost);
    EXPECT_FALSE(wait(jobs().append_file(first.lease, "late", soon())));
    EXPECT_FALSE(wait(jobs().finish(first.lease, ending(), soon())));
    EXPECT_FALSE(wait(jobs().fail_try(first.lease, {"a", "b"}, later(0), soon())));
    EXPECT_FALSE(wait(jobs().give_up(first.lease, {"a", "b"}, later(9), soon())));
    EXPECT_FALSE(wait(jobs().release(first.lease, soon())));
    EXPECT_EQ(store->dump(), before);
    EXPECT_TRUE(wait(jobs().finish(second.lease, ending(), soon())));
    EXPECT_FALSE(wait(jobs().finish(second.lease, ending(), soon())));
}

TEST_P(JobTable, keeps_a_lease_that_is_extended) {
    const auto job = make();
    const auto claimed = must_claim(job);
    for (int i = 1; i <= 3; ++i) {
        store->clock.advance_us(20 * second_us);
        EXPECT_EQ(wait(jobs().extend(claimed.lease, at(i * 100), lease_for, soon())), Hold::held);
        EXPECT_TRUE(wait(jobs().due(10, soon())).empty());
    }
    EXPECT_EQ(find(job).progress_permille, 300);
    EXPECT_EQ(find(job).stage, "reading");
    // The same again changes nothing and holds as well.
    EXPECT_EQ(wait(jobs().extend(claimed.lease, at(300), lease_for, soon())), Hold::held);
}

TEST_P(JobTable, cuts_the_file_back_to_the_checkpoint) {
    const auto job = make();
    auto claimed = must_claim(job);
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "head,", soon())));
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "one,", soon())));
    EXPECT_EQ(wait(jobs().extend(claimed.lease, at(10, "c1"), lease_for, soon())), Hold::held);
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "lost", soon())));
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "too", soon())));
    store->restart();
    store->clock.advance_us(31 * second_us);
    claimed = must_claim(job);
    EXPECT_EQ(claimed.job.checkpoint, "c1");
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "two", soon())));
    EXPECT_TRUE(wait(jobs().finish(claimed.lease, ending(), soon())));
    EXPECT_EQ(file(job), "head,one,two");
    const auto found = find(job);
    ASSERT_TRUE(found.file);
    EXPECT_EQ(found.file->bytes, 12U);
    EXPECT_EQ(found.file->name, "a.csv");
    EXPECT_EQ(found.progress_permille, 1'000);
    EXPECT_EQ(found.result, R"({"ok":true})");
    EXPECT_EQ(found.status, JobStatus::done);
    EXPECT_FALSE(wait(jobs().claim(job, lease_for, soon())).wait);
}

TEST_P(JobTable, keeps_large_pieces_with_every_byte) {
    const auto job = make();
    const auto claimed = must_claim(job);
    std::string bytes(700'000, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<char>(i * 7);
    }
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, bytes, soon())));
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, bytes, soon())));
    EXPECT_TRUE(wait(jobs().finish(claimed.lease, ending(), soon())));
    EXPECT_EQ(file(job), bytes + bytes);
    EXPECT_EQ(wait(jobs().read_file(job, 1'399'999, soon())), bytes.substr(699'999));
    EXPECT_EQ(wait(jobs().read_file(job, 1'400'000, soon())), "");
}

TEST_P(JobTable, waits_before_the_next_try_and_gives_up_in_the_end) {
    const auto job = make();
    auto claimed = must_claim(job);
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "half", soon())));
    EXPECT_TRUE(wait(jobs().fail_try(claimed.lease, {"gave_up", "No."}, later(60), soon())));
    EXPECT_EQ(find(job).status, JobStatus::queued);
    EXPECT_EQ(find(job).error->detail, "No.");
    const auto early = wait(jobs().claim(job, lease_for, soon()));
    ASSERT_TRUE(early.wait);
    EXPECT_GT(*early.wait, 50s);
    store->clock.advance_us(60 * second_us);
    claimed = must_claim(job);
    EXPECT_EQ(claimed.job.tries, 2);
    EXPECT_FALSE(claimed.job.error);
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "half", soon())));
    EXPECT_TRUE(wait(jobs().give_up(claimed.lease, {"gave_up", "Never."}, later(9), soon())));
    EXPECT_EQ(find(job).status, JobStatus::failed);
    EXPECT_EQ(find(job).error->code, "gave_up");
    EXPECT_EQ(file(job), "");
    EXPECT_EQ(wait(jobs().figures(soon())).failed, 1U);

    EXPECT_TRUE(wait(jobs().run_again(job, soon())));
    EXPECT_FALSE(wait(jobs().run_again(job, soon())));
    const auto again = find(job);
    EXPECT_EQ(again.status, JobStatus::queued);
    EXPECT_EQ(again.tries, 0);
    EXPECT_FALSE(again.error || again.finished_at || again.expires_at);
    EXPECT_EQ(must_claim(job).job.tries, 1);
}

TEST_P(JobTable, is_cancelled_at_once_while_it_waits_and_asked_while_it_runs) {
    const auto waiting = make();
    EXPECT_EQ(
        wait(jobs().cancel(waiting, {"cancelled", "x"}, later(9), soon())), CancelOutcome::ended);
    EXPECT_EQ(find(waiting).status, JobStatus::failed);
    EXPECT_EQ(find(waiting).error->code, "cancelled");
    EXPECT_EQ(
        wait(jobs().cancel(waiting, {"cancelled", "x"}, later(9), soon())),
        CancelOutcome::too_late);
    EXPECT_EQ(
        wait(jobs().cancel(new_id<app::JobId>(), {"cancelled", "x"}, later(9), soon())),
        CancelOutcome::no_such_job);

    const auto running = make();
    const auto claimed = must_claim(running);
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(
            wait(jobs().cancel(running, {"cancelled", "x"}, later(9), soon())),
            CancelOutcome::asked);
    }
    EXPECT_TRUE(find(running).cancel_asked);
    EXPECT_EQ(wait(jobs().extend(claimed.lease, at(1), lease_for, soon())), Hold::cancel_asked);
}

TEST_P(JobTable, takes_a_released_job_up_again_without_counting_the_try) {
    const auto job = make();
    EXPECT_TRUE(wait(jobs().release(must_claim(job).lease, soon())));
    EXPECT_EQ(find(job).tries, 0);
    must_claim(job);
    const auto other = make();
    must_claim(other);
    EXPECT_EQ(wait(jobs().release_all(soon())), 2U);
    EXPECT_EQ(must_claim(job).job.tries, 2);
    EXPECT_EQ(wait(jobs().figures(soon())).running, 1U);
    EXPECT_EQ(wait(jobs().figures(soon())).queued, 1U);
}

TEST_P(JobTable, lists_newest_first_page_by_page) {
    std::vector<app::JobId> made;
    for (int i = 0; i < 7; ++i) {
        made.insert(made.begin(), make());
        store->clock.advance_us(i % 2 == 0 ? 1'000 : 0);
    }
    EXPECT_EQ(
        wait(jobs().cancel(made[2], {"cancelled", "x"}, later(9), soon())), CancelOutcome::ended);
    std::vector<app::JobId> seen;
    app::JobListQuery query;
    query.limit = 3;
    for (;;) {
        const auto page = wait(jobs().list(book, query, soon()));
        for (const auto& job : page.items) {
            seen.push_back(job.order.id);
        }
        if (!page.has_more) {
            break;
        }
        query.after = {page.items.back().order.created_at, page.items.back().order.id};
    }
    auto sorted = seen;
    std::ranges::sort(sorted);
    auto all = made;
    std::ranges::sort(all);
    EXPECT_EQ(sorted, all);
    query = {};
    query.status = JobStatus::failed;
    EXPECT_EQ(wait(jobs().list(book, query, soon())).items.size(), 1U);
    query = {};
    query.created_by = new_id<UserId>();
    EXPECT_TRUE(wait(jobs().list(book, query, soon())).items.empty());
    query.created_by = owner;
    EXPECT_EQ(wait(jobs().list(book, query, soon())).items.size(), 7U);
    EXPECT_TRUE(wait(jobs().list(new_id<BookId>(), {}, soon())).items.empty());
}

TEST_P(JobTable, forgets_what_has_expired_with_its_file) {
    const auto job = make();
    const auto claimed = must_claim(job);
    EXPECT_TRUE(wait(jobs().append_file(claimed.lease, "bytes", soon())));
    EXPECT_TRUE(wait(jobs().finish(claimed.lease, ending(), soon())));
    const auto waiting = make();
    EXPECT_EQ(wait(jobs().forget_expired(10, soon())), 0U);
    store->clock.advance_us(7 * 86'400 * second_us + 1);
    EXPECT_EQ(wait(jobs().forget_expired(10, soon())), 1U);
    EXPECT_FALSE(wait(jobs().find(job, soon())));
    EXPECT_EQ(file(job), "");
    EXPECT_TRUE(wait(jobs().find(waiting, soon())));
}

ARUS_CONTRACT_SUITE(JobTable);

}  // namespace
}  // namespace arus::contract
