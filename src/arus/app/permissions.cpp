// SPDX-License-Identifier: Apache-2.0
#include "arus/app/permissions.hpp"

#include "arus/base/assert.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace arus::app {

namespace {

constexpr std::size_t role_count = 5;
using Row = std::array<bool, role_count>;

//                                 owner  admin  accountant cashier viewer
constexpr Row read_book_row{true, true, true, true, true};
constexpr Row read_figures_row{true, true, true, true, true};
constexpr Row post_row{true, true, true, true, false};
constexpr Row manage_contacts_row{true, true, true, true, false};
constexpr Row manage_chart_row{true, true, true, false, false};
constexpr Row manage_book_row{true, true, true, false, false};
constexpr Row manage_members_row{true, true, false, false, false};
constexpr Row verify_book_row{true, true, true, false, false};

constexpr std::array<std::pair<Role, std::string_view>, role_count> role_texts{{
    {Role::owner, "owner"},
    {Role::admin, "admin"},
    {Role::accountant, "accountant"},
    {Role::cashier, "cashier"},
    {Role::viewer, "viewer"},
}};

const Row& row_of(Permission permission) {
    switch (permission) {
        case Permission::read_book:
            return read_book_row;
        case Permission::read_figures:
            return read_figures_row;
        case Permission::post_transactions:
            return post_row;
        case Permission::manage_contacts:
            return manage_contacts_row;
        case Permission::manage_chart:
            return manage_chart_row;
        case Permission::manage_book:
            return manage_book_row;
        case Permission::manage_members:
            return manage_members_row;
        case Permission::verify_book:
            return verify_book_row;
    }
    ARUS_ASSERT(!"a permission without a row");
}

}  // namespace

bool may(Role role, Permission permission) {
    return row_of(permission)[static_cast<std::size_t>(role)];
}

std::string_view text_of(Role role) {
    return role_texts[static_cast<std::size_t>(role)].second;
}

std::optional<Role> parse_role(std::string_view text) {
    for (const auto& [role, name] : role_texts) {
        if (name == text) {
            return role;
        }
    }
    return std::nullopt;
}

}  // namespace arus::app
