// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements for jobs and their files, in the manner of queries.hpp.
namespace arus::sqlite::queries {

// A row of a job, in the order in which job_of() reads it:
//   0 id, book_id, kind, parameters, created_by, created_by_name, locale, outlet_scope,
//   8 created_at_us, status, progress_permille, stage, cancel_asked, tries, checkpoint, file_bytes,
//   16 file_name, file_media_type, result, error_code, error_detail, started_at_us, finished_at_us,
//   23 expires_at_us, due_at_us
#define ARUS_JOB_COLUMNS                                                                 \
    "id, book_id, kind, parameters, created_by, created_by_name, locale, outlet_scope, " \
    "created_at_us, status, progress_permille, stage, cancel_asked, tries, checkpoint, " \
    "file_bytes, file_name, file_media_type, result, error_code, error_detail, "         \
    "started_at_us, finished_at_us, expires_at_us, due_at_us "

/// book, user -> how many are unfinished. jobs_by_book.
inline constexpr char count_unfinished_jobs[] = R"(
    SELECT count(*) FROM jobs
    WHERE book_id = ?1 AND created_by = ?2 AND due_at_us IS NOT NULL)";

/// id, book, kind, parameters, created_by, created_by_name, locale, outlet_scope, created_at_us
inline constexpr char insert_job[] = R"(
    INSERT INTO jobs (id, book_id, kind, parameters, created_by, created_by_name, locale,
      outlet_scope, created_at_us, status, progress_permille, stage, cancel_asked, tries, lease,
      due_at_us, checkpoint, checkpoint_bytes, file_bytes)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'queued', 0, '', 0, 0, 0, ?9, '', 0, 0))";

/// id -> job. pk.
inline constexpr char find_job[] = "SELECT " ARUS_JOB_COLUMNS "FROM jobs WHERE id = ?1";

/// book, created_by or NULL, status or empty, created_at_us, id, limit -> jobs strictly older,
/// newest first. jobs_by_book.
inline constexpr char list_jobs[] = "SELECT " ARUS_JOB_COLUMNS R"(FROM jobs
    WHERE book_id = ?1 AND (created_at_us, id) < (?4, ?5)
      AND (?2 IS NULL OR created_by = ?2) AND (?3 = '' OR status = ?3)
    ORDER BY created_at_us DESC, id DESC LIMIT ?6)";

/// now_us, limit -> id; by due time. jobs_by_due.
inline constexpr char list_due_jobs[] = R"(
    SELECT id FROM jobs WHERE due_at_us <= ?1 ORDER BY due_at_us LIMIT ?2)";

/// limit -> jobs that have ended untold, oldest first. jobs_untold.
inline constexpr char list_untold_jobs[] = "SELECT " ARUS_JOB_COLUMNS R"(FROM jobs
    WHERE untold_at_us IS NOT NULL ORDER BY untold_at_us LIMIT ?1)";

/// id. pk.
inline constexpr char mark_job_told[] = "UPDATE jobs SET untold_at_us = NULL WHERE id = ?1";

/// id, lease, due_at_us, now_us. pk.
inline constexpr char claim_job[] = R"(
    UPDATE jobs SET status = 'running', lease = ?2, due_at_us = ?3, tries = tries + 1,
      started_at_us = ?4, error_code = NULL, error_detail = NULL, file_bytes = checkpoint_bytes
    WHERE id = ?1)";

/// id: pieces behind the checkpoint. pk.
inline constexpr char cut_job_file[] = R"(
    DELETE FROM job_files
    WHERE job_id = ?1 AND position >= (SELECT checkpoint_bytes FROM jobs WHERE id = ?1))";

/// id, lease, progress_permille, stage, due_at_us. pk.
inline constexpr char extend_job[] = R"(
    UPDATE jobs SET progress_permille = ?3, stage = ?4, due_at_us = ?5
    WHERE id = ?1 AND lease = ?2)";

/// id, lease, checkpoint. pk.
inline constexpr char set_job_checkpoint[] = R"(
    UPDATE jobs SET checkpoint = ?3, checkpoint_bytes = file_bytes WHERE id = ?1 AND lease = ?2)";

/// id, lease -> file_bytes, cancel_asked. pk.
inline constexpr char find_job_lease[] = R"(
    SELECT file_bytes, cancel_asked FROM jobs WHERE id = ?1 AND lease = ?2)";

/// id, position, bytes
inline constexpr char insert_job_piece[] = R"(
    INSERT INTO job_files (job_id, position, bytes) VALUES (?1, ?2, ?3))";

/// id, file_bytes. pk.
inline constexpr char set_job_file_bytes[] = "UPDATE jobs SET file_bytes = ?2 WHERE id = ?1";

/// id, lease, result, file_name, file_media_type, now_us, expires_at_us. pk.
inline constexpr char finish_job[] = R"(
    UPDATE jobs SET status = 'done', lease = 0, due_at_us = NULL, progress_permille = 1000,
      stage = '', cancel_asked = 0, result = ?3, file_name = ?4, file_media_type = ?5,
      finished_at_us = ?6, expires_at_us = ?7, untold_at_us = ?6
    WHERE id = ?1 AND lease = ?2)";

/// id, lease, error_code, error_detail, due_at_us. pk.
inline constexpr char fail_job_try[] = R"(
    UPDATE jobs SET status = 'queued', lease = 0, due_at_us = ?5, error_code = ?3,
      error_detail = ?4
    WHERE id = ?1 AND lease = ?2)";

/// id, lease, error_code, error_detail, now_us, expires_at_us. pk.
inline constexpr char give_up_job[] = R"(
    UPDATE jobs SET status = 'failed', lease = 0, due_at_us = NULL, stage = '', cancel_asked = 0,
      checkpoint = '', checkpoint_bytes = 0, file_bytes = 0, error_code = ?3, error_detail = ?4,
      finished_at_us = ?5, expires_at_us = ?6, untold_at_us = ?5
    WHERE id = ?1 AND lease = ?2)";

/// id, lease, now_us. pk.
inline constexpr char release_job[] = R"(
    UPDATE jobs SET status = 'queued', lease = 0, due_at_us = ?3, tries = tries - 1
    WHERE id = ?1 AND lease = ?2)";

/// now_us. Walks the table.
inline constexpr char release_jobs[] = R"(
    UPDATE jobs SET status = 'queued', lease = 0, due_at_us = ?1 WHERE status = 'running')";

/// id. pk.
inline constexpr char ask_job_cancel[] = "UPDATE jobs SET cancel_asked = 1 WHERE id = ?1";

/// id, now_us. pk.
inline constexpr char run_job_again[] = R"(
    UPDATE jobs SET status = 'queued', lease = 0, due_at_us = ?2, progress_permille = 0, stage = '',
      cancel_asked = 0, tries = 0, checkpoint = '', checkpoint_bytes = 0, file_bytes = 0,
      file_name = NULL, file_media_type = NULL, result = NULL, error_code = NULL,
      error_detail = NULL, started_at_us = NULL, finished_at_us = NULL, expires_at_us = NULL,
      untold_at_us = NULL
    WHERE id = ?1)";

/// id. pk.
inline constexpr char delete_job_file[] = "DELETE FROM job_files WHERE job_id = ?1";

/// id, position -> position, bytes of the piece that holds it. pk.
inline constexpr char find_job_piece[] = R"(
    SELECT position, bytes FROM job_files WHERE job_id = ?1 AND position <= ?2
    ORDER BY position DESC LIMIT 1)";

/// now_us, limit -> id. jobs_by_expiry.
inline constexpr char list_expired_jobs[] = R"(
    SELECT id FROM jobs WHERE expires_at_us <= ?1 ORDER BY expires_at_us LIMIT ?2)";

/// id; its pieces follow. pk.
inline constexpr char delete_job[] = "DELETE FROM jobs WHERE id = ?1";

/// -> status, count. Walks the table, which holds the jobs of some weeks.
inline constexpr char count_jobs[] = "SELECT status, count(*) FROM jobs GROUP BY status";

}  // namespace arus::sqlite::queries
