// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/book.hpp"
#include "arus/reports/periods.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace arus::reports {

/// A column of a statement: which entries it counts.
struct Column {
    enum class Kind {
        period,  ///< the range, a part of it, or an outlet's
        rest,    ///< entries of no outlet, beside those of every outlet
        whole,   ///< all parts, or all outlets and the rest
        compare  ///< what the column at `compares` is compared with
    };
    std::optional<Date> from;  ///< absent: from the beginning (balances)
    Date to;
    std::optional<OutletId> outlet_id;
    Kind kind = Kind::period;
    std::optional<std::size_t> compares;

    bool operator==(const Column&) const = default;
};

std::string_view text_of(Column::Kind kind);

/// What columns to make. Ranges and balances on days differ: a column of a balance has no `from`.
struct ColumnPlan {
    std::optional<DayRange> range;  ///< of a period, or cut by an interval
    std::optional<Date> as_of;      ///< exactly one of range and as_of is present
    bool is_of_balances = false;    ///< columns are ends of days; then interval cuts the range
    std::optional<OutletId> outlet_id;
    std::optional<Interval> interval;  ///< only with a range
    std::optional<Compare> compare;    ///< not with a split
    bool is_split_by_outlet = false;   ///< not with outlet_id, interval or compare
};

inline constexpr std::size_t parts_max = 62;

/// The columns in the order of contracts/openapi.yaml: parts or outlets (in the order given), the
/// rest, the whole, then compared ones. Nothing where an interval has more than parts_max parts.
std::optional<std::vector<Column>> columns_of(
    const ColumnPlan& plan, const std::vector<ledger::Outlet>& outlets,
    std::string_view fiscal_year_start);

}  // namespace arus::reports
