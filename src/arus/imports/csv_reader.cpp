// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/csv_reader.hpp"

#include <algorithm>

namespace arus::imports {

namespace {

constexpr std::size_t none = std::string::npos;

}  // namespace

void CsvReader::feed(std::string_view text) {
    buffer_.erase(0, begin_);
    begin_ = 0;
    buffer_ += text;
}

/// Reads on behind an opening quote up to behind the closing one; false: it does not close.
bool CsvReader::take_quoted(std::size_t& at, std::string& cell) const {
    for (;;) {
        const std::size_t quote = buffer_.find(format_.quote, at);
        if (quote == none) {
            at = buffer_.size();
            return false;
        }
        cell.append(buffer_, at, quote - at);
        at = quote + 1;
        if (at >= buffer_.size() || buffer_[at] != format_.quote) {
            return true;
        }
        cell += format_.quote;
        ++at;
    }
}

/// Reads one row from begin_ on. `end`: behind its end of line.
CsvReader::Scan CsvReader::scan(CsvRow& row, std::size_t& end) const {
    row.cells.clear();
    std::size_t at = begin_;
    for (;;) {
        if (row.cells.size() == limits_.columns_max) {
            return Scan::too_many;
        }
        std::string& cell = row.cells.emplace_back();
        bool has_lines = false;
        if (format_.quote != 0 && at < buffer_.size() && buffer_[at] == format_.quote) {
            ++at;
            if (!take_quoted(at, cell)) {
                if (at - begin_ > limits_.row_bytes_max || is_finished_) {
                    return Scan::open_quote;
                }
                return Scan::more;
            }
            has_lines = cell.find_first_of("\r\n") != none;
        }
        const std::size_t begin = at;
        while (at < buffer_.size() && buffer_[at] != format_.separator && buffer_[at] != '\n'
               && buffer_[at] != '\r') {
            ++at;
        }
        cell.append(buffer_, begin, at - begin);
        if (at - begin_ > limits_.row_bytes_max) {
            return Scan::too_long;
        }
        if (has_lines && buffer_.find_first_not_of(" \t", begin) < at) {
            // Text goes on behind the quote: it opens on a later line, and this one was never
            // closed.
            return Scan::open_quote;
        }
        if (at == buffer_.size()) {
            end = at;
            return is_finished_ ? Scan::row : Scan::more;
        }
        if (buffer_[at] == format_.separator) {
            ++at;
            continue;
        }
        if (buffer_[at] == '\r') {
            if (at + 1 == buffer_.size() && !is_finished_) {
                return Scan::more;  // perhaps a line feed follows
            }
            at += at + 1 < buffer_.size() && buffer_[at + 1] == '\n' ? 1 : 0;
        }
        end = at + 1;
        return Scan::row;
    }
}

void CsvReader::count_lines(std::size_t end) {
    for (; begin_ < end; ++begin_) {
        const char c = buffer_[begin_];
        if (c == '\n'
            || (c == '\r' && (begin_ + 1 >= buffer_.size() || buffer_[begin_ + 1] != '\n'))) {
            ++line_;
        }
    }
}

/// Gives the line up as a row with a fault and goes on behind its end, wherever that comes.
bool CsvReader::skip_line(CsvRow& row, CsvFault fault) {
    row.line = line_;
    row.cells.clear();
    row.fault = fault;
    is_skipping_ = true;
    return true;
}

bool CsvReader::next(CsvRow& row) {
    if (is_skipping_) {
        const std::size_t feed = buffer_.find_first_of("\r\n", begin_);
        if (feed == none) {
            begin_ = buffer_.size();
            return false;
        }
        if (buffer_[feed] == '\r' && feed + 1 == buffer_.size() && !is_finished_) {
            begin_ = feed;
            return false;
        }
        const bool is_pair = buffer_[feed] == '\r' && feed + 1 < buffer_.size()
                             && buffer_[feed + 1] == '\n';
        count_lines(feed + (is_pair ? 2 : 1));
        is_skipping_ = false;
    }
    if (begin_ == buffer_.size()) {
        return false;
    }
    std::size_t end = 0;
    switch (scan(row, end)) {
        case Scan::row:
            row.line = line_;
            row.fault = CsvFault::none;
            count_lines(end);
            return true;
        case Scan::more:
            return false;
        case Scan::too_long:
            return skip_line(row, CsvFault::line_too_long);
        case Scan::too_many:
            return skip_line(row, CsvFault::too_many_columns);
        case Scan::open_quote:
            return skip_line(row, CsvFault::quote_open);
    }
    return false;
}

}  // namespace arus::imports
