// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/realtime.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/log.hpp"
#include "arus/transports/websocket/detail/handshake_refusal.hpp"
#include "arus/transports/websocket/detail/head_poller.hpp"
#include "arus/transports/websocket/detail/session.hpp"
#include "arus/transports/websocket/upgrade.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_future.hpp>

#include <thread>

namespace arus::websocket {

namespace {

using Steady = std::chrono::steady_clock;
using detail::CloseCode;
using detail::Session;
using detail::Shard;

class Hub final : public Realtime {
public:
    Hub(Backend& backend, LoopPool& loops, const Clock& clock, Options options) :
        loops_(loops), state_(std::make_shared<State>(backend, loops, clock, std::move(options))) {
        // The receiver stays with the bus for ever, longer than this object.
        backend.subscribe(
            [weak = std::weak_ptr(state_)](std::shared_ptr<const app::CommittedBatch> batch) {
                if (const auto state = weak.lock()) {
                    state->receive(std::move(batch));
                }
            });
        backend.subscribe_values(
            [weak = std::weak_ptr(state_)](const std::shared_ptr<const app::ValueNews>& news) {
                if (const auto state = weak.lock()) {
                    state->shared.values.tell(*news);
                }
            });
        if (state_->shared.options.poll_heads_every.count() > 0) {
            poll_heads(state_->shared.options.poll_heads_every);
        }
    }

    ~Hub() override {
        if (!stopped_) {
            stop(Deadline::in(std::chrono::seconds(1)));
        }
    }

    void accept(Upgrade upgrade) override;
    void recheck(UserId user) override;
    void poll_heads(std::chrono::milliseconds every) override { state_->poller.every(every); }
    void drain(Deadline deadline) override;
    void stop(Deadline deadline) override;
    Figures figures() const override;

private:
    struct State {
        State(Backend& backend, LoopPool& loops, const Clock& clock, Options options) :
            shared(backend, clock, std::move(options)),
            poller(shared, loops.loop(0), [this](const detail::BookLogRef& log) {
                tell(log, nullptr);
            }) {
            for (std::size_t i = 0; i < loops.size(); ++i) {
                shards.push_back(std::make_unique<Shard>(shared, loops.loop(i)));
            }
            shared.values.deliver_by([this](const detail::ValueStreamRef& stream) {
                for (const auto& shard : shards) {
                    shard->notify(stream);
                }
            });
        }

        void receive(std::shared_ptr<const app::CommittedBatch> batch) {
            const auto [log, lines] = shared.history.take(std::move(batch));
            if (log) {
                tell(log, lines);
            }
        }

        void tell(const detail::BookLogRef& log, const detail::EventLinesRef& lines) {
            for (const auto& shard : shards) {
                shard->notify(log, lines);
            }
            shared.values.committed(log->book(), log->head_offset());
        }

        detail::Shared shared;
        std::vector<std::unique_ptr<Shard>> shards;
        detail::HeadPoller poller;
    };

    bool wait_until_gone(Steady::time_point until) const;
    void end_all(CloseCode code);
    void abort_all();
    /// Runs `work(shard)` on each loop and waits for all.
    template <class Work>
    void on_each_loop(Work work);

    LoopPool& loops_;
    std::shared_ptr<State> state_;
    bool stopped_ = false;
};

void Hub::accept(Upgrade upgrade) {
    const std::size_t index = loops_.current();
    ARUS_ASSERT(index < loops_.size());
    auto& shared = state_->shared;
    Shard& shard = *state_->shards[index];
    if (auto refusal = detail::refusal_of(upgrade, shared)) {
        detail::add(shared.counters.refused);
        shared.tasks.spawn(
            shard.loop().get_executor(),
            detail::refuse_upgrade(std::move(upgrade), std::move(*refusal)));
        return;
    }
    auto session = std::make_shared<Session>(shared, shard, std::move(upgrade));
    shard.adopt(session);
    shared.tasks.spawn(shard.loop().get_executor(), Session::run(session));
}

void Hub::recheck(UserId user) {
    for (const auto& shard : state_->shards) {
        asio::post(shard->loop(), [state = state_, &shard = *shard, user] {
            shard.for_each([user](Session& session) { session.recheck_now(user); });
        });
    }
}

template <class Work>
void Hub::on_each_loop(Work work) {
    std::vector<std::future<void>> ended;
    for (const auto& shard : state_->shards) {
        auto task = [&shard = *shard, work] { work(shard); };
        ended.push_back(asio::post(shard->loop(), asio::use_future(std::move(task))));
    }
    for (auto& one : ended) {
        one.get();
    }
}

void Hub::end_all(CloseCode code) {
    on_each_loop(
        [code](Shard& shard) { shard.for_each([code](Session& session) { session.end(code); }); });
}

void Hub::abort_all() {
    on_each_loop([](Shard& shard) { shard.for_each([](Session& session) { session.abort(); }); });
}

bool Hub::wait_until_gone(Steady::time_point until) const {
    while (state_->shared.counters.sockets.load() > 0) {
        if (Steady::now() >= until) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

void Hub::drain(Deadline deadline) {
    state_->shared.refusing = true;
    constexpr std::size_t slices = 20;
    const auto began = Steady::now();
    const auto slice_time = std::max(deadline.at - began, Steady::duration::zero()) / 2 / slices;
    log::info("sockets are asked to move", {{"sockets", state_->shared.counters.sockets.load()}});
    for (std::size_t slice = 0; slice < slices; ++slice) {
        on_each_loop([slice](Shard& shard) {
            std::size_t index = 0;
            shard.for_each([slice, &index](Session& session) {
                if (index++ % slices == slice) {
                    session.ask_to_reconnect(std::chrono::milliseconds(0));
                }
            });
        });
        if (wait_until_gone(began + slice_time * (slice + 1))) {
            return;
        }
    }
    if (wait_until_gone(deadline.at)) {
        return;
    }
    end_all(CloseCode::drain);
    if (!wait_until_gone(Steady::now() + std::chrono::seconds(2))) {
        abort_all();
    }
}

void Hub::stop(Deadline deadline) {
    stopped_ = true;
    state_->shared.refusing = true;
    end_all(CloseCode::drain);
    if (!wait_until_gone(deadline.at)) {
        abort_all();
    }
    state_->shared.values.stop();
    on_each_loop([state = state_](Shard& shard) {
        shard.stop();
        if (&shard == state->shards.front().get()) {
            state->poller.stop();
        }
    });
    on_each_loop([](Shard&) {});  // what was posted before the inboxes closed has begun after this
    // What still runs waits for the backend, whose calls end in time, or for a socket that is
    // closed.
    const auto call_time = state_->shared.options.call_timeout * 2;
    const bool ended = state_->shared.tasks.wait(Deadline::in(call_time));
    ARUS_ASSERT(ended && "a call of the backend did not end by its deadline");
}

Figures Hub::figures() const {
    const auto& counters = state_->shared.counters;
    const auto of_history = state_->shared.history.figures();
    Figures out;
    out.sockets = counters.sockets;
    out.subscriptions = counters.subscriptions;
    out.queued_bytes = counters.queued_bytes;
    out.books = of_history.books;
    out.history_bytes = of_history.bytes;
    out.accepted = counters.accepted;
    out.refused = counters.refused;
    out.commands = counters.commands;
    out.deliveries = counters.deliveries;
    out.slow_closes = counters.slow_closes;
    out.dead_closes = counters.dead_closes;
    out.rewound = counters.rewound;
    out.page_reads = of_history.page_reads;
    out.head_reads = of_history.head_reads;
    const auto of_values = state_->shared.values.figures();
    out.value_streams = of_values.streams;
    out.value_bytes = of_values.bytes;
    out.value_reads = of_values.reads;
    for (std::size_t i = 0; i < out.lag_counts.size(); ++i) {
        out.lag_counts[i] = counters.lag_counts[i];
    }
    out.lag_sum_s = static_cast<double>(counters.lag_sum_us.load()) / 1e6;
    return out;
}

}  // namespace

std::unique_ptr<Realtime> Realtime::make(
    Backend& backend, LoopPool& loops, const Clock& clock, Options options) {
    return std::make_unique<Hub>(backend, loops, clock, std::move(options));
}

}  // namespace arus::websocket
