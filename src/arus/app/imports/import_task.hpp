// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/imports/import_order.hpp"
#include "arus/app/imports/import_work.hpp"
#include "arus/imports/account_names.hpp"
#include "arus/imports/journal_reader.hpp"
#include "arus/imports/row_identity.hpp"
#include "arus/imports/row_page.hpp"
#include "arus/imports/table_guess.hpp"
#include "arus/imports/table_row.hpp"

#include <chrono>
#include <map>
#include <unordered_map>

// The parts of import_work that its source files share.
namespace arus::app {

using namespace std::chrono_literals;

inline constexpr auto import_ask_timeout = 60s;
inline constexpr std::size_t import_page_rows = 1'000;  ///< as many as a batch over HTTP may have
inline constexpr std::size_t import_rows_at_once = 4 * import_page_rows;  ///< till a checkpoint
inline constexpr std::size_t import_rows_max = 1'000'000;
inline constexpr std::size_t new_accounts_shown = 1'000;

/// A row on its way: what is shown of it, and what would be posted.
struct PendingRow {
    imports::RowOutcome outcome;
    std::optional<ledger::TransactionDraft> draft;  ///< absent where it is refused or skipped
    Hash256 content{};
    std::uint32_t count = 0;
};

/// One try of a job.
struct ImportWork::Task {
    ImportOrder order;
    JobId job;
    BookAccessRef access;  ///< with the outlets that bounded whoever asked
    std::shared_ptr<const Principal> principal;
    std::uint64_t file_bytes = 0;
    std::uint64_t position = 0;
    std::string piece;  ///< decoded, not fed yet
    std::optional<imports::TextDecoder> decoder;
    Date today;
    std::map<std::string, ledger::Account, std::less<>> accounts;  ///< by code
    std::map<std::string, ledger::Outlet, std::less<>> outlets;    ///< by code
    std::map<std::string, ContactId, std::less<>> contacts;        ///< by code

    std::optional<imports::TableGuess> guess;
    std::optional<std::size_t> header_rows_found;  ///< whatever was said about them
    imports::Mapping mapping;
    std::vector<std::string> ambiguous;
    std::vector<std::string> missing;
    bool is_remembered = false;

    std::vector<imports::NewAccount> new_accounts;
    std::vector<std::string> new_account_names;  ///< whole names, beside the above
    std::vector<imports::NewAccount> not_made_yet;

    imports::RowCounter counter;
    std::vector<PendingRow> pending;
    std::uint64_t page = 0;        ///< the next one
    std::uint64_t pages_done = 0;  ///< by an earlier try
    std::uint64_t rows = 0;
    imports::VerdictCounts counts{};

    int exponent() const { return access->book.exponent; }
    bool is_posting() const { return !order.options.is_dry_run; }
    const ledger::Account* account(const std::string& code) const {
        const auto found = accounts.find(code);
        return found == accounts.end() ? nullptr : &found->second;
    }
    void add(PendingRow row);
    int permille() const;
};

/// A refusal of the ledger as the reason of a row.
imports::RowFault fault_of(const Refusal& refusal);

/// What the ledger would say of the draft by the chart, the lock date and the outlets; limits of
/// balances are not looked at. Of rows that are to be posted the ledger is asked itself, for it
/// knows those that are booked already, by an earlier try; only unknown accounts are said here.
std::optional<imports::RowFault> foresee(
    const ImportWork::Task& task, const ledger::TransactionDraft& draft);

/// The draft of a row of a table, or its fault in the outcome. Precondition: the row has date and
/// amount.
void draft_row(const ImportWork::Task& task, const imports::TableRow& row, PendingRow& to);

/// The wire's ImportResult.
std::string encode_result(const ImportWork::Task& task);

struct ImportCheckpoint {
    std::uint64_t pages = 0;
    std::uint64_t rows = 0;  ///< of an undo: the row of the page
    imports::VerdictCounts counts{};
    std::uint64_t already = 0;  ///< of an undo
};
std::string encode_checkpoint(const ImportCheckpoint& checkpoint);
ImportCheckpoint decode_checkpoint(const std::string& text);

}  // namespace arus::app
