// SPDX-License-Identifier: Apache-2.0
#include "arus/app/backup/table_sums.hpp"

#include <algorithm>
#include <utility>

namespace arus::app {

Hash256 row_hash(const TableRow& row) {
    Sha256 hash;
    for (const TableCell& cell : row) {
        if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
            hash.add_u8('i').add_u64be(static_cast<std::uint64_t>(*number));
        } else if (const auto* const text = std::get_if<std::string>(&cell)) {
            hash.add_u8('b').add_u64be(text->size()).add(*text);
        } else if (const auto* const bytes = std::get_if<TableBytes>(&cell)) {
            hash.add_u8('b').add_u64be(bytes->bytes.size()).add(bytes->bytes);
        } else {
            hash.add_u8('n');
        }
    }
    return hash.finish();
}

void TableSum::add(const TableRow& row) {
    const Hash256 value = row_hash(row);
    unsigned carry = 0;
    for (std::size_t i = sum.size(); i-- > 0;) {  // most significant byte first
        const unsigned byte = unsigned{sum[i]} + unsigned{value[i]} + carry;
        sum[i] = static_cast<std::uint8_t>(byte & 0xffU);
        carry = byte >> 8U;
    }
    ++rows;
}

TableRow key_of(const TableShape& shape, const TableRow& row) {
    TableRow key;
    for (const std::size_t at : shape.key) {
        key.push_back(row[at]);
    }
    return key;
}

TableFit fit_tables(const std::vector<TableShape>& shapes, const std::vector<TableShape>& known) {
    TableFit fit;
    for (const TableShape& shape : shapes) {
        const auto found = std::ranges::find(known, shape.name, &TableShape::name);
        if (found == known.end()) {
            fit.missing = "the target has no table " + shape.name;
            return fit;
        }
        TableShape there{shape.name, shape.columns, {}};
        for (const std::string& column : shape.columns) {
            if (std::ranges::find(found->columns, column) == found->columns.end()) {
                fit.missing = "the target's table " + shape.name + " has no column " + column;
                return fit;
            }
        }
        for (const std::size_t at : found->key) {
            const auto column = std::ranges::find(shape.columns, found->columns[at]);
            if (column == shape.columns.end()) {
                fit.missing = "the target's table " + shape.name + " has another key";
                return fit;
            }
            there.key.push_back(static_cast<std::size_t>(column - shape.columns.begin()));
        }
        fit.shapes.push_back(std::move(there));
    }
    return fit;
}

Awaitable<std::optional<std::string>> find_rows(
    TableSource& database, std::vector<TableShape> shapes, Deadline deadline) {
    TablePageQuery one;
    one.rows_max = 1;
    for (const TableShape& shape : shapes) {
        const TablePage page = co_await database.read(shape, one, deadline);
        if (!page.rows.empty()) {
            co_return shape.name;
        }
    }
    co_return std::nullopt;
}

Awaitable<TableSum> sum_table(TableSource& database, TableShape shape, TableSumming summing) {
    TableSum sum;
    TablePageQuery query;
    query.rows_max = summing.rows_max;
    for (bool has_more = true; has_more;) {
        const TablePage page = co_await database.read(shape, query, summing.step());
        for (const TableRow& row : page.rows) {
            sum.add(row);
        }
        summing.told(page.rows.size());
        has_more = page.has_more;
        if (!page.rows.empty()) {
            query.after = key_of(shape, page.rows.back());
        }
    }
    co_return sum;
}

}  // namespace arus::app
