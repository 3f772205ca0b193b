// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/import_store.hpp"

// A page of an import is kept twice: before its rows are posted, where each that is to be posted is
// `new` and has its transaction's id, and after it, with what became of them. Who dies in between
// leaves a page from which it can still be told what is in the book.
namespace arus::app {

/// Stands for the request by which the job posts the transaction of a row: of all jobs only this
/// one has it.
Hash256 row_request_hash(JobId job, TransactionId transaction);

/// The first page with at least that number that has a row of the verdict, where one is named, or
/// may have had one before it was looked at. Rows of a page that was kept before its posting alone
/// are `posted` where this job has posted them. Throws Failure.
Awaitable<std::optional<ImportRowPage>> find_posted_rows(
    ImportStore& store, BookId book, JobId job, std::uint64_t from,
    std::optional<imports::Verdict> verdict, Deadline deadline);

/// The rows of the page, which must outlive them. Throws Failure where they are broken.
std::vector<imports::KeptRow> rows_of(const ImportRowPage& page);

}  // namespace arus::app
