-- SPDX-License-Identifier: Apache-2.0
-- People, books and their ledger.
-- A statement ends with a semicolon before an empty line or the end of the file, and nowhere else:
-- each is run, and recorded, on its own, because the server commits every one of them by itself.
--
-- Where the columns of ../sqlite/0001_identity_and_ledger.sql are BLOBs of 16 or 32 bytes, they are
-- BINARY of that length here; tags and idempotency keys are VARBINARY, because every text collation
-- that MySQL and MariaDB share takes trailing spaces for nothing. `offset` is a reserved word and
-- always quoted.

-- People ----------------------------------------------------------------------------------------

CREATE TABLE users (
    id            BINARY(16)   NOT NULL,
    email         VARCHAR(254) NOT NULL,
    name          VARCHAR(255) NOT NULL,
    locale        VARCHAR(16)  NOT NULL,
    password_hash VARCHAR(255) NOT NULL,
    created_at_us BIGINT       NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY users_by_email (email)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Only the SHA-256 of a token is kept.
CREATE TABLE sessions (
    token_hash      BINARY(32)   NOT NULL,
    user_id         BINARY(16)   NOT NULL,
    created_at_us   BIGINT       NOT NULL,
    expires_at_us   BIGINT       NOT NULL,
    last_used_at_us BIGINT       NOT NULL,
    device_id       BINARY(16),
    address         VARCHAR(255) NOT NULL,
    PRIMARY KEY (token_hash),
    KEY sessions_by_user (user_id),
    KEY sessions_by_expiry (expires_at_us),
    CONSTRAINT sessions_of_users FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Books -----------------------------------------------------------------------------------------

CREATE TABLE books (
    id                BINARY(16)   NOT NULL,
    name              VARCHAR(255) NOT NULL,
    currency          CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    exponent          TINYINT      NOT NULL CHECK (exponent BETWEEN 0 AND 4),
    time_zone         VARCHAR(64)  NOT NULL,
    fiscal_year_start CHAR(5)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    lock_date         INT,
    chart_template    VARCHAR(32)  NOT NULL,
    created_at_us     BIGINT       NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The row whose lock orders everybody who writes to a book. `writer` and `version` say whether what
-- an instance knows of the book is still true.
CREATE TABLE book_heads (
    book_id  BINARY(16) NOT NULL,
    sequence BIGINT     NOT NULL CHECK (sequence >= 0),
    `offset` BIGINT     NOT NULL CHECK (`offset` >= 0),
    hash     BINARY(32) NOT NULL,
    version  BIGINT     NOT NULL CHECK (version >= 0),
    writer   BIGINT     NOT NULL,
    epoch    CHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    at_us    BIGINT     NOT NULL,
    PRIMARY KEY (book_id),
    CONSTRAINT book_heads_of_books FOREIGN KEY (book_id) REFERENCES books (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE members (
    book_id BINARY(16)  NOT NULL,
    user_id BINARY(16)  NOT NULL,
    role    VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
            CHECK (role IN ('owner', 'admin', 'accountant', 'cashier', 'viewer')),
    PRIMARY KEY (book_id, user_id),
    KEY members_by_user (user_id, book_id),
    CONSTRAINT members_of_books FOREIGN KEY (book_id) REFERENCES books (id),
    CONSTRAINT members_of_users FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE member_outlets (
    book_id   BINARY(16) NOT NULL,
    user_id   BINARY(16) NOT NULL,
    outlet_id BINARY(16) NOT NULL,
    PRIMARY KEY (book_id, user_id, outlet_id),
    CONSTRAINT member_outlets_of_members FOREIGN KEY (book_id, user_id)
        REFERENCES members (book_id, user_id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The chart -------------------------------------------------------------------------------------

CREATE TABLE accounts (
    book_id           BINARY(16)   NOT NULL,
    id                BINARY(16)   NOT NULL,
    code              VARCHAR(64)  NOT NULL,
    name              VARCHAR(255) NOT NULL,
    type              VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL
                      CHECK (type IN ('asset', 'liability', 'equity', 'income', 'expense')),
    subtype           VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    parent_id         BINARY(16),
    min_balance_minor BIGINT,
    archived          TINYINT      NOT NULL CHECK (archived IN (0, 1)),
    version           BIGINT       NOT NULL CHECK (version >= 1),
    PRIMARY KEY (book_id, id),
    UNIQUE KEY accounts_by_code (book_id, code),
    CONSTRAINT accounts_of_books FOREIGN KEY (book_id) REFERENCES books (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE outlets (
    book_id  BINARY(16)   NOT NULL,
    id       BINARY(16)   NOT NULL,
    code     VARCHAR(64)  NOT NULL,
    name     VARCHAR(255) NOT NULL,
    archived TINYINT      NOT NULL CHECK (archived IN (0, 1)),
    version  BIGINT       NOT NULL CHECK (version >= 1),
    PRIMARY KEY (book_id, id),
    UNIQUE KEY outlets_by_code (book_id, code),
    CONSTRAINT outlets_of_books FOREIGN KEY (book_id) REFERENCES books (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE contacts (
    book_id  BINARY(16)   NOT NULL,
    id       BINARY(16)   NOT NULL,
    code     VARCHAR(64)  NOT NULL,
    name     VARCHAR(255) NOT NULL,
    phone    VARCHAR(64),
    email    VARCHAR(254),
    note     VARCHAR(1000),
    archived TINYINT      NOT NULL CHECK (archived IN (0, 1)),
    version  BIGINT       NOT NULL CHECK (version >= 1),
    PRIMARY KEY (book_id, id),
    UNIQUE KEY contacts_by_code (book_id, code),
    CONSTRAINT contacts_of_books FOREIGN KEY (book_id) REFERENCES books (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Transactions: as they were made, never changed ------------------------------------------------

-- Clustered by sequence, so that history is written at one end and read in order. A database
-- without partial indexes keeps the few that were held or delayed together under `exceptional`.
CREATE TABLE transactions (
    book_id          BINARY(16)   NOT NULL,
    id               BINARY(16)   NOT NULL,
    sequence         BIGINT       NOT NULL CHECK (sequence >= 1),
    `offset`         BIGINT       NOT NULL CHECK (`offset` >= 1),
    pending          TINYINT      NOT NULL CHECK (pending IN (0, 1)),
    date             INT          NOT NULL,
    original_date    INT,
    kind             VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL
                     CHECK (kind IN ('sale', 'purchase', 'expense', 'income', 'transfer', 'opening',
                                     'adjustment', 'journal', 'reversal')),
    outlet_id        BINARY(16),
    contact_id       BINARY(16),
    created_by       BINARY(16)   NOT NULL,
    amount_minor     BIGINT       NOT NULL CHECK (amount_minor >= 1),
    local_hour       TINYINT      CHECK (local_hour BETWEEN 0 AND 23),
    made_at_us       BIGINT,
    committed_at_us  BIGINT       NOT NULL,
    device_id        BINARY(16),
    reverses_id      BINARY(16),
    replaces_id      BINARY(16),
    posting_count    SMALLINT     NOT NULL CHECK (posting_count BETWEEN 2 AND 200),
    tag_count        SMALLINT     NOT NULL CHECK (tag_count >= 0),
    line_count       SMALLINT     NOT NULL CHECK (line_count >= 0),
    reference        VARCHAR(255),
    description      VARCHAR(1000) NOT NULL,
    created_by_name  VARCHAR(255) NOT NULL,
    exceptional      TINYINT      GENERATED ALWAYS AS
                     (CASE WHEN pending = 1 OR original_date IS NOT NULL THEN 1 ELSE NULL END) STORED,
    PRIMARY KEY (book_id, sequence),
    UNIQUE KEY transactions_by_id (book_id, id),
    UNIQUE KEY transactions_by_reversed (book_id, reverses_id),
    KEY transactions_by_date (book_id, date, sequence),
    KEY transactions_by_outlet (book_id, outlet_id, sequence),
    KEY transactions_by_contact (book_id, contact_id, sequence),
    KEY transactions_by_exception (book_id, exceptional, sequence),
    CONSTRAINT reversals_reverse CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)),
    CONSTRAINT held_ones_undo_nothing
        CHECK (pending = 0 OR (reverses_id IS NULL AND replaces_id IS NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE postings (
    book_id      BINARY(16)   NOT NULL,
    sequence     BIGINT       NOT NULL,
    position     SMALLINT     NOT NULL CHECK (position BETWEEN 0 AND 199),
    account_id   BINARY(16)   NOT NULL,
    direction    VARCHAR(6)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL
                 CHECK (direction IN ('debit', 'credit')),
    amount_minor BIGINT       NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
    memo         VARCHAR(255),
    PRIMARY KEY (book_id, sequence, position),
    KEY postings_by_account (book_id, account_id, sequence)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE transaction_tags (
    book_id  BINARY(16)     NOT NULL,
    sequence BIGINT         NOT NULL,
    position SMALLINT       NOT NULL CHECK (position >= 0),
    tag      VARBINARY(255) NOT NULL,
    PRIMARY KEY (book_id, sequence, position),
    KEY transaction_tags_by_tag (book_id, tag, sequence)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE receipt_lines (
    book_id      BINARY(16)   NOT NULL,
    sequence     BIGINT       NOT NULL,
    position     SMALLINT     NOT NULL CHECK (position >= 0),
    name         VARCHAR(255) NOT NULL,
    quantity     VARCHAR(64)  NOT NULL,
    amount_minor BIGINT       NOT NULL CHECK (amount_minor BETWEEN 0 AND 1000000000000000),
    PRIMARY KEY (book_id, sequence, position)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A pending transaction was posted or voided. Shares the numbers of `sequence` with transactions.
CREATE TABLE settlements (
    book_id              BINARY(16) NOT NULL,
    sequence             BIGINT     NOT NULL CHECK (sequence >= 1),
    `offset`             BIGINT     NOT NULL CHECK (`offset` >= 1),
    transaction_id       BINARY(16) NOT NULL,
    transaction_sequence BIGINT     NOT NULL,
    outcome              VARCHAR(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
                         CHECK (outcome IN ('posted', 'voided')),
    date                 INT        NOT NULL,
    local_hour           TINYINT    CHECK (local_hour BETWEEN 0 AND 23),
    at_us                BIGINT     NOT NULL,
    settled_by           BINARY(16) NOT NULL,
    PRIMARY KEY (book_id, sequence),
    UNIQUE KEY settlements_by_transaction (book_id, transaction_sequence),
    KEY settlements_by_date (book_id, date, transaction_sequence),
    CONSTRAINT settlements_come_later CHECK (transaction_sequence < sequence)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE idempotency_keys (
    book_id         BINARY(16)     NOT NULL,
    idempotency_key VARBINARY(255) NOT NULL,
    request_hash    BINARY(32)     NOT NULL,
    transaction_id  BINARY(16)     NOT NULL,
    `offset`        BIGINT         NOT NULL CHECK (`offset` >= 1),
    PRIMARY KEY (book_id, idempotency_key)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The history. `data` holds the very bytes that are hashed and sent.
CREATE TABLE events (
    book_id   BINARY(16)  NOT NULL,
    `offset`  BIGINT      NOT NULL CHECK (`offset` >= 1),
    at_us     BIGINT      NOT NULL,
    type      VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    hash      BINARY(32)  NOT NULL,
    outlet_id BINARY(16),
    data      LONGBLOB    NOT NULL,
    PRIMARY KEY (book_id, `offset`)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Sums, changed in the commit that adds to them -------------------------------------------------

CREATE TABLE balances (
    book_id              BINARY(16) NOT NULL,
    account_id           BINARY(16) NOT NULL,
    debit_minor          BIGINT     NOT NULL CHECK (debit_minor >= 0),
    credit_minor         BIGINT     NOT NULL CHECK (credit_minor >= 0),
    pending_debit_minor  BIGINT     NOT NULL CHECK (pending_debit_minor >= 0),
    pending_credit_minor BIGINT     NOT NULL CHECK (pending_credit_minor >= 0),
    PRIMARY KEY (book_id, account_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Sixteen zero bytes as outlet: all of them together, entries without an outlet too.
CREATE TABLE activity_days (
    book_id      BINARY(16) NOT NULL,
    outlet_id    BINARY(16) NOT NULL,
    day          INT        NOT NULL,
    account_id   BINARY(16) NOT NULL,
    debit_minor  BIGINT     NOT NULL CHECK (debit_minor >= 0),
    credit_minor BIGINT     NOT NULL CHECK (credit_minor >= 0),
    PRIMARY KEY (book_id, outlet_id, day, account_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE activity_months (
    book_id      BINARY(16) NOT NULL,
    outlet_id    BINARY(16) NOT NULL,
    month        INT        NOT NULL,
    account_id   BINARY(16) NOT NULL,
    debit_minor  BIGINT     NOT NULL CHECK (debit_minor >= 0),
    credit_minor BIGINT     NOT NULL CHECK (credit_minor >= 0),
    PRIMARY KEY (book_id, outlet_id, month, account_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Hour -1: not known.
CREATE TABLE activity_hours (
    book_id       BINARY(16) NOT NULL,
    outlet_id     BINARY(16) NOT NULL,
    day           INT        NOT NULL,
    hour          TINYINT    NOT NULL CHECK (hour BETWEEN -1 AND 23),
    income_minor  BIGINT     NOT NULL,
    expense_minor BIGINT     NOT NULL,
    sales         BIGINT     NOT NULL,
    PRIMARY KEY (book_id, outlet_id, day, hour)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE activity_payments (
    book_id      BINARY(16) NOT NULL,
    outlet_id    BINARY(16) NOT NULL,
    day          INT        NOT NULL,
    account_id   BINARY(16) NOT NULL,
    amount_minor BIGINT     NOT NULL,
    sales        BIGINT     NOT NULL,
    PRIMARY KEY (book_id, outlet_id, day, account_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE contact_balances (
    book_id      BINARY(16) NOT NULL,
    contact_id   BINARY(16) NOT NULL,
    account_id   BINARY(16) NOT NULL,
    debit_minor  BIGINT     NOT NULL CHECK (debit_minor >= 0),
    credit_minor BIGINT     NOT NULL CHECK (credit_minor >= 0),
    PRIMARY KEY (book_id, contact_id, account_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What guards the history -----------------------------------------------------------------------

CREATE TRIGGER transactions_refuse_update BEFORE UPDATE ON transactions FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'transactions are never changed';

CREATE TRIGGER transactions_refuse_delete BEFORE DELETE ON transactions FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'transactions are never deleted';

CREATE TRIGGER postings_refuse_update BEFORE UPDATE ON postings FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'postings are never changed';

CREATE TRIGGER postings_refuse_delete BEFORE DELETE ON postings FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'postings are never deleted';

CREATE TRIGGER transaction_tags_refuse_update BEFORE UPDATE ON transaction_tags FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'transaction tags are never changed';

CREATE TRIGGER transaction_tags_refuse_delete BEFORE DELETE ON transaction_tags FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'transaction tags are never deleted';

CREATE TRIGGER receipt_lines_refuse_update BEFORE UPDATE ON receipt_lines FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'receipt lines are never changed';

CREATE TRIGGER receipt_lines_refuse_delete BEFORE DELETE ON receipt_lines FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'receipt lines are never deleted';

CREATE TRIGGER settlements_refuse_update BEFORE UPDATE ON settlements FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'settlements are never changed';

CREATE TRIGGER settlements_refuse_delete BEFORE DELETE ON settlements FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'settlements are never deleted';

CREATE TRIGGER settlements_fit_transactions BEFORE INSERT ON settlements FOR EACH ROW
BEGIN
    IF EXISTS (SELECT 1 FROM transactions
                WHERE book_id = NEW.book_id AND sequence = NEW.sequence) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the sequence belongs to a transaction';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM transactions
                    WHERE book_id = NEW.book_id AND sequence = NEW.transaction_sequence
                      AND id = NEW.transaction_id AND pending = 1) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'only a pending transaction can be settled';
    END IF;
END;

CREATE TRIGGER idempotency_keys_refuse_update BEFORE UPDATE ON idempotency_keys FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'idempotency keys are never changed';

CREATE TRIGGER idempotency_keys_refuse_delete BEFORE DELETE ON idempotency_keys FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'idempotency keys are kept for ever';

CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'events are never changed';

CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'events are never deleted';
