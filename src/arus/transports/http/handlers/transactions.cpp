// SPDX-License-Identifier: Apache-2.0
// Posting, holding, settling, reversing, and reading back.
#include "arus/transports/http/handlers/common.hpp"
#include "arus/wire/replies.hpp"
#include "arus/wire/transaction_body.hpp"

namespace arus::http {

namespace {

using app::Permission;

Response committed_response(int status, const app::Committed& committed) {
    Response response = json_response(status, wire::transaction_reply(committed));
    if (committed.replayed) {
        response.set("Idempotency-Replayed", "true");
    }
    return response;
}

Awaitable<Response> create_transaction(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::post_transactions));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(body, wire::read_transaction(request.body));
    ARUS_HTTP_TRY(key, idempotency_key(request));
    app::RequestKey request_key{std::move(key), body.id_given};
    auto committed = co_await services.transactions.post(
        context_of(request), access->book.id, std::move(body.draft), std::move(request_key));
    if (!committed) {
        Refusal refusal = std::move(committed).refusal();
        wire::point_at_body(refusal, body);
        co_return refusal_response(std::move(refusal), request.request_id);
    }
    co_return committed_response(201, *committed);
}

Awaitable<Response> create_transactions(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::post_transactions));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(batch, wire::read_batch(request.body));
    std::vector<std::optional<TransactionId>> ids;
    std::vector<app::Transactions::BatchItem> items;
    std::vector<wire::TransactionBody> forms;
    for (wire::BatchItem& item : batch.items) {
        ids.push_back(item.id);
        if (item.body) {
            items.emplace_back(std::move(item.body->draft));
            forms.push_back(std::move(*item.body));
        } else {
            items.emplace_back(std::move(item.body).refusal());
            forms.emplace_back();
        }
    }
    ARUS_HTTP_TRY(
        verdicts, co_await services.transactions.post_batch(
                      context_of(request), access->book.id, std::move(items), batch.atomic));
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        if (auto* const refusal = std::get_if<Refusal>(&verdicts[i])) {
            wire::point_at_body(*refusal, forms[i]);
        }
    }
    co_return json_response(200, wire::batch_reply(ids, verdicts));
}

std::optional<app::TransactionQuery::Order> parse_order(std::string_view text) {
    if (text == "sequence") {
        return app::TransactionQuery::Order::sequence;
    }
    return text == "date" ? std::optional(app::TransactionQuery::Order::date) : std::nullopt;
}

Result<app::TransactionListRequest> read_list(const Request& request) {
    wire::QueryReader query(request.query);
    app::TransactionListRequest list;
    list.from = query.date("from");
    list.to = query.date("to");
    list.account_id = query.id<AccountId>("account_id");
    list.outlet_id = query.id<OutletId>("outlet_id");
    list.tag = query.text("tag", {1, 40});
    list.kind = query.choice("kind", ledger::parse_transaction_kind);
    list.status = query.choice("status", ledger::parse_transaction_status);
    list.created_by = query.id<UserId>("created_by");
    list.q = query.text("q", {1, 120});
    list.late = query.boolean("late");
    list.order = query.choice("order", parse_order)
                     .value_or(app::TransactionQuery::Order::sequence);
    list.page = read_page(query);
    if (auto fault = query.finish()) {
        return std::move(*fault);
    }
    return list;
}

Awaitable<Response> list_transactions(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_book));
    ARUS_HTTP_TRY(list, read_list(request));
    ARUS_HTTP_TRY(
        page,
        co_await services.transactions.list(context_of(request), access->book.id, std::move(list)));
    co_return positioned_reply(request, wire::transaction_list_reply(page, access->book.exponent));
}

Awaitable<Response> read_transaction(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_book));
    ARUS_HTTP_TRY(id, path_id<TransactionId>(request, 1));
    if (auto fault = query_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(
        record, co_await services.transactions.find(context_of(request), access->book.id, id));
    co_return json_response(200, wire::transaction_reply(record, access->book.exponent));
}

Awaitable<Response> reverse_transaction(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::post_transactions));
    ARUS_HTTP_TRY(id, path_id<TransactionId>(request, 1));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(body, wire::read_reversal(request.body));
    ARUS_HTTP_TRY(key, idempotency_key(request));
    body.draft.target = id;
    app::RequestKey request_key{std::move(key), body.id_given};
    ARUS_HTTP_TRY(
        committed,
        co_await services.transactions.reverse(
            context_of(request), access->book.id, std::move(body.draft), std::move(request_key)));
    co_return committed_response(201, committed);
}

Awaitable<Response> settle(
    const Services& services, Request& request, ledger::SettleDraft::Outcome outcome) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::post_transactions));
    ARUS_HTTP_TRY(id, path_id<TransactionId>(request, 1));
    if (auto fault = header_fault(request)) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(draft, wire::read_settlement(request.body, outcome));
    ARUS_HTTP_TRY(key, idempotency_key(request));
    draft.target = id;
    app::RequestKey request_key{std::move(key), false};
    ARUS_HTTP_TRY(
        committed,
        co_await services.transactions.settle(
            context_of(request), access->book.id, std::move(draft), std::move(request_key)));
    co_return committed_response(200, committed);
}

Awaitable<Response> post_pending(const Services& services, Request& request) {
    return settle(services, request, ledger::SettleDraft::Outcome::posted);
}

Awaitable<Response> void_pending(const Services& services, Request& request) {
    return settle(services, request, ledger::SettleDraft::Outcome::voided);
}

}  // namespace

void add_transaction_routes(Router& router, const Services& services) {
    const std::string all = "/api/v1/books/{book}/transactions";
    const std::string one = all + "/{id}";
    add_route(router, services, verb::get, all, Entry::signed_in, list_transactions);
    add_route(router, services, verb::post, all, Entry::signed_in, create_transaction);
    add_route(router, services, verb::post, all + "/batch", Entry::signed_in, create_transactions);
    add_route(router, services, verb::get, one, Entry::signed_in, read_transaction);
    add_route(
        router, services, verb::post, one + "/reverse", Entry::signed_in, reverse_transaction);
    add_route(router, services, verb::post, one + "/post", Entry::signed_in, post_pending);
    add_route(router, services, verb::post, one + "/void", Entry::signed_in, void_pending);
}

}  // namespace arus::http
