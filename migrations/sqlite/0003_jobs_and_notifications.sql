-- SPDX-License-Identifier: Apache-2.0
-- Work in the background, its files, and what people are told. Conventions: ../README.md.

-- Jobs ----------------------------------------------------------------------------------------------------------------

-- due_at_us: of a queued job when it may be begun, of a running one when its lease ends; NULL once it has ended.
-- lease: the random number of the try that may write; 0 while nobody has it.
-- outlet_scope: the ids of the outlets that bounded whoever asked, one after the other; NULL where none did.
-- untold_at_us: set when it ends, NULL again once the rules `job_finished` have been looked at.
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
CREATE INDEX jobs_by_book ON jobs (book_id, created_at_us, id);
CREATE INDEX jobs_by_due ON jobs (due_at_us) WHERE due_at_us IS NOT NULL;
CREATE INDEX jobs_by_expiry ON jobs (expires_at_us) WHERE expires_at_us IS NOT NULL;
CREATE INDEX jobs_untold ON jobs (untold_at_us) WHERE untold_at_us IS NOT NULL;

-- A file in pieces; `position` is where a piece begins.
CREATE TABLE job_files (
    job_id   BLOB    NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    bytes    BLOB    NOT NULL CHECK (length(bytes) > 0),
    PRIMARY KEY (job_id, position)
) STRICT;

-- Notifications -------------------------------------------------------------------------------------------------------

-- at_offset: events up to it, of that epoch, have been looked at; balance_minor is the balance after them.
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
CREATE INDEX notification_rules_by_book ON notification_rules (book_id, user_id);

-- One row for each person that was ever told anything; `last_number` counts their notifications.
CREATE TABLE notification_readers (
    user_id     BLOB    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    last_number INTEGER NOT NULL CHECK (last_number >= 0),
    read_up_to  INTEGER NOT NULL CHECK (read_up_to BETWEEN 0 AND last_number),
    PRIMARY KEY (user_id)
) STRICT, WITHOUT ROWID;

-- A cause is told once by each rule, whoever tells it.
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
CREATE INDEX notifications_by_id ON notifications (user_id, id);
