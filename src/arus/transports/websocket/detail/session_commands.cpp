// SPDX-License-Identifier: Apache-2.0
// What a session does because the client said so.
#include "arus/transports/websocket/detail/session.hpp"

#include "arus/base/log.hpp"

#include <algorithm>

namespace arus::websocket::detail {

using Clock = std::chrono::steady_clock;

/// From where a subscription goes on, and what the client is told about it.
struct Session::Start {
    SubscribeOk::Mode mode = SubscribeOk::Mode::live;
    bool recovered = false;
    std::string epoch;
    std::uint64_t offset = 0;  ///< of a live one: wherever the head is when it begins
    std::optional<Snapshot> snapshot;
};

Awaitable<void> Session::handle_message() {
    std::string_view rest = message_;
    while (!rest.empty() && state_ != State::closing) {
        const std::size_t line_end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, line_end);
        rest.remove_prefix(std::min(line_end + 1, rest.size()));
        if (!line.empty()) {
            co_await handle(line);
        }
        if (too_slow_) {
            end(CloseCode::slow_consumer);
        }
    }
}

bool Session::take_token() {
    const auto now = Clock::now();
    const double seconds = std::chrono::duration<double>(now - commands_at_).count();
    commands_at_ = now;
    commands_left_ = std::min(
        shared_.options.commands_burst, commands_left_ + seconds * shared_.options.commands_per_s);
    if (commands_left_ < 1) {
        return false;
    }
    commands_left_ -= 1;
    return true;
}

Awaitable<void> Session::handle(std::string_view line) {
    add(shared_.counters.commands);
    if (!take_token()) {
        auto problem = wire::problem_of({RefusalCode::rate_limited, "Too many commands.", {}});
        problem.retry_after_s = 1;
        refuse(std::nullopt, problem);
        co_return;
    }
    auto parsed = parse_command(line);
    if (const auto* const bad = std::get_if<BadCommand>(&parsed)) {
        const bool may_speak = state_ == State::connected || bad->is_connect
                               || bad->refusal.code == RefusalCode::malformed_json;
        if (may_speak) {
            refuse(bad->id, wire::problem_of(bad->refusal));
        } else {
            refuse(bad->id, RefusalCode::not_connected, "The first command must be connect.");
        }
        co_return;
    }
    Command& command = std::get<Command>(parsed);
    if (state_ != State::connected && !std::holds_alternative<ConnectCommand>(command.body)) {
        refuse(command.id, RefusalCode::not_connected, "The first command must be connect.");
        co_return;
    }
    try {
        if (auto* const connecting = std::get_if<ConnectCommand>(&command.body)) {
            co_await connect(command.id, std::move(*connecting));
        } else if (auto* const subscribing = std::get_if<SubscribeCommand>(&command.body)) {
            co_await subscribe(command.id, std::move(*subscribing));
        } else if (auto* const catching_up = std::get_if<CatchupCommand>(&command.body)) {
            co_await catchup(command.id, std::move(*catching_up));
        } else if (auto* const refreshing = std::get_if<RefreshCommand>(&command.body)) {
            co_await refresh(command.id, std::move(*refreshing));
        } else if (const auto* const leaving = std::get_if<UnsubscribeCommand>(&command.body)) {
            unsubscribe(command.id, *leaving);
        }
    } catch (const Failure& failure) {
        log::warn(
            "a command of a socket failed", {{"client", client_number_}, {"what", failure.what()}});
        refuse(command.id, wire::problem_of(failure));
    } catch (const std::exception& fault) {
        log::error(
            "a command of a socket broke", {{"client", client_number_}, {"what", fault.what()}});
        refuse(command.id, wire::internal_problem());
    }
}

void Session::refuse(CommandId id, const wire::Problem& problem) {
    send(error_line(id, problem));
    if (problem.error->socket > wire::SocketUse::reply) {
        end(static_cast<CloseCode>(problem.error->socket));
    }
}

void Session::refuse(CommandId id, RefusalCode code, std::string detail) {
    refuse(id, wire::problem_of({code, std::move(detail), {}}));
}

Awaitable<void> Session::connect(CommandId id, ConnectCommand command) {
    if (state_ == State::connected) {
        refuse(id, RefusalCode::already_connected, "This link is connected already.");
        co_return;
    }
    if (!command.token && has_origin_ && !cookie_token_.empty()) {
        command.token = cookie_token_;
    }
    if (!command.token) {
        refuse(id, RefusalCode::unauthenticated, "Sign in first, or send a token.");
        co_return;
    }
    const auto deadline = Deadline::in(shared_.options.call_timeout);
    auto principal = co_await shared_.backend.authenticate(std::move(*command.token), deadline);
    if (!principal) {
        refuse(id, wire::problem_of(principal.refusal()));
        co_return;
    }
    const auto epochs = co_await shared_.backend.epochs_of((*principal)->user_id, deadline);
    if (state_ != State::opened) {
        co_return;
    }
    principal_ = *principal;
    cookie_token_ = {};
    state_ = State::connected;
    next_recheck_ = Clock::now() + shared_.options.recheck_every;
    log::info(
        "a socket is connected",
        {{"client", client_number_}, {"user", principal_->user_id.text()}});
    send(connect_line(id, std::to_string(client_number_), *principal_, epochs, shared_.options));
}

Awaitable<void> Session::refresh(CommandId id, RefreshCommand command) {
    auto principal = co_await shared_.backend.authenticate(
        std::move(command.token), Deadline::in(shared_.options.call_timeout));
    if (state_ != State::connected) {
        co_return;
    }
    if (!principal || (*principal)->user_id != principal_->user_id) {
        refuse(id, RefusalCode::unauthenticated, "This token is not valid for this link.");
        co_return;
    }
    principal_ = *principal;
    send(refresh_line(id, principal_->expires_at));
}

Awaitable<void> Session::subscribe(CommandId id, SubscribeCommand command) {
    const auto deadline = Deadline::in(shared_.options.call_timeout);
    auto access = co_await shared_.backend.access(principal_->user_id, command.book, deadline);
    if (!access) {
        refuse(id, wire::problem_of(access.refusal()));
        co_return;
    }
    if (command.channel) {
        co_await subscribe_values(id, std::move(command), *access);
        co_return;
    }
    const BookLogRef log = shared_.history.log(command.book);
    const Filter filter(command.narrowing, *access);
    const std::string key = Shard::key_of(*log, filter);
    const auto is_same = [&key](const std::unique_ptr<Subscription>& held) {
        return held->stream->key() == key;
    };
    if (std::ranges::any_of(subscriptions_, is_same)) {
        refuse(id, RefusalCode::already_subscribed, "This link listens to that already.");
        co_return;
    }
    if (is_full(id, 0, 1)) {
        co_return;
    }
    if (command.narrowing.outlet_id || command.narrowing.account_id) {
        const auto checked = co_await shared_.backend.check(*access, command.narrowing, deadline);
        if (!checked) {
            refuse(id, wire::problem_of(checked.refusal()));
            co_return;
        }
    }
    auto start = co_await find_start(
        log, *access, command.narrowing, command.since, command.snapshot);
    if (state_ != State::connected) {
        co_return;
    }
    if (!start) {
        refuse(id, wire::problem_of(start.refusal()));
        co_return;
    }
    auto subscription = std::make_unique<Subscription>();
    subscription->session = this;
    subscription->access = *access;
    subscription->serial = next_serial_++;
    shard_.attach(*subscription, log, filter);
    subscriptions_.push_back(std::move(subscription));
    begin(id, *subscriptions_.back(), std::move(*start));
}

Awaitable<void> Session::catchup(CommandId id, CatchupCommand command) {
    Subscription* subscription = find_sub(command.sub);
    if (find_value_sub(command.sub) != nullptr) {
        refuse(
            id, RefusalCode::validation_failed,
            "A subscription to values has always sent the latest; only a ledger is caught up.");
        co_return;
    }
    if (subscription == nullptr) {
        refuse(id, RefusalCode::unknown_subscription, "This link has no such subscription.");
        co_return;
    }
    const std::uint64_t serial = subscription->serial;
    Since since;
    if (command.since) {
        since = *command.since;
    } else {
        const auto head = subscription->stream->log()->head();
        since = {head ? head->epoch : std::string(), subscription->cursor, std::nullopt};
    }
    auto start = co_await find_start(
        subscription->stream->log(), subscription->access,
        subscription->stream->filter().narrowing(), std::move(since), false);
    subscription = find_serial(serial);
    if (state_ != State::connected) {
        co_return;
    }
    if (subscription == nullptr) {
        refuse(id, RefusalCode::unknown_subscription, "The subscription has ended.");
        co_return;
    }
    if (!start) {
        refuse(id, wire::problem_of(start.refusal()));
        co_return;
    }
    begin(id, *subscription, std::move(*start));
}

Awaitable<bool> Session::is_in_history(BookLogRef log, BookLog::Head head, Since since) {
    if (since.epoch != head.epoch) {
        co_return false;
    }
    if (since.offset > head.offset) {
        // What this instance has heard may be older than what the client has.
        const auto fresh = co_await shared_.history.fresh_head(log);
        if (!fresh || since.epoch != fresh->epoch || since.offset > fresh->offset) {
            co_return false;
        }
    }
    if (!since.hash) {
        co_return true;
    }
    if (since.offset == 0) {
        co_return *since.hash == ledger::chain_start(log->book());
    }
    const EventLinesRef piece = co_await shared_.history.piece(log, since.offset);
    co_return piece && piece->hash(since.offset) == *since.hash;
}

Awaitable<Result<Session::Start>> Session::find_start(
    BookLogRef log, app::BookAccessRef access, Narrowing narrowing, std::optional<Since> since,
    bool snapshot) {
    const auto head = co_await shared_.history.head(log);
    if (!head) {
        co_return Refusal{RefusalCode::not_found, "There is no such book.", {}};
    }
    Start start;
    start.epoch = head->epoch;
    if (since) {
        start.recovered = co_await is_in_history(log, *head, *since);
        start.mode = SubscribeOk::Mode::replay;
        start.offset = since->offset;
        if (!start.recovered) {
            add(shared_.counters.rewound);
            log::warn(
                "a client knows a history that is not this one", {{"client", client_number_},
                                                                  {"book", log->book().text()},
                                                                  {"offset", since->offset}});
        }
    }
    if (snapshot || (since && !start.recovered)) {
        auto made = co_await shared_.backend.snapshot(
            principal_, access, narrowing, Deadline::in(shared_.options.call_timeout));
        if (!made) {
            co_return made.refusal();
        }
        log->learn({made->epoch, made->as_of_offset});
        start.mode = SubscribeOk::Mode::snapshot;
        start.recovered = false;
        start.epoch = made->epoch;
        start.offset = made->as_of_offset;
        start.snapshot = std::move(*made);
    }
    co_return start;
}

void Session::begin(CommandId id, Subscription& subscription, Start start) {
    const Stream& stream = *subscription.stream;
    const auto head = stream.log()->head();
    if (!head || head->epoch != start.epoch || !stream.is_current()) {
        drop_subscription(subscription);
        refuse(id, RefusalCode::unavailable, "The history was rewound just now.");
        return;
    }
    if (start.mode == SubscribeOk::Mode::live
        || (start.mode == SubscribeOk::Mode::replay && start.offset == head->offset)) {
        start.mode = SubscribeOk::Mode::live;
        start.offset = head->offset;
    }
    subscription.cursor = start.offset;
    subscription.told = start.offset;
    subscription.piece.reset();
    SubscribeOk ok;
    ok.sub = stream.number();
    ok.book = stream.log()->book();
    ok.epoch = std::move(start.epoch);
    ok.offset = start.offset;
    ok.mode = start.mode;
    ok.recovered = start.recovered;
    ok.snapshot = std::move(start.snapshot);
    send(subscribe_line(id, ok));
    catch_up(subscription);
}

void Session::unsubscribe(CommandId id, UnsubscribeCommand command) {
    if (ValueSubscription* const of_values = find_value_sub(command.sub)) {
        const auto number = of_values->stream()->number();
        drop_values(*of_values);
        send(unsubscribe_line(id, number));
        return;
    }
    const Subscription* const subscription = find_sub(command.sub);
    if (subscription == nullptr) {
        refuse(id, RefusalCode::unknown_subscription, "This link has no such subscription.");
        return;
    }
    const auto number = subscription->stream->number();
    drop_subscription(*subscription);
    send(unsubscribe_line(id, number));
}

}  // namespace arus::websocket::detail
