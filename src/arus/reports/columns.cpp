// SPDX-License-Identifier: Apache-2.0
#include "arus/reports/columns.hpp"

#include "arus/base/assert.hpp"

namespace arus::reports {

namespace {

Column column_of(const ColumnPlan& plan, std::optional<DayRange> range, Column::Kind kind) {
    Column column;
    if (!plan.is_of_balances) {
        column.from = range->from;
    }
    column.to = range ? range->to : *plan.as_of;
    column.outlet_id = plan.outlet_id;
    column.kind = kind;
    return column;
}

Column compared_column(
    const ColumnPlan& plan, const Column& column, std::optional<DayRange> part, std::size_t index) {
    Column other = column;
    other.kind = Column::Kind::compare;
    other.compares = index;
    if (part) {
        const DayRange range = compared(*part, *plan.compare);
        other.from = column.from ? std::optional(range.from) : std::nullopt;
        other.to = range.to;
    } else {
        other.to = compared(column.to, *plan.compare);
    }
    return other;
}

std::vector<Column> split_columns(
    const ColumnPlan& plan, const std::vector<ledger::Outlet>& outlets) {
    std::vector<Column> columns;
    for (const ledger::Outlet& outlet : outlets) {
        columns.push_back(column_of(plan, plan.range, Column::Kind::period));
        columns.back().outlet_id = outlet.id;
    }
    columns.push_back(column_of(plan, plan.range, Column::Kind::rest));
    columns.push_back(column_of(plan, plan.range, Column::Kind::whole));
    return columns;
}

}  // namespace

std::string_view text_of(Column::Kind kind) {
    switch (kind) {
        case Column::Kind::period:
            return "period";
        case Column::Kind::rest:
            return "rest";
        case Column::Kind::whole:
            return "whole";
        case Column::Kind::compare:
            return "compare";
    }
    ARUS_ASSERT(!"a kind without text");
}

std::optional<std::vector<Column>> columns_of(
    const ColumnPlan& plan, const std::vector<ledger::Outlet>& outlets,
    std::string_view fiscal_year_start) {
    ARUS_ASSERT(plan.range.has_value() != plan.as_of.has_value());
    ARUS_ASSERT(plan.range || (plan.is_of_balances && !plan.interval));
    if (plan.is_split_by_outlet) {
        ARUS_ASSERT(!plan.outlet_id && !plan.interval && !plan.compare);
        return split_columns(plan, outlets);
    }
    std::vector<Column> columns;
    std::vector<std::optional<DayRange>> ranges;  // of each column
    if (plan.interval) {
        const auto parts = parts_of(*plan.range, *plan.interval, fiscal_year_start, parts_max);
        if (!parts) {
            return std::nullopt;
        }
        for (const DayRange& part : *parts) {
            columns.push_back(column_of(plan, part, Column::Kind::period));
            ranges.emplace_back(part);
        }
        if (!plan.is_of_balances) {
            columns.push_back(column_of(plan, plan.range, Column::Kind::whole));
            ranges.emplace_back(plan.range);
        }
    } else {
        columns.push_back(column_of(plan, plan.range, Column::Kind::period));
        ranges.push_back(plan.range);
    }
    const std::size_t own = columns.size();
    for (std::size_t i = 0; plan.compare && i < own; ++i) {
        columns.push_back(compared_column(plan, columns[i], ranges[i], i));
    }
    return columns;
}

}  // namespace arus::reports
