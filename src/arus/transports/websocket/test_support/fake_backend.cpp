// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/test_support/fake_backend.hpp"

#include "arus/base/failure.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <cstdio>

namespace arus::websocket::test {

BookId FakeBackend::add_book() {
    const std::lock_guard lock(mutex_);
    const auto id = BookId::make(system_clock().now());
    char epoch[17];
    std::snprintf(epoch, sizeof epoch, "%016llx", static_cast<unsigned long long>(++epochs_));
    books_[id].epoch = epoch;
    return id;
}

UserId FakeBackend::add_user(const std::string& token, Instant expires_at) {
    const std::lock_guard lock(mutex_);
    app::Principal principal;
    principal.user_id = UserId::make(system_clock().now());
    principal.name = token;
    principal.email = token + "@example.test";
    principal.locale = "id";
    principal.token_hash = sha256(token);
    principal.expires_at = expires_at;
    principals_[token] = principal;
    return principal.user_id;
}

void FakeBackend::add_token(UserId user, const std::string& token) {
    add_user(token);
    const std::lock_guard lock(mutex_);
    principals_.at(token).user_id = user;
}

void FakeBackend::end_session(const std::string& token) {
    const std::lock_guard lock(mutex_);
    ended_.insert(token);
}

void FakeBackend::set_expiry(const std::string& token, Instant expires_at) {
    const std::lock_guard lock(mutex_);
    principals_.at(token).expires_at = expires_at;
}

void FakeBackend::let_in(
    const std::string& token, BookId book, app::Role role,
    std::optional<std::vector<OutletId>> outlet_scope) {
    const std::lock_guard lock(mutex_);
    auto access = std::make_shared<app::BookAccess>();
    access->book.id = book;
    access->epoch = books_.at(book).epoch;
    access->role = role;
    access->outlet_scope = std::move(outlet_scope);
    access_[{principals_.at(token).user_id, book}] = std::move(access);
}

void FakeBackend::put_out(const std::string& token, BookId book) {
    const std::lock_guard lock(mutex_);
    access_.erase({principals_.at(token).user_id, book});
}

void FakeBackend::commit(BookId book, std::vector<EventOf> events, Bus bus) {
    const std::lock_guard in_order(publish_mutex_);
    auto batch = std::make_shared<app::CommittedBatch>();
    {
        const std::lock_guard lock(mutex_);
        Book& held = books_.at(book);
        batch->book_id = book;
        batch->epoch = held.epoch;
        batch->committed_at = system_clock().now();
        Hash256 hash = held.events.empty() ? ledger::chain_start(book) : held.events.back().hash;
        for (auto& one : events) {
            ledger::Event event;
            event.offset = held.events.size() + 1;
            event.at = batch->committed_at;
            event.type = one.type;
            event.outlet_id = one.outlet_id;
            if (one.data.empty()) {
                one.data = "{\"n\":" + std::to_string(event.offset) + '}';
            }
            event.data = std::make_shared<const std::string>(std::move(one.data));
            event.hash = hash = ledger::chain_next(
                hash, event.offset, event.at, event.type, *event.data);
            held.events.push_back(event);
            batch->events.push_back(std::move(event));
        }
    }
    if (bus == Bus::works && receiver_) {
        receiver_(std::move(batch));
    }
}

void FakeBackend::rewind(BookId book) {
    const std::lock_guard lock(mutex_);
    Book& held = books_.at(book);
    held.events.clear();
    char epoch[17];
    std::snprintf(epoch, sizeof epoch, "%016llx", static_cast<unsigned long long>(++epochs_));
    held.epoch = epoch;
}

std::uint64_t FakeBackend::head_of(BookId book) {
    const std::lock_guard lock(mutex_);
    return books_.at(book).events.size();
}

std::string FakeBackend::epoch_of(BookId book) {
    const std::lock_guard lock(mutex_);
    return books_.at(book).epoch;
}

Hash256 FakeBackend::hash_of(BookId book, std::uint64_t offset) {
    const std::lock_guard lock(mutex_);
    return offset == 0 ? ledger::chain_start(book) : books_.at(book).events.at(offset - 1).hash;
}

app::Position FakeBackend::position_of(const BookId& id) const {
    const Book& book = books_.at(id);
    return {
        book.epoch, book.events.size(), book.events.size(),
        book.events.empty() ? ledger::chain_start(id) : book.events.back().hash};
}

void FakeBackend::fail_if_down() const {
    if (database_is_down) {
        throw Failure({Failure::Kind::unavailable, true, true, "fake"}, "the database is down");
    }
}

Awaitable<Result<PrincipalRef>> FakeBackend::authenticate(std::string token, Deadline) {
    const std::lock_guard lock(mutex_);
    const auto found = principals_.find(token);
    if (found == principals_.end() || ended_.contains(token)
        || found->second.expires_at <= system_clock().now()) {
        co_return Refusal{RefusalCode::unauthenticated, "Sign in first.", {}};
    }
    co_return std::make_shared<const app::Principal>(found->second);
}

Awaitable<Result<PrincipalRef>> FakeBackend::authenticate(Hash256 token_hash, Deadline deadline) {
    std::string token;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [text, principal] : principals_) {
            if (principal.token_hash == token_hash) {
                token = text;
            }
        }
    }
    co_return co_await authenticate(std::move(token), deadline);
}

Awaitable<std::vector<std::pair<BookId, std::string>>> FakeBackend::epochs_of(
    UserId user, Deadline) {
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<BookId, std::string>> out;
    for (const auto& [key, access] : access_) {
        if (key.first == user) {
            out.emplace_back(key.second, books_.at(key.second).epoch);
        }
    }
    co_return out;
}

Awaitable<Result<app::BookAccessRef>> FakeBackend::access(UserId user, BookId book, Deadline) {
    if (access_hangs) {
        ++access_waits;
        asio::steady_timer timer(co_await asio::this_coro::executor);
        while (access_hangs) {
            timer.expires_after(std::chrono::milliseconds(1));
            co_await timer.async_wait(use_awaitable);
        }
        --access_waits;
    }
    fail_if_down();
    const std::lock_guard lock(mutex_);
    const auto found = access_.find({user, book});
    if (found == access_.end()) {
        co_return Refusal{RefusalCode::not_found, "There is no such book.", {}};
    }
    co_return found->second;
}

Awaitable<Result<Done>> FakeBackend::check(
    app::BookAccessRef access, Narrowing narrowing, Deadline) {
    if (narrowing.outlet_id
        && (*narrowing.outlet_id != known_outlet_ || !access->in_scope(narrowing.outlet_id))) {
        co_return Refusal{RefusalCode::unknown_outlet, "There is no such outlet.", {}};
    }
    co_return Done{};
}

Awaitable<std::optional<app::Position>> FakeBackend::head(BookId book, Deadline) {
    ++head_reads;
    fail_if_down();
    // Like a database, this takes a turn of the loop: others come between.
    co_await asio::post(co_await asio::this_coro::executor, use_awaitable);
    const std::lock_guard lock(mutex_);
    co_return books_.contains(book) ? std::optional(position_of(book)) : std::nullopt;
}

Awaitable<app::EventPage> FakeBackend::events(BookId book, app::EventQuery query, Deadline) {
    fail_if_down();
    ++page_reads;
    co_await asio::post(co_await asio::this_coro::executor, use_awaitable);
    const std::lock_guard lock(mutex_);
    app::EventPage page;
    page.head = position_of(book);
    const auto& events = books_.at(book).events;
    std::size_t bytes = 0;
    for (std::size_t i = query.after; i < events.size() && page.events.size() < query.limit; ++i) {
        page.events.push_back(events[i]);
        bytes += events[i].data->size();
        if (bytes >= query.bytes_max) {
            break;
        }
    }
    co_return page;
}

Awaitable<Result<Snapshot>> FakeBackend::snapshot(
    PrincipalRef, app::BookAccessRef access, Narrowing, Deadline) {
    fail_if_down();
    const std::lock_guard lock(mutex_);
    const auto position = position_of(access->book.id);
    co_return Snapshot{position.epoch, position.offset, "{\"transactions\":[],\"balances\":{}}"};
}

void FakeBackend::set_personal(UserId user, std::vector<Values::Item> items) {
    const std::lock_guard lock(mutex_);
    personal_[user] = std::move(items);
}

void FakeBackend::tell(
    BookId book, UserId user, app::ValueNews::Channel channel, Values::Item item) {
    auto news = std::make_shared<app::ValueNews>();
    news->channel = channel;
    news->book_id = book;
    news->user_id = user;
    news->key = std::move(item.key);
    news->data = std::move(item.data);
    news->offset = head_of(book);
    value_receiver_(std::move(news));
}

Awaitable<Result<Values>> FakeBackend::values(
    PrincipalRef principal, app::BookAccessRef access, ValueRequest request, Deadline) {
    fail_if_down();
    ++value_reads;
    const int now = ++value_reads_now_;
    value_reads_at_once_max = std::max(value_reads_at_once_max.load(), now);
    asio::steady_timer timer(co_await asio::this_coro::executor);
    do {
        timer.expires_after(std::chrono::milliseconds(1));
        co_await timer.async_wait(use_awaitable);
    } while (value_reads_hang);
    --value_reads_now_;
    const std::lock_guard lock(mutex_);
    if (!access_.contains({principal->user_id, access->book.id})) {
        co_return Refusal{RefusalCode::not_found, "There is no such book.", {}};
    }
    if (access->outlet_scope && (!request.outlet_id || !access->in_scope(request.outlet_id))) {
        co_return Refusal{RefusalCode::forbidden, "Name an own outlet.", {}};
    }
    const auto position = position_of(access->book.id);
    if (make_values) {
        Result<Values> made = make_values(request, position.offset);
        if (made) {
            made->epoch = position.epoch;
            made->as_of_offset = position.offset;
        }
        co_return made;
    }
    Values values;
    values.epoch = position.epoch;
    values.as_of_offset = position.offset;
    values.items.push_back({"all", "{\"offset\":" + std::to_string(position.offset) + '}'});
    co_return values;
}

Awaitable<std::vector<Values::Item>> FakeBackend::personal_values(
    PrincipalRef principal, app::BookAccessRef, ValueChannel, Deadline) {
    fail_if_down();
    const std::lock_guard lock(mutex_);
    const auto found = personal_.find(principal->user_id);
    co_return found == personal_.end() ? std::vector<Values::Item>{} : found->second;
}

}  // namespace arus::websocket::test
