// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/notification_store.hpp"

#include <utility>

namespace arus::sqlite {

namespace {

/// An act on rules weighs as much as one entry of the ledger.
constexpr std::size_t weight = 1;

}  // namespace

// Every work is named before it is handed on; see stores.cpp.

Awaitable<bool> SqliteNotificationStore::create_rule(
    app::NotificationRule rule, std::size_t rules_max, Deadline deadline) {
    auto work = [this, rule = std::move(rule), rules_max] {
        return writer_.create_rule(rule, rules_max);
    };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<std::vector<app::NotificationRule>> SqliteNotificationStore::list_rules(
    BookId book, UserId user, Deadline deadline) {
    auto work = [book, user](ReadSession& session) {
        return session.notifications.list_rules(book, user);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<bool> SqliteNotificationStore::change_rule(
    app::NotificationRule rule, Deadline deadline) {
    auto work = [this, rule = std::move(rule)] { return writer_.change_rule(rule); };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<bool> SqliteNotificationStore::delete_rule(
    BookId book, UserId user, app::NotificationRuleId rule, Deadline deadline) {
    auto work = [this, book, user, rule] { return writer_.delete_rule(book, user, rule); };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<std::vector<BookId>> SqliteNotificationStore::books_behind(
    std::size_t limit, Deadline deadline) {
    auto work = [limit](ReadSession& session) { return session.notifications.books_behind(limit); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::vector<BookId>> SqliteNotificationStore::books_with(
    app::NotificationKind kind, Deadline deadline) {
    auto work = [kind](ReadSession& session) { return session.notifications.books_with(kind); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::vector<app::NotificationRule>> SqliteNotificationStore::active_rules(
    BookId book, Deadline deadline) {
    auto work = [book](ReadSession& session) { return session.notifications.active_rules(book); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::vector<app::JobRecord>> SqliteNotificationStore::untold_jobs(
    std::size_t limit, Deadline deadline) {
    auto work = [limit](ReadSession& session) { return session.jobs.untold(limit); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::vector<app::Notification>> SqliteNotificationStore::tell(
    Report report, Deadline deadline) {
    const std::size_t parts = 1 + report.tellings.size() + report.progress.size();
    auto work = [this, report = std::move(report)] { return writer_.tell(report); };
    co_return co_await thread_.run(deadline, parts, std::move(work));
}

Awaitable<app::NotificationPage> SqliteNotificationStore::list(
    UserId user, std::optional<std::uint64_t> before, std::size_t limit, Deadline deadline) {
    auto work = [user, before, limit](ReadSession& session) {
        return session.notifications.list(user, before, limit);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::optional<std::uint64_t>> SqliteNotificationStore::read_up_to(
    UserId user, app::NotificationId notification, Deadline deadline) {
    auto work = [this, user, notification] { return writer_.read_up_to(user, notification); };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

}  // namespace arus::sqlite
