// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/job_id.hpp"
#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"
#include "arus/base/bytes.hpp"
#include "arus/base/ids.hpp"
#include "arus/base/time.hpp"
#include "arus/imports/row_page.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace arus::app {

using ImportId = Id<struct ImportKindOfId>;

/// A file that was brought to be imported.
struct ImportFile {
    ImportId id;
    BookId book_id;
    UserId created_by;
    std::string name;         ///< up to 120 characters
    std::uint64_t bytes = 0;  ///< that have arrived
    bool is_complete = false;
    Instant created_at;
    Instant expires_at;
};

/// Some hundred rows of an import, as imports::RowPage packs them.
struct ImportRowPage {
    std::uint64_t number = 0;  ///< of the page, from 0 without gaps
    imports::VerdictCounts counts{};
    std::string bytes;
};

/// How a form of file was read when it was last posted.
struct RememberedMapping {
    std::string signature;  ///< of imports::TableGuess
    std::string columns;    ///< JSON array of the columns' names
    std::string mapping;    ///< JSON object
    std::optional<OutletId> outlet_id;
    Instant used_at;
};

/// What is known of a transaction that a row would be.
struct ImportedTransaction {
    TransactionId id;
    std::optional<OutletId> outlet_id;
    std::optional<TransactionId> reversed_by;  ///< its reversal, whoever made it
};

/// Under which request a transaction was posted whose own id was its key.
struct ImportRequest {
    TransactionId id;
    Hash256 hash{};
};

/// Files to import, their rows' verdicts and the mappings, in the database, so that every instance
/// can go on with what another began. Safe from every executor. Every call throws Failure.
class ImportStore {
public:
    virtual ~ImportStore() = default;

    /// Makes an empty file. Of its person and book the oldest beyond `files_max` go, and so do some
    /// of those whose time has passed.
    virtual Awaitable<void> create(ImportFile file, std::size_t files_max, Deadline deadline) = 0;
    /// Adds the next bytes, at most 1 MiB. False: the file is gone.
    virtual Awaitable<bool> append(ImportId file, std::string bytes, Deadline deadline) = 0;
    /// All of it has arrived. False: the file is gone.
    virtual Awaitable<bool> complete(ImportId file, Deadline deadline) = 0;
    virtual Awaitable<std::optional<ImportFile>> find(ImportId file, Deadline deadline) = 0;
    /// The bytes from `position` on, at most 1 MiB; empty at the end, or where it is gone.
    virtual Awaitable<std::string> read(
        ImportId file, std::uint64_t position, Deadline deadline) = 0;

    /// Puts pages in their places, all or none; one that is there already is replaced.
    virtual Awaitable<void> put_rows(
        JobId job, std::vector<ImportRowPage> pages, Deadline deadline) = 0;
    /// Forgets pages from that number on.
    virtual Awaitable<void> drop_rows(JobId job, std::uint64_t from, Deadline deadline) = 0;
    /// The first page with at least that number, which has a row of the verdict where one is named.
    virtual Awaitable<std::optional<ImportRowPage>> find_rows(
        JobId job, std::uint64_t from, std::optional<imports::Verdict> verdict,
        Deadline deadline) = 0;

    /// Which of at most 4000 transactions the book has, in any order.
    virtual Awaitable<std::vector<ImportedTransaction>> known(
        BookId book, std::vector<TransactionId> ids, Deadline deadline) = 0;
    /// The requests of at most 1000 transactions, in any order; of those that the book has not, or
    /// has under another key, none.
    virtual Awaitable<std::vector<ImportRequest>> requests(
        BookId book, std::vector<TransactionId> ids, Deadline deadline) = 0;

    /// Remembers, in place of what was remembered of that signature; of the book the oldest beyond
    /// `mappings_max` go.
    virtual Awaitable<void> remember(
        BookId book, RememberedMapping mapping, std::size_t mappings_max, Deadline deadline) = 0;
    virtual Awaitable<std::optional<RememberedMapping>> find_mapping(
        BookId book, std::string signature, Deadline deadline) = 0;
    /// Latest first.
    virtual Awaitable<std::vector<RememberedMapping>> mappings(BookId book, Deadline deadline) = 0;
};

}  // namespace arus::app
