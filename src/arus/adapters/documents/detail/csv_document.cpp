// SPDX-License-Identifier: Apache-2.0
// Comma-separated values (RFC 4180) in UTF-8: a line of column titles, then a line for each row,
// each ended by CRLF. Amounts and dates are plain: 150000, -12.50, 2026-11-22.
//
// A spreadsheet takes text that begins with one of = + - @ (or a tab or a line end) for a formula
// and runs it. Such text gets an apostrophe in front. Numbers are ours and keep their sign.
#include "arus/adapters/documents/detail/csv_document.hpp"

#include "arus/base/assert.hpp"
#include "arus/ledger/money.hpp"

#include <utility>

namespace arus::documents {

namespace {

using Column = app::DocumentColumn;

void append_field(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        if (c == '"') {
            out += '"';
        }
        out += c;
    }
    out += '"';
}

void append_text(std::string& out, const std::string& text) {
    constexpr std::string_view begins_formula = "=+-@\t\r\n";
    if (!text.empty() && begins_formula.find(text.front()) != std::string_view::npos) {
        append_field(out, '\'' + text);
    } else {
        append_field(out, text);
    }
}

class CsvDocument final : public app::Document {
public:
    explicit CsvDocument(app::DocumentHead head) : head_(std::move(head)) {
        for (const Column& column : head_.columns) {
            separate(&column == &head_.columns.front());
            append_text(ready_, column.title);
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
            append_text(ready_, *text);
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
