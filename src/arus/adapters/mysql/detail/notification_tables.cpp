// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/notification_tables.hpp"

#include "arus/adapters/mysql/detail/job_queries.hpp"
#include "arus/adapters/mysql/detail/notification_queries.hpp"
#include "arus/adapters/mysql/detail/rows.hpp"
#include "arus/records/notification_records.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace arus::mysql {

namespace {

constexpr std::uint64_t kept_max = 1'000;

std::vector<app::NotificationRule> rules_of(Rows rows) {
    std::vector<app::NotificationRule> rules;
    while (rows.next()) {
        rules.push_back(rule_of(rows));
    }
    return rules;
}

struct Reader {
    std::uint64_t last_number = 0;
    std::uint64_t read_up_to = 0;
};

Awaitable<Reader> reader_of(Connection& connection, UserId user) {
    auto rows = co_await connection.execute(queries::find_reader, user);
    Reader reader;
    if (rows.next()) {
        reader.last_number = rows.count(0);
        reader.read_up_to = rows.count(1);
    }
    co_return reader;
}

Awaitable<std::uint64_t> unread_of(Connection& connection, UserId user, std::uint64_t read_up_to) {
    auto rows = co_await connection.execute(queries::count_unread, user, read_up_to);
    co_return rows.next() ? rows.count(0) : 0;
}

/// The rules that a report speaks of, as they are, in a fixed order so that two tellers do not wait
/// for one another; their rows stay locked.
Awaitable<std::map<app::NotificationRuleId, app::NotificationRule>> lock_rules(
    Connection& connection, const app::NotificationStore::Report& report) {
    std::set<app::NotificationRuleId> ids;
    for (const app::Telling& telling : report.tellings) {
        ids.insert(telling.notification.rule_id);
    }
    for (const app::RuleProgress& progress : report.progress) {
        ids.insert(progress.rule);
    }
    std::map<app::NotificationRuleId, app::NotificationRule> rules;
    for (const app::NotificationRuleId& id : ids) {
        auto rows = co_await connection.execute(queries::lock_rule, id);
        if (rows.next()) {
            rules.emplace(id, rule_of(rows));
        }
    }
    co_return rules;
}

Awaitable<bool> was_told(Connection& connection, const app::Telling& telling) {
    auto rows = co_await connection.execute(
        queries::find_cause, telling.notification.rule_id, telling.cause);
    co_return rows.next();
}

Awaitable<app::Notification> insert(Connection& connection, const app::Telling& telling) {
    app::Notification item = telling.notification;
    co_await connection.execute(queries::insert_reader, item.user_id);
    co_await connection.execute(queries::count_up, item.user_id);
    const Reader reader = co_await reader_of(connection, item.user_id);
    item.number = reader.last_number;
    co_await connection.execute(
        queries::insert_notification, item.user_id, item.number, item.id, item.book_id,
        item.rule_id, telling.cause, app::text_of(item.kind), item.outlet_id, item.at,
        item.currency, item.exponent, item.subject);
    if (item.number > kept_max) {
        co_await connection.execute(
            queries::delete_old_notifications, item.user_id, item.number - kept_max);
    }
    co_return item;
}

}  // namespace

Awaitable<std::vector<app::NotificationRule>> list_rules(
    Connection& connection, BookId book, UserId user) {
    auto rows = co_await connection.execute(queries::list_rules, book, user);
    co_return rules_of(std::move(rows));
}

Awaitable<std::vector<app::NotificationRule>> active_rules(Connection& connection, BookId book) {
    auto rows = co_await connection.execute(queries::list_active_rules, book);
    co_return rules_of(std::move(rows));
}

Awaitable<std::vector<BookId>> books_behind(Connection& connection, std::size_t limit) {
    auto rows = co_await connection.execute(queries::list_books_behind, limit);
    co_return books_of(std::move(rows));
}

Awaitable<std::vector<BookId>> books_with_rule(Connection& connection, app::NotificationKind kind) {
    auto rows = co_await connection.execute(queries::list_books_with_rule, app::text_of(kind));
    co_return books_of(std::move(rows));
}

Awaitable<app::NotificationPage> list_notifications(
    Connection& connection, UserId user, std::optional<std::uint64_t> before, std::size_t limit) {
    const Reader reader = co_await reader_of(connection, user);
    app::NotificationPage page;
    page.unread = co_await unread_of(connection, user, reader.read_up_to);
    auto rows = co_await connection.execute(
        queries::list_notifications, user, before.value_or(INT64_MAX), limit + 1);
    while (rows.next()) {
        if (page.items.size() == limit) {
            page.has_more = true;
            break;
        }
        auto item = notification_of(rows, user);
        item.read = item.number <= reader.read_up_to;
        page.items.push_back(std::move(item));
    }
    co_return page;
}

Awaitable<bool> create_rule(
    Connection& connection, const app::NotificationRule& rule, std::size_t rules_max) {
    co_await connection.execute(queries::lock_user_for_rules, rule.user_id);
    auto rows = co_await connection.execute(queries::count_rules, rule.book_id, rule.user_id);
    if (rows.next() && rows.count(0) >= rules_max) {
        co_return false;
    }
    co_await connection.execute(
        queries::insert_rule, rule.id, rule.book_id, rule.user_id, app::text_of(rule.kind),
        rule.account_id, rule.outlet_id, rule.amount_minor, rule.minutes, rule.from_hour,
        rule.to_hour, rule.active, rule.created_at, rule.changed_at, rule.epoch, rule.at_offset,
        rule.balance_minor);
    co_return true;
}

Awaitable<bool> change_rule(Connection& connection, const app::NotificationRule& rule) {
    auto rows = co_await connection.execute(queries::lock_rule, rule.id);
    if (!rows.next() || rows.id<BookId>(1) != rule.book_id || rows.id<UserId>(2) != rule.user_id) {
        co_return false;
    }
    co_await connection.execute(
        queries::update_rule, rule.amount_minor, rule.minutes, rule.from_hour, rule.to_hour,
        rule.active, rule.changed_at, rule.epoch, rule.at_offset, rule.balance_minor, rule.id);
    co_return true;
}

Awaitable<bool> delete_rule(
    Connection& connection, BookId book, UserId user, app::NotificationRuleId rule) {
    const auto rows = co_await connection.execute(queries::delete_rule, rule, book, user);
    co_return rows.affected() == 1;
}

Awaitable<std::vector<app::Notification>> tell(
    Connection& connection, const app::NotificationStore::Report& report) {
    const auto rules = co_await lock_rules(connection, report);
    std::vector<app::Notification> told;
    for (const app::Telling& telling : report.tellings) {
        const auto rule = rules.find(telling.notification.rule_id);
        if (rule == rules.end() || !rule->second.active
            || (telling.offset && *telling.offset <= rule->second.at_offset)) {
            continue;
        }
        const bool is_old = co_await was_told(connection, telling);
        if (!is_old) {
            told.push_back(co_await insert(connection, telling));
        }
    }
    for (const app::RuleProgress& progress : report.progress) {
        co_await connection.execute(
            queries::move_rule, progress.epoch, progress.at_offset, progress.balance_minor,
            progress.rule, progress.epoch, progress.at_offset);
    }
    for (const app::JobId& job : report.told_jobs) {
        co_await connection.execute(queries::mark_job_told, job);
    }
    co_return told;
}

Awaitable<std::optional<std::uint64_t>> read_up_to(
    Connection& connection, UserId user, app::NotificationId notification) {
    auto rows = co_await connection.execute(queries::find_notification, user, notification);
    if (!rows.next()) {
        co_return std::nullopt;
    }
    co_await connection.execute(queries::set_read_up_to, rows.count(0), user);
    const Reader reader = co_await reader_of(connection, user);
    co_return co_await unread_of(connection, user, reader.read_up_to);
}

}  // namespace arus::mysql
