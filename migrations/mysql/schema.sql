-- SPDX-License-Identifier: Apache-2.0
-- What the migrations add up to, in the words of MariaDB 10.11. A test compares it; see
-- ../README.md.

CREATE TABLE `account_entries` (
  `book_id` binary(16) NOT NULL,
  `account_id` binary(16) NOT NULL,
  `date` int(11) NOT NULL,
  `sequence` bigint(20) NOT NULL,
  `position` smallint(6) NOT NULL CHECK (`position` between 0 and 199),
  `amount_minor` bigint(20) NOT NULL CHECK (`amount_minor` <> 0),
  `transaction_sequence` bigint(20) NOT NULL,
  `outlet_id` binary(16) DEFAULT NULL,
  `contact_id` binary(16) DEFAULT NULL,
  PRIMARY KEY (`book_id`,`account_id`,`date`,`sequence`,`position`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `accounts` (
  `book_id` binary(16) NOT NULL,
  `id` binary(16) NOT NULL,
  `code` varchar(64) NOT NULL,
  `name` varchar(255) NOT NULL,
  `type` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL CHECK (`type` in ('asset','liability','equity','income','expense')),
  `subtype` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `parent_id` binary(16) DEFAULT NULL,
  `min_balance_minor` bigint(20) DEFAULT NULL,
  `archived` tinyint(4) NOT NULL CHECK (`archived` in (0,1)),
  `version` bigint(20) NOT NULL CHECK (`version` >= 1),
  PRIMARY KEY (`book_id`,`id`),
  UNIQUE KEY `accounts_by_code` (`book_id`,`code`),
  CONSTRAINT `accounts_of_books` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `activity_days` (
  `book_id` binary(16) NOT NULL,
  `outlet_id` binary(16) NOT NULL,
  `day` int(11) NOT NULL,
  `account_id` binary(16) NOT NULL,
  `debit_minor` bigint(20) NOT NULL CHECK (`debit_minor` >= 0),
  `credit_minor` bigint(20) NOT NULL CHECK (`credit_minor` >= 0),
  PRIMARY KEY (`book_id`,`outlet_id`,`day`,`account_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `activity_hours` (
  `book_id` binary(16) NOT NULL,
  `outlet_id` binary(16) NOT NULL,
  `day` int(11) NOT NULL,
  `hour` tinyint(4) NOT NULL CHECK (`hour` between -1 and 23),
  `income_minor` bigint(20) NOT NULL,
  `expense_minor` bigint(20) NOT NULL,
  `sales` bigint(20) NOT NULL,
  PRIMARY KEY (`book_id`,`outlet_id`,`day`,`hour`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `activity_months` (
  `book_id` binary(16) NOT NULL,
  `outlet_id` binary(16) NOT NULL,
  `month` int(11) NOT NULL,
  `account_id` binary(16) NOT NULL,
  `debit_minor` bigint(20) NOT NULL CHECK (`debit_minor` >= 0),
  `credit_minor` bigint(20) NOT NULL CHECK (`credit_minor` >= 0),
  PRIMARY KEY (`book_id`,`outlet_id`,`month`,`account_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `activity_payments` (
  `book_id` binary(16) NOT NULL,
  `outlet_id` binary(16) NOT NULL,
  `day` int(11) NOT NULL,
  `account_id` binary(16) NOT NULL,
  `amount_minor` bigint(20) NOT NULL,
  `sales` bigint(20) NOT NULL,
  PRIMARY KEY (`book_id`,`outlet_id`,`day`,`account_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `api_keys` (
  `id` binary(16) NOT NULL,
  `book_id` binary(16) NOT NULL,
  `token_hash` binary(32) NOT NULL,
  `name` varchar(255) NOT NULL,
  `prefix` varchar(64) NOT NULL,
  `role` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL CHECK (`role` in ('admin','accountant','cashier','viewer')),
  `read_only` tinyint(4) NOT NULL CHECK (`read_only` in (0,1)),
  `outlet_ids` blob NOT NULL CHECK (octet_length(`outlet_ids`) MOD 16 = 0),
  `created_by` binary(16) NOT NULL,
  `created_by_name` varchar(255) NOT NULL,
  `created_at_us` bigint(20) NOT NULL,
  `expires_at_us` bigint(20) NOT NULL,
  `last_used_at_us` bigint(20) DEFAULT NULL,
  `revoked_at_us` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `api_keys_by_token` (`token_hash`),
  KEY `api_keys_by_book` (`book_id`,`id`),
  CONSTRAINT `api_keys_of_books` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `audit_entries` (
  `book_id` binary(16) NOT NULL,
  `sequence` bigint(20) NOT NULL CHECK (`sequence` >= 1),
  `at_us` bigint(20) NOT NULL,
  `actor_id` binary(16) DEFAULT NULL,
  `action` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `subject_id` binary(16) DEFAULT NULL,
  `data` longblob NOT NULL,
  `hash` binary(32) NOT NULL,
  PRIMARY KEY (`book_id`,`sequence`),
  KEY `audit_entries_by_actor` (`book_id`,`actor_id`,`sequence`),
  KEY `audit_entries_by_subject` (`book_id`,`subject_id`,`sequence`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `audit_heads` (
  `book_id` binary(16) NOT NULL,
  `sequence` bigint(20) NOT NULL CHECK (`sequence` >= 0),
  `hash` binary(32) NOT NULL,
  PRIMARY KEY (`book_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `balances` (
  `book_id` binary(16) NOT NULL,
  `account_id` binary(16) NOT NULL,
  `debit_minor` bigint(20) NOT NULL CHECK (`debit_minor` >= 0),
  `credit_minor` bigint(20) NOT NULL CHECK (`credit_minor` >= 0),
  `pending_debit_minor` bigint(20) NOT NULL CHECK (`pending_debit_minor` >= 0),
  `pending_credit_minor` bigint(20) NOT NULL CHECK (`pending_credit_minor` >= 0),
  PRIMARY KEY (`book_id`,`account_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `book_heads` (
  `book_id` binary(16) NOT NULL,
  `sequence` bigint(20) NOT NULL CHECK (`sequence` >= 0),
  `offset` bigint(20) NOT NULL CHECK (`offset` >= 0),
  `hash` binary(32) NOT NULL,
  `version` bigint(20) NOT NULL CHECK (`version` >= 0),
  `writer` bigint(20) NOT NULL,
  `epoch` char(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `at_us` bigint(20) NOT NULL,
  PRIMARY KEY (`book_id`),
  CONSTRAINT `book_heads_of_books` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `books` (
  `id` binary(16) NOT NULL,
  `name` varchar(255) NOT NULL,
  `currency` char(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `exponent` tinyint(4) NOT NULL CHECK (`exponent` between 0 and 4),
  `time_zone` varchar(64) NOT NULL,
  `fiscal_year_start` char(5) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `lock_date` int(11) DEFAULT NULL,
  `chart_template` varchar(32) NOT NULL,
  `created_at_us` bigint(20) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `contact_balances` (
  `book_id` binary(16) NOT NULL,
  `contact_id` binary(16) NOT NULL,
  `account_id` binary(16) NOT NULL,
  `debit_minor` bigint(20) NOT NULL CHECK (`debit_minor` >= 0),
  `credit_minor` bigint(20) NOT NULL CHECK (`credit_minor` >= 0),
  PRIMARY KEY (`book_id`,`account_id`,`contact_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `contacts` (
  `book_id` binary(16) NOT NULL,
  `id` binary(16) NOT NULL,
  `code` varchar(64) NOT NULL,
  `name` varchar(255) NOT NULL,
  `phone` varchar(64) DEFAULT NULL,
  `email` varchar(254) DEFAULT NULL,
  `note` varchar(1000) DEFAULT NULL,
  `archived` tinyint(4) NOT NULL CHECK (`archived` in (0,1)),
  `version` bigint(20) NOT NULL CHECK (`version` >= 1),
  PRIMARY KEY (`book_id`,`id`),
  UNIQUE KEY `contacts_by_code` (`book_id`,`code`),
  CONSTRAINT `contacts_of_books` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `events` (
  `book_id` binary(16) NOT NULL,
  `offset` bigint(20) NOT NULL CHECK (`offset` >= 1),
  `at_us` bigint(20) NOT NULL,
  `type` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `hash` binary(32) NOT NULL,
  `outlet_id` binary(16) DEFAULT NULL,
  `data` longblob NOT NULL,
  PRIMARY KEY (`book_id`,`offset`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `idempotency_keys` (
  `book_id` binary(16) NOT NULL,
  `idempotency_key` varbinary(255) NOT NULL,
  `request_hash` binary(32) NOT NULL,
  `transaction_id` binary(16) NOT NULL,
  `offset` bigint(20) NOT NULL CHECK (`offset` >= 1),
  PRIMARY KEY (`book_id`,`idempotency_key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `import_files` (
  `import_id` binary(16) NOT NULL,
  `position` bigint(20) NOT NULL CHECK (`position` >= 0),
  `bytes` longblob NOT NULL CHECK (octet_length(`bytes`) > 0),
  PRIMARY KEY (`import_id`,`position`),
  CONSTRAINT `import_files_of_imports` FOREIGN KEY (`import_id`) REFERENCES `imports` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `import_mappings` (
  `book_id` binary(16) NOT NULL,
  `signature` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `columns` longtext NOT NULL,
  `mapping` longtext NOT NULL,
  `outlet_id` binary(16) DEFAULT NULL,
  `used_at_us` bigint(20) NOT NULL,
  PRIMARY KEY (`book_id`,`signature`),
  CONSTRAINT `import_mappings_of_books` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `import_rows` (
  `job_id` binary(16) NOT NULL,
  `page` bigint(20) NOT NULL CHECK (`page` >= 0),
  `new_rows` int(11) NOT NULL,
  `duplicate_rows` int(11) NOT NULL,
  `posted_rows` int(11) NOT NULL,
  `refused_rows` int(11) NOT NULL,
  `skipped_rows` int(11) NOT NULL,
  `bytes` longblob NOT NULL CHECK (octet_length(`bytes`) > 0),
  PRIMARY KEY (`job_id`,`page`),
  CONSTRAINT `import_rows_of_jobs` FOREIGN KEY (`job_id`) REFERENCES `jobs` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `imports` (
  `id` binary(16) NOT NULL,
  `book_id` binary(16) NOT NULL,
  `created_by` binary(16) NOT NULL,
  `name` varchar(255) NOT NULL,
  `file_bytes` bigint(20) NOT NULL CHECK (`file_bytes` >= 0),
  `complete` tinyint(4) NOT NULL CHECK (`complete` in (0,1)),
  `created_at_us` bigint(20) NOT NULL,
  `expires_at_us` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `imports_by_person` (`book_id`,`created_by`,`created_at_us`),
  KEY `imports_by_expiry` (`expires_at_us`),
  CONSTRAINT `imports_of_books` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `invitations` (
  `book_id` binary(16) NOT NULL,
  `id` binary(16) NOT NULL,
  `token_hash` binary(32) NOT NULL,
  `role` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL CHECK (`role` in ('owner','admin','accountant','cashier','viewer')),
  `outlet_ids` blob NOT NULL CHECK (octet_length(`outlet_ids`) MOD 16 = 0),
  `note` varchar(1000) DEFAULT NULL,
  `created_by` binary(16) NOT NULL,
  `created_by_name` varchar(255) NOT NULL,
  `created_at_us` bigint(20) NOT NULL,
  `expires_at_us` bigint(20) NOT NULL,
  `accepted_by` binary(16) DEFAULT NULL,
  `accepted_by_name` varchar(255) DEFAULT NULL,
  `ended_at_us` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`book_id`,`id`),
  UNIQUE KEY `invitations_by_token` (`token_hash`),
  CONSTRAINT `invitations_of_books` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `job_files` (
  `job_id` binary(16) NOT NULL,
  `position` bigint(20) NOT NULL CHECK (`position` >= 0),
  `bytes` longblob NOT NULL CHECK (octet_length(`bytes`) > 0),
  PRIMARY KEY (`job_id`,`position`),
  CONSTRAINT `job_files_of_jobs` FOREIGN KEY (`job_id`) REFERENCES `jobs` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `jobs` (
  `id` binary(16) NOT NULL,
  `book_id` binary(16) NOT NULL,
  `kind` varchar(64) NOT NULL,
  `parameters` longtext NOT NULL,
  `created_by` binary(16) NOT NULL,
  `created_by_name` varchar(255) NOT NULL,
  `locale` varchar(16) NOT NULL,
  `outlet_scope` blob DEFAULT NULL,
  `created_at_us` bigint(20) NOT NULL,
  `status` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL CHECK (`status` in ('queued','running','done','failed')),
  `progress_permille` smallint(6) NOT NULL CHECK (`progress_permille` between 0 and 1000),
  `stage` varchar(64) NOT NULL,
  `cancel_asked` tinyint(4) NOT NULL CHECK (`cancel_asked` in (0,1)),
  `tries` int(11) NOT NULL CHECK (`tries` >= 0),
  `lease` bigint(20) NOT NULL,
  `due_at_us` bigint(20) DEFAULT NULL,
  `checkpoint` longtext NOT NULL,
  `checkpoint_bytes` bigint(20) NOT NULL CHECK (`checkpoint_bytes` >= 0),
  `file_bytes` bigint(20) NOT NULL CHECK (`file_bytes` >= 0),
  `file_name` varchar(255) DEFAULT NULL,
  `file_media_type` varchar(255) DEFAULT NULL,
  `result` longtext DEFAULT NULL,
  `error_code` varchar(64) DEFAULT NULL,
  `error_detail` text DEFAULT NULL,
  `started_at_us` bigint(20) DEFAULT NULL,
  `finished_at_us` bigint(20) DEFAULT NULL,
  `expires_at_us` bigint(20) DEFAULT NULL,
  `untold_at_us` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `jobs_by_book` (`book_id`,`created_at_us`,`id`),
  KEY `jobs_by_due` (`due_at_us`),
  KEY `jobs_by_expiry` (`expires_at_us`),
  KEY `jobs_untold` (`untold_at_us`),
  CONSTRAINT `jobs_of_books` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`),
  CONSTRAINT `unfinished_jobs_are_due` CHECK (`status` in ('queued','running') = (`due_at_us` is not null)),
  CONSTRAINT `running_jobs_have_a_lease` CHECK (`status` = 'running' = (`lease` <> 0)),
  CONSTRAINT `finished_jobs_expire` CHECK (`status` in ('done','failed') = (`finished_at_us` is not null and `expires_at_us` is not null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `member_outlets` (
  `book_id` binary(16) NOT NULL,
  `user_id` binary(16) NOT NULL,
  `outlet_id` binary(16) NOT NULL,
  PRIMARY KEY (`book_id`,`user_id`,`outlet_id`),
  CONSTRAINT `member_outlets_of_members` FOREIGN KEY (`book_id`, `user_id`) REFERENCES `members` (`book_id`, `user_id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `members` (
  `book_id` binary(16) NOT NULL,
  `user_id` binary(16) NOT NULL,
  `role` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL CHECK (`role` in ('owner','admin','accountant','cashier','viewer')),
  PRIMARY KEY (`book_id`,`user_id`),
  KEY `members_by_user` (`user_id`,`book_id`),
  CONSTRAINT `members_of_books` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`),
  CONSTRAINT `members_of_users` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `notification_readers` (
  `user_id` binary(16) NOT NULL,
  `last_number` bigint(20) NOT NULL CHECK (`last_number` >= 0),
  `read_up_to` bigint(20) NOT NULL,
  PRIMARY KEY (`user_id`),
  CONSTRAINT `notification_readers_of_users` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE,
  CONSTRAINT `readers_read_what_is_there` CHECK (`read_up_to` between 0 and `last_number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `notification_rules` (
  `id` binary(16) NOT NULL,
  `book_id` binary(16) NOT NULL,
  `user_id` binary(16) NOT NULL,
  `kind` varchar(64) NOT NULL,
  `account_id` binary(16) DEFAULT NULL,
  `outlet_id` binary(16) DEFAULT NULL,
  `amount_minor` bigint(20) DEFAULT NULL,
  `minutes` int(11) DEFAULT NULL,
  `from_hour` int(11) DEFAULT NULL,
  `to_hour` int(11) DEFAULT NULL,
  `active` tinyint(4) NOT NULL CHECK (`active` in (0,1)),
  `created_at_us` bigint(20) NOT NULL,
  `changed_at_us` bigint(20) NOT NULL,
  `epoch` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `at_offset` bigint(20) NOT NULL CHECK (`at_offset` >= 0),
  `balance_minor` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `notification_rules_by_book` (`book_id`,`user_id`),
  KEY `notification_rules_by_user` (`user_id`),
  CONSTRAINT `notification_rules_of_books` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`),
  CONSTRAINT `notification_rules_of_users` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `notifications` (
  `user_id` binary(16) NOT NULL,
  `number` bigint(20) NOT NULL CHECK (`number` > 0),
  `id` binary(16) NOT NULL,
  `book_id` binary(16) NOT NULL,
  `rule_id` binary(16) NOT NULL,
  `cause` varbinary(255) NOT NULL,
  `kind` varchar(64) NOT NULL,
  `outlet_id` binary(16) DEFAULT NULL,
  `at_us` bigint(20) NOT NULL,
  `currency` char(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `exponent` tinyint(4) NOT NULL,
  `subject` longtext NOT NULL,
  PRIMARY KEY (`user_id`,`number`),
  UNIQUE KEY `notifications_by_cause` (`rule_id`,`cause`),
  KEY `notifications_by_id` (`user_id`,`id`),
  KEY `notifications_by_book` (`book_id`),
  CONSTRAINT `notifications_of_books` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`),
  CONSTRAINT `notifications_of_users` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `outlets` (
  `book_id` binary(16) NOT NULL,
  `id` binary(16) NOT NULL,
  `code` varchar(64) NOT NULL,
  `name` varchar(255) NOT NULL,
  `archived` tinyint(4) NOT NULL CHECK (`archived` in (0,1)),
  `version` bigint(20) NOT NULL CHECK (`version` >= 1),
  PRIMARY KEY (`book_id`,`id`),
  UNIQUE KEY `outlets_by_code` (`book_id`,`code`),
  CONSTRAINT `outlets_of_books` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `password_resets` (
  `token_hash` binary(32) NOT NULL,
  `user_id` binary(16) NOT NULL,
  `created_at_us` bigint(20) NOT NULL,
  `expires_at_us` bigint(20) NOT NULL,
  PRIMARY KEY (`token_hash`),
  KEY `password_resets_by_user` (`user_id`),
  CONSTRAINT `password_resets_of_users` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `postings` (
  `book_id` binary(16) NOT NULL,
  `sequence` bigint(20) NOT NULL,
  `position` smallint(6) NOT NULL CHECK (`position` between 0 and 199),
  `account_id` binary(16) NOT NULL,
  `direction` varchar(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL CHECK (`direction` in ('debit','credit')),
  `amount_minor` bigint(20) NOT NULL CHECK (`amount_minor` between 1 and 1000000000000000),
  `memo` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`book_id`,`sequence`,`position`),
  KEY `postings_by_account` (`book_id`,`account_id`,`sequence`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `receipt_lines` (
  `book_id` binary(16) NOT NULL,
  `sequence` bigint(20) NOT NULL,
  `position` smallint(6) NOT NULL CHECK (`position` >= 0),
  `name` varchar(255) NOT NULL,
  `quantity` varchar(64) NOT NULL,
  `amount_minor` bigint(20) NOT NULL CHECK (`amount_minor` between 0 and 1000000000000000),
  PRIMARY KEY (`book_id`,`sequence`,`position`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `recovery_codes` (
  `user_id` binary(16) NOT NULL,
  `code_hash` binary(32) NOT NULL,
  PRIMARY KEY (`user_id`,`code_hash`),
  CONSTRAINT `recovery_codes_of_users` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `schema_migrations` (
  `version` int(11) NOT NULL,
  `name` varchar(120) NOT NULL,
  `checksum` binary(32) NOT NULL,
  `started_at_us` bigint(20) NOT NULL,
  `statements_started` int(11) NOT NULL,
  `statements_finished` int(11) NOT NULL,
  `applied_at_us` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `sessions` (
  `token_hash` binary(32) NOT NULL,
  `user_id` binary(16) NOT NULL,
  `created_at_us` bigint(20) NOT NULL,
  `expires_at_us` bigint(20) NOT NULL,
  `last_used_at_us` bigint(20) NOT NULL,
  `device_id` binary(16) DEFAULT NULL,
  `address` varchar(255) NOT NULL,
  `user_agent` varchar(255) NOT NULL DEFAULT '',
  PRIMARY KEY (`token_hash`),
  KEY `sessions_by_user` (`user_id`),
  KEY `sessions_by_expiry` (`expires_at_us`),
  CONSTRAINT `sessions_of_users` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `settlements` (
  `book_id` binary(16) NOT NULL,
  `sequence` bigint(20) NOT NULL CHECK (`sequence` >= 1),
  `offset` bigint(20) NOT NULL CHECK (`offset` >= 1),
  `transaction_id` binary(16) NOT NULL,
  `transaction_sequence` bigint(20) NOT NULL,
  `outcome` varchar(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL CHECK (`outcome` in ('posted','voided')),
  `date` int(11) NOT NULL,
  `local_hour` tinyint(4) DEFAULT NULL CHECK (`local_hour` between 0 and 23),
  `at_us` bigint(20) NOT NULL,
  `settled_by` binary(16) NOT NULL,
  PRIMARY KEY (`book_id`,`sequence`),
  UNIQUE KEY `settlements_by_transaction` (`book_id`,`transaction_sequence`),
  KEY `settlements_by_date` (`book_id`,`date`,`transaction_sequence`),
  CONSTRAINT `settlements_come_later` CHECK (`transaction_sequence` < `sequence`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `totp` (
  `user_id` binary(16) NOT NULL,
  `secret` varbinary(255) NOT NULL,
  `begun_at_us` bigint(20) NOT NULL,
  `confirmed_at_us` bigint(20) DEFAULT NULL,
  `last_step` bigint(20) NOT NULL CHECK (`last_step` >= 0),
  PRIMARY KEY (`user_id`),
  CONSTRAINT `totp_of_users` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `transaction_tags` (
  `book_id` binary(16) NOT NULL,
  `sequence` bigint(20) NOT NULL,
  `position` smallint(6) NOT NULL CHECK (`position` >= 0),
  `tag` varbinary(255) NOT NULL,
  PRIMARY KEY (`book_id`,`sequence`,`position`),
  KEY `transaction_tags_by_tag` (`book_id`,`tag`,`sequence`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `transactions` (
  `book_id` binary(16) NOT NULL,
  `id` binary(16) NOT NULL,
  `sequence` bigint(20) NOT NULL CHECK (`sequence` >= 1),
  `offset` bigint(20) NOT NULL CHECK (`offset` >= 1),
  `pending` tinyint(4) NOT NULL CHECK (`pending` in (0,1)),
  `date` int(11) NOT NULL,
  `original_date` int(11) DEFAULT NULL,
  `kind` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL CHECK (`kind` in ('sale','purchase','expense','income','transfer','opening','adjustment','journal','reversal')),
  `outlet_id` binary(16) DEFAULT NULL,
  `contact_id` binary(16) DEFAULT NULL,
  `created_by` binary(16) NOT NULL,
  `amount_minor` bigint(20) NOT NULL CHECK (`amount_minor` >= 1),
  `local_hour` tinyint(4) DEFAULT NULL CHECK (`local_hour` between 0 and 23),
  `made_at_us` bigint(20) DEFAULT NULL,
  `committed_at_us` bigint(20) NOT NULL,
  `device_id` binary(16) DEFAULT NULL,
  `reverses_id` binary(16) DEFAULT NULL,
  `replaces_id` binary(16) DEFAULT NULL,
  `posting_count` smallint(6) NOT NULL CHECK (`posting_count` between 2 and 200),
  `tag_count` smallint(6) NOT NULL CHECK (`tag_count` >= 0),
  `line_count` smallint(6) NOT NULL CHECK (`line_count` >= 0),
  `reference` varchar(255) DEFAULT NULL,
  `description` varchar(1000) NOT NULL,
  `created_by_name` varchar(255) NOT NULL,
  `exceptional` tinyint(4) GENERATED ALWAYS AS (case when `pending` = 1 or `original_date` is not null then 1 else NULL end) STORED,
  PRIMARY KEY (`book_id`,`sequence`),
  UNIQUE KEY `transactions_by_id` (`book_id`,`id`),
  UNIQUE KEY `transactions_by_reversed` (`book_id`,`reverses_id`),
  KEY `transactions_by_date` (`book_id`,`date`,`sequence`),
  KEY `transactions_by_outlet` (`book_id`,`outlet_id`,`sequence`),
  KEY `transactions_by_contact` (`book_id`,`contact_id`,`sequence`),
  KEY `transactions_by_exception` (`book_id`,`exceptional`,`sequence`),
  CONSTRAINT `reversals_reverse` CHECK (`kind` = 'reversal' = (`reverses_id` is not null)),
  CONSTRAINT `held_ones_undo_nothing` CHECK (`pending` = 0 or `reverses_id` is null and `replaces_id` is null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `users` (
  `id` binary(16) NOT NULL,
  `email` varchar(254) NOT NULL,
  `name` varchar(255) NOT NULL,
  `locale` varchar(16) NOT NULL,
  `password_hash` varchar(255) NOT NULL,
  `created_at_us` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `users_by_email` (`email`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TRIGGER account_entries_refuse_delete BEFORE DELETE ON account_entries FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'account entries are never deleted';

CREATE TRIGGER account_entries_refuse_update BEFORE UPDATE ON account_entries FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'account entries are never changed';

CREATE TRIGGER audit_entries_refuse_delete BEFORE DELETE ON audit_entries FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit entries are never deleted';

CREATE TRIGGER audit_entries_refuse_update BEFORE UPDATE ON audit_entries FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit entries are never changed';

CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'events are never deleted';

CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'events are never changed';

CREATE TRIGGER idempotency_keys_refuse_delete BEFORE DELETE ON idempotency_keys FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'idempotency keys are kept for ever';

CREATE TRIGGER idempotency_keys_refuse_update BEFORE UPDATE ON idempotency_keys FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'idempotency keys are never changed';

CREATE TRIGGER postings_refuse_delete BEFORE DELETE ON postings FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'postings are never deleted';

CREATE TRIGGER postings_refuse_update BEFORE UPDATE ON postings FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'postings are never changed';

CREATE TRIGGER receipt_lines_refuse_delete BEFORE DELETE ON receipt_lines FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'receipt lines are never deleted';

CREATE TRIGGER receipt_lines_refuse_update BEFORE UPDATE ON receipt_lines FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'receipt lines are never changed';

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

CREATE TRIGGER settlements_refuse_delete BEFORE DELETE ON settlements FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'settlements are never deleted';

CREATE TRIGGER settlements_refuse_update BEFORE UPDATE ON settlements FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'settlements are never changed';

CREATE TRIGGER transaction_tags_refuse_delete BEFORE DELETE ON transaction_tags FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'transaction tags are never deleted';

CREATE TRIGGER transaction_tags_refuse_update BEFORE UPDATE ON transaction_tags FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'transaction tags are never changed';

CREATE TRIGGER transactions_refuse_delete BEFORE DELETE ON transactions FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'transactions are never deleted';

CREATE TRIGGER transactions_refuse_update BEFORE UPDATE ON transactions FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'transactions are never changed';

