// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/event_bus.hpp"
#include "arus/app/ports/ledger_store.hpp"
#include "arus/async/loop_pool.hpp"

#include <chrono>
#include <memory>

namespace arus::app {

/// Group commit. For each book at most one batch is with the store; what arrives meanwhile waits
/// and goes together in the next batch. There is no delay when idle: the first submission leaves at
/// once. After the commit every caller gets its verdicts and the batch goes to the event bus, in
/// commit order.
///
/// Owned by `server/`; safe from every thread. stop() must come before the store's end.
class Committer {
public:
    struct Options {
        std::size_t batch_entries_max = 512;  ///< a submission is never split, so one larger than
                                              ///< this goes alone
        std::size_t waiting_entries_max = 20'000;  ///< over all books; beyond: Failure overloaded
        std::chrono::milliseconds commit_timeout{10'000};
    };

    /// What the metrics show.
    struct Figures {
        std::uint64_t batches = 0;
        std::uint64_t entries = 0;
        std::uint64_t waiting_entries = 0;
    };

    static std::unique_ptr<Committer> make(
        LedgerStore& store, EventBus& bus, LoopPool& loops, Options options);
    virtual ~Committer() = default;

    /// The verdicts of the submission's entries, in order, after they are durable. Throws Failure:
    /// overloaded or unavailable (nothing was written), or with outcome_known == false. The
    /// deadline bounds the caller's wait; an entry whose caller has gone may still be committed,
    /// and its key finds it.
    virtual Awaitable<std::vector<CommitVerdict>> submit(
        BookId book, ledger::Submission submission, Deadline deadline) = 0;

    virtual Figures figures() const = 0;

    /// Refuses new submissions, lets the waiting ones be committed, returns when none is left or
    /// the deadline has passed.
    virtual void stop(Deadline deadline) = 0;
};

}  // namespace arus::app
