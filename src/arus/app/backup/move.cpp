// SPDX-License-Identifier: Apache-2.0
#include "arus/app/backup/move.hpp"

#include "arus/base/bytes.hpp"

#include <algorithm>
#include <utility>

namespace arus::app {

namespace {

/// The books as they are: what a move that was interrupted must find again.
std::string id_of(const std::vector<std::pair<std::string, Hash256>>& tables) {
    Sha256 hash;
    for (const auto& [name, sum] : tables) {
        hash.add_u64be(name.size()).add(name).add(sum);
    }
    return hex_of(hash.finish());
}

bool is_same(const Position& a, const Position& b) {
    return a.epoch == b.epoch && a.sequence == b.sequence && a.offset == b.offset
           && a.hash == b.hash;
}

bool is_same(const BalanceItem& a, const BalanceItem& b) {
    return a.account.id == b.account.id && a.account.code == b.account.code
           && a.totals.debit_minor == b.totals.debit_minor
           && a.totals.credit_minor == b.totals.credit_minor
           && a.totals.pending_debit_minor == b.totals.pending_debit_minor
           && a.totals.pending_credit_minor == b.totals.pending_credit_minor;
}

std::string finding_text(const VerificationRecord& record) {
    if (record.report.findings.empty()) {
        return "its chain is broken";
    }
    const ledger::Finding& finding = record.report.findings.front();
    return finding.code + ": " + finding.detail;
}

}  // namespace

void Move::tell(const Progress& progress) const {
    if (progress_) {
        progress_(progress);
    }
}

Awaitable<Move::Survey> Move::survey(
    TableSource& database, std::vector<TableShape> shapes, Progress progress) {
    Survey found;
    TableSumming summing;
    summing.rows_max = options_.rows_max;
    summing.step = [this] { return step(); };
    summing.told = [this, &progress](std::size_t rows) {
        progress.rows += rows;
        tell(progress);
    };
    for (TableShape& shape : shapes) {
        progress.table = shape.name;
        const TableSum sum = co_await sum_table(database, shape, summing);
        found.push_back({std::move(shape), sum});
    }
    co_return found;
}

Awaitable<void> Move::copy(const Survey& wanted) {
    Progress progress{Stage::copy, {}, 0, 0};
    for (const Surveyed& table : wanted) {
        progress.rows_total += table.sum.rows;
    }
    for (const Surveyed& table : wanted) {
        TablePageQuery query;
        query.rows_max = options_.rows_max;
        query.after = co_await parts_.target.last_key(table.shape, step());
        progress.table = table.shape.name;
        for (bool has_more = true; has_more;) {
            TablePage page = co_await parts_.source.read(table.shape, query, step());
            has_more = page.has_more;
            progress.rows += page.rows.size();
            if (!page.rows.empty()) {
                query.after = key_of(table.shape, page.rows.back());
                co_await parts_.target.append(table.shape, std::move(page.rows), step());
            }
            tell(progress);
        }
    }
}

/// A report where a book of the source is not as its history says; else nothing.
Awaitable<std::optional<Move::Report>> Move::check_source(Report report) {
    const auto books = co_await parts_.source_ledger.list_books(step());
    for (const BookId& book : books) {
        const std::optional<ledger::Verification> from_the_beginning;
        const auto record = co_await parts_.source_ledger.verify(
            book, from_the_beginning, Deadline::in(options_.check_timeout));
        if (!record || !record->report.ok) {
            report.outcome = Outcome::source_broken;
            report.detail = "book " + book.text() + ": "
                            + (record ? finding_text(*record) : "it cannot be read");
            co_return report;
        }
    }
    co_return std::nullopt;
}

Awaitable<Move::Report> Move::compare_books(Report report) {
    const auto wanted = co_await parts_.source_ledger.list_books(step());
    const auto there = co_await parts_.target_ledger.list_books(step());
    if (wanted != there) {
        report.outcome = Outcome::not_the_same;
        report.detail = "the lists of books differ";
        co_return report;
    }
    for (const BookId& book : wanted) {
        const auto fail = [&](const std::string& what) {
            report.outcome = Outcome::not_the_same;
            report.detail = "book " + book.text() + ": " + what;
        };
        const BalanceQuery everything;
        const auto before = co_await parts_.source_ledger.balances(book, everything, step());
        const auto after = co_await parts_.target_ledger.balances(book, everything, step());
        if (!is_same(before.position, after.position)) {
            fail("sequence, offset, hash or epoch differ");
            co_return report;
        }
        const auto same_item = [](const BalanceItem& a, const BalanceItem& b) {
            return is_same(a, b);
        };
        if (!std::ranges::equal(before.items, after.items, same_item)) {
            fail("the balances differ");
            co_return report;
        }
        const std::optional<ledger::Verification> from_the_beginning;
        const auto record = co_await parts_.target_ledger.verify(
            book, from_the_beginning, Deadline::in(options_.check_timeout));
        if (!record || !record->report.ok || !is_same(record->position, before.position)) {
            fail(record ? finding_text(*record) : "it cannot be read in the target");
            co_return report;
        }
        report.books.push_back(
            {book, record->position, record->report.transactions, record->report.events,
             after.items.size()});
    }
    co_return report;
}

Awaitable<Move::Report> Move::run(std::function<void(const Progress&)> progress) {
    progress_ = std::move(progress);
    Report report;
    auto broken = co_await check_source(report);
    if (broken) {
        co_return std::move(*broken);
    }
    auto shapes = co_await parts_.source.tables(step());
    const auto own = co_await parts_.target.tables(step());
    const TableFit fit = fit_tables(shapes, own);
    if (!fit.missing.empty()) {
        report.outcome = Outcome::tables_differ;
        report.detail = fit.missing;
        co_return report;
    }
    const Progress surveying{Stage::survey, {}, 0, 0};
    const Survey wanted = co_await survey(parts_.source, shapes, surveying);
    std::vector<std::pair<std::string, Hash256>> sums;
    std::uint64_t rows_total = 0;
    for (const Surveyed& table : wanted) {
        sums.emplace_back(table.shape.name, table.sum.sum);
        rows_total += table.sum.rows;
    }
    report.rows = rows_total;
    report.tables = wanted.size();
    const std::string source_id = id_of(sums);
    const Progress comparing{Stage::compare, {}, 0, rows_total};
    const auto difference = [&wanted](const Survey& there) {
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (there[i].sum != wanted[i].sum) {
                return "table " + wanted[i].shape.name + ": " + std::to_string(wanted[i].sum.rows)
                       + " rows in the source, " + std::to_string(there[i].sum.rows)
                       + " in the target, or not the same ones";
            }
        }
        return std::string();
    };

    const auto under_way = co_await parts_.target.move_under_way(step());
    if (under_way && *under_way != source_id) {
        report.outcome = Outcome::other_move;
        report.detail =
            "a move of other books, or of these as they were earlier, has not ended in the target";
        co_return report;
    }
    if (!under_way) {
        const auto in_use = co_await find_rows(parts_.target, own, step());
        if (in_use) {
            const Survey there = co_await survey(parts_.target, fit.shapes, comparing);
            const bool is_done = difference(there).empty();
            report.outcome = is_done ? Outcome::already_moved : Outcome::target_in_use;
            report.detail = is_done ? "" : "the target holds rows already";
            co_return report;
        }
        co_await parts_.target.begin(source_id, step());
    }
    report.resumed = under_way.has_value();
    co_await copy(wanted);
    const Survey there = co_await survey(parts_.target, fit.shapes, comparing);
    report.detail = difference(there);
    if (!report.detail.empty()) {
        report.outcome = Outcome::not_the_same;
        co_return report;
    }
    report = co_await compare_books(std::move(report));
    if (report.outcome == Outcome::moved) {
        co_await parts_.target.finish(step());
    }
    co_return report;
}

}  // namespace arus::app
