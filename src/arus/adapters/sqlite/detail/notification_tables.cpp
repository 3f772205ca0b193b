// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/notification_tables.hpp"

#include "arus/adapters/sqlite/detail/job_queries.hpp"
#include "arus/adapters/sqlite/detail/notification_queries.hpp"
#include "arus/adapters/sqlite/detail/rows.hpp"
#include "arus/records/notification_records.hpp"

namespace arus::sqlite {

namespace {

constexpr std::uint64_t kept_max = 1'000;

struct Reader {
    std::uint64_t last_number = 0;
    std::uint64_t read_up_to = 0;
};

Reader reader_of(Statement& find_reader, UserId user) {
    auto rows = find_reader.query(user);
    return rows.next() ? Reader{rows.count(0), rows.count(1)} : Reader{};
}

std::uint64_t unread_of(Statement& count_unread, UserId user, std::uint64_t read_up_to) {
    auto rows = count_unread.query(user, read_up_to);
    rows.next();
    return rows.count(0);
}

}  // namespace

NotificationReads::NotificationReads(const Connection& connection) :
    list_rules_(connection, queries::list_rules),
    active_rules_(connection, queries::list_active_rules),
    books_behind_(connection, queries::list_books_behind),
    books_with_(connection, queries::list_books_with_rule),
    find_reader_(connection, queries::find_reader),
    list_(connection, queries::list_notifications),
    count_unread_(connection, queries::count_unread) {
}

std::vector<app::NotificationRule> NotificationReads::list_rules(BookId book, UserId user) {
    std::vector<app::NotificationRule> rules;
    auto rows = list_rules_.query(book, user);
    while (rows.next()) {
        rules.push_back(rule_of(rows));
    }
    return rules;
}

std::vector<app::NotificationRule> NotificationReads::active_rules(BookId book) {
    std::vector<app::NotificationRule> rules;
    auto rows = active_rules_.query(book);
    while (rows.next()) {
        rules.push_back(rule_of(rows));
    }
    return rules;
}

std::vector<BookId> NotificationReads::books_behind(std::size_t limit) {
    return books_of(books_behind_.query(limit));
}

std::vector<BookId> NotificationReads::books_with(app::NotificationKind kind) {
    return books_of(books_with_.query(app::text_of(kind)));
}

app::NotificationPage NotificationReads::list(
    UserId user, std::optional<std::uint64_t> before, std::size_t limit) {
    const Reader reader = reader_of(find_reader_, user);
    app::NotificationPage page;
    page.unread = unread_of(count_unread_, user, reader.read_up_to);
    auto rows = list_.query(user, before.value_or(INT64_MAX), limit + 1);
    while (rows.next()) {
        if (page.items.size() == limit) {
            page.has_more = true;
            break;
        }
        auto item = notification_of(rows, user);
        item.read = item.number <= reader.read_up_to;
        page.items.push_back(std::move(item));
    }
    return page;
}

NotificationWriter::NotificationWriter(Connection& connection) :
    connection_(connection),
    count_rules_(connection, queries::count_rules),
    insert_rule_(connection, queries::insert_rule),
    find_rule_(connection, queries::find_rule),
    update_rule_(connection, queries::update_rule),
    delete_rule_(connection, queries::delete_rule),
    move_rule_(connection, queries::move_rule),
    find_cause_(connection, queries::find_cause),
    insert_reader_(connection, queries::insert_reader),
    count_up_(connection, queries::count_up),
    find_reader_(connection, queries::find_reader),
    set_read_up_to_(connection, queries::set_read_up_to),
    insert_(connection, queries::insert_notification),
    delete_old_(connection, queries::delete_old_notifications),
    find_(connection, queries::find_notification),
    count_unread_(connection, queries::count_unread),
    mark_job_told_(connection, queries::mark_job_told) {
}

bool NotificationWriter::create_rule(const app::NotificationRule& rule, std::size_t rules_max) {
    {
        auto rows = count_rules_.query(rule.book_id, rule.user_id);
        if (rows.next() && rows.count(0) >= rules_max) {
            return false;
        }
    }
    insert_rule_.run(
        rule.id, rule.book_id, rule.user_id, app::text_of(rule.kind), rule.account_id,
        rule.outlet_id, rule.amount_minor, rule.minutes, rule.from_hour, rule.to_hour, rule.active,
        rule.created_at, rule.changed_at, rule.epoch, rule.at_offset, rule.balance_minor);
    return true;
}

bool NotificationWriter::change_rule(const app::NotificationRule& rule) {
    update_rule_.run(
        rule.id, rule.book_id, rule.user_id, rule.amount_minor, rule.minutes, rule.from_hour,
        rule.to_hour, rule.active, rule.changed_at, rule.epoch, rule.at_offset, rule.balance_minor);
    return connection_.changes() == 1;
}

bool NotificationWriter::delete_rule(BookId book, UserId user, app::NotificationRuleId rule) {
    delete_rule_.run(rule, book, user);
    return connection_.changes() == 1;
}

bool NotificationWriter::is_new(const app::Telling& telling) {
    const app::NotificationRuleId id = telling.notification.rule_id;
    {
        auto rows = find_rule_.query(id);
        if (!rows.next()) {
            return false;
        }
        const app::NotificationRule rule = rule_of(rows);
        if (!rule.active || (telling.offset && *telling.offset <= rule.at_offset)) {
            return false;
        }
    }
    return !find_cause_.query(id, telling.cause).next();
}

app::Notification NotificationWriter::insert(const app::Telling& telling) {
    app::Notification item = telling.notification;
    insert_reader_.run(item.user_id);
    count_up_.run(item.user_id);
    item.number = reader_of(find_reader_, item.user_id).last_number;
    insert_.run(
        item.user_id, item.number, item.id, item.book_id, item.rule_id, telling.cause,
        app::text_of(item.kind), item.outlet_id, item.at, item.currency, item.exponent,
        item.subject);
    if (item.number > kept_max) {
        delete_old_.run(item.user_id, item.number - kept_max);
    }
    return item;
}

std::vector<app::Notification> NotificationWriter::tell(
    const app::NotificationStore::Report& report) {
    std::vector<app::Notification> told;
    for (const app::Telling& telling : report.tellings) {
        if (is_new(telling)) {
            told.push_back(insert(telling));
        }
    }
    for (const app::RuleProgress& progress : report.progress) {
        move_rule_.run(progress.rule, progress.epoch, progress.at_offset, progress.balance_minor);
    }
    for (const app::JobId& job : report.told_jobs) {
        mark_job_told_.run(job);
    }
    return told;
}

std::optional<std::uint64_t> NotificationWriter::read_up_to(
    UserId user, app::NotificationId notification) {
    std::uint64_t number = 0;
    {
        auto rows = find_.query(user, notification);
        if (!rows.next()) {
            return std::nullopt;
        }
        number = rows.count(0);
    }
    set_read_up_to_.run(user, number);
    return unread_of(count_unread_, user, reader_of(find_reader_, user).read_up_to);
}

}  // namespace arus::sqlite
