// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/lane.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/async/task_scope.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

// Connections of one database, shared by all callers. The pool has event loops of its own; each
// keeps some of the connections (a lane), so nothing in it needs a lock. A call goes to a lane,
// takes a connection, works, and its caller is resumed on its own executor:
//
//   caller's loop ──call──▶ lane: wait for a connection · BEGIN · work · ──result──▶ caller's loop
//                                 └ then: COMMIT or ROLLBACK of a read, back to the lane
//
//   read   a consistent snapshot of one moment, read only
//   ask    one statement that needs no snapshot: a round trip less
//   act    a transaction under READ COMMITTED; deadlocks and lock timeouts run it again
//   lease  a connection as it is; the work brings its own transaction
//
// Work is a callable `Awaitable<T>(Connection&)`. It may be a lambda that captures and *calls* a
// coroutine function, never a capturing lambda that is itself a coroutine. It is kept alive until
// it has ended, so what it captured may be handed on by reference. It may run more than once
// (read, ask: after the first statement found the connection dead; act: also after a conflict).
// Give it a name before the call: GCC 12 destroys captures twice inside a co_await expression.
//
//   auto work = [book](Connection& connection) { return read_book(connection, book); };
//   co_return co_await pool.read(deadline, std::move(work));
namespace arus::mysql {

class Pool {
public:
    /// Keeps `connections_min` connections open from now on; throws if the first cannot be made.
    explicit Pool(const Options& options);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    enum class Mode { read, ask, act, lease };

    /// Every call throws Failure: timeout (deadline), overloaded (queue full, stopped), unavailable
    /// (no database), and what the work throws. act: outcome_known == false where the connection
    /// broke during COMMIT.
    template <class Work>
    auto read(Deadline deadline, Work work) {
        return call(Mode::read, any_lane, deadline, std::move(work));
    }
    template <class Work>
    auto ask(Deadline deadline, Work work) {
        return call(Mode::ask, any_lane, deadline, std::move(work));
    }
    template <class Work>
    auto act(Deadline deadline, Work work) {
        return call(Mode::act, any_lane, deadline, std::move(work));
    }
    /// Equal keys go to the same lane, whose thread is then the only one that runs their work.
    template <class Work>
    auto lease(std::size_t key, Deadline deadline, Work work) {
        return call(Mode::lease, key, deadline, std::move(work));
    }

    std::size_t lanes() const { return lanes_.size(); }

    std::uint64_t connections() const;  ///< open now
    std::uint64_t waiting() const;      ///< calls that wait for a connection now
    std::uint64_t retries() const { return retries_.load(std::memory_order_relaxed); }
    /// An act or a lease found no room on the server's disk, and none has written since.
    bool is_full() const { return is_full_.load(std::memory_order_relaxed); }
    /// Before a transaction that met a deadlock or a lock timeout is tried for another time: some
    /// milliseconds by chance, more the more often it was tried. Counts in retries().
    Awaitable<void> rest_after_conflict(int tries, Deadline deadline);

    /// Refuses new calls, lets those under way end, closes. May be called again. Blocks.
    void stop();

private:
    using Step = std::function<Awaitable<void>(Connection&)>;
    static constexpr std::size_t any_lane = static_cast<std::size_t>(-1);

    template <class Work>
    using ValueOf = typename std::invoke_result_t<Work&, Connection&>::value_type;

    template <class Work>
    struct State {
        using Held = std::conditional_t<std::is_void_v<ValueOf<Work>>, bool, ValueOf<Work>>;
        explicit State(Work from) : work(std::move(from)) {}
        Work work;
        std::optional<Held> value;
    };

    template <class Work>
    static Awaitable<void> perform(std::shared_ptr<State<Work>> state, Connection& connection) {
        if constexpr (std::is_void_v<ValueOf<Work>>) {
            co_await state->work(connection);
            state->value.emplace(true);
        } else {
            state->value.emplace(co_await state->work(connection));
        }
    }

    template <class Work>
    Awaitable<ValueOf<Work>> call(Mode mode, std::size_t key, Deadline deadline, Work work) {
        auto state = std::make_shared<State<Work>>(std::move(work));
        Step step = [state](Connection& connection) { return perform<Work>(state, connection); };
        co_await run(mode, key, deadline, std::move(step));
        if constexpr (!std::is_void_v<ValueOf<Work>>) {
            co_return std::move(*state->value);
        }
    }

    struct Call;

    Awaitable<void> run(Mode mode, std::size_t key, Deadline deadline, Step step);
    Lane& lane_of(std::size_t key);
    bool admit(Lane& lane, const std::shared_ptr<Call>& call);
    Awaitable<void> serve(Lane& lane, std::shared_ptr<Call> call);
    Awaitable<void> attempt(Call& call, Connection& connection);
    void note_room(Mode mode, bool is_full, bool has_written);
    void open_first_connection();

    LoopPool loops_;  ///< outlives the lanes, whose timers and sockets belong to it
    Reach reach_;
    std::vector<std::unique_ptr<Lane>> lanes_;
    TaskScope scope_{"mysql"};
    std::atomic<std::size_t> next_lane_{0};
    std::atomic<std::uint64_t> retries_{0};
    std::atomic<bool> is_full_{false};
    std::mutex stop_mutex_;
    bool stopped_ = false;
};

}  // namespace arus::mysql
