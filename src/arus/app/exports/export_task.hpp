// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/exports/export_job.hpp"
#include "arus/app/exports/export_words.hpp"
#include "arus/app/exports/hledger.hpp"

#include <functional>
#include <map>

// The parts of export_job that its two source files share.
namespace arus::app {

/// One export under way.
struct ExportWork::Task {
    ExportOrder order;
    BookAccessRef access;
    /// Outlets that bound it: those of the order and those of the person now; absent: none.
    std::optional<std::vector<OutletId>> scope;
    std::unique_ptr<Document> document;  ///< of csv, xlsx and pdf
    std::string text;                    ///< of hledger: what is ready
    std::uint64_t bytes = 0;             ///< handed to the job's file so far
    int permille = 0;

    const ExportWords& words() const { return words_of(order.locale); }
    /// The next bytes that are ready.
    std::string take(std::size_t bytes_max);
};

/// What documents of this book have above their rows, without columns.
DocumentHead document_head(
    const ledger::Book& book, const ExportOrder& order, const Position& position);

/// `journal-2026-01-01-2026-12-31`, with the ending and media type of its form.
JobFile export_file(const ExportOrder& order);

}  // namespace arus::app
