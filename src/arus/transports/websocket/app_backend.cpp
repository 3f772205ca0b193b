// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/app_backend.hpp"

#include "arus/wire/replies.hpp"

#include <algorithm>

namespace arus::websocket {

namespace {

constexpr std::size_t snapshot_transactions_max = 50;
/// So many are looked at: some may have been committed after the balances were read.
constexpr std::size_t snapshot_transactions_read = 200;
/// A message has 256 KiB; large entries leave room for fewer of them.
constexpr std::size_t snapshot_transaction_bytes_max = 128U << 10U;

ledger::EventType event_type_of(ledger::TransactionStatus status) {
    switch (status) {
        case ledger::TransactionStatus::pending:
            return ledger::EventType::transaction_pending;
        case ledger::TransactionStatus::voided:
            return ledger::EventType::transaction_voided;
        case ledger::TransactionStatus::posted:
            break;
    }
    return ledger::EventType::transaction_posted;
}

}  // namespace

Awaitable<Result<PrincipalRef>> AppBackend::authenticate(std::string token, Deadline deadline) {
    co_return co_await parts_.authentication.authenticate(std::move(token), deadline);
}

Awaitable<Result<PrincipalRef>> AppBackend::authenticate(Hash256 token_hash, Deadline deadline) {
    co_return co_await parts_.authentication.authenticate(token_hash, deadline);
}

Awaitable<std::vector<std::pair<BookId, std::string>>> AppBackend::epochs_of(
    UserId user, Deadline deadline) {
    std::vector<std::pair<BookId, std::string>> epochs;
    const auto books = co_await parts_.books.mine(user, deadline);
    for (const auto& book : books) {
        epochs.emplace_back(book.book.id, book.epoch);
    }
    co_return epochs;
}

Awaitable<Result<app::BookAccessRef>> AppBackend::access(
    UserId user, BookId book, Deadline deadline) {
    co_return co_await parts_.feed.access(user, book, deadline);
}

Awaitable<Result<Done>> AppBackend::check(
    app::BookAccessRef access, Narrowing narrowing, Deadline deadline) {
    if (narrowing.account_id) {
        const auto accounts = co_await parts_.ledgers.list_accounts(access->book.id, deadline);
        if (std::ranges::find(accounts, *narrowing.account_id, &ledger::Account::id)
            == accounts.end()) {
            co_return Refusal{
                RefusalCode::unknown_account, "There is no such account in this book.", {}};
        }
    }
    if (narrowing.outlet_id) {
        const auto outlets = co_await parts_.ledgers.list_outlets(access->book.id, deadline);
        if (!access->in_scope(narrowing.outlet_id)
            || std::ranges::find(outlets, *narrowing.outlet_id, &ledger::Outlet::id)
                   == outlets.end()) {
            co_return Refusal{
                RefusalCode::unknown_outlet, "There is no such outlet, or it is not yours.", {}};
        }
    }
    co_return Done{};
}

Awaitable<std::optional<app::Position>> AppBackend::head(BookId book, Deadline deadline) {
    co_return co_await parts_.feed.head(book, deadline);
}

Awaitable<app::EventPage> AppBackend::events(
    BookId book, app::EventQuery query, Deadline deadline) {
    co_return co_await parts_.feed.events(book, query, deadline);
}

Awaitable<Result<Snapshot>> AppBackend::snapshot(
    PrincipalRef principal, app::BookAccessRef access, Narrowing narrowing, Deadline deadline) {
    app::RequestContext context{std::move(principal), deadline, {}, {}, std::nullopt};
    // Balances first: what is newer in the list of transactions than they are is left out of it,
    // and follows as an event.
    auto figures = co_await balances(context, access, narrowing);
    if (!figures) {
        co_return figures.refusal();
    }
    Snapshot out;
    out.epoch = figures->record.position.epoch;
    out.as_of_offset = figures->record.position.offset;
    auto latest = co_await transactions(context, access, narrowing, out.as_of_offset);
    if (!latest) {
        co_return latest.refusal();
    }
    out.data = "{\"transactions\":[" + *latest + "],\"balances\":" + wire::balances_reply(*figures)
               + '}';
    co_return out;
}

Awaitable<Result<app::Balances>> AppBackend::balances(
    app::RequestContext context, app::BookAccessRef access, Narrowing narrowing) {
    const bool is_narrowed = access->outlet_scope || narrowing.account_id
                             || !narrowing.types.empty();
    if (narrowing.outlet_id || !is_narrowed) {
        app::BalancesRequest request;
        request.outlet_id = narrowing.outlet_id;
        co_return co_await parts_.reports.balances(context, access->book.id, request);
    }
    const auto position = co_await parts_.feed.head(access->book.id, context.deadline);
    if (!position) {
        co_return Refusal{RefusalCode::not_found, "There is no such book.", {}};
    }
    app::Balances none;
    none.exponent = access->book.exponent;
    none.record.position = *position;
    co_return none;
}

Awaitable<Result<std::string>> AppBackend::transactions(
    app::RequestContext context, app::BookAccessRef access, Narrowing narrowing,
    std::uint64_t as_of_offset) {
    app::TransactionListRequest request;
    request.from = date_of({2000, 1, 1});
    request.outlet_id = narrowing.outlet_id;
    request.account_id = narrowing.account_id;
    request.page.limit = snapshot_transactions_read;
    const auto page = co_await parts_.transactions.list(
        context, access->book.id, std::move(request));
    if (!page) {
        co_return page.refusal();
    }
    std::string out;
    std::size_t count = 0;
    const auto& types = narrowing.types;
    for (const auto& record : page.value().items) {
        const auto type = event_type_of(record.transaction.status);
        if (record.offset > as_of_offset
            || (!types.empty() && std::ranges::find(types, type) == types.end())) {
            continue;
        }
        std::string one = wire::transaction_reply(record, access->book.exponent);
        if (count == snapshot_transactions_max
            || out.size() + one.size() > snapshot_transaction_bytes_max) {
            break;
        }
        out += count == 0 ? "" : ",";
        out += one;
        ++count;
    }
    co_return out;
}

void AppBackend::subscribe(app::EventBus::Receiver receiver) {
    parts_.feed.subscribe(std::move(receiver));
}

}  // namespace arus::websocket
