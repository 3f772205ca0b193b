-- SPDX-License-Identifier: Apache-2.0
-- What the migrations add up to. A test compares it; see ../README.md.

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

CREATE TABLE accounts (
    book_id           BLOB    NOT NULL REFERENCES books (id),
    id                BLOB    NOT NULL CHECK (length(id) = 16),
    code              TEXT    NOT NULL,
    name              TEXT    NOT NULL,
    type              TEXT    NOT NULL CHECK (type IN ('asset', 'liability', 'equity', 'income', 'expense')),
    subtype           TEXT    NOT NULL,
    parent_id         BLOB    CHECK (length(parent_id) = 16),
    min_balance_minor INTEGER,
    archived          INTEGER NOT NULL CHECK (archived IN (0, 1)),
    version           INTEGER NOT NULL CHECK (version >= 1),
    PRIMARY KEY (book_id, id),
    UNIQUE (book_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity_days (
    book_id      BLOB    NOT NULL,
    outlet_id    BLOB    NOT NULL,
    day          INTEGER NOT NULL,
    account_id   BLOB    NOT NULL,
    debit_minor  INTEGER NOT NULL CHECK (debit_minor >= 0),
    credit_minor INTEGER NOT NULL CHECK (credit_minor >= 0),
    PRIMARY KEY (book_id, outlet_id, day, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity_hours (
    book_id       BLOB    NOT NULL,
    outlet_id     BLOB    NOT NULL,
    day           INTEGER NOT NULL,
    hour          INTEGER NOT NULL CHECK (hour BETWEEN -1 AND 23),
    income_minor  INTEGER NOT NULL,
    expense_minor INTEGER NOT NULL,
    sales         INTEGER NOT NULL,
    PRIMARY KEY (book_id, outlet_id, day, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity_months (
    book_id      BLOB    NOT NULL,
    outlet_id    BLOB    NOT NULL,
    month        INTEGER NOT NULL,
    account_id   BLOB    NOT NULL,
    debit_minor  INTEGER NOT NULL CHECK (debit_minor >= 0),
    credit_minor INTEGER NOT NULL CHECK (credit_minor >= 0),
    PRIMARY KEY (book_id, outlet_id, month, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity_payments (
    book_id      BLOB    NOT NULL,
    outlet_id    BLOB    NOT NULL,
    day          INTEGER NOT NULL,
    account_id   BLOB    NOT NULL,
    amount_minor INTEGER NOT NULL,
    sales        INTEGER NOT NULL,
    PRIMARY KEY (book_id, outlet_id, day, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    id              BLOB    NOT NULL CHECK (length(id) = 16),
    book_id         BLOB    NOT NULL REFERENCES books (id),
    token_hash      BLOB    NOT NULL CHECK (length(token_hash) = 32),
    name            TEXT    NOT NULL,
    prefix          TEXT    NOT NULL,
    role            TEXT    NOT NULL CHECK (role IN ('admin', 'accountant', 'cashier', 'viewer')),
    read_only       INTEGER NOT NULL CHECK (read_only IN (0, 1)),
    outlet_ids      BLOB    NOT NULL CHECK (length(outlet_ids) % 16 = 0),
    created_by      BLOB    NOT NULL CHECK (length(created_by) = 16),
    created_by_name TEXT    NOT NULL,
    created_at_us   INTEGER NOT NULL,
    expires_at_us   INTEGER NOT NULL,
    last_used_at_us INTEGER,
    revoked_at_us   INTEGER,
    PRIMARY KEY (id),
    UNIQUE (token_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_entries (
    book_id    BLOB    NOT NULL CHECK (length(book_id) = 16),
    sequence   INTEGER NOT NULL CHECK (sequence >= 1),
    at_us      INTEGER NOT NULL,
    actor_id   BLOB    CHECK (length(actor_id) = 16),
    action     TEXT    NOT NULL,
    subject_id BLOB    CHECK (length(subject_id) = 16),
    data       BLOB    NOT NULL,
    hash       BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (book_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_heads (
    book_id  BLOB    NOT NULL CHECK (length(book_id) = 16),
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    hash     BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (book_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE balances (
    book_id              BLOB    NOT NULL,
    account_id           BLOB    NOT NULL,
    debit_minor          INTEGER NOT NULL CHECK (debit_minor >= 0),
    credit_minor         INTEGER NOT NULL CHECK (credit_minor >= 0),
    pending_debit_minor  INTEGER NOT NULL CHECK (pending_debit_minor >= 0),
    pending_credit_minor INTEGER NOT NULL CHECK (pending_credit_minor >= 0),
    PRIMARY KEY (book_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE book_heads (
    book_id  BLOB    NOT NULL REFERENCES books (id),
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    offset   INTEGER NOT NULL CHECK (offset >= 0),
    hash     BLOB    NOT NULL CHECK (length(hash) = 32),
    version  INTEGER NOT NULL CHECK (version >= 0),
    writer   INTEGER NOT NULL,
    epoch    TEXT    NOT NULL CHECK (length(epoch) = 16),
    at_us    INTEGER NOT NULL,
    PRIMARY KEY (book_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE books (
    id                BLOB    NOT NULL CHECK (length(id) = 16),
    name              TEXT    NOT NULL,
    currency          TEXT    NOT NULL CHECK (length(currency) = 3),
    exponent          INTEGER NOT NULL CHECK (exponent BETWEEN 0 AND 4),
    time_zone         TEXT    NOT NULL,
    fiscal_year_start TEXT    NOT NULL CHECK (length(fiscal_year_start) = 5),
    lock_date         INTEGER,
    chart_template    TEXT    NOT NULL,
    created_at_us     INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE "contact_balances" (
    book_id      BLOB    NOT NULL,
    account_id   BLOB    NOT NULL,
    contact_id   BLOB    NOT NULL,
    debit_minor  INTEGER NOT NULL CHECK (debit_minor >= 0),
    credit_minor INTEGER NOT NULL CHECK (credit_minor >= 0),
    PRIMARY KEY (book_id, account_id, contact_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE contacts (
    book_id  BLOB    NOT NULL REFERENCES books (id),
    id       BLOB    NOT NULL CHECK (length(id) = 16),
    code     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    phone    TEXT,
    email    TEXT,
    note     TEXT,
    archived INTEGER NOT NULL CHECK (archived IN (0, 1)),
    version  INTEGER NOT NULL CHECK (version >= 1),
    PRIMARY KEY (book_id, id),
    UNIQUE (book_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    book_id   BLOB    NOT NULL,
    offset    INTEGER NOT NULL CHECK (offset >= 1),
    at_us     INTEGER NOT NULL,
    type      TEXT    NOT NULL,
    hash      BLOB    NOT NULL CHECK (length(hash) = 32),
    outlet_id BLOB    CHECK (length(outlet_id) = 16),
    data      BLOB    NOT NULL,
    PRIMARY KEY (book_id, offset)
) STRICT;

CREATE TABLE idempotency_keys (
    book_id         BLOB    NOT NULL,
    idempotency_key TEXT    NOT NULL,
    request_hash    BLOB    NOT NULL CHECK (length(request_hash) = 32),
    transaction_id  BLOB    NOT NULL CHECK (length(transaction_id) = 16),
    offset          INTEGER NOT NULL CHECK (offset >= 1),
    PRIMARY KEY (book_id, idempotency_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_files (
    import_id BLOB    NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL CHECK (position >= 0),
    bytes     BLOB    NOT NULL CHECK (length(bytes) > 0),
    PRIMARY KEY (import_id, position)
) STRICT;

CREATE TABLE import_mappings (
    book_id    BLOB    NOT NULL REFERENCES books (id),
    signature  TEXT    NOT NULL,
    columns    TEXT    NOT NULL,
    mapping    TEXT    NOT NULL,
    outlet_id  BLOB    CHECK (length(outlet_id) = 16),
    used_at_us INTEGER NOT NULL,
    PRIMARY KEY (book_id, signature)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_rows (
    job_id         BLOB    NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    page           INTEGER NOT NULL CHECK (page >= 0),
    new_rows       INTEGER NOT NULL,
    duplicate_rows INTEGER NOT NULL,
    posted_rows    INTEGER NOT NULL,
    refused_rows   INTEGER NOT NULL,
    skipped_rows   INTEGER NOT NULL,
    bytes          BLOB    NOT NULL CHECK (length(bytes) > 0),
    PRIMARY KEY (job_id, page)
) STRICT;

CREATE TABLE imports (
    id            BLOB    NOT NULL CHECK (length(id) = 16),
    book_id       BLOB    NOT NULL REFERENCES books (id),
    created_by    BLOB    NOT NULL CHECK (length(created_by) = 16),
    name          TEXT    NOT NULL,
    file_bytes    INTEGER NOT NULL CHECK (file_bytes >= 0),
    complete      INTEGER NOT NULL CHECK (complete IN (0, 1)),
    created_at_us INTEGER NOT NULL,
    expires_at_us INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitations (
    book_id          BLOB    NOT NULL REFERENCES books (id),
    id               BLOB    NOT NULL CHECK (length(id) = 16),
    token_hash       BLOB    NOT NULL CHECK (length(token_hash) = 32),
    role             TEXT    NOT NULL CHECK (role IN ('owner', 'admin', 'accountant', 'cashier', 'viewer')),
    outlet_ids       BLOB    NOT NULL CHECK (length(outlet_ids) % 16 = 0),
    note             TEXT,
    created_by       BLOB    NOT NULL CHECK (length(created_by) = 16),
    created_by_name  TEXT    NOT NULL,
    created_at_us    INTEGER NOT NULL,
    expires_at_us    INTEGER NOT NULL,
    accepted_by      BLOB    CHECK (length(accepted_by) = 16),
    accepted_by_name TEXT,
    ended_at_us      INTEGER,
    PRIMARY KEY (book_id, id),
    UNIQUE (token_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE job_files (
    job_id   BLOB    NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    bytes    BLOB    NOT NULL CHECK (length(bytes) > 0),
    PRIMARY KEY (job_id, position)
) STRICT;

CREATE TABLE jobs (
    id                BLOB    NOT NULL CHECK (length(id) = 16),
    book_id           BLOB    NOT NULL REFERENCES books (id),
    kind              TEXT    NOT NULL,
    parameters        TEXT    NOT NULL,
    created_by        BLOB    NOT NULL CHECK (length(created_by) = 16),
    created_by_name   TEXT    NOT NULL,
    locale            TEXT    NOT NULL,
    outlet_scope      BLOB,
    created_at_us     INTEGER NOT NULL,
    status            TEXT    NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed')),
    progress_permille INTEGER NOT NULL CHECK (progress_permille BETWEEN 0 AND 1000),
    stage             TEXT    NOT NULL,
    cancel_asked      INTEGER NOT NULL CHECK (cancel_asked IN (0, 1)),
    tries             INTEGER NOT NULL CHECK (tries >= 0),
    lease             INTEGER NOT NULL,
    due_at_us         INTEGER,
    checkpoint        TEXT    NOT NULL,
    checkpoint_bytes  INTEGER NOT NULL CHECK (checkpoint_bytes >= 0),
    file_bytes        INTEGER NOT NULL CHECK (file_bytes >= 0),
    file_name         TEXT,
    file_media_type   TEXT,
    result            TEXT,
    error_code        TEXT,
    error_detail      TEXT,
    started_at_us     INTEGER,
    finished_at_us    INTEGER,
    expires_at_us     INTEGER,
    untold_at_us      INTEGER,
    PRIMARY KEY (id),
    CHECK ((status IN ('queued', 'running')) = (due_at_us IS NOT NULL)),
    CHECK ((status = 'running') = (lease <> 0)),
    CHECK ((status IN ('done', 'failed')) = (finished_at_us IS NOT NULL AND expires_at_us IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE member_outlets (
    book_id   BLOB NOT NULL,
    user_id   BLOB NOT NULL,
    outlet_id BLOB NOT NULL CHECK (length(outlet_id) = 16),
    PRIMARY KEY (book_id, user_id, outlet_id),
    FOREIGN KEY (book_id, user_id) REFERENCES members (book_id, user_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
    book_id BLOB NOT NULL REFERENCES books (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    role    TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'accountant', 'cashier', 'viewer')),
    PRIMARY KEY (book_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE notification_readers (
    user_id     BLOB    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    last_number INTEGER NOT NULL CHECK (last_number >= 0),
    read_up_to  INTEGER NOT NULL CHECK (read_up_to BETWEEN 0 AND last_number),
    PRIMARY KEY (user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE notification_rules (
    id            BLOB    NOT NULL CHECK (length(id) = 16),
    book_id       BLOB    NOT NULL REFERENCES books (id),
    user_id       BLOB    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind          TEXT    NOT NULL,
    account_id    BLOB    CHECK (length(account_id) = 16),
    outlet_id     BLOB    CHECK (length(outlet_id) = 16),
    amount_minor  INTEGER,
    minutes       INTEGER,
    from_hour     INTEGER,
    to_hour       INTEGER,
    active        INTEGER NOT NULL CHECK (active IN (0, 1)),
    created_at_us INTEGER NOT NULL,
    changed_at_us INTEGER NOT NULL,
    epoch         TEXT    NOT NULL,
    at_offset     INTEGER NOT NULL CHECK (at_offset >= 0),
    balance_minor INTEGER,
    PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE notifications (
    user_id   BLOB    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    number    INTEGER NOT NULL CHECK (number > 0),
    id        BLOB    NOT NULL CHECK (length(id) = 16),
    book_id   BLOB    NOT NULL REFERENCES books (id),
    rule_id   BLOB    NOT NULL CHECK (length(rule_id) = 16),
    cause     TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    outlet_id BLOB    CHECK (length(outlet_id) = 16),
    at_us     INTEGER NOT NULL,
    currency  TEXT    NOT NULL,
    exponent  INTEGER NOT NULL,
    subject   TEXT    NOT NULL,
    PRIMARY KEY (user_id, number),
    UNIQUE (rule_id, cause)
) STRICT, WITHOUT ROWID;

CREATE TABLE outlets (
    book_id  BLOB    NOT NULL REFERENCES books (id),
    id       BLOB    NOT NULL CHECK (length(id) = 16),
    code     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    archived INTEGER NOT NULL CHECK (archived IN (0, 1)),
    version  INTEGER NOT NULL CHECK (version >= 1),
    PRIMARY KEY (book_id, id),
    UNIQUE (book_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE password_resets (
    token_hash    BLOB    NOT NULL CHECK (length(token_hash) = 32),
    user_id       BLOB    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at_us INTEGER NOT NULL,
    expires_at_us INTEGER NOT NULL,
    PRIMARY KEY (token_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE postings (
    book_id      BLOB    NOT NULL,
    sequence     INTEGER NOT NULL,
    position     INTEGER NOT NULL CHECK (position BETWEEN 0 AND 199),
    account_id   BLOB    NOT NULL CHECK (length(account_id) = 16),
    direction    TEXT    NOT NULL CHECK (direction IN ('debit', 'credit')),
    amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
    memo         TEXT,
    PRIMARY KEY (book_id, sequence, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt_lines (
    book_id      BLOB    NOT NULL,
    sequence     INTEGER NOT NULL,
    position     INTEGER NOT NULL CHECK (position >= 0),
    name         TEXT    NOT NULL,
    quantity     TEXT    NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 0 AND 1000000000000000),
    PRIMARY KEY (book_id, sequence, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_codes (
    user_id   BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
    PRIMARY KEY (user_id, code_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE schema_migrations (version INTEGER NOT NULL, name TEXT NOT NULL,
      checksum BLOB NOT NULL, applied_at_us INTEGER NOT NULL, PRIMARY KEY (version)) STRICT;

CREATE TABLE sessions (
    token_hash      BLOB    NOT NULL CHECK (length(token_hash) = 32),
    user_id         BLOB    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at_us   INTEGER NOT NULL,
    expires_at_us   INTEGER NOT NULL,
    last_used_at_us INTEGER NOT NULL,
    device_id       BLOB    CHECK (length(device_id) = 16),
    address         TEXT    NOT NULL, user_agent TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (token_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE settlements (
    book_id              BLOB    NOT NULL,
    sequence             INTEGER NOT NULL CHECK (sequence >= 1),
    offset               INTEGER NOT NULL CHECK (offset >= 1),
    transaction_id       BLOB    NOT NULL CHECK (length(transaction_id) = 16),
    transaction_sequence INTEGER NOT NULL CHECK (transaction_sequence < sequence),
    outcome              TEXT    NOT NULL CHECK (outcome IN ('posted', 'voided')),
    date                 INTEGER NOT NULL,
    local_hour           INTEGER CHECK (local_hour BETWEEN 0 AND 23),
    at_us                INTEGER NOT NULL,
    settled_by           BLOB    NOT NULL CHECK (length(settled_by) = 16),
    PRIMARY KEY (book_id, sequence),
    UNIQUE (book_id, transaction_sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE totp (
    user_id         BLOB    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    secret          BLOB    NOT NULL,
    begun_at_us     INTEGER NOT NULL,
    confirmed_at_us INTEGER,
    last_step       INTEGER NOT NULL CHECK (last_step >= 0),
    PRIMARY KEY (user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE transaction_tags (
    book_id  BLOB    NOT NULL,
    sequence INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    tag      TEXT    NOT NULL,
    PRIMARY KEY (book_id, sequence, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE transactions (
    book_id          BLOB    NOT NULL,
    id               BLOB    NOT NULL CHECK (length(id) = 16),
    sequence         INTEGER NOT NULL CHECK (sequence >= 1),
    offset           INTEGER NOT NULL CHECK (offset >= 1),
    pending          INTEGER NOT NULL CHECK (pending IN (0, 1)),
    date             INTEGER NOT NULL,
    original_date    INTEGER,
    kind             TEXT    NOT NULL CHECK (kind IN ('sale', 'purchase', 'expense', 'income', 'transfer', 'opening',
                                                      'adjustment', 'journal', 'reversal')),
    outlet_id        BLOB    CHECK (length(outlet_id) = 16),
    contact_id       BLOB    CHECK (length(contact_id) = 16),
    created_by       BLOB    NOT NULL CHECK (length(created_by) = 16),
    amount_minor     INTEGER NOT NULL CHECK (amount_minor >= 1),
    local_hour       INTEGER CHECK (local_hour BETWEEN 0 AND 23),
    made_at_us       INTEGER,
    committed_at_us  INTEGER NOT NULL,
    device_id        BLOB    CHECK (length(device_id) = 16),
    reverses_id      BLOB    CHECK (length(reverses_id) = 16),
    replaces_id      BLOB    CHECK (length(replaces_id) = 16),
    posting_count    INTEGER NOT NULL CHECK (posting_count BETWEEN 2 AND 200),
    tag_count        INTEGER NOT NULL CHECK (tag_count >= 0),
    line_count       INTEGER NOT NULL CHECK (line_count >= 0),
    reference        TEXT,
    description      TEXT    NOT NULL,
    created_by_name  TEXT    NOT NULL,
    PRIMARY KEY (book_id, id),
    UNIQUE (book_id, sequence),
    CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)),
    CHECK (pending = 0 OR (reverses_id IS NULL AND replaces_id IS NULL))
) STRICT;

CREATE TABLE users (
    id            BLOB    NOT NULL CHECK (length(id) = 16),
    email         TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    locale        TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    created_at_us INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (email)
) STRICT, WITHOUT ROWID;

CREATE INDEX api_keys_by_book ON api_keys (book_id, id);

CREATE INDEX audit_entries_by_actor ON audit_entries (book_id, actor_id, sequence);

CREATE INDEX audit_entries_by_subject ON audit_entries (book_id, subject_id, sequence);

CREATE INDEX imports_by_expiry ON imports (expires_at_us);

CREATE INDEX imports_by_person ON imports (book_id, created_by, created_at_us);

CREATE INDEX jobs_by_book ON jobs (book_id, created_at_us, id);

CREATE INDEX jobs_by_due ON jobs (due_at_us) WHERE due_at_us IS NOT NULL;

CREATE INDEX jobs_by_expiry ON jobs (expires_at_us) WHERE expires_at_us IS NOT NULL;

CREATE INDEX jobs_untold ON jobs (untold_at_us) WHERE untold_at_us IS NOT NULL;

CREATE INDEX members_by_user ON members (user_id, book_id);

CREATE INDEX notification_rules_by_book ON notification_rules (book_id, user_id);

CREATE INDEX notifications_by_id ON notifications (user_id, id);

CREATE INDEX password_resets_by_user ON password_resets (user_id);

CREATE INDEX postings_by_account ON postings (book_id, account_id, sequence);

CREATE INDEX sessions_by_expiry ON sessions (expires_at_us);

CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE INDEX settlements_by_date ON settlements (book_id, date, transaction_sequence);

CREATE INDEX transaction_tags_by_tag ON transaction_tags (book_id, tag, sequence);

CREATE INDEX transactions_by_contact ON transactions (book_id, contact_id, sequence) WHERE contact_id IS NOT NULL;

CREATE INDEX transactions_by_date ON transactions (book_id, date, sequence);

CREATE INDEX transactions_by_delay ON transactions (book_id, sequence) WHERE original_date IS NOT NULL;

CREATE INDEX transactions_by_hold ON transactions (book_id, sequence) WHERE pending = 1;

CREATE INDEX transactions_by_outlet ON transactions (book_id, outlet_id, sequence) WHERE outlet_id IS NOT NULL;

CREATE UNIQUE INDEX transactions_by_reversed ON transactions (book_id, reverses_id) WHERE reverses_id IS NOT NULL;

CREATE TRIGGER account_entries_refuse_delete BEFORE DELETE ON account_entries
BEGIN SELECT RAISE(ABORT, 'account entries are never deleted'); END;

CREATE TRIGGER account_entries_refuse_update BEFORE UPDATE ON account_entries
BEGIN SELECT RAISE(ABORT, 'account entries are never changed'); END;

CREATE TRIGGER audit_entries_refuse_delete BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END;

CREATE TRIGGER audit_entries_refuse_update BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;

CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

CREATE TRIGGER idempotency_keys_refuse_delete BEFORE DELETE ON idempotency_keys
BEGIN SELECT RAISE(ABORT, 'idempotency keys are kept for ever'); END;

CREATE TRIGGER idempotency_keys_refuse_update BEFORE UPDATE ON idempotency_keys
BEGIN SELECT RAISE(ABORT, 'idempotency keys are never changed'); END;

CREATE TRIGGER postings_refuse_delete BEFORE DELETE ON postings
BEGIN SELECT RAISE(ABORT, 'postings are never deleted'); END;

CREATE TRIGGER postings_refuse_update BEFORE UPDATE ON postings
BEGIN SELECT RAISE(ABORT, 'postings are never changed'); END;

CREATE TRIGGER receipt_lines_refuse_delete BEFORE DELETE ON receipt_lines
BEGIN SELECT RAISE(ABORT, 'receipt lines are never deleted'); END;

CREATE TRIGGER receipt_lines_refuse_update BEFORE UPDATE ON receipt_lines
BEGIN SELECT RAISE(ABORT, 'receipt lines are never changed'); END;

CREATE TRIGGER settlements_fit_transactions BEFORE INSERT ON settlements
BEGIN
    SELECT RAISE(ABORT, 'the sequence belongs to a transaction')
     WHERE EXISTS (SELECT 1 FROM transactions
                    WHERE book_id = NEW.book_id AND sequence = NEW.sequence);
    SELECT RAISE(ABORT, 'only a pending transaction can be settled')
     WHERE NOT EXISTS (SELECT 1 FROM transactions
                        WHERE book_id = NEW.book_id AND sequence = NEW.transaction_sequence
                          AND id = NEW.transaction_id AND pending = 1);
END;

CREATE TRIGGER settlements_refuse_delete BEFORE DELETE ON settlements
BEGIN SELECT RAISE(ABORT, 'settlements are never deleted'); END;

CREATE TRIGGER settlements_refuse_update BEFORE UPDATE ON settlements
BEGIN SELECT RAISE(ABORT, 'settlements are never changed'); END;

CREATE TRIGGER transaction_tags_refuse_delete BEFORE DELETE ON transaction_tags
BEGIN SELECT RAISE(ABORT, 'transaction tags are never deleted'); END;

CREATE TRIGGER transaction_tags_refuse_update BEFORE UPDATE ON transaction_tags
BEGIN SELECT RAISE(ABORT, 'transaction tags are never changed'); END;

CREATE TRIGGER transactions_refuse_delete BEFORE DELETE ON transactions
BEGIN SELECT RAISE(ABORT, 'transactions are never deleted'); END;

CREATE TRIGGER transactions_refuse_update BEFORE UPDATE ON transactions
BEGIN SELECT RAISE(ABORT, 'transactions are never changed'); END;

