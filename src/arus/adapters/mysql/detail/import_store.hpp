// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/pool.hpp"
#include "arus/app/ports/import_store.hpp"

namespace arus::mysql {

/// The port, over the pool.
class MysqlImportStore final : public app::ImportStore {
public:
    MysqlImportStore(Pool& pool, const Clock& clock) : pool_(pool), clock_(clock) {}

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
    Pool& pool_;
    const Clock& clock_;
};

}  // namespace arus::mysql
