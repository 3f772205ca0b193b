// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements of the audit log, in the manner of queries.hpp.
namespace arus::sqlite::queries {

/// book -> sequence, hash. pk.
inline constexpr char find_audit_head[] = R"(
    SELECT sequence, hash FROM audit_heads WHERE book_id = ?1)";

/// book, sequence, hash. pk.
inline constexpr char put_audit_head[] = R"(
    INSERT INTO audit_heads (book_id, sequence, hash) VALUES (?1, ?2, ?3)
    ON CONFLICT DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash)";

/// book, sequence, at_us, actor_id, action, subject_id, data, hash
inline constexpr char insert_audit_entry[] = R"(
    INSERT INTO audit_entries (book_id, sequence, at_us, actor_id, action, subject_id, data, hash)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))";

/// book, before_sequence, action from, action up to, from_us, until_us, limit -> sequence, data,
/// hash; newest first. pk.
inline constexpr char list_audit_entries[] = R"(
    SELECT sequence, data, hash FROM audit_entries
    WHERE book_id = ?1 AND sequence < ?2 AND action >= ?3 AND action < ?4
      AND at_us >= ?5 AND at_us < ?6
    ORDER BY sequence DESC LIMIT ?7)";

/// The same of one actor, ?8. audit_entries_by_actor.
inline constexpr char list_audit_entries_of_actor[] = R"(
    SELECT sequence, data, hash FROM audit_entries INDEXED BY audit_entries_by_actor
    WHERE book_id = ?1 AND actor_id = ?8 AND sequence < ?2 AND action >= ?3 AND action < ?4
      AND at_us >= ?5 AND at_us < ?6
    ORDER BY sequence DESC LIMIT ?7)";

/// The same of one subject, ?8. audit_entries_by_subject.
inline constexpr char list_audit_entries_of_subject[] = R"(
    SELECT sequence, data, hash FROM audit_entries INDEXED BY audit_entries_by_subject
    WHERE book_id = ?1 AND subject_id = ?8 AND sequence < ?2 AND action >= ?3 AND action < ?4
      AND at_us >= ?5 AND at_us < ?6
    ORDER BY sequence DESC LIMIT ?7)";

/// book -> sequence, data, hash; oldest first. pk.
inline constexpr char walk_audit_entries[] = R"(
    SELECT sequence, data, hash FROM audit_entries WHERE book_id = ?1 ORDER BY sequence)";

}  // namespace arus::sqlite::queries
