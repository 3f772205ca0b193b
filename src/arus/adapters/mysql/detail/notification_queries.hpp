// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements for notifications and their rules, in the manner of identity_queries.hpp. All
// prepared.
namespace arus::mysql::queries {

// A row of a rule, in the order in which rule_of() reads it:
//   0 id, book_id, user_id, kind, account_id, outlet_id, amount_minor, minutes, from_hour, to_hour,
//   10 active, created_at_us, changed_at_us, epoch, at_offset, balance_minor
#define ARUS_RULE_COLUMNS                                                                   \
    "id, book_id, user_id, kind, account_id, outlet_id, amount_minor, minutes, from_hour, " \
    "to_hour, active, created_at_us, changed_at_us, epoch, at_offset, balance_minor "

/// user: keeps others from counting at the same time. pk.
inline constexpr char lock_user_for_rules[] = "SELECT id FROM users WHERE id = ? FOR UPDATE";

/// book, user -> how many. notification_rules_by_book.
inline constexpr char count_rules[] = R"(
    SELECT COUNT(*) FROM notification_rules WHERE book_id = ? AND user_id = ?)";

/// The columns above, in order.
inline constexpr char insert_rule[] = "INSERT INTO notification_rules (" ARUS_RULE_COLUMNS R"()
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))";

/// book, user -> rules, newest first. notification_rules_by_book.
inline constexpr char list_rules[] = "SELECT " ARUS_RULE_COLUMNS R"(FROM notification_rules
    WHERE book_id = ? AND user_id = ? ORDER BY created_at_us DESC, id DESC)";

/// book -> active rules, by id. notification_rules_by_book.
inline constexpr char list_active_rules[] = "SELECT " ARUS_RULE_COLUMNS R"(FROM notification_rules
    WHERE book_id = ? AND active = 1 ORDER BY id)";

/// id -> rule; its row stays locked. pk.
inline constexpr char lock_rule[] = "SELECT " ARUS_RULE_COLUMNS
                                    "FROM notification_rules WHERE id = ? FOR UPDATE";

/// amount_minor, minutes, from_hour, to_hour, active, changed_at_us, epoch, at_offset,
/// balance_minor, id. pk.
inline constexpr char update_rule[] = R"(
    UPDATE notification_rules SET amount_minor = ?, minutes = ?, from_hour = ?, to_hour = ?,
      active = ?, changed_at_us = ?, epoch = ?, at_offset = ?, balance_minor = ?
    WHERE id = ?)";

/// id, book, user. pk.
inline constexpr char delete_rule[] = R"(
    DELETE FROM notification_rules WHERE id = ? AND book_id = ? AND user_id = ?)";

/// limit -> book. Walks the rules, of which a book has few.
inline constexpr char list_books_behind[] = R"(
    SELECT DISTINCT r.book_id
    FROM notification_rules r STRAIGHT_JOIN book_heads h ON h.book_id = r.book_id
    WHERE r.active = 1 AND r.kind IN ('balance_below', 'transaction_above')
      AND (r.at_offset < h.offset OR r.epoch <> h.epoch)
    LIMIT ?)";

/// kind -> book. Walks the rules.
inline constexpr char list_books_with_rule[] = R"(
    SELECT DISTINCT book_id FROM notification_rules WHERE active = 1 AND kind = ?)";

/// epoch, at_offset, balance_minor, id, epoch, at_offset: a rule never goes back within an epoch.
/// pk.
inline constexpr char move_rule[] = R"(
    UPDATE notification_rules SET epoch = ?, at_offset = ?, balance_minor = ?
    WHERE id = ? AND (epoch <> ? OR at_offset < ?))";

/// rule, cause -> a row if it was told. notifications_by_cause.
inline constexpr char find_cause[] = R"(
    SELECT 1 FROM notifications WHERE rule_id = ? AND cause = ?)";

/// user: makes the row if it is missing. pk.
inline constexpr char insert_reader[] = R"(
    INSERT INTO notification_readers (user_id, last_number, read_up_to) VALUES (?, 0, 0)
    ON DUPLICATE KEY UPDATE last_number = last_number)";

/// user. pk.
inline constexpr char count_up[] = R"(
    UPDATE notification_readers SET last_number = last_number + 1 WHERE user_id = ?)";

/// user -> last_number, read_up_to. pk.
inline constexpr char find_reader[] = R"(
    SELECT last_number, read_up_to FROM notification_readers WHERE user_id = ?)";

/// number, user. pk.
inline constexpr char set_read_up_to[] = R"(
    UPDATE notification_readers SET read_up_to = GREATEST(read_up_to, ?) WHERE user_id = ?)";

/// user, number, id, book, rule, cause, kind, outlet, at_us, currency, exponent, subject
inline constexpr char insert_notification[] = R"(
    INSERT INTO notifications (user_id, number, id, book_id, rule_id, cause, kind, outlet_id, at_us,
      currency, exponent, subject)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))";

/// user, number: those up to it. pk.
inline constexpr char delete_old_notifications[] = R"(
    DELETE FROM notifications WHERE user_id = ? AND number <= ?)";

/// user, id -> number. notifications_by_id.
inline constexpr char find_notification[] = R"(
    SELECT number FROM notifications WHERE user_id = ? AND id = ?)";

// What somebody may see now of what they were told: a member of the book; of a cashier what is of
// an own outlet, or about a job of theirs.
#define ARUS_MAY_SEE_NOTIFICATION                                                            \
    "EXISTS (SELECT 1 FROM members m WHERE m.book_id = n.book_id AND m.user_id = n.user_id " \
    "  AND (m.role <> 'cashier' OR n.kind = 'job_finished' OR EXISTS (SELECT 1 "             \
    "    FROM member_outlets o WHERE o.book_id = n.book_id AND o.user_id = n.user_id "       \
    "      AND o.outlet_id = n.outlet_id))) "

/// user, before number, limit -> number, id, book, rule, kind, outlet, at_us, currency, exponent,
/// subject; newest first. pk.
inline constexpr char list_notifications[] = R"(
    SELECT n.number, n.id, n.book_id, n.rule_id, n.kind, n.outlet_id, n.at_us, n.currency,
      n.exponent, n.subject
    FROM notifications n WHERE n.user_id = ? AND n.number < ? AND )" ARUS_MAY_SEE_NOTIFICATION R"(
    ORDER BY n.number DESC LIMIT ?)";

/// user, read_up_to -> how many are unread. pk.
inline constexpr char count_unread[] = R"(
    SELECT COUNT(*) FROM notifications n
    WHERE n.user_id = ? AND n.number > ? AND )" ARUS_MAY_SEE_NOTIFICATION;

#undef ARUS_MAY_SEE_NOTIFICATION
#undef ARUS_RULE_COLUMNS

}  // namespace arus::mysql::queries
