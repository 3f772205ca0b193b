// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/pool.hpp"

#include "arus/adapters/mysql/detail/target.hpp"
#include "arus/base/assert.hpp"
#include "arus/base/log.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <chrono>
#include <future>
#include <random>

namespace arus::mysql {

namespace {

using namespace std::chrono_literals;

constexpr char begin_read[] =
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;"
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY";
constexpr char begin_act[] = "START TRANSACTION";
constexpr char commit[] = "COMMIT";
constexpr char rollback[] = "ROLLBACK";

constexpr int conflict_tries_max = 20;
constexpr int dead_connection_tries_max = 3;
constexpr auto clean_up_timeout = 5s;
constexpr auto stop_patience = 30s;
constexpr auto stop_patience_after_cut = 10s;

Failure::Facts facts(Failure::Kind kind) {
    return {kind, true, true, "mysql"};
}

Lane::Limits limits_of(const Options& options, std::size_t lanes) {
    const auto share = [lanes](std::size_t all) { return (all + lanes - 1) / lanes; };
    const auto most = std::max<std::size_t>(1, options.connections_max / lanes);
    return {
        .connections_min = std::min(share(options.connections_min), most),
        .connections_max = most,
        .waiting_max = std::max<std::size_t>(1, options.calls_waiting_max / lanes)};
}

}  // namespace

/// One call on its way through a lane. `resume` is called once, on the caller's executor.
struct Pool::Call {
    Mode mode;
    Deadline deadline;
    Step step;
    asio::any_io_executor executor;  ///< keeps the caller's loop from ending
    asio::any_completion_handler<void()> resume;
    std::exception_ptr error;
    bool committing = false;

    void finish(std::exception_ptr with) {
        error = std::move(with);
        asio::post(executor, std::move(resume));
    }
};

Pool::Pool(const Options& options) : loops_(std::max<std::size_t>(1, options.threads)) {
    ARUS_ASSERT(options.clock != nullptr && options.threads >= 1 && options.threads <= 16);
    const auto target = make_target(options);
    const auto limits = limits_of(options, loops_.size());
    for (std::size_t i = 0; i < loops_.size(); ++i) {
        lanes_.push_back(std::make_unique<Lane>(loops_.loop(i), target, limits, reach_));
    }
    open_first_connection();
    for (const auto& lane : lanes_) {
        scope_.spawn(lane->executor(), lane->keep());
    }
}

Pool::~Pool() {
    stop();
}

void Pool::open_first_connection() {
    auto& lane = *lanes_.front();
    std::promise<void> opened;
    struct First {
        static Awaitable<void> open(Lane& from, std::promise<void>& promise) {
            try {
                auto connection = co_await from.take(Deadline::in(60s));
                from.give_back(std::move(connection));
                promise.set_value();
            } catch (...) {
                promise.set_exception(std::current_exception());
            }
        }
    };
    scope_.spawn(lane.executor(), First::open(lane, opened));
    auto result = opened.get_future();
    result.wait();
    scope_.wait(Deadline::in(60s));
    result.get();
}

Lane& Pool::lane_of(std::size_t key) {
    if (lanes_.size() == 1) {
        return *lanes_.front();
    }
    if (key == any_lane) {
        key = next_lane_.fetch_add(1, std::memory_order_relaxed);
    }
    return *lanes_[key % lanes_.size()];
}

std::uint64_t Pool::connections() const {
    std::uint64_t sum = 0;
    for (const auto& lane : lanes_) {
        sum += lane->connections();
    }
    return sum;
}

std::uint64_t Pool::waiting() const {
    std::uint64_t sum = 0;
    for (const auto& lane : lanes_) {
        sum += lane->waiting();
    }
    return sum;
}

// A call ---------------------------------------------------------------------------------------

Awaitable<void> Pool::run(Mode mode, std::size_t key, Deadline deadline, Step step) {
    if (deadline.has_passed()) {
        throw MysqlFailure(
            facts(Failure::Kind::timeout), 0, "the deadline had passed before the call");
    }
    const auto call = std::make_shared<Call>();
    call->mode = mode;
    call->deadline = deadline;
    call->step = std::move(step);
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    call->executor = asio::prefer(executor, asio::execution::outstanding_work.tracked);
    auto& lane = lane_of(key);
    auto initiate = [this, call, &lane](auto handler) {
        call->resume = asio::any_completion_handler<void()>(std::move(handler));
        if (!admit(lane, call)) {
            call->finish(std::make_exception_ptr(
                MysqlFailure(facts(Failure::Kind::overloaded), 0, "the stores are being closed")));
        }
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        std::move(initiate), use_awaitable);
    if (call->error) {
        std::rethrow_exception(call->error);
    }
}

bool Pool::admit(Lane& lane, const std::shared_ptr<Call>& call) {
    const std::lock_guard lock(stop_mutex_);
    if (stopped_) {
        return false;
    }
    scope_.spawn(lane.executor(), serve(lane, call));
    return true;
}

/// What an attempt that broke means for the call.
struct Verdict {
    bool again_elsewhere = false;   ///< the connection was dead already; nothing has happened
    bool again_after_rest = false;  ///< a conflict with another transaction
    bool is_full = false;           ///< the server's disk took no more
    std::exception_ptr error;
};

namespace {

Verdict judge(
    const std::exception_ptr& error, bool is_act, bool committing, bool was_answered,
    bool is_usable) {
    Verdict verdict;
    verdict.error = error;
    try {
        std::rethrow_exception(error);
    } catch (const MysqlFailure& failure) {
        auto known = failure.facts();
        verdict.is_full = known.kind == Failure::Kind::storage_full;
        if (failure.is_conflict()) {
            verdict.again_after_rest = is_act;
            return verdict;
        }
        if (is_act && committing) {
            known.outcome_known = false;
            known.retryable = true;
            verdict.error = std::make_exception_ptr(MysqlFailure(
                known, failure.server_code(), std::string("commit: ") + failure.what()));
            return verdict;
        }
        verdict.again_elsewhere = known.outcome_known && !was_answered && !is_usable
                                  && known.kind == Failure::Kind::unavailable;
    } catch (...) {
        // The work's own; it goes to the caller as it is.
    }
    return verdict;
}

}  // namespace

Awaitable<void> Pool::serve(Lane& lane, std::shared_ptr<Call> call) {
    int conflicts = 0;
    int dead = 0;
    for (;;) {
        std::unique_ptr<Connection> connection;
        Verdict verdict;
        try {
            connection = co_await lane.take(call->deadline);
        } catch (...) {
            call->finish(std::current_exception());
            co_return;
        }
        connection->set_deadline(call->deadline);
        const auto answers_before = connection->answers();
        const auto changed_before = connection->rows_changed();
        call->committing = false;
        try {
            co_await attempt(*call, *connection);
        } catch (...) {
            verdict = judge(
                std::current_exception(), call->mode == Mode::act, call->committing,
                connection->answers() != answers_before, connection->is_usable());
        }
        const bool has_written = !verdict.error && connection->rows_changed() != changed_before;
        note_room(call->mode, verdict.is_full, has_written);
        const bool again_elsewhere = verdict.again_elsewhere && ++dead <= dead_connection_tries_max;
        const bool again = again_elsewhere
                           || (verdict.again_after_rest && ++conflicts <= conflict_tries_max
                               && !call->deadline.has_passed());
        const bool failed = verdict.error != nullptr;
        if (!again) {
            call->finish(std::move(verdict.error));
        }
        // The caller goes on; what is left is to leave no transaction open behind.
        const bool is_open = failed || call->mode == Mode::read;
        if (is_open && connection->is_usable()) {
            connection->set_deadline(Deadline::in(clean_up_timeout));
            try {
                std::string end(failed ? rollback : commit);
                co_await connection->query(std::move(end));
            } catch (const Failure&) {
                connection->cut_off();  // with the session the server drops its transaction
            }
        }
        lane.give_back(std::move(connection));
        if (!again) {
            co_return;
        }
        if (again_elsewhere) {
            lane.drop_idle();
        } else {
            co_await rest_after_conflict(conflicts, call->deadline);
        }
    }
}

/// Reads say nothing about room on disk, nor does what only looked.
void Pool::note_room(Mode mode, bool is_full, bool has_written) {
    if (mode != Mode::act && mode != Mode::lease) {
        return;
    }
    if (is_full) {
        is_full_.store(true, std::memory_order_relaxed);
    } else if (has_written) {
        is_full_.store(false, std::memory_order_relaxed);
    }
}

Awaitable<void> Pool::attempt(Call& call, Connection& connection) {
    if (call.mode == Mode::read || call.mode == Mode::act) {
        std::string begin(call.mode == Mode::read ? begin_read : begin_act);
        co_await connection.query(std::move(begin));
    }
    co_await call.step(connection);
    if (call.mode == Mode::act) {
        call.committing = true;
        std::string end(commit);
        co_await connection.query(std::move(end));
    }
}

Awaitable<void> Pool::rest_after_conflict(int tries, Deadline deadline) {
    retries_.fetch_add(1, std::memory_order_relaxed);
    static thread_local std::minstd_rand random{std::random_device{}()};
    std::uniform_int_distribution<int> spread(0, 2 * std::min(tries, 10));
    const auto at = std::min(
        deadline.at, std::chrono::steady_clock::now() + std::chrono::milliseconds(spread(random)));
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, at);
    boost::system::error_code ended;
    co_await timer.async_wait(asio::redirect_error(use_awaitable, ended));
}

void Pool::stop() {
    {
        const std::lock_guard lock(stop_mutex_);
        if (stopped_) {
            return;
        }
        stopped_ = true;
    }
    for (const auto& lane : lanes_) {
        asio::post(lane->executor(), [from = lane.get()] { from->stop_keeping(); });
    }
    if (!scope_.wait(Deadline::in(stop_patience))) {
        log::warn("calls to the database do not end; they are cut off", {});
        for (const auto& lane : lanes_) {
            asio::post(lane->executor(), [from = lane.get()] { from->cut_off_all(); });
        }
        ARUS_ASSERT(scope_.wait(Deadline::in(stop_patience_after_cut)));
    }
    for (const auto& lane : lanes_) {
        scope_.spawn(lane->executor(), lane->close_idle());
    }
    scope_.wait(Deadline::in(stop_patience));
    loops_.stop();
}

}  // namespace arus::mysql
