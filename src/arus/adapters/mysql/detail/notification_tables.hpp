// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/connection.hpp"
#include "arus/app/ports/notification_store.hpp"

#include <vector>

// What a NotificationStore reads and changes; see job_tables.hpp.
namespace arus::mysql {

Awaitable<std::vector<app::NotificationRule>> list_rules(
    Connection& connection, BookId book, UserId user);
Awaitable<std::vector<app::NotificationRule>> active_rules(Connection& connection, BookId book);
Awaitable<std::vector<BookId>> books_behind(Connection& connection, std::size_t limit);
Awaitable<std::vector<BookId>> books_with_rule(Connection& connection, app::NotificationKind kind);
Awaitable<app::NotificationPage> list_notifications(
    Connection& connection, UserId user, std::optional<std::uint64_t> before, std::size_t limit);

Awaitable<bool> create_rule(
    Connection& connection, const app::NotificationRule& rule, std::size_t rules_max);
Awaitable<bool> change_rule(Connection& connection, const app::NotificationRule& rule);
Awaitable<bool> delete_rule(
    Connection& connection, BookId book, UserId user, app::NotificationRuleId rule);
Awaitable<std::vector<app::Notification>> tell(
    Connection& connection, const app::NotificationStore::Report& report);
Awaitable<std::optional<std::uint64_t>> read_up_to(
    Connection& connection, UserId user, app::NotificationId notification);

}  // namespace arus::mysql
