// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/connection.hpp"
#include "arus/app/ports/audit_store.hpp"

#include <vector>

// The chains of the audit log. What is given by reference is looked at until the call returns.
namespace arus::mysql {

/// Belongs at the end of the transaction of the act that it tells of, under READ COMMITTED: it
/// locks the chain's head, which orders all who write to it, on whatever instance they are.
Awaitable<void> append_audit(Connection& connection, const app::AuditDraft& draft);

/// Each belongs inside one snapshot.
Awaitable<std::vector<app::AuditRecord>> list_audit(
    Connection& connection, const app::AuditQuery& query);
Awaitable<app::AuditVerification> verify_audit(Connection& connection, BookId book);

}  // namespace arus::mysql
