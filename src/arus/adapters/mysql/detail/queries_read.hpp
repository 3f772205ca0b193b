// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements that read the ledger. Each says its parameters in order, the row it gives and the
// index that serves it; "pk" is the table's primary key. Prepared, unless it ends in `_text`: such
// a piece is completed by TextFormatter with a list of integers or 16-byte literals, because a list
// has no fixed number of parameters. Sums are cast, since the server adds BIGINT up as DECIMAL.
namespace arus::mysql::queries {

// Books -----------------------------------------------------------------------------------------

/// book -> sequence, offset, hash, version, writer, epoch, at_us. pk.
inline constexpr char find_head[] = R"(
    SELECT sequence, `offset`, hash, version, writer, epoch, at_us
    FROM book_heads WHERE book_id = ?)";

/// book -> id, name, currency, exponent, time_zone, fiscal_year_start, lock_date, chart_template,
/// created_at_us. pk.
inline constexpr char find_book[] = R"(
    SELECT id, name, currency, exponent, time_zone, fiscal_year_start, lock_date,
      chart_template, created_at_us
    FROM books WHERE id = ?)";

/// book -> the columns of find_book, then those of find_head. pk of both.
inline constexpr char find_book_and_head[] = R"(
    SELECT b.id, b.name, b.currency, b.exponent, b.time_zone, b.fiscal_year_start, b.lock_date,
      b.chart_template, b.created_at_us,
      h.sequence, h.`offset`, h.hash, h.version, h.writer, h.epoch, h.at_us
    FROM books b STRAIGHT_JOIN book_heads h ON h.book_id = b.id WHERE b.id = ?)";

/// -> id; by id. Scans heads, which are few.
inline constexpr char list_books[] = "SELECT book_id FROM book_heads ORDER BY book_id";

// The chart -------------------------------------------------------------------------------------

/// book -> id, code, name, type, subtype, parent_id, min_balance_minor, archived, version; by code.
/// Index of UNIQUE code.
inline constexpr char list_accounts[] = R"(
    SELECT id, code, name, type, subtype, parent_id, min_balance_minor, archived, version
    FROM accounts WHERE book_id = ? ORDER BY code)";

/// book -> id, code, name, archived, version; by code. Index of UNIQUE code.
inline constexpr char list_outlets[] = R"(
    SELECT id, code, name, archived, version FROM outlets WHERE book_id = ? ORDER BY code)";

/// book, after_code, count -> id, code, name, phone, email, note, archived, version; by code. Index
/// of UNIQUE code.
inline constexpr char list_contacts[] = R"(
    SELECT id, code, name, phone, email, note, archived, version
    FROM contacts WHERE book_id = ? AND code > ? ORDER BY code LIMIT ?)";

// Transactions: one and some --------------------------------------------------------------------

// The row of a transaction:
//  0 id, 1 sequence, 2 offset of the event that shows it, 3 pending (as made), 4 date,
//  5 original_date, 6 kind, 7 description, 8 reference, 9 outlet_id, 10 contact_id, 11 made_at_us,
//  12 committed_at_us, 13 created_by, 14 created_by_name, 15 device_id, 16 reverses_id,
//  17 replaces_id, 18 local_hour, 19 posting_count, 20 tag_count, 21 line_count,
//  22 settled_sequence, 23 outcome, 24 reversed_by_id, 25 hash of that event
#define ARUS_TRANSACTION_NOW                                                              \
    "SELECT t.id, t.sequence, COALESCE(s.`offset`, t.`offset`), t.pending,"               \
    " COALESCE(s.date, t.date), t.original_date, t.kind, t.description, t.reference,"     \
    " t.outlet_id, t.contact_id, t.made_at_us, t.committed_at_us, t.created_by,"          \
    " t.created_by_name, t.device_id, t.reverses_id, t.replaces_id,"                      \
    " CASE WHEN s.sequence IS NULL THEN t.local_hour ELSE s.local_hour END,"              \
    " t.posting_count, t.tag_count, t.line_count, s.sequence, s.outcome, r.id, e.hash"    \
    " FROM transactions t"                                                                \
    " LEFT JOIN settlements s FORCE INDEX (settlements_by_transaction)"                   \
    " ON t.pending = 1 AND s.book_id = t.book_id AND s.transaction_sequence = t.sequence" \
    " LEFT JOIN transactions r FORCE INDEX (transactions_by_reversed)"                    \
    " ON r.book_id = t.book_id AND r.reverses_id = t.id"                                  \
    " LEFT JOIN events e"                                                                 \
    " ON e.book_id = t.book_id AND e.`offset` = COALESCE(s.`offset`, t.`offset`)"
#define ARUS_TRANSACTION_MADE                                                           \
    "SELECT id, sequence, `offset`, pending, date, original_date, kind, description,"   \
    " reference, outlet_id, contact_id, made_at_us, committed_at_us, created_by,"       \
    " created_by_name, device_id, reverses_id, replaces_id, local_hour, posting_count," \
    " tag_count, line_count, NULL, NULL, NULL, NULL FROM transactions"

/// Completed with a book and sequences: those transactions as they are now. pk of transactions and
/// events, settlements_by_transaction, transactions_by_reversed.
inline constexpr char list_transactions_text[] = ARUS_TRANSACTION_NOW " WHERE t.book_id = ";
/// The same as they were made, without settlement, reversal and hash. pk.
inline constexpr char list_made_text[] = ARUS_TRANSACTION_MADE " WHERE book_id = ";

#undef ARUS_TRANSACTION_NOW
#undef ARUS_TRANSACTION_MADE

/// Completed with a book and sequences -> sequence, account_id, code, name, direction,
/// amount_minor, memo; by sequence and position. pk; pk of accounts.
inline constexpr char list_postings_text[] = R"(
    SELECT p.sequence, p.account_id, a.code, a.name, p.direction, p.amount_minor, p.memo
    FROM postings p LEFT JOIN accounts a ON a.book_id = p.book_id AND a.id = p.account_id
    WHERE p.book_id = )";
inline constexpr char list_postings_order[] = " ORDER BY p.sequence, p.position";

/// Completed with a book and sequences -> sequence, tag; by sequence and position. pk.
inline constexpr char list_tags_text[] =
    "SELECT sequence, tag FROM transaction_tags WHERE book_id = ";
/// Completed with a book and sequences -> sequence, name, quantity, amount_minor; by sequence and
/// position. pk.
inline constexpr char list_lines_text[] =
    "SELECT sequence, name, quantity, amount_minor FROM receipt_lines WHERE book_id = ";
inline constexpr char list_parts_order[] = " ORDER BY sequence, position";

/// Completed with a book and a list of ids, or a single one -> sequence, id. transactions_by_id.
inline constexpr char list_sequences_text[] =
    "SELECT sequence, id FROM transactions WHERE book_id = ";
/// Completed with a book and an id -> its sequence, for a comparison. transactions_by_id.
inline constexpr char sequence_of_text[] = "(SELECT sequence FROM transactions WHERE book_id = ";

// Transactions: lists ---------------------------------------------------------------------------
//
// A list walks one index backwards, some hundred candidates at a time, and looks at each in C++
// until the page is full; then the page's transactions are read by sequence. By sequence: book, key
// of the index (where it has one), sequence below, lowest sequence, count. The row:
//   0 sequence, 1 date, 2 outlet_id, 3 contact_id, 4 kind, 5 pending, 6 outcome, 7 created_by,
//   8 late, 9 amount_minor, 10 reference, 11 description, 12 posting_count
#define ARUS_CANDIDATE(day)                                                     \
    "SELECT t.sequence, " day                                                   \
    ", t.outlet_id, t.contact_id, t.kind, t.pending, s.outcome, t.created_by,"  \
    " t.original_date IS NOT NULL, t.amount_minor, t.reference, t.description," \
    " t.posting_count"
#define ARUS_SETTLEMENT_OF_T                                            \
    " LEFT JOIN settlements s FORCE INDEX (settlements_by_transaction)" \
    " ON t.pending = 1 AND s.book_id = t.book_id AND s.transaction_sequence = t.sequence"
#define ARUS_DATE_NOW "COALESCE(s.date, t.date)"

/// pk.
inline constexpr char scan_all[] = ARUS_CANDIDATE(ARUS_DATE_NOW) R"(
    FROM transactions t FORCE INDEX (PRIMARY))" ARUS_SETTLEMENT_OF_T R"(
    WHERE t.book_id = ? AND t.sequence < ? AND t.sequence >= ?
    ORDER BY t.sequence DESC LIMIT ?)";

/// Key: outlet_id. transactions_by_outlet.
inline constexpr char scan_outlet[] = ARUS_CANDIDATE(ARUS_DATE_NOW) R"(
    FROM transactions t FORCE INDEX (transactions_by_outlet))" ARUS_SETTLEMENT_OF_T R"(
    WHERE t.book_id = ? AND t.outlet_id = ? AND t.sequence < ? AND t.sequence >= ?
    ORDER BY t.sequence DESC LIMIT ?)";

/// Key: contact_id. transactions_by_contact.
inline constexpr char scan_contact[] = ARUS_CANDIDATE(ARUS_DATE_NOW) R"(
    FROM transactions t FORCE INDEX (transactions_by_contact))" ARUS_SETTLEMENT_OF_T R"(
    WHERE t.book_id = ? AND t.contact_id = ? AND t.sequence < ? AND t.sequence >= ?
    ORDER BY t.sequence DESC LIMIT ?)";

/// Made as pending, or booked on another day than asked for. transactions_by_exception.
inline constexpr char scan_exceptions[] = ARUS_CANDIDATE(ARUS_DATE_NOW) R"(
    FROM transactions t FORCE INDEX (transactions_by_exception))" ARUS_SETTLEMENT_OF_T R"(
    WHERE t.book_id = ? AND t.exceptional = 1 AND t.sequence < ? AND t.sequence >= ?
    ORDER BY t.sequence DESC LIMIT ?)";

/// Key: account_id. postings_by_account, then pk. One row a posting.
inline constexpr char scan_account[] = ARUS_CANDIDATE(ARUS_DATE_NOW)
    " FROM postings p FORCE INDEX (postings_by_account)"
    " STRAIGHT_JOIN transactions t ON t.book_id = p.book_id AND t.sequence = p.sequence"
    ARUS_SETTLEMENT_OF_T
    " WHERE p.book_id = ? AND p.account_id = ? AND p.sequence < ? AND p.sequence >= ?"
    " ORDER BY p.sequence DESC LIMIT ?";

/// Key: tag. transaction_tags_by_tag, then pk. One row a tag.
inline constexpr char scan_tag[] = ARUS_CANDIDATE(ARUS_DATE_NOW)
    " FROM transaction_tags g FORCE INDEX (transaction_tags_by_tag)"
    " STRAIGHT_JOIN transactions t ON t.book_id = g.book_id AND t.sequence = g.sequence"
    ARUS_SETTLEMENT_OF_T
    " WHERE g.book_id = ? AND g.tag = ? AND g.sequence < ? AND g.sequence >= ?"
    " ORDER BY g.sequence DESC LIMIT ?";

// By date a list goes on in two steps: the rest of the day where it stopped, then earlier days. In
// one statement, with OR, the server may sort the whole range again for every chunk.

/// Book, date, sequence below, count: on one day, what was never settled. transactions_by_date.
inline constexpr char scan_day[] = ARUS_CANDIDATE("t.date") R"(
    FROM transactions t FORCE INDEX (transactions_by_date))" ARUS_SETTLEMENT_OF_T R"(
    WHERE t.book_id = ? AND t.date = ? AND t.sequence < ? AND s.sequence IS NULL
    ORDER BY t.sequence DESC LIMIT ?)";
/// Book, date below, first date, count: the same over days. transactions_by_date.
inline constexpr char scan_days[] = ARUS_CANDIDATE("t.date") R"(
    FROM transactions t FORCE INDEX (transactions_by_date))" ARUS_SETTLEMENT_OF_T R"(
    WHERE t.book_id = ? AND t.date < ? AND t.date >= ? AND s.sequence IS NULL
    ORDER BY t.date DESC, t.sequence DESC LIMIT ?)";

/// The same two for what was settled, under its new date. settlements_by_date, then pk.
inline constexpr char scan_settled_day[] = ARUS_CANDIDATE("s.date") R"(
    FROM settlements s FORCE INDEX (settlements_by_date)
    STRAIGHT_JOIN transactions t ON t.book_id = s.book_id AND t.sequence = s.transaction_sequence
    WHERE s.book_id = ? AND s.date = ? AND s.transaction_sequence < ?
    ORDER BY s.transaction_sequence DESC LIMIT ?)";
inline constexpr char scan_settled_days[] = ARUS_CANDIDATE("s.date") R"(
    FROM settlements s FORCE INDEX (settlements_by_date)
    STRAIGHT_JOIN transactions t ON t.book_id = s.book_id AND t.sequence = s.transaction_sequence
    WHERE s.book_id = ? AND s.date < ? AND s.date >= ?
    ORDER BY s.date DESC, s.transaction_sequence DESC LIMIT ?)";

#undef ARUS_CANDIDATE
#undef ARUS_SETTLEMENT_OF_T
#undef ARUS_DATE_NOW

/// Completed with a book, a list of sequences, an account -> sequence of those that have such a
/// posting. postings_by_account.
inline constexpr char having_account_text[] =
    "SELECT DISTINCT sequence FROM postings FORCE INDEX (postings_by_account) WHERE book_id = ";
/// Completed with a book, a list of sequences, an amount -> sequence of those of which one posting
/// has the amount. pk.
inline constexpr char having_amount_text[] =
    "SELECT DISTINCT sequence FROM postings FORCE INDEX (PRIMARY) WHERE book_id = ";

/// book -> its first and last date, or nulls. transactions_by_date, two look-ups.
inline constexpr char dates_of_book[] =
    "SELECT MIN(date), MAX(date) FROM transactions FORCE INDEX (transactions_by_date)"
    " WHERE book_id = ?";
/// Completed with a book and a date, one for each day behind UNION ALL -> lowest and highest
/// sequence of what was made with the date, or nulls. transactions_by_date, two look-ups each,
/// where one statement for all days would read the whole range.
inline constexpr char sequences_of_day_text[] =
    "SELECT MIN(sequence), MAX(sequence) FROM transactions FORCE INDEX (transactions_by_date)"
    " WHERE book_id = ";
inline constexpr char and_another[] = " UNION ALL ";
/// book, first date, last date -> lowest and highest sequence of what was settled into them.
/// settlements_by_date.
inline constexpr char settled_sequences_between[] = R"(
    SELECT MIN(transaction_sequence), MAX(transaction_sequence)
    FROM settlements FORCE INDEX (settlements_by_date)
    WHERE book_id = ? AND date >= ? AND date <= ?)";

// Balances --------------------------------------------------------------------------------------

/// book -> account_id, debit, credit, pending_debit, pending_credit. pk.
inline constexpr char list_balances[] = R"(
    SELECT account_id, debit_minor, credit_minor, pending_debit_minor, pending_credit_minor
    FROM balances WHERE book_id = ?)";

/// book, outlet_id or zeros, first month, last month -> account_id, debit, credit. pk.
inline constexpr char sum_months[] = R"(
    SELECT account_id, CAST(SUM(debit_minor) AS SIGNED), CAST(SUM(credit_minor) AS SIGNED)
    FROM activity_months WHERE book_id = ? AND outlet_id = ? AND month >= ? AND month <= ?
    GROUP BY account_id)";

/// book, outlet_id or zeros, first day, last day -> account_id, debit, credit. pk.
inline constexpr char sum_days[] = R"(
    SELECT account_id, CAST(SUM(debit_minor) AS SIGNED), CAST(SUM(credit_minor) AS SIGNED)
    FROM activity_days WHERE book_id = ? AND outlet_id = ? AND day >= ? AND day <= ?
    GROUP BY account_id)";

/// book, sequence, first date, last date, outlet_id or null twice -> account_id, direction, sum of
/// the postings that took effect after the sequence without being held. pk of both:
/// the cost grows with what came after.
inline constexpr char sum_made_after[] = R"(
    SELECT p.account_id, p.direction, CAST(SUM(p.amount_minor) AS SIGNED)
    FROM transactions t FORCE INDEX (PRIMARY)
    STRAIGHT_JOIN postings p FORCE INDEX (PRIMARY)
      ON p.book_id = t.book_id AND p.sequence = t.sequence
    WHERE t.book_id = ? AND t.sequence > ? AND t.pending = 0 AND t.date >= ? AND t.date <= ?
      AND (? IS NULL OR t.outlet_id = ?)
    GROUP BY p.account_id, p.direction)";

/// The same for what was held before or after and posted after the sequence. pk of all three.
inline constexpr char sum_settled_after[] = R"(
    SELECT p.account_id, p.direction, CAST(SUM(p.amount_minor) AS SIGNED)
    FROM settlements s FORCE INDEX (PRIMARY)
    STRAIGHT_JOIN transactions t FORCE INDEX (PRIMARY)
      ON t.book_id = s.book_id AND t.sequence = s.transaction_sequence
    STRAIGHT_JOIN postings p FORCE INDEX (PRIMARY)
      ON p.book_id = s.book_id AND p.sequence = s.transaction_sequence
    WHERE s.book_id = ? AND s.sequence > ? AND s.outcome = 'posted'
      AND s.date >= ? AND s.date <= ? AND (? IS NULL OR t.outlet_id = ?)
    GROUP BY p.account_id, p.direction)";

// The dashboard ---------------------------------------------------------------------------------

/// Completed with a book, an outlet_id or zeros, a list of days -> day, hour, income, expense,
/// sales; by day and hour. pk.
inline constexpr char list_hours_text[] = R"(
    SELECT day, hour, income_minor, expense_minor, sales
    FROM activity_hours WHERE book_id = )";
inline constexpr char list_hours_order[] = " ORDER BY day, hour";

/// book -> the columns of list_outlets, then committed_at_us of the outlet's latest transaction or
/// null, of every outlet that is not archived; by code. UNIQUE code, transactions_by_outlet.
inline constexpr char list_outlets_with_last[] = R"(
    SELECT o.id, o.code, o.name, o.archived, o.version,
      (SELECT t.committed_at_us
       FROM transactions t FORCE INDEX (transactions_by_outlet)
       WHERE t.book_id = o.book_id AND t.outlet_id = o.id ORDER BY t.sequence DESC LIMIT 1)
    FROM outlets o WHERE o.book_id = ? AND o.archived = 0 ORDER BY o.code)";

/// Completed with a book, a list of outlets, a first and a last day -> outlet_id, income, expense,
/// sales. pk, a range for each outlet.
inline constexpr char sum_hours_text[] = R"(
    SELECT outlet_id, CAST(SUM(income_minor) AS SIGNED), CAST(SUM(expense_minor) AS SIGNED),
      CAST(SUM(sales) AS SIGNED)
    FROM activity_hours WHERE book_id = )";
inline constexpr char sum_hours_group[] = " GROUP BY outlet_id";

/// book, outlet_id or zeros, first day, last day -> account_id, code, name, amount, sales; largest
/// first. pk.
inline constexpr char sum_payments[] = R"(
    SELECT a.id, a.code, a.name, p.amount, p.sales
    FROM (SELECT book_id, account_id, CAST(SUM(amount_minor) AS SIGNED) AS amount,
            CAST(SUM(sales) AS SIGNED) AS sales
          FROM activity_payments
          WHERE book_id = ? AND outlet_id = ? AND day >= ? AND day <= ?
          GROUP BY book_id, account_id) p
    STRAIGHT_JOIN accounts a ON a.book_id = p.book_id AND a.id = p.account_id
    ORDER BY p.amount DESC, a.code)";

// Events ----------------------------------------------------------------------------------------

/// book, after, count -> offset, at_us, type, hash, outlet_id, data; by offset. pk.
inline constexpr char list_events[] = R"(
    SELECT `offset`, at_us, type, hash, outlet_id, data
    FROM events WHERE book_id = ? AND `offset` > ? ORDER BY `offset` LIMIT ?)";

/// book, offset -> hash. pk.
inline constexpr char find_event_hash[] = R"(
    SELECT hash FROM events WHERE book_id = ? AND `offset` = ?)";

/// book, book, sequence, book, sequence -> offset and hash of the event of that act. pk of
/// all three.
inline constexpr char find_event_of_act[] = R"(
    SELECT `offset`, hash FROM events
    WHERE book_id = ?
      AND `offset` = COALESCE(
          (SELECT `offset` FROM transactions WHERE book_id = ? AND sequence = ?),
          (SELECT `offset` FROM settlements WHERE book_id = ? AND sequence = ?)))";

// Verification: everything of a book, in chunks -------------------------------------------------

/// book, sequence, count -> sequence, posting_count of the transactions after it; by sequence. pk.
inline constexpr char list_made_after[] = R"(
    SELECT sequence, posting_count
    FROM transactions FORCE INDEX (PRIMARY)
    WHERE book_id = ? AND sequence > ? ORDER BY sequence LIMIT ?)";

/// book, sequence, count -> sequence, offset, transaction_id, transaction_sequence, outcome, date,
/// local_hour, at_us, settled_by of the settlements after it; by sequence. pk.
inline constexpr char list_settled_after[] = R"(
    SELECT sequence, `offset`, transaction_id, transaction_sequence, outcome, date, local_hour,
      at_us, settled_by
    FROM settlements FORCE INDEX (PRIMARY)
    WHERE book_id = ? AND sequence > ? ORDER BY sequence LIMIT ?)";

/// book, sequence, book, sequence -> offset of the transaction or settlement that has it. pk.
inline constexpr char find_offset[] = R"(
    SELECT `offset` FROM transactions WHERE book_id = ? AND sequence = ?
    UNION ALL
    SELECT `offset` FROM settlements WHERE book_id = ? AND sequence = ?)";

// Tables of sums are read along their primary keys of three parts a, b, c behind the book: after a
// key of (a, b, c), given as book, a, a, b, a, b, c, then count. Begin with sixteen zero bytes and
// numbers below all others; a first row that equals this beginning does not exist, for an hour is
// at least -1 and an account is not all zeros.

/// -> outlet_id, day, account_id, debit, credit
inline constexpr char list_activity_days[] = R"(
    SELECT outlet_id, day, account_id, debit_minor, credit_minor
    FROM activity_days
    WHERE book_id = ? AND (outlet_id > ? OR (outlet_id = ? AND day > ?)
      OR (outlet_id = ? AND day = ? AND account_id > ?))
    ORDER BY outlet_id, day, account_id LIMIT ?)";
/// -> outlet_id, month, account_id, debit, credit
inline constexpr char list_activity_months[] = R"(
    SELECT outlet_id, month, account_id, debit_minor, credit_minor
    FROM activity_months
    WHERE book_id = ? AND (outlet_id > ? OR (outlet_id = ? AND month > ?)
      OR (outlet_id = ? AND month = ? AND account_id > ?))
    ORDER BY outlet_id, month, account_id LIMIT ?)";
/// -> outlet_id, day, hour, income, expense, sales
inline constexpr char list_activity_hours[] = R"(
    SELECT outlet_id, day, hour, income_minor, expense_minor, sales
    FROM activity_hours
    WHERE book_id = ? AND (outlet_id > ? OR (outlet_id = ? AND day > ?)
      OR (outlet_id = ? AND day = ? AND hour > ?))
    ORDER BY outlet_id, day, hour LIMIT ?)";
/// -> outlet_id, day, account_id, amount, sales
inline constexpr char list_activity_payments[] = R"(
    SELECT outlet_id, day, account_id, amount_minor, sales
    FROM activity_payments
    WHERE book_id = ? AND (outlet_id > ? OR (outlet_id = ? AND day > ?)
      OR (outlet_id = ? AND day = ? AND account_id > ?))
    ORDER BY outlet_id, day, account_id LIMIT ?)";

/// book, account, account, contact, count -> account_id, contact_id, debit, credit of what comes
/// after that key; by key. pk.
inline constexpr char list_contact_balances[] = R"(
    SELECT account_id, contact_id, debit_minor, credit_minor
    FROM contact_balances
    WHERE book_id = ? AND (account_id > ? OR (account_id = ? AND contact_id > ?))
    ORDER BY account_id, contact_id LIMIT ?)";

/// book, account, date, sequence, position, count; book, account, date, sequence, count; book,
/// account, date, count; count -> date, sequence, position, amount_minor, transaction_sequence,
/// outlet_id, contact_id of the entries that come after that key; by key. pk: three ranges, because
/// one of them with OR would be sorted whole.
inline constexpr char list_account_entries[] = R"(
    (SELECT date, sequence, position, amount_minor, transaction_sequence, outlet_id, contact_id
     FROM account_entries FORCE INDEX (PRIMARY)
     WHERE book_id = ? AND account_id = ? AND date = ? AND sequence = ? AND position > ?
     ORDER BY position LIMIT ?)
    UNION ALL
    (SELECT date, sequence, position, amount_minor, transaction_sequence, outlet_id, contact_id
     FROM account_entries FORCE INDEX (PRIMARY)
     WHERE book_id = ? AND account_id = ? AND date = ? AND sequence > ?
     ORDER BY sequence, position LIMIT ?)
    UNION ALL
    (SELECT date, sequence, position, amount_minor, transaction_sequence, outlet_id, contact_id
     FROM account_entries FORCE INDEX (PRIMARY)
     WHERE book_id = ? AND account_id = ? AND date > ?
     ORDER BY date, sequence, position LIMIT ?)
    ORDER BY date, sequence, position LIMIT ?)";
/// book -> account_id of those that have entries. pk, one look for each account.
inline constexpr char list_accounts_with_entries[] =
    "SELECT DISTINCT account_id FROM account_entries WHERE book_id = ?";
/// book -> how many keys have a result that is no event of their transaction. pk;
/// transactions_by_id, settlements_by_transaction.
inline constexpr char count_keys_astray[] = R"(
    SELECT COUNT(*) FROM idempotency_keys k
    LEFT JOIN transactions t ON t.book_id = k.book_id AND t.id = k.transaction_id
    LEFT JOIN settlements s ON s.book_id = k.book_id AND s.transaction_sequence = t.sequence
    WHERE k.book_id = ? AND NOT COALESCE(k.`offset` = t.`offset`, 0)
      AND NOT COALESCE(k.`offset` = s.`offset`, 0))";

/// book three times -> transactions, postings, settlements. Counts along primary keys.
inline constexpr char count_rows[] = R"(
    SELECT (SELECT COUNT(*) FROM transactions WHERE book_id = ?),
      (SELECT COUNT(*) FROM postings WHERE book_id = ?),
      (SELECT COUNT(*) FROM settlements WHERE book_id = ?))";

}  // namespace arus::mysql::queries
