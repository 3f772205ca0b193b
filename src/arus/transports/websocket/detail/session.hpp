// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/websocket/detail/command.hpp"
#include "arus/transports/websocket/detail/reply.hpp"
#include "arus/transports/websocket/detail/shard.hpp"
#include "arus/transports/websocket/detail/shared_write_stream.hpp"
#include "arus/transports/websocket/upgrade.hpp"

#include <boost/beast/websocket/stream.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// One socket, from the upgrade to its end.
//
//   upgrade --handshake--> opened --connect--> connected --end(code)--> closing --> gone
//              |             | 10 s               |  reads a message, does its commands one after
//              the other,
//              '-> gone      '-> end(4000)        |  then reads on: a client that sends faster
//              waits
//                                                 |  pushes come between, from the loop's passes
//                                                 and ticks
//
// end() leaves every stream at once; what was queued before goes out, then the close frame. Only
// for a reader that is too slow is the queue dropped. A peer that does not finish the closing
// handshake in time is cut off.
namespace arus::websocket::detail {

/// Belongs to one loop. Held by the shard until it is gone, and by its own pending operations.
class Session : public std::enable_shared_from_this<Session>, public WriteObserver {
public:
    Session(Shared& shared, Shard& shard, Upgrade upgrade);

    /// Lives from the handshake to the end of the socket. Call once, after the shard has adopted
    /// the session.
    static Awaitable<void> run(std::shared_ptr<Session> session);

    // ---- from the shard
    std::size_t slot() const { return slot_; }
    std::size_t place() const { return place_; }
    void set_place(std::size_t slot, std::size_t place) {
        slot_ = slot;
        place_ = place;
    }
    /// Hands on the frames that come right after the subscription's cursor. May end the session.
    void deliver(Subscription& subscription, const std::vector<StreamFrame>& frames);
    /// Hands on what the subscription was not sent yet, as much as the link takes now. May end the
    /// subscription.
    void deliver_values(ValueSubscription& subscription);
    void tick(TimePoint now);
    std::size_t queued_bytes() { return layer().queue().bytes(); }

    /// Looks again now whether this user may still listen, and hands nothing on before that is
    /// known; nothing if the session is another's.
    void recheck_now(UserId user);
    /// Asks the client to open another socket in that time; see drain.
    void ask_to_reconnect(std::chrono::milliseconds after);
    /// Begins to close; again does nothing.
    void end(CloseCode code);
    /// Cuts the connection.
    void abort();

    void on_drained() override;
    void on_oversized() override;

private:
    using WebSocket = boost::beast::websocket::stream<SharedWriteStream, false>;
    enum class State { handshake, opened, connected, closing };

    SharedWriteStream& layer() { return ws_.next_layer(); }
    std::shared_ptr<Session> self() { return shared_from_this(); }

    // session.cpp
    Awaitable<bool> shake_hands();
    Awaitable<void> read_messages();
    bool take_chunk(std::size_t bytes);
    void refuse_oversized();
    void send(std::string_view line);
    void send(FrameRef frame);
    /// False if the frame does not fit: the subscription stays behind, or the session has ended.
    bool offer(const FrameRef& frame, TimePoint now);
    /// Goes on from the cursor as far as the link takes it now. May end the session.
    void catch_up(Subscription& subscription);
    void pull(Subscription& subscription);
    void catch_up_later(std::uint64_t serial);
    static Awaitable<void> fetch(
        std::shared_ptr<Session> session, std::uint64_t serial, BookLogRef log,
        std::uint64_t offset);
    void leave_streams();
    void peer_closes();

    // session_ticks.cpp
    bool check_queue(TimePoint now);
    void check_peer(TimePoint now);
    void send_skips(TimePoint now);
    void send_head(TimePoint now);
    void push_on();
    void go_on();
    void start_recheck();
    static Awaitable<void> recheck(std::shared_ptr<Session> session);
    Awaitable<void> recheck_token();
    Awaitable<void> recheck_books();
    void leave_book(BookId book, const app::BookAccessRef& now);

    // session_commands.cpp
    Awaitable<void> handle_message();
    Awaitable<void> handle(std::string_view line);
    bool take_token();
    Awaitable<void> connect(CommandId id, ConnectCommand command);
    Awaitable<void> refresh(CommandId id, RefreshCommand command);
    Awaitable<void> subscribe(CommandId id, SubscribeCommand command);
    Awaitable<void> catchup(CommandId id, CatchupCommand command);
    void unsubscribe(CommandId id, UnsubscribeCommand command);

    // session_values.cpp
    Awaitable<void> subscribe_values(
        CommandId id, SubscribeCommand command, app::BookAccessRef access);
    bool has_values(const std::string& key) const;
    void pull_values(ValueSubscription& subscription);
    ValueSubscription* find_values(std::uint64_t serial);
    ValueSubscription* find_value_sub(std::uint64_t number);
    void drop_values(ValueSubscription& subscription);
    bool is_full(CommandId id, std::size_t of_kind, std::size_t of_kind_max);

    struct Start;
    Awaitable<Result<Start>> find_start(
        BookLogRef log, app::BookAccessRef access, Narrowing narrowing, std::optional<Since> since,
        bool snapshot);
    Awaitable<bool> is_in_history(BookLogRef log, BookLog::Head head, Since since);
    void begin(CommandId id, Subscription& subscription, Start start);
    void refuse(CommandId id, const wire::Problem& problem);
    void refuse(CommandId id, RefusalCode code, std::string detail);
    Subscription* find_sub(std::uint64_t number);
    Subscription* find_serial(std::uint64_t serial);
    void drop_subscription(const Subscription& subscription);

    Shared& shared_;
    Shard& shard_;
    WebSocket ws_;
    std::unique_ptr<Upgrade> upgrade_;  ///< until the handshake is done; without its socket
    State state_ = State::handshake;
    std::uint64_t client_number_;
    std::size_t slot_ = 0;
    std::size_t place_ = 0;

    bool has_origin_ = false;
    std::string cookie_token_;  ///< until connect
    PrincipalRef principal_;
    std::vector<std::unique_ptr<Subscription>> subscriptions_;
    std::vector<std::unique_ptr<ValueSubscription>> values_;
    std::uint64_t next_serial_ = 1;

    std::array<char, 512> chunk_;  ///< what is read next
    std::string message_;          ///< what has been read of a message
    bool busy_ = false;            ///< a command is being done, nothing is read
    bool rechecking_ = false;
    bool recheck_again_ = false;  ///< what the recheck under way has seen may be too old
    bool held_ = false;           ///< nothing is handed on until a recheck has ended

    TimePoint opened_at_;
    TimePoint received_at_;
    TimePoint sent_at_;
    TimePoint skips_at_;
    TimePoint next_recheck_;
    TimePoint close_by_;
    std::optional<TimePoint> pinged_at_;
    std::optional<TimePoint> overflowed_at_;  ///< a live frame did not fit, and the queue has not
                                              ///< drained since
    bool too_slow_ = false;  ///< something could not be queued at all: the session ends at its next
                             ///< turn
    std::chrono::milliseconds ping_after_;
    double commands_left_;
    TimePoint commands_at_;
};

}  // namespace arus::websocket::detail
