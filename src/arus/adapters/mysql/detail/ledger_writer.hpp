// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/knowledge.hpp"
#include "arus/adapters/mysql/detail/pool.hpp"
#include "arus/app/ports/ledger_store.hpp"

#include <atomic>
#include <span>
#include <vector>

// A batch on its way into the database. Where this instance made the last commit it takes two round
// trips, whatever the batch holds:
//
//   1  BEGIN · lock the head · known keys · known ids · contacts          lookups under the lock
//      somebody else has written since: what is known of the book is read again
//      ids that are known, keys that were used: what they point at is read
//      ledger::evaluate_batch
//   2  one INSERT for each table · head · COMMIT                          the text of BatchText
//
// A deadlock or a lock wait timeout ends in a fresh start. Anything that breaks before the text
// with the COMMIT was sent has changed nothing; what breaks after it has an unknown outcome.
namespace arus::mysql {

/// The writes of a LedgerStore. Safe from every thread.
class LedgerWriter {
public:
    LedgerWriter(Pool& pool, const Clock& clock);

    Awaitable<app::CommitResult> commit_batch(
        BookId book, std::vector<ledger::Submission> submissions, Deadline deadline);
    Awaitable<app::BookRecord> create_book(app::NewBook book, Deadline deadline);

    std::uint64_t commits() const { return commits_.load(std::memory_order_relaxed); }
    std::uint64_t commit_us() const { return commit_us_.load(std::memory_order_relaxed); }

private:
    struct Batch;

    Awaitable<app::CommitResult> commit_on(
        Connection& connection, BookId book, std::span<const ledger::Submission> submissions,
        Deadline deadline);
    Awaitable<app::CommitResult> try_commit(
        Connection& connection, BookId book, std::span<const ledger::Submission> submissions);
    Awaitable<app::BookRecord> create_on(
        Connection& connection, const app::NewBook& book, Deadline deadline);
    Awaitable<app::BookRecord> try_create(Connection& connection, const app::NewBook& book);
    ledger::Effects evaluate(
        ledger::BookState& state, std::span<const ledger::Submission> submissions);
    Awaitable<void> write(
        Connection& connection, const ledger::BookState& state, const ledger::Effects& effects,
        const UserId* owner_of_new_book, const ledger::Head& first_head);
    Knowledge& knowledge_of(BookId book);

    Pool& pool_;
    const Clock& clock_;
    const std::uint64_t writer_;        ///< this instance, a random number
    std::vector<Knowledge> knowledge_;  ///< one for each lane
    std::atomic<std::uint64_t> commits_{0};
    std::atomic<std::uint64_t> commit_us_{0};
};

}  // namespace arus::mysql
