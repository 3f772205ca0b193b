// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/notification_store.hpp"

#include "arus/adapters/mysql/detail/job_tables.hpp"

#include <utility>

namespace arus::mysql {

// Every work is named before it is handed on; see people_stores.cpp.

Awaitable<bool> MysqlNotificationStore::create_rule(
    app::NotificationRule rule, std::size_t rules_max, Deadline deadline) {
    auto work = [rule = std::move(rule), rules_max](Connection& connection) {
        return mysql::create_rule(connection, rule, rules_max);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::vector<app::NotificationRule>> MysqlNotificationStore::list_rules(
    BookId book, UserId user, Deadline deadline) {
    auto work = [book, user](Connection& connection) {
        return mysql::list_rules(connection, book, user);
    };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<bool> MysqlNotificationStore::change_rule(app::NotificationRule rule, Deadline deadline) {
    auto work = [rule = std::move(rule)](Connection& connection) {
        return mysql::change_rule(connection, rule);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlNotificationStore::delete_rule(
    BookId book, UserId user, app::NotificationRuleId rule, Deadline deadline) {
    auto work = [book, user, rule](Connection& connection) {
        return mysql::delete_rule(connection, book, user, rule);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::vector<BookId>> MysqlNotificationStore::books_behind(
    std::size_t limit, Deadline deadline) {
    auto work = [limit](Connection& connection) { return mysql::books_behind(connection, limit); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::vector<BookId>> MysqlNotificationStore::books_with(
    app::NotificationKind kind, Deadline deadline) {
    auto work = [kind](Connection& connection) { return books_with_rule(connection, kind); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::vector<app::NotificationRule>> MysqlNotificationStore::active_rules(
    BookId book, Deadline deadline) {
    auto work = [book](Connection& connection) { return mysql::active_rules(connection, book); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::vector<app::JobRecord>> MysqlNotificationStore::untold_jobs(
    std::size_t limit, Deadline deadline) {
    auto work = [limit](Connection& connection) { return mysql::untold_jobs(connection, limit); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::vector<app::Notification>> MysqlNotificationStore::tell(
    Report report, Deadline deadline) {
    auto work = [report = std::move(report)](Connection& connection) {
        return mysql::tell(connection, report);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<app::NotificationPage> MysqlNotificationStore::list(
    UserId user, std::optional<std::uint64_t> before, std::size_t limit, Deadline deadline) {
    auto work = [user, before, limit](Connection& connection) {
        return list_notifications(connection, user, before, limit);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<std::optional<std::uint64_t>> MysqlNotificationStore::read_up_to(
    UserId user, app::NotificationId notification, Deadline deadline) {
    auto work = [user, notification](Connection& connection) {
        return mysql::read_up_to(connection, user, notification);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

}  // namespace arus::mysql
