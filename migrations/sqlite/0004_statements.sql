-- SPDX-License-Identifier: Apache-2.0
-- The postings that count, by account and the day they count on: what a general ledger, an explanation of a figure and the
-- age of receivables read. A held posting enters when it is settled, on the day of the settlement; nothing leaves.

CREATE TABLE account_entries (
    book_id              BLOB    NOT NULL,
    account_id           BLOB    NOT NULL CHECK (length(account_id) = 16),
    date                 INTEGER NOT NULL,
    sequence             INTEGER NOT NULL, -- of the act that made it count
    position             INTEGER NOT NULL CHECK (position BETWEEN 0 AND 199),
    amount_minor         INTEGER NOT NULL CHECK (amount_minor <> 0), -- a debit is positive
    transaction_sequence INTEGER NOT NULL,
    outlet_id            BLOB    CHECK (length(outlet_id) = 16),
    contact_id           BLOB    CHECK (length(contact_id) = 16),
    PRIMARY KEY (book_id, account_id, date, sequence, position)
) STRICT, WITHOUT ROWID;

INSERT INTO account_entries (book_id, account_id, date, sequence, position, amount_minor, transaction_sequence, outlet_id,
                             contact_id)
SELECT p.book_id, p.account_id, coalesce(s.date, t.date) AS counts_on, coalesce(s.sequence, t.sequence), p.position,
       CASE p.direction WHEN 'debit' THEN p.amount_minor ELSE -p.amount_minor END, t.sequence, t.outlet_id, t.contact_id
  FROM postings p
  JOIN transactions t ON t.book_id = p.book_id AND t.sequence = p.sequence
  LEFT JOIN settlements s ON t.pending = 1 AND s.book_id = t.book_id AND s.transaction_sequence = t.sequence
 WHERE t.pending = 0 OR s.outcome = 'posted'
 ORDER BY p.book_id, p.account_id, counts_on;

CREATE TRIGGER account_entries_refuse_update BEFORE UPDATE ON account_entries
BEGIN SELECT RAISE(ABORT, 'account entries are never changed'); END;
CREATE TRIGGER account_entries_refuse_delete BEFORE DELETE ON account_entries
BEGIN SELECT RAISE(ABORT, 'account entries are never deleted'); END;

-- Who has a balance on an account: the rows are of a contact first.
CREATE INDEX contact_balances_by_account ON contact_balances (book_id, account_id);
