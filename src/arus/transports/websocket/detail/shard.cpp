// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/shard.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/json_writer.hpp"
#include "arus/base/log.hpp"
#include "arus/transports/websocket/detail/session.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include <algorithm>
#include <utility>

namespace arus::websocket::detail {

using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t sessions_between_looks = 16;

}  // namespace

// ---- sessions

void Shard::adopt(std::shared_ptr<Session> session) {
    auto& slot = slots_[next_slot_];
    session->set_place(next_slot_, slot.size());
    next_slot_ = (next_slot_ + 1) % slot_count;
    slot.push_back(std::move(session));
    ++session_count_;
    add(shared_.counters.sockets);
    if (!ticking_ && !stopped_) {
        ticking_ = true;
        shared_.tasks.spawn(loop_.get_executor(), run_ticks());
    }
}

void Shard::drop(Session& session) {
    auto& slot = slots_[session.slot()];
    const std::size_t place = session.place();
    ARUS_ASSERT(slot[place].get() == &session);
    slot[place].swap(slot.back());
    slot[place]->set_place(session.slot(), place);
    slot.pop_back();
    --session_count_;
    shared_.counters.sockets.fetch_sub(1, std::memory_order_relaxed);
}

std::vector<std::weak_ptr<Session>> Shard::sessions() const {
    std::vector<std::weak_ptr<Session>> out;
    out.reserve(session_count_);
    for (const auto& slot : slots_) {
        out.insert(out.end(), slot.begin(), slot.end());
    }
    return out;
}

void Shard::stop() {
    {
        const std::lock_guard lock(inbox_mutex_);
        inbox_closed_ = true;
    }
    stopped_ = true;
    tick_timer_.cancel();
    pass_timer_.cancel();
}

// ---- streams

std::string Shard::key_of(const BookLog& log, const Filter& filter) {
    return log.book().text() + filter.key();
}

void Shard::attach(Subscription& subscription, BookLogRef log, Filter filter) {
    const std::string key = key_of(*log, filter);
    auto& stream = books_[log->book()].streams[key];
    if (!stream || !stream->is_current()) {
        const std::uint32_t number = shared_.numbers.acquire(key);
        stream = std::make_shared<Stream>(std::move(log), std::move(filter), key, number);
    }
    subscription.stream = stream;
    stream->roster().add(subscription);
    // Before the caller looks at the log: a batch that it does not see there is then handed to the
    // inbox.
    subscription_count_.fetch_add(1, std::memory_order_seq_cst);
    add(shared_.counters.subscriptions);
}

void Shard::detach(Subscription& subscription) {
    const std::shared_ptr<Stream> stream = std::move(subscription.stream);
    stream->roster().remove(subscription);
    subscription_count_.fetch_sub(1, std::memory_order_seq_cst);
    shared_.counters.subscriptions.fetch_sub(1, std::memory_order_relaxed);
    if (!stream->roster().empty()) {
        return;
    }
    shared_.numbers.release(stream->key());
    const auto book = books_.find(stream->log()->book());
    if (book == books_.end()) {
        return;  // this stream was of a rewound history, and of the present one nobody listens any
                 // more
    }
    auto& streams = book->second.streams;
    const auto found = streams.find(stream->key());
    if (found != streams.end() && found->second == stream) {
        streams.erase(found);
    }
    if (streams.empty()) {
        books_.erase(book);
    }
}

void Shard::attach(ValueSubscription& subscription, const ValueStreamRef& stream) {
    auto& listeners = values_[stream->key()];
    if (!listeners || listeners->stream != stream) {
        listeners = std::make_shared<ValueListeners>();
        listeners->stream = stream;
    }
    subscription.listeners = listeners;
    listeners->roster.add(subscription);
    subscription_count_.fetch_add(1, std::memory_order_seq_cst);
    add(shared_.counters.subscriptions);
}

void Shard::detach(ValueSubscription& subscription) {
    const std::shared_ptr<ValueListeners> listeners = std::move(subscription.listeners);
    listeners->roster.remove(subscription);
    subscription_count_.fetch_sub(1, std::memory_order_seq_cst);
    shared_.counters.subscriptions.fetch_sub(1, std::memory_order_relaxed);
    const auto found = values_.find(listeners->stream->key());
    if (listeners->roster.empty() && found != values_.end() && found->second == listeners) {
        values_.erase(found);
    }
}

FrameRef Shard::head_frame(BookLog& log) {
    Book& book = books_[log.book()];
    const std::uint64_t offset = log.head_offset();
    if (!book.head_frame || book.head_offset != offset) {
        std::string line;
        JsonWriter json(line);
        json.begin_object().key("head").begin_object();
        json.field(log.book().text(), offset);
        json.end_object().end_object();
        line += '\n';
        book.head_frame = frame_of(line);
        book.head_offset = offset;
    }
    return book.head_frame;
}

// ---- passes

void Shard::notify(BookLogRef log, EventLinesRef lines) {
    if (subscription_count_.load(std::memory_order_seq_cst) == 0) {
        return;
    }
    const std::lock_guard lock(inbox_mutex_);
    if (!inbox_closed_) {
        inbox_.batches.push_back({std::move(log), std::move(lines)});
        schedule_pass();
    }
}

void Shard::notify(ValueStreamRef stream) {
    if (subscription_count_.load(std::memory_order_seq_cst) == 0) {
        return;
    }
    const std::lock_guard lock(inbox_mutex_);
    if (!inbox_closed_) {
        inbox_.values.push_back(std::move(stream));
        schedule_pass();
    }
}

/// Under the inbox's mutex.
void Shard::schedule_pass() {
    if (!std::exchange(pass_scheduled_, true)) {
        // Posted, since spawning would begin the pass at once where the publisher's thread is this
        // loop's.
        asio::post(loop_, [this] { shared_.tasks.spawn(loop_.get_executor(), run_passes()); });
    }
}

Awaitable<void> Shard::run_passes() {
    for (;;) {
        if (pass_delay_.count() > 0 && !stopped_) {
            boost::system::error_code ignored;
            pass_timer_.expires_at(pass_ended_ + pass_delay_);
            co_await pass_timer_.async_wait(asio::redirect_error(use_awaitable, ignored));
        }
        Inbox arrived;
        {
            const std::lock_guard lock(inbox_mutex_);
            if (inbox_.batches.empty() && inbox_.values.empty()) {
                pass_scheduled_ = false;
                co_return;
            }
            std::swap(arrived, inbox_);
        }
        const auto began = Clock::now();
        turn_began_ = began;
        try {
            co_await pass(std::move(arrived.batches));
            for (const auto& stream : arrived.values) {
                co_await pass_values(stream);
            }
        } catch (const std::exception& fault) {
            // Nobody has lost anything: who did not get it is behind, and is pushed on at its tick.
            log::error("a pass of a loop broke", {{"what", fault.what()}});
        }
        pass_ended_ = Clock::now();
        adapt_delay(pass_ended_ - began);
    }
}

void Shard::adapt_delay(Clock::duration took) {
    if (took <= shared_.options.pass_time_max) {
        pass_delay_ = std::chrono::microseconds(0);
        return;
    }
    // As long again as the pass took: fan-out leaves the loop at least half of its time.
    const auto same = std::chrono::duration_cast<std::chrono::microseconds>(took);
    pass_delay_ = std::min(same, shared_.options.pass_delay_max);
}

Awaitable<void> Shard::breathe() {
    if (Clock::now() - turn_began_ > shared_.options.pass_slice) {
        co_await asio::post(loop_, use_awaitable);
        turn_began_ = Clock::now();
    }
}

Awaitable<void> Shard::pass(std::vector<Arrived> arrived) {
    // By book, in the order each book's batches came.
    std::stable_sort(arrived.begin(), arrived.end(), [](const Arrived& a, const Arrived& b) {
        return a.log.get() < b.log.get();
    });
    for (std::size_t begin = 0; begin < arrived.size();) {
        const BookLogRef log = arrived[begin].log;
        std::vector<EventLinesRef> lines;
        while (begin < arrived.size() && arrived[begin].log == log) {
            lines.push_back(std::move(arrived[begin++].lines));
        }
        const auto book = books_.find(log->book());
        if (book == books_.end()) {
            continue;
        }
        std::vector<std::shared_ptr<Stream>> streams;
        for (const auto& [key, stream] : book->second.streams) {
            streams.push_back(stream);
        }
        std::erase(lines, nullptr);
        for (const auto& stream : streams) {
            co_await pass_safely(stream, lines);
        }
        const auto now = Clock::now();
        for (const auto& piece : lines) {
            shared_.counters.observe_lag(now - piece->arrived_at());
        }
    }
}

Awaitable<void> Shard::pass_safely(
    std::shared_ptr<Stream> stream, const std::vector<EventLinesRef>& lines) {
    try {
        co_await pass_stream(stream, lines);
        co_return;
    } catch (const std::exception& fault) {
        log::error(
            "events cannot be handed on",
            {{"book", stream->log()->book().text()}, {"what", fault.what()}});
    }
    const Roster<Subscription>::Walk walk(stream->roster());
    for (std::size_t i = 0; i < walk.size(); ++i) {
        if (Subscription* const subscription = walk.at(i)) {
            subscription->session->end(CloseCode::internal);
        }
    }
}

Awaitable<void> Shard::pass_stream(
    std::shared_ptr<Stream> stream, const std::vector<EventLinesRef>& lines) {
    std::vector<StreamFrame> frames;
    if (stream->is_current()) {
        StreamPacker packer(stream->number(), stream->filter());
        for (const auto& piece : lines) {
            packer.add(*piece, piece->first(), piece->last());
        }
        frames = packer.finish();
    }
    const Roster<Subscription>::Walk walk(stream->roster());
    for (std::size_t i = 0; i < walk.size(); ++i) {
        if (Subscription* const subscription = walk.at(i)) {
            if (stream->is_current()) {
                subscription->session->deliver(*subscription, frames);
            } else {
                subscription->session->end(CloseCode::internal);
            }
        }
        if (i % sessions_between_looks == sessions_between_looks - 1) {
            co_await breathe();
        }
    }
    co_await breathe();
}

Awaitable<void> Shard::pass_values(ValueStreamRef stream) {
    const auto found = values_.find(stream->key());
    if (found == values_.end() || found->second->stream != stream) {
        co_return;
    }
    const std::shared_ptr<ValueListeners> listeners = found->second;
    const Roster<ValueSubscription>::Walk walk(listeners->roster);
    for (std::size_t i = 0; i < walk.size(); ++i) {
        if (ValueSubscription* const subscription = walk.at(i)) {
            subscription->session->deliver_values(*subscription);
        }
        if (i % sessions_between_looks == sessions_between_looks - 1) {
            co_await breathe();
        }
    }
    co_await breathe();
}

// ---- ticks

Awaitable<void> Shard::run_ticks() {
    while (!stopped_ && (session_count_ > 0 || shared_.history.has_books())) {
        boost::system::error_code ignored;
        tick_timer_.expires_after(shared_.options.tick);
        co_await tick_timer_.async_wait(asio::redirect_error(use_awaitable, ignored));
        try {
            tick();
        } catch (const std::exception& fault) {
            log::error("a tick of a loop broke", {{"what", fault.what()}});
        }
    }
    ticking_ = false;
}

void Shard::tick() {
    const auto now = Clock::now();
    for (const auto& session : slots_[tick_slot_]) {
        session->tick(now);
        queued_bytes_ += session->queued_bytes();
    }
    if (tick_slot_ == 0) {
        shared_.values.tick();
    }
    tick_slot_ = (tick_slot_ + 1) % slot_count;
    if (tick_slot_ == 0) {
        add(shared_.counters.queued_bytes, queued_bytes_ - queued_shown_);  // modulo 2^64: may well
                                                                            // go down
        queued_shown_ = queued_bytes_;
        queued_bytes_ = 0;
    }
    constexpr std::size_t ticks_between_cleaning = 100;
    if (++ticks_ % ticks_between_cleaning == 0) {
        clean_up();
    }
}

void Shard::clean_up() {
    for (auto& [id, book] : books_) {
        for (auto& [key, stream] : book.streams) {
            stream->drop_unused_frames();
        }
    }
    // Those that are left hold a head frame for listeners of values alone.
    std::erase_if(books_, [](const auto& one) { return one.second.streams.empty(); });
    shared_.history.sweep();
}

}  // namespace arus::websocket::detail
