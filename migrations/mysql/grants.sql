-- SPDX-License-Identifier: Apache-2.0
-- What the running server's user needs, and nothing more: the history can be added to, and nobody can change or delete
-- any of it. Run once by the database's administrator after `arus migrate`, and again after a version that adds tables:
--
--   CREATE DATABASE arus CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--   CREATE USER 'arus_owner'@'%' IDENTIFIED BY '…';      the schema's owner: ARUS_MIGRATE_DATABASE_URL
--   GRANT ALL ON arus.* TO 'arus_owner'@'%';
--   CREATE USER 'arus'@'%' IDENTIFIED BY '…';            the running server: ARUS_DATABASE_URL
--
-- With other names put them in the place of `arus` and 'arus'@'%' below. `arus doctor` checks what came of it.

GRANT SELECT ON `arus`.* TO 'arus'@'%';
GRANT INSERT ON `arus`.`account_entries` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`accounts` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`activity_days` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`activity_hours` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`activity_months` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`activity_payments` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`api_keys` TO 'arus'@'%';
GRANT INSERT ON `arus`.`audit_entries` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`audit_heads` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`balances` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`book_heads` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`books` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`contact_balances` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`contacts` TO 'arus'@'%';
GRANT INSERT ON `arus`.`events` TO 'arus'@'%';
GRANT INSERT ON `arus`.`idempotency_keys` TO 'arus'@'%';
GRANT INSERT, DELETE ON `arus`.`import_files` TO 'arus'@'%';
GRANT INSERT, UPDATE, DELETE ON `arus`.`import_mappings` TO 'arus'@'%';
GRANT INSERT, UPDATE, DELETE ON `arus`.`import_rows` TO 'arus'@'%';
GRANT INSERT, UPDATE, DELETE ON `arus`.`imports` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`invitations` TO 'arus'@'%';
GRANT INSERT, DELETE ON `arus`.`job_files` TO 'arus'@'%';
GRANT INSERT, UPDATE, DELETE ON `arus`.`jobs` TO 'arus'@'%';
GRANT INSERT, DELETE ON `arus`.`member_outlets` TO 'arus'@'%';
GRANT INSERT, UPDATE, DELETE ON `arus`.`members` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`notification_readers` TO 'arus'@'%';
GRANT INSERT, UPDATE, DELETE ON `arus`.`notification_rules` TO 'arus'@'%';
GRANT INSERT, DELETE ON `arus`.`notifications` TO 'arus'@'%';
GRANT INSERT, UPDATE ON `arus`.`outlets` TO 'arus'@'%';
GRANT INSERT, DELETE ON `arus`.`password_resets` TO 'arus'@'%';
GRANT INSERT ON `arus`.`postings` TO 'arus'@'%';
GRANT INSERT ON `arus`.`receipt_lines` TO 'arus'@'%';
GRANT INSERT, DELETE ON `arus`.`recovery_codes` TO 'arus'@'%';
GRANT INSERT, UPDATE, DELETE ON `arus`.`sessions` TO 'arus'@'%';
GRANT INSERT ON `arus`.`settlements` TO 'arus'@'%';
GRANT INSERT, UPDATE, DELETE ON `arus`.`totp` TO 'arus'@'%';
GRANT INSERT ON `arus`.`transaction_tags` TO 'arus'@'%';
GRANT INSERT ON `arus`.`transactions` TO 'arus'@'%';
GRANT INSERT, UPDATE, DELETE ON `arus`.`users` TO 'arus'@'%';
