// SPDX-License-Identifier: Apache-2.0
#include "arus/reports/aging.hpp"

#include "arus/ledger/money.hpp"

#include <algorithm>

namespace arus::reports {

namespace {

constexpr std::array<std::int32_t, aging_buckets - 1> bucket_days{30, 60, 90};

std::int64_t balance_of(const Sides& sides, AgingSide side) {
    const std::int64_t debit_balance = sides.debit_minor - sides.credit_minor;
    return side == AgingSide::receivable ? debit_balance : -debit_balance;
}

/// What was added to the open amount in a bucket: charges where it is positive, payments where it
/// was overpaid.
std::int64_t raised_in(const Sides& sides, AgingSide side, bool is_owing) {
    const bool by_debit = (side == AgingSide::receivable) == is_owing;
    return by_debit ? sides.debit_minor : sides.credit_minor;
}

AgingRow row_of(const ContactSums& sums, AgingSide side) {
    AgingRow row;
    row.key = sums.contact_id ? sums.contact_id->text() : "none";
    row.contact_id = sums.contact_id;
    row.code = sums.code;
    row.name = sums.name;
    const std::int64_t balance = balance_of(sums.until_end, side);
    const bool is_owing = balance > 0;
    std::int64_t rest = is_owing ? balance : -balance;
    for (std::size_t bucket = 0; bucket + 1 < aging_buckets; ++bucket) {
        const std::int64_t open = std::min(rest, raised_in(sums.young[bucket], side, is_owing));
        row.amounts[bucket] = is_owing ? open : -open;
        rest -= open;
    }
    row.amounts[aging_buckets - 1] = is_owing ? rest : -rest;
    row.amounts[aging_buckets] = balance;
    return row;
}

bool goes_before(const AgingRow& a, const AgingRow& b) {
    if (a.contact_id.has_value() != b.contact_id.has_value()) {
        return a.contact_id.has_value();
    }
    const std::int64_t open_a = a.amounts[aging_buckets];
    const std::int64_t open_b = b.amounts[aging_buckets];
    return open_a != open_b ? open_a > open_b : a.code < b.code;
}

}  // namespace

std::string_view text_of(AgingSide side) {
    return side == AgingSide::receivable ? "receivable" : "payable";
}

std::optional<AgingSide> parse_aging_side(std::string_view text) {
    if (text == "receivable") {
        return AgingSide::receivable;
    }
    return text == "payable" ? std::optional(AgingSide::payable) : std::nullopt;
}

std::vector<Column> aging_columns(Date as_of) {
    std::vector<Column> columns(aging_buckets + 1);
    Date to = as_of;
    for (std::size_t bucket = 0; bucket + 1 < aging_buckets; ++bucket) {
        columns[bucket].from = as_of.plus_days(-bucket_days[bucket]);
        columns[bucket].to = to;
        to = columns[bucket].from->plus_days(-1);
    }
    columns[aging_buckets - 1].to = to;
    columns[aging_buckets].to = as_of;
    columns[aging_buckets].kind = Column::Kind::whole;
    return columns;
}

std::variant<Aging, Defect> make_aging(
    AgingSide side, Date as_of, const std::vector<ContactSums>& contacts, const Sides& control) {
    Aging aging;
    aging.side = side;
    aging.columns = aging_columns(as_of);
    for (const ContactSums& sums : contacts) {
        if (sums.until_end.debit_minor < 0 || sums.until_end.credit_minor < 0) {
            return Defect::unbalanced;  // contacts have more than the accounts
        }
        AgingRow row = row_of(sums, side);
        for (std::size_t column = 0; column < row.amounts.size(); ++column) {
            const auto sum = ledger::checked_add(aging.open[column], row.amounts[column]);
            if (!sum) {
                return Defect::overflow;
            }
            aging.open[column] = *sum;
        }
        if (row.amounts[aging_buckets] != 0) {
            aging.rows.push_back(std::move(row));
        }
    }
    if (aging.open[aging_buckets] != balance_of(control, side)) {
        return Defect::unbalanced;
    }
    std::ranges::sort(aging.rows, goes_before);
    return aging;
}

}  // namespace arus::reports
