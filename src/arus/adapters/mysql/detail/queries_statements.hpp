// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements behind reports; see queries_read.hpp for how to read them. The `_text` pieces are
// completed by TextFormatter, several statements in one text, so that a report takes a fixed number
// of round trips however many columns or accounts it has.
namespace arus::mysql::queries {

/// + book AND outlet_id IN (…) AND month >= … AND month <= … + sum_range_group -> outlet_id,
/// account_id, debit, credit. pk, a range for each outlet.
inline constexpr char sum_months_text[] =
    "SELECT outlet_id, account_id, CAST(SUM(debit_minor) AS SIGNED),"
    " CAST(SUM(credit_minor) AS SIGNED) FROM activity_months WHERE book_id = ";
/// The same of days.
inline constexpr char sum_days_text[] =
    "SELECT outlet_id, account_id, CAST(SUM(debit_minor) AS SIGNED),"
    " CAST(SUM(credit_minor) AS SIGNED) FROM activity_days WHERE book_id = ";
inline constexpr char sum_range_group[] = " GROUP BY outlet_id, account_id;";
/// The same of one month or day, which has each account once: nothing to add up.
inline constexpr char list_month_text[] =
    "SELECT outlet_id, account_id, debit_minor, credit_minor FROM activity_months WHERE book_id = ";
inline constexpr char list_day_text[] =
    "SELECT outlet_id, account_id, debit_minor, credit_minor FROM activity_days WHERE book_id = ";

/// book, sequence -> account_id, date, outlet_id, contact_id, debit, credit of the postings that
/// took effect after the sequence without being held. pk of both: the cost grows with what came
/// after.
inline constexpr char sum_postings_made_after[] = R"(
    SELECT p.account_id, t.date, t.outlet_id, t.contact_id,
      CAST(SUM(CASE p.direction WHEN 'debit' THEN p.amount_minor ELSE 0 END) AS SIGNED),
      CAST(SUM(CASE p.direction WHEN 'debit' THEN 0 ELSE p.amount_minor END) AS SIGNED)
    FROM transactions t FORCE INDEX (PRIMARY)
    STRAIGHT_JOIN postings p FORCE INDEX (PRIMARY)
      ON p.book_id = t.book_id AND p.sequence = t.sequence
    WHERE t.book_id = ? AND t.sequence > ? AND t.pending = 0
    GROUP BY p.account_id, t.date, t.outlet_id, t.contact_id)";

/// The same for what was held and then posted after the sequence. pk of all three.
inline constexpr char sum_postings_settled_after[] = R"(
    SELECT p.account_id, s.date, t.outlet_id, t.contact_id,
      CAST(SUM(CASE p.direction WHEN 'debit' THEN p.amount_minor ELSE 0 END) AS SIGNED),
      CAST(SUM(CASE p.direction WHEN 'debit' THEN 0 ELSE p.amount_minor END) AS SIGNED)
    FROM settlements s FORCE INDEX (PRIMARY)
    STRAIGHT_JOIN transactions t FORCE INDEX (PRIMARY)
      ON t.book_id = s.book_id AND t.sequence = s.transaction_sequence
    STRAIGHT_JOIN postings p FORCE INDEX (PRIMARY)
      ON p.book_id = s.book_id AND p.sequence = s.transaction_sequence
    WHERE s.book_id = ? AND s.sequence > ? AND s.outcome = 'posted'
    GROUP BY p.account_id, s.date, t.outlet_id, t.contact_id)";

#define ARUS_ACT                                                                          \
    " t.id, t.kind, t.description, t.reference, t.outlet_id, t.contact_id, t.made_at_us," \
    " t.committed_at_us, t.created_by, t.created_by_name, t.device_id"

/// Entries of some accounts: list_entries_text, then for each account list_keys_text + book AND
/// e.account_id = … and the rest of the key, filters, an order, LIMIT … and a bracket, with UNION
/// ALL between them, then all_keys, an order, LIMIT …, rest_of_entries + book, an order -> 0 date,
/// 1 sequence, 2 position, 3 amount_minor, 4 account_id, 5 memo, then from 6 what ARUS_ACT gives.
/// pk; pk of postings and transactions.
inline constexpr char list_entries_text[] =
    "SELECT e.date, e.sequence, e.position, e.amount_minor, e.account_id, p.memo," ARUS_ACT
    " FROM (SELECT * FROM (";
inline constexpr char list_keys_text[] =
    "(SELECT e.date, e.sequence, e.position, e.amount_minor, e.account_id, e.transaction_sequence"
    " FROM account_entries e FORCE INDEX (PRIMARY) WHERE e.book_id = ";
inline constexpr char all_keys[] = ") e";
inline constexpr char rest_of_entries[] =
    ") e STRAIGHT_JOIN transactions t ON t.sequence = e.transaction_sequence"
    " STRAIGHT_JOIN postings p ON p.book_id = t.book_id AND p.sequence = t.sequence"
    " AND p.position = e.position WHERE t.book_id = ";
inline constexpr char entries_oldest_first[] = " ORDER BY e.date, e.sequence, e.position";
inline constexpr char entries_newest_first[] =
    " ORDER BY e.date DESC, e.sequence DESC, e.position DESC";

/// + CASE … END of the date + sum_entries_of_text + book AND account_id IN (…) AND sequence <= …
/// AND date >= … + sum_entries_group -> that day, contact_id, debit, credit. pk, a range for each
/// account.
inline constexpr char sum_entries_text[] = "SELECT ";
inline constexpr char sum_entries_of_text[] =
    " AS day, contact_id,"
    " CAST(SUM(CASE WHEN amount_minor > 0 THEN amount_minor ELSE 0 END) AS SIGNED),"
    " CAST(SUM(CASE WHEN amount_minor < 0 THEN -amount_minor ELSE 0 END) AS SIGNED)"
    " FROM account_entries FORCE INDEX (PRIMARY) WHERE book_id = ";
inline constexpr char sum_entries_group[] = " GROUP BY day, contact_id";

/// + book AND account_id IN (…) -> debit, credit of these accounts together, never NULL. pk.
inline constexpr char sum_balances_text[] =
    "SELECT CAST(COALESCE(SUM(debit_minor), 0) AS SIGNED),"
    " CAST(COALESCE(SUM(credit_minor), 0) AS SIGNED) FROM balances WHERE book_id = ";

/// + book AND account_id IN (…) + sum_balances_group -> contact_id, debit, credit of these accounts
/// together. pk, a range for each account.
inline constexpr char sum_balances_of_contacts_text[] =
    ";SELECT contact_id, CAST(SUM(debit_minor) AS SIGNED), CAST(SUM(credit_minor) AS SIGNED)"
    " FROM contact_balances WHERE book_id = ";
inline constexpr char sum_balances_group[] = " GROUP BY contact_id;";

/// + book AND id IN (…) -> id, code, name. pk.
inline constexpr char list_contact_names_text[] =
    "SELECT id, code, name FROM contacts WHERE book_id = ";

/// Acts that count, by sequence: book, after, to, count -> 0 sequence, 1 date, 2 sequence under
/// which the postings are stored, then from 3 what ARUS_ACT gives. Posted when they were made. pk.
inline constexpr char list_acts_made[] = "SELECT t.sequence, t.date, t.sequence," ARUS_ACT R"(
    FROM transactions t FORCE INDEX (PRIMARY)
    WHERE t.book_id = ? AND t.sequence > ? AND t.sequence <= ? AND t.pending = 0
    ORDER BY t.sequence LIMIT ?)";

/// Held, then posted. pk of both.
inline constexpr char list_acts_settled[] =
    "SELECT s.sequence, s.date, s.transaction_sequence," ARUS_ACT R"(
    FROM settlements s FORCE INDEX (PRIMARY)
    STRAIGHT_JOIN transactions t FORCE INDEX (PRIMARY)
      ON t.book_id = s.book_id AND t.sequence = s.transaction_sequence
    WHERE s.book_id = ? AND s.sequence > ? AND s.sequence <= ? AND s.outcome = 'posted'
    ORDER BY s.sequence LIMIT ?)";

#undef ARUS_ACT

/// + book AND sequence IN (…) + posting_amounts_order -> sequence, account_id, direction,
/// amount_minor; by sequence and position. pk.
inline constexpr char list_posting_amounts_text[] =
    "SELECT sequence, account_id, direction, amount_minor FROM postings FORCE INDEX (PRIMARY)"
    " WHERE book_id = ";
inline constexpr char posting_amounts_order[] = " ORDER BY sequence, position";

}  // namespace arus::mysql::queries
