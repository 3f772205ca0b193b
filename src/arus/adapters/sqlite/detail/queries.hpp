// SPDX-License-Identifier: Apache-2.0
#pragma once

// Every statement of the SQLite store but those of identity_queries.hpp. Each says its parameters
// in order, the row it gives and the index that serves it. "pk" is the table's primary key. All but
// the first group are prepared when the stores are opened; none is made at run time.
namespace arus::sqlite::queries {

// Schema ----------------------------------------------------------------------------------------

/// -> count of tables, indexes and triggers. Read before the first migration.
inline constexpr char count_schema_objects[] = "SELECT count(*) FROM sqlite_schema";

inline constexpr char create_schema_migrations[] = R"(
    CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER NOT NULL, name TEXT NOT NULL,
      checksum BLOB NOT NULL, applied_at_us INTEGER NOT NULL, PRIMARY KEY (version)) STRICT)";

/// -> version, checksum; by version. Scans, a handful of rows.
inline constexpr char list_migrations[] = R"(
    SELECT version, checksum FROM schema_migrations ORDER BY version)";

/// version, name, checksum, applied_at_us
inline constexpr char insert_migration[] = R"(
    INSERT INTO schema_migrations (version, name, checksum, applied_at_us)
    VALUES (?1, ?2, ?3, ?4))";

/// -> sql of each object; tables, indexes, triggers, each by name
inline constexpr char list_schema[] = R"(
    SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
    ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name)";

/// -> name of every table of the stores, in the order in which they were made.
inline constexpr char list_tables[] = R"(
    SELECT name FROM sqlite_schema
    WHERE type = 'table' AND name <> 'schema_migrations' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
    ORDER BY rowid)";

/// table -> name, place in the primary key from 1 on or 0; in the table's own order.
inline constexpr char list_columns[] = R"(
    SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid)";

/// table -> name, type as it was declared.
inline constexpr char list_column_types[] = R"(
    SELECT name, type FROM pragma_table_info(?1))";

// Writing: frames -------------------------------------------------------------------------------

inline constexpr char begin_write[] = "BEGIN IMMEDIATE";
inline constexpr char begin_read[] = "BEGIN";
inline constexpr char commit[] = "COMMIT";
inline constexpr char rollback[] = "ROLLBACK";
inline constexpr char savepoint[] = "SAVEPOINT part";
inline constexpr char release[] = "RELEASE part";
inline constexpr char rollback_to[] = "ROLLBACK TO part";

// Books -----------------------------------------------------------------------------------------

/// book -> sequence, offset, hash, version, writer, epoch, at_us. pk.
inline constexpr char find_head[] = R"(
    SELECT sequence, offset, hash, version, writer, epoch, at_us
    FROM book_heads WHERE book_id = ?1)";

/// book -> id, name, currency, exponent, time_zone, fiscal_year_start, lock_date, chart_template,
/// created_at_us. pk.
inline constexpr char find_book[] = R"(
    SELECT id, name, currency, exponent, time_zone, fiscal_year_start, lock_date,
      chart_template, created_at_us
    FROM books WHERE id = ?1)";

/// -> id; by id. Scans books, which are few.
inline constexpr char list_books[] = "SELECT book_id FROM book_heads ORDER BY book_id";

/// id, name, currency, exponent, time_zone, fiscal_year_start, lock_date, chart_template,
/// created_at_us
inline constexpr char insert_book[] = R"(
    INSERT INTO books (id, name, currency, exponent, time_zone, fiscal_year_start, lock_date,
      chart_template, created_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))";

/// id, name, currency, exponent, time_zone, fiscal_year_start, lock_date. pk.
inline constexpr char update_book[] = R"(
    UPDATE books SET name = ?2, currency = ?3, exponent = ?4, time_zone = ?5,
      fiscal_year_start = ?6, lock_date = ?7 WHERE id = ?1)";

/// book, sequence, offset, hash, version, writer, epoch, at_us
inline constexpr char insert_head[] = R"(
    INSERT INTO book_heads (book_id, sequence, offset, hash, version, writer, epoch, at_us)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))";

/// book, sequence, offset, hash, version, writer, at_us. pk.
inline constexpr char update_head[] = R"(
    UPDATE book_heads SET sequence = ?2, offset = ?3, hash = ?4, version = ?5, writer = ?6,
      at_us = ?7 WHERE book_id = ?1)";

// The chart -------------------------------------------------------------------------------------

/// book -> id, code, name, type, subtype, parent_id, min_balance_minor, archived, version; by code.
/// Index of UNIQUE code.
inline constexpr char list_accounts[] = R"(
    SELECT id, code, name, type, subtype, parent_id, min_balance_minor, archived, version
    FROM accounts WHERE book_id = ?1 ORDER BY code)";

/// book, id, code, name, type, subtype, parent_id, min_balance_minor, archived, version. pk. Code
/// and type never change.
inline constexpr char put_account[] = R"(
    INSERT INTO accounts (book_id, id, code, name, type, subtype, parent_id, min_balance_minor,
      archived, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
    ON CONFLICT (book_id, id) DO UPDATE SET name = excluded.name, subtype = excluded.subtype,
      parent_id = excluded.parent_id, min_balance_minor = excluded.min_balance_minor,
      archived = excluded.archived, version = excluded.version)";

/// book -> id, code, name, archived, version; by code. Index of UNIQUE code.
inline constexpr char list_outlets[] = R"(
    SELECT id, code, name, archived, version FROM outlets WHERE book_id = ?1 ORDER BY code)";

/// book, id, code, name, archived, version. pk.
inline constexpr char put_outlet[] = R"(
    INSERT INTO outlets (book_id, id, code, name, archived, version)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (book_id, id) DO UPDATE SET name = excluded.name, archived = excluded.archived,
      version = excluded.version)";

/// book, id -> id, code, name, phone, email, note, archived, version. pk.
inline constexpr char find_contact[] = R"(
    SELECT id, code, name, phone, email, note, archived, version
    FROM contacts WHERE book_id = ?1 AND id = ?2)";

/// book, code -> as find_contact. Index of UNIQUE code.
inline constexpr char find_contact_by_code[] = R"(
    SELECT id, code, name, phone, email, note, archived, version
    FROM contacts WHERE book_id = ?1 AND code = ?2)";

/// book, after_code, needle or null, count -> as find_contact; by code. Index of UNIQUE code; a
/// needle reads on until enough contacts have it.
inline constexpr char list_contacts[] = R"(
    SELECT id, code, name, phone, email, note, archived, version
    FROM contacts
    WHERE book_id = ?1 AND code > ?2 AND (?3 IS NULL OR instr(lower(code), lower(?3)) > 0 OR
      instr(lower(name), lower(?3)) > 0) ORDER BY code LIMIT ?4)";

/// book, id, code, name, phone, email, note, archived, version. pk.
inline constexpr char put_contact[] = R"(
    INSERT INTO contacts (book_id, id, code, name, phone, email, note, archived, version)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    ON CONFLICT (book_id, id) DO UPDATE SET name = excluded.name, phone = excluded.phone,
      email = excluded.email, note = excluded.note, archived = excluded.archived,
      version = excluded.version)";

// Transactions: one -----------------------------------------------------------------------------

// The row of a transaction as it is now:
//  0 id, 1 sequence, 2 offset of its latest event, 3 pending (as made), 4 date, 5 original_date, 6
//  kind, 7 description, 8 reference, 9 outlet_id, 10 contact_id, 11 made_at_us, 12 committed_at_us,
//  13 created_by, 14 created_by_name, 15 device_id, 16 reverses_id, 17 replaces_id, 18 local_hour,
//  19 posting_count, 20 tag_count, 21 line_count, 22 settled_sequence, 23 outcome, 24
//  reversed_by_id
#define ARUS_TRANSACTION_NOW                                                                      \
    "SELECT t.id, t.sequence, coalesce(s.offset, t.offset), t.pending, coalesce(s.date, t.date)," \
    " t.original_date, t.kind, t.description, t.reference, t.outlet_id, t.contact_id,"            \
    " t.made_at_us, t.committed_at_us, t.created_by, t.created_by_name, t.device_id,"             \
    " t.reverses_id, t.replaces_id,"                                                              \
    " CASE WHEN s.sequence IS NULL THEN t.local_hour ELSE s.local_hour END,"                      \
    " t.posting_count, t.tag_count, t.line_count, s.sequence, s.outcome, r.id"                    \
    " FROM transactions t"                                                                        \
    " LEFT JOIN settlements s"                                                                    \
    " ON t.pending = 1 AND s.book_id = t.book_id AND s.transaction_sequence = t.sequence"         \
    " LEFT JOIN transactions r ON r.book_id = t.book_id AND r.reverses_id = t.id"

/// book, id -> a transaction as it is now. pk; UNIQUE of settlements; transactions_by_reversed.
inline constexpr char find_transaction[] = ARUS_TRANSACTION_NOW R"(
    WHERE t.book_id = ?1 AND t.id = ?2)";

/// book, sequence -> a transaction as it is now. UNIQUE sequence, else as find_transaction.
inline constexpr char find_transaction_by_sequence[] = ARUS_TRANSACTION_NOW R"(
    WHERE t.book_id = ?1 AND t.sequence = ?2)";

#undef ARUS_TRANSACTION_NOW

/// book, sequence -> account_id, code, name, direction, amount_minor, memo; by position. pk; pk of
/// accounts.
inline constexpr char list_postings[] = R"(
    SELECT p.account_id, a.code, a.name, p.direction, p.amount_minor, p.memo
    FROM postings p LEFT JOIN accounts a ON a.book_id = p.book_id AND a.id = p.account_id
    WHERE p.book_id = ?1 AND p.sequence = ?2 ORDER BY p.position)";

/// book, sequence -> tag; by position. pk.
inline constexpr char list_tags[] = R"(
    SELECT tag FROM transaction_tags WHERE book_id = ?1 AND sequence = ?2 ORDER BY position)";

/// book, sequence -> name, quantity, amount_minor; by position. pk.
inline constexpr char list_lines[] = R"(
    SELECT name, quantity, amount_minor
    FROM receipt_lines WHERE book_id = ?1 AND sequence = ?2 ORDER BY position)";

/// book, id -> kind. pk.
inline constexpr char find_kind[] = R"(
    SELECT kind FROM transactions WHERE book_id = ?1 AND id = ?2)";

/// book, key -> request_hash, transaction_id, offset. pk.
inline constexpr char find_key[] = R"(
    SELECT request_hash, transaction_id, offset
    FROM idempotency_keys WHERE book_id = ?1 AND idempotency_key = ?2)";

// Transactions: writing -------------------------------------------------------------------------

/// book, id, sequence, offset, pending, date, original_date, kind, outlet_id, contact_id,
/// created_by, amount_minor, local_hour, made_at_us, committed_at_us, device_id, reverses_id,
/// replaces_id, posting_count, tag_count, line_count, reference, description, created_by_name
inline constexpr char insert_transaction[] = R"(
    INSERT INTO transactions (book_id, id, sequence, offset, pending, date, original_date, kind,
      outlet_id, contact_id, created_by, amount_minor, local_hour, made_at_us, committed_at_us,
      device_id, reverses_id, replaces_id, posting_count, tag_count, line_count, reference,
      description, created_by_name)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
      ?19, ?20, ?21, ?22, ?23, ?24))";

/// book, sequence, position, account_id, direction, amount_minor, memo
inline constexpr char insert_posting[] = R"(
    INSERT INTO postings (book_id, sequence, position, account_id, direction, amount_minor,
      memo) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))";

/// book, sequence, position, tag
inline constexpr char insert_tag[] = R"(
    INSERT INTO transaction_tags (book_id, sequence, position, tag) VALUES (?1, ?2, ?3, ?4))";

/// book, sequence, position, name, quantity, amount_minor
inline constexpr char insert_line[] = R"(
    INSERT INTO receipt_lines (book_id, sequence, position, name, quantity, amount_minor)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6))";

/// book, sequence, offset, transaction_id, outcome, date, local_hour, at_us, settled_by. pk of
/// transactions. Inserts nothing if there is no such transaction.
inline constexpr char insert_settlement[] = R"(
    INSERT INTO settlements (book_id, sequence, offset, transaction_id, transaction_sequence,
      outcome, date, local_hour, at_us, settled_by) SELECT ?1, ?2, ?3, ?4, t.sequence, ?5, ?6,
      ?7, ?8, ?9
    FROM transactions t WHERE t.book_id = ?1 AND t.id = ?4)";

/// book, key, request_hash, transaction_id, offset
inline constexpr char insert_key[] = R"(
    INSERT INTO idempotency_keys (book_id, idempotency_key, request_hash, transaction_id,
      offset) VALUES (?1, ?2, ?3, ?4, ?5))";

/// book, offset, at_us, type, hash, outlet_id, data
inline constexpr char insert_event[] = R"(
    INSERT INTO events (book_id, offset, at_us, type, hash, outlet_id, data)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))";

/// book, account_id and what to add: debit, credit, pending_debit, pending_credit. Written as
/// update, then insert where there was no row, because a value to add may be negative and a stored
/// sum may not. pk.
inline constexpr char add_balance[] = R"(
    UPDATE balances SET debit_minor = debit_minor + ?3, credit_minor = credit_minor + ?4,
      pending_debit_minor = pending_debit_minor + ?5,
      pending_credit_minor = pending_credit_minor + ?6 WHERE book_id = ?1 AND account_id = ?2)";
/// The same parameters.
inline constexpr char insert_balance[] = R"(
    INSERT INTO balances (book_id, account_id, debit_minor, credit_minor, pending_debit_minor,
      pending_credit_minor) VALUES (?1, ?2, ?3, ?4, ?5, ?6))";

/// book, outlet_id or zeros, day, account_id, debit, credit to add. pk.
inline constexpr char add_activity_day[] = R"(
    INSERT INTO activity_days (book_id, outlet_id, day, account_id, debit_minor, credit_minor)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT DO UPDATE SET debit_minor = debit_minor + excluded.debit_minor,
      credit_minor = credit_minor + excluded.credit_minor)";

/// book, outlet_id or zeros, month, account_id, debit, credit to add. pk.
inline constexpr char add_activity_month[] = R"(
    INSERT INTO activity_months (book_id, outlet_id, month, account_id, debit_minor,
      credit_minor)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT DO UPDATE SET debit_minor = debit_minor + excluded.debit_minor,
      credit_minor = credit_minor + excluded.credit_minor)";

/// book, outlet_id or zeros, day, hour, income, expense, sales to add. pk.
inline constexpr char add_activity_hour[] = R"(
    INSERT INTO activity_hours (book_id, outlet_id, day, hour, income_minor, expense_minor,
      sales)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    ON CONFLICT DO UPDATE SET income_minor = income_minor + excluded.income_minor,
      expense_minor = expense_minor + excluded.expense_minor, sales = sales + excluded.sales)";

/// book, outlet_id or zeros, day, account_id, amount, sales to add. pk.
inline constexpr char add_activity_payment[] = R"(
    INSERT INTO activity_payments (book_id, outlet_id, day, account_id, amount_minor, sales)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT DO UPDATE SET amount_minor = amount_minor + excluded.amount_minor, sales = sales
      + excluded.sales)";

/// book, contact_id, account_id, debit, credit to add. pk.
inline constexpr char add_contact_balance[] = R"(
    INSERT INTO contact_balances (book_id, contact_id, account_id, debit_minor, credit_minor)
    VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT DO UPDATE SET debit_minor = debit_minor + excluded.debit_minor,
      credit_minor = credit_minor + excluded.credit_minor)";

// Transactions: lists ---------------------------------------------------------------------------
//
// A list walks one index backwards and looks at each candidate in C++ until the page is full; then
// the page's transactions are read by sequence. By sequence: book, key of the index (unused by
// some), sequence below, lowest sequence. The row:
//   0 sequence, 1 date, 2 outlet_id, 3 contact_id, 4 kind, 5 pending, 6 outcome, 7 created_by,
//   8 late, 9 amount_minor, 10 reference, 11 description
#define ARUS_CANDIDATE(day)                                                    \
    "SELECT t.sequence, " day                                                  \
    ", t.outlet_id, t.contact_id, t.kind, t.pending, s.outcome, t.created_by," \
    " t.original_date IS NOT NULL, t.amount_minor, t.reference, t.description"
#define ARUS_SETTLEMENT_OF_T   \
    " LEFT JOIN settlements s" \
    " ON t.pending = 1 AND s.book_id = t.book_id AND s.transaction_sequence = t.sequence"
#define ARUS_DATE_NOW "coalesce(s.date, t.date)"

/// UNIQUE sequence.
inline constexpr char scan_all[] = ARUS_CANDIDATE(ARUS_DATE_NOW) R"(
    FROM transactions t)" ARUS_SETTLEMENT_OF_T R"(
    WHERE t.book_id = ?1 AND ?2 IS NULL AND t.sequence < ?3 AND t.sequence >= ?4
    ORDER BY t.sequence DESC)";

/// ?2 outlet_id. transactions_by_outlet.
inline constexpr char scan_outlet[] = ARUS_CANDIDATE(ARUS_DATE_NOW) R"(
    FROM transactions t INDEXED BY transactions_by_outlet)" ARUS_SETTLEMENT_OF_T R"(
    WHERE t.book_id = ?1 AND t.outlet_id = ?2 AND t.sequence < ?3 AND t.sequence >= ?4
    ORDER BY t.sequence DESC)";

/// ?2 contact_id. transactions_by_contact.
inline constexpr char scan_contact[] = ARUS_CANDIDATE(ARUS_DATE_NOW) R"(
    FROM transactions t INDEXED BY transactions_by_contact)" ARUS_SETTLEMENT_OF_T R"(
    WHERE t.book_id = ?1 AND t.contact_id = ?2 AND t.sequence < ?3 AND t.sequence >= ?4
    ORDER BY t.sequence DESC)";

/// Made as pending. transactions_by_hold.
inline constexpr char scan_holds[] = ARUS_CANDIDATE(ARUS_DATE_NOW) R"(
    FROM transactions t INDEXED BY transactions_by_hold)" ARUS_SETTLEMENT_OF_T R"(
    WHERE t.book_id = ?1 AND t.pending = 1 AND ?2 IS NULL AND t.sequence < ?3 AND t.sequence >= ?4
    ORDER BY t.sequence DESC)";

/// Booked on another day than asked for. transactions_by_delay.
inline constexpr char scan_late[] = ARUS_CANDIDATE(ARUS_DATE_NOW) R"(
    FROM transactions t INDEXED BY transactions_by_delay)" ARUS_SETTLEMENT_OF_T R"(
    WHERE t.book_id = ?1 AND t.original_date IS NOT NULL AND ?2 IS NULL AND t.sequence < ?3
      AND t.sequence >= ?4 ORDER BY t.sequence DESC)";

/// ?2 account_id. postings_by_account, then UNIQUE sequence. One row a posting.
inline constexpr char scan_account[] = ARUS_CANDIDATE(ARUS_DATE_NOW) R"(
    FROM postings p INDEXED BY postings_by_account
    CROSS JOIN transactions t ON t.book_id = p.book_id AND t.sequence = p.sequence)" ARUS_SETTLEMENT_OF_T
                                                                     R"(
    WHERE p.book_id = ?1 AND p.account_id = ?2 AND p.sequence < ?3 AND p.sequence >= ?4
    ORDER BY p.sequence DESC)";

/// ?2 tag. transaction_tags_by_tag, then UNIQUE sequence. One row a tag.
inline constexpr char scan_tag[] = ARUS_CANDIDATE(ARUS_DATE_NOW) R"(
    FROM transaction_tags g INDEXED BY transaction_tags_by_tag
    CROSS JOIN transactions t ON t.book_id = g.book_id AND t.sequence = g.sequence)" ARUS_SETTLEMENT_OF_T
                                                                 R"(
    WHERE g.book_id = ?1 AND g.tag = ?2 AND g.sequence < ?3 AND g.sequence >= ?4
    ORDER BY g.sequence DESC)";

/// By date: book, date and sequence below, first date. What was never settled.
/// transactions_by_date.
inline constexpr char scan_dates[] = ARUS_CANDIDATE("t.date") R"(
    FROM transactions t INDEXED BY transactions_by_date)" ARUS_SETTLEMENT_OF_T R"(
    WHERE t.book_id = ?1 AND (t.date, t.sequence) < (?2, ?3) AND t.date >= ?4 AND s.sequence IS NULL
    ORDER BY t.date DESC, t.sequence DESC)";

/// The same for what was settled, under its new date. settlements_by_date, then UNIQUE sequence.
inline constexpr char scan_settled_dates[] = ARUS_CANDIDATE("s.date") R"(
    FROM settlements s INDEXED BY settlements_by_date
    CROSS JOIN transactions t ON t.book_id = s.book_id AND t.sequence = s.transaction_sequence
    WHERE s.book_id = ?1 AND (s.date, s.transaction_sequence) < (?2, ?3) AND s.date >= ?4
    ORDER BY s.date DESC, s.transaction_sequence DESC)";

#undef ARUS_CANDIDATE
#undef ARUS_SETTLEMENT_OF_T
#undef ARUS_DATE_NOW

/// book, sequence, account_id -> a row if the transaction has such a posting. postings_by_account.
inline constexpr char has_account[] = R"(
    SELECT 1 FROM postings WHERE book_id = ?1 AND sequence = ?2 AND account_id = ?3 LIMIT 1)";

/// book, sequence, tag -> a row if the transaction has the tag. transaction_tags_by_tag.
inline constexpr char has_tag[] = R"(
    SELECT 1 FROM transaction_tags WHERE book_id = ?1 AND sequence = ?2 AND tag = ?3 LIMIT 1)";

/// book, sequence, amount_minor -> a row if one of the postings has the amount. pk.
inline constexpr char has_amount[] = R"(
    SELECT 1 FROM postings WHERE book_id = ?1 AND sequence = ?2 AND amount_minor = ?3 LIMIT 1)";

/// book, date -> the first date from it on and its lowest sequence. transactions_by_date.
inline constexpr char first_sequence_from[] = R"(
    SELECT date, sequence
    FROM transactions WHERE book_id = ?1 AND date >= ?2 ORDER BY date, sequence LIMIT 1)";
/// book, date -> the last date up to it and its highest sequence. transactions_by_date.
inline constexpr char last_sequence_to[] = R"(
    SELECT date, sequence
    FROM transactions WHERE book_id = ?1 AND date <= ?2
    ORDER BY date DESC, sequence DESC LIMIT 1)";
/// book, from, to -> lowest and highest sequence of what was settled into these dates.
/// settlements_by_date.
inline constexpr char settled_sequences_between[] = R"(
    SELECT min(transaction_sequence), max(transaction_sequence)
    FROM settlements WHERE book_id = ?1 AND date >= ?2 AND date <= ?3)";

// Balances --------------------------------------------------------------------------------------

/// book -> account_id, debit, credit, pending_debit, pending_credit. pk.
inline constexpr char list_balances[] = R"(
    SELECT account_id, debit_minor, credit_minor, pending_debit_minor, pending_credit_minor
    FROM balances WHERE book_id = ?1)";

/// book, outlet_id or zeros, first month, last month -> account_id, debit, credit. pk.
inline constexpr char sum_months[] = R"(
    SELECT account_id, sum(debit_minor), sum(credit_minor)
    FROM activity_months WHERE book_id = ?1 AND outlet_id = ?2 AND month >= ?3 AND month <= ?4
    GROUP BY account_id)";

/// book, outlet_id or zeros, first day, last day -> account_id, debit, credit. pk.
inline constexpr char sum_days[] = R"(
    SELECT account_id, sum(debit_minor), sum(credit_minor)
    FROM activity_days WHERE book_id = ?1 AND outlet_id = ?2 AND day >= ?3 AND day <= ?4
    GROUP BY account_id)";

/// book, sequence, first date, last date, outlet_id or null -> account_id, direction, sum of the
/// postings that took effect after the sequence without being held. UNIQUE sequence, pk of
/// postings: the cost grows with what came after. A plus keeps a term from choosing another index:
/// the planner would take the one by date, and all later postings for each transaction.
inline constexpr char sum_made_after[] = R"(
    SELECT p.account_id, p.direction, sum(p.amount_minor)
    FROM transactions t
    CROSS JOIN postings p ON p.book_id = t.book_id AND p.sequence = +t.sequence
    WHERE t.book_id = ?1 AND t.sequence > ?2 AND t.pending = 0 AND +t.date >= ?3 AND +t.date <= ?4
      AND (?5 IS NULL OR t.outlet_id = ?5)
    GROUP BY p.account_id, p.direction)";

/// The same for what was held before or after and posted after the sequence. pk of settlements and
/// postings.
inline constexpr char sum_settled_after[] = R"(
    SELECT p.account_id, p.direction, sum(p.amount_minor)
    FROM settlements s
    CROSS JOIN transactions t ON t.book_id = s.book_id AND t.sequence = s.transaction_sequence
    CROSS JOIN postings p ON p.book_id = s.book_id AND p.sequence = +s.transaction_sequence
    WHERE s.book_id = ?1 AND s.sequence > ?2 AND s.outcome = 'posted'
      AND +s.date >= ?3 AND +s.date <= ?4 AND (?5 IS NULL OR t.outlet_id = ?5)
    GROUP BY p.account_id, p.direction)";

// The dashboard ---------------------------------------------------------------------------------

/// book, outlet_id or zeros, day -> hour, income, expense, sales; by hour. pk.
inline constexpr char list_hours[] = R"(
    SELECT hour, income_minor, expense_minor, sales
    FROM activity_hours WHERE book_id = ?1 AND outlet_id = ?2 AND day = ?3 ORDER BY hour)";

/// book, outlet_id, first day, last day -> income, expense, sales; zeros where there is nothing.
/// pk.
inline constexpr char sum_hours[] = R"(
    SELECT coalesce(sum(income_minor), 0), coalesce(sum(expense_minor), 0), coalesce(sum(sales),
      0)
    FROM activity_hours WHERE book_id = ?1 AND outlet_id = ?2 AND day >= ?3 AND day <= ?4)";

/// book, outlet_id -> committed_at_us of its latest transaction. transactions_by_outlet.
inline constexpr char last_commit_of_outlet[] = R"(
    SELECT committed_at_us
    FROM transactions INDEXED BY transactions_by_outlet WHERE book_id = ?1 AND outlet_id = ?2
    ORDER BY sequence DESC LIMIT 1)";

/// book, outlet_id or zeros, first day, last day -> account_id, code, name, amount, sales; largest
/// first. pk.
inline constexpr char sum_payments[] = R"(
    SELECT a.id, a.code, a.name, sum(p.amount_minor) AS amount, sum(p.sales)
    FROM activity_payments p
    CROSS JOIN accounts a ON a.book_id = p.book_id AND a.id = p.account_id
    WHERE p.book_id = ?1 AND p.outlet_id = ?2 AND p.day >= ?3 AND p.day <= ?4
    GROUP BY p.account_id ORDER BY amount DESC, a.code)";

// Events ----------------------------------------------------------------------------------------

/// book, after, count -> offset, at_us, type, hash, outlet_id, data; by offset. pk.
inline constexpr char list_events[] = R"(
    SELECT offset, at_us, type, hash, outlet_id, data
    FROM events WHERE book_id = ?1 AND offset > ?2 ORDER BY offset LIMIT ?3)";

/// book, offset -> hash. pk.
inline constexpr char find_event_hash[] = R"(
    SELECT hash FROM events WHERE book_id = ?1 AND offset = ?2)";

/// book, sequence -> 0 offset and 1 hash of the event of that act. Both sub-selects by UNIQUE
/// (book_id, sequence), then the primary key.
inline constexpr char find_event_of_act[] = R"(
    SELECT offset, hash FROM events
    WHERE book_id = ?1
      AND offset = coalesce(
          (SELECT offset FROM transactions WHERE book_id = ?1 AND sequence = ?2),
          (SELECT offset FROM settlements WHERE book_id = ?1 AND sequence = ?2)))";

// Verification: everything of a book, streamed --------------------------------------------------

/// book, sequence -> a transaction as it was made: the columns of one as it is now, without
/// settlement and reversal. UNIQUE sequence.
inline constexpr char find_made_transaction[] = R"(
    SELECT id, sequence, offset, pending, date, original_date, kind, description, reference,
      outlet_id, contact_id, made_at_us, committed_at_us, created_by, created_by_name,
      device_id, reverses_id, replaces_id, local_hour, posting_count, tag_count, line_count,
      NULL, NULL, NULL
    FROM transactions WHERE book_id = ?1 AND sequence = ?2)";

/// book, id -> sequence. pk.
inline constexpr char find_sequence[] = R"(
    SELECT sequence FROM transactions WHERE book_id = ?1 AND id = ?2)";

/// book, sequence -> sequence, offset of every transaction after it; by sequence. UNIQUE sequence.
inline constexpr char list_made_after[] = R"(
    SELECT sequence, offset
    FROM transactions WHERE book_id = ?1 AND sequence > ?2 ORDER BY sequence)";

/// book, sequence -> sequence, offset, transaction_id, transaction_sequence, outcome, date,
/// local_hour, at_us, settled_by of every settlement after it; by sequence. pk.
inline constexpr char list_settled_after[] = R"(
    SELECT sequence, offset, transaction_id, transaction_sequence, outcome, date, local_hour,
      at_us, settled_by
    FROM settlements WHERE book_id = ?1 AND sequence > ?2 ORDER BY sequence)";

/// book, sequence -> offset of the transaction or settlement that has it. UNIQUE sequence, pk.
inline constexpr char find_offset[] = R"(
    SELECT offset
    FROM transactions WHERE book_id = ?1 AND sequence = ?2
    UNION ALL SELECT offset
    FROM settlements WHERE book_id = ?1 AND sequence = ?2)";

/// book -> as find_contact. pk.
inline constexpr char list_all_contacts[] = R"(
    SELECT id, code, name, phone, email, note, archived, version
    FROM contacts WHERE book_id = ?1)";

/// book -> outlet_id, day, account_id, debit, credit. pk.
inline constexpr char list_activity_days[] = R"(
    SELECT outlet_id, day, account_id, debit_minor, credit_minor
    FROM activity_days WHERE book_id = ?1)";
/// book -> outlet_id, month, account_id, debit, credit. pk.
inline constexpr char list_activity_months[] = R"(
    SELECT outlet_id, month, account_id, debit_minor, credit_minor
    FROM activity_months WHERE book_id = ?1)";
/// book -> outlet_id, day, hour, income, expense, sales. pk.
inline constexpr char list_activity_hours[] = R"(
    SELECT outlet_id, day, hour, income_minor, expense_minor, sales
    FROM activity_hours WHERE book_id = ?1)";
/// book -> outlet_id, day, account_id, amount, sales. pk.
inline constexpr char list_activity_payments[] = R"(
    SELECT outlet_id, day, account_id, amount_minor, sales
    FROM activity_payments WHERE book_id = ?1)";
/// book -> contact_id, account_id, debit, credit. pk.
inline constexpr char list_contact_balances[] = R"(
    SELECT contact_id, account_id, debit_minor, credit_minor
    FROM contact_balances WHERE book_id = ?1)";
/// book -> account_id, date, sequence, position, amount_minor, transaction_sequence, outlet_id,
/// contact_id. pk.
inline constexpr char list_account_entries[] = R"(
    SELECT account_id, date, sequence, position, amount_minor, transaction_sequence, outlet_id,
      contact_id
    FROM account_entries WHERE book_id = ?1)";
/// book -> how many keys have a result that is no event of their transaction. Along the keys; pk of
/// transactions; UNIQUE transaction_sequence.
inline constexpr char count_keys_astray[] = R"(
    SELECT count(*) FROM idempotency_keys k
    LEFT JOIN transactions t ON t.book_id = k.book_id AND t.id = k.transaction_id
    LEFT JOIN settlements s ON s.book_id = k.book_id AND s.transaction_sequence = t.sequence
    WHERE k.book_id = ?1 AND NOT coalesce(k.offset = t.offset, 0)
      AND NOT coalesce(k.offset = s.offset, 0))";
/// book -> transactions, postings, settlements. Counts along primary keys.
inline constexpr char count_rows[] = R"(
    SELECT (SELECT count(*)
    FROM transactions WHERE book_id = ?1), (SELECT count(*)
    FROM postings WHERE book_id = ?1), (SELECT count(*)
    FROM settlements WHERE book_id = ?1))";

}  // namespace arus::sqlite::queries
