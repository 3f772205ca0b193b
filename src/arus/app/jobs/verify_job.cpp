// SPDX-License-Identifier: Apache-2.0
#include "arus/app/jobs/verify_job.hpp"

#include "arus/base/log.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace arus::app {

namespace {

using namespace std::chrono_literals;

constexpr auto ask_timeout = 30s;
/// A check reads the whole history; nobody waits for it on a socket.
constexpr auto check_timeout = 12h;
constexpr auto end_timeout = 60s;
/// How far it is when the history is through and the stored sums are left.
constexpr std::uint64_t history_permille = 800;

int permille_of(const VerifyWatch& watch) {
    const std::uint64_t total = watch.total;
    const std::uint64_t done = std::min<std::uint64_t>(watch.done, total);
    return total == 0 ? 0 : static_cast<int>(done * history_permille / total);
}

}  // namespace

/// A check beside its run. Of one loop, but for the watch.
struct VerifyWork::Check {
    explicit Check(const asio::any_io_executor& executor) : pause(executor) {}

    const std::shared_ptr<VerifyWatch> watch = std::make_shared<VerifyWatch>();
    asio::steady_timer pause;  ///< of the run, until it tells the job again
    bool is_over = false;
    std::optional<VerificationRecord> record;  ///< nothing: there is no such book
    std::exception_ptr error;
};

VerifyWork::VerifyWork(
    LedgerStore& ledgers, Access& access, Encode encode, std::chrono::milliseconds tell_every) :
    ledgers_(ledgers), access_(access), encode_(std::move(encode)), tell_every_(tell_every) {
}

VerifyWork::~VerifyWork() {
    checks_.wait(Deadline::in(end_timeout));
}

Awaitable<void> VerifyWork::do_check(BookId book, CheckRef check) {
    const std::optional<ledger::Verification> from_the_beginning;
    try {
        check->record = co_await ledgers_.verify(
            book, from_the_beginning, Deadline::in(check_timeout), check->watch);
    } catch (...) {
        check->error = std::current_exception();
    }
    check->is_over = true;
    check->pause.cancel();
}

/// Tells the job how far the check is until it is over; stops it where the job may not go on.
/// Throws what telling has thrown, once the check is over.
Awaitable<void> VerifyWork::follow(JobRun& run, CheckRef check) {
    std::exception_ptr error;
    while (!check->is_over) {
        check->pause.expires_after(tell_every_);
        boost::system::error_code woken;
        co_await check->pause.async_wait(asio::redirect_error(use_awaitable, woken));
        if (check->is_over || check->watch->is_stopped) {
            continue;
        }
        bool may_go_on = false;
        try {
            may_go_on = co_await run.go_on(permille_of(*check->watch), "checking", std::nullopt);
        } catch (...) {
            error = std::current_exception();
        }
        check->watch->is_stopped = !may_go_on;
    }
    if (error) {
        std::rethrow_exception(error);
    }
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
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    const auto check = std::make_shared<Check>(executor);
    checks_.spawn(executor, do_check(order.book_id, check));
    co_await follow(run, check);
    if (check->watch->is_stopped || run.job().cancel_asked) {
        co_return JobStopped{};
    }
    if (check->error) {
        std::rethrow_exception(check->error);
    }
    const std::optional<VerificationRecord>& record = check->record;
    if (!record) {
        co_return Refusal{RefusalCode::not_found, "There is no such book.", {}};
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
