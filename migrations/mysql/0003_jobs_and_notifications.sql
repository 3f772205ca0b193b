-- SPDX-License-Identifier: Apache-2.0
-- Work in the background, its files, and what people are told. Conventions: ../README.md.

-- Jobs ----------------------------------------------------------------------------------------------------------------

-- due_at_us: of a queued job when it may be begun, of a running one when its lease ends; NULL once it has ended.
-- lease: the random number of the try that may write; 0 while nobody has it.
-- outlet_scope: the ids of the outlets that bounded whoever asked, one after the other; NULL where none did.
-- untold_at_us: set when it ends, NULL again once the rules `job_finished` have been looked at.
CREATE TABLE jobs (
    id                BINARY(16)   NOT NULL,
    book_id           BINARY(16)   NOT NULL,
    kind              VARCHAR(64)  NOT NULL,
    parameters        LONGTEXT     NOT NULL,
    created_by        BINARY(16)   NOT NULL,
    created_by_name   VARCHAR(255) NOT NULL,
    locale            VARCHAR(16)  NOT NULL,
    outlet_scope      BLOB,
    created_at_us     BIGINT       NOT NULL,
    status            VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL
                      CHECK (status IN ('queued', 'running', 'done', 'failed')),
    progress_permille SMALLINT     NOT NULL CHECK (progress_permille BETWEEN 0 AND 1000),
    stage             VARCHAR(64)  NOT NULL,
    cancel_asked      TINYINT      NOT NULL CHECK (cancel_asked IN (0, 1)),
    tries             INT          NOT NULL CHECK (tries >= 0),
    lease             BIGINT       NOT NULL,
    due_at_us         BIGINT,
    checkpoint        LONGTEXT     NOT NULL,
    checkpoint_bytes  BIGINT       NOT NULL CHECK (checkpoint_bytes >= 0),
    file_bytes        BIGINT       NOT NULL CHECK (file_bytes >= 0),
    file_name         VARCHAR(255),
    file_media_type   VARCHAR(255),
    result            LONGTEXT,
    error_code        VARCHAR(64),
    error_detail      TEXT,
    started_at_us     BIGINT,
    finished_at_us    BIGINT,
    expires_at_us     BIGINT,
    untold_at_us      BIGINT,
    PRIMARY KEY (id),
    KEY jobs_by_book (book_id, created_at_us, id),
    KEY jobs_by_due (due_at_us),
    KEY jobs_by_expiry (expires_at_us),
    KEY jobs_untold (untold_at_us),
    CONSTRAINT jobs_of_books FOREIGN KEY (book_id) REFERENCES books (id),
    CONSTRAINT unfinished_jobs_are_due
        CHECK ((status IN ('queued', 'running')) = (due_at_us IS NOT NULL)),
    CONSTRAINT running_jobs_have_a_lease CHECK ((status = 'running') = (lease <> 0)),
    CONSTRAINT finished_jobs_expire
        CHECK ((status IN ('done', 'failed')) = (finished_at_us IS NOT NULL AND expires_at_us IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A file in pieces; `position` is where a piece begins.
CREATE TABLE job_files (
    job_id   BINARY(16) NOT NULL,
    position BIGINT     NOT NULL CHECK (position >= 0),
    bytes    LONGBLOB   NOT NULL CHECK (LENGTH(bytes) > 0),
    PRIMARY KEY (job_id, position),
    CONSTRAINT job_files_of_jobs FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Notifications -------------------------------------------------------------------------------------------------------

-- at_offset: events up to it, of that epoch, have been looked at; balance_minor is the balance after them.
CREATE TABLE notification_rules (
    id            BINARY(16)  NOT NULL,
    book_id       BINARY(16)  NOT NULL,
    user_id       BINARY(16)  NOT NULL,
    kind          VARCHAR(64) NOT NULL,
    account_id    BINARY(16),
    outlet_id     BINARY(16),
    amount_minor  BIGINT,
    minutes       INT,
    from_hour     INT,
    to_hour       INT,
    active        TINYINT     NOT NULL CHECK (active IN (0, 1)),
    created_at_us BIGINT      NOT NULL,
    changed_at_us BIGINT      NOT NULL,
    epoch         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    at_offset     BIGINT      NOT NULL CHECK (at_offset >= 0),
    balance_minor BIGINT,
    PRIMARY KEY (id),
    KEY notification_rules_by_book (book_id, user_id),
    KEY notification_rules_by_user (user_id),
    CONSTRAINT notification_rules_of_books FOREIGN KEY (book_id) REFERENCES books (id),
    CONSTRAINT notification_rules_of_users FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row for each person that was ever told anything; `last_number` counts their notifications.
CREATE TABLE notification_readers (
    user_id     BINARY(16) NOT NULL,
    last_number BIGINT     NOT NULL CHECK (last_number >= 0),
    read_up_to  BIGINT     NOT NULL,
    PRIMARY KEY (user_id),
    CONSTRAINT readers_read_what_is_there CHECK (read_up_to BETWEEN 0 AND last_number),
    CONSTRAINT notification_readers_of_users FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A cause is told once by each rule, whoever tells it.
CREATE TABLE notifications (
    user_id   BINARY(16)     NOT NULL,
    number    BIGINT         NOT NULL CHECK (number > 0),
    id        BINARY(16)     NOT NULL,
    book_id   BINARY(16)     NOT NULL,
    rule_id   BINARY(16)     NOT NULL,
    cause     VARBINARY(255) NOT NULL,
    kind      VARCHAR(64)    NOT NULL,
    outlet_id BINARY(16),
    at_us     BIGINT         NOT NULL,
    currency  CHAR(3)        CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    exponent  TINYINT        NOT NULL,
    subject   LONGTEXT       NOT NULL,
    PRIMARY KEY (user_id, number),
    UNIQUE KEY notifications_by_cause (rule_id, cause),
    KEY notifications_by_id (user_id, id),
    KEY notifications_by_book (book_id),
    CONSTRAINT notifications_of_users FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT notifications_of_books FOREIGN KEY (book_id) REFERENCES books (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
