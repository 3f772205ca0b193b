// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/row_page.hpp"

#include "arus/base/json_writer.hpp"
#include "arus/ledger/money.hpp"

#include <algorithm>

namespace arus::imports {

namespace {

constexpr std::array<std::string_view, verdict_count> names{
    "new", "duplicate", "posted", "refused", "skipped"};
constexpr std::size_t head_bytes = 1 + 16 + 4;

std::string encode(const RowOutcome& row, int exponent) {
    std::string out;
    JsonWriter json(out);
    const auto text_or_null = [](bool is_there, std::string text) {
        return is_there ? std::optional(std::move(text)) : std::nullopt;
    };
    json.begin_object();
    json.field("row", row.line);
    json.field("verdict", text_of(row.verdict));
    json.field("date", text_or_null(row.date.has_value(), row.date ? date_text(*row.date) : ""));
    json.field("description", row.description);
    json.field("reference", row.reference);
    json.field(
        "amount", row.amount_minor ? std::optional(ledger::amount_text(*row.amount_minor, exponent))
                                   : std::nullopt);
    json.field("account_code", text_or_null(!row.account_code.empty(), row.account_code));
    const bool has_id = !row.transaction_id.is_none() && !row.is_id_hidden;
    json.field("transaction_id", text_or_null(has_id, row.transaction_id.text()));
    json.key("error");
    if (row.fault) {
        json.begin_object();
        json.field("code", row.fault->code);
        json.field("detail", row.fault->detail);
        json.end_object();
    } else {
        json.null();
    }
    json.end_object();
    return out;
}

}  // namespace

std::string_view text_of(Verdict verdict) {
    return names[static_cast<std::size_t>(verdict)];
}

std::optional<Verdict> parse_verdict(std::string_view text) {
    const auto found = std::ranges::find(names, text);
    return found == names.end() ? std::nullopt
                                : std::optional(static_cast<Verdict>(found - names.begin()));
}

void RowPage::add(const RowOutcome& row, int exponent) {
    add({row.verdict, row.transaction_id, encode(row, exponent)});
}

void RowPage::add(const KeptRow& row) {
    bytes_ += static_cast<char>(row.verdict);
    bytes_.append(row.transaction_id.bytes.begin(), row.transaction_id.bytes.end());
    for (unsigned shift = 32; shift > 0; shift -= 8) {
        bytes_ += static_cast<char>(row.json.size() >> (shift - 8) & 0xFFU);
    }
    bytes_ += row.json;
    ++counts_[static_cast<std::size_t>(row.verdict)];
}

std::optional<std::vector<KeptRow>> unpack(std::string_view bytes) {
    std::vector<KeptRow> rows;
    while (!bytes.empty()) {
        if (bytes.size() < head_bytes
            || static_cast<unsigned char>(bytes.front()) >= verdict_count) {
            return std::nullopt;
        }
        KeptRow row;
        row.verdict = static_cast<Verdict>(bytes.front());
        std::copy_n(
            bytes.begin() + 1, row.transaction_id.bytes.size(), row.transaction_id.bytes.begin());
        std::size_t length = 0;
        for (std::size_t i = 17; i < head_bytes; ++i) {
            length = length << 8U | static_cast<unsigned char>(bytes[i]);
        }
        bytes.remove_prefix(head_bytes);
        if (length > bytes.size()) {
            return std::nullopt;
        }
        row.json = bytes.substr(0, length);
        bytes.remove_prefix(length);
        rows.push_back(row);
    }
    return rows;
}

}  // namespace arus::imports
