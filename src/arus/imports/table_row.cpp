// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/table_row.hpp"

#include "arus/base/text.hpp"
#include "arus/imports/number_format.hpp"

#include <algorithm>

namespace arus::imports {

namespace {

constexpr std::size_t description_max = 500;
constexpr std::size_t reference_max = 80;
constexpr std::size_t shown_max = 60;

std::string_view cell(const CsvRow& row, std::optional<std::size_t> column) {
    return column && *column < row.cells.size() ? trimmed(row.cells[*column]) : std::string_view();
}

/// What stood there, for a sentence.
std::string shown(std::string_view text) {
    std::string out = plain_text(text, shown_max).value_or("…");
    return "“" + out + "”";
}

RowFault fault(std::string code, std::string detail) {
    return {std::move(code), std::move(detail), false};
}

RowFault skipped(std::string code, std::string detail) {
    return {std::move(code), std::move(detail), true};
}

std::optional<RowFault> fault_of(CsvFault what) {
    switch (what) {
        case CsvFault::none:
            return std::nullopt;
        case CsvFault::line_too_long:
            return fault("line_too_long", "The line is longer than 64 KiB.");
        case CsvFault::too_many_columns:
            return fault("too_many_columns", "The line has more than 256 columns.");
        case CsvFault::quote_open:
            return fault("text_invalid", "A quotation mark on this line is not closed.");
    }
    return std::nullopt;
}

/// `150.000` with a point for the decimals: where the currency has no thousandths, nobody writes a
/// hundred and fifty like that.
bool may_be_thousands(
    std::string_view text, const ParsedNumber& number, char decimal, int exponent) {
    if (exponent >= 3 || number.state != ParsedNumber::State::number
        || text.find(decimal) == std::string_view::npos) {
        return false;
    }
    const ParsedNumber other = parse_number(text, decimal == '.' ? ',' : '.', exponent);
    return other.state == ParsedNumber::State::number && other.minor != number.minor;
}

}  // namespace

std::optional<std::string> plain_text(std::string_view text, std::size_t characters_max) {
    std::string out;
    out.reserve(text.size());
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool is_space = byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
        if (is_space) {
            if (out.empty() || out.back() == ' ') {
                continue;
            }
        } else if (byte < 0x20 || byte == 0x7F) {
            return std::nullopt;
        } else if (byte == 0xC2 && i + 1 < text.size()) {
            const auto next = static_cast<unsigned char>(text[i + 1]);
            if (next >= 0x80 && next < 0xA0) {
                return std::nullopt;  // C1
            }
        } else if (byte == 0xEF && text.substr(i).starts_with("\xEF\xBF\xBD")) {
            return std::nullopt;
        }
        if ((byte & 0xC0U) != 0x80 && ++characters > characters_max) {
            break;
        }
        out += is_space ? ' ' : text[i];
    }
    while (!out.empty() && out.back() == ' ') {
        out.pop_back();
    }
    return out;
}

TableRowReader::TableRowReader(Mapping mapping, int exponent) :
    mapping_(std::move(mapping)), exponent_(exponent) {
    for (const Rule& rule : mapping_.rules.value_or(std::vector<Rule>{})) {
        rule_texts_.push_back(lower_ascii(rule.contains));
    }
}

/// The signed amount; nothing with the fault set.
std::optional<std::int64_t> TableRowReader::amount_of(const CsvRow& row, TableRow& out) const {
    const Columns& columns = *mapping_.columns;
    const char decimal = *mapping_.decimal;
    using State = ParsedNumber::State;
    const auto read = [&](Field field) {
        const std::string_view text = cell(row, columns[field]);
        ParsedNumber number = parse_number(text, decimal, exponent_);
        if (may_be_thousands(text, number, decimal, exponent_)) {
            number.state = State::wrong;
        }
        return number;
    };
    const auto wrong = [&](Field field) {
        out.fault = fault(
            "amount_invalid", shown(cell(row, columns[field])) + " is no amount in this format.");
        return std::nullopt;
    };
    std::int64_t amount = 0;
    if (columns[Field::amount]) {
        const ParsedNumber number = read(Field::amount);
        if (number.state == State::wrong) {
            return wrong(Field::amount);
        }
        if (number.state == State::empty) {
            out.fault = skipped("amount_missing", "There is no amount on this line.");
            return std::nullopt;
        }
        amount = number.minor;
        if (columns[Field::direction] && !number.says_direction) {
            const std::string_view word = cell(row, columns[Field::direction]);
            const int direction = direction_of(word);
            if (direction == 0) {
                out.fault = fault(
                    "amount_invalid", shown(word) + " does not say whether money came or left.");
                return std::nullopt;
            }
            if (amount < 0 && direction > 0) {
                out.fault = fault(
                    "amount_invalid",
                    "The amount has a minus, and " + shown(word) + " says that money came.");
                return std::nullopt;
            }
            amount = direction < 0 && amount > 0 ? -amount : amount;
        }
    } else {
        const ParsedNumber debit = read(Field::debit);
        const ParsedNumber credit = read(Field::credit);
        if (debit.state == State::wrong) {
            return wrong(Field::debit);
        }
        if (credit.state == State::wrong) {
            return wrong(Field::credit);
        }
        if (debit.state == State::empty && credit.state == State::empty) {
            out.fault = skipped("amount_missing", "There is no amount on this line.");
            return std::nullopt;
        }
        if (debit.minor != 0 && credit.minor != 0) {
            out.fault = fault("amount_invalid", "There is an amount on both sides.");
            return std::nullopt;
        }
        // Some banks write what left with a minus in its own column: it left all the same.
        amount = credit.minor - (debit.minor < 0 ? -debit.minor : debit.minor);
    }
    return mapping_.is_inverted.value_or(false) ? -amount : amount;
}

std::string TableRowReader::account_for(const CsvRow& row, const std::string& description) const {
    if (const std::string_view code = cell(row, (*mapping_.columns)[Field::account]);
        !code.empty()) {
        return std::string(code);
    }
    const std::string lower = lower_ascii(description);
    for (std::size_t i = 0; i < rule_texts_.size(); ++i) {
        if (lower.find(rule_texts_[i]) != std::string::npos) {
            return (*mapping_.rules)[i].account_code;
        }
    }
    return mapping_.counter_account_code.value_or("");
}

TableRow TableRowReader::read(const CsvRow& row) const {
    TableRow out;
    out.line = row.line;
    out.fault = fault_of(row.fault);
    if (out.fault) {
        return out;
    }
    const bool is_empty = std::ranges::all_of(
        row.cells, [](const std::string& one) { return trimmed(one).empty(); });
    if (is_empty) {
        out.fault = skipped("amount_missing", "There is nothing on this line.");
        return out;
    }
    const Columns& columns = *mapping_.columns;
    const auto description = plain_text(cell(row, columns[Field::description]), description_max);
    const auto reference = plain_text(cell(row, columns[Field::reference]), reference_max);
    if (!description || !reference) {
        out.fault = fault(
            "text_invalid", "The text has characters that are none in this encoding.");
        return out;
    }
    out.description = *description;
    if (!reference->empty()) {
        out.reference = *reference;
    }
    out.contact_code = cell(row, columns[Field::contact]);
    out.outlet_code = cell(row, columns[Field::outlet]);
    out.account_code = account_for(row, out.description);
    const std::string_view day = cell(row, columns[Field::date]);
    out.date = parse_day(day, *mapping_.date_order);
    std::optional<RowFault> date_fault;
    if (!out.date) {
        if (columns[Field::date] && *columns[Field::date] >= row.cells.size()) {
            date_fault = fault("row_too_short", "The line ends before its date.");
        } else {
            date_fault = day.empty()
                             ? fault("date_missing", "There is no date on this line.")
                             : fault("date_invalid", shown(day) + " is no day in this format.");
        }
    }
    out.amount_minor = amount_of(row, out);
    if (out.amount_minor && *out.amount_minor == 0) {
        out.fault = skipped("amount_zero", "The amount is zero.");
    }
    if (date_fault && !(out.fault && out.fault->is_skipped)) {
        out.fault = std::move(date_fault);
    }
    return out;
}

}  // namespace arus::imports
