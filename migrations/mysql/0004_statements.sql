-- SPDX-License-Identifier: Apache-2.0
-- The postings that count, by account and the day they count on: what a general ledger, an explanation of a figure and the
-- age of receivables read. A held posting enters when it is settled, on the day of the settlement; nothing leaves.

CREATE TABLE account_entries (
    book_id              BINARY(16) NOT NULL,
    account_id           BINARY(16) NOT NULL,
    date                 INT        NOT NULL,
    sequence             BIGINT     NOT NULL,
    position             SMALLINT   NOT NULL CHECK (position BETWEEN 0 AND 199),
    amount_minor         BIGINT     NOT NULL CHECK (amount_minor <> 0),
    transaction_sequence BIGINT     NOT NULL,
    outlet_id            BINARY(16),
    contact_id           BINARY(16),
    PRIMARY KEY (book_id, account_id, date, sequence, position)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO account_entries (book_id, account_id, date, sequence, position, amount_minor, transaction_sequence, outlet_id,
                             contact_id)
SELECT p.book_id, p.account_id, COALESCE(s.date, t.date), COALESCE(s.sequence, t.sequence), p.position,
       CASE p.direction WHEN 'debit' THEN p.amount_minor ELSE -p.amount_minor END, t.sequence, t.outlet_id, t.contact_id
  FROM postings p
  JOIN transactions t ON t.book_id = p.book_id AND t.sequence = p.sequence
  LEFT JOIN settlements s ON t.pending = 1 AND s.book_id = t.book_id AND s.transaction_sequence = t.sequence
 WHERE t.pending = 0 OR s.outcome = 'posted'
    ON DUPLICATE KEY UPDATE account_entries.amount_minor = account_entries.amount_minor;

CREATE TRIGGER account_entries_refuse_update BEFORE UPDATE ON account_entries FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'account entries are never changed';

CREATE TRIGGER account_entries_refuse_delete BEFORE DELETE ON account_entries FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'account entries are never deleted';

-- Who has a balance on an account: the rows are of a contact first.
CREATE INDEX contact_balances_by_account ON contact_balances (book_id, account_id);
