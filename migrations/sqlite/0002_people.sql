-- SPDX-License-Identifier: Apache-2.0
-- Second factors, one-time links, invitations, API keys and the audit log. Conventions: ../README.md.

ALTER TABLE sessions ADD COLUMN user_agent TEXT NOT NULL DEFAULT '';

-- Signing in ----------------------------------------------------------------------------------------------------------

CREATE TABLE totp (
    user_id         BLOB    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    secret          BLOB    NOT NULL,
    begun_at_us     INTEGER NOT NULL,
    confirmed_at_us INTEGER,
    last_step       INTEGER NOT NULL CHECK (last_step >= 0),
    PRIMARY KEY (user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_codes (
    user_id   BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
    PRIMARY KEY (user_id, code_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE password_resets (
    token_hash    BLOB    NOT NULL CHECK (length(token_hash) = 32),
    user_id       BLOB    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at_us INTEGER NOT NULL,
    expires_at_us INTEGER NOT NULL,
    PRIMARY KEY (token_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX password_resets_by_user ON password_resets (user_id);

-- Rights in books -----------------------------------------------------------------------------------------------------

-- `outlet_ids` holds 16 bytes for each outlet.
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
CREATE INDEX api_keys_by_book ON api_keys (book_id, id);

-- The audit log: a chain for each book, and one of sixteen zero bytes for the server ----------------------------------

-- The row whose lock orders the writers of a chain.
CREATE TABLE audit_heads (
    book_id  BLOB    NOT NULL CHECK (length(book_id) = 16),
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    hash     BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (book_id)
) STRICT, WITHOUT ROWID;

-- `data` is what is hashed and sent; the other columns repeat what is searched for.
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
CREATE INDEX audit_entries_by_actor ON audit_entries (book_id, actor_id, sequence);
CREATE INDEX audit_entries_by_subject ON audit_entries (book_id, subject_id, sequence);

CREATE TRIGGER audit_entries_refuse_update BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_entries_refuse_delete BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END;
