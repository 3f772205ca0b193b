// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/lane.hpp"

#include "arus/adapters/mysql/detail/target.hpp"
#include "arus/base/assert.hpp"
#include "arus/base/log.hpp"

#include <boost/asio/redirect_error.hpp>

#include <algorithm>
#include <random>

namespace arus::mysql {

namespace {

using namespace std::chrono_literals;

constexpr auto rest_between_looks = 1s;
constexpr auto idle_before_check = 15s;   ///< before it is used
constexpr auto idle_before_look = 30s;    ///< while nobody uses it
constexpr auto idle_before_close = 120s;  ///< beyond the least number
constexpr auto sign_of_life_timeout = 2s;
constexpr auto retry_first = 50ms;
constexpr auto retry_most = 1000ms;

/// 0.5 to 1.5 times `span`.
std::chrono::milliseconds jittered(std::chrono::milliseconds span) {
    static thread_local std::minstd_rand random{std::random_device{}()};
    std::uniform_int_distribution<std::int64_t> spread(span.count() / 2, span.count() * 3 / 2);
    return std::chrono::milliseconds(spread(random));
}

Deadline earlier(Deadline deadline, std::chrono::milliseconds span) {
    return {std::min(deadline.at, Deadline::in(span).at)};
}

[[noreturn]] void fail(Failure::Kind kind, const char* message) {
    throw MysqlFailure({kind, true, true, "mysql"}, 0, message);
}

}  // namespace

Lane::Lane(
    asio::io_context& loop, std::shared_ptr<const Target> target, Limits limits, Reach& reach) :
    loop_(loop), target_(std::move(target)), limits_(limits), reach_(reach), rest_(loop) {
    ARUS_ASSERT(limits_.connections_max >= 1 && limits_.waiting_max >= 1);
}

Lane::~Lane() {
    ARUS_ASSERT(waiters_.empty());
}

Awaitable<std::unique_ptr<Connection>> Lane::take(Deadline deadline) {
    for (;;) {
        if (deadline.has_passed()) {
            wake_one(nullptr);  // what it was woken for is another's now
            fail(Failure::Kind::timeout, "no connection to the database was free in time");
        }
        std::unique_ptr<Connection> connection;
        if (!idle_.empty()) {
            connection = co_await take_idle(deadline);
        } else if (open_ < limits_.connections_max && may_try()) {
            const bool is_hurried = deadline.at < Deadline::in(target_->options.connect_timeout).at;
            connection = co_await make(deadline, is_hurried);
        } else if (open_ == 0) {
            wake_one(nullptr);
            fail(
                Failure::Kind::unavailable,
                "the database cannot be reached; the next try is due within a second or two");
        } else {
            connection = co_await wait_in_line(deadline);
        }
        if (connection) {
            in_use_.insert(connection.get());
            co_return connection;
        }
    }
}

Awaitable<std::unique_ptr<Connection>> Lane::take_idle(Deadline deadline) {
    auto idle = std::move(idle_.back());
    idle_.pop_back();
    if (std::chrono::steady_clock::now() - idle.since < idle_before_check) {
        co_return std::move(idle.connection);
    }
    const bool alive = co_await is_alive(*idle.connection, deadline);
    if (alive) {
        co_return std::move(idle.connection);
    }
    idle.connection.reset();
    lose_one();
    co_return nullptr;
}

Awaitable<bool> Lane::is_alive(Connection& connection, Deadline deadline) {
    connection.set_deadline(earlier(deadline, sign_of_life_timeout));
    try {
        co_await connection.ping();
        connection.clear_deadline();
        co_return true;
    } catch (const Failure&) {
        // That it is dead is the answer; a new one is made in its place.
    }
    connection.clear_deadline();
    co_return false;
}

Awaitable<std::unique_ptr<Connection>> Lane::make(Deadline deadline, bool is_hurried) {
    ++open_;
    try {
        auto connection = co_await Connection::open(target_, deadline);
        note_success();
        co_return connection;
    } catch (const Failure& failure) {
        put_off_next_try(failure, is_hurried);
        lose_one();
        const bool was_let_in = reach_.opened.load() != std::chrono::steady_clock::time_point();
        if (was_let_in && failure.facts().kind == Failure::Kind::configuration) {
            // Somebody changes a password or rights; until the other half is done, it is away.
            throw MysqlFailure(
                {Failure::Kind::unavailable, true, true, "mysql"}, 0, failure.what());
        }
        throw;
    }
}

bool Lane::may_try() const {
    return std::chrono::steady_clock::now() >= next_try_ || reach_.opened.load() > failed_at_;
}

void Lane::put_off_next_try(const Failure& failure, bool was_hurried) {
    if (was_hurried && failure.facts().kind == Failure::Kind::timeout) {
        return;  // the caller had too little time; that says nothing of the database
    }
    const int doublings = std::min(failures_, 5);
    const auto span = std::min<std::chrono::milliseconds>(
        retry_first * (1 << doublings), retry_most);
    failed_at_ = std::chrono::steady_clock::now();
    next_try_ = failed_at_ + jittered(span);
    if (failures_++ == 0) {
        log::warn("the database cannot be reached", {{"what", failure.what()}});
    }
}

void Lane::note_success() {
    next_try_ = {};
    reach_.opened = std::chrono::steady_clock::now();
    if (failures_ > 0) {
        log::info("the database is back", {{"failed_tries", failures_}});
        failures_ = 0;
    }
    if (open_ < limits_.connections_max) {
        wake_one(nullptr);
    }
}

Awaitable<std::unique_ptr<Connection>> Lane::wait_in_line(Deadline deadline) {
    if (waiters_.size() >= limits_.waiting_max) {
        fail(Failure::Kind::overloaded, "too much is waiting for the database");
    }
    Waiter waiter(loop_, deadline);
    const auto place = waiters_.insert(waiters_.end(), &waiter);
    waiting_ = waiters_.size();
    boost::system::error_code ended;
    co_await waiter.timer.async_wait(asio::redirect_error(use_awaitable, ended));
    if (!waiter.woken) {
        waiters_.erase(place);
        waiting_ = waiters_.size();
    }
    co_return std::move(waiter.handed);
}

void Lane::wake_one(std::unique_ptr<Connection> handed) {
    if (waiters_.empty()) {
        return;
    }
    auto* waiter = waiters_.front();
    waiters_.pop_front();
    waiting_ = waiters_.size();
    waiter->woken = true;
    waiter->handed = std::move(handed);
    waiter->timer.cancel();
}

void Lane::lose_one() {
    --open_;
    wake_one(nullptr);
}

void Lane::give_back(std::unique_ptr<Connection> connection) {
    in_use_.erase(connection.get());
    connection->clear_deadline();
    if (!connection->is_usable()) {
        connection.reset();
        lose_one();
    } else if (!waiters_.empty()) {
        wake_one(std::move(connection));
    } else {
        idle_.push_back({std::move(connection), std::chrono::steady_clock::now()});
    }
}

void Lane::drop_idle() {
    const auto dropped = idle_.size();
    idle_.clear();
    for (std::size_t i = 0; i < dropped; ++i) {
        lose_one();
    }
}

Awaitable<void> Lane::keep() {
    while (keeps_) {
        boost::system::error_code ended;
        rest_.expires_after(rest_between_looks);
        co_await rest_.async_wait(asio::redirect_error(use_awaitable, ended));
        if (keeps_) {
            co_await look_after();
        }
    }
}

Awaitable<void> Lane::look_after() {
    // One at a time, the one that was idle for longest.
    while (!idle_.empty() && keeps_) {
        const auto idle_for = std::chrono::steady_clock::now() - idle_.front().since;
        const bool too_many = open_ > limits_.connections_min && idle_for >= idle_before_close;
        if (!too_many && idle_for < idle_before_look) {
            break;
        }
        auto connection = std::move(idle_.front().connection);
        idle_.erase(idle_.begin());
        bool keep_it = false;
        if (too_many) {
            connection->set_deadline(Deadline::in(sign_of_life_timeout));
            co_await connection->close();
        } else {
            keep_it = co_await is_alive(*connection, Deadline::in(sign_of_life_timeout));
        }
        if (!keep_it) {
            connection.reset();
            lose_one();
            continue;
        }
        give_back(std::move(connection));
    }
    while (open_ < limits_.connections_min && keeps_ && may_try()) {
        try {
            const auto deadline = Deadline::in(target_->options.connect_timeout);
            auto connection = co_await make(deadline, false);
            give_back(std::move(connection));
        } catch (const Failure&) {
            break;  // logged; the next look tries again
        }
    }
}

void Lane::stop_keeping() {
    keeps_ = false;
    rest_.cancel();
}

void Lane::cut_off_all() {
    for (auto* connection : in_use_) {
        connection->cut_off();
    }
}

Awaitable<void> Lane::close_idle() {
    while (!idle_.empty()) {
        auto connection = std::move(idle_.back().connection);
        idle_.pop_back();
        connection->set_deadline(Deadline::in(sign_of_life_timeout));
        co_await connection->close();
        connection.reset();
        lose_one();
    }
}

}  // namespace arus::mysql
