// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/notification_store.hpp"
#include "arus/records/corrupt.hpp"

// Rules and what they have told.
namespace arus::records {

/// Columns: the first 16 of queries::list_rules.
template <class Rows>
app::NotificationRule rule_of(const Rows& rows) {
    app::NotificationRule rule;
    rule.id = rows.template id<app::NotificationRuleId>(0);
    rule.book_id = rows.template id<BookId>(1);
    rule.user_id = rows.template id<UserId>(2);
    rule.kind = parsed(app::parse_notification_kind(rows.text(3)), "kind of a rule");
    rule.account_id = rows.template optional_id<AccountId>(4);
    rule.outlet_id = rows.template optional_id<OutletId>(5);
    rule.amount_minor = rows.optional_integer(6);
    rule.minutes = rows.optional_hour(7);
    rule.from_hour = rows.optional_hour(8);
    rule.to_hour = rows.optional_hour(9);
    rule.active = rows.boolean(10);
    rule.created_at = rows.instant(11);
    rule.changed_at = rows.instant(12);
    rule.epoch = rows.string(13);
    rule.at_offset = rows.count(14);
    rule.balance_minor = rows.optional_integer(15);
    return rule;
}

/// Of that user, not said whether read. Columns: queries::list_notifications.
template <class Rows>
app::Notification notification_of(const Rows& rows, UserId user) {
    app::Notification item;
    item.number = rows.count(0);
    item.id = rows.template id<app::NotificationId>(1);
    item.book_id = rows.template id<BookId>(2);
    item.user_id = user;
    item.rule_id = rows.template id<app::NotificationRuleId>(3);
    item.kind = parsed(app::parse_notification_kind(rows.text(4)), "kind of a notification");
    item.outlet_id = rows.template optional_id<OutletId>(5);
    item.at = rows.instant(6);
    item.currency = rows.string(7);
    item.exponent = static_cast<int>(rows.integer(8));
    item.subject = rows.string(9);
    return item;
}

/// One id a row.
template <class Rows>
std::vector<BookId> books_of(Rows rows) {
    std::vector<BookId> books;
    while (rows.next()) {
        books.push_back(rows.template id<BookId>(0));
    }
    return books;
}

}  // namespace arus::records
