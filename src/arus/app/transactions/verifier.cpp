// SPDX-License-Identifier: Apache-2.0
#include "arus/app/transactions/verifier.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <utility>
#include <vector>

namespace arus::app {

/// One check and who waits for it. The outcome is written once, under the mutex, before anybody is
/// woken.
struct Verifier::Run {
    std::vector<std::shared_ptr<asio::steady_timer>> waiting;  ///< each on its caller's loop
    bool is_done = false;
    std::optional<VerificationRecord> record;  ///< nothing: there is no such book
    std::exception_ptr error;
};

/// A book that is being checked: the check that will begin next has the callers that came
/// meanwhile.
struct Verifier::State {
    RunRef next;
};

Verifier::Verifier(LedgerStore& ledgers, Access& access, Options options) :
    ledgers_(ledgers), access_(access), options_(options) {
}

Verifier::~Verifier() {
    stop(Deadline::in(options_.timeout));
}

bool Verifier::stop(Deadline deadline) {
    watch_->is_stopped = true;
    return scope_.wait(deadline);
}

Awaitable<Result<VerificationRecord>> Verifier::verify(RequestContext context, BookId book) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::verify_book, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    const auto timer = std::make_shared<asio::steady_timer>(executor, context.deadline.at);
    const RunRef run = join(book, timer);
    boost::system::error_code woken;
    co_await timer->async_wait(asio::redirect_error(use_awaitable, woken));
    const std::lock_guard lock(mutex_);
    if (!run->is_done) {
        throw Failure(
            {Failure::Kind::timeout, true, true, "verifier"}, "the check has not ended in time");
    }
    if (run->error) {
        std::rethrow_exception(run->error);
    }
    if (!run->record) {
        co_return Refusal{RefusalCode::not_found, "There is no such book.", {}};
    }
    co_return *run->record;
}

/// Joins the check that begins next, and begins one if none is under way.
Verifier::RunRef Verifier::join(BookId book, const std::shared_ptr<asio::steady_timer>& timer) {
    RunRef run;
    bool is_first = false;
    {
        const std::lock_guard lock(mutex_);
        const auto [found, inserted] = states_.try_emplace(book);
        is_first = inserted;
        if (!found->second.next) {
            found->second.next = std::make_shared<Run>();
        }
        run = found->second.next;
        run->waiting.push_back(timer);
    }
    if (is_first) {
        scope_.spawn(timer->get_executor(), work_off(book));
    }
    return run;
}

Awaitable<void> Verifier::work_off(BookId book) {
    for (;;) {
        RunRef run;
        std::optional<ledger::Verification> from;
        {
            const std::lock_guard lock(mutex_);
            const auto state = states_.find(book);
            if (!state->second.next) {
                states_.erase(state);
                co_return;
            }
            run = std::exchange(state->second.next, nullptr);
            if (const auto known = checkpoints_.find(book); known != checkpoints_.end()) {
                from = known->second;
            }
        }
        co_await check(book, run, std::move(from));
    }
}

Awaitable<void> Verifier::check(BookId book, RunRef run, std::optional<ledger::Verification> from) {
    std::optional<VerificationRecord> record;
    std::exception_ptr error;
    try {
        record = co_await ledgers_.verify(
            book, std::move(from), Deadline::in(options_.timeout), watch_);
    } catch (const std::exception&) {
        error = std::current_exception();
    }
    if (record && !record->report.ok) {
        log::error(
            "a book does not agree with its history",
            {{"book", book.text()},
             {"findings", record->report.findings_total},
             {"first",
              record->report.findings.empty() ? "" : record->report.findings.front().code}});
    }
    const std::lock_guard lock(mutex_);
    checkpoints_.erase(book);
    if (record && record->checkpoint) {
        if (checkpoints_.size() >= options_.checkpoints_max) {
            checkpoints_.erase(checkpoints_.begin());
        }
        checkpoints_.emplace(book, std::move(*record->checkpoint));
        record->checkpoint = std::nullopt;
    }
    run->record = std::move(record);
    run->error = error;
    run->is_done = true;
    for (const auto& timer : std::exchange(run->waiting, {})) {
        // On the timer's own loop: it is not safe from any other.
        asio::post(timer->get_executor(), [timer] { timer->cancel(); });
    }
}

}  // namespace arus::app
