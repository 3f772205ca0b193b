// SPDX-License-Identifier: Apache-2.0
#include "arus/app/imports/import_rows.hpp"

#include "arus/base/failure.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <unordered_set>
#include <utility>

namespace arus::app {

namespace {

using imports::KeptRow;
using imports::Verdict;

constexpr auto new_at = static_cast<std::size_t>(Verdict::new_);

bool is_to_be_posted(const KeptRow& row) {
    return row.verdict == Verdict::new_ && !row.transaction_id.is_none();
}

std::string json_of_posted(const KeptRow& row) {
    boost::json::value document = boost::json::parse(
        boost::json::string_view(row.json.data(), row.json.size()));
    boost::json::object& object = document.as_object();
    object["verdict"] = imports::text_of(Verdict::posted);
    object["transaction_id"] = row.transaction_id.text();
    return boost::json::serialize(document);
}

}  // namespace

Hash256 row_request_hash(JobId job, TransactionId transaction) {
    Sha256 hash;
    hash.add("arus.import.row.v1");
    hash.add(job.bytes);
    hash.add(transaction.bytes);
    return hash.finish();
}

std::vector<KeptRow> rows_of(const ImportRowPage& page) {
    std::optional<std::vector<KeptRow>> rows = imports::unpack(page.bytes);
    if (!rows) {
        throw Failure(
            {Failure::Kind::corrupt, false, true, "imports"}, "rows of an import are broken");
    }
    return std::move(*rows);
}

Awaitable<std::optional<ImportRowPage>> find_posted_rows(
    ImportStore& store, BookId book, JobId job, std::uint64_t from, std::optional<Verdict> verdict,
    Deadline deadline) {
    std::optional<ImportRowPage> page = co_await store.find_rows(job, from, verdict, deadline);
    if (verdict == Verdict::posted) {
        std::optional<ImportRowPage> begun = co_await store.find_rows(
            job, from, Verdict::new_, deadline);
        if (begun && (!page || begun->number < page->number)) {
            page = std::move(begun);
        }
    }
    if (!page || page->counts[new_at] == 0) {
        co_return page;
    }
    const std::vector<KeptRow> rows = rows_of(*page);
    std::vector<TransactionId> ids;
    for (const KeptRow& row : rows) {
        if (is_to_be_posted(row)) {
            ids.push_back(row.transaction_id);
        }
    }
    if (ids.empty()) {
        co_return page;  // of a dry run
    }
    std::unordered_set<TransactionId> posted;
    const std::vector<ImportRequest> requests = co_await store.requests(
        book, std::move(ids), deadline);
    for (const ImportRequest& request : requests) {
        if (request.hash == row_request_hash(job, request.id)) {
            posted.insert(request.id);
        }
    }
    imports::RowPage seen;
    for (const KeptRow& row : rows) {
        if (is_to_be_posted(row) && posted.contains(row.transaction_id)) {
            const std::string json = json_of_posted(row);
            seen.add({Verdict::posted, row.transaction_id, json});
        } else {
            seen.add(row);
        }
    }
    co_return ImportRowPage{page->number, seen.counts(), seen.bytes()};
}

}  // namespace arus::app
