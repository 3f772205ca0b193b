// SPDX-License-Identifier: Apache-2.0
#include "arus/app/backup/backup.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/failure.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arus::app {

namespace {

constexpr const char* heads_table = "book_heads";
constexpr const char* rules_table = "notification_rules";
constexpr const char* sessions_table = "sessions";
constexpr std::size_t epoch_digits = 16;

[[noreturn]] void throw_corrupt(const std::string& what) {
    throw Failure({Failure::Kind::corrupt, false, true, "backup"}, what);
}

/// The bytes of a cell that holds some, whichever database it came from.
std::string bytes_in(const TableCell& cell) {
    if (const auto* const text = std::get_if<std::string>(&cell)) {
        return *text;
    }
    if (const auto* const bytes = std::get_if<TableBytes>(&cell)) {
        return bytes->bytes;
    }
    throw_corrupt("a column holds no bytes where some belong");
}

template <std::size_t size>
std::array<std::uint8_t, size> digest_in(const TableCell& cell) {
    const std::string bytes = bytes_in(cell);
    if (bytes.size() != size) {
        throw_corrupt("an id or a hash has the wrong length");
    }
    std::array<std::uint8_t, size> digest{};
    std::ranges::copy(bytes, digest.begin());
    return digest;
}

std::uint64_t count_in(const TableCell& cell) {
    const auto* const number = std::get_if<std::int64_t>(&cell);
    if (number == nullptr || *number < 0) {
        throw_corrupt("a column holds no count where one belongs");
    }
    return static_cast<std::uint64_t>(*number);
}

BackupBook book_in(const TableRow& row) {
    BackupBook book;
    book.book.bytes = digest_in<16>(row[0]);
    book.sequence = count_in(row[1]);
    book.offset = count_in(row[2]);
    book.hash = digest_in<32>(row[3]);
    book.epoch = bytes_in(row[4]);
    return book;
}

Awaitable<std::vector<BackupBook>> read_heads(
    TableSnapshot& source, std::chrono::milliseconds step_timeout) {
    const TableShape heads{heads_table, {"book_id", "sequence", "offset", "hash", "epoch"}, {0}};
    std::vector<BackupBook> books;
    TablePageQuery query;
    for (bool has_more = true; has_more;) {
        const TablePage page = co_await source.read(heads, query, Deadline::in(step_timeout));
        for (const TableRow& row : page.rows) {
            books.push_back(book_in(row));
        }
        has_more = page.has_more;
        if (!page.rows.empty()) {
            query.after = key_of(heads, page.rows.back());
        }
    }
    co_return books;
}

std::optional<std::size_t> column_of(const TableShape& shape, std::string_view name) {
    const auto found = std::ranges::find(shape.columns, name);
    return found == shape.columns.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - shape.columns.begin()));
}

std::string finding_text(const VerificationRecord& record) {
    if (record.report.findings.empty()) {
        return "its chain is broken";
    }
    const ledger::Finding& finding = record.report.findings.front();
    return finding.code + ": " + finding.detail;
}

}  // namespace

Awaitable<BackupDone> write_backup(
    TableSnapshot& source, ByteSink& sink, BackupHeader header,
    std::chrono::milliseconds step_timeout, TellProgress tell) {
    BackupDone done;
    BackupWriter writer(sink);
    header.schema_version = co_await source.schema_version(Deadline::in(step_timeout));
    writer.add(header);
    done.books = co_await read_heads(source, step_timeout);
    for (const BackupBook& book : done.books) {
        writer.add(book);
    }
    const auto shapes = co_await source.tables(Deadline::in(step_timeout));
    TableProgress progress;
    for (const TableShape& shape : shapes) {
        writer.add(shape);
        progress.table = shape.name;
        TablePageQuery query;
        for (bool has_more = true; has_more;) {
            const TablePage page = co_await source.read(shape, query, Deadline::in(step_timeout));
            writer.add(page.rows);
            progress.rows += page.rows.size();
            tell(progress);
            has_more = page.has_more;
            if (!page.rows.empty()) {
                query.after = key_of(shape, page.rows.back());
            }
        }
    }
    done.tables = shapes.size();
    done.rows = progress.rows;
    done.sum = writer.finish();
    co_return done;
}

// Restore ---------------------------------------------------------------------------------------

/// New ones that the same salt always gives, so that a run that goes on for another makes the same.
void Restore::choose_epochs(const std::string& salt) {
    for (const BackupBook& book : facts_.books) {
        Sha256 hash;
        hash.add(salt).add(book.book.bytes);
        const std::string id(book.book.bytes.begin(), book.book.bytes.end());
        epochs_[id] = {book.epoch, hex_of(hash.finish()).substr(0, epoch_digits)};
    }
}

std::optional<TableRow> Restore::as_restored(const TableShape& shape, TableRow row) const {
    if (shape.name == sessions_table && options_.sessions == Sessions::end) {
        return std::nullopt;
    }
    if (shape.name == heads_table || shape.name == rules_table) {
        const auto book = column_of(shape, "book_id");
        const auto epoch = column_of(shape, "epoch");
        if (!book || !epoch) {
            throw_corrupt("the backup's table " + shape.name + " has no column for the epoch");
        }
        const auto found = epochs_.find(bytes_in(row[*book]));
        if (found == epochs_.end()) {
            throw_corrupt("the backup's table " + shape.name + " names a book that has no head");
        }
        if (bytes_in(row[*epoch]) == found->second.first) {
            row[*epoch] = found->second.second;
        }
    }
    return row;
}

/// Why it cannot begin, or nothing.
Awaitable<std::string> Restore::begin(TableTarget& target, Filled& filled) {
    const auto own = co_await target.tables(step());
    TableFit fit = fit_tables(facts_.tables, own);
    if (!fit.missing.empty()) {
        co_return fit.missing;
    }
    for (TableShape& shape : fit.shapes) {
        Table table;
        table.shape = std::move(shape);
        tables_.push_back(std::move(table));
    }
    std::string name = "restore " + hex_of(facts_.sum)
                       + (options_.sessions == Sessions::end ? " without sessions " : " ");
    const auto under_way = co_await target.move_under_way(step());
    if (under_way) {
        if (!under_way->starts_with(name)) {
            co_return "another move or restore has not ended in it; drop that database and begin "
                "with an empty one";
        }
        choose_epochs(under_way->substr(name.size()));
        filled.resumed = true;
        filled.written = true;
        for (Table& table : tables_) {
            table.last = co_await target.last_key(table.shape, step());
        }
        co_return std::string();
    }
    const auto in_use = co_await find_rows(target, own, step());
    if (in_use) {
        co_return "it holds rows already (table " + *in_use + "); name an empty database";
    }
    std::array<std::uint8_t, 16> salt{};
    fill_random(salt);
    const std::string salt_text = hex_of(salt);
    choose_epochs(salt_text);
    name += salt_text;
    co_await target.begin(name, step());
    filled.written = true;
    co_return std::string();
}

Awaitable<void> Restore::append(TableTarget& target, Table& table, BackupRows rows) {
    BackupRows fresh;
    for (TableRow& row : rows) {
        auto restored = as_restored(table.shape, std::move(row));
        if (!restored) {
            continue;
        }
        table.wanted.add(*restored);
        if (table.last) {
            // Of a run before: everything up to this key is there.
            if (key_of(table.shape, *restored) == *table.last) {
                table.last.reset();
            }
            continue;
        }
        fresh.push_back(std::move(*restored));
    }
    if (!fresh.empty()) {
        co_await target.append(table.shape, std::move(fresh), step());
    }
}

Awaitable<std::string> Restore::copy(TableTarget& target, const TellProgress& tell) {
    file_.rewind();
    BackupReader reader(file_);
    TableProgress progress{{}, 0, facts_.end.rows};
    auto table = tables_.end();
    for (;;) {
        auto read = reader.next();
        if (const auto* const fault = std::get_if<BackupFault>(&read)) {
            co_return fault->what;
        }
        auto& frame = std::get<BackupFrame>(read);
        if (const auto* const shape = std::get_if<TableShape>(&frame)) {
            table = table == tables_.end() ? tables_.begin() : table + 1;
            if (table == tables_.end() || table->shape.columns != shape->columns) {
                co_return "the file was changed while it was read";
            }
            progress.table = shape->name;
        } else if (auto* const rows = std::get_if<BackupRows>(&frame)) {
            if (table == tables_.end()) {
                co_return "the file was changed while it was read";
            }
            progress.rows += rows->size();
            co_await append(target, *table, std::move(*rows));
            tell(progress);
        } else if (std::holds_alternative<BackupEnd>(frame)) {
            const bool is_same = reader.sum() == facts_.sum;
            co_return is_same ? "" : "the file was changed while it was read";
        }
    }
}

/// What is not in the target as it is in the file, or nothing.
Awaitable<std::string> Restore::compare(TableTarget& target, const TellProgress& tell) {
    TableProgress progress{{}, 0, facts_.end.rows};
    TableSumming summing;
    summing.step = [this] { return step(); };
    summing.told = [&progress, &tell](std::size_t rows) {
        progress.rows += rows;
        tell(progress);
    };
    for (const Table& table : tables_) {
        progress.table = table.shape.name;
        const TableSum there = co_await sum_table(target, table.shape, summing);
        if (there != table.wanted) {
            co_return "table " + table.shape.name + ": " + std::to_string(table.wanted.rows)
                + " rows in the file, " + std::to_string(there.rows)
                + " in the database, or not the same ones";
        }
    }
    co_return std::string();
}

Awaitable<Restore::Filled> Restore::fill(TableTarget& target, TellProgress tell) {
    Filled filled;
    filled.fault = co_await begin(target, filled);
    if (!filled.fault.empty()) {
        co_return filled;
    }
    filled.fault = co_await copy(target, tell);
    if (filled.fault.empty()) {
        filled.fault = co_await compare(target, tell);
    }
    for (const Table& table : tables_) {
        filled.rows += table.wanted.rows;
    }
    co_return filled;
}

Awaitable<Restore::Checked> Restore::check(LedgerStore& ledger, AuditStore& audit) const {
    Checked checked;
    const auto there = co_await ledger.list_books(step());
    if (there.size() != facts_.books.size()) {
        checked.fault = "the database has " + std::to_string(there.size()) + " books, the backup "
                        + std::to_string(facts_.books.size());
        co_return checked;
    }
    for (const BackupBook& book : facts_.books) {
        const std::string name = "book " + book.book.text() + ": ";
        const std::optional<ledger::Verification> from_the_beginning;
        const auto record = co_await ledger.verify(
            book.book, from_the_beginning, Deadline::in(options_.check_timeout));
        if (!record || !record->report.ok) {
            checked.fault = name + (record ? finding_text(*record) : "it is not there");
            co_return checked;
        }
        const Position& position = record->position;
        if (position.sequence != book.sequence || position.offset != book.offset
            || position.hash != book.hash) {
            checked.fault = name + "it does not end where the backup says";
            co_return checked;
        }
        if (position.epoch == book.epoch) {
            checked.fault = name + "it still has the epoch of before";
            co_return checked;
        }
        const auto log = co_await audit.verify(book.book, Deadline::in(options_.check_timeout));
        if (!log.ok) {
            checked.fault = name + "its audit log is broken";
            co_return checked;
        }
        checked.books.push_back({book.book, position, record->report.transactions});
    }
    const auto log = co_await audit.verify(BookId(), Deadline::in(options_.check_timeout));
    if (!log.ok) {
        checked.fault = "the audit log of the server is broken";
    }
    co_return checked;
}

}  // namespace arus::app
