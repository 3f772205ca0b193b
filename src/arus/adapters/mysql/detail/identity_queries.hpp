// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements for users, sessions and members, in the manner of queries_read.hpp. All prepared.
namespace arus::mysql::queries {

// Reading ---------------------------------------------------------------------------------------

/// -> a row if there is any user. pk.
inline constexpr char has_users[] = "SELECT 1 FROM users LIMIT 1";

/// email -> id, email, name, locale, created_at_us, password_hash. UNIQUE email.
inline constexpr char find_user_by_email[] = R"(
    SELECT id, email, name, locale, created_at_us, password_hash FROM users WHERE email = ?)";

/// id -> id, email, name, locale, created_at_us. pk.
inline constexpr char find_user[] = R"(
    SELECT id, email, name, locale, created_at_us FROM users WHERE id = ?)";

/// token_hash -> token_hash, user_id, created_at_us, expires_at_us, last_used_at_us, device_id,
/// address. pk.
inline constexpr char find_session[] = R"(
    SELECT token_hash, user_id, created_at_us, expires_at_us, last_used_at_us, device_id,
      address
    FROM sessions WHERE token_hash = ?)";

/// user -> book (as find_book, 0 to 8), epoch, role; by name, then id. members_by_user, pk of the
/// others.
inline constexpr char list_books_of_user[] = R"(
    SELECT b.id, b.name, b.currency, b.exponent, b.time_zone, b.fiscal_year_start, b.lock_date,
      b.chart_template, b.created_at_us, h.epoch, m.role
    FROM members m FORCE INDEX (members_by_user) STRAIGHT_JOIN books b ON b.id = m.book_id
    STRAIGHT_JOIN book_heads h ON h.book_id = m.book_id WHERE m.user_id = ? ORDER BY b.name, b.id)";

/// user -> book_id, outlet_id; by both. members_by_user, pk of member_outlets.
inline constexpr char list_outlets_of_user[] = R"(
    SELECT o.book_id, o.outlet_id
    FROM members m FORCE INDEX (members_by_user)
    STRAIGHT_JOIN member_outlets o ON o.book_id = m.book_id AND o.user_id = m.user_id
    WHERE m.user_id = ? ORDER BY o.book_id, o.outlet_id)";

/// book, user -> role and, one row each, outlet_id or a null; by outlet_id. pk of both.
inline constexpr char find_membership[] = R"(
    SELECT m.role, o.outlet_id
    FROM members m
    LEFT JOIN member_outlets o ON o.book_id = m.book_id AND o.user_id = m.user_id
    WHERE m.book_id = ? AND m.user_id = ? ORDER BY o.outlet_id)";

/// book -> id, email, name, locale, created_at_us, role; by name, then id. pk of members and users.
inline constexpr char list_members[] = R"(
    SELECT u.id, u.email, u.name, u.locale, u.created_at_us, m.role
    FROM members m STRAIGHT_JOIN users u ON u.id = m.user_id WHERE m.book_id = ?
    ORDER BY u.name, u.id)";

/// book -> user_id, outlet_id; by both. pk.
inline constexpr char list_outlets_of_members[] = R"(
    SELECT user_id, outlet_id
    FROM member_outlets WHERE book_id = ? ORDER BY user_id, outlet_id)";

// Writing ---------------------------------------------------------------------------------------

/// id, email, name, locale, password_hash, created_at_us. No row is added where the email is taken.
inline constexpr char insert_user[] = R"(
    INSERT INTO users (id, email, name, locale, password_hash, created_at_us)
    VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE id = id)";

/// id -> a row if there is another user, one that is being added elsewhere included: waits for it
/// to be decided. pk.
inline constexpr char lock_other_user[] = R"(
    SELECT 1 FROM users WHERE id <> ? LIMIT 1 FOR UPDATE)";

/// id. pk. Takes back what was inserted in the same transaction.
inline constexpr char delete_user[] = "DELETE FROM users WHERE id = ?";

/// password_hash, id. pk.
inline constexpr char update_password[] = "UPDATE users SET password_hash = ? WHERE id = ?";

/// token_hash, user_id, created_at_us, expires_at_us, last_used_at_us, device_id, address
inline constexpr char insert_session[] = R"(
    INSERT INTO sessions (token_hash, user_id, created_at_us, expires_at_us, last_used_at_us,
      device_id, address) VALUES (?, ?, ?, ?, ?, ?, ?))";

/// expires_at_us, last_used_at_us, token_hash. pk.
inline constexpr char update_session[] = R"(
    UPDATE sessions SET expires_at_us = ?, last_used_at_us = ? WHERE token_hash = ?)";

/// token_hash. pk.
inline constexpr char delete_session[] = "DELETE FROM sessions WHERE token_hash = ?";

/// now_us: forgets sessions that ended, a thousand at most. sessions_by_expiry.
inline constexpr char delete_expired_sessions[] = R"(
    DELETE FROM sessions WHERE expires_at_us < ? ORDER BY expires_at_us LIMIT 1000)";

/// book -> role, user_id of every member; the rows stay locked, so that two who take rights away
/// from each other go one after the other. pk.
inline constexpr char lock_members[] = R"(
    SELECT user_id, role FROM members WHERE book_id = ? ORDER BY user_id FOR UPDATE)";

/// book, user, role, role. pk.
inline constexpr char put_member[] = R"(
    INSERT INTO members (book_id, user_id, role) VALUES (?, ?, ?)
    ON DUPLICATE KEY UPDATE role = ?)";

/// book, user. pk; member_outlets follow.
inline constexpr char delete_member[] = "DELETE FROM members WHERE book_id = ? AND user_id = ?";

/// book, user. pk.
inline constexpr char delete_member_outlets[] = R"(
    DELETE FROM member_outlets WHERE book_id = ? AND user_id = ?)";

/// book, user, outlet
inline constexpr char insert_member_outlet[] = R"(
    INSERT INTO member_outlets (book_id, user_id, outlet_id) VALUES (?, ?, ?))";

}  // namespace arus::mysql::queries
