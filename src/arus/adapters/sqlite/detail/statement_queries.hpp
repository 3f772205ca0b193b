// SPDX-License-Identifier: Apache-2.0
#pragma once

// The statements behind reports; see queries.hpp for how to read them.
namespace arus::sqlite::queries {

/// book, account_id, date, sequence, position, amount_minor, transaction_sequence, outlet_id,
/// contact_id
inline constexpr char insert_account_entry[] = R"(
    INSERT INTO account_entries (book_id, account_id, date, sequence, position, amount_minor,
      transaction_sequence, outlet_id, contact_id)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))";

/// book, outlet_id or zeros, first month, last month -> account_id, debit, credit; several an
/// account. pk.
inline constexpr char list_months_between[] = R"(
    SELECT account_id, debit_minor, credit_minor
    FROM activity_months WHERE book_id = ?1 AND outlet_id = ?2 AND month >= ?3 AND month <= ?4)";

/// book, outlet_id or zeros, first day, last day -> account_id, debit, credit; several an account.
/// pk.
inline constexpr char list_days_between[] = R"(
    SELECT account_id, debit_minor, credit_minor
    FROM activity_days WHERE book_id = ?1 AND outlet_id = ?2 AND day >= ?3 AND day <= ?4)";

/// book, sequence -> account_id, direction, amount, date, outlet_id, contact_id, sequence of every
/// posting that took effect after the sequence without being held. UNIQUE sequence, pk of postings:
/// the cost grows with what came after. (About the plus see sum_made_after.)
inline constexpr char list_postings_made_after[] = R"(
    SELECT p.account_id, p.direction, p.amount_minor, t.date, t.outlet_id, t.contact_id, t.sequence
    FROM transactions t
    CROSS JOIN postings p ON p.book_id = t.book_id AND p.sequence = +t.sequence
    WHERE t.book_id = ?1 AND t.sequence > ?2 AND t.pending = 0)";

/// The same for what was held and then posted after the sequence. pk of settlements and postings.
inline constexpr char list_postings_settled_after[] = R"(
    SELECT p.account_id, p.direction, p.amount_minor, s.date, t.outlet_id, t.contact_id, s.sequence
    FROM settlements s
    CROSS JOIN transactions t ON t.book_id = s.book_id AND t.sequence = s.transaction_sequence
    CROSS JOIN postings p ON p.book_id = s.book_id AND p.sequence = +s.transaction_sequence
    WHERE s.book_id = ?1 AND s.sequence > ?2 AND s.outcome = 'posted')";

// Entries of one account: ?1 book, ?2 account_id, ?3 date, ?4 sequence, ?5 position to begin
// behind, ?6 the last date (or, backwards, the first one), ?7 the last sequence known, ?8 outlet: 0
// any, 1 that of ?9, 2 none, ?10 contact: 0 any, 1 that of ?11, 2 none, ?12 side: 0 any, 1 debit,
// -1 credit, ?13 count. The row:
//   0 date, 1 sequence, 2 position, 3 amount_minor, 4 transaction_sequence. pk. Entries that a
//   filter leaves out are walked over.
#define ARUS_ACT                                                                          \
    " t.id, t.kind, t.description, t.reference, t.outlet_id, t.contact_id, t.made_at_us," \
    " t.committed_at_us, t.created_by, t.created_by_name, t.device_id"
#define ARUS_ENTRY                                                                  \
    "SELECT e.date, e.sequence, e.position, e.amount_minor, e.transaction_sequence" \
    " FROM account_entries e"
#define ARUS_ENTRY_FILTERS                                                                     \
    " AND e.sequence <= ?7"                                                                    \
    " AND (?8 = 0 OR (?8 = 1 AND e.outlet_id = ?9) OR (?8 = 2 AND e.outlet_id IS NULL))"       \
    " AND (?10 = 0 OR (?10 = 1 AND e.contact_id = ?11) OR (?10 = 2 AND e.contact_id IS NULL))" \
    " AND (?12 = 0 OR (?12 = 1 AND e.amount_minor > 0) OR (?12 = -1 AND e.amount_minor < 0))"

/// By date, sequence, position.
inline constexpr char list_entries[] = ARUS_ENTRY R"(
    WHERE e.book_id = ?1 AND e.account_id = ?2 AND (e.date, e.sequence, e.position) > (?3, ?4, ?5)
      AND e.date <= ?6)" ARUS_ENTRY_FILTERS R"(
    ORDER BY e.date, e.sequence, e.position LIMIT ?13)";

/// The same backwards.
inline constexpr char list_entries_backwards[] = ARUS_ENTRY R"(
    WHERE e.book_id = ?1 AND e.account_id = ?2 AND (e.date, e.sequence, e.position) < (?3, ?4, ?5)
      AND e.date >= ?6)" ARUS_ENTRY_FILTERS R"(
    ORDER BY e.date DESC, e.sequence DESC, e.position DESC LIMIT ?13)";

#undef ARUS_ENTRY
#undef ARUS_ENTRY_FILTERS

/// book, transaction_sequence, position -> 0 memo, then from 1 what ARUS_ACT gives. UNIQUE
/// sequence; pk of postings.
inline constexpr char find_entry[] = "SELECT p.memo," ARUS_ACT R"(
    FROM transactions t
    CROSS JOIN postings p ON p.book_id = t.book_id AND p.sequence = t.sequence
    WHERE t.book_id = ?1 AND t.sequence = ?2 AND p.position = ?3)";

/// book, account_id -> contact_id, debit, credit. pk.
inline constexpr char list_contacts_of_account[] = R"(
    SELECT contact_id, debit_minor, credit_minor
    FROM contact_balances WHERE book_id = ?1 AND account_id = ?2)";

/// book, account_id -> debit, credit. pk.
inline constexpr char find_account_sums[] = R"(
    SELECT debit_minor, credit_minor FROM balances WHERE book_id = ?1 AND account_id = ?2)";

/// book, id -> code, name. pk.
inline constexpr char find_contact_name[] = R"(
    SELECT code, name FROM contacts WHERE book_id = ?1 AND id = ?2)";

/// book, account_id, first date, last sequence -> date, contact_id, amount_minor. pk.
inline constexpr char list_entries_since[] = R"(
    SELECT date, contact_id, amount_minor
    FROM account_entries
    WHERE book_id = ?1 AND account_id = ?2 AND date >= ?3 AND sequence <= ?4)";

// Acts that count, by sequence: book, after, to, count -> 0 sequence, 1 date, 2 sequence under
// which the postings are stored, then from 3 what ARUS_ACT gives.

/// Posted when they were made. UNIQUE sequence.
inline constexpr char list_acts_made[] = "SELECT t.sequence, t.date, t.sequence," ARUS_ACT R"(
    FROM transactions t
    WHERE t.book_id = ?1 AND t.sequence > ?2 AND t.sequence <= ?3 AND t.pending = 0
    ORDER BY t.sequence LIMIT ?4)";

/// Held, then posted. pk of settlements; UNIQUE sequence.
inline constexpr char list_acts_settled[] =
    "SELECT s.sequence, s.date, s.transaction_sequence," ARUS_ACT R"(
    FROM settlements s
    CROSS JOIN transactions t ON t.book_id = s.book_id AND t.sequence = s.transaction_sequence
    WHERE s.book_id = ?1 AND s.sequence > ?2 AND s.sequence <= ?3 AND s.outcome = 'posted'
    ORDER BY s.sequence LIMIT ?4)";

#undef ARUS_ACT

/// book, sequence -> account_id, direction, amount_minor; by position. pk.
inline constexpr char list_posting_amounts[] = R"(
    SELECT account_id, direction, amount_minor
    FROM postings WHERE book_id = ?1 AND sequence = ?2 ORDER BY position)";

}  // namespace arus::sqlite::queries
