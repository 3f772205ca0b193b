// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/reply.hpp"

#include "arus/base/json_writer.hpp"

namespace arus::websocket::detail {

namespace {

/// Opens `{"id":…,` of a reply.
void begin_reply(JsonWriter& json, CommandId id) {
    json.begin_object().key("id");
    if (id) {
        json.integer(static_cast<std::int64_t>(*id));
    } else {
        json.null();
    }
}

std::string ended(std::string line) {
    line += '\n';
    return line;
}

std::string_view text_of(SubscribeOk::Mode mode) {
    switch (mode) {
        case SubscribeOk::Mode::live:
            return "live";
        case SubscribeOk::Mode::replay:
            return "replay";
        case SubscribeOk::Mode::snapshot:
            break;
    }
    return "snapshot";
}

std::string_view text_of(UnsubscribedReason reason) {
    switch (reason) {
        case UnsubscribedReason::role_changed:
            return "role_changed";
        case UnsubscribedReason::removed:
            return "removed";
        case UnsubscribedReason::too_large:
            break;
    }
    return "too_large";
}

}  // namespace

std::string_view name_of(CloseCode code) {
    switch (code) {
        case CloseCode::bad_request:
            return "bad_request";
        case CloseCode::unauthenticated:
            return "unauthenticated";
        case CloseCode::version:
            return "version";
        case CloseCode::overloaded:
            return "overloaded";
        case CloseCode::token_expired:
            return "token_expired";
        case CloseCode::rate_limited:
            return "rate_limited";
        case CloseCode::slow_consumer:
            return "slow_consumer";
        case CloseCode::no_pong:
            return "no_pong";
        case CloseCode::internal:
            return "internal";
        case CloseCode::drain:
            break;
    }
    return "drain";
}

std::string error_line(CommandId id, const wire::Problem& problem) {
    std::string line;
    JsonWriter json(line);
    begin_reply(json, id);
    json.key("error").begin_object();
    json.field("code", problem.error->code);
    json.field(
        "detail", problem.detail.empty() ? problem.error->title : std::string_view(problem.detail));
    json.field("retry", problem.error->retry);
    if (problem.error->retry && problem.retry_after_s) {
        json.field("retry_after_ms", *problem.retry_after_s * 1000);
    }
    json.end_object().end_object();
    return ended(std::move(line));
}

std::string connect_line(
    CommandId id, std::string_view client_id, const app::Principal& principal,
    std::span<const std::pair<BookId, std::string>> epochs, const Options& options) {
    std::string line;
    JsonWriter json(line);
    begin_reply(json, id);
    json.key("ok").begin_object();
    json.field("client_id", client_id);
    json.key("user").begin_object();
    json.field("id", principal.user_id.text());
    const bool is_person = principal.kind == app::Principal::Kind::person;
    json.field("email", is_person ? std::optional(principal.email) : std::nullopt);
    json.field("name", principal.name);
    json.field("locale", principal.locale);
    json.end_object();
    json.key("epoch_by_book").begin_object();
    for (const auto& [book, epoch] : epochs) {
        json.field(book.text(), epoch);
    }
    json.end_object();
    json.field("ping_ms", options.ping_after.count());
    json.field("pong_ms", options.pong_timeout.count());
    json.field("expires_at", instant_text(principal.expires_at));
    json.key("limits").begin_object();
    json.field("message_bytes_max", options.message_bytes_max);
    json.field("subscriptions_max", options.subscriptions_max);
    json.field("value_subscriptions_max", options.value_subscriptions_max);
    json.field("queue_bytes_max", options.queue_bytes_max);
    json.field("queue_age_ms_max", options.queue_age_max.count());
    json.end_object().end_object().end_object();
    return ended(std::move(line));
}

std::string refresh_line(CommandId id, Instant expires_at) {
    std::string line;
    JsonWriter json(line);
    begin_reply(json, id);
    json.key("ok")
        .begin_object()
        .field("expires_at", instant_text(expires_at))
        .end_object()
        .end_object();
    return ended(std::move(line));
}

std::string unsubscribe_line(CommandId id, std::uint32_t sub) {
    std::string line;
    JsonWriter json(line);
    begin_reply(json, id);
    json.key("ok").begin_object().field("sub", sub).end_object().end_object();
    return ended(std::move(line));
}

std::string subscribe_line(CommandId id, const SubscribeOk& ok) {
    std::string line;
    JsonWriter json(line);
    begin_reply(json, id);
    json.key("ok").begin_object();
    json.field("sub", ok.sub);
    json.field("book", ok.book.text());
    json.field("channel", ok.channel);
    json.field("epoch", ok.epoch);
    json.field("offset", ok.offset);
    json.field("mode", text_of(ok.mode));
    json.field("recovered", ok.recovered);
    if (ok.snapshot) {
        json.key("snapshot").begin_object();
        json.field("as_of_offset", ok.snapshot->as_of_offset);
        json.key("data").raw(ok.snapshot->data);
        json.end_object();
    }
    json.end_object().end_object();
    return ended(std::move(line));
}

std::string skip_line(std::uint32_t sub, BookId book, std::uint64_t to) {
    std::string line;
    JsonWriter json(line);
    json.begin_object().key("skip").begin_object();
    json.field("sub", sub).field("book", book.text()).field("channel", "ledger").field("to", to);
    json.end_object().end_object();
    return ended(std::move(line));
}

std::string ping_line(Instant now) {
    std::string line;
    JsonWriter json(line);
    json.begin_object().field("ping", now.us / 1000).end_object();
    return ended(std::move(line));
}

std::string reconnect_line(std::int64_t after_ms) {
    std::string line;
    JsonWriter json(line);
    json.begin_object().key("reconnect").begin_object();
    json.field("after_ms", after_ms).field("reason", "deploy");
    json.end_object().end_object();
    return ended(std::move(line));
}

std::string unsubscribed_line(
    std::uint32_t sub, BookId book, std::string_view channel, UnsubscribedReason reason) {
    std::string line;
    JsonWriter json(line);
    json.begin_object().key("unsubscribed").begin_object();
    json.field("sub", sub).field("book", book.text()).field("channel", channel);
    json.field("reason", text_of(reason));
    json.end_object().end_object();
    return ended(std::move(line));
}

}  // namespace arus::websocket::detail
