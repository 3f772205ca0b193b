// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements for users, sessions and members, in the manner of queries.hpp.
namespace arus::sqlite::queries {

/// -> a row if there is any user. pk.
inline constexpr char has_users[] = "SELECT 1 FROM users LIMIT 1";

/// email -> id, email, name, locale, created_at_us, password_hash. UNIQUE email.
inline constexpr char find_user_by_email[] = R"(
    SELECT id, email, name, locale, created_at_us, password_hash FROM users WHERE email = ?1)";

/// id -> id, email, name, locale, created_at_us. pk.
inline constexpr char find_user[] = R"(
    SELECT id, email, name, locale, created_at_us FROM users WHERE id = ?1)";

/// id, email, name, locale, password_hash, created_at_us
inline constexpr char insert_user[] = R"(
    INSERT INTO users (id, email, name, locale, password_hash, created_at_us)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6))";

/// id, password_hash. pk.
inline constexpr char update_password[] = R"(
    UPDATE users SET password_hash = ?2 WHERE id = ?1)";

/// token_hash, user_id, created_at_us, expires_at_us, last_used_at_us, device_id, address
inline constexpr char insert_session[] = R"(
    INSERT INTO sessions (token_hash, user_id, created_at_us, expires_at_us, last_used_at_us,
      device_id, address) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))";

/// token_hash -> token_hash, user_id, created_at_us, expires_at_us, last_used_at_us, device_id,
/// address. pk.
inline constexpr char find_session[] = R"(
    SELECT token_hash, user_id, created_at_us, expires_at_us, last_used_at_us, device_id,
      address
    FROM sessions WHERE token_hash = ?1)";

/// token_hash, expires_at_us, last_used_at_us. pk.
inline constexpr char update_session[] = R"(
    UPDATE sessions SET expires_at_us = ?2, last_used_at_us = ?3 WHERE token_hash = ?1)";

/// token_hash. pk.
inline constexpr char delete_session[] = "DELETE FROM sessions WHERE token_hash = ?1";

/// now_us: forgets sessions that ended. sessions_by_expiry.
inline constexpr char delete_expired_sessions[] = R"(
    DELETE FROM sessions WHERE expires_at_us < ?1)";

/// user -> book (as find_book, 0 to 8), epoch, role; by name, then id. members_by_user, pk of the
/// others.
inline constexpr char list_books_of_user[] = R"(
    SELECT b.id, b.name, b.currency, b.exponent, b.time_zone, b.fiscal_year_start, b.lock_date,
      b.chart_template, b.created_at_us, h.epoch, m.role
    FROM members m INDEXED BY members_by_user CROSS JOIN books b ON b.id = m.book_id
    CROSS JOIN book_heads h ON h.book_id = m.book_id WHERE m.user_id = ?1 ORDER BY b.name, b.id)";

/// book, user -> role. pk.
inline constexpr char find_role[] = R"(
    SELECT role FROM members WHERE book_id = ?1 AND user_id = ?2)";

/// book, user -> outlet_id; by outlet_id. pk.
inline constexpr char list_member_outlets[] = R"(
    SELECT outlet_id
    FROM member_outlets WHERE book_id = ?1 AND user_id = ?2 ORDER BY outlet_id)";

/// book -> id, email, name, locale, created_at_us, role; by name, then id. pk of members and users.
inline constexpr char list_members[] = R"(
    SELECT u.id, u.email, u.name, u.locale, u.created_at_us, m.role
    FROM members m CROSS JOIN users u ON u.id = m.user_id WHERE m.book_id = ?1
    ORDER BY u.name, u.id)";

/// book, user -> a row if another member is an owner. pk.
inline constexpr char has_other_owner[] = R"(
    SELECT 1 FROM members WHERE book_id = ?1 AND user_id <> ?2 AND role = 'owner' LIMIT 1)";

/// book, user, role. pk.
inline constexpr char put_member[] = R"(
    INSERT INTO members (book_id, user_id, role) VALUES (?1, ?2, ?3)
    ON CONFLICT DO UPDATE SET role = excluded.role)";

/// book, user. pk; member_outlets follow.
inline constexpr char delete_member[] = R"(
    DELETE FROM members WHERE book_id = ?1 AND user_id = ?2)";

/// book, user. pk.
inline constexpr char delete_member_outlets[] = R"(
    DELETE FROM member_outlets WHERE book_id = ?1 AND user_id = ?2)";

/// book, user, outlet
inline constexpr char insert_member_outlet[] = R"(
    INSERT INTO member_outlets (book_id, user_id, outlet_id) VALUES (?1, ?2, ?3))";

}  // namespace arus::sqlite::queries
