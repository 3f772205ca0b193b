// SPDX-License-Identifier: Apache-2.0
#include "arus/app/move.hpp"

#include "arus/base/bytes.hpp"

#include <algorithm>
#include <utility>

namespace arus::app {

namespace {

/// Adds two numbers of 256 bits, most significant byte first: a sum that does not depend on the
/// order in which rows come, for databases order text in their own ways.
void add_to(Hash256& sum, const Hash256& value) {
    unsigned carry = 0;
    for (std::size_t i = sum.size(); i-- > 0;) {
        const unsigned byte = unsigned{sum[i]} + unsigned{value[i]} + carry;
        sum[i] = static_cast<std::uint8_t>(byte & 0xffU);
        carry = byte >> 8U;
    }
}

TableRow key_of(const TableShape& shape, const TableRow& row) {
    TableRow key;
    for (const std::size_t at : shape.key) {
        key.push_back(row[at]);
    }
    return key;
}

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

/// The same columns as they are read from the target, by the target's own key; or what is missing
/// there.
struct Fit {
    std::vector<TableShape> shapes;
    std::string missing;
};

Fit fit_of(const std::vector<TableShape>& shapes, const std::vector<TableShape>& known) {
    Fit fit;
    for (const TableShape& shape : shapes) {
        const auto found = std::ranges::find(known, shape.name, &TableShape::name);
        if (found == known.end()) {
            fit.missing = "the target has no table " + shape.name;
            return fit;
        }
        TableShape there{shape.name, shape.columns, {}};
        for (const std::string& column : shape.columns) {
            if (std::ranges::find(found->columns, column) == found->columns.end()) {
                fit.missing = "the target's table " + shape.name + " has no column " + column;
                return fit;
            }
        }
        for (const std::size_t at : found->key) {
            const auto column = std::ranges::find(shape.columns, found->columns[at]);
            if (column == shape.columns.end()) {
                fit.missing = "the target's table " + shape.name + " has another key";
                return fit;
            }
            there.key.push_back(static_cast<std::size_t>(column - shape.columns.begin()));
        }
        fit.shapes.push_back(std::move(there));
    }
    return fit;
}

}  // namespace

Hash256 row_hash(const TableRow& row) {
    Sha256 hash;
    for (const TableCell& cell : row) {
        if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
            hash.add_u8('i').add_u64be(static_cast<std::uint64_t>(*number));
        } else if (const auto* const text = std::get_if<std::string>(&cell)) {
            hash.add_u8('b').add_u64be(text->size()).add(*text);
        } else if (const auto* const bytes = std::get_if<TableBytes>(&cell)) {
            hash.add_u8('b').add_u64be(bytes->bytes.size()).add(bytes->bytes);
        } else {
            hash.add_u8('n');
        }
    }
    return hash.finish();
}

void Move::tell(const Progress& progress) const {
    if (progress_) {
        progress_(progress);
    }
}

Awaitable<Move::Survey> Move::survey(
    TableSource& database, std::vector<TableShape> shapes, Progress progress) {
    Survey found;
    for (TableShape& shape : shapes) {
        Surveyed table;
        TablePageQuery query;
        query.rows_max = options_.rows_max;
        progress.table = shape.name;
        for (bool has_more = true; has_more;) {
            const TablePage page = co_await database.read(shape, query, step());
            for (const TableRow& row : page.rows) {
                add_to(table.sum, row_hash(row));
            }
            table.rows += page.rows.size();
            progress.rows += page.rows.size();
            tell(progress);
            has_more = page.has_more;
            if (!page.rows.empty()) {
                query.after = key_of(shape, page.rows.back());
            }
        }
        table.shape = std::move(shape);
        found.push_back(std::move(table));
    }
    co_return found;
}

Awaitable<void> Move::copy(const Survey& wanted) {
    Progress progress{Stage::copy, {}, 0, 0};
    for (const Surveyed& table : wanted) {
        progress.rows_total += table.rows;
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
    const Fit fit = fit_of(shapes, own);
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
        sums.emplace_back(table.shape.name, table.sum);
        rows_total += table.rows;
    }
    report.rows = rows_total;
    report.tables = wanted.size();
    const std::string source_id = id_of(sums);
    const Progress comparing{Stage::compare, {}, 0, rows_total};
    const auto difference = [&wanted](const Survey& there) {
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (there[i].rows != wanted[i].rows || there[i].sum != wanted[i].sum) {
                return "table " + wanted[i].shape.name + ": " + std::to_string(wanted[i].rows)
                       + " rows in the source, " + std::to_string(there[i].rows)
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
        bool is_empty = true;
        for (const TableShape& shape : own) {
            TablePageQuery one;
            one.rows_max = 1;
            const TablePage page = co_await parts_.target.read(shape, one, step());
            is_empty = is_empty && page.rows.empty();
        }
        if (!is_empty) {
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
