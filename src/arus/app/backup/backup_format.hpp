// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/byte_file.hpp"
#include "arus/app/ports/table_copy.hpp"
#include "arus/base/bytes.hpp"
#include "arus/base/ids.hpp"
#include "arus/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The file of a backup, the same from whichever database it was made:
//
//   "ARUSBAK1"
//   frames       u8 kind ‖ u32be length ‖ cells
//     H          schema version, store, instant in microseconds, version of the program
//     B          one for each book: id, sequence, offset, hash, epoch
//     T          a table: name, number of columns, their names, number of key columns, their places
//     R          rows of the table before: their cells one after the other
//     E          number of tables, number of rows
//   SHA-256 over everything before, 32 bytes
//
//   cell         'n' nothing · 'i' eight bytes, most significant first · 't' text, 'b' bytes:
//                u32be length ‖ bytes
//
// The order is H, all B, then for each table T and its R, then E, and nothing behind the sum.
// Another way to write is another number at the end of the first eight bytes.
namespace arus::app {

struct BackupHeader {
    int schema_version = 0;
    std::string store;  ///< where it was made: `sqlite`, `mysql`
    Instant at;
    std::string program;  ///< version
};

struct BackupBook {
    BookId book;
    std::uint64_t sequence = 0;
    std::uint64_t offset = 0;
    Hash256 hash{};
    std::string epoch;
};

struct BackupEnd {
    std::uint64_t tables = 0;
    std::uint64_t rows = 0;
};

using BackupRows = std::vector<TableRow>;
using BackupFrame = std::variant<BackupHeader, BackupBook, TableShape, BackupRows, BackupEnd>;

/// Writes the frames in their order.
class BackupWriter {
public:
    explicit BackupWriter(ByteSink& sink);

    void add(const BackupHeader& header);
    void add(const BackupBook& book);
    void add(const TableShape& shape);
    void add(const BackupRows& rows);  ///< none: nothing is written
    /// The end and the sum, which it gives; nothing may be added behind it.
    Hash256 finish();

private:
    void put(char kind, std::string_view cells);

    ByteSink& sink_;
    Sha256 hash_;
    BackupEnd end_;
    std::size_t columns_ = 0;  ///< of the table that rows are added to
};

/// What is wrong with a file, in words for who wants to restore it.
struct BackupFault {
    std::string what;
};

/// Reads the frames of a file from its first byte. What it gives before the end has not been held
/// against the sum yet.
class BackupReader {
public:
    explicit BackupReader(ByteSource& source) : source_(source) {}

    /// The next frame; the frame `E` only where the sum is right and nothing follows. Not to be
    /// called after that, nor after a fault.
    std::variant<BackupFrame, BackupFault> next();

    /// Of the whole file, once `E` was given.
    const Hash256& sum() const { return sum_; }

private:
    std::optional<BackupFault> read_start();
    std::variant<BackupFrame, BackupFault> read_end(const std::string& cells);
    std::size_t take(std::span<char> into);

    ByteSource& source_;
    Sha256 hash_;
    Hash256 sum_{};
    bool started_ = false;
    std::size_t columns_ = 0;
};

/// What stands in a file.
struct BackupFacts {
    BackupHeader header;
    std::vector<BackupBook> books;
    std::vector<TableShape> tables;
    BackupEnd end;
    Hash256 sum{};
};

/// Reads the whole file: its facts where it is whole, else what is wrong with it.
std::variant<BackupFacts, BackupFault> check_backup(ByteSource& source);

}  // namespace arus::app
