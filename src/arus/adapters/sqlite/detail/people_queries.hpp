// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements for second factors, one-time links, invitations and API keys, in the manner of
// queries.hpp.
namespace arus::sqlite::queries {

/// id, name or NULL, locale or NULL. pk.
inline constexpr char update_profile[] = R"(
    UPDATE users SET name = coalesce(?2, name), locale = coalesce(?3, locale) WHERE id = ?1)";

/// token_hash, user_id, created_at_us, expires_at_us, last_used_at_us, device_id, address,
/// user_agent
inline constexpr char insert_session_on_device[] = R"(
    INSERT INTO sessions (token_hash, user_id, created_at_us, expires_at_us, last_used_at_us,
      device_id, address, user_agent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))";

/// user, now_us -> token_hash, user_id, created_at_us, expires_at_us, last_used_at_us, device_id,
/// address, user_agent; newest first. sessions_by_user.
inline constexpr char list_sessions[] = R"(
    SELECT token_hash, user_id, created_at_us, expires_at_us, last_used_at_us, device_id, address,
      user_agent
    FROM sessions WHERE user_id = ?1 AND expires_at_us > ?2
    ORDER BY created_at_us DESC, token_hash LIMIT 500)";

/// user, token_hash of the one that stays. sessions_by_user.
inline constexpr char delete_other_sessions[] = R"(
    DELETE FROM sessions WHERE user_id = ?1 AND token_hash <> ?2)";

/// user, token_hash of a session that stays, how many others stay: those that would have ended
/// first go. sessions_by_user, pk.
inline constexpr char delete_surplus_sessions[] = R"(
    DELETE FROM sessions WHERE token_hash IN (
      SELECT token_hash FROM sessions WHERE user_id = ?1 AND token_hash <> ?2
      ORDER BY expires_at_us DESC, token_hash LIMIT -1 OFFSET ?3))";

/// user -> password_hash. pk.
inline constexpr char find_password_hash[] = "SELECT password_hash FROM users WHERE id = ?1";

/// token_hash, user_id, created_at_us, expires_at_us
inline constexpr char insert_password_reset[] = R"(
    INSERT INTO password_resets (token_hash, user_id, created_at_us, expires_at_us)
    VALUES (?1, ?2, ?3, ?4))";

/// token_hash -> token_hash, user_id, created_at_us, expires_at_us. pk.
inline constexpr char find_password_reset[] = R"(
    SELECT token_hash, user_id, created_at_us, expires_at_us
    FROM password_resets WHERE token_hash = ?1)";

/// user. password_resets_by_user.
inline constexpr char delete_password_resets[] = "DELETE FROM password_resets WHERE user_id = ?1";

/// user -> secret, begun_at_us, confirmed_at_us, last_step. pk.
inline constexpr char find_totp[] = R"(
    SELECT secret, begun_at_us, confirmed_at_us, last_step FROM totp WHERE user_id = ?1)";

/// user, secret, begun_at_us. pk.
inline constexpr char put_totp[] = R"(
    INSERT INTO totp (user_id, secret, begun_at_us, confirmed_at_us, last_step)
    VALUES (?1, ?2, ?3, NULL, 0)
    ON CONFLICT DO UPDATE SET secret = excluded.secret, begun_at_us = excluded.begun_at_us
    WHERE confirmed_at_us IS NULL)";

/// user, confirmed_at_us, last_step. pk.
inline constexpr char confirm_totp[] = R"(
    UPDATE totp SET confirmed_at_us = ?2, last_step = ?3
    WHERE user_id = ?1 AND confirmed_at_us IS NULL)";

/// user, step. pk.
inline constexpr char use_totp_step[] = R"(
    UPDATE totp SET last_step = ?2
    WHERE user_id = ?1 AND confirmed_at_us IS NOT NULL AND last_step < ?2)";

/// user. pk.
inline constexpr char delete_totp[] = R"(
    DELETE FROM totp WHERE user_id = ?1 AND confirmed_at_us IS NOT NULL)";

/// user -> count. pk.
inline constexpr char count_recovery_codes[] = R"(
    SELECT count(*) FROM recovery_codes WHERE user_id = ?1)";

/// user, code_hash
inline constexpr char insert_recovery_code[] = R"(
    INSERT INTO recovery_codes (user_id, code_hash) VALUES (?1, ?2))";

/// user, code_hash. pk.
inline constexpr char delete_recovery_code[] = R"(
    DELETE FROM recovery_codes WHERE user_id = ?1 AND code_hash = ?2)";

/// user. pk.
inline constexpr char delete_recovery_codes[] = "DELETE FROM recovery_codes WHERE user_id = ?1";

/// book, id, token_hash, role, outlet_ids, note, created_by, created_by_name, created_at_us,
/// expires_at_us
inline constexpr char insert_invitation[] = R"(
    INSERT INTO invitations (book_id, id, token_hash, role, outlet_ids, note, created_by,
      created_by_name, created_at_us, expires_at_us)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10))";

/// book, now_us -> count. pk.
inline constexpr char count_open_invitations[] = R"(
    SELECT count(*) FROM invitations
    WHERE book_id = ?1 AND ended_at_us IS NULL AND expires_at_us > ?2)";

#define ARUS_INVITATION_COLUMNS                                                      \
    "SELECT id, book_id, role, outlet_ids, note, created_by, created_by_name, "      \
    "created_at_us, expires_at_us, accepted_by, accepted_by_name, ended_at_us FROM " \
    "invitations "

/// token_hash -> the columns above. UNIQUE token_hash.
inline constexpr char find_invitation[] = ARUS_INVITATION_COLUMNS "WHERE token_hash = ?1";

/// book, before id, limit -> the columns above; newest first. pk.
inline constexpr char list_invitations[] = ARUS_INVITATION_COLUMNS
    "WHERE book_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3";
#undef ARUS_INVITATION_COLUMNS

/// book, id, now_us. pk.
inline constexpr char revoke_invitation[] = R"(
    UPDATE invitations SET ended_at_us = ?3
    WHERE book_id = ?1 AND id = ?2 AND ended_at_us IS NULL AND expires_at_us > ?3)";

/// token_hash, now_us, accepted_by, accepted_by_name. UNIQUE token_hash.
inline constexpr char accept_invitation[] = R"(
    UPDATE invitations SET ended_at_us = ?2, accepted_by = ?3, accepted_by_name = ?4
    WHERE token_hash = ?1 AND ended_at_us IS NULL AND expires_at_us > ?2)";

/// id, book, token_hash, name, prefix, role, read_only, outlet_ids, created_by, created_by_name,
/// created_at_us, expires_at_us
inline constexpr char insert_api_key[] = R"(
    INSERT INTO api_keys (id, book_id, token_hash, name, prefix, role, read_only, outlet_ids,
      created_by, created_by_name, created_at_us, expires_at_us)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12))";

/// book, now_us -> count. api_keys_by_book.
inline constexpr char count_active_api_keys[] = R"(
    SELECT count(*) FROM api_keys
    WHERE book_id = ?1 AND revoked_at_us IS NULL AND expires_at_us > ?2)";

#define ARUS_API_KEY_COLUMNS                                                         \
    "SELECT id, book_id, name, prefix, role, read_only, outlet_ids, created_by, "    \
    "created_by_name, created_at_us, expires_at_us, last_used_at_us, revoked_at_us " \
    "FROM api_keys "

/// token_hash -> the columns above. UNIQUE token_hash.
inline constexpr char find_api_key[] = ARUS_API_KEY_COLUMNS "WHERE token_hash = ?1";

/// id -> the columns above. pk.
inline constexpr char find_api_key_by_id[] = ARUS_API_KEY_COLUMNS "WHERE id = ?1";

/// book, before id, limit -> the columns above; newest first. api_keys_by_book.
inline constexpr char list_api_keys[] = ARUS_API_KEY_COLUMNS
    "WHERE book_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3";
#undef ARUS_API_KEY_COLUMNS

/// book, id, now_us. pk.
inline constexpr char revoke_api_key[] = R"(
    UPDATE api_keys SET revoked_at_us = ?3
    WHERE id = ?2 AND book_id = ?1 AND revoked_at_us IS NULL AND expires_at_us > ?3)";

/// id, now_us. pk.
inline constexpr char note_api_key_use[] = R"(
    UPDATE api_keys SET last_used_at_us = ?2
    WHERE id = ?1 AND (last_used_at_us IS NULL OR last_used_at_us < ?2))";

}  // namespace arus::sqlite::queries
