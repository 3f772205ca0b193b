// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/session.hpp"

#include "arus/base/log.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include <random>

namespace arus::websocket::detail {

namespace {

namespace http = boost::beast::http;
namespace beast_ws = boost::beast::websocket;
using Clock = std::chrono::steady_clock;
using boost::system::error_code;

constexpr std::string_view protocol = "arus.v1";
constexpr std::string_view cookie_name = "arus_session";

/// What to answer to the client's list of protocols. A browser hides a link whose answer it did not
/// ask for, so that a client of another version is answered with its own first choice and then told
/// why it may not stay.
struct ProtocolChoice {
    std::string answer;  ///< empty: none was offered
    bool is_ours = false;
};

ProtocolChoice choose_protocol(std::string_view header) {
    ProtocolChoice choice;
    for (const auto& offered :
         http::token_list(boost::beast::string_view(header.data(), header.size()))) {
        if (choice.answer.empty()) {
            choice.answer.assign(offered.data(), offered.size());
        }
        if (std::string_view(offered.data(), offered.size()) == protocol) {
            return {std::string(protocol), true};
        }
    }
    return choice;
}

/// The value of our cookie in a Cookie header (RFC 6265 section 4.2.1), or nothing.
std::string token_of_cookie(std::string_view header) {
    while (!header.empty()) {
        const std::size_t end = std::min(header.find(';'), header.size());
        std::string_view pair = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
        const std::size_t equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == cookie_name) {
            return std::string(pair.substr(equals + 1));
        }
    }
    return {};
}

std::string_view field(const http::fields& fields, http::field name) {
    const auto value = fields[name];
    return {value.data(), value.size()};
}

/// A tenth more or less, so that thousands who came at once are not pinged at once for ever.
std::chrono::milliseconds jittered(std::chrono::milliseconds span) {
    thread_local std::minstd_rand random{std::random_device{}()};
    std::uniform_real_distribution<double> factor(0.9, 1.1);
    return std::chrono::milliseconds(
        static_cast<std::int64_t>(static_cast<double>(span.count()) * factor(random)));
}

std::unique_ptr<Upgrade> without_socket(Upgrade& upgrade) {
    return std::make_unique<Upgrade>(std::move(upgrade));
}

}  // namespace

Session::Session(Shared& shared, Shard& shard, Upgrade upgrade) :
    shared_(shared),
    shard_(shard),
    ws_(std::move(upgrade.socket), std::move(upgrade.leftover),
        SharedWriteStream::Limits{
            .drained_bytes = shared.options.drained_bytes,
            .incoming_frame_bytes_max = shared.options.message_bytes_max}),
    upgrade_(without_socket(upgrade)),
    client_number_(shared.counters.accepted.fetch_add(1, std::memory_order_relaxed) + 1),
    opened_at_(Clock::now()),
    received_at_(opened_at_),
    sent_at_(opened_at_),
    skips_at_(opened_at_),
    next_recheck_(opened_at_),
    ping_after_(jittered(shared.options.ping_after)),
    commands_left_(shared.options.commands_burst),
    commands_at_(opened_at_) {
}

Awaitable<void> Session::run(std::shared_ptr<Session> session) {
    session->layer().observe(session, *session);
    try {
        // Named: as the condition itself it breaks the frame of a coroutine without other locals
        // (GCC bug 106188).
        const bool is_open = co_await session->shake_hands();
        if (is_open) {
            co_await session->read_messages();
        }
    } catch (const std::exception& fault) {
        log::error("a socket broke", {{"client", session->client_number_}, {"what", fault.what()}});
    }
    session->state_ = State::closing;
    session->leave_streams();
    session->layer().abort();
    session->shard_.drop(*session);
}

Awaitable<bool> Session::shake_hands() {
    const auto& request = upgrade_->request;
    const ProtocolChoice choice = choose_protocol(
        field(request, http::field::sec_websocket_protocol));
    has_origin_ = request.find(http::field::origin) != request.end();
    cookie_token_ = token_of_cookie(field(request, http::field::cookie));

    error_code error;
    auto& socket = layer().socket();
    socket.set_option(asio::ip::tcp::no_delay(true), error);
    if (shared_.options.send_buffer_bytes > 0) {
        socket.set_option(
            asio::socket_base::send_buffer_size(shared_.options.send_buffer_bytes), error);
    }
    // No message is ever written through Beast, so its own write buffer is never made. The length
    // of what is read is watched in take_chunk(), where there is still a way to say why.
    ws_.auto_fragment(false);
    ws_.read_message_max(0);
    auto decorate = [answer = choice.answer](beast_ws::response_type& response) {
        if (!answer.empty()) {
            response.set(http::field::sec_websocket_protocol, answer);
        }
    };
    ws_.set_option(beast_ws::stream_base::decorator(std::move(decorate)));
    auto on_control = [this](beast_ws::frame_type type, boost::beast::string_view) {
        received_at_ = Clock::now();
        if (type == beast_ws::frame_type::close) {
            peer_closes();
        }
    };
    ws_.control_callback(std::move(on_control));
    co_await ws_.async_accept(request, asio::redirect_error(use_awaitable, error));
    upgrade_.reset();
    if (error || state_ == State::closing) {
        co_return false;
    }
    state_ = State::opened;
    received_at_ = Clock::now();
    if (!choice.is_ours) {
        refuse(std::nullopt, RefusalCode::version_unsupported, "This server speaks arus.v1.");
    }
    co_return true;
}

Awaitable<void> Session::read_messages() {
    for (;;) {
        error_code error;
        const std::size_t count = co_await ws_.async_read_some(
            asio::buffer(chunk_), asio::redirect_error(use_awaitable, error));
        if (error) {
            co_return;
        }
        received_at_ = Clock::now();
        if (state_ == State::closing || !take_chunk(count) || !ws_.is_message_done()) {
            continue;
        }
        busy_ = true;
        co_await handle_message();
        busy_ = false;
        received_at_ = Clock::now();
        constexpr std::size_t kept_when_idle = 256;
        if (message_.capacity() > kept_when_idle) {
            std::string().swap(message_);
        }
        message_.clear();
    }
}

bool Session::take_chunk(std::size_t bytes) {
    if (ws_.got_binary()) {
        refuse(std::nullopt, RefusalCode::unsupported_media_type, "Messages are text.");
        return false;
    }
    if (message_.size() + bytes > shared_.options.message_bytes_max) {
        refuse_oversized();
        return false;
    }
    message_.append(chunk_.data(), bytes);
    return true;
}

// ---- writing

void Session::send(std::string_view line) {
    send(frame_of(line));
}

void Session::send(FrameRef frame) {
    if (state_ == State::closing || state_ == State::handshake) {
        return;
    }
    // Live events stop at the limit and stay behind. Replies have a little room beyond it: who asks
    // and asks without reading what is answered is too slow as well.
    const std::size_t most = shared_.options.queue_bytes_max + 2 * message_bytes_max;
    if (layer().queue().bytes() + frame->bytes().size() > most && !layer().queue().empty()) {
        too_slow_ = true;
        return;
    }
    const auto now = Clock::now();
    layer().push(std::move(frame), now);
    sent_at_ = now;
    layer().flush();
}

bool Session::offer(const FrameRef& frame, TimePoint now) {
    const auto& queue = layer().queue();
    const auto fits = [&] {
        return queue.empty()
               || queue.bytes() + frame->bytes().size() <= shared_.options.queue_bytes_max;
    };
    if (!fits()) {
        layer().flush();
    }
    if (!fits()) {
        overflowed_at_ = overflowed_at_.value_or(now);
        check_queue(now);
        return false;
    }
    layer().push(frame, now);
    sent_at_ = now;
    add(shared_.counters.deliveries);
    return true;
}

void Session::deliver(Subscription& subscription, const std::vector<StreamFrame>& frames) {
    if (state_ != State::connected || held_) {
        return;
    }
    const auto now = Clock::now();
    for (const auto& frame : frames) {
        if (subscription.cursor >= frame.last) {
            continue;
        }
        if (subscription.cursor + 1 != frame.first) {
            break;
        }
        if (frame.frame) {
            if (!offer(frame.frame, now)) {
                break;
            }
            subscription.told = frame.told;
        }
        subscription.cursor = frame.last;
    }
    if (state_ != State::connected) {
        return;  // and the subscription is no more
    }
    layer().flush();
    if (frames.empty() || subscription.cursor < frames.back().last) {
        catch_up(subscription);
    }
}

void Session::catch_up(Subscription& subscription) {
    try {
        pull(subscription);
    } catch (const std::exception& fault) {
        log::error(
            "the history cannot be handed on",
            {{"client", client_number_}, {"what", fault.what()}});
        end(CloseCode::internal);
    }
}

void Session::pull(Subscription& subscription) {
    if (held_) {
        return;
    }
    constexpr int frames_at_once = 4;
    const BookLogRef log = subscription.stream->log();
    for (int i = 0; !subscription.fetching && subscription.cursor < log->head_offset(); ++i) {
        if (!subscription.stream->is_current()) {
            end(CloseCode::internal);
            return;
        }
        if (layer().queue().bytes() > shared_.options.drained_bytes) {
            return;  // on_drained() goes on
        }
        if (i == frames_at_once) {
            catch_up_later(subscription.serial);
            return;
        }
        const std::uint64_t next = subscription.cursor + 1;
        if (!subscription.piece || !subscription.piece->holds(next)) {
            subscription.piece = log->find(next);
        }
        if (!subscription.piece) {
            subscription.fetching = true;
            shared_.tasks.spawn(
                shard_.loop().get_executor(), fetch(self(), subscription.serial, log, next));
            return;
        }
        const StreamFrame frame = subscription.stream->frame_after(
            subscription.cursor, subscription.piece);
        subscription.cursor = frame.last;
        if (frame.frame) {
            subscription.told = frame.told;
            add(shared_.counters.deliveries);
            send(frame.frame);
        }
    }
    if (!subscription.fetching) {
        subscription.piece.reset();
    }
}

void Session::catch_up_later(std::uint64_t serial) {
    asio::post(shard_.loop(), [session = self(), serial] {
        if (Subscription* const subscription = session->find_serial(serial)) {
            session->catch_up(*subscription);
        }
    });
}

Awaitable<void> Session::fetch(
    std::shared_ptr<Session> session, std::uint64_t serial, BookLogRef log, std::uint64_t offset) {
    EventLinesRef piece;
    try {
        piece = co_await session->shared_.history.piece(log, offset);
    } catch (const std::exception& failure) {
        log::warn(
            "the history cannot be read for a socket",
            {{"book", log->book().text()}, {"what", failure.what()}});
    }
    Subscription* const subscription = session->find_serial(serial);
    if (subscription == nullptr) {
        co_return;
    }
    if (!piece) {
        session->end(CloseCode::overloaded);
        co_return;
    }
    subscription->fetching = false;
    subscription->piece = std::move(piece);
    session->catch_up(*subscription);
}

void Session::on_drained() {
    overflowed_at_.reset();
    go_on();
}

void Session::go_on() {
    // Each of them may end the session, and with it all others.
    for (std::size_t i = 0; i < subscriptions_.size(); ++i) {
        catch_up(*subscriptions_[i]);
    }
    for (std::size_t i = 0; i < values_.size(); ++i) {
        deliver_values(*values_[i]);
    }
}

void Session::on_oversized() {
    if (state_ != State::closing) {
        refuse_oversized();
    }
}

void Session::refuse_oversized() {
    refuse(
        std::nullopt, RefusalCode::payload_too_large,
        "A message may have " + std::to_string(shared_.options.message_bytes_max) + " bytes.");
}

// ---- subscriptions and the end

Subscription* Session::find_sub(std::uint64_t number) {
    for (const auto& subscription : subscriptions_) {
        if (subscription->stream->number() == number) {
            return subscription.get();
        }
    }
    return nullptr;
}

Subscription* Session::find_serial(std::uint64_t serial) {
    for (const auto& subscription : subscriptions_) {
        if (subscription->serial == serial) {
            return subscription.get();
        }
    }
    return nullptr;
}

void Session::drop_subscription(const Subscription& subscription) {
    for (auto it = subscriptions_.begin(); it != subscriptions_.end(); ++it) {
        if (it->get() == &subscription) {
            shard_.detach(**it);
            subscriptions_.erase(it);
            return;
        }
    }
}

void Session::leave_streams() {
    for (const auto& subscription : subscriptions_) {
        shard_.detach(*subscription);
    }
    subscriptions_.clear();
    while (!values_.empty()) {
        drop_values(*values_.back());
    }
}

void Session::ask_to_reconnect(std::chrono::milliseconds after) {
    send(reconnect_line(after.count()));
}

void Session::end(CloseCode code) {
    if (state_ == State::closing) {
        return;
    }
    const bool is_open = state_ != State::handshake;
    state_ = State::closing;
    leave_streams();
    const bool is_slow = code == CloseCode::slow_consumer;
    close_by_ = Clock::now()
                + (is_slow ? shared_.options.slow_close_timeout : shared_.options.close_timeout);
    if (is_slow) {
        add(shared_.counters.slow_closes);
        layer().drop_unbegun();
    }
    if (code == CloseCode::no_pong) {
        add(shared_.counters.dead_closes);
    }
    log::info("a socket is closed", {{"client", client_number_}, {"reason", name_of(code)}});
    if (!is_open) {
        layer().abort();
        return;
    }
    const auto reason = name_of(code);
    const beast_ws::close_reason close(
        static_cast<beast_ws::close_code>(code),
        boost::beast::string_view(reason.data(), reason.size()));
    ws_.async_close(close, [session = self()](error_code) {});
}

void Session::peer_closes() {
    // Beast answers and waits for the peer to hang up, which it may never do.
    if (state_ != State::closing) {
        state_ = State::closing;
        leave_streams();
        close_by_ = Clock::now() + shared_.options.close_timeout;
    }
}

void Session::abort() {
    if (state_ != State::closing) {
        state_ = State::closing;
        leave_streams();
    }
    layer().abort();
}

}  // namespace arus::websocket::detail
