// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/async/task_scope.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

namespace arus::app {

/// Recomputes a book and compares. One for the process; safe from every executor.
///
/// A check goes on from where the last good one of this process came (the stored sums are always
/// compared in full), and starts from the beginning after one with findings. Of one book one check
/// runs at a time; who asks meanwhile shares with everybody else who waits the next one, which
/// begins after they asked: an answer never misses what was committed before the question. A check
/// goes on when nobody waits for it any more, but not beyond stop().
class Verifier {
public:
    struct Options {
        std::size_t checkpoints_max = 8;  ///< remembered; each holds the sums of its book and a
                                          ///< byte for each act
        std::chrono::milliseconds timeout{60'000};  ///< of one check, whoever waits for it
    };

    Verifier(LedgerStore& ledgers, Access& access, Options options);
    ~Verifier();

    /// Owner, admin, accountant; not_found, forbidden. A report with findings is a result, not a
    /// refusal; it is logged as an error. Throws Failure, timeout too where another's check takes
    /// longer than the caller's deadline, unavailable once it is stopped.
    Awaitable<Result<VerificationRecord>> verify(RequestContext context, BookId book);

    /// Ends checks that run, and those that are asked for afterwards; false if the deadline came
    /// before they had ended. May be called again. The process ends only after it.
    bool stop(Deadline deadline);

private:
    struct Run;
    using RunRef = std::shared_ptr<Run>;
    struct State;

    RunRef join(BookId book, const std::shared_ptr<asio::steady_timer>& timer);
    Awaitable<void> work_off(BookId book);
    Awaitable<void> check(BookId book, RunRef run, std::optional<ledger::Verification> from);

    LedgerStore& ledgers_;
    Access& access_;
    const Options options_;
    std::mutex mutex_;
    std::map<BookId, State> states_;  ///< of books that are being checked
    std::map<BookId, ledger::Verification> checkpoints_;
    /// Of all checks: it is here to stop them, and its figures say nothing.
    const std::shared_ptr<VerifyWatch> watch_ = std::make_shared<VerifyWatch>();
    TaskScope scope_{"verifier"};
};

}  // namespace arus::app
