// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/authentication.hpp"
#include "arus/app/books.hpp"
#include "arus/app/event_feed.hpp"
#include "arus/app/reports.hpp"
#include "arus/app/transactions.hpp"
#include "arus/transports/websocket/backend.hpp"

namespace arus::websocket {

/// The application as the socket sees it: the use cases, called as REST calls them. Holds nothing
/// itself; what it is made from must outlive it.
class AppBackend final : public Backend {
public:
    struct Parts {
        app::Authentication& authentication;
        app::Books& books;
        app::EventFeed& feed;
        app::Transactions& transactions;
        app::Reports& reports;
        app::LedgerStore& ledgers;
    };
    explicit AppBackend(Parts parts) : parts_(parts) {}

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
    void subscribe(app::EventBus::Receiver receiver) override;

private:
    Awaitable<Result<app::Balances>> balances(
        app::RequestContext context, app::BookAccessRef access, Narrowing narrowing);
    Awaitable<Result<std::string>> transactions(
        app::RequestContext context, app::BookAccessRef access, Narrowing narrowing,
        std::uint64_t as_of_offset);

    Parts parts_;
};

}  // namespace arus::websocket
