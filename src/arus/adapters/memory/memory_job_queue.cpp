// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/memory/memory_job_queue.hpp"

#include "arus/base/assert.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace arus::memory {

namespace {

using std::chrono::steady_clock;

/// Ids that wait at most; more are found by the worker's look through the table.
constexpr std::size_t waiting_max = 10'000;

/// Shared with the deliveries, which may be settled after the queue has gone.
struct State {
    std::mutex mutex;
    std::condition_variable wake;
    std::multimap<steady_clock::time_point, app::JobId> waiting;
    std::size_t handed_out = 0;
    std::size_t prefetch = 0;
    bool is_stopped = false;
    app::JobQueue::Figures figures;

    /// Under the mutex.
    void put(app::JobId job, std::chrono::milliseconds delay) {
        if (waiting.size() >= waiting_max) {
            ++figures.dropped;
            return;
        }
        waiting.emplace(steady_clock::now() + delay, job);
        wake.notify_one();
    }

    void settle(app::JobId job, app::JobSettlement settlement) {
        const std::lock_guard lock(mutex);
        --handed_out;
        if (settlement.kind == app::JobSettlement::Kind::again) {
            put(job, settlement.delay);
        }
        wake.notify_one();
    }
};

class MemoryJobQueue final : public app::JobQueue {
public:
    ~MemoryJobQueue() override { stop(Deadline::in(std::chrono::seconds(10))); }

    void enqueue(app::JobId job, std::chrono::milliseconds delay) override {
        const std::lock_guard lock(state_->mutex);
        ++state_->figures.enqueued;
        state_->put(job, delay);
    }

    void consume(std::size_t prefetch, Consumer consumer) override {
        ARUS_ASSERT(prefetch >= 1 && prefetch <= 64 && !thread_.joinable());
        {
            const std::lock_guard lock(state_->mutex);
            state_->prefetch = prefetch;
        }
        thread_ = std::thread(
            [state = state_, hand_to = std::move(consumer)] { hand_out(*state, state, hand_to); });
    }

    void stop(Deadline) override {
        {
            const std::lock_guard lock(state_->mutex);
            state_->is_stopped = true;
            state_->wake.notify_one();
        }
        if (thread_.joinable()) {
            thread_.join();  // it never blocks for long: a consumer must not
        }
    }

    bool is_connected() const override { return true; }

    Figures figures() const override {
        const std::lock_guard lock(state_->mutex);
        Figures figures = state_->figures;
        figures.waiting = state_->waiting.size();
        return figures;
    }

private:
    static void hand_out(
        State& state, const std::shared_ptr<State>& shared, const Consumer& consumer) {
        std::unique_lock lock(state.mutex);
        while (!state.is_stopped) {
            if (state.waiting.empty() || state.handed_out >= state.prefetch) {
                state.wake.wait(lock);
                continue;
            }
            const auto first = state.waiting.begin();
            if (first->first > steady_clock::now()) {
                const auto due = first->first;
                state.wake.wait_until(lock, due);
                continue;
            }
            const app::JobId job = first->second;
            state.waiting.erase(first);
            ++state.handed_out;
            ++state.figures.delivered;
            lock.unlock();
            consumer({job, [shared, job](app::JobSettlement settlement) {
                          shared->settle(job, settlement);
                      }});
            lock.lock();
        }
    }

    const std::shared_ptr<State> state_ = std::make_shared<State>();
    std::thread thread_;
};

}  // namespace

std::unique_ptr<app::JobQueue> make_memory_job_queue() {
    return std::make_unique<MemoryJobQueue>();
}

}  // namespace arus::memory
