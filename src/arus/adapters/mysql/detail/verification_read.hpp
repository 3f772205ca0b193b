// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/rows.hpp"
#include "arus/app/transactions/entry_checkpoints.hpp"
#include "arus/async/blocking_pool.hpp"
#include "arus/ledger/verification.hpp"

namespace arus::mysql {

/// Streams a book through ledger::Verification. Belongs inside a snapshot, so that history and sums
/// are of one moment. What is read at once is bounded in rows and about in bytes: memory does not
/// grow with the history but for what the verification itself keeps. The checking itself, most of
/// the time that it takes, runs on `checkers`, so that the connection's loop stays free for others.
/// Goes on from `from` only where `checkpoints` remember it too, and adds what it found there.
/// Stopped through `watch` (never null) it ends between two statements in Failure unavailable.
Awaitable<std::optional<app::VerificationRecord>> verify_book(
    Connection& connection, BlockingPool& checkers, app::EntryCheckpoints& checkpoints, BookId book,
    std::optional<ledger::Verification> from, Deadline deadline,
    std::shared_ptr<app::VerifyWatch> watch);

}  // namespace arus::mysql
