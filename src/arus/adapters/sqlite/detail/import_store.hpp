// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/database.hpp"
#include "arus/app/ports/import_store.hpp"

#include <string>
#include <vector>

namespace arus::sqlite {

class Readers;
class WriterThread;

/// Imports, for one read connection. Each call belongs inside a Snapshot.
class ImportReads {
public:
    explicit ImportReads(const Connection& connection);

    std::optional<app::ImportFile> find(app::ImportId file);
    std::string read(app::ImportId file, std::uint64_t position);
    std::optional<app::ImportRowPage> find_rows(
        app::JobId job, std::uint64_t from, std::optional<imports::Verdict> verdict);
    std::vector<app::ImportedTransaction> known(BookId book, const std::vector<TransactionId>& ids);
    std::vector<app::ImportRequest> requests(BookId book, const std::vector<TransactionId>& ids);
    std::optional<app::RememberedMapping> find_mapping(BookId book, const std::string& signature);
    std::vector<app::RememberedMapping> mappings(BookId book);

private:
    Statement find_;
    Statement piece_;
    Statement rows_;
    Statement known_;
    Statement request_;
    Statement find_mapping_;
    Statement mappings_;
};

/// What the writer's thread does for an ImportStore. Every call runs inside a part of a group of
/// WriterThread.
class ImportWriter {
public:
    ImportWriter(Connection& connection, const Clock& clock);

    void create(const app::ImportFile& file, std::size_t files_max);
    bool append(app::ImportId file, const std::string& bytes);
    bool complete(app::ImportId file);
    void put_rows(app::JobId job, const app::ImportRowPage& page);
    void drop_rows(app::JobId job, std::uint64_t from);
    void remember(BookId book, const app::RememberedMapping& mapping, std::size_t mappings_max);

private:
    Connection& connection_;
    const Clock& clock_;
    Statement insert_;
    Statement beyond_;
    Statement expired_;
    Statement delete_;
    Statement find_;
    Statement insert_piece_;
    Statement set_bytes_;
    Statement complete_;
    Statement put_rows_;
    Statement drop_rows_;
    Statement put_mapping_;
    Statement delete_mappings_;
};

/// The port, handed on to the writer's thread and to the readers.
class SqliteImportStore final : public app::ImportStore {
public:
    SqliteImportStore(WriterThread& thread, ImportWriter& writer, Readers& readers) :
        thread_(thread), writer_(writer), readers_(readers) {}

    Awaitable<void> create(app::ImportFile file, std::size_t files_max, Deadline deadline) override;
    Awaitable<bool> append(app::ImportId file, std::string bytes, Deadline deadline) override;
    Awaitable<bool> complete(app::ImportId file, Deadline deadline) override;
    Awaitable<std::optional<app::ImportFile>> find(app::ImportId file, Deadline deadline) override;
    Awaitable<std::string> read(
        app::ImportId file, std::uint64_t position, Deadline deadline) override;
    Awaitable<void> put_rows(
        app::JobId job, std::vector<app::ImportRowPage> pages, Deadline deadline) override;
    Awaitable<void> drop_rows(app::JobId job, std::uint64_t from, Deadline deadline) override;
    Awaitable<std::optional<app::ImportRowPage>> find_rows(
        app::JobId job, std::uint64_t from, std::optional<imports::Verdict> verdict,
        Deadline deadline) override;
    Awaitable<std::vector<app::ImportedTransaction>> known(
        BookId book, std::vector<TransactionId> ids, Deadline deadline) override;
    Awaitable<std::vector<app::ImportRequest>> requests(
        BookId book, std::vector<TransactionId> ids, Deadline deadline) override;
    Awaitable<void> remember(
        BookId book, app::RememberedMapping mapping, std::size_t mappings_max,
        Deadline deadline) override;
    Awaitable<std::optional<app::RememberedMapping>> find_mapping(
        BookId book, std::string signature, Deadline deadline) override;
    Awaitable<std::vector<app::RememberedMapping>> mappings(
        BookId book, Deadline deadline) override;

private:
    WriterThread& thread_;
    ImportWriter& writer_;
    Readers& readers_;
};

}  // namespace arus::sqlite
