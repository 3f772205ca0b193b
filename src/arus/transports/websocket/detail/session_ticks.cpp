// SPDX-License-Identifier: Apache-2.0
// What a session does because time has passed.
#include "arus/transports/websocket/detail/session.hpp"

#include "arus/base/json_writer.hpp"
#include "arus/base/log.hpp"

#include <algorithm>

namespace arus::websocket::detail {

using Clock = std::chrono::steady_clock;

void Session::tick(TimePoint now) {
    if (state_ == State::closing) {
        if (now >= close_by_) {
            layer().abort();
        }
        return;
    }
    if (state_ != State::connected) {
        if (now - opened_at_ >= shared_.options.connect_timeout) {
            end(CloseCode::bad_request);
        }
        return;
    }
    if (!check_queue(now)) {
        return;
    }
    check_peer(now);
    if (state_ != State::connected) {
        return;
    }
    send_skips(now);
    send_head(now);
    if (!rechecking_ && now >= next_recheck_) {
        rechecking_ = true;
        shared_.tasks.spawn(shard_.loop().get_executor(), recheck(self()));
    }
}

bool Session::check_queue(TimePoint now) {
    if (too_slow_) {
        end(CloseCode::slow_consumer);
        return false;
    }
    const auto& queue = layer().queue();
    if (queue.empty()) {
        overflowed_at_.reset();
        return true;
    }
    const auto age = now - queue.oldest();
    if (age < shared_.options.queue_age_max
        && !(overflowed_at_ && age >= shared_.options.overflow_grace)) {
        return true;
    }
    end(CloseCode::slow_consumer);
    return false;
}

void Session::check_peer(TimePoint now) {
    if (busy_) {
        return;  // nothing is read until the command is done
    }
    if (pinged_at_ && received_at_ > *pinged_at_) {
        pinged_at_.reset();
    }
    if (pinged_at_) {
        if (now - *pinged_at_ >= shared_.options.pong_timeout) {
            end(CloseCode::no_pong);
        }
    } else if (now - received_at_ >= ping_after_) {
        send(ping_line(shared_.clock.now()));
        pinged_at_ = now;
    }
}

void Session::send_skips(TimePoint now) {
    if (now - skips_at_ < shared_.options.skip_every) {
        return;
    }
    skips_at_ = now;
    for (const auto& subscription : subscriptions_) {
        if (subscription->cursor > subscription->told
            && !subscription->stream->filter().is_open()) {
            send(skip_line(
                subscription->stream->number(), subscription->stream->log()->book(),
                subscription->cursor));
            subscription->told = subscription->cursor;
        }
    }
}

void Session::send_head(TimePoint now) {
    if (now - sent_at_ < shared_.options.head_every) {
        return;
    }
    const auto is_behind = [](const std::unique_ptr<Subscription>& subscription) {
        return subscription->cursor < subscription->stream->log()->head_offset();
    };
    if (std::ranges::any_of(subscriptions_, is_behind)) {
        // A head would say that something is missing, and the client would ask for what is on its
        // way. But it must hear something.
        send(ping_line(shared_.clock.now()));
        return;
    }
    std::vector<BookLog*> books;
    for (const auto& subscription : subscriptions_) {
        BookLog* const log = subscription->stream->log().get();
        if (std::ranges::find(books, log) == books.end()) {
            books.push_back(log);
        }
    }
    if (books.size() == 1) {
        send(shard_.head_frame(*books.front()));
        return;
    }
    std::string line;
    JsonWriter json(line);
    json.begin_object().key("head").begin_object();
    for (const BookLog* const log : books) {
        json.field(log->book().text(), log->head_offset());
    }
    json.end_object().end_object();
    line += '\n';
    send(line);
}

void Session::recheck_soon(UserId user) {
    if (state_ == State::connected && principal_->user_id == user) {
        next_recheck_ = TimePoint();
    }
}

Awaitable<void> Session::recheck(std::shared_ptr<Session> session) {
    try {
        co_await session->recheck_token();
        if (session->state_ == State::connected) {
            co_await session->recheck_books();
        }
    } catch (const std::exception& failure) {
        // Whoever was let in stays while the database does not answer, but no longer than the token
        // says.
        log::debug("a socket's right to listen could not be checked", {{"what", failure.what()}});
        if (session->state_ == State::connected
            && session->shared_.clock.now() >= session->principal_->expires_at) {
            session->end(CloseCode::token_expired);
        }
    }
    const auto& options = session->shared_.options;
    const std::uint64_t sockets = session->shared_.counters.sockets.load(std::memory_order_relaxed);
    const std::chrono::milliseconds share(sockets * 1000 / options.rechecks_per_s);
    session->next_recheck_ = Clock::now() + std::max(options.recheck_every, share);
    session->rechecking_ = false;
}

Awaitable<void> Session::recheck_token() {
    const PrincipalRef before = principal_;
    auto fresh = co_await shared_.backend.authenticate(
        before->token_hash, Deadline::in(shared_.options.call_timeout));
    if (state_ != State::connected || principal_ != before) {
        co_return;  // a refresh came between
    }
    if (fresh) {
        principal_ = *fresh;
    } else if (shared_.clock.now() >= before->expires_at) {
        end(CloseCode::token_expired);
    } else {
        end(CloseCode::unauthenticated);
    }
}

Awaitable<void> Session::recheck_books() {
    std::vector<BookId> books;
    for (const auto& subscription : subscriptions_) {
        books.push_back(subscription->stream->log()->book());
    }
    std::sort(books.begin(), books.end());
    books.erase(std::unique(books.begin(), books.end()), books.end());
    for (const auto& book : books) {
        auto access = co_await shared_.backend.access(
            principal_->user_id, book, Deadline::in(shared_.options.call_timeout));
        if (state_ != State::connected) {
            co_return;
        }
        for (std::size_t i = 0; i < subscriptions_.size();) {
            const Subscription& subscription = *subscriptions_[i];
            const bool is_same = access && subscription.access->role == (*access)->role
                                 && subscription.access->outlet_scope == (*access)->outlet_scope;
            if (is_same || subscription.stream->log()->book() != book) {
                ++i;
                continue;
            }
            send(unsubscribed_line(
                subscription.stream->number(), book,
                access ? UnsubscribedReason::role_changed : UnsubscribedReason::removed));
            drop_subscription(subscription);
        }
    }
}

}  // namespace arus::websocket::detail
