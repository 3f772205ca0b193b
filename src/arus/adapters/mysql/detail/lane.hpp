// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/connection.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <list>
#include <memory>
#include <unordered_set>
#include <vector>

namespace arus::mysql {

/// What the lanes of a pool know together of the database. Written and read by all their threads.
struct Reach {
    /// When a connection was last made.
    std::atomic<std::chrono::steady_clock::time_point> opened{};
};

/// The connections of one event loop. Everything but the figures is called on that loop.
///
///   take ─▶ an idle one (asked for a sign of life if it has been idle for long)
///         ─▶ a new one, while there are fewer than `connections_max`
///         ─▶ else wait in line; one that is given back goes to the first in line
///
/// When the database cannot be reached the next try is put off, longer each time and by chance, and
/// until then callers are refused at once: nobody queues up for a database that is not there. As
/// soon as one lane of the pool has reached it the others may try as well.
class Lane {
public:
    struct Limits {
        std::size_t connections_min = 1;
        std::size_t connections_max = 1;
        std::size_t waiting_max = 1;
    };

    /// `reach` is shared by the lanes of a pool and outlives them.
    Lane(asio::io_context& loop, std::shared_ptr<const Target> target, Limits limits, Reach& reach);
    ~Lane();
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    asio::any_io_executor executor() const { return loop_.get_executor(); }

    /// A connection of the caller's own until it gives it back. Throws Failure: timeout,
    /// overloaded, unavailable, configuration.
    Awaitable<std::unique_ptr<Connection>> take(Deadline deadline);
    /// Keeps it if it is usable, else throws it away. No transaction may be open on it.
    void give_back(std::unique_ptr<Connection> connection);

    /// Closes those that are idle: the server seems to have ended them all.
    void drop_idle();

    /// Until stop(): keeps the least number of connections open, asks idle ones for a sign of life,
    /// closes those that are not needed any more.
    Awaitable<void> keep();
    void stop_keeping();
    /// Cuts off what is in use, so that its work ends.
    void cut_off_all();
    /// Ends idle sessions in good order.
    Awaitable<void> close_idle();

    std::uint64_t connections() const { return open_.load(std::memory_order_relaxed); }
    std::uint64_t waiting() const { return waiting_.load(std::memory_order_relaxed); }

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Idle {
        std::unique_ptr<Connection> connection;
        Time since;
    };
    struct Waiter {
        explicit Waiter(asio::io_context& loop, Deadline deadline) : timer(loop, deadline.at) {}
        asio::steady_timer timer;
        bool woken = false;
        std::unique_ptr<Connection> handed;  ///< null: there is room for a new one
    };

    Awaitable<std::unique_ptr<Connection>> take_idle(Deadline deadline);
    /// `is_hurried`: the deadline may leave less than the time that a connection is allowed.
    Awaitable<std::unique_ptr<Connection>> make(Deadline deadline, bool is_hurried);
    Awaitable<std::unique_ptr<Connection>> wait_in_line(Deadline deadline);
    Awaitable<bool> is_alive(Connection& connection, Deadline deadline);
    Awaitable<void> look_after();
    bool may_try() const;
    void put_off_next_try(const Failure& failure, bool was_hurried);
    void note_success();
    void lose_one();
    void wake_one(std::unique_ptr<Connection> handed);

    asio::io_context& loop_;
    std::shared_ptr<const Target> target_;
    Limits limits_;
    Reach& reach_;
    std::vector<Idle> idle_;  ///< the one used last at the end
    std::list<Waiter*> waiters_;
    std::unordered_set<Connection*> in_use_;
    std::atomic<std::uint64_t> open_{0};  ///< idle, in use and being made
    std::atomic<std::uint64_t> waiting_{0};
    int failures_ = 0;  ///< tries to connect that failed, since the last that did not
    Time failed_at_;    ///< the last of them
    Time next_try_;
    asio::steady_timer rest_;
    bool keeps_ = true;
};

}  // namespace arus::mysql
