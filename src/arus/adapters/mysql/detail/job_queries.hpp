// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements for jobs and their files, in the manner of identity_queries.hpp. All prepared.
// What changes a job locks its row first, so that its state and its lease are known then.
namespace arus::mysql::queries {

// A row of a job, in the order in which job_of() reads it:
//   0 id, book_id, kind, parameters, created_by, created_by_name, locale, outlet_scope,
//   8 created_at_us, status, progress_permille, stage, cancel_asked, tries, checkpoint, file_bytes,
//   16 file_name, file_media_type, result, error_code, error_detail, started_at_us, finished_at_us,
//   23 expires_at_us, due_at_us, lease
#define ARUS_JOB_COLUMNS                                                                        \
    "SELECT id, book_id, kind, parameters, created_by, created_by_name, locale, outlet_scope, " \
    "created_at_us, status, progress_permille, stage, cancel_asked, tries, checkpoint, "        \
    "file_bytes, file_name, file_media_type, result, error_code, error_detail, started_at_us, " \
    "finished_at_us, expires_at_us, due_at_us, lease FROM jobs "

/// book: keeps others from counting at the same time. pk.
inline constexpr char lock_book_for_jobs[] = "SELECT id FROM books WHERE id = ? FOR UPDATE";

/// book, user -> how many are unfinished. jobs_by_book.
inline constexpr char count_unfinished_jobs[] = R"(
    SELECT COUNT(*) FROM jobs WHERE book_id = ? AND created_by = ? AND due_at_us IS NOT NULL)";

/// id, book, kind, parameters, created_by, created_by_name, locale, outlet_scope, created_at_us,
/// due_at_us
inline constexpr char insert_job[] = R"(
    INSERT INTO jobs (id, book_id, kind, parameters, created_by, created_by_name, locale,
      outlet_scope, created_at_us, due_at_us, status, progress_permille, stage, cancel_asked, tries,
      lease, checkpoint, checkpoint_bytes, file_bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0, '', 0, 0, 0, '', 0, 0))";

/// id -> job. pk.
inline constexpr char find_job[] = ARUS_JOB_COLUMNS "WHERE id = ?";
/// The same; the row stays locked.
inline constexpr char lock_job[] = ARUS_JOB_COLUMNS "WHERE id = ? FOR UPDATE";

/// book, created_at_us, created_at_us, id, then user or an empty text for everybody's, twice,
/// status or an empty text, twice, limit -> jobs strictly older, newest first. jobs_by_book.
inline constexpr char list_jobs[] = ARUS_JOB_COLUMNS R"(
    WHERE book_id = ? AND (created_at_us < ? OR (created_at_us = ? AND id < ?))
      AND (? = '' OR created_by = ?) AND (? = '' OR status = ?)
    ORDER BY created_at_us DESC, id DESC LIMIT ?)";

/// now_us, limit -> id; by due time. jobs_by_due.
inline constexpr char list_due_jobs[] = R"(
    SELECT id FROM jobs WHERE due_at_us <= ? ORDER BY due_at_us LIMIT ?)";

/// limit -> jobs that have ended untold, oldest first. jobs_untold.
inline constexpr char list_untold_jobs[] = ARUS_JOB_COLUMNS R"(
    WHERE untold_at_us IS NOT NULL ORDER BY untold_at_us LIMIT ?)";

/// id. pk.
inline constexpr char mark_job_told[] = "UPDATE jobs SET untold_at_us = NULL WHERE id = ?";

/// lease, due_at_us, now_us, id. pk.
inline constexpr char claim_job[] = R"(
    UPDATE jobs SET status = 'running', lease = ?, due_at_us = ?, tries = tries + 1,
      started_at_us = ?, error_code = NULL, error_detail = NULL, file_bytes = checkpoint_bytes
    WHERE id = ?)";

/// id, id: pieces behind the checkpoint. pk.
inline constexpr char cut_job_file[] = R"(
    DELETE FROM job_files
    WHERE job_id = ? AND position >= (SELECT checkpoint_bytes FROM jobs WHERE id = ?))";

/// progress_permille, stage, due_at_us, id. pk.
inline constexpr char extend_job[] = R"(
    UPDATE jobs SET progress_permille = ?, stage = ?, due_at_us = ? WHERE id = ?)";

/// checkpoint, id. pk.
inline constexpr char set_job_checkpoint[] = R"(
    UPDATE jobs SET checkpoint = ?, checkpoint_bytes = file_bytes WHERE id = ?)";

/// id, position, bytes
inline constexpr char insert_job_piece[] = R"(
    INSERT INTO job_files (job_id, position, bytes) VALUES (?, ?, ?))";

/// file_bytes, id. pk.
inline constexpr char set_job_file_bytes[] = "UPDATE jobs SET file_bytes = ? WHERE id = ?";

/// result, file_name, file_media_type, now_us, expires_at_us, now_us, id. pk.
inline constexpr char finish_job[] = R"(
    UPDATE jobs SET status = 'done', lease = 0, due_at_us = NULL, progress_permille = 1000,
      stage = '', cancel_asked = 0, result = ?, file_name = ?, file_media_type = ?,
      finished_at_us = ?, expires_at_us = ?, untold_at_us = ?
    WHERE id = ?)";

/// error_code, error_detail, due_at_us, id. pk.
inline constexpr char fail_job_try[] = R"(
    UPDATE jobs SET status = 'queued', lease = 0, error_code = ?, error_detail = ?, due_at_us = ?
    WHERE id = ?)";

/// error_code, error_detail, now_us, expires_at_us, now_us, id. pk.
inline constexpr char give_up_job[] = R"(
    UPDATE jobs SET status = 'failed', lease = 0, due_at_us = NULL, stage = '', cancel_asked = 0,
      checkpoint = '', checkpoint_bytes = 0, file_bytes = 0, error_code = ?, error_detail = ?,
      finished_at_us = ?, expires_at_us = ?, untold_at_us = ?
    WHERE id = ?)";

/// due_at_us, id. pk.
inline constexpr char release_job[] = R"(
    UPDATE jobs SET status = 'queued', lease = 0, due_at_us = ?, tries = tries - 1 WHERE id = ?)";

/// now_us. Walks the table.
inline constexpr char release_jobs[] = R"(
    UPDATE jobs SET status = 'queued', lease = 0, due_at_us = ? WHERE status = 'running')";

/// id. pk.
inline constexpr char ask_job_cancel[] = "UPDATE jobs SET cancel_asked = 1 WHERE id = ?";

/// now_us, id. pk.
inline constexpr char run_job_again[] = R"(
    UPDATE jobs SET status = 'queued', lease = 0, due_at_us = ?, progress_permille = 0, stage = '',
      cancel_asked = 0, tries = 0, checkpoint = '', checkpoint_bytes = 0, file_bytes = 0,
      file_name = NULL, file_media_type = NULL, result = NULL, error_code = NULL,
      error_detail = NULL, started_at_us = NULL, finished_at_us = NULL, expires_at_us = NULL,
      untold_at_us = NULL
    WHERE id = ?)";

/// id. pk.
inline constexpr char delete_job_file[] = "DELETE FROM job_files WHERE job_id = ?";

/// id, position -> position, bytes of the piece that holds it. pk.
inline constexpr char find_job_piece[] = R"(
    SELECT position, bytes FROM job_files WHERE job_id = ? AND position <= ?
    ORDER BY position DESC LIMIT 1)";

/// now_us, limit -> id. jobs_by_expiry.
inline constexpr char list_expired_jobs[] = R"(
    SELECT id FROM jobs WHERE expires_at_us <= ? ORDER BY expires_at_us LIMIT ?)";

/// id, now_us: unless it was run again meanwhile; its pieces follow. pk.
inline constexpr char delete_job[] = "DELETE FROM jobs WHERE id = ? AND expires_at_us <= ?";

/// -> status, count. Walks the table, which holds the jobs of some weeks.
inline constexpr char count_jobs[] = "SELECT status, COUNT(*) FROM jobs GROUP BY status";

#undef ARUS_JOB_COLUMNS

}  // namespace arus::mysql::queries
