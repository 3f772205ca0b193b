-- SPDX-License-Identifier: Apache-2.0
-- Files that were brought to be imported, what became of their rows, and how such files were read before. Conventions:
-- ../README.md.

-- Kept for a day. `complete`: all of its bytes have arrived.
CREATE TABLE imports (
    id            BINARY(16)   NOT NULL,
    book_id       BINARY(16)   NOT NULL,
    created_by    BINARY(16)   NOT NULL,
    name          VARCHAR(255) NOT NULL,
    file_bytes    BIGINT       NOT NULL CHECK (file_bytes >= 0),
    complete      TINYINT      NOT NULL CHECK (complete IN (0, 1)),
    created_at_us BIGINT       NOT NULL,
    expires_at_us BIGINT       NOT NULL,
    PRIMARY KEY (id),
    KEY imports_by_person (book_id, created_by, created_at_us),
    KEY imports_by_expiry (expires_at_us),
    CONSTRAINT imports_of_books FOREIGN KEY (book_id) REFERENCES books (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A file in pieces; `position` is where a piece begins.
CREATE TABLE import_files (
    import_id BINARY(16) NOT NULL,
    position  BIGINT     NOT NULL CHECK (position >= 0),
    bytes     LONGBLOB   NOT NULL CHECK (LENGTH(bytes) > 0),
    PRIMARY KEY (import_id, position),
    CONSTRAINT import_files_of_imports FOREIGN KEY (import_id) REFERENCES imports (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Rows of an import with their verdicts, some hundred packed together, and how many of each verdict are among them.
CREATE TABLE import_rows (
    job_id         BINARY(16) NOT NULL,
    page           BIGINT     NOT NULL CHECK (page >= 0),
    new_rows       INT        NOT NULL,
    duplicate_rows INT        NOT NULL,
    posted_rows    INT        NOT NULL,
    refused_rows   INT        NOT NULL,
    skipped_rows   INT        NOT NULL,
    bytes          LONGBLOB   NOT NULL CHECK (LENGTH(bytes) > 0),
    PRIMARY KEY (job_id, page),
    CONSTRAINT import_rows_of_jobs FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- How a form of file was read when it was last posted.
CREATE TABLE import_mappings (
    book_id    BINARY(16)  NOT NULL,
    signature  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    columns    LONGTEXT    NOT NULL,
    mapping    LONGTEXT    NOT NULL,
    outlet_id  BINARY(16),
    used_at_us BIGINT      NOT NULL,
    PRIMARY KEY (book_id, signature),
    CONSTRAINT import_mappings_of_books FOREIGN KEY (book_id) REFERENCES books (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
