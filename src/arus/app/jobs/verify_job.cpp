// SPDX-License-Identifier: Apache-2.0
#include "arus/app/jobs/verify_job.hpp"

#include "arus/base/log.hpp"

#include <chrono>
#include <utility>

namespace arus::app {

namespace {

using namespace std::chrono_literals;

constexpr auto ask_timeout = 30s;
/// A check reads the whole history; nobody waits for it on a socket.
constexpr auto check_timeout = 12h;

}  // namespace

VerifyWork::VerifyWork(LedgerStore& ledgers, Access& access, Encode encode) :
    ledgers_(ledgers), access_(access), encode_(std::move(encode)) {
}

Awaitable<JobOutcome> VerifyWork::run(JobRun& run) {
    const JobOrder& order = run.job().order;
    const Result<BookAccessRef> access = co_await access_.require(
        order.created_by, order.book_id, Permission::verify_book, Deadline::in(ask_timeout));
    if (!access) {
        co_return access.refusal();
    }
    const bool may_go_on = co_await run.go_on(0, "checking", std::nullopt);
    if (!may_go_on) {
        co_return JobStopped{};
    }
    const std::optional<VerificationRecord> record = co_await ledgers_.verify(
        order.book_id, std::nullopt, Deadline::in(check_timeout));
    if (!record) {
        co_return Refusal{RefusalCode::not_found, "There is no such book.", {}};
    }
    if (run.job().cancel_asked) {
        co_return JobStopped{};
    }
    if (!record->report.ok) {
        log::error(
            "a book does not agree with its history",
            {{"book", order.book_id.text()}, {"findings", record->report.findings_total}});
    }
    JobDone done;
    done.result = encode_(*record);
    co_return done;
}

}  // namespace arus::app
