// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/paging.hpp"
#include "arus/app/ports/statement_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace arus::app {

/// A statement's parameters as they came; resolving fills in what was left out.
struct StatementRequest {
    reports::StatementName name = reports::StatementName::trial_balance;
    std::optional<Date> as_of;  ///< of balances without interval; absent: today
    std::optional<Date> from;   ///< of a range; absent: the first of the month of `to`
    std::optional<Date> to;     ///< of a range; absent: today
    std::optional<OutletId> outlet_id;
    bool is_split_by_outlet = false;
    std::optional<reports::Interval> interval;
    std::optional<reports::Compare> compare;
    std::optional<std::uint64_t> at_sequence;  ///< as known then, within the caller's Reach
};

/// How far back earlier knowledge may lie. What came after it is subtracted, and so the cost grows
/// with it: a request waits only for the near one, a job takes any.
enum class Reach {
    near,  ///< at most 100,000 acts before the head
    any,
};

struct AgingRequest {
    reports::AgingSide side = reports::AgingSide::receivable;
    std::optional<Date> as_of;  ///< absent: today
    std::optional<std::uint64_t> at_sequence;
};

struct GeneralLedgerRequest {
    AccountId account_id;
    std::optional<Date> from;
    std::optional<Date> to;
    std::optional<OutletId> outlet_id;
    std::optional<std::uint64_t> at_sequence;
    PageRequest page;
};

/// Which cell of which report.
struct ExplainRequest {
    std::string row;         ///< key
    std::size_t column = 0;  ///< place
    PageRequest page;
};

struct ChangesRequest {
    StatementRequest statement;  ///< without at_sequence
    std::uint64_t from_sequence = 0;
    std::optional<std::uint64_t> to_sequence;  ///< absent: the head
    PageRequest page;
};

/// A request whose parameters are all there and allowed, and where the book stood meanwhile.
template <class Request>
struct Resolved {
    Request request;
    ledger::Book book;
    ledger::Head head;
};

/// The parameters of a resolved request in one fixed form: equal text, equal report.
std::string text_of(const StatementRequest& request);
std::string text_of(const AgingRequest& request);

struct StatementReport {
    StatementRequest parameters;
    ledger::Book book;
    Position position;
    reports::Statement statement;
};

struct AgingReport {
    AgingRequest parameters;
    ledger::Book book;
    Position position;
    reports::Aging aging;
};

struct NamedAccount {
    AccountId id;
    std::string code;
    std::string name;
    ledger::AccountType type = ledger::AccountType::asset;
};

struct GeneralLedgerReport {
    GeneralLedgerRequest parameters;
    ledger::Book book;
    Position position;
    NamedAccount account;
    std::int64_t opening_minor = 0;  ///< natural sign, as all balances here
    std::int64_t carried_minor = 0;  ///< before the first row of the page
    struct Line {
        EntryRecord entry;
        std::int64_t balance_minor = 0;  ///< after the entry
    };
    std::vector<Line> lines;
    std::int64_t closing_minor = 0;
    reports::Sides moved;  ///< in the whole range
    std::optional<std::string> next_cursor;
};

/// What stands behind one cell.
struct Explanation {
    ledger::Book book;
    Position position;
    std::string key;
    std::string code;
    std::string name;
    reports::Column column;
    std::int64_t amount_minor = 0;
    struct Item {
        EntryRecord entry;
        NamedAccount account;
        std::int64_t amount_minor = 0;  ///< what it adds to the cell; in an ageing, what is open
    };
    std::vector<Item> items;  ///< newest first
    std::optional<std::string> next_cursor;
};
struct StatementExplanation {
    StatementRequest parameters;
    Explanation explanation;
};
struct AgingExplanation {
    AgingRequest parameters;
    Explanation explanation;
};

struct ChangesReport {
    StatementRequest parameters;
    ledger::Book book;
    std::string epoch;
    std::uint64_t from_sequence = 0;
    std::uint64_t to_sequence = 0;
    reports::Statement difference;  ///< only rows that differ
    struct Item {
        ActRecord act;
        /// By key, per column, only what it moved.
        std::vector<std::pair<std::string, std::vector<std::int64_t>>> effects;
    };
    std::vector<Item> items;  ///< by sequence
    std::optional<std::string> next_cursor;
};

/// Statements of a book, each true exactly at its position, and what stands behind them. One for
/// the process; safe from every executor.
///
/// Every call with a context: not_found for a book one may not see; forbidden for a cashier;
/// validation_failed for parameters that cannot be (`conflict`, `range`); unknown_outlet,
/// unknown_account. Throws Failure; of kind corrupt, after an error in the log, where something
/// does not tie out: no wrong figure leaves this class.
class Statements {
public:
    Statements(
        StatementStore& statements, LedgerStore& ledgers, Access& access, const Clock& clock);

    /// Reads no sums: what make() then costs may be saved where its result is known.
    Awaitable<Result<Resolved<StatementRequest>>> resolve(
        RequestContext context, BookId book, StatementRequest request, Reach reach = Reach::near);
    Awaitable<Result<Resolved<AgingRequest>>> resolve(
        RequestContext context, BookId book, AgingRequest request, Reach reach = Reach::near);
    Awaitable<Result<Resolved<GeneralLedgerRequest>>> resolve(
        RequestContext context, BookId book, GeneralLedgerRequest request,
        Reach reach = Reach::near);

    /// True at the position it carries, which is that of the head or a later one.
    Awaitable<StatementReport> make(Resolved<StatementRequest> resolved, Deadline deadline);
    Awaitable<AgingReport> make(Resolved<AgingRequest> resolved, Deadline deadline);

    /// A page after the first is of the knowledge of the first one.
    Awaitable<Result<GeneralLedgerReport>> general_ledger(
        RequestContext context, BookId book, GeneralLedgerRequest request,
        Reach reach = Reach::near);

    /// The entries that make a cell; validation_failed where there is no such row (`enum`) or
    /// column (`range`). Pages as above.
    Awaitable<Result<StatementExplanation>> explain(
        RequestContext context, BookId book, StatementRequest statement, ExplainRequest request);
    Awaitable<Result<AgingExplanation>> explain(
        RequestContext context, BookId book, AgingRequest aging, ExplainRequest request);

    /// What changed a statement between two sequences, and by which acts. A page may hold fewer
    /// items than asked for and yet not be the last one.
    Awaitable<Result<ChangesReport>> changes(
        RequestContext context, BookId book, ChangesRequest request);

private:
    struct Made;
    struct Cell;

    Awaitable<Result<BookRecord>> open(RequestContext context, BookId book);
    Awaitable<std::optional<Refusal>> check_outlet(
        BookId book, std::optional<OutletId> outlet, Deadline deadline);
    Awaitable<Made> read(
        Resolved<StatementRequest> resolved, std::optional<std::uint64_t> earlier_sequence,
        Deadline deadline);
    Awaitable<Explanation> page_of_cell(Cell cell, Deadline deadline);

    StatementStore& statements_;
    LedgerStore& ledgers_;
    Access& access_;
    const Clock& clock_;
};

}  // namespace arus::app
