// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/mapping.hpp"

namespace arus::imports {

namespace {

constexpr std::array<std::string_view, field_count> field_names{
    "date",      "description", "amount",  "debit",  "credit", "direction",
    "reference", "balance",     "contact", "outlet", "account"};

template <class T>
void complete(std::optional<T>& first, const std::optional<T>& second) {
    if (!first) {
        first = second;
    }
}

template <class T>
void complete(
    std::optional<T>& first, bool& is_without, const std::optional<T>& second,
    bool is_second_without) {
    if (!first && !is_without) {
        first = second;
        is_without = is_second_without;
    }
}

}  // namespace

std::string_view text_of(Field field) {
    return field_names[static_cast<std::size_t>(field)];
}

Mapping merged(Mapping first, const Mapping& second) {
    complete(first.separator, second.separator);
    complete(first.quote, second.quote);
    complete(first.encoding, second.encoding);
    complete(first.decimal, second.decimal);
    complete(first.date_order, second.date_order);
    complete(first.header_rows, second.header_rows);
    complete(first.columns, second.columns);
    complete(first.is_inverted, second.is_inverted);
    complete(first.money_account_code, second.money_account_code);
    complete(
        first.counter_account_code, first.is_without_counter_account, second.counter_account_code,
        second.is_without_counter_account);
    complete(first.outlet_id, first.is_without_outlet, second.outlet_id, second.is_without_outlet);
    complete(first.rules, second.rules);
    return first;
}

bool are_enough(const Columns& columns) {
    return columns[Field::date]
           && (columns[Field::amount] || columns[Field::debit] || columns[Field::credit]);
}

}  // namespace arus::imports
