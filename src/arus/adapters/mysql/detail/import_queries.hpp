// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements for imports, in the manner of identity_queries.hpp. All prepared but the last two.
namespace arus::mysql::queries {

/// id, book, created_by, name, created_at_us, expires_at_us
inline constexpr char insert_import[] = R"(
    INSERT INTO imports (id, book_id, created_by, name, created_at_us, expires_at_us, file_bytes,
      complete)
    VALUES (?, ?, ?, ?, ?, ?, 0, 0))";

/// book, created_by, how many to pass over -> id; the oldest come last. imports_by_person.
inline constexpr char list_imports_beyond[] = R"(
    SELECT id FROM imports WHERE book_id = ? AND created_by = ?
    ORDER BY created_at_us DESC, id DESC LIMIT 100 OFFSET ?)";

/// now_us -> id. imports_by_expiry.
inline constexpr char list_expired_imports[] = R"(
    SELECT id FROM imports WHERE expires_at_us <= ? ORDER BY expires_at_us LIMIT 20)";

/// id; its pieces follow. pk.
inline constexpr char delete_import[] = "DELETE FROM imports WHERE id = ?";

/// id -> id, book, created_by, name, file_bytes, complete, created_at_us, expires_at_us. pk.
inline constexpr char find_import[] = R"(
    SELECT id, book_id, created_by, name, file_bytes, complete, created_at_us, expires_at_us
    FROM imports WHERE id = ?)";
/// The same; the row stays locked.
inline constexpr char lock_import[] = R"(
    SELECT id, book_id, created_by, name, file_bytes, complete, created_at_us, expires_at_us
    FROM imports WHERE id = ? FOR UPDATE)";

/// id, position, bytes
inline constexpr char insert_import_piece[] = R"(
    INSERT INTO import_files (import_id, position, bytes) VALUES (?, ?, ?))";

/// file_bytes, id. pk.
inline constexpr char set_import_bytes[] = "UPDATE imports SET file_bytes = ? WHERE id = ?";

/// id. pk.
inline constexpr char complete_import[] = "UPDATE imports SET complete = 1 WHERE id = ?";

/// id, position -> position, bytes of the piece that holds it. pk.
inline constexpr char find_import_piece[] = R"(
    SELECT position, bytes FROM import_files WHERE import_id = ? AND position <= ?
    ORDER BY position DESC LIMIT 1)";

/// job, page, the five counts, bytes. pk.
inline constexpr char put_import_rows[] = R"(
    INSERT INTO import_rows (job_id, page, new_rows, duplicate_rows, posted_rows, refused_rows,
      skipped_rows, bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON DUPLICATE KEY UPDATE new_rows = VALUES(new_rows), duplicate_rows = VALUES(duplicate_rows),
      posted_rows = VALUES(posted_rows), refused_rows = VALUES(refused_rows),
      skipped_rows = VALUES(skipped_rows), bytes = VALUES(bytes))";

/// job, page. pk.
inline constexpr char drop_import_rows[] = R"(
    DELETE FROM import_rows WHERE job_id = ? AND page >= ?)";

/// job, page, verdict or -1, twice -> page, the five counts, bytes. pk.
inline constexpr char find_import_rows[] = R"(
    SELECT page, new_rows, duplicate_rows, posted_rows, refused_rows, skipped_rows, bytes
    FROM import_rows
    WHERE job_id = ? AND page >= ?
      AND (? < 0 OR CASE ? WHEN 0 THEN new_rows WHEN 1 THEN duplicate_rows
             WHEN 2 THEN posted_rows WHEN 3 THEN refused_rows ELSE skipped_rows END > 0)
    ORDER BY page LIMIT 1)";

/// book, signature, columns, mapping, outlet, used_at_us. pk.
inline constexpr char put_import_mapping[] = R"(
    INSERT INTO import_mappings (book_id, signature, columns, mapping, outlet_id, used_at_us)
    VALUES (?, ?, ?, ?, ?, ?)
    ON DUPLICATE KEY UPDATE columns = VALUES(columns), mapping = VALUES(mapping),
      outlet_id = VALUES(outlet_id), used_at_us = VALUES(used_at_us))";

/// book, signature. pk.
inline constexpr char delete_import_mapping[] = R"(
    DELETE FROM import_mappings WHERE book_id = ? AND signature = ?)";

/// book, signature -> signature, columns, mapping, outlet, used_at_us. pk.
inline constexpr char find_import_mapping[] = R"(
    SELECT signature, columns, mapping, outlet_id, used_at_us FROM import_mappings
    WHERE book_id = ? AND signature = ?)";

/// book -> the same, latest first. pk; a book has a hundred.
inline constexpr char list_import_mappings[] = R"(
    SELECT signature, columns, mapping, outlet_id, used_at_us FROM import_mappings
    WHERE book_id = ? ORDER BY used_at_us DESC, signature)";

/// Text, ended by a list of ids -> id, outlet, its reversal. pk, transactions_by_reversed.
inline constexpr char find_imported_transactions[] =
    "SELECT t.id, t.outlet_id, r.id FROM transactions t LEFT JOIN transactions r "
    "ON r.book_id = t.book_id AND r.reverses_id = t.id WHERE t.book_id = ";

/// Text, ended by a list of keys -> transaction, request_hash. pk.
inline constexpr char find_import_requests[] =
    "SELECT transaction_id, request_hash FROM idempotency_keys WHERE book_id = ";

}  // namespace arus::mysql::queries
