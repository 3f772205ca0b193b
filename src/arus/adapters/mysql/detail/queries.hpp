// SPDX-License-Identifier: Apache-2.0
#pragma once

// What changes the ledger and its schema. The reads stand in queries_read.hpp, people in
// identity_queries.hpp. Statements with `?` are prepared; pieces that end in `_text` are completed
// by TextFormatter, because a batch has any number of rows: one statement for each table, whatever
// the batch holds. "pk" is the table's primary key.
namespace arus::mysql::queries {

// Schema ----------------------------------------------------------------------------------------

/// name, seconds to wait -> 1 if the lock was got
inline constexpr char take_lock[] = "SELECT GET_LOCK(?, ?)";
/// name
inline constexpr char release_lock[] = "SELECT RELEASE_LOCK(?)";

/// -> count of tables of this database
inline constexpr char count_tables[] = R"(
    SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE())";
/// -> a row if there is a table of migrations
inline constexpr char find_schema_migrations[] = R"(
    SELECT 1 FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_name = 'schema_migrations')";

inline constexpr char create_schema_migrations[] = R"(
    CREATE TABLE IF NOT EXISTS schema_migrations (
      version             INT          NOT NULL,
      name                VARCHAR(120) NOT NULL,
      checksum            BINARY(32)   NOT NULL,
      started_at_us       BIGINT       NOT NULL,
      statements_started  INT          NOT NULL,
      statements_finished INT          NOT NULL,
      applied_at_us       BIGINT,
      PRIMARY KEY (version)
    ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)";

/// -> version, checksum, statements_started, statements_finished, applied_at_us or null; by
/// version. Scans, a handful of rows.
inline constexpr char list_migrations[] = R"(
    SELECT version, checksum, statements_started, statements_finished, applied_at_us
    FROM schema_migrations ORDER BY version)";

/// version, name, checksum, started_at_us
inline constexpr char insert_migration[] = R"(
    INSERT INTO schema_migrations (version, name, checksum, started_at_us, statements_started,
      statements_finished, applied_at_us) VALUES (?, ?, ?, ?, 0, 0, NULL))";
/// statements_finished, statements_started, version. pk.
inline constexpr char mark_statement_started[] =
    "UPDATE schema_migrations SET statements_finished = ?, statements_started = ? WHERE version = "
    "?";
/// statements_finished, applied_at_us, version. pk.
inline constexpr char mark_migration_applied[] =
    "UPDATE schema_migrations SET statements_finished = ?, applied_at_us = ? WHERE version = ?";

/// -> names of the tables; by name
inline constexpr char list_tables[] = R"(
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = DATABASE() ORDER BY CAST(table_name AS BINARY))";
/// -> name, timing, event, table, statement of the triggers; by name
inline constexpr char list_triggers[] = R"(
    SELECT trigger_name, action_timing, event_manipulation, event_object_table, action_statement
    FROM information_schema.triggers WHERE trigger_schema = DATABASE()
    ORDER BY CAST(trigger_name AS BINARY))";

/// -> table and its first column; by table
inline constexpr char list_first_columns[] = R"(
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = DATABASE() AND ordinal_position = 1 ORDER BY table_name)";

// A batch: taking the head ----------------------------------------------------------------------
//
// One text: the transaction begins, the head is locked, and under the lock the lookups are read
// that can be named beforehand.

inline constexpr char begin_text[] = "START TRANSACTION";
inline constexpr char commit_text[] = ";COMMIT";
inline constexpr char rollback_text[] = "ROLLBACK";

/// Completed with a book. -> as find_head. pk. The lock on this row orders everybody who writes to
/// the book.
inline constexpr char lock_head_text[] =
    ";SELECT sequence, `offset`, hash, version, writer, epoch, at_us FROM book_heads"
    " WHERE book_id = ";
inline constexpr char for_update_text[] = " FOR UPDATE";

/// Completed with a book and a list of keys. -> idempotency_key, request_hash, transaction_id,
/// offset. pk.
inline constexpr char find_keys_text[] =
    ";SELECT idempotency_key, request_hash, transaction_id, `offset` FROM idempotency_keys"
    " WHERE book_id = ";
inline constexpr char and_key_in_text[] = " AND idempotency_key IN ";

/// Completed with a book and a list of ids. -> sequence. transactions_by_id.
inline constexpr char find_sequences_text[] = ";SELECT sequence FROM transactions WHERE book_id = ";
inline constexpr char and_id_in_text[] = " AND id IN ";

/// Completed with a book and a list of ids, or of codes. -> as list_contacts. pk, contacts_by_code.
inline constexpr char find_contacts_text[] =
    ";SELECT id, code, name, phone, email, note, archived, version FROM contacts WHERE book_id = ";
inline constexpr char and_code_in_text[] = " AND code IN (";

// A batch: what an instance knows of a book, where somebody else has written since --------------

/// Completed with a book: as find_book. pk.
inline constexpr char load_book_text[] =
    "SELECT id, name, currency, exponent, time_zone, fiscal_year_start, lock_date, chart_template,"
    " created_at_us FROM books WHERE id = ";
/// Completed with a book: as list_accounts, in no order. pk.
inline constexpr char load_accounts_text[] =
    ";SELECT id, code, name, type, subtype, parent_id, min_balance_minor, archived, version"
    " FROM accounts WHERE book_id = ";
/// Completed with a book. -> account_id, debit, credit, pending_debit, pending_credit. pk.
inline constexpr char load_balances_text[] =
    ";SELECT account_id, debit_minor, credit_minor, pending_debit_minor, pending_credit_minor"
    " FROM balances WHERE book_id = ";
/// Completed with a book: as list_outlets, in no order. pk.
inline constexpr char load_outlets_text[] =
    ";SELECT id, code, name, archived, version FROM outlets WHERE book_id = ";

/// What came after an offset, where somebody else has written since and most of it is sales: book
/// AND `offset` = … -> hash of the last event that is known, to see that the history goes on from
/// there. pk.
inline constexpr char find_known_hash_text[] = ";SELECT hash FROM events WHERE book_id = ";
inline constexpr char and_offset_is_text[] = " AND `offset` = ";
/// book AND `offset` BETWEEN … AND … + chart_events_text -> a row if something was changed that
/// evaluation keeps but for balances. pk; walks the events between.
inline constexpr char find_changes_text[] = ";SELECT 1 FROM events WHERE book_id = ";
inline constexpr char and_offset_between_text[] = " AND `offset` BETWEEN ";
inline constexpr char and_text[] = " AND ";
inline constexpr char chart_events_text[] =
    " AND type NOT IN ('transaction.posted', 'transaction.pending', 'transaction.voided',"
    " 'contact.created', 'contact.updated') LIMIT 1";

// A batch: results and reversals that lie in history --------------------------------------------

/// Completed with a book and a list of offsets: as list_events. pk.
inline constexpr char find_events_text[] =
    "SELECT `offset`, at_us, type, hash, outlet_id, data FROM events WHERE book_id = ";
inline constexpr char and_offset_in_text[] = " AND `offset` IN ";
/// Completed with a book and a list of ids. -> id, kind. transactions_by_id.
inline constexpr char find_kinds_text[] = "SELECT id, kind FROM transactions WHERE book_id = ";

// A batch: writing. One text, each statement with all rows of its table, and COMMIT at the end ---

inline constexpr char insert_book_text[] =
    ";INSERT INTO books (id, name, currency, exponent, time_zone, fiscal_year_start, lock_date,"
    " chart_template, created_at_us) VALUES ";
inline constexpr char insert_head_text[] =
    ";INSERT INTO book_heads (book_id, sequence, `offset`, hash, version, writer, epoch, at_us)"
    " VALUES ";
inline constexpr char insert_member_text[] =
    ";INSERT INTO members (book_id, user_id, role) VALUES ";

/// Each value follows its column; the book's id comes last. pk.
inline constexpr char update_book_name_text[] = ";UPDATE books SET name = ";
inline constexpr char set_currency_text[] = ", currency = ";
inline constexpr char set_exponent_text[] = ", exponent = ";
inline constexpr char set_time_zone_text[] = ", time_zone = ";
inline constexpr char set_fiscal_year_text[] = ", fiscal_year_start = ";
inline constexpr char set_lock_date_text[] = ", lock_date = ";
inline constexpr char where_id_text[] = " WHERE id = ";

/// Rows, then what to do with those that are there. pk. Code and type never change.
inline constexpr char put_accounts_text[] =
    ";INSERT INTO accounts (book_id, id, code, name, type, subtype, parent_id, min_balance_minor,"
    " archived, version) VALUES ";
inline constexpr char on_known_account_text[] =
    " ON DUPLICATE KEY UPDATE name = VALUES(name), subtype = VALUES(subtype),"
    " parent_id = VALUES(parent_id), min_balance_minor = VALUES(min_balance_minor),"
    " archived = VALUES(archived), version = VALUES(version)";
inline constexpr char put_outlets_text[] =
    ";INSERT INTO outlets (book_id, id, code, name, archived, version) VALUES ";
inline constexpr char on_known_outlet_text[] =
    " ON DUPLICATE KEY UPDATE name = VALUES(name), archived = VALUES(archived),"
    " version = VALUES(version)";
inline constexpr char put_contacts_text[] =
    ";INSERT INTO contacts (book_id, id, code, name, phone, email, note, archived, version)"
    " VALUES ";
inline constexpr char on_known_contact_text[] =
    " ON DUPLICATE KEY UPDATE name = VALUES(name), phone = VALUES(phone), email = VALUES(email),"
    " note = VALUES(note), archived = VALUES(archived), version = VALUES(version)";

inline constexpr char insert_transactions_text[] =
    ";INSERT INTO transactions (book_id, id, sequence, `offset`, pending, date, original_date,"
    " kind, outlet_id, contact_id, created_by, amount_minor, local_hour, made_at_us,"
    " committed_at_us, device_id, reverses_id, replaces_id, posting_count, tag_count, line_count,"
    " reference, description, created_by_name) VALUES ";
inline constexpr char insert_postings_text[] =
    ";INSERT INTO postings (book_id, sequence, position, account_id, direction, amount_minor,"
    " memo) VALUES ";
inline constexpr char insert_tags_text[] =
    ";INSERT INTO transaction_tags (book_id, sequence, position, tag) VALUES ";
inline constexpr char insert_lines_text[] =
    ";INSERT INTO receipt_lines (book_id, sequence, position, name, quantity, amount_minor)"
    " VALUES ";
inline constexpr char insert_settlements_text[] =
    ";INSERT INTO settlements (book_id, sequence, `offset`, transaction_id, transaction_sequence,"
    " outcome, date, local_hour, at_us, settled_by) VALUES ";
inline constexpr char insert_keys_text[] =
    ";INSERT INTO idempotency_keys (book_id, idempotency_key, request_hash, transaction_id,"
    " `offset`) VALUES ";
inline constexpr char insert_events_text[] =
    ";INSERT INTO events (book_id, `offset`, at_us, type, hash, outlet_id, data) VALUES ";

inline constexpr char insert_account_entries_text[] =
    ";INSERT INTO account_entries (book_id, account_id, date, sequence, position, amount_minor,"
    " transaction_sequence, outlet_id, contact_id) VALUES ";

/// What to add to sums that may not be there yet; nothing of it is negative. pk.
inline constexpr char add_balances_text[] =
    ";INSERT INTO balances (book_id, account_id, debit_minor, credit_minor, pending_debit_minor,"
    " pending_credit_minor) VALUES ";
inline constexpr char on_known_balance_text[] =
    " ON DUPLICATE KEY UPDATE debit_minor = debit_minor + VALUES(debit_minor),"
    " credit_minor = credit_minor + VALUES(credit_minor),"
    " pending_debit_minor = pending_debit_minor + VALUES(pending_debit_minor),"
    " pending_credit_minor = pending_credit_minor + VALUES(pending_credit_minor)";
/// The same for sums from which something is taken away, which are there: the checks of a table are
/// asked of a row before it is known that it is there already. The four sums to add, then book and
/// account; one statement each, for settlements alone. pk.
inline constexpr char take_from_balance_text[] =
    ";UPDATE balances SET debit_minor = debit_minor + ";
inline constexpr char add_credit_text[] = ", credit_minor = credit_minor + ";
inline constexpr char add_pending_debit_text[] = ", pending_debit_minor = pending_debit_minor + ";
inline constexpr char add_pending_credit_text[] =
    ", pending_credit_minor = pending_credit_minor + ";
inline constexpr char where_book_text[] = " WHERE book_id = ";
inline constexpr char and_account_text[] = " AND account_id = ";

inline constexpr char add_days_text[] =
    ";INSERT INTO activity_days (book_id, outlet_id, day, account_id, debit_minor, credit_minor)"
    " VALUES ";
inline constexpr char add_months_text[] =
    ";INSERT INTO activity_months (book_id, outlet_id, month, account_id, debit_minor,"
    " credit_minor) VALUES ";
inline constexpr char add_contact_balances_text[] =
    ";INSERT INTO contact_balances (book_id, contact_id, account_id, debit_minor, credit_minor)"
    " VALUES ";
inline constexpr char on_known_activity_text[] =
    " ON DUPLICATE KEY UPDATE debit_minor = debit_minor + VALUES(debit_minor),"
    " credit_minor = credit_minor + VALUES(credit_minor)";
inline constexpr char add_hours_text[] =
    ";INSERT INTO activity_hours (book_id, outlet_id, day, hour, income_minor, expense_minor,"
    " sales) VALUES ";
inline constexpr char on_known_hour_text[] =
    " ON DUPLICATE KEY UPDATE income_minor = income_minor + VALUES(income_minor),"
    " expense_minor = expense_minor + VALUES(expense_minor), sales = sales + VALUES(sales)";
inline constexpr char add_payments_text[] =
    ";INSERT INTO activity_payments (book_id, outlet_id, day, account_id, amount_minor, sales)"
    " VALUES ";
inline constexpr char on_known_payment_text[] =
    " ON DUPLICATE KEY UPDATE amount_minor = amount_minor + VALUES(amount_minor),"
    " sales = sales + VALUES(sales)";

/// Each value follows its column; the book's id comes last. pk.
inline constexpr char update_head_text[] = ";UPDATE book_heads SET sequence = ";
inline constexpr char set_offset_text[] = ", `offset` = ";
inline constexpr char set_hash_text[] = ", hash = ";
inline constexpr char set_version_text[] = ", version = ";
inline constexpr char set_writer_text[] = ", writer = ";
inline constexpr char set_at_text[] = ", at_us = ";

// Diagnosis -------------------------------------------------------------------------------------

/// -> version, user, now_us, sql_mode of this session, character set and collation of the database
inline constexpr char read_session[] = R"(
    SELECT VERSION(), CURRENT_USER(), CAST(ROUND(UNIX_TIMESTAMP(NOW(6)) * 1000000) AS SIGNED),
      @@SESSION.sql_mode, @@character_set_database, @@collation_database)";
/// -> name, value of the server's settings; those that a server does not know are not there.
/// MariaDB before 11.1 calls the isolation tx_isolation.
inline constexpr char show_settings[] = R"(
    SHOW GLOBAL VARIABLES WHERE variable_name IN ('innodb_flush_log_at_trx_commit', 'log_bin',
      'sync_binlog', 'sql_mode', 'transaction_isolation', 'tx_isolation', 'innodb_doublewrite',
      'log_bin_trust_function_creators', 'read_only', 'wsrep_on', 'max_allowed_packet',
      'innodb_buffer_pool_size', 'max_connections'))";
/// -> name, value
inline constexpr char show_cipher[] = "SHOW SESSION STATUS LIKE 'Ssl_cipher'";

}  // namespace arus::mysql::queries
