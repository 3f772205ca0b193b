// SPDX-License-Identifier: Apache-2.0
// Comma-separated values (RFC 4180) in UTF-8: a line of column titles, then a line for each row,
// each ended by CRLF. Amounts and dates are plain: 150000, -12.50, 2026-11-22.
//
// Text that a spreadsheet would take for a formula gets an apostrophe in front (base/csv.hpp).
// Numbers are ours and keep their sign.
#include "arus/adapters/documents/detail/csv_document.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/csv.hpp"
#include "arus/ledger/money.hpp"

#include <utility>

namespace arus::documents {

namespace {

using Column = app::DocumentColumn;

class CsvDocument final : public app::Document {
public:
    explicit CsvDocument(app::DocumentHead head) : head_(std::move(head)) {
        for (const Column& column : head_.columns) {
            separate(&column == &head_.columns.front());
            append_csv_text(ready_, column.title);
        }
        ready_ += "\r\n";
    }

    bool add(const app::DocumentRow& row) override {
        ARUS_ASSERT(row.cells.size() == head_.columns.size());
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            separate(i == 0);
            append_cell(row.cells[i], head_.columns[i]);
        }
        ready_ += "\r\n";
        return true;
    }

    void close() override {}

    std::string take(std::size_t bytes_max) override {
        if (ready_.size() <= bytes_max) {
            return std::exchange(ready_, {});
        }
        std::string piece = ready_.substr(0, bytes_max);
        ready_.erase(0, bytes_max);
        return piece;
    }

private:
    void separate(bool is_first) {
        if (!is_first) {
            ready_ += ',';
        }
    }

    void append_cell(const app::DocumentCell& cell, const Column& column) {
        if (const auto* const text = std::get_if<std::string>(&cell)) {
            append_csv_text(ready_, *text);
        } else if (const auto* const date = std::get_if<Date>(&cell)) {
            ready_ += date_text(*date);
        } else if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
            ready_ += column.kind == Column::Kind::amount
                          ? ledger::amount_text(*number, head_.exponent)
                          : std::to_string(*number);
        }
    }

    app::DocumentHead head_;
    std::string ready_;
};

}  // namespace

std::unique_ptr<app::Document> make_csv_document(app::DocumentHead head) {
    return std::make_unique<CsvDocument>(std::move(head));
}

}  // namespace arus::documents
