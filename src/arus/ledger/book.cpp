// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/book.hpp"

#include "arus/ledger/detail/names.hpp"

namespace arus::ledger {

namespace {

constexpr detail::Names<AccountType, 5> account_types{
    {"asset", "liability", "equity", "income", "expense"}};
constexpr detail::Names<AccountSubtype, 16> account_subtypes{
    {"cash", "bank", "clearing", "receivable", "inventory", "fixed_asset", "payable", "tax", "loan",
     "capital", "retained", "sales", "other_income", "cogs", "operating", "other"}};
constexpr detail::Names<Direction, 2> directions{{"debit", "credit"}};

}  // namespace

std::string_view text_of(AccountType type) {
    return account_types.of(type);
}
std::string_view text_of(AccountSubtype subtype) {
    return account_subtypes.of(subtype);
}
std::string_view text_of(Direction direction) {
    return directions.of(direction);
}
std::optional<AccountType> parse_account_type(std::string_view text) {
    return account_types.find(text);
}
std::optional<AccountSubtype> parse_account_subtype(std::string_view text) {
    return account_subtypes.find(text);
}
std::optional<Direction> parse_direction(std::string_view text) {
    return directions.find(text);
}

bool fits(AccountSubtype subtype, AccountType type) {
    switch (subtype) {
        case AccountSubtype::cash:
        case AccountSubtype::bank:
        case AccountSubtype::clearing:
        case AccountSubtype::receivable:
        case AccountSubtype::inventory:
        case AccountSubtype::fixed_asset:
            return type == AccountType::asset;
        case AccountSubtype::payable:
        case AccountSubtype::loan:
            return type == AccountType::liability;
        case AccountSubtype::tax:  // to be claimed, to be paid, borne
            return type == AccountType::asset || type == AccountType::liability
                   || type == AccountType::expense;
        case AccountSubtype::capital:
        case AccountSubtype::retained:
            return type == AccountType::equity;
        case AccountSubtype::sales:
        case AccountSubtype::other_income:
            return type == AccountType::income;
        case AccountSubtype::cogs:
        case AccountSubtype::operating:
            return type == AccountType::expense;
        case AccountSubtype::other:
            return true;
    }
    return false;
}

Direction normal_side(AccountType type) {
    return type == AccountType::asset || type == AccountType::expense ? Direction::debit
                                                                      : Direction::credit;
}

}  // namespace arus::ledger
