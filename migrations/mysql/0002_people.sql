-- SPDX-License-Identifier: Apache-2.0
-- Second factors, one-time links, invitations, API keys and the audit log. Conventions: ../README.md.

ALTER TABLE sessions ADD COLUMN user_agent VARCHAR(255) NOT NULL DEFAULT '';

-- Signing in ----------------------------------------------------------------------------------------------------------

CREATE TABLE totp (
    user_id         BINARY(16)     NOT NULL,
    secret          VARBINARY(255) NOT NULL,
    begun_at_us     BIGINT         NOT NULL,
    confirmed_at_us BIGINT,
    last_step       BIGINT         NOT NULL CHECK (last_step >= 0),
    PRIMARY KEY (user_id),
    CONSTRAINT totp_of_users FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE recovery_codes (
    user_id   BINARY(16) NOT NULL,
    code_hash BINARY(32) NOT NULL,
    PRIMARY KEY (user_id, code_hash),
    CONSTRAINT recovery_codes_of_users FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE password_resets (
    token_hash    BINARY(32) NOT NULL,
    user_id       BINARY(16) NOT NULL,
    created_at_us BIGINT     NOT NULL,
    expires_at_us BIGINT     NOT NULL,
    PRIMARY KEY (token_hash),
    KEY password_resets_by_user (user_id),
    CONSTRAINT password_resets_of_users FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Rights in books -----------------------------------------------------------------------------------------------------

-- `outlet_ids` holds 16 bytes for each outlet.
CREATE TABLE invitations (
    book_id          BINARY(16)   NOT NULL,
    id               BINARY(16)   NOT NULL,
    token_hash       BINARY(32)   NOT NULL,
    role             VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL
                     CHECK (role IN ('owner', 'admin', 'accountant', 'cashier', 'viewer')),
    outlet_ids       BLOB         NOT NULL CHECK (LENGTH(outlet_ids) % 16 = 0),
    note             VARCHAR(1000),
    created_by       BINARY(16)   NOT NULL,
    created_by_name  VARCHAR(255) NOT NULL,
    created_at_us    BIGINT       NOT NULL,
    expires_at_us    BIGINT       NOT NULL,
    accepted_by      BINARY(16),
    accepted_by_name VARCHAR(255),
    ended_at_us      BIGINT,
    PRIMARY KEY (book_id, id),
    UNIQUE KEY invitations_by_token (token_hash),
    CONSTRAINT invitations_of_books FOREIGN KEY (book_id) REFERENCES books (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE api_keys (
    id              BINARY(16)   NOT NULL,
    book_id         BINARY(16)   NOT NULL,
    token_hash      BINARY(32)   NOT NULL,
    name            VARCHAR(255) NOT NULL,
    prefix          VARCHAR(64)  NOT NULL,
    role            VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL
                    CHECK (role IN ('admin', 'accountant', 'cashier', 'viewer')),
    read_only       TINYINT      NOT NULL CHECK (read_only IN (0, 1)),
    outlet_ids      BLOB         NOT NULL CHECK (LENGTH(outlet_ids) % 16 = 0),
    created_by      BINARY(16)   NOT NULL,
    created_by_name VARCHAR(255) NOT NULL,
    created_at_us   BIGINT       NOT NULL,
    expires_at_us   BIGINT       NOT NULL,
    last_used_at_us BIGINT,
    revoked_at_us   BIGINT,
    PRIMARY KEY (id),
    UNIQUE KEY api_keys_by_token (token_hash),
    KEY api_keys_by_book (book_id, id),
    CONSTRAINT api_keys_of_books FOREIGN KEY (book_id) REFERENCES books (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The audit log: a chain for each book, and one of sixteen zero bytes for the server ----------------------------------

-- The row whose lock orders the writers of a chain.
CREATE TABLE audit_heads (
    book_id  BINARY(16) NOT NULL,
    sequence BIGINT     NOT NULL CHECK (sequence >= 0),
    hash     BINARY(32) NOT NULL,
    PRIMARY KEY (book_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- `data` is what is hashed and sent; the other columns repeat what is searched for.
CREATE TABLE audit_entries (
    book_id    BINARY(16)  NOT NULL,
    sequence   BIGINT      NOT NULL CHECK (sequence >= 1),
    at_us      BIGINT      NOT NULL,
    actor_id   BINARY(16),
    action     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject_id BINARY(16),
    data       LONGBLOB    NOT NULL,
    hash       BINARY(32)  NOT NULL,
    PRIMARY KEY (book_id, sequence),
    KEY audit_entries_by_actor (book_id, actor_id, sequence),
    KEY audit_entries_by_subject (book_id, subject_id, sequence)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TRIGGER audit_entries_refuse_update BEFORE UPDATE ON audit_entries FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit entries are never changed';

CREATE TRIGGER audit_entries_refuse_delete BEFORE DELETE ON audit_entries FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit entries are never deleted';
