// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements for notifications and their rules, in the manner of queries.hpp.
namespace arus::sqlite::queries {

// A row of a rule, in the order in which rule_of() reads it:
//   0 id, book_id, user_id, kind, account_id, outlet_id, amount_minor, minutes, from_hour, to_hour,
//   10 active, created_at_us, changed_at_us, epoch, at_offset, balance_minor
#define ARUS_RULE_COLUMNS                                                                   \
    "id, book_id, user_id, kind, account_id, outlet_id, amount_minor, minutes, from_hour, " \
    "to_hour, active, created_at_us, changed_at_us, epoch, at_offset, balance_minor "

/// book, user -> how many. notification_rules_by_book.
inline constexpr char count_rules[] = R"(
    SELECT count(*) FROM notification_rules WHERE book_id = ?1 AND user_id = ?2)";

/// The columns above, in order.
inline constexpr char insert_rule[] = "INSERT INTO notification_rules (" ARUS_RULE_COLUMNS R"()
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16))";

/// book, user -> rules, newest first. notification_rules_by_book.
inline constexpr char list_rules[] = "SELECT " ARUS_RULE_COLUMNS R"(FROM notification_rules
    WHERE book_id = ?1 AND user_id = ?2 ORDER BY created_at_us DESC, id DESC)";

/// book -> active rules, by id. notification_rules_by_book.
inline constexpr char list_active_rules[] = "SELECT " ARUS_RULE_COLUMNS R"(FROM notification_rules
    WHERE book_id = ?1 AND active = 1 ORDER BY id)";

/// id -> rule. pk.
inline constexpr char find_rule[] = "SELECT " ARUS_RULE_COLUMNS
                                    "FROM notification_rules WHERE id = ?1";

/// id, book, user, amount_minor, minutes, from_hour, to_hour, active, changed_at_us, epoch,
/// at_offset, balance_minor. pk.
inline constexpr char update_rule[] = R"(
    UPDATE notification_rules SET amount_minor = ?4, minutes = ?5, from_hour = ?6, to_hour = ?7,
      active = ?8, changed_at_us = ?9, epoch = ?10, at_offset = ?11, balance_minor = ?12
    WHERE id = ?1 AND book_id = ?2 AND user_id = ?3)";

/// id, book, user. pk.
inline constexpr char delete_rule[] = R"(
    DELETE FROM notification_rules WHERE id = ?1 AND book_id = ?2 AND user_id = ?3)";

/// limit -> book. Walks the rules, of which a book has few.
inline constexpr char list_books_behind[] = R"(
    SELECT DISTINCT r.book_id
    FROM notification_rules r CROSS JOIN book_heads h ON h.book_id = r.book_id
    WHERE r.active = 1 AND r.kind IN ('balance_below', 'transaction_above')
      AND (r.at_offset < h.offset OR r.epoch <> h.epoch)
    LIMIT ?1)";

/// kind -> book. Walks the rules.
inline constexpr char list_books_with_rule[] = R"(
    SELECT DISTINCT book_id FROM notification_rules WHERE active = 1 AND kind = ?1)";

/// id, epoch, at_offset, balance_minor: a rule never goes back within an epoch. pk.
inline constexpr char move_rule[] = R"(
    UPDATE notification_rules SET epoch = ?2, at_offset = ?3, balance_minor = ?4
    WHERE id = ?1 AND (epoch <> ?2 OR at_offset < ?3))";

/// rule, cause -> a row if it was told. UNIQUE rule, cause.
inline constexpr char find_cause[] = R"(
    SELECT 1 FROM notifications WHERE rule_id = ?1 AND cause = ?2)";

/// user: makes the row if it is missing. pk.
inline constexpr char insert_reader[] = R"(
    INSERT INTO notification_readers (user_id, last_number, read_up_to) VALUES (?1, 0, 0)
    ON CONFLICT DO NOTHING)";

/// user. pk.
inline constexpr char count_up[] = R"(
    UPDATE notification_readers SET last_number = last_number + 1 WHERE user_id = ?1)";

/// user -> last_number, read_up_to. pk.
inline constexpr char find_reader[] = R"(
    SELECT last_number, read_up_to FROM notification_readers WHERE user_id = ?1)";

/// user, number. pk.
inline constexpr char set_read_up_to[] = R"(
    UPDATE notification_readers SET read_up_to = max(read_up_to, ?2) WHERE user_id = ?1)";

/// user, number, id, book, rule, cause, kind, outlet, at_us, currency, exponent, subject
inline constexpr char insert_notification[] = R"(
    INSERT INTO notifications (user_id, number, id, book_id, rule_id, cause, kind, outlet_id, at_us,
      currency, exponent, subject)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12))";

/// user, number: those up to it. pk.
inline constexpr char delete_old_notifications[] = R"(
    DELETE FROM notifications WHERE user_id = ?1 AND number <= ?2)";

/// user, id -> number. notifications_by_id.
inline constexpr char find_notification[] = R"(
    SELECT number FROM notifications WHERE user_id = ?1 AND id = ?2)";

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
    FROM notifications n WHERE n.user_id = ?1 AND n.number < ?2 AND )" ARUS_MAY_SEE_NOTIFICATION R"(
    ORDER BY n.number DESC LIMIT ?3)";

/// user, read_up_to -> how many are unread. pk.
inline constexpr char count_unread[] = R"(
    SELECT count(*) FROM notifications n
    WHERE n.user_id = ?1 AND n.number > ?2 AND )" ARUS_MAY_SEE_NOTIFICATION;

}  // namespace arus::sqlite::queries
