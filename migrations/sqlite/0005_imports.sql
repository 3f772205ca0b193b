-- SPDX-License-Identifier: Apache-2.0
-- Files that were brought to be imported, what became of their rows, and how such files were read before. Conventions:
-- ../README.md.

-- Kept for a day. `complete`: all of its bytes have arrived.
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
CREATE INDEX imports_by_person ON imports (book_id, created_by, created_at_us);
CREATE INDEX imports_by_expiry ON imports (expires_at_us);

-- A file in pieces; `position` is where a piece begins.
CREATE TABLE import_files (
    import_id BLOB    NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL CHECK (position >= 0),
    bytes     BLOB    NOT NULL CHECK (length(bytes) > 0),
    PRIMARY KEY (import_id, position)
) STRICT;

-- Rows of an import with their verdicts, some hundred packed together, and how many of each verdict are among them.
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

-- How a form of file was read when it was last posted.
CREATE TABLE import_mappings (
    book_id    BLOB    NOT NULL REFERENCES books (id),
    signature  TEXT    NOT NULL,
    columns    TEXT    NOT NULL,
    mapping    TEXT    NOT NULL,
    outlet_id  BLOB    CHECK (length(outlet_id) = 16),
    used_at_us INTEGER NOT NULL,
    PRIMARY KEY (book_id, signature)
) STRICT, WITHOUT ROWID;
