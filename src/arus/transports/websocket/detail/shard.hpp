// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/transports/websocket/detail/shared.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

// One loop's part of the hub: its sessions, the streams they listen to, and the passes that hand
// new events to them.
//
//   publisher's thread            the loop
//   notify(log, lines) --inbox--> pass: for each stream of the book, pack the lines once; for each
//   subscriber that stands
//                                 right before them, queue the frame and write. Others are behind
//                                 and fetch for themselves.
//
// A stream of values that has changed comes the same way: each listener takes what it was not sent
// yet (value_stream.hpp).
//
// A pass takes all that has arrived. It yields the loop every few milliseconds. If one takes longer
// than it should, the next waits a little, so that more lines go into one message; the wait shrinks
// again as soon as passes are short.
namespace arus::websocket::detail {

/// Everything but notify() on the loop only. Outlives its sessions.
class Shard {
public:
    Shard(Shared& shared, asio::io_context& loop) :
        shared_(shared), loop_(loop), tick_timer_(loop), pass_timer_(loop) {}

    asio::io_context& loop() { return loop_; }

    /// A batch has arrived; or, without lines, the book is known to stand further on than what has
    /// arrived. From any thread; never blocks.
    void notify(BookLogRef log, EventLinesRef lines);
    /// A stream of values has changed. From any thread; never blocks.
    void notify(ValueStreamRef stream);

    void adopt(std::shared_ptr<Session> session);
    void drop(Session& session);

    /// What makes two subscriptions the same.
    static std::string key_of(const BookLog& log, const Filter& filter);
    /// Puts the subscription into its stream, which is made if nobody here listens to it yet. From
    /// the caller's next look at the log on it misses nothing.
    void attach(Subscription& subscription, BookLogRef log, Filter filter);
    void detach(Subscription& subscription);
    /// The same for values. The caller has joined the stream, and leaves it after detach().
    void attach(ValueSubscription& subscription, const ValueStreamRef& stream);
    void detach(ValueSubscription& subscription);

    /// `{"head":{…}}` of one book, shared by those who listen to that book alone.
    FrameRef head_frame(BookLog& log);

    /// Calls `visit` with every session, in order of their slots. What it does must not add or drop
    /// sessions.
    template <class Visit>
    void for_each(Visit visit) {
        for (const auto& slot : slots_) {
            for (const auto& session : slot) {
                visit(*session);
            }
        }
    }
    std::size_t session_count() const { return session_count_; }
    std::vector<std::weak_ptr<Session>> sessions() const;

    /// No more ticks or passes after those under way.
    void stop();

private:
    struct Arrived {
        BookLogRef log;
        EventLinesRef lines;
    };
    struct Inbox {
        std::vector<Arrived> batches;
        std::vector<ValueStreamRef> values;
    };
    struct Book {
        std::unordered_map<std::string, std::shared_ptr<Stream>> streams;
        std::uint64_t head_offset = 0;
        FrameRef head_frame;
    };
    static constexpr std::size_t slot_count = 10;

    Awaitable<void> run_passes();
    void schedule_pass();
    Awaitable<void> pass(std::vector<Arrived> arrived);
    /// What goes wrong ends the sessions concerned and nothing else.
    Awaitable<void> pass_safely(
        std::shared_ptr<Stream> stream, const std::vector<EventLinesRef>& lines);
    Awaitable<void> pass_stream(
        std::shared_ptr<Stream> stream, const std::vector<EventLinesRef>& lines);
    Awaitable<void> pass_values(ValueStreamRef stream);
    /// Yields the loop if this turn has taken long enough.
    Awaitable<void> breathe();
    void adapt_delay(std::chrono::steady_clock::duration took);

    Awaitable<void> run_ticks();
    void tick();
    void clean_up();

    Shared& shared_;
    asio::io_context& loop_;

    std::mutex inbox_mutex_;
    Inbox inbox_;
    bool pass_scheduled_ = false;
    bool inbox_closed_ = false;
    std::atomic<std::size_t> subscription_count_{0};

    std::unordered_map<BookId, Book> books_;
    std::unordered_map<std::string, std::shared_ptr<ValueListeners>> values_;  ///< by stream key
    std::array<std::vector<std::shared_ptr<Session>>, slot_count> slots_;
    std::size_t next_slot_ = 0;
    std::size_t session_count_ = 0;

    asio::steady_timer tick_timer_;
    bool ticking_ = false;
    std::size_t tick_slot_ = 0;
    std::size_t ticks_ = 0;
    std::uint64_t queued_bytes_ = 0;  ///< seen in this round of ticks
    std::uint64_t queued_shown_ = 0;  ///< what of it the counters hold

    asio::steady_timer pass_timer_;
    std::chrono::microseconds pass_delay_{0};
    TimePoint pass_ended_;
    TimePoint turn_began_;
    bool stopped_ = false;
};

}  // namespace arus::websocket::detail
