// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/text_formatter.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace arus::mysql {

/// The statements of one database transaction as text, in pieces that each fit into what the server
/// takes at once. A statement with many rows is ended and begun again where a piece is full; a
/// single row is never split. Pieces hold whole statements and are to be run in order.
///
/// Statements begin with `;`, which the first one of a piece does without.
class BatchText {
public:
    /// A piece is closed once it is longer than `piece_bytes`.
    explicit BatchText(std::size_t piece_bytes) : piece_bytes_(piece_bytes), pieces_(1) {}

    /// Begins a statement; its values follow.
    template <std::size_t size>
    TextFormatter statement(const char (&sql)[size]) {
        begin(sql, size - 1);
        return TextFormatter(pieces_.back());
    }

    /// One statement over all of `range`: `begin` row,row,… `end`. `write(formatter, item)` writes
    /// a row, or several with commas between. Nothing for an empty range.
    template <std::size_t begin_size, std::size_t end_size, class Range, class Write>
    void rows(
        const char (&begin_sql)[begin_size], const char (&end_sql)[end_size], const Range& range,
        Write write) {
        bool open = false;
        for (const auto& item : range) {
            if (open && pieces_.back().size() > piece_bytes_) {
                pieces_.back().append(end_sql, end_size - 1);
                open = false;
            }
            if (open) {
                pieces_.back().push_back(',');
            } else {
                begin(begin_sql, begin_size - 1);
                open = true;
            }
            TextFormatter formatter(pieces_.back());
            write(formatter, item);
        }
        if (open) {
            pieces_.back().append(end_sql, end_size - 1);
        }
    }
    template <std::size_t begin_size, class Range, class Write>
    void rows(const char (&begin_sql)[begin_size], const Range& range, Write write) {
        rows(begin_sql, "", range, write);
    }

    /// All pieces, none of them empty but the only one of nothing.
    std::vector<std::string> take() { return std::move(pieces_); }

private:
    void begin(const char* sql, std::size_t size) {
        if (pieces_.back().size() > piece_bytes_) {
            pieces_.emplace_back();
        }
        const std::size_t skip = pieces_.back().empty() && size > 0 && sql[0] == ';' ? 1 : 0;
        pieces_.back().append(sql + skip, size - skip);
    }

    std::size_t piece_bytes_;
    std::vector<std::string> pieces_;
};

}  // namespace arus::mysql
