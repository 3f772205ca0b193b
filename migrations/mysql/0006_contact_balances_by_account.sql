-- SPDX-License-Identifier: Apache-2.0
-- Ageing asks who has a balance on an account: its rows stand together now, and need no index beside the table.

ALTER TABLE contact_balances DROP PRIMARY KEY, ADD PRIMARY KEY (book_id, account_id, contact_id);

DROP INDEX contact_balances_by_account ON contact_balances;
