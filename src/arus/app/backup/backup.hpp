// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/backup/backup_format.hpp"
#include "arus/app/backup/table_sums.hpp"
#include "arus/app/ports/audit_store.hpp"
#include "arus/app/ports/ledger_store.hpp"
#include "arus/app/ports/table_copy.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

// Everything of a database into one file (backup_format.hpp), while servers go on writing, and from
// the file into an empty database of either kind.
//
// A restore tells another history than the one that was told before: what was posted after the
// backup is gone, and its offsets will belong to other events. So every book gets a new epoch, by
// which clients notice and begin anew. Notification rules, which note how far they have looked,
// come along to the new epoch: nobody is told twice. Sessions stay good, so that tills go on by
// themselves, unless it is asked to end them.
namespace arus::app {

struct TableProgress {
    std::string table;
    std::uint64_t rows = 0;        ///< so far
    std::uint64_t rows_total = 0;  ///< 0: not known
};
using TellProgress = std::function<void(const TableProgress&)>;

struct BackupDone {
    std::vector<BackupBook> books;
    std::uint64_t tables = 0;
    std::uint64_t rows = 0;
    Hash256 sum{};  ///< of everything in the file before the sum itself
};

/// Writes the snapshot to `sink`. `header.schema_version` is found out. `step_timeout` is that of
/// one page. Throws Failure of either; then what was written is no backup.
Awaitable<BackupDone> write_backup(
    TableSnapshot& source, ByteSink& sink, BackupHeader header,
    std::chrono::milliseconds step_timeout, TellProgress tell);

/// Fills an empty database from a file.
///
///   fill()    table after table, a page a transaction; then every table is read again: the same
///             number of rows, the same sum
///   check()   every book of the file is there, ends where the file says, agrees with its history;
///             the audit logs are whole
///
/// Interrupted, fill() of the same file with the same options goes on where the last page was
/// written, if the target remembers it. Who owns the target calls its finish() after that, and not
/// if anything was wrong.
class Restore {
public:
    enum class Sessions { keep, end };

    struct Options {
        Sessions sessions = Sessions::keep;
        std::chrono::milliseconds step_timeout{60'000};       ///< of one page
        std::chrono::milliseconds check_timeout{86'400'000};  ///< of the check of one book
    };

    struct Filled {
        std::string fault;     ///< empty: the tables are as in the file
        bool written = false;  ///< rows are in the target, of this run or one before
        bool resumed = false;
        std::uint64_t rows = 0;  ///< in the target
    };

    struct BookProof {
        BookId book;
        Position position;
        std::uint64_t transactions = 0;
    };
    struct Checked {
        std::string fault;  ///< empty: everything agrees
        std::vector<BookProof> books;
    };

    /// `facts` are what check_backup() gave for `file`. Both outlive this.
    Restore(ByteSource& file, const BackupFacts& facts, Options options) :
        file_(file), facts_(facts), options_(options) {}

    /// Throws Failure of the target and the file.
    Awaitable<Filled> fill(TableTarget& target, TellProgress tell);
    Awaitable<Checked> check(LedgerStore& ledger, AuditStore& audit) const;

private:
    struct Table {
        TableShape shape;  ///< as in the file, keyed as in the target
        TableSum wanted;
        std::optional<TableRow> last;  ///< key of the last row that is there already
    };

    Awaitable<std::string> begin(TableTarget& target, Filled& filled);
    Awaitable<std::string> copy(TableTarget& target, const TellProgress& tell);
    Awaitable<void> append(TableTarget& target, Table& table, BackupRows rows);
    Awaitable<std::string> compare(TableTarget& target, const TellProgress& tell);
    /// Nothing where the row stays behind.
    std::optional<TableRow> as_restored(const TableShape& shape, TableRow row) const;
    void choose_epochs(const std::string& salt);
    Deadline step() const { return Deadline::in(options_.step_timeout); }

    ByteSource& file_;
    const BackupFacts& facts_;
    Options options_;
    std::vector<Table> tables_;
    std::map<std::string, std::pair<std::string, std::string>> epochs_;  ///< by the bytes of a
                                                                         ///< book's id: old, new
};

}  // namespace arus::app
