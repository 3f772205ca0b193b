// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements for imports, in the manner of queries.hpp.
namespace arus::sqlite::queries {

/// id, book, created_by, name, created_at_us, expires_at_us
inline constexpr char insert_import[] = R"(
    INSERT INTO imports (id, book_id, created_by, name, file_bytes, complete, created_at_us,
      expires_at_us)
    VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, ?6))";

/// book, created_by, how many to pass over -> id; the oldest come last. imports_by_person.
inline constexpr char list_imports_beyond[] = R"(
    SELECT id FROM imports WHERE book_id = ?1 AND created_by = ?2
    ORDER BY created_at_us DESC, id DESC LIMIT 100 OFFSET ?3)";

/// now_us -> id. imports_by_expiry.
inline constexpr char list_expired_imports[] = R"(
    SELECT id FROM imports WHERE expires_at_us <= ?1 ORDER BY expires_at_us LIMIT 20)";

/// id; its pieces follow. pk.
inline constexpr char delete_import[] = "DELETE FROM imports WHERE id = ?1";

/// id -> id, book, created_by, name, file_bytes, complete, created_at_us, expires_at_us. pk.
inline constexpr char find_import[] = R"(
    SELECT id, book_id, created_by, name, file_bytes, complete, created_at_us, expires_at_us
    FROM imports WHERE id = ?1)";

/// id, position, bytes
inline constexpr char insert_import_piece[] = R"(
    INSERT INTO import_files (import_id, position, bytes) VALUES (?1, ?2, ?3))";

/// id, file_bytes. pk.
inline constexpr char set_import_bytes[] = "UPDATE imports SET file_bytes = ?2 WHERE id = ?1";

/// id. pk.
inline constexpr char complete_import[] = "UPDATE imports SET complete = 1 WHERE id = ?1";

/// id, position -> position, bytes of the piece that holds it. pk.
inline constexpr char find_import_piece[] = R"(
    SELECT position, bytes FROM import_files WHERE import_id = ?1 AND position <= ?2
    ORDER BY position DESC LIMIT 1)";

/// job, page, the five counts, bytes. pk.
inline constexpr char put_import_rows[] = R"(
    INSERT INTO import_rows (job_id, page, new_rows, duplicate_rows, posted_rows, refused_rows,
      skipped_rows, bytes)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    ON CONFLICT (job_id, page) DO UPDATE SET new_rows = excluded.new_rows,
      duplicate_rows = excluded.duplicate_rows, posted_rows = excluded.posted_rows,
      refused_rows = excluded.refused_rows, skipped_rows = excluded.skipped_rows,
      bytes = excluded.bytes)";

/// job, page. pk.
inline constexpr char drop_import_rows[] = R"(
    DELETE FROM import_rows WHERE job_id = ?1 AND page >= ?2)";

/// job, page, verdict or -1 -> page, the five counts, bytes. pk.
inline constexpr char find_import_rows[] = R"(
    SELECT page, new_rows, duplicate_rows, posted_rows, refused_rows, skipped_rows, bytes
    FROM import_rows
    WHERE job_id = ?1 AND page >= ?2
      AND (?3 < 0 OR CASE ?3 WHEN 0 THEN new_rows WHEN 1 THEN duplicate_rows
             WHEN 2 THEN posted_rows WHEN 3 THEN refused_rows ELSE skipped_rows END > 0)
    ORDER BY page LIMIT 1)";

/// book, id -> outlet, its reversal. pk, transactions_by_reversed.
inline constexpr char find_imported_transaction[] = R"(
    SELECT outlet_id, (SELECT r.id FROM transactions r
      WHERE r.book_id = ?1 AND r.reverses_id = ?2)
    FROM transactions WHERE book_id = ?1 AND id = ?2)";

/// book, key -> request_hash. pk.
inline constexpr char find_import_request[] = R"(
    SELECT request_hash FROM idempotency_keys WHERE book_id = ?1 AND idempotency_key = ?2)";

/// book, signature, columns, mapping, outlet, used_at_us. pk.
inline constexpr char put_import_mapping[] = R"(
    INSERT INTO import_mappings (book_id, signature, columns, mapping, outlet_id, used_at_us)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (book_id, signature) DO UPDATE SET columns = excluded.columns,
      mapping = excluded.mapping, outlet_id = excluded.outlet_id, used_at_us = excluded.used_at_us)";

/// book, how many stay. pk; a book has a hundred.
inline constexpr char delete_old_import_mappings[] = R"(
    DELETE FROM import_mappings WHERE book_id = ?1 AND signature IN (
      SELECT signature FROM import_mappings WHERE book_id = ?1
      ORDER BY used_at_us DESC, signature LIMIT -1 OFFSET ?2))";

/// book, signature -> signature, columns, mapping, outlet, used_at_us. pk.
inline constexpr char find_import_mapping[] = R"(
    SELECT signature, columns, mapping, outlet_id, used_at_us FROM import_mappings
    WHERE book_id = ?1 AND signature = ?2)";

/// book -> the same, latest first. pk.
inline constexpr char list_import_mappings[] = R"(
    SELECT signature, columns, mapping, outlet_id, used_at_us FROM import_mappings
    WHERE book_id = ?1 ORDER BY used_at_us DESC, signature)";

}  // namespace arus::sqlite::queries
