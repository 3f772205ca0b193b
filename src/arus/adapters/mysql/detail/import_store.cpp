// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/import_store.hpp"

#include "arus/adapters/mysql/detail/import_queries.hpp"
#include "arus/adapters/mysql/detail/text_formatter.hpp"
#include "arus/records/import_records.hpp"

#include <algorithm>
#include <utility>

namespace arus::mysql {

namespace {

// What is given by reference is looked at until the call returns.

Awaitable<void> create_import(
    Connection& connection, const app::ImportFile& file, std::size_t files_max, Instant now) {
    co_await connection.execute(
        queries::insert_import, file.id, file.book_id, file.created_by, file.name, file.created_at,
        file.expires_at);
    auto beyond = co_await connection.execute(
        queries::list_imports_beyond, file.book_id, file.created_by, files_max);
    while (beyond.next()) {
        co_await connection.execute(queries::delete_import, beyond.id<app::ImportId>(0));
    }
    auto expired = co_await connection.execute(queries::list_expired_imports, now);
    while (expired.next()) {
        co_await connection.execute(queries::delete_import, expired.id<app::ImportId>(0));
    }
}

Awaitable<bool> append_import(
    Connection& connection, app::ImportId file, const std::string& bytes) {
    auto rows = co_await connection.execute(queries::lock_import, file);
    if (!rows.next()) {
        co_return false;
    }
    if (!bytes.empty()) {
        const std::uint64_t position = rows.count(4);
        const Value piece = Value::blob(bytes);
        co_await connection.execute(queries::insert_import_piece, file, position, piece);
        co_await connection.execute(queries::set_import_bytes, position + bytes.size(), file);
    }
    co_return true;
}

Awaitable<bool> complete_import(Connection& connection, app::ImportId file) {
    const auto rows = co_await connection.execute(queries::complete_import, file);
    co_return rows.affected() == 1;
}

Awaitable<std::optional<app::ImportFile>> find_import(Connection& connection, app::ImportId file) {
    auto rows = co_await connection.execute(queries::find_import, file);
    co_return rows.next() ? std::optional(records::import_file_of(rows)) : std::nullopt;
}

Awaitable<std::string> read_import(
    Connection& connection, app::ImportId file, std::uint64_t position) {
    auto rows = co_await connection.execute(queries::find_import_piece, file, position);
    if (!rows.next()) {
        co_return std::string();
    }
    const std::string_view bytes = rows.text(1);
    const auto skipped = static_cast<std::size_t>(position - rows.count(0));
    co_return std::string(bytes.substr(std::min(bytes.size(), skipped)));
}

Awaitable<void> put_import_rows(
    Connection& connection, app::JobId job, const std::vector<app::ImportRowPage>& pages) {
    for (const app::ImportRowPage& page : pages) {
        const Value bytes = Value::blob(page.bytes);
        co_await connection.execute(
            queries::put_import_rows, job, page.number, page.counts[0], page.counts[1],
            page.counts[2], page.counts[3], page.counts[4], bytes);
    }
}

Awaitable<void> drop_import_rows(Connection& connection, app::JobId job, std::uint64_t from) {
    co_await connection.execute(queries::drop_import_rows, job, from);
}

Awaitable<std::optional<app::ImportRowPage>> find_import_rows(
    Connection& connection, app::JobId job, std::uint64_t from,
    std::optional<imports::Verdict> verdict) {
    const int wanted = verdict ? static_cast<int>(*verdict) : -1;
    auto rows = co_await connection.execute(queries::find_import_rows, job, from, wanted, wanted);
    co_return rows.next() ? std::optional(records::import_rows_of(rows)) : std::nullopt;
}

Awaitable<std::vector<app::ImportedTransaction>> known_transactions(
    Connection& connection, BookId book, const std::vector<TransactionId>& ids) {
    std::vector<app::ImportedTransaction> found;
    if (ids.empty()) {
        co_return found;
    }
    std::string text;
    TextFormatter to(text);
    to.sql(queries::find_imported_transactions).value(book).sql(" AND t.id IN ").list(ids);
    const Replies replies = co_await connection.query(std::move(text));
    Rows rows = replies.rows(0);
    while (rows.next()) {
        found.push_back(
            {rows.id<TransactionId>(0), rows.optional_id<OutletId>(1),
             rows.optional_id<TransactionId>(2)});
    }
    co_return found;
}

Awaitable<std::vector<app::ImportRequest>> find_import_requests(
    Connection& connection, BookId book, const std::vector<TransactionId>& ids) {
    std::vector<app::ImportRequest> found;
    if (ids.empty()) {
        co_return found;
    }
    std::vector<std::string> keys;
    keys.reserve(ids.size());
    for (const TransactionId& id : ids) {
        keys.push_back(id.text());
    }
    std::string text;
    TextFormatter to(text);
    to.sql(queries::find_import_requests).value(book).sql(" AND idempotency_key IN ").list(keys);
    const Replies replies = co_await connection.query(std::move(text));
    Rows rows = replies.rows(0);
    while (rows.next()) {
        found.push_back({rows.id<TransactionId>(0), rows.hash(1)});
    }
    co_return found;
}

Awaitable<std::optional<app::RememberedMapping>> find_import_mapping(
    Connection& connection, BookId book, const std::string& signature) {
    auto rows = co_await connection.execute(queries::find_import_mapping, book, signature);
    co_return rows.next() ? std::optional(records::import_mapping_of(rows)) : std::nullopt;
}

Awaitable<std::vector<app::RememberedMapping>> list_import_mappings(
    Connection& connection, BookId book) {
    auto rows = co_await connection.execute(queries::list_import_mappings, book);
    std::vector<app::RememberedMapping> mappings;
    while (rows.next()) {
        mappings.push_back(records::import_mapping_of(rows));
    }
    co_return mappings;
}

Awaitable<void> remember_import_mapping(
    Connection& connection, BookId book, const app::RememberedMapping& mapping,
    std::size_t mappings_max) {
    co_await connection.execute(
        queries::put_import_mapping, book, mapping.signature, mapping.columns, mapping.mapping,
        mapping.outlet_id, mapping.used_at);
    const std::vector<app::RememberedMapping> all = co_await list_import_mappings(connection, book);
    for (std::size_t i = mappings_max; i < all.size(); ++i) {
        co_await connection.execute(queries::delete_import_mapping, book, all[i].signature);
    }
}

}  // namespace

// Every work is named before it is handed on; see stores.cpp.

Awaitable<void> MysqlImportStore::create(
    app::ImportFile file, std::size_t files_max, Deadline deadline) {
    auto work = [file = std::move(file), files_max, now = clock_.now()](Connection& connection) {
        return create_import(connection, file, files_max, now);
    };
    co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlImportStore::append(app::ImportId file, std::string bytes, Deadline deadline) {
    auto work = [file, bytes = std::move(bytes)](Connection& connection) {
        return append_import(connection, file, bytes);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlImportStore::complete(app::ImportId file, Deadline deadline) {
    auto work = [file](Connection& connection) { return complete_import(connection, file); };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::optional<app::ImportFile>> MysqlImportStore::find(
    app::ImportId file, Deadline deadline) {
    auto work = [file](Connection& connection) { return find_import(connection, file); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::string> MysqlImportStore::read(
    app::ImportId file, std::uint64_t position, Deadline deadline) {
    auto work = [file, position](Connection& connection) {
        return read_import(connection, file, position);
    };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<void> MysqlImportStore::put_rows(
    app::JobId job, std::vector<app::ImportRowPage> pages, Deadline deadline) {
    auto work = [job, pages = std::move(pages)](Connection& connection) {
        return put_import_rows(connection, job, pages);
    };
    co_await pool_.act(deadline, std::move(work));
}

Awaitable<void> MysqlImportStore::drop_rows(app::JobId job, std::uint64_t from, Deadline deadline) {
    auto work = [job, from](Connection& connection) {
        return drop_import_rows(connection, job, from);
    };
    co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::optional<app::ImportRowPage>> MysqlImportStore::find_rows(
    app::JobId job, std::uint64_t from, std::optional<imports::Verdict> verdict,
    Deadline deadline) {
    auto work = [job, from, verdict](Connection& connection) {
        return find_import_rows(connection, job, from, verdict);
    };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::vector<app::ImportedTransaction>> MysqlImportStore::known(
    BookId book, std::vector<TransactionId> ids, Deadline deadline) {
    auto work = [book, ids = std::move(ids)](Connection& connection) {
        return known_transactions(connection, book, ids);
    };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::vector<app::ImportRequest>> MysqlImportStore::requests(
    BookId book, std::vector<TransactionId> ids, Deadline deadline) {
    auto work = [book, ids = std::move(ids)](Connection& connection) {
        return find_import_requests(connection, book, ids);
    };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<void> MysqlImportStore::remember(
    BookId book, app::RememberedMapping mapping, std::size_t mappings_max, Deadline deadline) {
    auto work = [book, mapping = std::move(mapping), mappings_max](Connection& connection) {
        return remember_import_mapping(connection, book, mapping, mappings_max);
    };
    co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::optional<app::RememberedMapping>> MysqlImportStore::find_mapping(
    BookId book, std::string signature, Deadline deadline) {
    auto work = [book, signature = std::move(signature)](Connection& connection) {
        return find_import_mapping(connection, book, signature);
    };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::vector<app::RememberedMapping>> MysqlImportStore::mappings(
    BookId book, Deadline deadline) {
    auto work = [book](Connection& connection) { return list_import_mappings(connection, book); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

}  // namespace arus::mysql
