// SPDX-License-Identifier: Apache-2.0
// What changed a statement between two sequences; see statements.hpp.
#include "arus/app/detail/statement_parts.hpp"
#include "arus/app/detail/tying_out.hpp"
#include "arus/base/bytes.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace arus::app {

namespace {

constexpr std::size_t acts_a_read = 500;
/// So many acts are looked at for one page, however few of them changed anything.
constexpr std::size_t acts_a_page_max = 20'000;

/// What postings do to a statement's cells.
class Effects {
public:
    Effects(
        const reports::Statement& table, const std::vector<ledger::Account>& accounts,
        std::string fiscal_year_start) :
        table_(table), fiscal_year_start_(std::move(fiscal_year_start)) {
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            for (const reports::Term& term : table.rows[row].terms) {
                terms_[accounts[term.account].id].push_back({row, term.times});
            }
        }
    }

    using Moved = std::vector<std::pair<std::string, std::vector<std::int64_t>>>;

    /// By row in the order of the statement; rows that were not moved are left out.
    Moved of(const ChangeRecord& change) const {
        std::unordered_map<std::size_t, std::vector<std::int64_t>> by_row;
        for (const ChangeRecord::Posting& posting : change.postings) {
            const auto found = terms_.find(posting.account_id);
            if (found == terms_.end()) {
                continue;
            }
            for (const auto& [row, times] : found->second) {
                std::vector<std::int64_t>& amounts = by_row[row];
                amounts.resize(table_.columns.size());
                for (std::size_t i = 0; i < amounts.size(); ++i) {
                    amounts[i] += counts(row, i, change.act) ? times * posting.amount_minor : 0;
                }
            }
        }
        Moved moved;
        for (std::size_t row = 0; row < table_.rows.size(); ++row) {
            const auto found = by_row.find(row);
            if (found != by_row.end()
                && std::ranges::any_of(found->second, [](std::int64_t one) { return one != 0; })) {
                moved.emplace_back(table_.rows[row].key, std::move(found->second));
            }
        }
        return moved;
    }

private:
    struct RowTerm {
        std::size_t row = 0;
        std::int64_t times = 1;
    };

    bool counts(std::size_t row, std::size_t column_index, const ActRecord& act) const {
        const reports::Column& column = table_.columns[column_index];
        if (column.kind == reports::Column::Kind::rest) {
            if (act.outlet_id) {
                return false;
            }
        } else if (column.outlet_id && act.outlet_id != column.outlet_id) {
            return false;
        }
        return reports::days_of(table_.rows[row].span, column, fiscal_year_start_).holds(act.date);
    }

    const reports::Statement& table_;
    const std::string fiscal_year_start_;
    std::unordered_map<AccountId, std::vector<RowTerm>> terms_;
};

/// Adds up cells in any order, over several pages: every cell has a weight that its key and column
/// give, so that equal sums of everything mean equal sums of each (but for one chance in 2^64).
/// Arithmetic is modulo 2^64.
class Checksum {
public:
    explicit Checksum(std::uint64_t start) : sum_(start) {}

    void add(const std::string& key, const std::vector<std::int64_t>& amounts) {
        for (std::size_t i = 0; i < amounts.size(); ++i) {
            if (amounts[i] != 0) {
                sum_ += weight_of(key, i) * static_cast<std::uint64_t>(amounts[i]);
            }
        }
    }
    std::uint64_t sum() const { return sum_; }

private:
    std::uint64_t weight_of(const std::string& key, std::size_t column) {
        const auto [found, is_new] = weights_.try_emplace(key + '|' + std::to_string(column));
        if (is_new) {
            std::uint64_t weight = 0;
            const Hash256 digest = sha256(found->first);
            for (std::size_t i = 0; i < 8; ++i) {
                weight = weight << 8U | digest[i];
            }
            found->second = weight | 1U;
        }
        return found->second;
    }

    std::uint64_t sum_;
    std::unordered_map<std::string, std::uint64_t> weights_;
};

struct ChangePlace {
    std::uint64_t to = 0;
    std::uint64_t after = 0;
    std::uint64_t checksum = 0;
};

Result<std::optional<ChangePlace>> change_place(const PageRequest& page, const std::string& list) {
    if (!page.cursor) {
        return std::optional<ChangePlace>();
    }
    const Result<std::string> place = place_of(*page.cursor, list);
    if (!place) {
        return place.refusal();
    }
    const auto numbers = detail::split_numbers<3>(*place);
    if (!numbers) {
        return detail::refused_parameter(
            "?cursor", "pattern", "Send next_cursor of the page before.");
    }
    return std::optional(ChangePlace{
        static_cast<std::uint64_t>((*numbers)[0]), static_cast<std::uint64_t>((*numbers)[1]),
        static_cast<std::uint64_t>((*numbers)[2])});
}

std::string list_of(const ChangesRequest& request, const StatementRequest& resolved) {
    return "changes|" + text_of(resolved) + '|' + std::to_string(request.from_sequence) + '|'
           + (request.to_sequence ? std::to_string(*request.to_sequence) : std::string("-"));
}

}  // namespace

Awaitable<Result<ChangesReport>> Statements::changes(
    RequestContext context, BookId book, ChangesRequest request) {
    Result<Resolved<StatementRequest>> resolved = co_await resolve(
        context, book, request.statement);
    if (!resolved) {
        co_return resolved.refusal();
    }
    const std::string list = list_of(request, resolved->request);
    const Result<std::optional<ChangePlace>> begin = change_place(request.page, list);
    if (!begin) {
        co_return begin.refusal();
    }
    const std::optional<ChangePlace>& place = *begin;
    const std::uint64_t head = resolved->head.sequence;
    const std::uint64_t to = place ? place->to : request.to_sequence.value_or(head);
    if (!detail::is_in_reach(request.from_sequence, head)) {
        co_return detail::too_far_back("?from_sequence", head);
    }
    if (to > head || to < request.from_sequence) {
        co_return detail::refused_parameter(
            "?to_sequence", "range",
            "It lies from from_sequence to the head, " + std::to_string(head) + ".");
    }
    ChangesReport report;
    report.parameters = resolved->request;
    resolved->request.at_sequence = to;
    Made made = co_await read(std::move(*resolved), request.from_sequence, context.deadline);
    const detail::ReportPlace report_place{book, "changes", to};
    const reports::Statement& table = made.report.statement;
    report.difference = detail::made_or_fail(
        reports::difference(table, *made.earlier), report_place);
    report.book = made.report.book;
    report.epoch = made.report.position.epoch;
    report.from_sequence = request.from_sequence;
    report.to_sequence = to;

    const Effects effects(table, made.accounts, report.book.fiscal_year_start);
    Checksum told(place ? place->checksum : 0);
    ChangeQuery query;
    query.after = place ? place->after : request.from_sequence;
    query.to = to;
    query.limit = acts_a_read;
    std::size_t looked_at = 0;
    bool has_more = true;
    while (has_more && report.items.size() < request.page.limit && looked_at < acts_a_page_max) {
        ChangePage page = co_await statements_.changes(book, query, context.deadline);
        has_more = page.has_more;
        for (ChangeRecord& change : page.items) {
            if (report.items.size() == request.page.limit) {
                has_more = true;
                break;
            }
            ++looked_at;
            query.after = change.act.sequence;
            Effects::Moved moved = effects.of(change);
            for (const auto& [key, amounts] : moved) {
                told.add(key, amounts);
            }
            if (!moved.empty()) {
                report.items.push_back({std::move(change.act), std::move(moved)});
            }
        }
    }
    if (has_more) {
        report.next_cursor = make_cursor(
            list, detail::joined_numbers(
                      static_cast<std::int64_t>(to), static_cast<std::int64_t>(query.after),
                      static_cast<std::int64_t>(told.sum())));
    } else {
        Checksum wanted(0);
        for (const reports::Row& row : report.difference.rows) {
            wanted.add(row.key, row.amounts);
        }
        if (wanted.sum() != told.sum()) {
            detail::fail_report(report_place, reports::Defect::unbalanced);
        }
    }
    co_return report;
}

}  // namespace arus::app
