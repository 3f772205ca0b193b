// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/app_backend.hpp"

#include "arus/base/assert.hpp"
#include "arus/wire/replies.hpp"

#include <algorithm>
#include <utility>

namespace arus::websocket {

namespace {

constexpr std::size_t snapshot_transactions_max = 50;
/// So many are looked at: some may have been committed after the balances were read.
constexpr std::size_t snapshot_transactions_read = 200;
/// A message has 256 KiB; what is not one of these two needs the rest.
constexpr std::size_t snapshot_bytes_max = 240U << 10U;
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

/// Until when figures of "today" hold if nothing is committed. Every zone's hours and days begin at
/// a quarter of an hour of UTC.
Instant next_quarter(Instant now) {
    constexpr std::int64_t quarter_us = 15LL * 60 * 1'000'000;
    return {(now.us / quarter_us + 1) * quarter_us};
}

Values values_at(const app::Position& position) {
    Values values;
    values.epoch = position.epoch;
    values.as_of_offset = position.offset;
    return values;
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
    // The whole has to fit into one message: the entries take what the balances leave, and balances
    // of so many accounts that they alone would not fit are left out; GET balances has them.
    std::string balances_text = wire::balances_reply(*figures);
    if (balances_text.size() > snapshot_bytes_max) {
        balances_text = "null";
    }
    const std::size_t left = std::min(
        snapshot_bytes_max - balances_text.size(), snapshot_transaction_bytes_max);
    auto latest = co_await transactions(context, access, narrowing, out.as_of_offset, left);
    if (!latest) {
        co_return latest.refusal();
    }
    out.data = "{\"transactions\":[" + *latest + "],\"balances\":" + balances_text + '}';
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
    std::uint64_t as_of_offset, std::size_t bytes_max) {
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
        if (count == snapshot_transactions_max || out.size() + one.size() > bytes_max) {
            break;
        }
        out += count == 0 ? "" : ",";
        out += one;
        ++count;
    }
    co_return out;
}

// ---- values

Awaitable<Result<Values>> AppBackend::values(
    PrincipalRef principal, app::BookAccessRef access, ValueRequest request, Deadline deadline) {
    const app::RequestContext context{std::move(principal), deadline, {}, {}, std::nullopt};
    const BookId book = access->book.id;
    if (request.channel == ValueChannel::balance) {
        co_return co_await balance_values(context, book, request.outlet_id);
    }
    if (request.channel == ValueChannel::kpi) {
        co_return co_await kpi_values(context, book, request.outlet_id);
    }
    ARUS_ASSERT(request.channel == ValueChannel::report);
    co_return co_await report_values(context, book, std::move(request));
}

Awaitable<Result<Values>> AppBackend::balance_values(
    app::RequestContext context, BookId book, std::optional<OutletId> outlet) {
    app::BalancesRequest request;
    request.outlet_id = outlet;
    const auto balances = co_await parts_.reports.balances(context, book, request);
    if (!balances) {
        co_return balances.refusal();
    }
    const app::Balances& found = balances.value();
    Values values = values_at(found.record.position);
    values.items.reserve(found.record.items.size());
    for (const app::BalanceItem& item : found.record.items) {
        values.items.push_back(
            {item.account.id.text(), wire::balance_item_reply(item, found.exponent)});
    }
    co_return values;
}

Awaitable<Result<Values>> AppBackend::kpi_values(
    app::RequestContext context, BookId book, std::optional<OutletId> outlet) {
    app::SummaryRequest request;
    request.outlet_id = outlet;
    const Instant asked_at = parts_.clock.now();
    const auto report = co_await parts_.reports.summary(context, book, request);
    if (!report) {
        co_return report.refusal();
    }
    Values values = values_at(report.value().position);
    values.items.push_back({outlet ? outlet->text() : "all", wire::summary_reply(report.value())});
    values.valid_until = next_quarter(asked_at);
    co_return values;
}

/// The one place that knows which reports can be listened to: its body as REST gives it.
Awaitable<Result<Values>> AppBackend::report_values(
    app::RequestContext context, BookId book, ValueRequest request) {
    const Instant asked_at = parts_.clock.now();
    if (!wire::ReportDocuments::is_report(request.report_name)) {
        co_return Refusal{
            RefusalCode::validation_failed,
            "There is no such report.",
            {{"/subscribe/report/name", "enum", "is not one of the allowed values"}}};
    }
    auto document = co_await parts_.report_documents.report(
        context, book, request.report_name, request.report_parameters);
    if (!document) {
        co_return document.refusal();
    }
    Values values = values_at(document->position);
    values.items.push_back({std::move(request.report_name), std::move(document->body)});
    values.valid_until = next_quarter(asked_at);
    co_return values;
}

Awaitable<std::vector<Values::Item>> AppBackend::personal_values(
    PrincipalRef principal, app::BookAccessRef access, ValueChannel channel, Deadline deadline) {
    if (!parts_.personal) {
        co_return std::vector<Values::Item>{};
    }
    co_return co_await parts_.personal(std::move(principal), std::move(access), channel, deadline);
}

void AppBackend::subscribe(app::EventBus::Receiver receiver) {
    parts_.feed.subscribe(std::move(receiver));
}

void AppBackend::subscribe_values(app::EventBus::ValueReceiver receiver) {
    parts_.feed.subscribe_values(std::move(receiver));
}

void AppBackend::watch(BookId book) {
    if (parts_.watch) {
        parts_.watch(book);
    }
}

void AppBackend::unwatch(BookId book) {
    if (parts_.unwatch) {
        parts_.unwatch(book);
    }
}

}  // namespace arus::websocket
