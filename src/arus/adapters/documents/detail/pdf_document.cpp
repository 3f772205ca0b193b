// SPDX-License-Identifier: Apache-2.0
// Pages for a bank or a tax office.
//
//   first page                         every further page
//   ┌────────────────────────────┐     ┌────────────────────────────┐
//   │ book                       │     │ book · title               │
//   │ title                      │     │ ────────────────────────── │
//   │ lines          (currency)  │     │ column titles              │
//   │ ────────────────────────── │     │ rows …                     │
//   │ column titles              │     │ sums (on the last page)    │
//   │ rows …                     │     │                            │
//   │ ────────────────────────── │     │ ────────────────────────── │
//   │ position · hash   page x/y │     │ position · hash   page x/y │
//   └────────────────────────────┘     └────────────────────────────┘
//
// Rows wait until close(), when they are laid out once to know their heights and so the number of
// pages, and once more to be drawn. Text takes at most three lines of its column, amounts always
// one: the page is as wide as the largest amount needs.
#include "arus/adapters/documents/detail/pdf_document.hpp"

#include "arus/adapters/documents/detail/amount_format.hpp"
#include "arus/base/assert.hpp"
#include "arus/base/failure.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace arus::documents {

namespace {

using Column = app::DocumentColumn;
using Kind = app::DocumentRow::Kind;

constexpr std::size_t rows_max = 100'000;
constexpr int lines_max = 3;
constexpr std::size_t text_heights_max = 20'000;

// Points; 72 to an inch.
constexpr double a4_short = 595.276;
constexpr double a4_long = 841.890;
constexpr double margin = 40;
constexpr double foot_height = 26;
constexpr double gap = 7;            ///< between two columns
constexpr double row_padding = 1.7;  ///< above and below a row's text
constexpr double indent = 10;        ///< of one level
constexpr int text_size = 8;
constexpr int title_size = 15;
constexpr int book_size = 11;
constexpr int foot_size = 6;
constexpr double portrait_width_max = 100;  ///< in characters of all columns

constexpr double line_grey = 0.6;

[[noreturn]] void fail(cairo_status_t status) {
    throw Failure(
        {Failure::Kind::internal, true, true, "pdf"},
        std::string("a page cannot be drawn: ") + cairo_status_to_string(status));
}

cairo_status_t append_bytes(void* to, const unsigned char* bytes, unsigned int length) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

/// Whether a noncharacter (Unicode 15, 23.7) of well-formed UTF-8 begins here, and its bytes.
std::size_t noncharacter_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    const auto ends_plane = [&](std::size_t i) {
        return byte(i) == 0xBF && (byte(i + 1) == 0xBE || byte(i + 1) == 0xBF);
    };
    if (byte(0) == 0xEF) {
        const bool is_of_block = byte(1) == 0xB7 && byte(2) >= 0x90 && byte(2) <= 0xAF;
        return is_of_block || ends_plane(1) ? 3 : 0;
    }
    return byte(0) >= 0xF0 && (byte(1) & 0x0FU) == 0x0F && ends_plane(2) ? 4 : 0;
}

/// Cairo refuses a page with a noncharacter: U+FFFD stands in its place.
std::string drawable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t left_out = noncharacter_at(text, i);
        if (left_out > 0) {
            out += "\uFFFD";
            i += left_out;
        } else {
            out += text[i++];
        }
    }
    return out;
}

template <auto free>
struct Freed {
    template <class T>
    void operator()(T* object) const {
        free(object);
    }
};
using Surface = std::unique_ptr<cairo_surface_t, Freed<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Freed<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Freed<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, Freed<pango_font_description_free>>;

Font make_font(int size, bool is_bold) {
    Font font(pango_font_description_from_string("Noto Sans, DejaVu Sans, Liberation Sans, Sans"));
    pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
    pango_font_description_set_weight(
        font.get(), is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    return font;
}

double points(int pango_units) {
    return static_cast<double>(pango_units) / PANGO_SCALE;
}

/// How a piece of text stands in its place.
struct Style {
    const PangoFontDescription* font = nullptr;
    PangoAlignment align = PANGO_ALIGN_LEFT;
    int lines = 1;
};

class PdfDocument final : public app::Document {
public:
    explicit PdfDocument(app::DocumentHead head) :
        head_(std::move(head)),
        plain_(make_font(text_size, false)),
        bold_(make_font(text_size, true)),
        title_(make_font(title_size, true)),
        book_(make_font(book_size, false)),
        foot_(make_font(foot_size, false)),
        sums_(head_.columns.size()) {}

    bool add(const app::DocumentRow& row) override {
        ARUS_ASSERT(row.cells.size() == head_.columns.size());
        if (rows_.size() >= rows_max) {
            return false;
        }
        if (row.kind == Kind::plain) {
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                const auto* const number = std::get_if<std::int64_t>(&row.cells[i]);
                if (number != nullptr && head_.columns[i].summed) {
                    sums_[i] += *number;
                }
            }
        } else {
            all_are_plain_ = false;
        }
        rows_.push_back(row);
        return true;
    }

    void close() override {
        add_sums();
        choose_page();
        surface_.reset(cairo_pdf_surface_create_for_stream(append_bytes, &bytes_, width_, height_));
        cairo_pdf_surface_set_metadata(
            surface_.get(), CAIRO_PDF_METADATA_TITLE,
            drawable(head_.title + " · " + head_.book_name).c_str());
        context_.reset(cairo_create(surface_.get()));
        layout_.reset(pango_cairo_create_layout(context_.get()));
        const std::vector<std::size_t> first_rows = paginate();
        for (std::size_t page = 0; page < first_rows.size(); ++page) {
            const std::size_t end = page + 1 < first_rows.size() ? first_rows[page + 1]
                                                                 : rows_.size();
            draw_page({first_rows[page], end, page + 1, first_rows.size()});
        }
        layout_.reset();
        context_.reset();
        cairo_surface_finish(surface_.get());
        if (const auto status = cairo_surface_status(surface_.get());
            status != CAIRO_STATUS_SUCCESS) {
            fail(status);
        }
        surface_.reset();
        rows_ = {};
        text_heights_ = {};
        is_closed_ = true;
    }

    std::string take(std::size_t bytes_max) override {
        if (!is_closed_) {
            return {};
        }
        std::string piece = bytes_.substr(position_, bytes_max);
        position_ += piece.size();
        return piece;
    }

private:
    struct Page {
        std::size_t first = 0;
        std::size_t end = 0;
        std::size_t number = 0;
        std::size_t count = 0;
    };

    bool is_number(std::size_t column) const {
        return head_.columns[column].kind == Column::Kind::amount
               || head_.columns[column].kind == Column::Kind::number;
    }

    void add_sums() {
        const bool has_sums = std::ranges::any_of(head_.columns, &Column::summed);
        if (!has_sums || !all_are_plain_ || rows_.empty()) {
            return;
        }
        app::DocumentRow row;
        row.kind = Kind::total;
        row.cells.resize(head_.columns.size());
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (head_.columns[i].summed) {
                row.cells[i] = static_cast<std::int64_t>(sums_[i]);
            }
        }
        const auto label = std::ranges::find(head_.columns, Column::Kind::text, &Column::kind);
        if (label != head_.columns.end()) {
            row.cells[static_cast<std::size_t>(label - head_.columns.begin())] = head_.total_word;
        }
        rows_.push_back(std::move(row));
    }

    std::string text_of(std::size_t column, const app::DocumentCell& cell) const {
        if (const auto* const text = std::get_if<std::string>(&cell)) {
            return *text;
        }
        if (const auto* const date = std::get_if<Date>(&cell)) {
            return paper_date(date->days);
        }
        if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
            return head_.columns[column].kind == Column::Kind::amount
                       ? grouped_amount(*number, head_.exponent, head_.locale)
                       : std::to_string(*number);
        }
        return {};
    }

    /// A4 upright or across, or wider where the amounts need it. Columns of numbers and dates get
    /// what their widest cell takes, text shares the rest.
    void choose_page() {
        double characters = 0;
        for (const Column& column : head_.columns) {
            characters += column.width;
        }
        const bool is_upright = characters <= portrait_width_max;
        width_ = is_upright ? a4_short : a4_long;
        height_ = is_upright ? a4_long : a4_short;

        const Surface paper(cairo_pdf_surface_create_for_stream(nullptr, nullptr, 100, 100));
        const Context ink(cairo_create(paper.get()));
        const Layout ruler(pango_cairo_create_layout(ink.get()));
        widths_.assign(head_.columns.size(), 0);
        double fixed = 0;
        double shares = 0;
        double least = 0;  // what the columns of text need at the least
        for (std::size_t i = 0; i < head_.columns.size(); ++i) {
            const Column& column = head_.columns[i];
            if (column.kind == Column::Kind::text) {
                shares += column.width;
                least += column.width * 3.2;
                continue;
            }
            widths_[i] = widest(ruler.get(), i);
            fixed += widths_[i];
        }
        const double gaps = gap * static_cast<double>(head_.columns.size() - 1);
        width_ = std::max(width_, fixed + least + gaps + 2 * margin);
        const double left = width_ - 2 * margin - gaps - fixed;
        for (std::size_t i = 0; i < widths_.size(); ++i) {
            if (head_.columns[i].kind == Column::Kind::text) {
                widths_[i] = left * head_.columns[i].width / shares;
            }
        }
    }

    double widest(PangoLayout* ruler, std::size_t column) const {
        std::string longest;
        for (const app::DocumentRow& row : rows_) {
            std::string text = text_of(column, row.cells[column]);
            if (text.size() > longest.size()) {
                longest = std::move(text);
            }
        }
        double width = 0;
        for (const std::string& text : {longest, head_.columns[column].title}) {
            pango_layout_set_font_description(ruler, bold_.get());
            pango_layout_set_text(ruler, text.c_str(), static_cast<int>(text.size()));
            int pango_width = 0;
            pango_layout_get_size(ruler, &pango_width, nullptr);
            width = std::max(width, points(pango_width));
        }
        return std::ceil(width) + 1;
    }

    // Layout ------------------------------------------------------------------------------------

    void set(const std::string& text, double width, const Style& style) const {
        PangoLayout* const layout = layout_.get();
        pango_layout_set_font_description(layout, style.font);
        pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
        pango_layout_set_height(layout, -style.lines);
        pango_layout_set_alignment(layout, style.align);
        const std::string shown = drawable(text);
        pango_layout_set_text(layout, shown.c_str(), static_cast<int>(shown.size()));
    }

    double measure(const std::string& text, double width, const Style& style) const {
        set(text, width, style);
        int height = 0;
        pango_layout_get_size(layout_.get(), nullptr, &height);
        return points(height);
    }

    double draw(
        double x, double y, double width, const std::string& text, const Style& style) const {
        const double height = measure(text, width, style);
        cairo_move_to(context_.get(), x, y);
        pango_cairo_show_layout(context_.get(), layout_.get());
        return height;
    }

    void rule(double y, double thickness) const {
        cairo_set_source_rgb(context_.get(), line_grey, line_grey, line_grey);
        cairo_set_line_width(context_.get(), thickness);
        cairo_move_to(context_.get(), margin, y);
        cairo_line_to(context_.get(), width_ - margin, y);
        cairo_stroke(context_.get());
        cairo_set_source_rgb(context_.get(), 0, 0, 0);
    }

    Style style_of(std::size_t column, Kind kind) const {
        Style style;
        style.font = kind == Kind::plain ? plain_.get() : bold_.get();
        style.align = is_number(column) ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
        style.lines = head_.columns[column].kind == Column::Kind::text ? lines_max : 1;
        return style;
    }

    /// The column whose text stands in by the row's level: the widest of text.
    std::size_t indented_column() const {
        std::size_t found = 0;
        int width = 0;
        for (std::size_t i = 0; i < head_.columns.size(); ++i) {
            if (head_.columns[i].kind == Column::Kind::text && head_.columns[i].width > width) {
                found = i;
                width = head_.columns[i].width;
            }
        }
        return found;
    }

    double indent_of(std::size_t column, const app::DocumentRow& row) const {
        return column == indented_column_ ? std::min(row.level * indent, widths_[column] / 2) : 0;
    }

    /// The same names come again and again.
    double height_of_text(
        const std::string& text, std::size_t column, const app::DocumentRow& row) {
        const std::string key = std::to_string(column) + (row.kind == Kind::plain ? "p" : "b")
                                + std::to_string(row.level) + ' ' + text;
        const auto known = text_heights_.find(key);
        if (known != text_heights_.end()) {
            return known->second;
        }
        const double height = measure(
            text, widths_[column] - indent_of(column, row), style_of(column, row.kind));
        if (text_heights_.size() < text_heights_max) {
            text_heights_.emplace(key, height);
        }
        return height;
    }

    double height_of(const app::DocumentRow& row) {
        double height = line_height_;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (head_.columns[i].kind != Column::Kind::text) {
                continue;
            }
            const auto* const text = std::get_if<std::string>(&row.cells[i]);
            if (text != nullptr && !text->empty()) {
                height = std::max(height, height_of_text(*text, i, row));
            }
        }
        return height + 2 * row_padding;
    }

    double titles_height() const {
        double height = line_height_;
        for (std::size_t i = 0; i < head_.columns.size(); ++i) {
            height = std::max(height, measure(head_.columns[i].title, widths_[i], title_style(i)));
        }
        return height + 2 * row_padding + 4;
    }

    Style title_style(std::size_t column) const {
        Style style = style_of(column, Kind::header);
        style.lines = 2;
        return style;
    }

    /// Where the rows of a page begin.
    double body_top(std::size_t page_number) const {
        return (page_number == 1 ? first_head_height() : next_head_height()) + titles_height();
    }
    double first_head_height() const {
        const double width = width_ - 2 * margin;
        double height = margin;
        height += measure(head_.book_name, width, {book_.get(), PANGO_ALIGN_LEFT, 1}) + 2;
        height += measure(head_.title, width, {title_.get(), PANGO_ALIGN_LEFT, 2}) + 3;
        height += line_height_ * static_cast<double>(head_.lines.size() + 1);
        return height + 8;
    }
    double next_head_height() const { return margin + line_height_ + 8; }
    double body_bottom() const { return height_ - margin - foot_height; }

    /// The first row of each page; also measures every row.
    std::vector<std::size_t> paginate() {
        line_height_ = measure("Ag", 100, {bold_.get(), PANGO_ALIGN_LEFT, 1});
        indented_column_ = indented_column();
        heights_.clear();
        heights_.reserve(rows_.size());
        std::vector<std::size_t> first_rows{0};
        double y = body_top(1);
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const double height = height_of(rows_[i]);
            heights_.push_back(static_cast<float>(height));
            if (y + height > body_bottom() && i > first_rows.back()) {
                first_rows.push_back(i);
                y = body_top(2);
            }
            y += height;
        }
        return first_rows;
    }

    // Drawing -----------------------------------------------------------------------------------

    void draw_page(const Page& page) {
        double y = page.number == 1 ? draw_first_head() : draw_next_head();
        y = draw_titles(y);
        for (std::size_t i = page.first; i < page.end; ++i) {
            draw_row(rows_[i], y);
            y += heights_[i];
        }
        draw_foot(page);
        cairo_show_page(context_.get());
        if (const auto status = cairo_status(context_.get()); status != CAIRO_STATUS_SUCCESS) {
            fail(status);
        }
    }

    double draw_first_head() const {
        const double width = width_ - 2 * margin;
        double y = margin;
        y += draw(margin, y, width, head_.book_name, {book_.get(), PANGO_ALIGN_LEFT, 1}) + 2;
        y += draw(margin, y, width, head_.title, {title_.get(), PANGO_ALIGN_LEFT, 2}) + 3;
        for (const std::string& line : head_.lines) {
            draw(margin, y, width, line, {plain_.get(), PANGO_ALIGN_LEFT, 1});
            y += line_height_;
        }
        draw(margin, y, width, head_.currency, {plain_.get(), PANGO_ALIGN_RIGHT, 1});
        return first_head_height();
    }

    double draw_next_head() const {
        const std::string text = head_.book_name + " · " + head_.title;
        draw(margin, margin, width_ - 2 * margin, text, {plain_.get(), PANGO_ALIGN_LEFT, 1});
        return next_head_height();
    }

    double draw_titles(double y) const {
        const double height = titles_height();
        rule(y, 0.8);
        double x = margin;
        for (std::size_t i = 0; i < head_.columns.size(); ++i) {
            draw(x, y + row_padding + 1, widths_[i], head_.columns[i].title, title_style(i));
            x += widths_[i] + gap;
        }
        rule(y + height - 2, 0.8);
        return y + height;
    }

    void draw_row(const app::DocumentRow& row, double y) const {
        if (row.kind == Kind::total) {
            rule(y, 0.5);
        }
        double x = margin;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const std::string text = text_of(i, row.cells[i]);
            if (!text.empty()) {
                const double in = indent_of(i, row);
                draw(x + in, y + row_padding, widths_[i] - in, text, style_of(i, row.kind));
            }
            x += widths_[i] + gap;
        }
    }

    void draw_foot(const Page& page) const {
        const double y = height_ - margin - foot_height + 10;
        rule(y, 0.5);
        const double width = width_ - 2 * margin;
        draw(margin, y + 4, width, head_.footer, {foot_.get(), PANGO_ALIGN_LEFT, 1});
        const std::string number = head_.page_word + ' ' + std::to_string(page.number) + ' '
                                   + head_.of_word + ' ' + std::to_string(page.count);
        draw(margin, y + 4, width, number, {plain_.get(), PANGO_ALIGN_RIGHT, 1});
    }

    app::DocumentHead head_;
    Font plain_;
    Font bold_;
    Font title_;
    Font book_;
    Font foot_;
    std::vector<app::DocumentRow> rows_;
    std::vector<__int128> sums_;
    bool all_are_plain_ = true;

    double width_ = a4_short;
    double height_ = a4_long;
    std::vector<double> widths_;
    std::vector<float> heights_;
    std::unordered_map<std::string, double> text_heights_;
    double line_height_ = 0;
    std::size_t indented_column_ = 0;
    std::string bytes_;  ///< before what writes into it until its end
    Surface surface_;
    Context context_;
    Layout layout_;

    std::size_t position_ = 0;
    bool is_closed_ = false;
};

}  // namespace

std::unique_ptr<app::Document> make_pdf_document(app::DocumentHead head) {
    return std::make_unique<PdfDocument>(std::move(head));
}

}  // namespace arus::documents
