// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Rows of a table of text (RFC 4180, and what programs make of it): any separator, quotes of one
// kind, ends of line in any style, text in several lines inside quotes. A row that breaks a limit
// is given with its fault, and reading goes on behind it.
namespace arus::imports {

struct CsvFormat {
    char separator = ',';
    char quote = '"';  ///< 0: none
};

struct CsvLimits {
    std::size_t row_bytes_max = 64U << 10U;
    std::size_t columns_max = 256;
};

enum class CsvFault { none, line_too_long, too_many_columns, quote_open };

struct CsvRow {
    std::uint64_t line = 1;  ///< on which it begins, counted from 1
    std::vector<std::string> cells;
    CsvFault fault = CsvFault::none;

    /// A line with nothing on it.
    bool is_blank() const { return cells.size() == 1 && cells.front().empty(); }
};

/// Holds at most one row and what was fed last.
class CsvReader {
public:
    explicit CsvReader(CsvFormat format, CsvLimits limits = {}) :
        format_(format), limits_(limits) {}

    /// UTF-8. Precondition: next() has said false.
    void feed(std::string_view text);
    /// No more text comes.
    void finish() { is_finished_ = true; }
    /// The next row; false: more text is needed, or after finish() there is none.
    bool next(CsvRow& row);

private:
    enum class Scan { row, more, too_long, too_many, open_quote };

    Scan scan(CsvRow& row, std::size_t& end) const;
    bool take_quoted(std::size_t& at, std::string& cell) const;
    bool skip_line(CsvRow& row, CsvFault fault);
    void count_lines(std::size_t end);

    CsvFormat format_;
    CsvLimits limits_;
    std::string buffer_;
    std::size_t begin_ = 0;
    std::uint64_t line_ = 1;
    bool is_finished_ = false;
    bool is_skipping_ = false;  ///< inside a line that was given up
};

}  // namespace arus::imports
