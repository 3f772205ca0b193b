// SPDX-License-Identifier: Apache-2.0
// Balances and reports.
#include "arus/transports/http/handlers/common.hpp"
#include "arus/wire/replies.hpp"

namespace arus::http {

namespace {

using app::Permission;

/// The largest number that every JSON reader holds exactly.
constexpr std::int64_t position_max = 9'007'199'254'740'991;

std::optional<std::uint64_t> read_sequence(wire::QueryReader& query) {
    const auto sequence = query.integer("at_sequence", 0, position_max);
    return sequence ? std::optional(static_cast<std::uint64_t>(*sequence)) : std::nullopt;
}

Awaitable<Response> read_balances(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_figures));
    wire::QueryReader query(request.query);
    app::BalancesRequest wanted;
    wanted.as_of = query.date("as_of");
    wanted.outlet_id = query.id<OutletId>("outlet_id");
    wanted.at_sequence = read_sequence(query);
    if (auto fault = query.finish()) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(
        balances, co_await services.reports.balances(context_of(request), access->book.id, wanted));
    co_return positioned_reply(request, wire::balances_reply(balances));
}

Awaitable<Response> read_summary(const Services& services, Request& request) {
    ARUS_HTTP_TRY(access, co_await require_book(services, request, Permission::read_figures));
    wire::QueryReader query(request.query);
    app::SummaryRequest wanted;
    wanted.from = query.date_or_today("from");
    wanted.to = query.date_or_today("to");
    wanted.outlet_id = query.id<OutletId>("outlet_id");
    wanted.with_weekdays = query.boolean("weekdays").value_or(false);
    if (auto fault = query.finish()) {
        co_return refusal_response(std::move(*fault), request.request_id);
    }
    ARUS_HTTP_TRY(
        report, co_await services.reports.summary(context_of(request), access->book.id, wanted));
    co_return positioned_reply(request, wire::summary_reply(report));
}

}  // namespace

void add_figure_routes(Router& router, const Services& services) {
    add_route(
        router, services, verb::get, "/api/v1/books/{book}/balances", Entry::signed_in,
        read_balances);
    add_route(
        router, services, verb::get, "/api/v1/books/{book}/reports/summary", Entry::signed_in,
        read_summary);
}

}  // namespace arus::http
