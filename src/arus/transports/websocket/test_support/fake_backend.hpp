// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/websocket/backend.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace arus::websocket::test {

/// An application in memory: books are lists of events, a token is its own user's name. Safe from
/// every thread.
class FakeBackend final : public Backend {
public:
    struct EventOf {
        ledger::EventType type = ledger::EventType::contact_updated;
        std::optional<OutletId> outlet_id{};
        std::string data{};  ///< empty: something small
    };

    /// A book with no events and a fresh epoch.
    BookId add_book();
    UserId add_user(const std::string& token, Instant expires_at = {.us = INT64_MAX});
    /// Another session of the same user.
    void add_token(UserId user, const std::string& token);
    void end_session(const std::string& token);
    void set_expiry(const std::string& token, Instant expires_at);
    void let_in(
        const std::string& token, BookId book, app::Role role,
        std::optional<std::vector<OutletId>> outlet_scope = std::nullopt);
    void put_out(const std::string& token, BookId book);

    /// Commits the events as one batch and publishes it, unless the bus shall lose it.
    enum class Bus { works, loses_it };
    void commit(BookId book, std::vector<EventOf> events, Bus bus = Bus::works);
    void commit_small(BookId book, std::size_t count, Bus bus = Bus::works) {
        commit(book, std::vector<EventOf>(count), bus);
    }
    /// The history begins anew: another epoch, no events.
    void rewind(BookId book);

    std::uint64_t head_of(BookId book);
    std::string epoch_of(BookId book);
    Hash256 hash_of(BookId book, std::uint64_t offset);
    OutletId known_outlet() const { return known_outlet_; }

    std::atomic<int> page_reads{0};
    std::atomic<int> head_reads{0};
    std::atomic<bool> database_is_down{false};
    std::atomic<bool> access_hangs{false};  ///< who asks for it waits until it is false again
    std::atomic<int> access_waits{0};       ///< so many wait

    /// What a read of values finds when the book stands at `offset`; by default one item `all` that
    /// tells the offset. Set before the first read.
    std::function<Result<Values>(const ValueRequest& request, std::uint64_t offset)> make_values;
    std::atomic<int> value_reads{0};
    std::atomic<int> value_reads_at_once_max{0};
    std::atomic<bool> value_reads_hang{false};  ///< until it is false again
    /// Somebody's jobs or notifications, as they are in the database.
    void set_personal(UserId user, std::vector<Values::Item> items);
    /// The bus brings one of them.
    void tell(BookId book, UserId user, app::ValueNews::Channel channel, Values::Item item);

    Awaitable<Result<PrincipalRef>> authenticate(std::string token, Deadline deadline) override;
    Awaitable<Result<PrincipalRef>> authenticate(Hash256 token_hash, Deadline deadline) override;
    Awaitable<std::vector<std::pair<BookId, std::string>>> epochs_of(
        UserId user, Deadline deadline) override;
    Awaitable<Result<app::BookAccessRef>> access(
        UserId user, BookId book, Deadline deadline) override;
    Awaitable<Result<Done>> check(
        app::BookAccessRef access, Narrowing narrowing, Deadline deadline) override;
    Awaitable<std::optional<app::Position>> head(BookId book, Deadline deadline) override;
    Awaitable<app::EventPage> events(
        BookId book, app::EventQuery query, Deadline deadline) override;
    Awaitable<Result<Snapshot>> snapshot(
        PrincipalRef principal, app::BookAccessRef access, Narrowing narrowing,
        Deadline deadline) override;
    Awaitable<Result<Values>> values(
        PrincipalRef principal, app::BookAccessRef access, ValueRequest request,
        Deadline deadline) override;
    Awaitable<std::vector<Values::Item>> personal_values(
        PrincipalRef principal, app::BookAccessRef access, ValueChannel channel,
        Deadline deadline) override;
    void subscribe(app::EventBus::Receiver receiver) override { receiver_ = std::move(receiver); }
    void subscribe_values(app::EventBus::ValueReceiver receiver) override {
        value_receiver_ = std::move(receiver);
    }

private:
    struct Book {
        std::string epoch;
        std::vector<ledger::Event> events;
    };
    app::Position position_of(const BookId& id) const;
    void fail_if_down() const;

    mutable std::mutex mutex_;
    std::mutex publish_mutex_;
    std::map<BookId, Book> books_;
    std::map<std::string, app::Principal> principals_;
    std::set<std::string> ended_;
    std::map<std::pair<UserId, BookId>, app::BookAccessRef> access_;
    std::map<UserId, std::vector<Values::Item>> personal_;
    std::atomic<int> value_reads_now_{0};
    app::EventBus::Receiver receiver_;
    app::EventBus::ValueReceiver value_receiver_;
    OutletId known_outlet_ = OutletId::make({.us = 1});
    std::uint64_t epochs_ = 0;
};

}  // namespace arus::websocket::test
