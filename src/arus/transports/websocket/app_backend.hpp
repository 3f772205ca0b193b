// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/books/books.hpp"
#include "arus/app/people/authentication.hpp"
#include "arus/app/statements/reports.hpp"
#include "arus/app/transactions/event_feed.hpp"
#include "arus/app/transactions/transactions.hpp"
#include "arus/transports/websocket/backend.hpp"
#include "arus/wire/report_documents.hpp"

#include <functional>

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
        wire::ReportDocuments& report_documents;
        app::LedgerStore& ledgers;
        const Clock& clock;
        /// The present jobs or notifications of this user in this book, newest last; absent: there
        /// are none.
        std::function<Awaitable<std::vector<Values::Item>>(
            PrincipalRef principal, app::BookAccessRef access, ValueChannel channel,
            Deadline deadline)>
            personal{};
        std::function<void(BookId)> watch{};  ///< see Backend; absent: the bus brings everything
        std::function<void(BookId)> unwatch{};
    };
    explicit AppBackend(Parts parts) : parts_(std::move(parts)) {}

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
    void subscribe(app::EventBus::Receiver receiver) override;
    void subscribe_values(app::EventBus::ValueReceiver receiver) override;
    void watch(BookId book) override;
    void unwatch(BookId book) override;

private:
    Awaitable<Result<app::Balances>> balances(
        app::RequestContext context, app::BookAccessRef access, Narrowing narrowing);
    Awaitable<Result<std::string>> transactions(
        app::RequestContext context, app::BookAccessRef access, Narrowing narrowing,
        std::uint64_t as_of_offset, std::size_t bytes_max);
    Awaitable<Result<Values>> balance_values(
        app::RequestContext context, BookId book, std::optional<OutletId> outlet);
    Awaitable<Result<Values>> kpi_values(
        app::RequestContext context, BookId book, std::optional<OutletId> outlet);
    Awaitable<Result<Values>> report_values(
        app::RequestContext context, BookId book, ValueRequest request);

    Parts parts_;
};

}  // namespace arus::websocket
