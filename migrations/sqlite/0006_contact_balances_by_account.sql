-- SPDX-License-Identifier: Apache-2.0
-- Ageing asks who has a balance on an account: its rows stand together now, and need no index beside the table.

CREATE TABLE contact_balances_of_account (
    book_id      BLOB    NOT NULL,
    account_id   BLOB    NOT NULL,
    contact_id   BLOB    NOT NULL,
    debit_minor  INTEGER NOT NULL CHECK (debit_minor >= 0),
    credit_minor INTEGER NOT NULL CHECK (credit_minor >= 0),
    PRIMARY KEY (book_id, account_id, contact_id)
) STRICT, WITHOUT ROWID;

INSERT INTO contact_balances_of_account (book_id, account_id, contact_id, debit_minor, credit_minor)
SELECT book_id, account_id, contact_id, debit_minor, credit_minor
  FROM contact_balances ORDER BY book_id, account_id, contact_id;

DROP TABLE contact_balances;
ALTER TABLE contact_balances_of_account RENAME TO contact_balances;
