// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/backup/table_sums.hpp"
#include "arus/app/ports/ledger_store.hpp"
#include "arus/app/ports/table_copy.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace arus::app {

/// Carries all books, with everybody who may open them, into an empty database, and proves that
/// they are the same there.
///
///   survey    every table of the source: how many rows, which sum of their hashes; every book of
///             the source is checked against its history
///   copy      table after table, a page a transaction; the target remembers how far it came
///   compare   every table of the target: the same number and the same sum; every book checked in
///             the target: the same sequence, offset, hash, epoch and balances
///   finish    only now the target is free to be served
///
/// Interrupted at any point, the same move again goes on where the last page was written. It never
/// writes into a database that holds rows which are not its own. The source is only read; nobody
/// else may write to it meanwhile.
class Move {
public:
    struct Parts {
        TableSource& source;
        TableTarget& target;
        LedgerStore& source_ledger;
        LedgerStore& target_ledger;
    };

    struct Options {
        std::chrono::milliseconds step_timeout{60'000};       ///< of one page
        std::chrono::milliseconds check_timeout{86'400'000};  ///< of the check of one book
        std::size_t rows_max = 2'000;                         ///< of one page
    };

    enum class Stage { survey, copy, compare };
    struct Progress {
        Stage stage = Stage::survey;
        std::string table;
        std::uint64_t rows = 0;        ///< of all tables so far, in this stage
        std::uint64_t rows_total = 0;  ///< 0 in the survey, which finds out
    };

    enum class Outcome {
        moved,
        already_moved,  ///< the target holds just these books; nothing was done
        source_broken,  ///< a book of the source does not agree with its history
        target_in_use,  ///< the target holds rows; nothing was written
        other_move,     ///< a move of other books, or of these as they were, has not ended there
        tables_differ,  ///< a table or column is missing in the target
        not_the_same,   ///< what was written is not what was read: the target stays closed
    };

    struct BookProof {
        BookId book;
        Position position;
        std::uint64_t transactions = 0;
        std::uint64_t events = 0;
        std::size_t accounts = 0;  ///< whose balances were compared
    };

    struct Report {
        Outcome outcome = Outcome::moved;
        std::string detail;  ///< where the outcome is no success: what was found
        bool resumed = false;
        std::uint64_t rows = 0;
        std::size_t tables = 0;
        std::vector<BookProof> books;  ///< by id
    };

    Move(Parts parts, Options options) : parts_(parts), options_(options) {}

    /// May be called again after a Failure. `progress` is called for every page.
    Awaitable<Report> run(std::function<void(const Progress&)> progress);

private:
    /// A table and what it amounts to.
    struct Surveyed {
        TableShape shape;
        TableSum sum;
    };
    using Survey = std::vector<Surveyed>;

    Awaitable<Survey> survey(
        TableSource& database, std::vector<TableShape> shapes, Progress progress);
    Awaitable<void> copy(const Survey& wanted);
    Awaitable<std::optional<Report>> check_source(Report report);
    Awaitable<Report> compare_books(Report report);
    void tell(const Progress& progress) const;
    Deadline step() const { return Deadline::in(options_.step_timeout); }

    Parts parts_;
    Options options_;
    std::function<void(const Progress&)> progress_;
};

}  // namespace arus::app
