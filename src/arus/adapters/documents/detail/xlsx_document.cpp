// SPDX-License-Identifier: Apache-2.0
// A workbook of one sheet, written row by row: libxlsxwriter keeps one row in memory and puts the
// rest into temporary files; the finished workbook is a temporary file too, read piece by piece and
// gone with the document.
//
//   rows 1..      book, title, lines of the head
//   head row      column titles; it stays in sight and is repeated on paper
//   data rows     dates are dates, amounts are numbers with the book's decimals, text is text
//   total row     =SUM(…) of summed columns; no formula where text would be left out
//
// A spreadsheet's numbers are doubles: whole up to 2^53 minor units. A larger amount is written as
// text, so that no figure is ever rounded.
#include "arus/adapters/documents/detail/xlsx_document.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/failure.hpp"
#include "arus/ledger/money.hpp"

#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

namespace arus::documents {

namespace {

using Column = app::DocumentColumn;
using Kind = app::DocumentRow::Kind;

constexpr std::int64_t exact_max = std::int64_t{1} << 53;
constexpr lxw_row_t rows_max = LXW_ROW_MAX - 2;
constexpr std::size_t footer_max = 255;

[[noreturn]] void fail(const std::string& what) {
    throw Failure({Failure::Kind::storage_full, true, true, "xlsx"}, what);
}

std::filesystem::path temporary_folder() {
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    if (error) {
        fail("there is no folder for temporary files");
    }
    return folder;
}

/// A temporary file of our own; gone when this goes.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::filesystem::path& folder) :
        name_((folder / "arus-export-XXXXXX").string()) {
        descriptor_ = ::mkstemp(name_.data());
        if (descriptor_ < 0) {
            fail("a temporary file cannot be made");
        }
    }
    ~TemporaryFile() {
        ::close(descriptor_);
        ::unlink(name_.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::string& name() const { return name_; }

    /// The next bytes; empty at the end.
    std::string read(std::size_t bytes_max) {
        std::string bytes(bytes_max, '\0');
        const ssize_t count = ::pread(descriptor_, bytes.data(), bytes_max, position_);
        if (count < 0) {
            fail("a temporary file cannot be read");
        }
        bytes.resize(static_cast<std::size_t>(count));
        position_ += count;
        return bytes;
    }

private:
    std::string name_;
    int descriptor_ = -1;
    off_t position_ = 0;
};

/// U+FFFE and U+FFFF stand in no XML document.
std::string xml_text(const std::string& text) {
    if (text.find("\xEF\xBF\xBE") == std::string::npos
        && text.find("\xEF\xBF\xBF") == std::string::npos) {
        return text;
    }
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view three = std::string_view(text).substr(i, 3);
        if (three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// `&` begins a field in a footer.
std::string footer_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out.append(c == '&' ? "&&" : std::string(1, c));
    }
    return out;
}

class XlsxDocument final : public app::Document {
public:
    explicit XlsxDocument(app::DocumentHead head) :
        head_(std::move(head)),
        folder_(temporary_folder()),
        file_(folder_),
        sums_(columns()),
        has_text_(columns()) {
        std::string folder = folder_.string();
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        options.tmpdir = folder.data();
        book_ = workbook_new_opt(file_.name().c_str(), &options);
        sheet_ = book_ == nullptr ? nullptr : workbook_add_worksheet(book_, nullptr);
        if (sheet_ == nullptr) {
            fail("a workbook cannot be made");
        }
        make_formats();
        write_head();
    }

    ~XlsxDocument() override {
        if (book_ != nullptr) {
            lxw_workbook_free(book_);  // given up: nothing is written
        }
    }

    bool add(const app::DocumentRow& row) override {
        ARUS_ASSERT(row.cells.size() == head_.columns.size());
        if (row_ >= rows_max) {
            return false;
        }
        const bool is_plain = row.kind == Kind::plain;
        all_are_plain_ = all_are_plain_ && is_plain;
        bool is_first_text = true;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            write_cell(i, row.cells[i], row, is_first_text);
        }
        ++row_;
        return true;
    }

    void close() override {
        write_totals();
        lxw_workbook* const book = std::exchange(book_, nullptr);
        const lxw_error error = workbook_close(book);
        if (error != LXW_NO_ERROR) {
            fail(std::string("a workbook cannot be written: ") + lxw_strerror(error));
        }
    }

    std::string take(std::size_t bytes_max) override {
        return book_ != nullptr ? std::string() : file_.read(bytes_max);
    }

private:
    std::size_t columns() const { return head_.columns.size(); }
    static lxw_col_t col(std::size_t column) { return static_cast<lxw_col_t>(column); }

    void make_formats() {
        std::string number = "#,##0";
        if (head_.exponent > 0) {
            number += '.' + std::string(static_cast<std::size_t>(head_.exponent), '0');
        }
        const auto make = [this](bool is_bold) {
            lxw_format* const format = workbook_add_format(book_);
            if (is_bold) {
                format_set_bold(format);
            }
            return format;
        };
        for (const bool is_bold : {false, true}) {
            text_[is_bold] = make(is_bold);
            amount_[is_bold] = make(is_bold);
            format_set_num_format(amount_[is_bold], number.c_str());
            number_[is_bold] = make(is_bold);
            format_set_num_format(number_[is_bold], "0");
            date_[is_bold] = make(is_bold);
            format_set_num_format(date_[is_bold], "dd/mm/yyyy");
        }
        title_ = make(true);
        format_set_font_size(title_, 14);
        head_text_ = make(true);
        format_set_bottom(head_text_, LXW_BORDER_THIN);
        head_amount_ = make(true);
        format_set_bottom(head_amount_, LXW_BORDER_THIN);
        format_set_align(head_amount_, LXW_ALIGN_RIGHT);
        total_amount_ = make(true);
        format_set_num_format(total_amount_, number.c_str());
        format_set_align(total_amount_, LXW_ALIGN_RIGHT);
        format_set_top(total_amount_, LXW_BORDER_THIN);
        total_text_ = make(true);
        format_set_top(total_text_, LXW_BORDER_THIN);
    }

    void write_head() {
        worksheet_write_string(sheet_, row_++, 0, xml_text(head_.book_name).c_str(), text_[1]);
        worksheet_write_string(sheet_, row_++, 0, xml_text(head_.title).c_str(), title_);
        for (const std::string& line : head_.lines) {
            worksheet_write_string(sheet_, row_++, 0, xml_text(line).c_str(), nullptr);
        }
        worksheet_write_string(
            sheet_, row_++, 0, (head_.currency + " · " + head_.footer).c_str(), nullptr);
        ++row_;
        for (std::size_t i = 0; i < columns(); ++i) {
            const Column& column = head_.columns[i];
            worksheet_set_column(sheet_, col(i), col(i), column.width + 1, nullptr);
            worksheet_write_string(
                sheet_, row_, col(i), xml_text(column.title).c_str(),
                column.kind == Column::Kind::amount ? head_amount_ : head_text_);
        }
        worksheet_repeat_rows(sheet_, row_, row_);
        worksheet_freeze_panes(sheet_, row_ + 1, 0);
        worksheet_set_landscape(sheet_);
        worksheet_set_paper(sheet_, 9);  // A4
        worksheet_fit_to_pages(sheet_, 1, 0);
        const std::string footer = "&L&7" + footer_text(head_.footer) + "&R"
                                   + footer_text(head_.page_word) + " &P "
                                   + footer_text(head_.of_word) + " &N";
        if (footer.size() <= footer_max) {
            worksheet_set_footer(sheet_, footer.c_str());
        }
        ++row_;
        first_data_row_ = row_;
    }

    void write_cell(
        std::size_t i, const app::DocumentCell& cell, const app::DocumentRow& row,
        bool& is_first_text) {
        const int is_bold = row.kind == Kind::plain ? 0 : 1;
        if (const auto* const text = std::get_if<std::string>(&cell)) {
            if (text->empty()) {
                return;
            }
            std::string shown = xml_text(*text);
            if (head_.columns[i].kind == Column::Kind::text && i > 0 && row.level > 0
                && is_first_text) {
                shown.insert(0, static_cast<std::size_t>(row.level) * 2, ' ');
            }
            is_first_text = is_first_text && i == 0;
            worksheet_write_string(sheet_, row_, col(i), shown.c_str(), text_[is_bold]);
        } else if (const auto* const date = std::get_if<Date>(&cell)) {
            const CivilDate civil = civil_of(*date);
            lxw_datetime day{};
            day.year = civil.year;
            day.month = static_cast<int>(civil.month);
            day.day = static_cast<int>(civil.day);
            worksheet_write_datetime(sheet_, row_, col(i), &day, date_[is_bold]);
        } else if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
            write_number(i, *number, row);
        }
    }

    void write_number(std::size_t i, std::int64_t number, const app::DocumentRow& row) {
        const int is_bold = row.kind == Kind::plain ? 0 : 1;
        const Column& column = head_.columns[i];
        if (column.kind != Column::Kind::amount) {
            worksheet_write_number(
                sheet_, row_, col(i), static_cast<double>(number), number_[is_bold]);
            return;
        }
        if (row.kind == Kind::plain) {
            sums_[i] += number;
        }
        if (!is_exact(number)) {
            has_text_[i] = true;
            worksheet_write_string(
                sheet_, row_, col(i), ledger::amount_text(number, head_.exponent).c_str(),
                head_amount_);
            return;
        }
        if (row.parts.empty()) {
            worksheet_write_number(sheet_, row_, col(i), major(number), amount_[is_bold]);
        } else {
            write_sum(i, number, row);
        }
    }

    /// `=D9+D12-D20`, with what the row has of its own in front.
    void write_sum(std::size_t i, std::int64_t number, const app::DocumentRow& row) {
        std::string formula = "=";
        if (row.rest[i] != 0) {
            formula += ledger::amount_text(row.rest[i], head_.exponent);
        }
        for (const app::DocumentRow::Part& part : row.parts) {
            char cell[LXW_MAX_CELL_NAME_LENGTH];
            const auto part_row = static_cast<lxw_row_t>(first_data_row_ + part.row);
            lxw_rowcol_to_cell(cell, part_row, col(i));
            formula.append(part.sign < 0 ? "-" : formula == "=" ? "" : "+").append(cell);
        }
        worksheet_write_formula_num(
            sheet_, row_, col(i), formula.c_str(), amount_[1], major(number));
    }

    static bool is_exact(std::int64_t minor) { return minor <= exact_max && minor >= -exact_max; }

    double major(std::int64_t minor) const {
        constexpr double units[] = {1, 10, 100, 1'000, 10'000};
        return static_cast<double>(minor) / units[head_.exponent];
    }

    /// Sums as formulas, where there is something to add up and no row is a sum itself.
    void write_totals() {
        if (row_ == first_data_row_ || !all_are_plain_) {
            return;
        }
        bool has_total = false;
        for (std::size_t i = 0; i < columns(); ++i) {
            if (!head_.columns[i].summed) {
                continue;
            }
            has_total = true;
            const auto sum = static_cast<std::int64_t>(sums_[i]);
            if (has_text_[i] || !is_exact(sum)) {
                worksheet_write_string(
                    sheet_, row_, col(i), ledger::amount_text(sum, head_.exponent).c_str(),
                    total_amount_);
                continue;
            }
            char first[LXW_MAX_CELL_NAME_LENGTH];
            char last[LXW_MAX_CELL_NAME_LENGTH];
            lxw_rowcol_to_cell(first, first_data_row_, col(i));
            lxw_rowcol_to_cell(last, row_ - 1, col(i));
            const std::string formula = std::string("=SUM(") + first + ":" + last + ")";
            worksheet_write_formula_num(
                sheet_, row_, col(i), formula.c_str(), total_amount_, major(sum));
        }
        if (has_total && !head_.columns.front().summed) {
            worksheet_write_string(
                sheet_, row_, 0, xml_text(head_.total_word).c_str(), total_text_);
        }
    }

    app::DocumentHead head_;
    std::filesystem::path folder_;
    TemporaryFile file_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_row_t row_ = 0;
    lxw_row_t first_data_row_ = 0;
    bool all_are_plain_ = true;
    std::vector<__int128> sums_;
    std::vector<bool> has_text_;  ///< for each column: an amount stands as text
    lxw_format* text_[2]{};
    lxw_format* amount_[2]{};
    lxw_format* number_[2]{};
    lxw_format* date_[2]{};
    lxw_format* title_ = nullptr;
    lxw_format* head_text_ = nullptr;
    lxw_format* head_amount_ = nullptr;
    lxw_format* total_amount_ = nullptr;
    lxw_format* total_text_ = nullptr;
};

}  // namespace

std::unique_ptr<app::Document> make_xlsx_document(app::DocumentHead head) {
    return std::make_unique<XlsxDocument>(std::move(head));
}

}  // namespace arus::documents
