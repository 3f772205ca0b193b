// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements for second factors, one-time links, invitations, API keys and the audit log, in
// the manner of identity_queries.hpp. All prepared.
namespace arus::mysql::queries {

// Reading ---------------------------------------------------------------------------------------

/// user, now_us -> token_hash, user_id, created_at_us, expires_at_us, last_used_at_us, device_id,
/// address, user_agent; newest first. sessions_by_user.
inline constexpr char list_sessions[] = R"(
    SELECT token_hash, user_id, created_at_us, expires_at_us, last_used_at_us, device_id, address,
      user_agent
    FROM sessions WHERE user_id = ? AND expires_at_us > ?
    ORDER BY created_at_us DESC, token_hash LIMIT 500)";

/// token_hash -> token_hash, user_id, created_at_us, expires_at_us. pk.
inline constexpr char find_password_reset[] = R"(
    SELECT token_hash, user_id, created_at_us, expires_at_us
    FROM password_resets WHERE token_hash = ?)";

/// user -> secret, begun_at_us, confirmed_at_us, last_step. pk.
inline constexpr char find_totp[] = R"(
    SELECT secret, begun_at_us, confirmed_at_us, last_step FROM totp WHERE user_id = ?)";

/// user -> count. pk.
inline constexpr char count_recovery_codes[] = R"(
    SELECT COUNT(*) FROM recovery_codes WHERE user_id = ?)";

#define ARUS_INVITATION_COLUMNS                                                      \
    "SELECT id, book_id, role, outlet_ids, note, created_by, created_by_name, "      \
    "created_at_us, expires_at_us, accepted_by, accepted_by_name, ended_at_us FROM " \
    "invitations "

/// token_hash -> the columns above. invitations_by_token.
inline constexpr char find_invitation[] = ARUS_INVITATION_COLUMNS "WHERE token_hash = ?";

/// The same; the row stays locked, so that of many who accept one goes first.
inline constexpr char lock_invitation[] = ARUS_INVITATION_COLUMNS "WHERE token_hash = ? FOR UPDATE";

/// book, before id, limit -> the columns above; newest first. pk.
inline constexpr char list_invitations[] = ARUS_INVITATION_COLUMNS
    "WHERE book_id = ? AND id < ? ORDER BY id DESC LIMIT ?";
#undef ARUS_INVITATION_COLUMNS

#define ARUS_API_KEY_COLUMNS                                                         \
    "SELECT id, book_id, name, prefix, role, read_only, outlet_ids, created_by, "    \
    "created_by_name, created_at_us, expires_at_us, last_used_at_us, revoked_at_us " \
    "FROM api_keys "

/// token_hash -> the columns above. api_keys_by_token.
inline constexpr char find_api_key[] = ARUS_API_KEY_COLUMNS "WHERE token_hash = ?";

/// id -> the columns above. pk.
inline constexpr char find_api_key_by_id[] = ARUS_API_KEY_COLUMNS "WHERE id = ?";

/// book, before id, limit -> the columns above; newest first. api_keys_by_book.
inline constexpr char list_api_keys[] = ARUS_API_KEY_COLUMNS
    "WHERE book_id = ? AND id < ? ORDER BY id DESC LIMIT ?";
#undef ARUS_API_KEY_COLUMNS

/// book -> sequence, hash. pk.
inline constexpr char find_audit_head[] = R"(
    SELECT sequence, hash FROM audit_heads WHERE book_id = ?)";

/// book, before_sequence, action from, action up to, from_us, until_us, limit -> sequence, data,
/// hash; newest first. pk.
inline constexpr char list_audit_entries[] = R"(
    SELECT sequence, data, hash FROM audit_entries
    WHERE book_id = ? AND sequence < ? AND action >= ? AND action < ? AND at_us >= ? AND at_us < ?
    ORDER BY sequence DESC LIMIT ?)";

/// book, actor, then as above. audit_entries_by_actor.
inline constexpr char list_audit_entries_of_actor[] = R"(
    SELECT sequence, data, hash FROM audit_entries FORCE INDEX (audit_entries_by_actor)
    WHERE book_id = ? AND actor_id = ? AND sequence < ? AND action >= ? AND action < ?
      AND at_us >= ? AND at_us < ?
    ORDER BY sequence DESC LIMIT ?)";

/// book, subject, then as above. audit_entries_by_subject.
inline constexpr char list_audit_entries_of_subject[] = R"(
    SELECT sequence, data, hash FROM audit_entries FORCE INDEX (audit_entries_by_subject)
    WHERE book_id = ? AND subject_id = ? AND sequence < ? AND action >= ? AND action < ?
      AND at_us >= ? AND at_us < ?
    ORDER BY sequence DESC LIMIT ?)";

/// book, after sequence, limit -> sequence, data, hash; oldest first. pk.
inline constexpr char walk_audit_entries[] = R"(
    SELECT sequence, data, hash FROM audit_entries
    WHERE book_id = ? AND sequence > ? ORDER BY sequence LIMIT ?)";

// Writing ---------------------------------------------------------------------------------------

/// name or NULL, locale or NULL, id. pk.
inline constexpr char update_profile[] = R"(
    UPDATE users SET name = COALESCE(?, name), locale = COALESCE(?, locale) WHERE id = ?)";

/// token_hash, user_id, created_at_us, expires_at_us, last_used_at_us, device_id, address,
/// user_agent
inline constexpr char insert_session_on_device[] = R"(
    INSERT INTO sessions (token_hash, user_id, created_at_us, expires_at_us, last_used_at_us,
      device_id, address, user_agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?))";

/// user, token_hash of the one that stays. sessions_by_user.
inline constexpr char delete_other_sessions[] = R"(
    DELETE FROM sessions WHERE user_id = ? AND token_hash <> ?)";

/// user -> password_hash; the row stays locked. pk.
inline constexpr char lock_password_hash[] = R"(
    SELECT password_hash FROM users WHERE id = ? FOR UPDATE)";

/// user -> count. sessions_by_user.
inline constexpr char count_sessions[] = "SELECT COUNT(*) FROM sessions WHERE user_id = ?";

/// user, token_hash of a session that stays, how many go: those that would have ended first.
/// sessions_by_user.
inline constexpr char delete_surplus_sessions[] = R"(
    DELETE FROM sessions WHERE user_id = ? AND token_hash <> ?
    ORDER BY expires_at_us, token_hash LIMIT ?)";

/// token_hash, user_id, created_at_us, expires_at_us
inline constexpr char insert_password_reset[] = R"(
    INSERT INTO password_resets (token_hash, user_id, created_at_us, expires_at_us)
    VALUES (?, ?, ?, ?))";

/// token_hash -> user_id, expires_at_us; the row stays locked. pk.
inline constexpr char lock_password_reset[] = R"(
    SELECT user_id, expires_at_us FROM password_resets WHERE token_hash = ? FOR UPDATE)";

/// user. password_resets_by_user.
inline constexpr char delete_password_resets[] = "DELETE FROM password_resets WHERE user_id = ?";

/// user -> confirmed_at_us; the row stays locked. pk.
inline constexpr char lock_totp[] = R"(
    SELECT confirmed_at_us FROM totp WHERE user_id = ? FOR UPDATE)";

/// user, secret, begun_at_us, secret, begun_at_us. pk.
inline constexpr char put_totp[] = R"(
    INSERT INTO totp (user_id, secret, begun_at_us, confirmed_at_us, last_step)
    VALUES (?, ?, ?, NULL, 0)
    ON DUPLICATE KEY UPDATE secret = ?, begun_at_us = ?)";

/// confirmed_at_us, last_step, user. pk.
inline constexpr char confirm_totp[] = R"(
    UPDATE totp SET confirmed_at_us = ?, last_step = ?
    WHERE user_id = ? AND confirmed_at_us IS NULL)";

/// step, user, step. pk.
inline constexpr char use_totp_step[] = R"(
    UPDATE totp SET last_step = ?
    WHERE user_id = ? AND confirmed_at_us IS NOT NULL AND last_step < ?)";

/// user. pk.
inline constexpr char delete_totp[] = R"(
    DELETE FROM totp WHERE user_id = ? AND confirmed_at_us IS NOT NULL)";

/// user, code_hash
inline constexpr char insert_recovery_code[] = R"(
    INSERT INTO recovery_codes (user_id, code_hash) VALUES (?, ?))";

/// user, code_hash. pk.
inline constexpr char delete_recovery_code[] = R"(
    DELETE FROM recovery_codes WHERE user_id = ? AND code_hash = ?)";

/// user. pk.
inline constexpr char delete_recovery_codes[] = "DELETE FROM recovery_codes WHERE user_id = ?";

/// book, id, token_hash, role, outlet_ids, note, created_by, created_by_name, created_at_us,
/// expires_at_us
inline constexpr char insert_invitation[] = R"(
    INSERT INTO invitations (book_id, id, token_hash, role, outlet_ids, note, created_by,
      created_by_name, created_at_us, expires_at_us)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))";

/// book, now_us -> count. pk. Two who count at the same moment may both be let through.
inline constexpr char count_open_invitations[] = R"(
    SELECT COUNT(*) FROM invitations
    WHERE book_id = ? AND ended_at_us IS NULL AND expires_at_us > ?)";

/// now_us, book, id, now_us. pk.
inline constexpr char revoke_invitation[] = R"(
    UPDATE invitations SET ended_at_us = ?
    WHERE book_id = ? AND id = ? AND ended_at_us IS NULL AND expires_at_us > ?)";

/// now_us, accepted_by, accepted_by_name, token_hash. invitations_by_token.
inline constexpr char accept_invitation[] = R"(
    UPDATE invitations SET ended_at_us = ?, accepted_by = ?, accepted_by_name = ?
    WHERE token_hash = ? AND ended_at_us IS NULL)";

/// id, book, token_hash, name, prefix, role, read_only, outlet_ids, created_by, created_by_name,
/// created_at_us, expires_at_us
inline constexpr char insert_api_key[] = R"(
    INSERT INTO api_keys (id, book_id, token_hash, name, prefix, role, read_only, outlet_ids,
      created_by, created_by_name, created_at_us, expires_at_us)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))";

/// book, now_us -> count. api_keys_by_book. Two who count at the same moment may both be let
/// through.
inline constexpr char count_active_api_keys[] = R"(
    SELECT COUNT(*) FROM api_keys
    WHERE book_id = ? AND revoked_at_us IS NULL AND expires_at_us > ?)";

/// now_us, id, book, now_us. pk.
inline constexpr char revoke_api_key[] = R"(
    UPDATE api_keys SET revoked_at_us = ?
    WHERE id = ? AND book_id = ? AND revoked_at_us IS NULL AND expires_at_us > ?)";

/// now_us, id, now_us. pk.
inline constexpr char note_api_key_use[] = R"(
    UPDATE api_keys SET last_used_at_us = ?
    WHERE id = ? AND (last_used_at_us IS NULL OR last_used_at_us < ?))";

/// book -> sequence, hash; the row stays locked. pk.
inline constexpr char lock_audit_head[] = R"(
    SELECT sequence, hash FROM audit_heads WHERE book_id = ? FOR UPDATE)";

/// book, sequence, hash; nothing if it is there. pk.
inline constexpr char insert_audit_head[] = R"(
    INSERT IGNORE INTO audit_heads (book_id, sequence, hash) VALUES (?, ?, ?))";

/// sequence, hash, book. pk.
inline constexpr char update_audit_head[] = R"(
    UPDATE audit_heads SET sequence = ?, hash = ? WHERE book_id = ?)";

/// book, sequence, at_us, actor_id, action, subject_id, data, hash
inline constexpr char insert_audit_entry[] = R"(
    INSERT INTO audit_entries (book_id, sequence, at_us, actor_id, action, subject_id, data, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?))";

}  // namespace arus::mysql::queries
