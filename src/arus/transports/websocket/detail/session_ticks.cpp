// SPDX-License-Identifier: Apache-2.0
// What a session does because time has passed.
#include "arus/transports/websocket/detail/session.hpp"

#include "arus/base/json_writer.hpp"
#include "arus/base/log.hpp"

#include <algorithm>

namespace arus::websocket::detail {

using Clock = std::chrono::steady_clock;

namespace {

constexpr int half_a_look = 5;  ///< in ticks: each session is looked at every tenth

}  // namespace

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
    push_on();
    if (state_ != State::connected) {
        return;
    }
    send_skips(now);
    send_head(now);
    // What comes due before half of the time to the next look is due now: else half a second would
    // always become a whole one.
    if (!rechecking_ && now + shared_.options.tick * half_a_look >= next_recheck_) {
        start_recheck();
    }
}

/// Whoever has been behind since the last tick without moving goes on now: the head may have become
/// known in a way that no batch told of.
void Session::push_on() {
    for (std::size_t i = 0; i < subscriptions_.size(); ++i) {
        Subscription& subscription = *subscriptions_[i];
        if (subscription.cursor >= subscription.stream->log()->head_offset()) {
            subscription.behind_at.reset();
        } else if (subscription.behind_at == subscription.cursor) {
            catch_up(subscription);
        } else {
            subscription.behind_at = subscription.cursor;
        }
    }
    for (std::size_t i = 0; i < values_.size(); ++i) {
        deliver_values(*values_[i]);
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
    const auto add_book = [&books](BookLog* log) {
        if (std::ranges::find(books, log) == books.end()) {
            books.push_back(log);
        }
    };
    for (const auto& subscription : subscriptions_) {
        add_book(subscription->stream->log().get());
    }
    for (const auto& subscription : values_) {
        add_book(subscription->stream()->log().get());
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

void Session::recheck_now(UserId user) {
    if (state_ != State::connected || principal_->user_id != user) {
        return;
    }
    held_ = true;
    recheck_again_ = true;
    if (!rechecking_) {
        start_recheck();
    }
}

void Session::start_recheck() {
    rechecking_ = true;
    shared_.tasks.spawn(shard_.loop().get_executor(), recheck(self()));
}

Awaitable<void> Session::recheck(std::shared_ptr<Session> session) {
    do {
        session->recheck_again_ = false;
        bool is_known = false;
        try {
            co_await session->recheck_token();
            if (session->state_ == State::connected) {
                co_await session->recheck_books();
            }
            is_known = true;
        } catch (const std::exception& failure) {
            // Whoever was let in stays while the database does not answer, but no longer than the
            // token says, and hears nothing if something was changed.
            log::debug(
                "a socket's right to listen could not be checked", {{"what", failure.what()}});
            if (session->state_ == State::connected
                && session->shared_.clock.now() >= session->principal_->expires_at) {
                session->end(CloseCode::token_expired);
            }
        }
        if (is_known && session->held_ && !session->recheck_again_) {
            session->held_ = false;
            session->go_on();
        }
    } while (session->recheck_again_ && session->state_ == State::connected);
    const auto& options = session->shared_.options;
    const std::uint64_t sockets = session->shared_.counters.sockets.load(std::memory_order_relaxed);
    const std::chrono::milliseconds share(sockets * 1000 / options.rechecks_per_s);
    session->next_recheck_ = Clock::now() + std::max(options.recheck_every, share);
    if (session->held_) {
        session->next_recheck_ = Clock::now() + options.recheck_every;
    }
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
    for (const auto& subscription : values_) {
        books.push_back(subscription->stream()->log()->book());
    }
    std::sort(books.begin(), books.end());
    books.erase(std::unique(books.begin(), books.end()), books.end());
    for (const auto& book : books) {
        auto access = co_await shared_.backend.access(
            principal_->user_id, book, Deadline::in(shared_.options.call_timeout));
        if (state_ != State::connected) {
            co_return;
        }
        leave_book(book, access ? *access : nullptr);
    }
}

/// Ends the subscriptions to this book that were granted to another role, or to a member.
void Session::leave_book(BookId book, const app::BookAccessRef& now) {
    const auto reason = now ? UnsubscribedReason::role_changed : UnsubscribedReason::removed;
    const auto stays = [&](BookId of, const app::BookAccess& before) {
        return of != book
               || (now && before.role == now->role && before.outlet_scope == now->outlet_scope);
    };
    for (std::size_t i = 0; i < subscriptions_.size();) {
        const Subscription& subscription = *subscriptions_[i];
        if (stays(subscription.stream->log()->book(), *subscription.access)) {
            ++i;
            continue;
        }
        send(unsubscribed_line(subscription.stream->number(), book, "ledger", reason));
        drop_subscription(subscription);
    }
    for (std::size_t i = 0; i < values_.size();) {
        ValueSubscription& subscription = *values_[i];
        const ValueStream& stream = *subscription.stream();
        if (stays(stream.log()->book(), *subscription.access)) {
            ++i;
            continue;
        }
        send(unsubscribed_line(stream.number(), book, name_of(stream.request().channel), reason));
        drop_values(subscription);
    }
}

}  // namespace arus::websocket::detail
