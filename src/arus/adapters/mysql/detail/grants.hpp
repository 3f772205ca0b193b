// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

// What the running server may do: migrations/mysql/grants.sql says the same to the database, and a
// test holds the two together with the schema.
namespace arus::mysql {

struct TableGrant {
    std::string_view table;
    bool insert = false;
    bool update = false;
    bool remove = false;
    bool is_history() const { return insert && !update && !remove; }
};

/// Every table, by name. All of them may be read. What may be inserted and nothing else is history:
/// nobody ever changes or deletes it.
inline constexpr std::array table_grants = std::to_array<TableGrant>({
    {"account_entries", true, false, false},
    {"accounts", true, true, false},
    {"activity_days", true, true, false},
    {"activity_hours", true, true, false},
    {"activity_months", true, true, false},
    {"activity_payments", true, true, false},
    {"api_keys", true, true, false},
    {"audit_entries", true, false, false},
    {"audit_heads", true, true, false},
    {"balances", true, true, false},
    {"book_heads", true, true, false},
    {"books", true, true, false},
    {"contact_balances", true, true, false},
    {"contacts", true, true, false},
    {"events", true, false, false},
    {"idempotency_keys", true, false, false},
    {"import_files", true, false, true},
    {"import_mappings", true, true, true},
    {"import_rows", true, true, true},
    {"imports", true, true, true},
    {"invitations", true, true, false},
    {"job_files", true, false, true},
    {"jobs", true, true, true},
    {"member_outlets", true, false, true},
    {"members", true, true, true},
    {"notification_readers", true, true, false},
    {"notification_rules", true, true, true},
    {"notifications", true, false, true},
    {"outlets", true, true, false},
    {"password_resets", true, false, true},
    {"postings", true, false, false},
    {"receipt_lines", true, false, false},
    {"recovery_codes", true, false, true},
    {"schema_migrations", false, false, false},
    {"sessions", true, true, true},
    {"settlements", true, false, false},
    {"totp", true, true, true},
    {"transaction_tags", true, false, false},
    {"transactions", true, false, false},
    {"users", true, true, true},
});

}  // namespace arus::mysql
