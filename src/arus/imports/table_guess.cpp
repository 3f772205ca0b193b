// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/table_guess.hpp"

#include "arus/base/bytes.hpp"
#include "arus/imports/number_format.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>

namespace arus::imports {

namespace {

constexpr std::size_t rows_looked_at = 400;
constexpr std::size_t samples_shown = 5;
constexpr std::size_t sample_bytes_max = 100;
constexpr std::size_t header_rows_max = 50;
constexpr std::array<char, 4> separators{',', ';', '\t', '|'};

/// What heads call a field, in the order in which they are looked for: words that stand alone or as
/// a part of the name.
struct HeadWord {
    std::string_view word;
    Field field;
};
constexpr std::array<HeadWord, 62> head_words{{
    {"tanggal", Field::date},
    {"tgl", Field::date},
    {"date", Field::date},
    {"waktu", Field::date},
    {"keterangan", Field::description},
    {"deskripsi", Field::description},
    {"uraian", Field::description},
    {"description", Field::description},
    {"narrative", Field::description},
    {"rincian", Field::description},
    {"detail", Field::description},
    {"berita", Field::description},
    {"memo", Field::description},
    {"transaksi", Field::description},
    {"text", Field::description},
    {"saldo", Field::balance},
    {"balance", Field::balance},
    {"debit", Field::debit},
    {"debet", Field::debit},
    {"keluar", Field::debit},
    {"withdrawal", Field::debit},
    {"paid out", Field::debit},
    {"money out", Field::debit},
    {"pengeluaran", Field::debit},
    {"kredit", Field::credit},
    {"credit", Field::credit},
    {"masuk", Field::credit},
    {"deposit", Field::credit},
    {"paid in", Field::credit},
    {"money in", Field::credit},
    {"pemasukan", Field::credit},
    {"db/cr", Field::direction},
    {"d/k", Field::direction},
    {"d/c", Field::direction},
    {"dk", Field::direction},
    {"dc", Field::direction},
    {"jenis", Field::direction},
    {"tipe", Field::direction},
    {"type", Field::direction},
    {"jumlah", Field::amount},
    {"nominal", Field::amount},
    {"amount", Field::amount},
    {"nilai", Field::amount},
    {"mutasi", Field::amount},
    {"total", Field::amount},
    {"value", Field::amount},
    {"referensi", Field::reference},
    {"reference", Field::reference},
    {"ref", Field::reference},
    {"no. bukti", Field::reference},
    {"bukti", Field::reference},
    {"invoice", Field::reference},
    {"faktur", Field::reference},
    {"nomor", Field::reference},
    {"kontak", Field::contact},
    {"contact", Field::contact},
    {"pelanggan", Field::contact},
    {"customer", Field::contact},
    {"outlet", Field::outlet},
    {"cabang", Field::outlet},
    {"akun", Field::account},
    {"account", Field::account},
}};

using Rows = std::vector<CsvRow>;

std::size_t non_empty(const CsvRow& row) {
    return static_cast<std::size_t>(std::ranges::count_if(
        row.cells, [](const std::string& cell) { return !trimmed(cell).empty(); }));
}

/// How many columns most rows have, and how many rows that is.
struct Width {
    std::size_t columns = 0;
    std::size_t rows = 0;
};
Width width_of(const Rows& rows) {
    std::map<std::size_t, std::size_t> counts;
    for (const CsvRow& row : rows) {
        if (row.fault == CsvFault::none && !row.is_blank()) {
            ++counts[row.cells.size()];
        }
    }
    Width best;
    for (const auto& [columns, count] : counts) {
        if (columns >= 2 && (count > best.rows || (count == best.rows && columns > best.columns))) {
            best = {columns, count};
        }
    }
    return best;
}

std::string cell_of(const CsvRow& row, std::size_t column) {
    return column < row.cells.size() ? std::string(trimmed(row.cells[column])) : std::string();
}

bool is_any_day(std::string_view text) {
    return parse_day(text, DateOrder::ymd) || parse_day(text, DateOrder::dmy)
           || parse_day(text, DateOrder::mdy);
}

/// True for a row as full as the others with a day or an amount in it: no head, though something
/// may be wrong with it.
bool looks_like_data(const CsvRow& row, std::size_t width, int exponent) {
    return non_empty(row) + 1 >= width
           && std::ranges::any_of(row.cells, [&](const std::string& cell) {
                  return is_any_day(cell) || looks_like_number(cell, exponent);
              });
}

/// Rows before the first that holds a day and an amount, and before what stands directly above it
/// and is no head.
std::size_t guess_header_rows(const Rows& rows, std::size_t width, int exponent) {
    const std::size_t most = std::min(rows.size(), header_rows_max);
    for (std::size_t i = 0; i < most; ++i) {
        bool has_day = false;
        bool has_amount = false;
        for (const std::string& cell : rows[i].cells) {
            const bool is_day = is_any_day(cell);
            has_day = has_day || is_day;
            has_amount = has_amount || (!is_day && looks_like_number(cell, exponent));
        }
        if (has_day && has_amount) {
            std::size_t head = i;
            while (head > 0 && looks_like_data(rows[head - 1], width, exponent)) {
                --head;
            }
            return head;
        }
    }
    return rows.size() > 1 ? 1 : 0;
}

std::vector<std::string_view> samples_of(std::span<const CsvRow> rows, std::size_t column) {
    std::vector<std::string_view> samples;
    for (const CsvRow& row : rows) {
        if (column < row.cells.size() && row.fault == CsvFault::none) {
            if (const std::string_view cell = trimmed(row.cells[column]); !cell.empty()) {
                samples.push_back(cell);
            }
        }
    }
    return samples;
}

/// Columns by the words of the head. A column serves once; a field takes its first column.
Columns columns_by_name(const std::vector<std::string>& names) {
    Columns columns;
    std::vector<bool> is_used(names.size());
    const auto take = [&](bool whole) {
        for (const HeadWord& word : head_words) {
            for (std::size_t i = 0; i < names.size() && !columns[word.field]; ++i) {
                const bool fits = whole ? names[i] == word.word
                                        : word.word.size() > 3
                                              && names[i].find(word.word) != std::string::npos;
                if (!is_used[i] && fits) {
                    columns.set(word.field, i);
                    is_used[i] = true;
                }
            }
        }
    };
    take(true);
    take(false);
    return columns;
}

/// What the cells themselves say where the head says nothing: a column of days, one of amounts, the
/// longest text.
void complete_columns(
    Columns& columns, std::span<const CsvRow> rows, std::size_t width, int exponent) {
    std::vector<bool> is_used(width);
    for (std::size_t f = 0; f < field_count; ++f) {
        if (const auto column = columns[static_cast<Field>(f)]; column && *column < width) {
            is_used[*column] = true;
        }
    }
    // Banks leave the head over `DB` and `CR` empty, or call it what they like.
    if (!columns[Field::direction] && !columns[Field::debit] && !columns[Field::credit]) {
        for (std::size_t i = 0; i < width && !columns[Field::direction]; ++i) {
            const std::vector<std::string_view> samples = samples_of(rows, i);
            const bool says_all = !samples.empty()
                                  && std::ranges::all_of(samples, [](std::string_view one) {
                                         return direction_of(one) != 0;
                                     });
            if (!is_used[i] && says_all) {
                columns.set(Field::direction, i);
                is_used[i] = true;
            }
        }
    }
    std::size_t longest = 0;
    std::optional<std::size_t> text_column;
    for (std::size_t i = 0; i < width; ++i) {
        const std::vector<std::string_view> samples = samples_of(rows, i);
        if (is_used[i] || samples.empty()) {
            continue;
        }
        const auto days = std::ranges::count_if(samples, is_any_day);
        const auto numbers = std::ranges::count_if(
            samples, [&](std::string_view one) { return looks_like_number(one, exponent); });
        const auto most = static_cast<std::ptrdiff_t>(samples.size() * 4 / 5 + 1);
        const bool has_amount = columns[Field::amount] || columns[Field::debit]
                                || columns[Field::credit];
        if (!columns[Field::date]
            && days >= std::min(most, static_cast<std::ptrdiff_t>(samples.size()))) {
            columns.set(Field::date, i);
        } else if (
            !has_amount && numbers >= std::min(most, static_cast<std::ptrdiff_t>(samples.size()))) {
            columns.set(Field::amount, i);
        } else if (numbers * 2 < static_cast<std::ptrdiff_t>(samples.size())) {
            std::size_t bytes = 0;
            for (const std::string_view one : samples) {
                bytes += one.size();
            }
            if (bytes > longest) {
                longest = bytes;
                text_column = i;
            }
        }
    }
    if (!columns[Field::description] && text_column) {
        columns.set(Field::description, *text_column);
    }
}

std::string cut(std::string_view text) {
    std::size_t size = std::min(text.size(), sample_bytes_max);
    while (size > 0 && size < text.size()
           && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) {
        --size;
    }
    std::string out(text.substr(0, size));
    std::ranges::replace_if(
        out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return out;
}

void guess_format(TableGuess& guess, std::string_view sample, bool is_whole_file) {
    if (guess.mapping.separator && guess.mapping.quote) {
        return;
    }
    std::size_t best = 0;
    char best_separator = ',';
    char best_quote = '"';
    for (const char quote : {'"', '\''}) {
        if (guess.mapping.quote && *guess.mapping.quote != quote) {
            continue;
        }
        for (const char separator : separators) {
            if (guess.mapping.separator && *guess.mapping.separator != separator) {
                continue;
            }
            const Rows rows = sample_rows(
                sample, is_whole_file, {separator, guess.mapping.quote.value_or(quote)}, 100);
            const Width width = width_of(rows);
            const bool opens = quote == '"'
                               || sample.find(std::string(1, separator) + quote)
                                      != std::string_view::npos
                               || sample.starts_with(quote);
            // A separator that gives many rows of one width; more columns decide between equals.
            const std::size_t score = opens && !rows.empty()
                                          ? width.rows * 1'000 / rows.size() * 300 + width.columns
                                          : 0;
            if (width.rows > 0 && score > best) {
                best = score;
                best_separator = separator;
                best_quote = quote;
            }
        }
    }
    guess.mapping.separator = guess.mapping.separator.value_or(best_separator);
    guess.mapping.quote = guess.mapping.quote.value_or(best_quote);
}

}  // namespace

std::vector<CsvRow> sample_rows(
    std::string_view sample, bool is_whole_file, CsvFormat format, std::size_t rows_max) {
    CsvReader reader(format);
    reader.feed(sample);
    if (is_whole_file) {
        reader.finish();
    }
    std::vector<CsvRow> rows;
    CsvRow row;
    while (rows.size() < rows_max && reader.next(row)) {
        rows.push_back(row);
    }
    return rows;
}

std::optional<TableGuess> guess_table(
    std::string_view sample, bool is_whole_file, const Mapping& known, int exponent) {
    TableGuess guess;
    guess.mapping = known;
    guess_format(guess, sample, is_whole_file);
    const Rows rows = sample_rows(
        sample, is_whole_file, {*guess.mapping.separator, *guess.mapping.quote}, rows_looked_at);
    const Width width = width_of(rows);
    if (width.columns < 2 && !known.columns) {
        return std::nullopt;
    }
    if (!guess.mapping.header_rows) {
        guess.mapping.header_rows = guess_header_rows(rows, width.columns, exponent);
    }
    const std::size_t head = std::min(*guess.mapping.header_rows, rows.size());
    std::size_t columns = width.columns;
    std::vector<std::string> names(columns);
    std::string signed_text(1, *guess.mapping.separator);
    for (std::size_t i = head; i-- > 0;) {
        if (non_empty(rows[i]) >= 2) {
            columns = std::max(columns, std::min(rows[i].cells.size(), columns + 1));
            names.resize(columns);
            for (std::size_t c = 0; c < columns; ++c) {
                names[c] = cell_of(rows[i], c);
            }
            break;
        }
    }
    for (const std::string& name : names) {
        signed_text.append("\n").append(lower_ascii(name));
    }
    guess.signature = hex_of(sha256(signed_text)).substr(0, 32);

    const std::span<const CsvRow> data(rows.data() + head, rows.size() - head);
    if (!guess.mapping.columns) {
        std::vector<std::string> lower;
        for (const std::string& name : names) {
            lower.push_back(lower_ascii(name));
        }
        Columns found = columns_by_name(lower);
        complete_columns(found, data, columns, exponent);
        if (are_enough(found)) {
            guess.mapping.columns = found;
        }
    }
    if (guess.mapping.columns) {
        const Columns& where = *guess.mapping.columns;
        if (!guess.mapping.date_order && where[Field::date]) {
            const auto dates = guess_date_order(samples_of(data, *where[Field::date]));
            if (dates) {
                guess.mapping.date_order = dates->order;
                guess.is_date_ambiguous = dates->is_ambiguous;
            }
        }
        if (!guess.mapping.decimal) {
            std::vector<std::string_view> amounts;
            for (const Field field : {Field::amount, Field::debit, Field::credit, Field::balance}) {
                if (where[field]) {
                    for (const std::string_view one : samples_of(data, *where[field])) {
                        amounts.push_back(one);
                    }
                }
            }
            const DecimalGuess decimal = guess_decimal(amounts, exponent);
            guess.mapping.decimal = decimal.decimal;
            guess.is_decimal_ambiguous = decimal.is_ambiguous;
        }
    }
    for (std::size_t c = 0; c < columns; ++c) {
        ColumnSample column;
        column.name = cut(names[c]);
        for (const std::string_view one : samples_of(data, c)) {
            if (column.samples.size() < samples_shown) {
                column.samples.push_back(cut(one));
            }
        }
        guess.columns.push_back(std::move(column));
    }
    return guess;
}

}  // namespace arus::imports
