// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/statements/reports.hpp"
#include "arus/app/statements/result_cache.hpp"
#include "arus/app/statements/statements.hpp"

#include <string>
#include <string_view>

namespace arus::wire {

/// Every report by its name, as the JSON that REST answers: one way for REST, the socket and jobs,
/// so that all of them say the same. Statements and ageing are taken from the cache where the same
/// report of the same position is known.
///
/// One for the process; safe from every executor. Refusals and failures are those of Statements and
/// Reports; not_found for a name that is no report's; validation_failed with `?name` pointers for
/// parameters.
class ReportDocuments {
public:
    ReportDocuments(app::Statements& statements, app::Reports& reports, app::ResultCache& cache) :
        statements_(statements), reports_(reports), cache_(cache) {}

    /// A report and the position at which it is true.
    struct Document {
        app::Position position;
        std::string body;
    };

    /// True for trial-balance, income-statement, balance-sheet, cash-flow, aging, general-ledger
    /// and summary.
    static bool is_report(std::string_view name);
    /// True for those whose cells can be explained: all of them but general-ledger and summary.
    static bool has_cells(std::string_view name);
    /// True for those whose changes can be told: statements.
    static bool has_changes(std::string_view name);

    /// GET reports/{name}?{query}; `query` is percent-encoded, without the question mark.
    Awaitable<Result<Document>> report(
        app::RequestContext context, BookId book, std::string name, std::string query);
    /// GET reports/{name}/explain?{query}
    Awaitable<Result<Document>> explain(
        app::RequestContext context, BookId book, std::string name, std::string query);
    /// GET reports/{name}/changes?{query}
    Awaitable<Result<Document>> changes(
        app::RequestContext context, BookId book, std::string name, std::string query);

private:
    template <class Request>
    Awaitable<Result<Document>> cached(app::RequestContext context, BookId book, Request request);
    template <class Request>
    Awaitable<app::ResultCache::Made> make(app::Resolved<Request> resolved, Deadline deadline);
    Awaitable<Result<Document>> general_ledger(
        app::RequestContext context, BookId book, app::GeneralLedgerRequest request);
    Awaitable<Result<Document>> summary(
        app::RequestContext context, BookId book, app::SummaryRequest request);

    app::Statements& statements_;
    app::Reports& reports_;
    app::ResultCache& cache_;
};

}  // namespace arus::wire
