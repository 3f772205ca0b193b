// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/import_store.hpp"

#include "arus/adapters/sqlite/detail/import_queries.hpp"
#include "arus/adapters/sqlite/detail/readers.hpp"
#include "arus/adapters/sqlite/detail/writer_thread.hpp"
#include "arus/records/import_records.hpp"

#include <algorithm>
#include <utility>

namespace arus::sqlite {

namespace {

/// An act on imports weighs as much as one entry of the ledger.
constexpr std::size_t weight = 1;

}  // namespace

ImportReads::ImportReads(const Connection& connection) :
    find_(connection, queries::find_import),
    piece_(connection, queries::find_import_piece),
    rows_(connection, queries::find_import_rows),
    known_(connection, queries::find_imported_transaction),
    request_(connection, queries::find_import_request),
    find_mapping_(connection, queries::find_import_mapping),
    mappings_(connection, queries::list_import_mappings) {
}

std::optional<app::ImportFile> ImportReads::find(app::ImportId file) {
    auto rows = find_.query(file);
    return rows.next() ? std::optional(records::import_file_of(rows)) : std::nullopt;
}

std::string ImportReads::read(app::ImportId file, std::uint64_t position) {
    auto rows = piece_.query(file, position);
    if (!rows.next()) {
        return {};
    }
    const std::string_view bytes = rows.text(1);
    return std::string(bytes.substr(
        std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(position - rows.count(0)))));
}

std::optional<app::ImportRowPage> ImportReads::find_rows(
    app::JobId job, std::uint64_t from, std::optional<imports::Verdict> verdict) {
    auto rows = rows_.query(job, from, verdict ? static_cast<int>(*verdict) : -1);
    return rows.next() ? std::optional(records::import_rows_of(rows)) : std::nullopt;
}

std::vector<app::ImportedTransaction> ImportReads::known(
    BookId book, const std::vector<TransactionId>& ids) {
    std::vector<app::ImportedTransaction> found;
    for (const TransactionId& id : ids) {
        auto rows = known_.query(book, id);
        if (rows.next()) {
            found.push_back(
                {id, rows.optional_id<OutletId>(0), rows.optional_id<TransactionId>(1)});
        }
    }
    return found;
}

std::vector<app::ImportRequest> ImportReads::requests(
    BookId book, const std::vector<TransactionId>& ids) {
    std::vector<app::ImportRequest> found;
    for (const TransactionId& id : ids) {
        auto rows = request_.query(book, id.text());
        if (rows.next()) {
            found.push_back({id, rows.hash(0)});
        }
    }
    return found;
}

std::optional<app::RememberedMapping> ImportReads::find_mapping(
    BookId book, const std::string& signature) {
    auto rows = find_mapping_.query(book, signature);
    return rows.next() ? std::optional(records::import_mapping_of(rows)) : std::nullopt;
}

std::vector<app::RememberedMapping> ImportReads::mappings(BookId book) {
    std::vector<app::RememberedMapping> mappings;
    auto rows = mappings_.query(book);
    while (rows.next()) {
        mappings.push_back(records::import_mapping_of(rows));
    }
    return mappings;
}

ImportWriter::ImportWriter(Connection& connection, const Clock& clock) :
    connection_(connection),
    clock_(clock),
    insert_(connection, queries::insert_import),
    beyond_(connection, queries::list_imports_beyond),
    expired_(connection, queries::list_expired_imports),
    delete_(connection, queries::delete_import),
    find_(connection, queries::find_import),
    insert_piece_(connection, queries::insert_import_piece),
    set_bytes_(connection, queries::set_import_bytes),
    complete_(connection, queries::complete_import),
    put_rows_(connection, queries::put_import_rows),
    drop_rows_(connection, queries::drop_import_rows),
    put_mapping_(connection, queries::put_import_mapping),
    delete_mappings_(connection, queries::delete_old_import_mappings) {
}

void ImportWriter::create(const app::ImportFile& file, std::size_t files_max) {
    insert_.run(
        file.id, file.book_id, file.created_by, file.name, file.created_at, file.expires_at);
    std::vector<app::ImportId> gone;
    {
        auto rows = beyond_.query(file.book_id, file.created_by, files_max);
        while (rows.next()) {
            gone.push_back(rows.id<app::ImportId>(0));
        }
    }
    {
        auto rows = expired_.query(clock_.now());
        while (rows.next()) {
            gone.push_back(rows.id<app::ImportId>(0));
        }
    }
    for (const app::ImportId& one : gone) {
        delete_.run(one);
    }
}

bool ImportWriter::append(app::ImportId file, const std::string& bytes) {
    std::uint64_t position = 0;
    {
        auto rows = find_.query(file);
        if (!rows.next()) {
            return false;
        }
        position = rows.count(4);
    }
    if (!bytes.empty()) {
        insert_piece_.run(file, position, Statement::Blob{bytes});
        set_bytes_.run(file, position + bytes.size());
    }
    return true;
}

bool ImportWriter::complete(app::ImportId file) {
    complete_.run(file);
    return connection_.changes() == 1;
}

void ImportWriter::put_rows(app::JobId job, const app::ImportRowPage& page) {
    put_rows_.run(
        job, page.number, page.counts[0], page.counts[1], page.counts[2], page.counts[3],
        page.counts[4], Statement::Blob{page.bytes});
}

void ImportWriter::drop_rows(app::JobId job, std::uint64_t from) {
    drop_rows_.run(job, from);
}

void ImportWriter::remember(
    BookId book, const app::RememberedMapping& mapping, std::size_t mappings_max) {
    put_mapping_.run(
        book, mapping.signature, mapping.columns, mapping.mapping, mapping.outlet_id,
        mapping.used_at);
    delete_mappings_.run(book, mappings_max);
}

// Every work is named before it is handed on; see stores.cpp.

Awaitable<void> SqliteImportStore::create(
    app::ImportFile file, std::size_t files_max, Deadline deadline) {
    auto work = [this, file = std::move(file), files_max] { writer_.create(file, files_max); };
    co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<bool> SqliteImportStore::append(
    app::ImportId file, std::string bytes, Deadline deadline) {
    auto work = [this, file, bytes = std::move(bytes)] { return writer_.append(file, bytes); };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<bool> SqliteImportStore::complete(app::ImportId file, Deadline deadline) {
    auto work = [this, file] { return writer_.complete(file); };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<std::optional<app::ImportFile>> SqliteImportStore::find(
    app::ImportId file, Deadline deadline) {
    auto work = [file](ReadSession& session) { return session.imports.find(file); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::string> SqliteImportStore::read(
    app::ImportId file, std::uint64_t position, Deadline deadline) {
    auto work = [file, position](ReadSession& session) {
        return session.imports.read(file, position);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<void> SqliteImportStore::put_rows(
    app::JobId job, std::vector<app::ImportRowPage> pages, Deadline deadline) {
    auto work = [this, job, pages = std::move(pages)] {
        for (const app::ImportRowPage& page : pages) {
            writer_.put_rows(job, page);
        }
    };
    co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<void> SqliteImportStore::drop_rows(
    app::JobId job, std::uint64_t from, Deadline deadline) {
    auto work = [this, job, from] { writer_.drop_rows(job, from); };
    co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<std::optional<app::ImportRowPage>> SqliteImportStore::find_rows(
    app::JobId job, std::uint64_t from, std::optional<imports::Verdict> verdict,
    Deadline deadline) {
    auto work = [job, from, verdict](ReadSession& session) {
        return session.imports.find_rows(job, from, verdict);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::vector<app::ImportedTransaction>> SqliteImportStore::known(
    BookId book, std::vector<TransactionId> ids, Deadline deadline) {
    auto work = [book, ids = std::move(ids)](ReadSession& session) {
        return session.imports.known(book, ids);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::vector<app::ImportRequest>> SqliteImportStore::requests(
    BookId book, std::vector<TransactionId> ids, Deadline deadline) {
    auto work = [book, ids = std::move(ids)](ReadSession& session) {
        return session.imports.requests(book, ids);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<void> SqliteImportStore::remember(
    BookId book, app::RememberedMapping mapping, std::size_t mappings_max, Deadline deadline) {
    auto work = [this, book, mapping = std::move(mapping), mappings_max] {
        writer_.remember(book, mapping, mappings_max);
    };
    co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<std::optional<app::RememberedMapping>> SqliteImportStore::find_mapping(
    BookId book, std::string signature, Deadline deadline) {
    auto work = [book, signature = std::move(signature)](ReadSession& session) {
        return session.imports.find_mapping(book, signature);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::vector<app::RememberedMapping>> SqliteImportStore::mappings(
    BookId book, Deadline deadline) {
    auto work = [book](ReadSession& session) { return session.imports.mappings(book); };
    co_return co_await readers_.run(deadline, std::move(work));
}

}  // namespace arus::sqlite
