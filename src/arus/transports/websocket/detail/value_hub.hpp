// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/task_scope.hpp"
#include "arus/transports/websocket/detail/history.hpp"
#include "arus/transports/websocket/detail/single_flight.hpp"
#include "arus/transports/websocket/detail/stream.hpp"
#include "arus/transports/websocket/detail/value_stream.hpp"
#include "arus/transports/websocket/options.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

// The value streams of this instance, and when they are read.
//
//   join (first) --reads--> at rest --commit, another hour--> due --> reading --> at rest
//                              ^                               | not before value_every has passed
//                              '-- nothing new meanwhile ------'  since the last read began
//
// A stream is read once for all its listeners, never twice at the same time, in the name of one of
// them. It ends with its last listener. Personal streams are read whenever somebody joins, and then
// live from what the bus brings.
namespace arus::websocket::detail {

/// Safe from every thread.
class ValueHub {
public:
    /// Called whenever a stream has something to tell; from any thread.
    using Deliver = std::function<void(const ValueStreamRef&)>;

    /// All of it must outlive the hub.
    struct Parts {
        Backend& backend;
        const Options& options;
        const arus::Clock& clock;
        History& history;
        StreamNumbers& numbers;
        TaskScope& tasks;
    };
    explicit ValueHub(Parts parts) : parts_(parts) {}

    /// Set once, before anything else is called.
    void deliver_by(Deliver deliver) { deliver_ = std::move(deliver); }

    /// Equal for those who listen to the same with the same rights: the name of their stream.
    static std::string key_of(
        const ValueRequest& request, const app::BookAccess& access, UserId user);

    struct Joined {
        ValueStreamRef stream;
        std::uint64_t reader = 0;  ///< for leave()
    };
    /// The stream with its present values, which are read if nobody listens yet; those of a person
    /// are read again each time. Refusals of the read; `unavailable` where this instance has as
    /// many streams as it allows itself. Call leave() for every stream that was given out. Throws
    /// Failure.
    Awaitable<Result<Joined>> join(
        ValueRequest request, PrincipalRef principal, app::BookAccessRef access);
    void leave(const ValueStreamRef& stream, std::uint64_t reader);

    /// The book stands at this offset at least: what is read of it is read again. Never blocks.
    void committed(BookId book, std::uint64_t offset);
    /// The bus has brought a value of a personal channel. Never blocks.
    void tell(const app::ValueNews& news);
    /// Looks for streams whose values may change by the hour. Call about once a second, or more
    /// often.
    void tick();

    /// No more reads after those under way.
    void stop();

    struct Figures {
        std::uint64_t streams = 0;  ///< now
        std::uint64_t bytes = 0;    ///< of their values, now
        std::uint64_t reads = 0;    ///< of values from the application
    };
    Figures figures() const;

private:
    using Steady = std::chrono::steady_clock;

    struct Reader {
        PrincipalRef principal;
        app::BookAccessRef access;
    };
    /// What the hub knows of a stream; guarded by its mutex.
    struct Held {
        explicit Held(const asio::any_io_executor& executor) : home(executor), timer(executor) {}

        ValueStreamRef stream;
        std::optional<UserId> user;  ///< of a personal one
        std::map<std::uint64_t, Reader> readers;
        asio::any_io_executor home;  ///< where it is read again
        asio::steady_timer timer;    ///< of the next read; touched on `home` only
        bool has_values = false;     ///< the first read has come back
        bool working = false;        ///< a coroutine reads or waits to read
        bool due = false;            ///< something happened since the last read began
        std::uint64_t wanted = 0;    ///< the position that a read has to reach
        std::size_t refusals = 0;    ///< of reads, one after the other
        bool is_failing = false;     ///< the last read did not come back
        Steady::time_point read_began{};
        std::optional<Instant> valid_until{};
    };
    using HeldRef = std::shared_ptr<Held>;

    Awaitable<std::optional<Refusal>> read_first(HeldRef held, Reader reader);
    void wake(const HeldRef& held);
    Awaitable<void> work(HeldRef held);
    /// Who the next read is for, and from when on it may begin; nothing if there is no next one.
    std::optional<Reader> next_reader(const HeldRef& held);
    Awaitable<void> read_again(HeldRef held, Reader reader);
    bool is_at_rest(const HeldRef& held);
    Steady::time_point next_read_at(const HeldRef& held) const;

    const Parts parts_;
    Deliver deliver_;
    mutable std::mutex mutex_;
    bool stopped_ = false;
    std::uint64_t last_reader_ = 0;
    std::unordered_map<std::string, HeldRef> streams_;
    std::unordered_map<BookId, std::vector<HeldRef>> by_book_;
    SingleFlight<std::string, std::optional<Refusal>> first_reads_;
    std::atomic<std::uint64_t> reads_{0};
};

}  // namespace arus::websocket::detail
