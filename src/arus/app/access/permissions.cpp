// SPDX-License-Identifier: Apache-2.0
#include "arus/app/access/permissions.hpp"

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
constexpr Row read_statements_row{true, true, true, false, true};
constexpr Row post_row{true, true, true, true, false};
constexpr Row manage_contacts_row{true, true, true, true, false};
constexpr Row edit_contacts_row{true, true, true, false, false};
constexpr Row manage_chart_row{true, true, true, false, false};
constexpr Row manage_outlets_row{true, true, false, false, false};
constexpr Row lock_period_row{true, true, true, false, false};
constexpr Row manage_book_row{true, true, false, false, false};
constexpr Row manage_members_row{true, true, false, false, false};
constexpr Row manage_keys_row{true, true, false, false, false};
constexpr Row read_audit_row{true, true, false, false, false};
constexpr Row verify_book_row{true, true, true, false, false};
constexpr Row manage_jobs_row{true, true, false, false, false};

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
        case Permission::read_statements:
            return read_statements_row;
        case Permission::post_transactions:
            return post_row;
        case Permission::manage_contacts:
            return manage_contacts_row;
        case Permission::edit_contacts:
            return edit_contacts_row;
        case Permission::manage_chart:
            return manage_chart_row;
        case Permission::manage_outlets:
            return manage_outlets_row;
        case Permission::lock_period:
            return lock_period_row;
        case Permission::manage_book:
            return manage_book_row;
        case Permission::manage_members:
            return manage_members_row;
        case Permission::manage_keys:
            return manage_keys_row;
        case Permission::read_audit:
            return read_audit_row;
        case Permission::verify_book:
            return verify_book_row;
        case Permission::manage_jobs:
            return manage_jobs_row;
    }
    ARUS_ASSERT(!"a permission without a row");
}

}  // namespace

bool may(Role role, Permission permission) {
    return row_of(permission)[static_cast<std::size_t>(role)];
}

bool is_write(Permission permission) {
    switch (permission) {
        case Permission::read_book:
        case Permission::read_figures:
        case Permission::read_statements:
        case Permission::read_audit:
        case Permission::verify_book:
            return false;
        case Permission::post_transactions:
        case Permission::manage_contacts:
        case Permission::edit_contacts:
        case Permission::manage_chart:
        case Permission::manage_outlets:
        case Permission::lock_period:
        case Permission::manage_book:
        case Permission::manage_members:
        case Permission::manage_keys:
        case Permission::manage_jobs:
            return true;
    }
    ARUS_ASSERT(!"a permission that neither reads nor writes");
}

bool is_for_people_only(Permission permission) {
    return permission == Permission::manage_members || permission == Permission::manage_keys
           || permission == Permission::read_audit;
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
