// SPDX-License-Identifier: Apache-2.0
//
// A submission's way:
//
//   submit() --> waiting in its book's queue --> taken into a batch --> LedgerStore --> verdicts,
//                   |                                |                                 then the bus
//                   | deadline, stop: taken out,     | deadline: the caller is told "unknown";
//                   | nothing was written            | the batch goes on without it
//
// A book's queue is worked off by one coroutine that lives while the queue is not empty, so there
// is at most one batch of a book with the store and batches are published in commit order. All of
// them run on one loop. A queue and its callers are guarded by one mutex, held for a few pointer
// moves and never across a wait.
//
// Callers are resumed with one post for each loop and batch, not one for each caller.
#include "arus/app/transactions/committer.hpp"

#include "arus/async/task_scope.hpp"
#include "arus/base/assert.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <atomic>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace arus::app {

namespace {

using namespace std::chrono_literals;

/// How exactly a caller's deadline is kept.
constexpr auto sweep_interval = 25ms;

/// What a caller is to be thrown. Each throws a Failure of its own: an exception that several
/// threads share would make all of them meet in its reference count.
struct Broken {
    Failure::Facts facts;
    std::string message;
};

Broken broken(Failure::Kind kind, bool outcome_known, std::string message) {
    return {{kind, true, outcome_known, "committer"}, std::move(message)};
}

/// A caller and what it is to get. `settled` goes from false to true once, under the mutex; who
/// sets it fills in the outcome and resumes the caller.
struct Waiting {
    ledger::Submission submission;
    Deadline deadline;
    std::size_t entries = 0;
    asio::any_io_executor executor;  ///< tracks outstanding work: the caller's loop must not end
                                     ///< while it waits
    asio::any_completion_handler<void()> resume;
    bool settled = false;
    std::vector<CommitVerdict> verdicts;
    std::optional<Broken> error;
};
using WaitingRef = std::shared_ptr<Waiting>;

struct BookQueue {
    std::deque<WaitingRef> waiting;
    std::vector<WaitingRef> in_flight;
};

void resume_all(std::vector<WaitingRef> settled) {
    while (!settled.empty()) {
        const asio::any_io_executor executor = settled.front()->executor;
        const auto others = std::stable_partition(
            settled.begin(), settled.end(),
            [&](const WaitingRef& one) { return one->executor == executor; });
        std::vector<WaitingRef> here(settled.begin(), others);
        settled.erase(settled.begin(), others);
        asio::post(executor, [here = std::move(here)] {
            for (const WaitingRef& one : here) {
                std::move(one->resume)();
            }
        });
    }
}

bool needs_zone(const ledger::Submission& submission) {
    return std::ranges::any_of(submission.entries, [](const ledger::Entry& entry) {
        const auto* draft = std::get_if<ledger::TransactionDraft>(&entry.act);
        return draft != nullptr && draft->made_at.has_value();
    });
}

bool changes_zone(const ledger::Submission& submission) {
    return std::ranges::any_of(submission.entries, [](const ledger::Entry& entry) {
        const auto* change = std::get_if<ledger::BookChange>(&entry.act);
        return change != nullptr && change->time_zone.has_value();
    });
}

void fill_made_local(std::vector<ledger::Submission>& submissions, const std::string& zone) {
    for (ledger::Submission& submission : submissions) {
        for (ledger::Entry& entry : submission.entries) {
            const auto* draft = std::get_if<ledger::TransactionDraft>(&entry.act);
            if (draft != nullptr && draft->made_at) {
                entry.made_local = local_hour(zone, *draft->made_at);
            }
        }
    }
}

class GroupCommitter final : public Committer {
public:
    GroupCommitter(LedgerStore& store, EventBus& bus, LoopPool& loops, Options options) :
        store_(store), bus_(bus), home_(loops.next().get_executor()), options_(options) {
        ARUS_ASSERT(options_.batch_entries_max >= 1 && options_.waiting_entries_max >= 1);
    }

    ~GroupCommitter() override {
        stop(Deadline::in(0ms));
        // What is with the store cannot be called back; it ends by the commit's own deadline.
        scope_.wait(Deadline::in(options_.commit_timeout + 5s));
    }

    Awaitable<std::vector<CommitVerdict>> submit(
        BookId book, ledger::Submission submission, Deadline deadline) override {
        const auto waiting = std::make_shared<Waiting>();
        waiting->entries = submission.entries.size();
        waiting->submission = std::move(submission);
        waiting->deadline = deadline;
        waiting->executor = asio::prefer(
            asio::any_io_executor(co_await asio::this_coro::executor),
            asio::execution::outstanding_work.tracked);
        if (waiting->entries == 0) {
            co_return std::vector<CommitVerdict>{};
        }
        auto initiate = [this, book, waiting](auto handler) {
            waiting->resume = asio::any_completion_handler<void()>(std::move(handler));
            enqueue(book, waiting);
        };
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
            std::move(initiate), use_awaitable);
        waiting->executor = {};
        if (waiting->error) {
            throw Failure(waiting->error->facts, waiting->error->message);
        }
        co_return std::move(waiting->verdicts);
    }

    Figures figures() const override {
        const std::lock_guard lock(mutex_);
        return figures_;
    }

    void stop(Deadline deadline) override {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        if (scope_.wait(deadline)) {
            return;
        }
        std::vector<WaitingRef> given_up;
        {
            const std::lock_guard lock(mutex_);
            for (auto& [id, queue] : queues_) {
                for (WaitingRef& one : queue->waiting) {
                    settle_unwritten(
                        *one, broken(Failure::Kind::unavailable, true, "the server is stopping"));
                    given_up.push_back(std::move(one));
                }
                queue->waiting.clear();
            }
        }
        resume_all(std::move(given_up));
    }

private:
    using QueueRef = std::shared_ptr<BookQueue>;

    /// Puts the caller into its book's queue, or fails it at once.
    void enqueue(BookId book, const WaitingRef& waiting) {
        const char* refused = nullptr;
        QueueRef begin_with;
        bool begin_sweep = false;
        {
            const std::lock_guard lock(mutex_);
            if (stopping_) {
                refused = "the server is stopping";
                waiting->error = broken(Failure::Kind::unavailable, true, refused);
            } else if (
                figures_.waiting_entries + waiting->entries > options_.waiting_entries_max
                && figures_.waiting_entries > 0) {
                refused = "too many entries wait to be committed";
                waiting->error = broken(Failure::Kind::overloaded, true, refused);
            } else {
                QueueRef& queue = queues_[book];
                if (!queue) {
                    queue = std::make_shared<BookQueue>();
                    begin_with = queue;
                }
                queue->waiting.push_back(waiting);
                figures_.waiting_entries += waiting->entries;
                begin_sweep = !std::exchange(sweeping_, true);
            }
        }
        if (refused != nullptr) {
            waiting->settled = true;
            resume_all({waiting});
            return;
        }
        if (begin_with) {
            scope_.spawn(home_, work_off(book, begin_with));
        }
        if (begin_sweep) {
            scope_.spawn(home_, sweep());
        }
    }

    /// Commits the book's batches one after the other until nothing waits. What goes wrong fails
    /// the callers concerned; the queue goes on.
    Awaitable<void> work_off(BookId book, QueueRef queue) {
        for (bool goes_on = true; goes_on;) {
            bool is_broken = false;
            try {
                std::vector<ledger::Submission> batch;
                goes_on = take_batch(book, *queue, batch);
                if (goes_on) {
                    co_await commit(book, queue, std::move(batch));
                }
            } catch (const std::exception& thrown) {
                log::error(
                    "a queue of submissions broke",
                    {{"book", book.text()}, {"what", thrown.what()}});
                is_broken = true;
            }
            if (is_broken) {
                fail_in_flight(*queue);
                co_await asio::post(home_, use_awaitable);  // others get a turn, whatever it is
            }
        }
    }

    /// Tells every caller of the batch that still waits that its outcome is not known.
    void fail_in_flight(BookQueue& queue) {
        std::vector<WaitingRef> broken_off;
        {
            const std::lock_guard lock(mutex_);
            broken_off.swap(queue.in_flight);
            for (const WaitingRef& one : broken_off) {
                figures_.waiting_entries -= one->entries;
            }
            std::erase_if(broken_off, [](const WaitingRef& one) {
                return std::exchange(one->settled, true);
            });
        }
        for (const WaitingRef& one : broken_off) {
            one->error = broken(Failure::Kind::internal, false, "the commit ended in an exception");
        }
        resume_all(std::move(broken_off));
    }

    /// Moves what goes together from waiting to in flight; false when nothing waits, and then the
    /// queue is no more. Moves nothing if it throws.
    bool take_batch(BookId book, BookQueue& queue, std::vector<ledger::Submission>& batch) {
        const std::lock_guard lock(mutex_);
        if (queue.waiting.empty()) {
            queues_.erase(book);
            return false;
        }
        const std::size_t most = std::min(queue.waiting.size(), options_.batch_entries_max);
        batch.reserve(most);
        queue.in_flight.reserve(most);
        std::size_t entries = 0;
        do {
            WaitingRef one = std::move(queue.waiting.front());
            queue.waiting.pop_front();
            entries += one->entries;
            batch.push_back(std::move(one->submission));
            queue.in_flight.push_back(std::move(one));
            // Hours of what comes after a change of zone are reckoned in the new one: see
            // zone_of().
            if (changes_zone(batch.back())) {
                break;
            }
        } while (!queue.waiting.empty()
                 && entries + queue.waiting.front()->entries <= options_.batch_entries_max);
        return true;
    }

    Awaitable<void> commit(BookId book, QueueRef queue, std::vector<ledger::Submission> batch) {
        CommitResult result;
        std::optional<Broken> error;
        bool is_sent = false;
        const std::size_t count = batch.size();
        try {
            const Deadline deadline = Deadline::in(options_.commit_timeout);
            if (std::ranges::any_of(batch, needs_zone)) {
                const std::optional<std::string> zone = co_await zone_of(book, deadline);
                if (zone) {
                    fill_made_local(batch, *zone);
                }
            }
            is_sent = true;
            result = co_await store_.commit_batch(book, std::move(batch), deadline);
            ARUS_ASSERT(result.verdicts.size() == count);
        } catch (const Failure& failure) {
            error = Broken{failure.facts(), failure.what()};
        } catch (const std::exception& thrown) {
            // Nobody promised what this means for the commit, so nothing may be promised to the
            // callers.
            log::error(
                "a batch ended in an exception", {{"book", book.text()}, {"what", thrown.what()}});
            error = broken(Failure::Kind::internal, !is_sent, "the commit ended in an exception");
        }
        deliver(*queue, std::move(result.verdicts), error);
        if (result.batch) {
            bus_.publish(std::move(result.batch));
        }
    }

    /// The zone in which `made_at` is read. Decided when the batch is put together and not when a
    /// caller comes, because until the first act of the ledger a book's zone can still change: a
    /// batch ends at such a change, so what this instance commits after it reads the new zone; once
    /// the book's head has a sequence the zone is fixed for good and remembered. Left is another
    /// instance changing the zone of a book without a single transaction between this reading and
    /// the lock of the head; then the local hour of that book's first entries, which no rule and no
    /// sum of money looks at, is that of the old zone. Nothing for a book that does not exist.
    Awaitable<std::optional<std::string>> zone_of(BookId book, Deadline deadline) {
        if (std::optional<std::string> zone = remembered_zone(book)) {
            co_return zone;
        }
        const std::optional<BookRecord> record = co_await store_.find_book(book, deadline);
        if (!record) {
            co_return std::nullopt;
        }
        if (record->head.sequence > 0) {
            remember_zone(book, record->book.time_zone);
        }
        co_return record->book.time_zone;
    }

    std::optional<std::string> remembered_zone(BookId book) const {
        const std::lock_guard lock(mutex_);
        const auto found = fixed_zones_.find(book);
        return found == fixed_zones_.end() ? std::nullopt : std::optional(found->second);
    }

    void remember_zone(BookId book, const std::string& zone) {
        const std::lock_guard lock(mutex_);
        if (fixed_zones_.size() >= fixed_zones_max) {
            fixed_zones_.clear();
        }
        fixed_zones_.insert_or_assign(book, zone);
    }

    /// Gives every caller of the batch that still waits its verdicts, or the error.
    void deliver(
        BookQueue& queue, std::vector<std::vector<CommitVerdict>> verdicts,
        const std::optional<Broken>& error) {
        std::vector<WaitingRef> settled;
        {
            const std::lock_guard lock(mutex_);
            settled.reserve(queue.in_flight.size());
            ++figures_.batches;
            for (std::size_t i = 0; i < queue.in_flight.size(); ++i) {
                WaitingRef& one = queue.in_flight[i];
                figures_.entries += one->entries;
                figures_.waiting_entries -= one->entries;
                if (std::exchange(one->settled, true)) {
                    continue;
                }
                if (error) {
                    one->error = error;
                } else {
                    one->verdicts = std::move(verdicts[i]);
                }
                settled.push_back(std::move(one));
            }
            queue.in_flight.clear();
        }
        resume_all(std::move(settled));
    }

    /// Ends a caller that was never sent. Under the mutex.
    void settle_unwritten(Waiting& one, Broken error) {
        one.settled = true;
        one.error = std::move(error);
        figures_.waiting_entries -= one.entries;
    }

    /// Looks for callers whose deadline has passed, as long as anybody waits.
    Awaitable<void> sweep() {
        asio::steady_timer timer(home_);
        for (bool go_on = true; go_on;) {
            timer.expires_after(sweep_interval);
            co_await timer.async_wait(use_awaitable);
            try {
                std::vector<WaitingRef> late;
                {
                    const std::lock_guard lock(mutex_);
                    for (auto& [id, queue] : queues_) {
                        collect_late(*queue, late);
                    }
                    go_on = sweeping_ = !queues_.empty();
                }
                resume_all(std::move(late));
            } catch (const std::exception& thrown) {
                log::error("late callers cannot be told", {{"what", thrown.what()}});
            }
        }
    }

    void collect_late(BookQueue& queue, std::vector<WaitingRef>& late) {
        const auto gone = std::stable_partition(
            queue.waiting.begin(), queue.waiting.end(),
            [](const WaitingRef& one) { return !one->deadline.has_passed(); });
        for (auto one = gone; one != queue.waiting.end(); ++one) {
            settle_unwritten(
                **one, broken(Failure::Kind::timeout, true, "the commit did not begin in time"));
            late.push_back(std::move(*one));
        }
        queue.waiting.erase(gone, queue.waiting.end());
        for (const WaitingRef& one : queue.in_flight) {
            if (!one->settled && one->deadline.has_passed()) {
                one->settled = true;
                one->error = broken(
                    Failure::Kind::timeout, false, "the commit did not end in time");
                late.push_back(one);
            }
        }
    }

    static constexpr std::size_t fixed_zones_max = 10'000;

    LedgerStore& store_;
    EventBus& bus_;
    const asio::any_io_executor home_;
    const Options options_;
    mutable std::mutex mutex_;
    bool stopping_ = false;
    bool sweeping_ = false;
    Figures figures_;
    std::unordered_map<BookId, QueueRef> queues_;  ///< of books that have a coroutine at work, and
                                                   ///< only those
    std::unordered_map<BookId, std::string> fixed_zones_;
    TaskScope scope_{"committer"};
};

}  // namespace

std::unique_ptr<Committer> Committer::make(
    LedgerStore& store, EventBus& bus, LoopPool& loops, Options options) {
    return std::make_unique<GroupCommitter>(store, bus, loops, options);
}

}  // namespace arus::app
