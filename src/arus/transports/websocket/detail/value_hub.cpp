// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/value_hub.hpp"

#include "arus/base/log.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace arus::websocket::detail {

std::string ValueHub::key_of(
    const ValueRequest& request, const app::BookAccess& access, UserId user) {
    std::string key = access.book.id.text() + '#';
    key += name_of(request.channel);
    if (is_personal(request.channel)) {
        return key + '|' + user.text();
    }
    if (request.outlet_id) {
        key += "|o" + request.outlet_id->text();
    }
    if (access.outlet_scope) {
        auto outlets = *access.outlet_scope;
        std::sort(outlets.begin(), outlets.end());
        key += "|scope";
        for (const auto& outlet : outlets) {
            key += ',' + outlet.text();
        }
    }
    if (request.channel == ValueChannel::report) {
        key += '|' + request.report_name + '?' + request.report_parameters;
    }
    return key;
}

Awaitable<Result<ValueHub::Joined>> ValueHub::join(
    ValueRequest request, PrincipalRef principal, app::BookAccessRef access) {
    const std::string key = key_of(request, *access, principal->user_id);
    const auto home = co_await asio::this_coro::executor;
    const BookLogRef log = parts_.history.log(access->book.id);
    HeldRef held;
    Joined joined;
    bool is_read = false;
    {
        const std::lock_guard lock(mutex_);
        const auto found = streams_.find(key);
        if (found != streams_.end()) {
            held = found->second;
        } else {
            std::size_t bytes = 0;
            for (const auto& [other_key, other] : streams_) {
                bytes += other->stream->cost_bytes();
            }
            if (streams_.size() >= parts_.options.value_streams_max
                || bytes >= parts_.options.value_bytes_max) {
                co_return Refusal{
                    RefusalCode::unavailable,
                    "As many different values are listened to as this server can keep.",
                    {}};
            }
            held = std::make_shared<Held>(home);
            const std::uint32_t number = parts_.numbers.acquire(key);
            held->stream = std::make_shared<ValueStream>(std::move(request), log, key, number);
            if (is_personal(held->stream->request().channel)) {
                held->user = principal->user_id;
            }
            streams_.emplace(key, held);
            by_book_[log->book()].push_back(held);
        }
        joined.stream = held->stream;
        joined.reader = ++last_reader_;
        held->readers.emplace(joined.reader, Reader{principal, access});
        // The bus may have lost what concerns one person: it is read again for each who comes.
        is_read = held->has_values && !held->user;
    }
    std::optional<Refusal> refusal;
    std::exception_ptr error;
    try {
        const Reader reader{std::move(principal), std::move(access)};
        auto first = [this, held, reader] { return read_first(held, reader); };
        // More than once only where the read that was shared belonged to a stream of the same name
        // that has ended meanwhile.
        while (!is_read && !refusal) {
            refusal = co_await first_reads_.run(key, first);
            const std::lock_guard lock(mutex_);
            is_read = held->has_values;
        }
    } catch (...) {
        error = std::current_exception();
    }
    if (!refusal && !error && held->stream->is_too_large()) {
        refusal = Refusal{
            RefusalCode::validation_failed,
            "It does not fit into a message of the socket; read it over REST.",
            {}};
    }
    if (refusal || error) {
        leave(joined.stream, joined.reader);
    }
    if (error) {
        std::rethrow_exception(error);
    }
    if (refusal) {
        co_return std::move(*refusal);
    }
    co_return joined;
}

void ValueHub::leave(const ValueStreamRef& stream, std::uint64_t reader) {
    const std::lock_guard lock(mutex_);
    const auto found = streams_.find(stream->key());
    if (found == streams_.end() || found->second->stream != stream) {
        return;
    }
    const HeldRef held = found->second;
    held->readers.erase(reader);
    if (!held->readers.empty()) {
        return;
    }
    streams_.erase(found);
    auto& of_book = by_book_[stream->log()->book()];
    std::erase(of_book, held);
    if (of_book.empty()) {
        by_book_.erase(stream->log()->book());
    }
    parts_.numbers.release(stream->key());
    asio::post(held->home, [held] { held->timer.cancel(); });
}

// ---- reading

Awaitable<std::optional<Refusal>> ValueHub::read_first(HeldRef held, Reader reader) {
    const Deadline deadline = Deadline::in(parts_.options.call_timeout);
    const ValueStreamRef& stream = held->stream;
    {
        const std::lock_guard lock(mutex_);
        held->due = false;
        held->read_began = Steady::now();
    }
    reads_.fetch_add(1, std::memory_order_relaxed);
    if (is_personal(stream->request().channel)) {
        const auto head = co_await parts_.history.head(stream->log());
        if (!head) {
            co_return Refusal{RefusalCode::not_found, "There is no such book.", {}};
        }
        const std::uint64_t known_revision = stream->revision();
        const auto items = co_await parts_.backend.personal_values(
            reader.principal, reader.access, stream->request().channel, deadline);
        const bool has_news = stream->put_read(head->epoch, head->offset, items, known_revision);
        bool had_values = true;
        {
            const std::lock_guard lock(mutex_);
            std::swap(had_values, held->has_values);
        }
        if (has_news && had_values) {
            deliver_(stream);  // to those who listened before
        }
        co_return std::nullopt;
    }
    auto values = co_await parts_.backend.values(
        reader.principal, reader.access, stream->request(), deadline);
    if (!values) {
        co_return values.refusal();
    }
    stream->log()->learn({values->epoch, values->as_of_offset});
    stream->replace(*values);
    const std::lock_guard lock(mutex_);
    held->has_values = true;
    held->valid_until = values->valid_until;
    held->due = held->due || values->as_of_offset < held->wanted;
    if (held->due) {
        wake(held);
    }
    co_return std::nullopt;
}

void ValueHub::committed(BookId book, std::uint64_t offset) {
    const std::lock_guard lock(mutex_);
    const auto found = by_book_.find(book);
    if (found == by_book_.end()) {
        return;
    }
    for (const HeldRef& held : found->second) {
        if (!held->user) {
            held->due = true;
            held->wanted = std::max(held->wanted, offset);
            wake(held);
        }
    }
}

void ValueHub::tick() {
    const Instant now = parts_.clock.now();
    const std::lock_guard lock(mutex_);
    for (const auto& [key, held] : streams_) {
        if (held->valid_until && *held->valid_until <= now) {
            held->valid_until.reset();
            held->due = true;
            wake(held);
        }
    }
}

/// Under the mutex.
void ValueHub::wake(const HeldRef& held) {
    if (held->working || !held->has_values || stopped_) {
        return;
    }
    held->working = true;
    // Posted: who commits must not begin to read.
    asio::post(held->home, [this, held] { parts_.tasks.spawn(held->home, work(held)); });
}

Awaitable<void> ValueHub::work(HeldRef held) {
    do {
        const auto at = next_read_at(held);
        if (at > Steady::now()) {
            boost::system::error_code ignored;
            held->timer.expires_at(at);
            co_await held->timer.async_wait(asio::redirect_error(use_awaitable, ignored));
        }
        const std::optional<Reader> reader = next_reader(held);
        if (!reader) {
            co_return;
        }
        co_await read_again(held, *reader);
    } while (!is_at_rest(held));
}

ValueHub::Steady::time_point ValueHub::next_read_at(const HeldRef& held) const {
    const std::lock_guard lock(mutex_);
    if (stopped_) {
        return {};
    }
    const std::size_t readers = std::max<std::size_t>(held->readers.size(), 1);
    const bool all_were_refused = held->refusals > 0 && held->refusals % readers == 0;
    const bool is_troubled = held->is_failing || all_were_refused;
    return held->read_began
           + (is_troubled ? parts_.options.value_retry : parts_.options.value_every);
}

std::optional<ValueHub::Reader> ValueHub::next_reader(const HeldRef& held) {
    const std::lock_guard lock(mutex_);
    if (stopped_ || held->readers.empty()) {
        held->working = false;
        return std::nullopt;
    }
    held->due = false;
    held->read_began = Steady::now();
    // Who may not read any more is about to be told so; another one's right may still stand.
    auto reader = held->readers.begin();
    std::advance(reader, static_cast<std::ptrdiff_t>(held->refusals % held->readers.size()));
    return reader->second;
}

Awaitable<void> ValueHub::read_again(HeldRef held, Reader reader) {
    std::optional<Result<Values>> values;
    std::string failure;
    reads_.fetch_add(1, std::memory_order_relaxed);
    try {
        values = co_await parts_.backend.values(
            reader.principal, reader.access, held->stream->request(),
            Deadline::in(parts_.options.call_timeout));
    } catch (const std::exception& thrown) {
        failure = thrown.what();
    }
    bool has_news = false;
    if (values && *values) {
        const Values& read = values->value();
        held->stream->log()->learn({read.epoch, read.as_of_offset});
        has_news = held->stream->replace(read);
    }
    {
        const std::lock_guard lock(mutex_);
        const bool was_failing = held->is_failing;
        held->is_failing = !values;
        if (!values) {
            held->due = true;
            if (!was_failing) {
                log::warn(
                    "values cannot be read for a socket",
                    {{"stream", held->stream->key()}, {"what", failure}});
            }
        } else if (!*values) {
            held->due = true;
            ++held->refusals;
        } else {
            held->refusals = 0;
            held->valid_until = values->value().valid_until;
            held->due = held->due || values->value().as_of_offset < held->wanted;
        }
    }
    if (has_news) {
        deliver_(held->stream);
    }
}

bool ValueHub::is_at_rest(const HeldRef& held) {
    const std::lock_guard lock(mutex_);
    held->working = held->due && !stopped_;
    return !held->working;
}

// ---- personal channels

void ValueHub::tell(const app::ValueNews& news) {
    const auto channel = news.channel == app::ValueNews::Channel::job ? ValueChannel::job
                                                                      : ValueChannel::notify;
    HeldRef held;
    {
        const std::lock_guard lock(mutex_);
        const auto found = by_book_.find(news.book_id);
        if (found == by_book_.end()) {
            return;
        }
        const auto is_theirs = [&](const HeldRef& one) {
            return one->user == news.user_id && one->stream->request().channel == channel;
        };
        const auto theirs = std::ranges::find_if(found->second, is_theirs);
        if (theirs == found->second.end()) {
            return;
        }
        held = *theirs;
    }
    const auto head = held->stream->log()->head();
    if (!head) {
        return;  // the first read has not begun, and will find it
    }
    const Values::Item item{news.key, news.data};
    if (held->stream->put(head->epoch, std::max(head->offset, news.offset), item)) {
        deliver_(held->stream);
    }
}

// ---- the end

void ValueHub::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    for (const auto& [key, held] : streams_) {
        asio::post(held->home, [held = held] { held->timer.cancel(); });
    }
}

ValueHub::Figures ValueHub::figures() const {
    Figures out;
    out.reads = reads_.load(std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    out.streams = streams_.size();
    for (const auto& [key, held] : streams_) {
        out.bytes += held->stream->cost_bytes();
    }
    return out;
}

}  // namespace arus::websocket::detail
