// SPDX-License-Identifier: Apache-2.0
// What a session does for the channels of which only the latest values count.
#include "arus/transports/websocket/detail/session.hpp"

#include "arus/base/log.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace arus::websocket::detail {

Awaitable<void> Session::subscribe_values(
    CommandId id, SubscribeCommand command, app::BookAccessRef access) {
    ValueRequest request;
    request.channel = *command.channel;
    request.outlet_id = command.narrowing.outlet_id;
    if (command.report) {
        request.report_name = std::move(command.report->name);
        request.report_parameters = std::move(command.report->parameters);
    }
    const std::string key = ValueHub::key_of(request, *access, principal_->user_id);
    if (has_values(key)) {
        refuse(id, RefusalCode::already_subscribed, "This link listens to that already.");
        co_return;
    }
    if (is_full(id, values_.size(), shared_.options.value_subscriptions_max)) {
        co_return;
    }
    auto joined = co_await shared_.values.join(std::move(request), principal_, access);
    if (!joined) {
        if (state_ == State::connected) {
            refuse(id, wire::problem_of(joined.refusal()));
        }
        co_return;
    }
    const ValueStreamRef stream = joined->stream;
    const auto head = stream->log()->head();
    if (state_ != State::connected || !head) {
        shared_.values.leave(stream, joined->reader);
        refuse(id, RefusalCode::unavailable, "The book cannot be read at the moment.");
        co_return;
    }
    auto made = std::make_unique<ValueSubscription>();
    made->session = this;
    made->access = std::move(access);
    made->reader = joined->reader;
    made->serial = next_serial_++;
    shard_.attach(*made, stream);
    values_.push_back(std::move(made));
    SubscribeOk ok;
    ok.sub = stream->number();
    ok.book = stream->log()->book();
    ok.channel = name_of(stream->request().channel);
    ok.epoch = head->epoch;
    ok.offset = head->offset;
    send(subscribe_line(id, ok));
    deliver_values(*values_.back());
}

bool Session::has_values(const std::string& key) const {
    return std::ranges::any_of(values_, [&key](const std::unique_ptr<ValueSubscription>& held) {
        return held->stream()->key() == key;
    });
}

bool Session::is_full(CommandId id, std::size_t of_kind, std::size_t of_kind_max) {
    const std::size_t most = shared_.options.subscriptions_max;
    if (subscriptions_.size() + values_.size() < most && of_kind < of_kind_max) {
        return false;
    }
    refuse(
        id, RefusalCode::too_many_subscriptions,
        "A link may have " + std::to_string(most) + " subscriptions, "
            + std::to_string(shared_.options.value_subscriptions_max) + " of them to values.");
    return true;
}

void Session::deliver_values(ValueSubscription& subscription) {
    if (state_ != State::connected || held_) {
        return;
    }
    try {
        pull_values(subscription);
    } catch (const std::exception& fault) {
        log::error(
            "values cannot be handed on", {{"client", client_number_}, {"what", fault.what()}});
        end(CloseCode::internal);
    }
}

void Session::pull_values(ValueSubscription& subscription) {
    constexpr int messages_at_once = 4;
    const ValueStreamRef stream = subscription.stream();
    if (stream->is_too_large()) {
        send(unsubscribed_line(
            stream->number(), stream->log()->book(), name_of(stream->request().channel),
            UnsubscribedReason::too_large));
        drop_values(subscription);
        return;
    }
    for (int i = 0; subscription.sent < stream->revision(); ++i) {
        // Whoever has not taken what was sent before gets the latest when they have; see
        // on_drained().
        if (layer().queue().bytes() > shared_.options.drained_bytes) {
            return;
        }
        if (i == messages_at_once) {
            auto go_on = [session = self(), serial = subscription.serial] {
                if (ValueSubscription* const held = session->find_values(serial)) {
                    session->deliver_values(*held);
                }
            };
            asio::post(shard_.loop(), std::move(go_on));
            return;
        }
        const ValueStream::Message message = stream->after(subscription.sent);
        subscription.sent = message.revision;
        if (!message.frame) {
            return;
        }
        add(shared_.counters.deliveries);
        send(message.frame);
    }
}

ValueSubscription* Session::find_values(std::uint64_t serial) {
    const auto found = std::ranges::find(values_, serial, &ValueSubscription::serial);
    return found == values_.end() ? nullptr : found->get();
}

ValueSubscription* Session::find_value_sub(std::uint64_t number) {
    const auto found = std::ranges::find_if(
        values_, [number](const std::unique_ptr<ValueSubscription>& held) {
            return held->stream()->number() == number;
        });
    return found == values_.end() ? nullptr : found->get();
}

void Session::drop_values(ValueSubscription& subscription) {
    const auto found = std::ranges::find_if(
        values_, [&](const std::unique_ptr<ValueSubscription>& held) {
            return held.get() == &subscription;
        });
    const ValueStreamRef stream = subscription.stream();
    const std::uint64_t reader = subscription.reader;
    shard_.detach(subscription);
    values_.erase(found);
    shared_.values.leave(stream, reader);
}

}  // namespace arus::websocket::detail
